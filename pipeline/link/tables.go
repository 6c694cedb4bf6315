package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// tables are over the codes that blocks carry: of syllables and of
// residences. Made once for a snapshot, shared by all workers.
type tables struct {
	fold        []uint16  // by syllable code: number of its folded text
	folds       int       // how many of those there are
	first, last []float64 // by syllable code: log2 shares as first and last syllable

	// The most that a name weighs of which some syllable is another on both sides:
	// by the person's first syllable if that is the row's, by the last one if that
	// is, by both, and if neither is.
	otherGiven, otherSurname []float64
	otherMiddle, otherName   float64

	province []uint8       // by register.Where
	communes [256][]uint16 // by province
	// Weights of a residence by its province, relative to the row's place.
	elsewhere, otherCommune, sameProvince [256]float64
	mostElsewhere                         float64

	surname [256]uint16 // by number of a surname: a code of it, 0 for none

	dates dateTable
}

func newTables(s *register.Snapshot, m *matchers.Model, h *shares) *tables {
	words := s.Syllables()
	c := &tables{
		fold: make([]uint16, words.Len()), first: make([]float64, words.Len()), last: make([]float64, words.Len()),
		otherGiven: make([]float64, words.Len()), otherSurname: make([]float64, words.Len()),
		otherMiddle: m.NameM.OtherMiddle, otherName: m.NameM.Other,
		province: make([]uint8, 1<<16),
	}
	for code := 1; code < words.Len(); code++ {
		hash := words.FoldHash(uint16(code))
		c.fold[code] = words.Fold(uint16(code))
		c.folds = max(c.folds, int(c.fold[code])+1)
		c.first[code], c.last[code] = math.Log2(h.first(hash)), math.Log2(h.last(hash))
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
	c.dates.fill()
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
	case row&dayOfYear == person&dayOfYear:
		return kernel.RelateDates(row, person)
	}
	// Of another year and another day: two slips at least.
	return kernel.DateOther
}
