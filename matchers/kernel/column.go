package kernel

import "math/bits"

// block is how many entries of a column are compared before their positions are
// read off: the bitmap of a block stays in the first cache.
const block = 2048

type bitmap [block / 64]uint64

// EqualU8 appends the positions of the entries equal to v, ascending.
func EqualU8(dst []uint32, column []uint8, v uint8) []uint32 {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		equalU8(b[:words(len(part))], part, v)
		dst = appendPositions(dst, b[:words(len(part))], uint32(at))
	}
	return dst
}

// EqualU16 appends the positions of the entries equal to v, ascending.
func EqualU16(dst []uint32, column []uint16, v uint16) []uint32 {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		equalU16(b[:words(len(part))], part, v)
		dst = appendPositions(dst, b[:words(len(part))], uint32(at))
	}
	return dst
}

// EqualU32 appends the positions of the entries equal to v, ascending.
func EqualU32(dst []uint32, column []uint32, v uint32) []uint32 {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		equalU32(b[:words(len(part))], part, v)
		dst = appendPositions(dst, b[:words(len(part))], uint32(at))
	}
	return dst
}

// Want is a value of some bits of an entry.
type Want struct{ Mask, Value uint32 }

// Match says which entries of a column are meant: those of which the bits under
// some mask have its value, and those whose day of the year is among Days. A want
// with a value outside its mask matches nothing.
type Match struct {
	Wants [4]Want
	Days  Days
	DayAt uint8 // where month<<5|day lies in an entry: its lowest bit
}

// Days is a set of days of the year: by month, a bit for each day.
type Days [16]uint32

// Add adds month<<5|day.
func (d *Days) Add(day uint16) { d[day>>5&15] |= 1 << (day & 31) }

// Has says whether month<<5|day is among them.
func (d *Days) Has(day uint16) bool { return d[day>>5&15]>>(day&31)&1 != 0 }

// MatchU32 appends the positions of the entries that are meant, ascending.
func MatchU32(dst []uint32, column []uint32, m *Match) []uint32 {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		matchU32(b[:words(len(part))], part, m)
		dst = appendPositions(dst, b[:words(len(part))], uint32(at))
	}
	return dst
}

// CountU8 is how many entries are equal to v.
func CountU8(column []uint8, v uint8) (n int) {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		equalU8(b[:words(len(part))], part, v)
		n += Ones(b[:words(len(part))])
	}
	return n
}

// CountU16 is how many entries are equal to v.
func CountU16(column []uint16, v uint16) (n int) {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		equalU16(b[:words(len(part))], part, v)
		n += Ones(b[:words(len(part))])
	}
	return n
}

// CountU32 is how many entries are equal to v.
func CountU32(column []uint32, v uint32) (n int) {
	var b bitmap
	for at := 0; at < len(column); at += block {
		part := column[at:min(at+block, len(column))]
		equalU32(b[:words(len(part))], part, v)
		n += Ones(b[:words(len(part))])
	}
	return n
}

// EqualBitsU8 sets bit i of dst if entry i is equal to v, and clears every other
// bit of the first ⌈len(column)/64⌉ words, which dst must have.
func EqualBitsU8(dst []uint64, column []uint8, v uint8) { equalU8(dst[:words(len(column))], column, v) }

// EqualBitsU16 is EqualBitsU8 of entries of two bytes.
func EqualBitsU16(dst []uint64, column []uint16, v uint16) {
	equalU16(dst[:words(len(column))], column, v)
}

// EqualBitsU32 is EqualBitsU8 of entries of four bytes.
func EqualBitsU32(dst []uint64, column []uint32, v uint32) {
	equalU32(dst[:words(len(column))], column, v)
}

// Ones is how many bits of a bitmap are set.
func Ones(bitmap []uint64) int { return ones(bitmap) }

// LowerU32 is how many entries of an ascending run are below v: the position of
// v if it is there. It looks at every entry, which for runs of a few cache lines
// is faster than to search by halves.
func LowerU32(run []uint32, v uint32) int { return lowerU32(run, v) }

// words is how many words a bitmap of n bits has.
func words(n int) int { return (n + 63) / 64 }

func appendPositions(dst []uint32, bitmap []uint64, first uint32) []uint32 {
	for i, word := range bitmap {
		for ; word != 0; word &= word - 1 {
			dst = append(dst, first+uint32(i*64+bits.TrailingZeros64(word)))
		}
	}
	return dst
}
