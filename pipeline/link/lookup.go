package link

import (
	"math"
	"slices"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
)

// owner is a person to whom a number submitted with the row belongs.
type owner struct {
	person uint32
	pin    bool    // by the personal ID, present or former; otherwise by the CMND
	former bool    // a number the person gave up
	total  float64 // match weight of the pair
}

// findOwners looks the submitted numbers up, the personal ID first.
func (w *Worker) findOwners() {
	w.owners = w.owners[:0]
	r := &w.row
	switch {
	case r.pin == 0:
	case r.pinOwner != register.NoPerson:
		w.owners = append(w.owners, owner{person: r.pinOwner, pin: true})
	default: // a number that somebody gave up is never given to another
		w.found = w.people.ByFormer(r.pin, w.found[:0])
		for _, p := range w.found {
			w.owners = append(w.owners, owner{person: p, pin: true, former: true})
		}
	}
	if r.cmnd != 0 {
		w.found = w.people.ByCMND(r.cmnd, w.found[:0])
		for _, p := range w.found {
			w.owners = append(w.owners, owner{person: p})
		}
	}
}

// byNumbers compares the row with the owners of its numbers.
func (w *Worker) byNumbers() {
	w.screen.open, w.screen.slipped = false, false
	w.field.Reset(w.model, w.shares.people)
	w.seen.reset()
	w.findOwners()
	for i := range w.owners {
		w.consider(w.owners[i].person)
	}
}

// byBlocks goes on from the owners of the row's numbers: whose number is a slip
// away; the people in the row's blocks; unless one of those is beyond doubt,
// the people in the blocks of likely slips. Whoever cannot matter is passed
// over; should all of them together matter, they are gone through again.
func (w *Worker) byBlocks() {
	w.beginScreen()
	w.search()
	for w.screen.pass < passes && !w.field.Sure(w.accept, w.review) {
		w.searchAgain()
	}
	w.result.Unseen = max(w.result.Unseen, w.field.Share())
}

func (w *Worker) search() {
	if s := &w.screen; !s.slipped && w.doubtful() {
		w.slips()
	}
	w.birthBlocks()
	if !w.owned() || w.doubtful() || w.otherYear() {
		w.nameBlocks()
	}
	if w.doubtful() {
		w.farBlocks()
	}
}

// owned says whether the best candidate owns a number of the row. Nobody can
// outweigh an accepted owner but someone of the row's own birth date and given
// name, and those have been compared.
func (w *Worker) owned() bool {
	top, _ := w.field.Top()
	return top != nil && slices.ContainsFunc(w.owners, func(o owner) bool { return o.person == top.Person })
}

// otherYear says whether the row has only a year, and the best candidate another
// one: a father whose number stands beside his son's name and year. Whoever was
// born in the row's year has not been compared then.
func (w *Worker) otherYear() bool {
	if w.row.birth.Precision() != schemas.YearOnly {
		return false
	}
	top, _ := w.field.Top()
	return top != nil && w.people.Birth(top.Person).Year() != w.row.birth.Year()
}

// settled says whether the row is done without blocks: the owner of the number
// is accepted and name, birth date and gender agree. Otherwise a twin or the
// real bearer of the name would never be seen.
func (w *Worker) settled() bool {
	top, p := w.field.Top()
	if top == nil || p < w.accept || len(w.owners) > 1 && !w.soleOwner() {
		return false
	}
	c := w.compare(top.Person)
	return c.Exact && !c.OtherName && c.Birth == kernel.DateSame && c.Gender != matchers.Differs
}

// soleOwner says whether all submitted numbers belong to one person.
func (w *Worker) soleOwner() bool {
	for _, o := range w.owners {
		if o.person != w.owners[0].person {
			return false
		}
	}
	return true
}

// doubtful says whether the search must go on: nobody is accepted, or the one
// who is bears another name.
func (w *Worker) doubtful() bool {
	top, p := w.field.Top()
	return top == nil || p < w.accept || w.compare(top.Person).Name.Other()
}

// birthBlocks compares the people of the row's birth date and given name, also
// with day and month exchanged.
func (w *Worker) birthBlocks() {
	r := &w.row
	if r.name.Len == 0 || r.birth.Precision() != schemas.FullDate {
		return
	}
	w.givenBlock(r.birth, r.name.Len-1)
	if swapped := r.swapped(); swapped != 0 {
		w.givenBlock(swapped, r.name.Len-1)
	}
}

// givenBlock compares the people of a birth date whose given name is a syllable
// of the row's. Of one that the register has in no spelling only those are left
// whose names have no codes either.
func (w *Worker) givenBlock(date schemas.Date, at uint8) {
	r := &w.row
	only := births{given: math.MaxUint16} // nobody's
	if fold, ok := w.tables.foldOf[r.folded.Hash[at]]; ok {
		only.given = fold
	}
	w.births(w.people.BornOnGiven(date, r.folded.Hash[at]), date, only)
}

// nameBlocks compares the people of the row's birth year and whole name; unless
// one of them is accepted, also those who share the last two syllables.
func (w *Worker) nameBlocks() {
	r := &w.row
	year := r.birth.Year()
	if r.name.Len == 0 || year == 0 {
		return
	}
	w.namesakes(w.people.NamedIn(r.full, year), w.nearDays())
	if r.name.Len >= 2 && w.doubtful() {
		w.tail(w.people.TailIn(r.folded.Hash[r.name.Len-2], r.folded.Hash[r.name.Len-1], year))
		if r.name.Len == 2 {
			w.longerNames(year)
		}
	}
}

// farBlocks compares the people who agree after a slip of the birth date, of
// the given name, or who share only name and place, or name and relatives.
func (w *Worker) farBlocks() {
	r := &w.row
	full := r.birth.Precision() == schemas.FullDate
	if full {
		w.sameDates()
	}
	if r.name.Len == 0 {
		return
	}
	if year := r.birth.Year(); year != 0 {
		named := w.people.Named(r.full)
		for _, y := range [...]int{year - 1, year + 1, year - 10, year + 10} {
			w.namesakes(named.BornIn(y), w.sameDay())
		}
	}
	if full && r.name.Len >= 2 {
		w.givenBlock(r.birth, 0)
	}
	switch {
	case r.place.Province != 0:
		w.namesakesNearby(w.people.Named(r.full))
	case r.birth == 0 && r.relatives:
		w.namesakesAnywhere(w.people.Named(r.full))
	}
}

// sameDates compares the people of the row's birth date, whatever their names: a
// given name with a slip, a hole or a cut stands in no block of its own. Who names
// a province is looked for there, also with day and month exchanged, and where the
// owners of the row's numbers live; who names none among everybody.
func (w *Worker) sameDates() {
	r := &w.row
	province := r.place.Province
	if province == 0 && r.name.Len > 0 {
		w.births(w.people.BornOn(r.birth), r.birth, births{})
		return
	}
	if province != 0 {
		w.births(w.people.BornOn(r.birth), r.birth, births{province: province})
		if swapped := r.swapped(); swapped != 0 {
			w.births(w.people.BornOn(swapped), swapped, births{province: province})
		}
	}
	w.ownersKin()
}

// ownersKin looks where the relatives of the numbers' owners live: a borrowed
// number is most often a relative's, a twin's above all.
func (w *Worker) ownersKin() {
	for i := range w.owners {
		if province := w.people.Province(w.owners[i].person); province != 0 && province != w.row.place.Province {
			w.births(w.people.BornOn(w.row.birth), w.row.birth, births{province: province})
		}
	}
}

// consider compares the row with a person, once.
func (w *Worker) consider(p uint32) {
	if !w.seen.add(p) {
		return
	}
	w.result.Pairs++
	if w.audit != nil {
		w.audit(p, math.Inf(1))
	}
	c := w.compare(p)
	weights := w.model.Weigh(c)
	w.field.Add(matchers.Candidate{Person: p, Weights: weights})
	if w.screen.open {
		w.raiseCut()
	}
	for i := range w.owners {
		if w.owners[i].person == p {
			w.owners[i].total = weights.Total()
		}
	}
}
