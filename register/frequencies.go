package register

import (
	"slices"

	"lamsach/schemas"
)

// Frequencies counts the people of a snapshot. It is immutable and shared.
type Frequencies struct {
	years     []uint32 // gender after gender, by yearIndex
	days      []uint32 // by dayIndex, without the zeros at the end
	provinces []uint32
	communes  []uint32
	tokens    []uint64 // fold hashes, ascending
	uses      [][3]uint32
}

// Frequencies counts the people by what weights depend on.
func (s *Snapshot) Frequencies() *Frequencies { return &s.frequencies }

// Year is how many people were born in a year. Year 0 is all who have no birth
// year or one outside 1880 to 2119.
func (f *Frequencies) Year(year int) (n uint32) {
	for g := range genders {
		n += f.years[g*years+yearIndex(year)]
	}
	return n
}

// Gender is how many people have a gender, or none stated.
func (f *Frequencies) Gender(g schemas.Gender) (n uint32) {
	if g >= genders {
		return 0
	}
	for _, v := range f.years[int(g)*years:][:years] {
		n += v
	}
	return n
}

// decade is how many people of a gender were born in a cohort.
func (f *Frequencies) decade(g schemas.Gender, decade int) (n uint32) {
	if g >= genders {
		return 0
	}
	of := f.years[int(g)*years:][:years]
	if decade == 0 {
		return of[0]
	}
	for _, v := range of[decade*10-9:][:10] {
		n += v
	}
	return n
}

// Day is how many people were born on a day; 0 unless the date is full.
func (f *Frequencies) Day(d schemas.Date) uint32 {
	if i, ok := dayIndex(d); ok {
		return countAt(f.days, i)
	}
	return 0
}

// Dated is how many people have a full birth date.
func (f *Frequencies) Dated() (n uint32) {
	for _, v := range f.days {
		n += v
	}
	return n
}

// Province is how many people live in a province; code 0: unknown.
func (f *Frequencies) Province(code uint8) uint32 { return countAt(f.provinces, int(code)) }

// Commune is how many people live in a commune; code 0: unknown.
func (f *Frequencies) Commune(code uint16) uint32 { return countAt(f.communes, int(code)) }

// First is how many people's full names begin with a syllable of that fold hash.
func (f *Frequencies) First(hash uint64) uint32 { return f.use(hash, 0) }

// Last is how many people's full names end with it: bear it as given name.
func (f *Frequencies) Last(hash uint64) uint32 { return f.use(hash, 1) }

// Anywhere is how many people's full names have it at any place. A name with
// two syllables that differ only in their marks counts twice.
func (f *Frequencies) Anywhere(hash uint64) uint32 { return f.use(hash, 2) }

func (f *Frequencies) use(hash uint64, place int) uint32 {
	if i, found := slices.BinarySearch(f.tokens, hash); found {
		return f.uses[i][place]
	}
	return 0
}

func countAt(counts []uint32, i int) uint32 {
	if i < len(counts) {
		return counts[i]
	}
	return 0
}
