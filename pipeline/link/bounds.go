package link

import (
	"math"
	"math/bits"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// boundName is the most that the name of somebody born in a year can weigh,
// together with what the row says of relatives, birth and household; day says
// that the birth date is the row's.
func (w *Worker) boundName(name *[4]uint16, year int, day bool) float64 {
	r, t, masks, gen := &w.row.name, w.tables, w.screen.masks, w.screen.gen
	np := 4
	for np > 0 && name[np-1] == 0 {
		np--
	}
	if r.Len == 0 || np == 0 {
		return 0
	}
	var union, first, last, shifted uint16
	matched, inPlace, same := 0, 0, 0
	fromEnd := int(r.Len) - np // where the last syllables of both stand under one another
	for j, code := range name[:np] {
		mask := uint16(0)
		if int(code) < len(t.fold) {
			if mask = masks[t.fold[code]]; mask>>8 != gen {
				mask = w.relate(code)
			}
			mask &= 0xFF
		}
		if j == 0 {
			first = mask
		}
		last = mask
		if mask == 0 {
			continue
		}
		matched++
		union |= mask
		aligned := uint16(1) << j
		if at := fromEnd + j; at >= 0 {
			aligned |= 1 << at
		}
		shifted |= mask &^ aligned
		if mask>>j&1 != 0 {
			inPlace++
			if code == r.Syl[j] {
				same++
			}
		}
	}
	switch {
	case fromEnd == 0 && (same == np || inPlace == np && w.row.plain):
		return w.boundSameName(year)
	case fromEnd == 0 && inPlace == np:
		return w.boundNearName(day)
	case matched == np || bits.OnesCount16(union) == int(r.Len):
		return w.boundLongerName(day)
	}
	bound := t.otherName
	surname, given := first&1 != 0, last>>(r.Len-1)&1 != 0
	if surname {
		bound = t.otherGiven[name[0]]
	}
	if given {
		bound = max(bound, t.otherSurname[name[np-1]])
		if surname {
			bound = max(bound, w.model.BoundOtherMiddle(t.first[name[0]], t.last[name[np-1]]))
		}
	}
	if shifted != 0 && matched >= 2 {
		bound = max(bound, w.boundMovedName(day))
	}
	return bound
}

// boundPlace is what an entry's residence weighs; here says that the row's
// commune is or may be that one.
func (w *Worker) boundPlace(where register.Where) (bits float64, here bool) {
	place := &w.row.place
	if place.Province == 0 {
		return 0, false
	}
	province := w.tables.province[where]
	if province == 0 {
		return 0, false
	}
	if province != place.Province {
		return w.tables.elsewhere[province], false
	}
	if w.inCommune(where) {
		f := matchers.Frequency{Commune: w.shares.share(w.shares.f.Commune(where.Commune()))}
		return w.model.WeighPlace(matchers.PlaceCommune, int(place.Fits), true, &f), true
	}
	if place.Fits > 0 {
		return w.tables.otherCommune[province], false
	}
	return w.tables.sameProvince[province], false
}

// inCommune says whether the row's place can be the commune of an entry.
func (w *Worker) inCommune(where register.Where) bool {
	place := &w.row.place
	switch {
	case place.Fits == 0 || where.Commune() == 0:
		return false
	case place.Fits == 1:
		return where.Commune() == place.Commune
	}
	return w.tables.province[where] == place.Province && places.CouldBe(*place, where.Commune())
}

// boundBirths is the most that each relation of birth dates weighs.
func (w *Worker) boundBirths() *[kernel.DateRelations]float64 {
	b := &w.row.births
	if b[kernel.DateSame] != 0 {
		return b
	}
	for relation := range kernel.DateRelations {
		f := matchers.Frequency{RowDay: w.row.day, Day: w.row.day, Year: w.row.year}
		switch relation {
		case kernel.DateSwapped, kernel.DateDigit, kernel.DateYearOff, kernel.DateSameDay:
			f.Day = 0 // of the person's date: the rarer, the more a slip weighs
		case kernel.DateNextYear:
			y := w.row.birth.Year()
			f.Year = min(w.shares.share(w.shares.f.Year(y-1)), w.shares.share(w.shares.f.Year(y+1)))
		}
		b[relation] = w.model.WeighBirth(relation, &f)
	}
	return b
}

// boundSameName is the most that the row's own name can weigh, borne by somebody
// of a birth year.
func (w *Worker) boundSameName(year int) float64 {
	decade := register.Decade(year)
	if year == 0 {
		decade = register.Decades // everybody
	}
	bound := &w.row.boundSame[decade]
	if *bound == 0 {
		share := 1.0
		for _, g := range [...]schemas.Gender{schemas.NoGender, schemas.Male, schemas.Female} {
			share = math.Min(share, w.ownName(g, year))
		}
		*bound = w.model.BoundSameName(math.Log2(share))
		if w.row.background {
			*bound += w.background.most // which counts for nobody of another name
		}
	}
	return *bound
}

// rowShare is the least log2 share of the row's name that a person's cohort can
// have.
func (w *Worker) rowShare() float64 {
	r := &w.row
	if r.rowShare == 0 {
		share := 1.0
		for _, g := range [...]schemas.Gender{schemas.NoGender, schemas.Male, schemas.Female} {
			share = math.Min(share, w.rowName(g, r.birth.Year()))
		}
		r.rowShare = math.Log2(share)
	}
	return r.rowShare
}

func (w *Worker) boundNearName(day bool) float64 {
	return w.model.BoundNearName(w.rowShare()) + w.mostBeside(day)
}

func (w *Worker) boundLongerName(day bool) float64 {
	return w.model.BoundLongerName(w.rowShare()) + w.mostBeside(day)
}

func (w *Worker) boundMovedName(day bool) float64 {
	return w.model.BoundMovedName(w.rowShare()) + w.mostBeside(day)
}

// mostBeside is the most that relatives, birth and household weigh for somebody
// whose name has a slip, and whose birth date is the row's or is not.
func (w *Worker) mostBeside(day bool) float64 {
	if !day || !w.row.background {
		return 0
	}
	return w.background.most
}
