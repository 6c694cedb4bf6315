package kernel

import "math/bits"

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
	row, number = last(row, rowDigits), last(number, digits)
	if far(row, number, rowDigits-digits) {
		return NumberDifferent
	}
	a, b := digits16(row), digits16(number)
	switch rowDigits - digits {
	case 0:
		return sameLength(a, b)
	case -1:
		if oneMore(b, a, digits) {
			return NumberMissingDigit
		}
	case 1:
		if oneMore(a, b, rowDigits) {
			return NumberExtraDigit
		}
	}
	return NumberDifferent
}

var powers = func() (p [17]uint64) {
	p[0] = 1
	for i := range 16 {
		p[i+1] = 10 * p[i]
	}
	return p
}()

// last is the last n digits of a number.
func last(v uint64, n int) uint64 {
	if v >= powers[n] {
		v %= powers[n]
	}
	return v
}

// far says of most numbers without a look at their digits that no slip lies
// between them. A wrong digit changes a number by 1 to 9, and two exchanged by 9
// to 81, times a power of ten.
func far(a, b uint64, longer int) bool {
	if longer < -1 || longer > 1 {
		return true
	}
	if longer != 0 {
		return false
	}
	off := max(a, b) - min(a, b)
	for off > 81 && off%10 == 0 {
		off /= 10
	}
	return off > 81
}

// digits16 is a number below 10^16, four bits a digit, the last digit lowest.
func digits16(v uint64) uint64 {
	const half = 100_000_000
	return digits8(v/half%half)<<32 | digits8(v%half)
}

// digits8 is digits16 of a number below 10^8: halves, quarters and digits are
// divided side by side in one word, by multiplying with reciprocals that are
// exact for what they divide.
func digits8(v uint64) uint64 {
	const (
		by100 = 0x0000_007f_0000_007f // quotients of four digits
		by10  = 0x000f_000f_000f_000f // quotients of two digits
	)
	v = v/10_000<<32 | v%10_000
	v += (1<<16 - 100) * (v * 5243 >> 19 & by100)
	v += (1<<4 - 10) * (v * 103 >> 10 & by10)
	v = (v | v>>8) & 0x0000_ffff_0000_ffff
	return (v | v>>16) & 0xffff_ffff
}

// oneSlip says whether digits differ by one wrong digit or two exchanged
// neighbours.
func oneSlip(a, b uint64) bool {
	r := sameLength(a, b)
	return a != b && r != NumberDifferent
}

// sameLength relates different digits of one length.
func sameLength(a, b uint64) NumberRelation {
	off := a ^ b
	first := uint(bits.TrailingZeros64(off)) &^ 3
	off >>= first
	if off < 1<<4 {
		return NumberWrongDigit
	}
	// Exchanged neighbours differ by the same bits.
	if off < 1<<8 && off>>4 == off&15 && a>>first&15 == b>>(first+4)&15 {
		return NumberSwapped
	}
	return NumberDifferent
}

// oneMore says whether long, of n digits, is short with one digit inserted: the
// digits above the first that differs are the same, and those below it, once it
// is taken out.
func oneMore(long, short uint64, n int) bool {
	above := (long>>4 ^ short) << (64 - 4*(n-1)) // shifted so that the first digits are the highest
	same := uint(bits.LeadingZeros64(above)) / 4 // digits that agree from the front
	if same >= uint(n-1) {
		return true
	}
	below := uint64(1)<<(4*(uint(n-1)-same)) - 1
	return (long^short)&below == 0
}
