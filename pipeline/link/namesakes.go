package link

import (
	"math"

	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas/places"
)

// namesakes goes through people who bear the row's whole name, the largest
// blocks. Passed over are those of another birth date who live in none of the
// row's communes: a name alone never makes up for a date that differs. Together
// they are what Field.Reset sets aside for people who were not compared.
func (w *Worker) namesakes(n register.Namesakes) {
	if len(n.Ords) == 0 {
		return
	}
	w.scanned(len(n.Ords))
	e := entry{name: w.boundSameName()}
	for i := range n.Info {
		w.namesake(&e, n.Ords[i], n.Info[i], 0)
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
	e, province := entry{name: w.boundSameName()}, w.row.place.Province
	communes, few := w.communes()
	if w.row.birth == 0 || !few {
		for i := range n.Info {
			w.namesake(&e, n.Ords[i], n.Info[i], province)
		}
	} else {
		w.found = n.Near(w.found[:0], uint16(w.row.birth&dayOfYear), communes)
		for _, i := range w.found {
			w.namesake(&e, n.Ords[i], n.Info[i], province)
		}
	}
	w.meetAll()
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
	e.person, e.birth, e.year = person, w.boundBirths()[relation], 0
	switch relation { // those that weigh the same whoever it is
	case kernel.DateMissing, kernel.DateSame, kernel.DateRowYear, kernel.DatePersonYear:
		e.year = date.Year()
	}
	w.open(e)
}

// tail goes through people who share the row's last two syllables and birth
// year, under the same rule.
func (w *Worker) tail(t register.Tails) {
	if len(t.Ords) == 0 {
		return
	}
	w.scanned(len(t.Ords))
	r := &w.row
	other, near := w.boundTails()
	var e entry
	row, births := r.birth&dayOfYear, w.boundBirths()
	for i, info := range t.Info {
		where := info.Where()
		if where == register.WhereOdd {
			w.oddNamesake(t.Ords[i], 0)
			continue
		}
		relation := w.tables.dates[row][info.Day()]
		if apart(relation) && !w.inCommune(where) {
			continue
		}
		here := false
		if e.place, here = w.boundPlace(where); here && w.screen.homes > 0 {
			w.consider(t.Ords[i])
			continue
		}
		e.name = near
		if code := w.tables.surname[info.Surname()]; code != 0 && w.related(code)&1 == 0 {
			e.name = other
		}
		e.person, e.birth = t.Ords[i], births[relation]
		w.open(&e)
	}
	w.meetAll()
}

// boundTails is the most that a name of the row's last two syllables weighs,
// under a surname that is none of the row's and under any other.
func (w *Worker) boundTails() (other, near float64) {
	near = w.boundNearName()
	n := w.row.name.Len
	if n <= 2 { // the row may have lost any surname
		return near, near
	}
	other = max(w.tables.otherName, w.model.BoundOtherSurname(math.Log2(w.shares.last(w.row.folded.Hash[n-1]))))
	return max(w.boundMovedName(), other), near
}

// apart says whether birth dates differ by no slip.
func apart(r kernel.DateRelation) bool {
	return r == kernel.DateSameYear || r == kernel.DateSameDay || r == kernel.DateOther
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
