package link

import (
	"math"
	"slices"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// tables are over the codes that blocks carry: of syllables and of
// residences. Made once for a snapshot, shared by all workers.
type tables struct {
	fold             []uint16          // by syllable code: number of its folded text
	folds            int               // how many of those there are
	foldOf           map[uint64]uint16 // by hash of the folded text: its number
	first, last      []float64         // by syllable code: log2 shares as first and last syllable
	surnames, givens []float64         // the shares

	// The most that a name weighs of which some syllable is another on both sides:
	// by the person's first syllable if that is the row's, by the last one if that
	// is, and if neither is.
	otherGiven, otherSurname []float64
	otherName                float64

	syllables []syllable // of the register, each folded text once

	province [1 << 16]uint8          // by register.Where; provinceOdd for one that does not tell
	region   *[1 << 16]places.Region // by register.Where
	communes [256][]uint16           // by province
	// Weights of a residence by its province, relative to the row's place.
	elsewhere, otherCommune, sameProvince [256]float64
	mostElsewhere                         float64

	leastPIN, leastCMND, leastPlace float64 // the least that these weigh for anybody

	middles [3]uint64 // by gender, see usualMiddles

	surname [256]uint16 // by number of a surname: a code of it, 0 for none

	dates dateTable
	near  [512]kernel.Days // by month and day: those of the same year that are a slip away
}

// syllable is a folded syllable of the register's names.
type syllable struct {
	code   uint16 // of one that is folded so
	hash   uint64
	shares [places3]float64 // of people with it at a place
}

// provinceOdd is no province.
const provinceOdd = 255

func newTables(s *register.Snapshot, m *matchers.Model, h *shares) *tables {
	words := s.Syllables()
	c := &tables{
		fold: make([]uint16, words.Len()), first: make([]float64, words.Len()), last: make([]float64, words.Len()),
		surnames: make([]float64, words.Len()), givens: make([]float64, words.Len()),
		otherGiven: make([]float64, words.Len()), otherSurname: make([]float64, words.Len()),
		otherName: m.NameM.Other, middles: usualMiddles(words),
	}
	c.leastPIN, c.leastCMND = m.Number.Least(h.people), m.CMND.Least(h.people)
	c.leastPlace = math.Log2(min(m.Place.Province, m.Place.Differ))
	c.dates.fill()
	c.surnames[0], c.givens[0] = h.first(words.FoldHash(0)), h.last(words.FoldHash(0)) // of a word without a code
	folds := 0
	c.foldOf = make(map[uint64]uint16, words.Len()/2)
	for code := 1; code < words.Len(); code++ {
		hash := words.FoldHash(uint16(code))
		c.fold[code] = words.Fold(uint16(code))
		c.folds = max(c.folds, int(c.fold[code])+1)
		c.foldOf[hash] = c.fold[code]
		if fold := c.fold[code]; int(fold) > folds { // they are numbered in the order of their first codes
			folds = int(fold)
			shares := [places3]float64{h.count(h.f.First(hash)), h.count(h.f.Anywhere(hash)), h.count(h.f.Last(hash))}
			if shares != [places3]float64{} {
				c.syllables = append(c.syllables, syllable{uint16(code), hash, shares})
			}
		}
		c.surnames[code], c.givens[code] = h.first(hash), h.last(hash)
		c.first[code], c.last[code] = math.Log2(c.surnames[code]), math.Log2(c.givens[code])
		c.otherGiven[code] = max(c.otherName, m.BoundOtherGiven(c.first[code]))
		c.otherSurname[code] = max(c.otherName, m.BoundOtherSurname(c.last[code]))
	}
	for i, hash := range s.Surnames() {
		c.surname[i+1] = words.Of(hash)
	}
	for where := range c.province {
		if w := register.Where(where); w < register.WhereOdd {
			c.province[where] = w.Province()
		}
	}
	c.province[register.WhereOdd] = provinceOdd
	c.region = newRegions(&c.province)
	for day := range c.near {
		for other := range c.dates[day] {
			if !apart(c.dates[day][other]) {
				c.near[day].Add(uint16(other))
			}
		}
	}
	for _, code := range places.Communes() {
		p := places.CommuneProvince(code)
		c.communes[p] = append(c.communes[p], code)
	}
	for p := range 256 {
		f := matchers.Frequency{Province: h.home[p]}
		c.elsewhere[p] = m.WeighPlace(matchers.PlaceOther, 0, false, &f)
		c.mostElsewhere = max(c.mostElsewhere, c.elsewhere[p])
		c.otherCommune[p] = m.WeighPlace(matchers.PlaceProvince, 0, true, &f)
		c.sameProvince[p] = m.WeighPlace(matchers.PlaceProvince, 0, false, &f)
	}
	return c
}

// dateTable relates dates of one year by month and day, as schemas.Date packs
// them: how they relate does not depend on the year.
type dateTable [512][512]kernel.DateRelation

func (t *dateTable) fill() {
	const year = 1980 << 9 // a leap year
	for a := range t {
		for b := range t[a] {
			t[a][b] = kernel.RelateDates(schemas.Date(year|a), schemas.Date(year|b))
		}
	}
}

// dayOfYear is the month and day of a date.
const dayOfYear = 1<<9 - 1

// relate is kernel.RelateDates.
func (t *dateTable) relate(row, person schemas.Date) kernel.DateRelation {
	switch {
	case row == 0 || person == 0:
		return kernel.DateMissing
	case row>>9 == person>>9:
		return t[row&dayOfYear][person&dayOfYear]
	case row&dayOfYear == person&dayOfYear, row>>9-person>>9+1 <= 2: // of the same day, or of the next year or the one before
		return kernel.RelateDates(row, person)
	}
	// Of another year and another day: two slips at least.
	return kernel.DateOther
}

// livingIn appends the positions of those who live in a province, or whose entry
// does not tell. Hardly anybody does, so it takes no branch on what it finds.
func (t *tables) livingIn(dst []uint32, where []register.Where, province uint8) []uint32 {
	dst = slices.Grow(dst[:0], len(where))[:len(where)]
	n := 0
	for i, at := range where {
		dst[n] = uint32(i)
		if p := t.province[at]; p == province || p == provinceOdd {
			n++
		}
	}
	return dst[:n]
}
