package register

import (
	"sort"
	"strconv"

	"github.com/cespare/xxhash/v2"

	"lamsach/schemas"
)

// Kin is a kind of relative that the register tells.
type Kin int

// The relatives, in the order of kinTags.
const (
	KinFather Kin = iota
	KinMother
	KinSpouse
)

// Relative is the ordinal of a relative of a person, or NoPerson.
func (s *Snapshot) Relative(k Kin, p uint32) uint32 { return s.relative(int(k), p) }

// RelativeNumber is the personal ID of a relative of a person, who need not be
// in the register; 0 for none.
func (s *Snapshot) RelativeNumber(k Kin, p uint32) schemas.Number {
	if v := s.relativePIN(int(k), p); v != 0 {
		return schemas.MakeNumber(schemas.PersonalID, v)
	}
	return 0
}

// RegisteredIn is how many people's births were registered in one of the 63
// provinces, as their personal IDs say.
func (s *Snapshot) RegisteredIn(province uint8) int {
	const each = 1_000_000_000
	before := func(v uint64) int {
		return sort.Search(s.People(), func(p int) bool { return s.numbers.pin(uint32(p)) >= v })
	}
	return before((uint64(province)+1)*each) - before(uint64(province)*each)
}

// RegistrationProvince is the province where a birth was registered, by the
// personal ID; no province has that code if it was registered abroad.
func RegistrationProvince(n schemas.Number) uint8 { return uint8(min(n.Value()/1_000_000_000, 255)) }

// HouseholdNumber is the number of a household: the hash of its code, or what an
// export wrote in place of the code, which the snapshot does not keep.
func HouseholdNumber(code []byte) uint64 {
	if len(code) == 1+16 && code[0] == HouseholdMark {
		if v, err := strconv.ParseUint(string(code[1:]), 16, 64); err == nil {
			return v
		}
	}
	return xxhash.Sum64(code)
}

// HouseholdMark begins a household that an export wrote: "#" and the number in
// 16 hexadecimal digits.
const HouseholdMark = '#'
