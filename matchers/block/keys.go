package block

import (
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Key is a blocking key: people and rows that share one are compared.
type Key uint64

// Kind is what a key is made of. Each kind has postings of its own.
type Kind uint8

// The kinds, from the smallest blocks to the largest.
const (
	BirthGiven    Kind = iota // full birth date + folded given name
	NameYear                  // folded full name + birth year
	TailYear                  // last two folded syllables + birth year
	BirthProvince             // full birth date + province of residence
	NameProvince              // folded full name + province of residence
	Kinds
)

var kindNames = [Kinds]string{"birth_given", "name_year", "tail_year", "birth_province", "name_province"}

// String names the kind.
func (k Kind) String() string { return kindNames[k] }

// Keyed is a key with its kind.
type Keyed struct {
	Kind Kind
	Key  Key
}

func keyed(k Kind, a, b uint64) Keyed {
	return Keyed{Kind: k, Key: Key(kernel.Mix(kernel.Mix(uint64(k)+1, a), b))}
}

// ByBirthGiven is the key of a full birth date and a given name (fold hash).
func ByBirthGiven(birth schemas.Date, given uint64) Keyed {
	return keyed(BirthGiven, uint64(birth), given)
}

// ByNameYear is the key of a whole folded name and a birth year.
func ByNameYear(full uint64, year int) Keyed { return keyed(NameYear, full, uint64(year)) }

// ByTailYear is the key of the last two syllables and a birth year.
func ByTailYear(before, last uint64, year int) Keyed {
	return keyed(TailYear, kernel.Mix(before, last), uint64(year))
}

// ByBirthProvince is the key of a full birth date and a province of residence
// (34-province code).
func ByBirthProvince(birth schemas.Date, province uint8) Keyed {
	return keyed(BirthProvince, uint64(birth), uint64(province))
}

// ByNameProvince is the key of a whole folded name and a province of residence.
func ByNameProvince(full uint64, province uint8) Keyed {
	return keyed(NameProvince, full, uint64(province))
}

// AppendKeys appends the keys under which a person of the register stands: for
// one of the person's names, the birth date (any precision, or none) and the
// province of residence (0 unknown). Rows are looked up under these and under
// keys of likely slips (day and month exchanged and the like).
func AppendKeys(dst []Keyed, name kernel.FoldedName, birth schemas.Date, province uint8) []Keyed {
	full := birth.Precision() == schemas.FullDate
	if full && province != 0 {
		dst = append(dst, ByBirthProvince(birth, province))
	}
	if name.Len == 0 {
		return dst
	}
	last := name.Hash[name.Len-1]
	if full {
		dst = append(dst, ByBirthGiven(birth, last))
	}
	whole := name.Full()
	if year := birth.Year(); year != 0 {
		dst = append(dst, ByNameYear(whole, year))
		if name.Len >= 3 {
			dst = append(dst, ByTailYear(name.Hash[name.Len-2], last, year))
		}
	}
	if province != 0 {
		dst = append(dst, ByNameProvince(whole, province))
	}
	return dst
}
