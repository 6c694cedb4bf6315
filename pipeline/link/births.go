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
	s := w.strangersOf(date, relation == kernel.DateSame, w.model.WeighBirth(relation, &f), only)
	if only.province != 0 {
		w.found = w.tables.livingIn(w.found, b.Where, only.province)
		b.BringNames(w.found)
		for _, i := range w.found {
			w.bornOn(&s, &b, int(i))
		}
	} else {
		for i := range b.Ords {
			w.bornOn(&s, &b, i)
		}
	}
	w.meetAll()
	w.passStrangers(&s)
}

// strangers are the people of a birth date who share no syllable with the row
// where their surname stands, most of them: what they can weigh at most depends
// on nothing else but whether they live in the row's commune.
type strangers struct {
	date       schemas.Date
	day        bool    // it is the row's
	birth      float64 // what it weighs
	only       births
	here, away match // who live in the row's commune, or perhaps; and who do not
}

// match is people who can weigh the same at most.
type match struct {
	bound float64
	n     int
}

func (w *Worker) strangersOf(date schemas.Date, day bool, birth float64, only births) strangers {
	s := strangers{date: date, day: day, birth: birth, only: only}
	s.here.bound, s.away.bound = math.Inf(1), math.Inf(1)
	if w.row.name.Len > 0 {
		most := birth + w.screen.rest + w.boundStranger(day)
		s.here.bound, s.away.bound = most+w.mostPlace(), most+w.mostPlaceAway()
	}
	return s
}

func (w *Worker) passStrangers(s *strangers) {
	for _, m := range [...]match{s.here, s.away} {
		if m.n > 0 {
			w.field.PassMany(m.n, m.bound)
		}
	}
}

// bornOn notes somebody of the birth date as open, or passes the person over.
// Who it is lies apart from what tells: it is read for those who may matter.
func (w *Worker) bornOn(s *strangers, b *register.Births, at int) {
	name, where := &b.Names[at], b.Where[at]
	if where == register.WhereOdd {
		if s.only.province == 0 || w.people.Province(b.Ords[at]) == s.only.province {
			w.consider(b.Ords[at])
		}
		return
	}
	if s.only.given != 0 && w.givenFold(name) != s.only.given {
		return
	}
	if w.screen.homes > 0 && w.homely(where, name[0]) && w.relativeOfOwner(b.Ords[at]) {
		w.consider(b.Ords[at])
		return
	}
	if length := w.row.name.Len; (length > 3 || name[length] == 0) && w.related(name[0]) == 0 {
		if m := s.pass(w, where); m != nil {
			if m.n++; w.audit != nil {
				w.audit(b.Ords[at], m.bound)
			}
			return
		}
	}
	e := entry{person: b.Ords[at], name: w.boundName(name, s.date.Year(), s.day), birth: s.birth, named: true}
	e.place, _ = w.boundPlace(where)
	w.open(&e)
}

// pass finds to which of those who cannot matter a stranger belongs; nil for one
// who may.
func (s *strangers) pass(w *Worker, where register.Where) *match {
	switch {
	case s.here.bound < w.screen.look:
		return &s.here
	case s.away.bound < w.screen.look && !w.inCommune(where):
		return &s.away
	}
	return nil
}

// boundStranger is the most that the name of somebody weighs whose surname is
// no syllable of the row's, and who has no more syllables than the row.
func (w *Worker) boundStranger(day bool) float64 {
	return max(w.model.NameM.OtherSurnameCap, w.tables.otherName, w.boundMovedName(day))
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
	r.mostPlace = w.mostPlaceAway()
	if r.place.Fits > 0 {
		f := matchers.Frequency{Commune: w.shares.share(0)}
		if r.place.Fits == 1 {
			f.Commune = w.shares.share(w.shares.f.Commune(r.place.Commune))
		}
		r.mostPlace = max(r.mostPlace, w.model.WeighPlace(matchers.PlaceCommune, int(r.place.Fits), true, &f))
	}
	return r.mostPlace
}

// mostPlaceAway is the most that a residence outside the row's commune weighs.
func (w *Worker) mostPlaceAway() float64 {
	province := w.row.place.Province
	if province == 0 {
		return 0
	}
	return max(w.tables.otherCommune[province], w.tables.sameProvince[province], w.tables.mostElsewhere, 0)
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
