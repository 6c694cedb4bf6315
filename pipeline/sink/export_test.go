package sink

import (
	"encoding/binary"
	"slices"

	"github.com/cespare/xxhash/v2"

	"lamsach/schemas"
)

// For tests outside the package.
var (
	Days         = days
	AppendNumber = appendNumber
	Importance   = importance
)

// Sealed gives bytes the checksum of corrections, so that a fuzzer gets behind it.
func Sealed(data []byte) []byte {
	if len(data) < correctionsHeader {
		return data
	}
	data = slices.Clone(data)
	binary.LittleEndian.PutUint64(data[8:], xxhash.Sum64(data[16:]))
	return data
}

// GenderOf is a gender as a style writes it.
func GenderOf(s Style, g schemas.Gender) string { return s.gender(g) }
