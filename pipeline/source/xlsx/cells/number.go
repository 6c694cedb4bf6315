package cells

import (
	"bytes"
	"math"
	"strconv"
	"unsafe"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells.
const (
	Nothing Kind = iota
	String
	Double
	Date      // YYYY-MM-DD
	Timestamp // YYYY-MM-DDTHH:MM:SSZ
	Time      // HH:MM:SS
	Bool
)

// String is the name of the type of a column of such cells.
func (k Kind) String() string {
	return [...]string{"string", "string", "double", "date", "timestamp", "time", "bool"}[k]
}

// Number appends the text of a stored number under a format: a date where the
// format shows one, else its shortest decimal form without exponent, filled up
// with zeros where the format says so. What is no number is appended as it
// stands. With base1904 days are counted from 1904-01-01, else as if 1900 had
// been a leap year.
func Number(dst, stored []byte, f Format, base1904 bool) ([]byte, Kind) {
	v := bytes.TrimSpace(stored)
	if len(v) == 0 {
		return dst, Nothing
	}
	if f.Date || f.Time {
		if x, ok := parse(v); ok {
			if out, kind := serial(dst, x, f, base1904); kind != Nothing {
				return out, kind
			}
		}
	}
	if plain(v) {
		return pad(dst, v, f.Zeros), Double
	}
	x, ok := parse(v)
	if !ok {
		return append(dst, v...), String
	}
	var room [400]byte
	return pad(dst, strconv.AppendFloat(room[:0], x, 'f', -1, 64), f.Zeros), Double
}

// plain says whether v is the shortest decimal form of a number already: whole,
// or with at most 15 digits of which the last is not 0.
func plain(v []byte) bool {
	if v[0] == '-' && string(v) != "-0" {
		v = v[1:]
	}
	if len(v) == 0 || v[0] == '0' && len(v) > 1 && v[1] != '.' {
		return false
	}
	point := -1
	for i, c := range v {
		if c == '.' && point < 0 && i > 0 {
			point = i
		} else if c < '0' || c > '9' {
			return false
		}
	}
	if point < 0 {
		return v[0] != '0' || len(v) == 1
	}
	last := v[len(v)-1]
	return len(v) <= 16 && last != '0' && last != '.'
}

// parse reads a number of XML: no hexadecimal, no infinity, no underscore.
func parse(v []byte) (float64, bool) {
	for _, c := range v {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	// The text lives only as long as this call: the error, which refers to it, is dropped.
	x, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(v), len(v)), 64)
	if x == 0 {
		x = 0 // -0 is 0
	}
	return x, err == nil && !math.IsInf(x, 0)
}

// pad appends a number, filled up to so many digits if it is whole and positive.
func pad(dst, v []byte, digits int) []byte {
	if len(v) < digits && v[0] != '-' && bytes.IndexByte(v, '.') < 0 {
		for range digits - len(v) {
			dst = append(dst, '0')
		}
	}
	return append(dst, v...)
}
