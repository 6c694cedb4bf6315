package kernel

// NumberRelation says how a submitted digit string differs from a number of
// the register.
type NumberRelation uint8

// Relations of numbers: equal, the four slips, and anything else.
const (
	NumberEqual NumberRelation = iota
	NumberWrongDigit
	NumberSwapped
	NumberMissingDigit // the row lacks one digit
	NumberExtraDigit   // the row has one digit too many
	NumberDifferent
	NumberRelations
)

// IsSlip says whether the relation is one of the four slips.
func (r NumberRelation) IsSlip() bool { return r > NumberEqual && r < NumberDifferent }

// RelateNumbers compares a submitted number of rowDigits digits with a number
// of digits digits. Values are below 10^15, digits at most 15; leading zeros
// count as digits.
func RelateNumbers(row uint64, rowDigits int, number uint64, digits int) NumberRelation {
	if rowDigits == digits && row == number {
		return NumberEqual
	}
	var a, b [16]byte
	split(row, rowDigits, &a)
	split(number, digits, &b)
	switch rowDigits - digits {
	case 0:
		return sameLength(a[:digits], b[:digits])
	case -1:
		if oneMore(b[:digits], a[:rowDigits]) {
			return NumberMissingDigit
		}
	case 1:
		if oneMore(a[:rowDigits], b[:digits]) {
			return NumberExtraDigit
		}
	}
	return NumberDifferent
}

func split(v uint64, digits int, dst *[16]byte) {
	for i := digits - 1; i >= 0; i-- {
		dst[i] = byte(v % 10)
		v /= 10
	}
}

func sameLength(a, b []byte) NumberRelation {
	i, j := 0, len(a)-1
	for i < len(a) && a[i] == b[i] {
		i++
	}
	for j > i && a[j] == b[j] {
		j--
	}
	switch {
	case i >= j:
		return NumberWrongDigit
	case j == i+1 && a[i] == b[j] && a[j] == b[i]:
		return NumberSwapped
	}
	return NumberDifferent
}

// oneMore says whether long is short with one digit inserted.
func oneMore(long, short []byte) bool {
	i := 0
	for i < len(short) && long[i] == short[i] {
		i++
	}
	for j := i; j < len(short); j++ {
		if long[j+1] != short[j] {
			return false
		}
	}
	return true
}
