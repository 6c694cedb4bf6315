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

// screen decides who of a block is worth a comparison, from what the block
// carries beside each entry. Whoever could weigh as much as cut is compared in
// full; of the others only the most that they can weigh is counted.
//
// Two kinds of evidence are looked for where they are found and not in every
// block: that a number is one slip away (slips has looked every such number
// up), and that a number is a relative's (of people of the owner's commune, or
// of the owner's surname and province: homely).
type screen struct {
	cut      float64    // match weight from which somebody is compared
	look     float64    // match weight from which the person is looked at before that
	pass     int        // how often the blocks were gone through before
	rest     float64    // the most that numbers and gender weigh
	pin      float64    // what the row's personal ID weighs to somebody it has nothing to do with
	plain    bool       // which it has to everybody whom slips has not found; and there is no other number
	gender   [3]float64 // of that, what a person's gender takes away
	masks    []uint16   // by fold: generation<<8 | syllables of the row that are related
	gen      uint16
	known    [kernel.MaxSyllables][]uint64 // see relations; of each syllable of the row
	homes    int                           // owners of the row's numbers that homely looks at
	home     [2]uint16                     // their communes
	homeland [2]uint8                      // their provinces
	family   [2]uint16                     // their surnames' codes
}

// One person of 2^-6 of nobody's odds is no candidate, nor is one of 2^-18 of
// all odds, as next to a person who is beyond doubt.
const (
	cutNobody = 6
	cutAll    = 18
)

// passes is how often the blocks of a row are gone through again at most.
const passes = 3

// beginScreen prepares the screen for the loaded row.
func (w *Worker) beginScreen() {
	s, r := &w.screen, &w.row
	s.pass = 0
	w.raiseCut()
	// Nobody's CMND is no evidence against those for whom the register has none.
	pin, cmnd := matchers.NumberMissing, matchers.NumberMissing
	if r.pin != 0 {
		pin = matchers.NumberUnknown
	}
	s.homes = 0
	for _, o := range w.owners {
		if o.pin {
			pin = matchers.NumberStranger
		}
		if s.homes < len(s.home) {
			var name kernel.Name
			w.people.Name(o.person, &name)
			s.home[s.homes], s.homeland[s.homes], s.family[s.homes] = w.people.Commune(o.person), w.people.Province(o.person), name.Syl[0]
			s.homes++
		}
	}
	s.pin = w.model.Number.Weigh(pin, w.shares.people)
	s.plain = !w.exhaustive && r.cmnd == 0 && r.odd == 0 && len(w.owners) == 0
	s.rest = s.pin + w.model.CMND.Weigh(cmnd, w.shares.people)
	s.gender = [3]float64{}
	if r.gender != 0 {
		agrees := w.model.WeighGender(matchers.Agrees, w.shares.gender[r.gender])
		s.rest += agrees
		for g := range s.gender {
			switch schemas.Gender(g) {
			case r.gender:
			case schemas.NoGender:
				s.gender[g] = agrees
			default:
				s.gender[g] = agrees - w.model.WeighGender(matchers.Differs, w.shares.gender[g])
			}
		}
	}
	w.beginRelated()
}

// raiseCut sets the cut by the candidates so far.
func (w *Worker) raiseCut() {
	s := &w.screen
	switch {
	case w.exhaustive:
		s.cut, s.look = math.Inf(-1), math.Inf(-1)
	case s.pass == 0:
		s.cut = w.field.Cut(cutNobody, cutAll)
		s.look = s.cut
	case s.pass == 1:
		s.cut = max(s.look, w.field.Cut(cutNobody, cutAll))
	}
}

// searchAgain goes through the blocks once more, for a row that those who were
// passed over may matter to. The second time people are looked at before they
// are passed over, and count for less; the third time all are compared but those
// who are too light together to show; the last time, on the edge of a verdict,
// all of them.
func (w *Worker) searchAgain() {
	s := &w.screen
	s.pass++
	s.look = w.field.Anew()
	if s.pass == passes {
		s.look = math.Inf(-1)
	}
	s.cut = s.look
	w.raiseCut()
	w.search()
}

// entry is what a block says of a person: the most that each part weighs.
type entry struct {
	person             uint32
	name, birth, place float64
	named              bool // name is that of the person's only name
	// The birth year of one who bears the row's whole name, and whose birth date
	// and residence weigh just birth and place; 0 for others.
	year int
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
		w.near ^= w.people.Birth(w.entries[i].person)
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
			if e.year != 0 && w.screen.plain && w.ownName(codes) {
				w.add(e)
				return
			}
			bound += min(w.boundName(codes)-e.name, 0)
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
		PIN: w.screen.pin, Name: w.sameName(g, e.year), Birth: e.birth, Gender: w.weighGender(g), Place: e.place,
	}}
	if w.audit != nil {
		w.audit(e.person, c.Weights.Total())
	}
	w.field.Add(c)
	w.raiseCut()
}

// ownName says whether codes are those of the row's name, or of the same
// syllables where the row writes no marks at all.
func (w *Worker) ownName(codes *[4]uint16) bool {
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
	if year != w.row.birth.Year() {
		return w.model.BoundSameName(math.Log2(w.known.name(w.row.full, g, year)))
	}
	same := &w.row.sameName[g]
	if *same == 0 {
		*same = w.model.BoundSameName(math.Log2(w.known.name(w.row.full, g, year)))
	}
	return *same
}

// weighGender is what a person's gender weighs.
func (w *Worker) weighGender(g schemas.Gender) float64 {
	return w.model.WeighGender(agreement(w.row.gender, g), w.shares.gender[g])
}

// boundName is the most that the name of an entry can weigh.
func (w *Worker) boundName(name *[4]uint16) float64 {
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
		return w.boundSameName()
	case fromEnd == 0 && inPlace == np:
		return w.boundNearName()
	case matched == np || bits.OnesCount16(union) == int(r.Len):
		return w.boundLongerName()
	}
	bound := t.otherName
	surname, given := first&1 != 0, last>>(r.Len-1)&1 != 0
	if surname {
		bound = t.otherGiven[name[0]]
	}
	if given {
		bound = max(bound, t.otherSurname[name[np-1]])
		if surname {
			bound = max(bound, t.otherMiddle-t.first[name[0]]-t.last[name[np-1]])
		}
	}
	if shifted != 0 && matched >= 2 {
		bound = max(bound, w.boundMovedName())
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

// scanned counts a block that is gone through.
func (w *Worker) scanned(entries int) {
	w.result.Scanned += int64(entries)
	w.result.LargestBlock = max(w.result.LargestBlock, entries)
}

// pass passes a person over who weighs at most bound.
func (w *Worker) pass(person uint32, bound float64) {
	if w.seen.has(person) {
		return
	}
	w.field.Pass(bound)
	if w.audit != nil {
		w.audit(person, bound)
	}
}

// births goes through people of one birth date: the row's, or the row's with
// day and month exchanged. Of a province only if one is given.
func (w *Worker) births(b register.Births, date schemas.Date, province uint8) {
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
			if province == 0 || w.people.Province(b.Ords[i]) == province {
				w.consider(b.Ords[i])
			}
			continue
		}
		if province != 0 && w.tables.province[where] != province {
			continue
		}
		if w.screen.homes > 0 && w.homely(where, b.Names[i][0]) {
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

// homely says whether an entry may be a relative of an owner of the row's
// numbers.
func (w *Worker) homely(where register.Where, surname uint16) bool {
	s := &w.screen
	for i := range s.homes {
		if c := s.home[i]; c != 0 && where.Commune() == c {
			return true
		}
		if surname != 0 && w.tables.fold[surname] == w.tables.fold[s.family[i]] && w.tables.province[where] == s.homeland[i] {
			return true
		}
	}
	return false
}

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
		}
		b[relation] = w.model.WeighBirth(relation, &f)
	}
	return b
}

// boundSameName is the most that the row's own name can weigh.
func (w *Worker) boundSameName() float64 {
	r := &w.row
	if r.boundSame == 0 {
		share := 1.0
		for _, g := range [...]schemas.Gender{schemas.NoGender, schemas.Male, schemas.Female} {
			for _, year := range [...]int{r.birth.Year(), r.birth.Year() - 10, r.birth.Year() + 10} {
				share = math.Min(share, w.known.name(r.full, g, max(year, 0)))
			}
		}
		r.boundSame = w.model.BoundSameName(math.Log2(share))
	}
	return r.boundSame
}

// rowShare is the least log2 share of the row's name that a person's cohort can
// have.
func (w *Worker) rowShare() float64 {
	r := &w.row
	if r.rowShare == 0 {
		share := 1.0
		for _, g := range [...]schemas.Gender{schemas.NoGender, schemas.Male, schemas.Female} {
			share = math.Min(share, w.known.rowName(r, g, r.birth.Year()))
		}
		r.rowShare = math.Log2(share)
	}
	return r.rowShare
}

func (w *Worker) boundNearName() float64   { return w.model.BoundNearName(w.rowShare()) }
func (w *Worker) boundLongerName() float64 { return w.model.BoundLongerName(w.rowShare()) }
func (w *Worker) boundMovedName() float64  { return w.model.BoundMovedName(w.rowShare()) }
