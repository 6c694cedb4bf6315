package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
)

// births says who of a birth date is meant; 0 is everybody.
type births struct {
	province uint8  // those who live there
	given    uint16 // those with a given name of this fold number
}

// births goes through people of one birth date: the row's, or the row's with
// day and month exchanged.
func (w *Worker) births(b register.Births, date schemas.Date, only births) {
	if len(b.Ords) == 0 {
		return
	}
	w.scanned(len(b.Ords))
	f := matchers.Frequency{RowDay: w.row.day, Day: w.row.day, Year: 1}
	relation := kernel.RelateDates(w.row.birth, date)
	if relation != kernel.DateSame {
		f.Day = w.shares.day(date)
	}
	e := entry{birth: w.model.WeighBirth(relation, &f), named: true}
	// Most people of a birth date share no syllable with the row where their
	// surname stands. Next to somebody beyond doubt none of them can matter.
	stranger, strangers, length := math.Inf(1), 0, int(w.row.name.Len)
	if length > 0 {
		stranger = e.birth + w.screen.rest + w.mostPlace() + w.boundStranger()
	}
	for i := range b.Ords {
		where := b.Where[i]
		if where == register.WhereOdd {
			if only.province == 0 || w.people.Province(b.Ords[i]) == only.province {
				w.consider(b.Ords[i])
			}
			continue
		}
		if only.province != 0 && w.tables.province[where] != only.province || only.given != 0 && w.givenFold(&b.Names[i]) != only.given {
			continue
		}
		if w.screen.homes > 0 && w.homely(where, b.Names[i][0]) && w.relativeOfOwner(b.Ords[i]) {
			w.consider(b.Ords[i])
			continue
		}
		name := &b.Names[i]
		if stranger < w.screen.look && (length > 3 || name[length] == 0) && w.related(name[0]) == 0 {
			strangers++
			continue
		}
		e.person, e.name = b.Ords[i], w.boundName(name)
		e.place, _ = w.boundPlace(where)
		w.open(&e)
	}
	w.meetAll()
	if strangers > 0 {
		w.field.PassMany(strangers, stranger)
	}
}

// boundStranger is the most that the name of somebody weighs whose surname is
// no syllable of the row's, and who has no more syllables than the row.
func (w *Worker) boundStranger() float64 {
	return max(w.model.NameM.OtherSurnameCap, w.tables.otherName, w.boundMovedName())
}

// mostPlace is the most that any residence weighs.
func (w *Worker) mostPlace() float64 {
	r := &w.row
	switch {
	case r.place.Province == 0:
		return 0
	case r.mostPlace != 0:
		return r.mostPlace
	}
	f := matchers.Frequency{Commune: w.shares.share(0)}
	if r.place.Fits == 1 {
		f.Commune = w.shares.share(w.shares.f.Commune(r.place.Commune))
	}
	r.mostPlace = max(w.tables.otherCommune[r.place.Province], w.tables.sameProvince[r.place.Province], w.tables.mostElsewhere)
	if r.place.Fits > 0 {
		r.mostPlace = max(r.mostPlace, w.model.WeighPlace(matchers.PlaceCommune, int(r.place.Fits), true, &f))
	}
	return r.mostPlace
}

// givenFold is the fold number of the last syllable of an entry's name.
func (w *Worker) givenFold(name *[4]uint16) uint16 {
	for i := len(name) - 1; i >= 0; i-- {
		if code := name[i]; code != 0 {
			return w.tables.fold[code]
		}
	}
	return 0
}
