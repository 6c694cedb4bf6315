package clean

import (
	"encoding/binary"
	"math/bits"
)

// Eight characters at a time, as a little-endian word: the first is its lowest byte.
const (
	ones  uint64 = 0x0101010101010101
	highs        = ones << 7
	zeros        = ones * '0'
)

// zeroBytes has the top bit of every byte of x that is 0.
func zeroBytes(x uint64) uint64 { return ^((x&^highs + ^highs) | x) & highs }

// lowBytes keeps the first n bytes of x, n up to 8.
func lowBytes(x uint64, n int) uint64 { return x & (1<<(8*n) - 1) }

// allDigit says whether eight characters are digits.
func allDigit(x uint64) bool {
	return x&(ones*0xF0) == zeros && (x+ones*6)&(ones*0xF0) == zeros
}

// number8 is the value of eight digits.
func number8(x uint64) uint64 {
	x -= zeros
	x = x*10 + x>>8 // pairs in every other byte
	const pairs = 0x000000FF000000FF
	return ((x&pairs)*(100+1000000<<32) + (x>>16&pairs)*(1+10000<<32)) >> 32
}

// allDigits reads a cell of 8 to 13 ASCII digits.
func allDigits(cell []byte) (v uint64, ok bool) {
	n := len(cell)
	if n < 8 || n > 13 {
		return 0, false
	}
	first, last := binary.LittleEndian.Uint64(cell), binary.LittleEndian.Uint64(cell[n-8:])
	if !allDigit(first) || !allDigit(last) {
		return 0, false
	}
	k := 8 * (n - 8) // bits of the digits behind the first eight
	rest := last>>(64-k)<<(64-k) | zeros>>k
	return number8(first)*pow10[n-8] + number8(rest), true
}

// mayBeDummy says whether dummyNumber needs to look at a number of at least
// eight digits, by its last eight: it gives up after seven steps that go at most
// three times the same way.
func mayBeDummy(cell []byte) bool {
	x := binary.LittleEndian.Uint64(cell[len(cell)-8:])
	next := x + ones // of each digit the one behind it, 0 behind 9
	next -= zeroBytes(next^ones*('9'+1)) >> 7 * 10
	const seven = highs >> 8
	same := bits.OnesCount64(zeroBytes(x^x>>8) & seven)
	up := bits.OnesCount64(zeroBytes(next^x>>8) & seven)
	down := bits.OnesCount64(zeroBytes(next>>8^x) & seven)
	return max(same, up, down) > 3
}

// shortWay reads nn/nn/nnnn with any of three separators from ten bytes.
func shortWay(c []byte) (first, second, year int, ok bool) {
	c = c[:10]
	if c[2] != c[5] || c[2] != '/' && c[2] != '-' && c[2] != '.' {
		return 0, 0, 0, false
	}
	const separators = 0xFF<<16 | 0xFF<<40
	front, back := binary.LittleEndian.Uint64(c), binary.LittleEndian.Uint64(c[2:])
	back = back>>32<<32 | zeros>>32 // the year alone
	if !allDigit(front&^separators|zeros&separators) || !allDigit(back) {
		return 0, 0, 0, false
	}
	two := func(at int) int { return int(c[at]-'0')*10 + int(c[at+1]-'0') }
	return two(0), two(3), two(6)*100 + two(8), true
}

// isoWay reads nnnn-nn-nn from ten bytes.
func isoWay(c []byte) (year, month, day int, ok bool) {
	c = c[:10]
	if c[4] != '-' || c[7] != '-' {
		return 0, 0, 0, false
	}
	const separators = 0xFF<<32 | 0xFF<<56
	front, back := binary.LittleEndian.Uint64(c), binary.LittleEndian.Uint64(c[2:])
	back = back>>48<<48 | zeros>>16 // the day alone
	if !allDigit(front&^separators|zeros&separators) || !allDigit(back) {
		return 0, 0, 0, false
	}
	two := func(at int) int { return int(c[at]-'0')*10 + int(c[at+1]-'0') }
	return two(0)*100 + two(2), two(5), two(8), true
}
