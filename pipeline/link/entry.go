package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// entry is what a block says of a person: the most that each part weighs.
type entry struct {
	person             uint32
	name, birth, place float64
	named              bool // name is that of the person's only name
	day                bool // the birth date is the row's
	// Of one who bears the row's whole name, and whose residence weighs just place;
	// 0 for others.
	date     schemas.Date
	relation kernel.DateRelation // of date to the row's
}

// open notes an entry that may matter, for meetAll, or passes the person over.
func (w *Worker) open(e *entry) {
	if bound := e.name + e.birth + e.place + w.screen.rest; bound < w.screen.look {
		w.pass(e.person, bound)
	} else if !w.seen.has(e.person) {
		w.entries = append(w.entries, *e)
	}
}

// meetAll compares the row with the people of the open entries, or passes them
// over after all. They lie scattered over the register: all are brought near
// before the first is looked at, so that the waits for memory overlap.
func (w *Worker) meetAll() {
	for i := range w.entries {
		w.people.BringPerson(w.entries[i].person)
	}
	for i := range w.entries {
		w.meet(&w.entries[i])
	}
	w.entries = w.entries[:0]
}

// meet compares the row with the person of an entry, or passes the person over.
func (w *Worker) meet(e *entry) {
	bound := e.name + e.birth + e.place + w.screen.rest - w.screen.gender[w.people.Gender(e.person)]
	if !e.named {
		if codes, ok := w.people.Codes(e.person); ok {
			if e.date != 0 && !w.row.background && w.screen.plain && w.screen.slipped && w.bearsName(codes) {
				w.add(e)
				return
			}
			bound += min(w.boundName(codes, w.people.Birth(e.person).Year(), e.day)-e.name, 0)
		}
	}
	if bound < w.screen.cut {
		w.pass(e.person, bound)
		return
	}
	w.consider(e.person)
}

// add counts a candidate without a comparison: somebody who bears the row's
// very name, and of whom everything else that weighs is known from the entry.
// The weights are those that a comparison gives. A row without a number has
// hundreds of such candidates where only the year of birth is known.
func (w *Worker) add(e *entry) {
	if !w.seen.add(e.person) {
		return
	}
	w.result.Pairs++
	g := w.people.Gender(e.person)
	c := matchers.Candidate{Person: e.person, Weights: matchers.Weights{
		PIN: w.screen.pin, Name: w.sameName(g, e.date.Year()), Birth: w.weighDate(e), Gender: w.weighGender(g), Place: e.place,
		Life: w.model.WeighLife(w.life(e.person)),
	}}
	if w.audit != nil {
		w.audit(e.person, c.Weights.Total())
	}
	w.field.Add(c)
	w.raiseCut()
}

// bearsName says whether codes are those of the row's name, or of the same
// syllables where the row writes no marks at all.
func (w *Worker) bearsName(codes *[4]uint16) bool {
	r := &w.row
	n := int(r.name.Len)
	if n == 0 || n > len(codes) || n < len(codes) && codes[n] != 0 {
		return false
	}
	for i, code := range codes[:n] {
		syl := r.name.Syl[i]
		if code != syl && !(r.plain && int(code) < len(w.tables.fold) && int(syl) < len(w.tables.fold) && w.tables.fold[code] == w.tables.fold[syl]) {
			return false
		}
	}
	return true
}

// sameName is what the row's own name weighs, borne by somebody of a gender and
// birth year.
func (w *Worker) sameName(g schemas.Gender, year int) float64 {
	if year != w.row.birth.Year() && w.row.birth != 0 {
		return w.model.BoundSameName(math.Log2(w.ownName(g, year)))
	}
	same := &w.row.sameName[g]
	if *same == 0 {
		*same = w.model.BoundSameName(math.Log2(w.ownName(g, year)))
	}
	return *same
}

// weighDate is what the birth date of an entry weighs.
func (w *Worker) weighDate(e *entry) float64 {
	switch e.relation { // those that weigh the same whoever it is
	case kernel.DateMissing, kernel.DateSame, kernel.DateRowYear, kernel.DatePersonYear:
		return e.birth
	}
	f := matchers.Frequency{RowDay: w.row.day, Day: w.shares.day(e.date), Year: w.shares.share(w.shares.f.Year(e.date.Year()))}
	return w.model.WeighBirth(e.relation, &f)
}

// weighGender is what a person's gender weighs.
func (w *Worker) weighGender(g schemas.Gender) float64 {
	return w.model.WeighGender(agreement(w.row.gender, g), w.shares.gender[g])
}
