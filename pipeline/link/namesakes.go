package link

import (
	"math"

	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas/places"
)

// namesakes goes through people who bear the row's whole name and were born in
// one year, the largest blocks. days are those of the year that are at most a
// slip away from the row's. Passed over are those of another day who live in
// none of the row's communes: a name alone never makes up for a date that
// differs. Together they are what Field.Reset sets aside for people who were not
// compared.
func (w *Worker) namesakes(n register.Namesakes, days *kernel.Days) {
	if len(n.Ords) == 0 {
		return
	}
	w.scanned(len(n.Ords))
	var e entry
	if communes, few := w.communes(); few {
		w.found = n.Near(w.found[:0], days, communes)
		for _, i := range w.found {
			w.namesake(&e, n.Ords[i], n.Info[i], 0)
		}
	} else {
		for i := range n.Info {
			w.namesake(&e, n.Ords[i], n.Info[i], 0)
		}
	}
	w.meetAll()
}

// namesakesNearby goes through those of any year who live in the row's
// province. Of another year only those can be meant who were born on the row's
// day, or who live in one of its communes.
func (w *Worker) namesakesNearby(n register.Namesakes) {
	if len(n.Ords) == 0 {
		return
	}
	w.scanned(len(n.Ords))
	var e entry
	province := w.row.place.Province
	communes, few := w.communes()
	if w.row.birth == 0 || !few {
		for i := range n.Info {
			w.namesake(&e, n.Ords[i], n.Info[i], province)
		}
	} else {
		w.found = n.Near(w.found[:0], w.sameDay(), communes)
		w.people.BringCounts(w.row.full)
		for _, i := range w.found {
			w.namesake(&e, n.Ords[i], n.Info[i], province)
		}
	}
	w.meetAll()
}

// namesakesAnywhere goes through everybody of the row's name, for a row that
// says nothing besides but who its relatives are.
func (w *Worker) namesakesAnywhere(n register.Namesakes) {
	w.scanned(len(n.Ords))
	var e entry
	for i := range n.Info {
		w.namesake(&e, n.Ords[i], n.Info[i], 0)
	}
	w.meetAll()
}

// nearDays are the days of its year that are at most a slip away from the row's.
func (w *Worker) nearDays() *kernel.Days { return &w.tables.near[w.row.birth&dayOfYear] }

// sameDay is the row's day alone.
func (w *Worker) sameDay() *kernel.Days {
	d := &w.screen.day
	*d = kernel.Days{}
	d.Add(uint16(w.row.birth & dayOfYear))
	return d
}

// communes are the communes that the row's place can be, if they are no more
// than two.
func (w *Worker) communes() (list [2]uint16, few bool) {
	place := &w.row.place
	switch place.Fits {
	case 0:
		return list, true
	case 1:
		return [2]uint16{place.Commune}, true
	case 2:
		n := 0
		for _, c := range w.tables.communes[place.Province] {
			if n < len(list) && places.CouldBe(*place, c) {
				list[n] = c
				n++
			}
		}
		return list, n == 2
	}
	return list, false
}

// namesake notes one of them as open, or passes over it. Of a province only if
// one is given.
func (w *Worker) namesake(e *entry, person uint32, info register.Namesake, province uint8) {
	where, date := info.Where(), info.Birth()
	if where == register.WhereOdd || date == 0 {
		w.oddNamesake(person, province)
		return
	}
	if province != 0 && w.tables.province[where] != province {
		return
	}
	relation := w.tables.dates.relate(w.row.birth, date)
	if apart(relation) && !w.inCommune(where) {
		return
	}
	here := false
	if e.place, here = w.boundPlace(where); here && w.screen.homes > 0 {
		w.consider(person)
		return
	}
	e.name = w.boundSameName(date.Year())
	e.person, e.date, e.relation, e.birth = person, date, relation, w.boundBirths()[relation]
	e.day = relation == kernel.DateSame
	w.open(e)
}

// tail goes through people who share the row's last two syllables and birth
// year, under the same rule.
func (w *Worker) tail(t register.Tails) {
	if len(t.Ords) == 0 {
		return
	}
	w.scanned(len(t.Ords))
	b := w.boundTails()
	if communes, few := w.communes(); few {
		w.found = t.Near(w.found[:0], w.nearDays(), communes)
		for _, i := range w.found {
			w.tailed(&b, t.Ords[i], t.Info[i])
		}
	} else {
		for i := range t.Info {
			w.tailed(&b, t.Ords[i], t.Info[i])
		}
	}
	w.meetAll()
}

// tailed notes one of them as open, or passes over it.
func (w *Worker) tailed(b *tailBounds, person uint32, info register.Tail) {
	where := info.Where()
	if where == register.WhereOdd {
		w.oddNamesake(person, 0)
		return
	}
	relation := w.tables.dates[w.row.birth&dayOfYear][info.Day()]
	if apart(relation) && !w.inCommune(where) {
		return
	}
	day := relation == kernel.DateSame
	e := entry{person: person, birth: b.births[relation], name: b.near, day: day}
	here := false
	if e.place, here = w.boundPlace(where); here && w.screen.homes > 0 {
		w.consider(person)
		return
	}
	if code := w.tables.surname[info.Surname()]; code != 0 && w.related(code)&1 == 0 {
		e.name = b.other
	}
	e.name += w.mostBeside(day)
	w.open(&e)
}

// tailBounds is the most that those weigh who share the row's last two syllables.
type tailBounds struct {
	other, near float64 // the name, under a surname that is none of the row's and under any other
	births      *[kernel.DateRelations]float64
}

func (w *Worker) boundTails() tailBounds {
	near, n := w.boundNearName(false), w.row.name.Len
	if n <= 2 { // the row may have lost any surname
		return tailBounds{near, near, w.boundBirths()}
	}
	other := max(w.tables.otherName, w.model.BoundOtherSurname(math.Log2(w.shares.last(w.row.folded.Hash[n-1]))))
	return tailBounds{max(w.boundMovedName(false), other), near, w.boundBirths()}
}

// apart says whether birth dates differ by no slip.
func apart(r kernel.DateRelation) bool {
	return r == kernel.DateSameYear || r == kernel.DateSameDay || r == kernel.DateNextYear || r == kernel.DateOther
}

// oddNamesake looks at the person where the entry says too little.
func (w *Worker) oddNamesake(p uint32, province uint8) {
	home := w.people.Province(p)
	if province != 0 && home != province {
		return
	}
	r := &w.row
	if apart(kernel.RelateDates(r.birth, w.people.Birth(p))) {
		near := r.place.Fits > 0 && home == r.place.Province && places.CouldBe(r.place, w.people.Commune(p))
		if !near {
			return
		}
	}
	w.consider(p)
}
