package register

import "lamsach/matchers/kernel"

// How names lie in a snapshot. Of up to four syllables, which nearly all names
// have, the codes themselves, then zeros. Of a longer name longMark and the
// place in the table of long names, low half first.
const (
	shortName   = 4
	longMark    = 0xFFFF // first code of a name that lies in the table
	unknownMark = 0xFFFE // a word for which the syllabary had no room; read as 0
)

func packCode(code uint16) uint16 {
	if code == 0 {
		return unknownMark
	}
	return code
}

func unpackCode(code uint16) uint16 {
	if code >= kernel.MaxCodes {
		return 0
	}
	return code
}

func packShort(n *kernel.Name) (packed [shortName]uint16) {
	for i := range min(n.Len, shortName) {
		packed[i] = packCode(n.Syl[i])
	}
	return packed
}

func packLong(n *kernel.Name) (packed [kernel.MaxSyllables]uint16) {
	for i := range n.Len {
		packed[i] = packCode(n.Syl[i])
	}
	return packed
}

// unpack reads the codes up to the first zero.
func unpack(codes []uint16, dst *kernel.Name) {
	*dst = kernel.Name{}
	for i, code := range codes {
		if code == 0 {
			return
		}
		dst.Syl[i], dst.Len = unpackCode(code), uint8(i+1)
	}
}
