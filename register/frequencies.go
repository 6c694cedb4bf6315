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

	cohorts [genders][decades]uint32 // made from years
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

// Cohort is how many people of a gender were born in a decade (see Decade).
func (f *Frequencies) Cohort(g schemas.Gender, decade int) uint32 {
	if g >= genders || decade < 0 || decade >= decades {
		return 0
	}
	return f.cohorts[g][decade]
}

// countCohorts adds the years of decades up.
func (f *Frequencies) countCohorts() {
	for g := range genders {
		for y := range years {
			decade := 0
			if y > 0 {
				decade = Decade(firstYear - 1 + y)
			}
			f.cohorts[g][decade] += f.years[g*years+y]
		}
	}
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
