package cells

import "strconv"

// The largest sheet there is.
const (
	MaxRows    = 1 << 20 // rows are numbered from 1
	MaxColumns = 1 << 14 // columns are numbered from 0
)

// Column is the column that a reference such as B5 or $B$5 points to, from 0;
// -1 when it is no reference of a sheet.
func Column(ref []byte) int {
	n := 0
	for i, c := range ref {
		switch {
		case c == '$' && i == 0:
		case 'A' <= c && c <= 'Z':
			n = 26*n + int(c-'A') + 1
		case 'a' <= c && c <= 'z':
			n = 26*n + int(c-'a') + 1
		default:
			return n - 1
		}
		if n > MaxColumns {
			return -1
		}
	}
	return n - 1
}

// Row is the row that a reference points to, from 1; 0 when it names none.
func Row(ref []byte) int {
	i := 0
	for i < len(ref) && (ref[i] < '0' || ref[i] > '9') {
		i++
	}
	return Int(ref[i:], MaxRows)
}

// Int reads a whole number without sign of at most limit; 0 when it is none.
func Int(text []byte, limit int) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0
		}
		if n = 10*n + int(c-'0'); n > limit {
			return 0
		}
	}
	return n
}

// AppendRef appends the reference of a cell: column from 0, row from 1.
func AppendRef(dst []byte, column, row int) []byte {
	var letters [4]byte
	i := len(letters)
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		i--
		letters[i] = byte('A' + (n-1)%26)
	}
	return strconv.AppendInt(append(dst, letters[i:]...), int64(row), 10)
}
