package link

import (
	"slices"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// compare holds the row against a person, field by field. The last person
// compared is remembered: the one who is found first is most often the one who
// is judged and explained. The comparison is valid until the next call.
func (w *Worker) compare(p uint32) *matchers.Comparison {
	if w.last.person != p {
		w.last.person, w.last.comparison = p, w.compareAnew(p)
	}
	return &w.last.comparison
}

// compareAnew compares; a person of several names is compared under the one
// that weighs most.
func (w *Worker) compareAnew(p uint32) matchers.Comparison {
	r := &w.row
	c := matchers.Comparison{PIN: w.pinEvidence(p), CMND: w.cmndEvidence(p)}
	birth, gender := w.people.Birth(p), w.people.Gender(p)
	c.Birth = kernel.RelateDates(r.birth, birth)
	c.Gender = agreement(r.gender, gender)
	c.Life = w.life(p)
	w.comparePlace(p, &c)
	w.shares.fill(&c.Frequency, r, birth, gender, w.people.Province(p), w.people.Commune(p))

	if r.name.Len == 0 {
		c.Nameless = true
		if r.background {
			w.compareBackground(p, &c)
		}
		return c
	}
	var name kernel.Name
	w.people.Name(p, &name)
	w.compareName(&c, &name, birth, gender)
	if w.row.detailed {
		w.compareDetail(p, &c)
	}
	if r.background {
		w.compareBackground(p, &c)
	}
	if c.Exact {
		return c
	}
	w.names = w.people.OtherNames(p, w.names[:0])
	for i := range w.names {
		other := c
		other.OtherName, other.Detail, other.Background.Shared = true, matchers.Missing, true
		w.compareName(&other, &w.names[i], birth, gender)
		if w.model.Weigh(&other).Name > w.model.Weigh(&c).Name {
			c = other
		}
	}
	c.SpouseName = c.Name.Other() && !c.OtherName && c.Birth == kernel.DateSame && c.HasOwnNumber() && w.namedAsSpouse(p)
	return c
}

// namedAsSpouse says whether the row's name is that of a person's spouse: wives
// stand in old files under their husbands' names.
func (w *Worker) namedAsSpouse(p uint32) bool {
	spouse := w.people.Spouse(p)
	if spouse == register.NoPerson {
		return false
	}
	var name kernel.Name
	w.people.Name(spouse, &name)
	m := w.coder.CompareNames(&w.row.name, &name)
	return name.Len > 0 && m.Folded()
}

// compareName aligns the names and looks their frequencies up.
func (w *Worker) compareName(c *matchers.Comparison, name *kernel.Name, birth schemas.Date, gender schemas.Gender) {
	r := &w.row
	c.Name = w.coder.CompareNames(&r.name, name)
	c.Plain = r.plain
	c.Exact = c.Name.Exact(&r.name) || r.plain && c.Name.Folded()
	if name.Len == 0 {
		return
	}
	f := &c.Frequency
	if c.Name.Folded() {
		f.Person = w.ownName(gender, birth.Year())
		f.RowName = f.Person
		return
	}
	f.Surname, f.Given = w.syllableShares(name)
	if c.Name.Count[kernel.Different] > 0 && c.Name.Mechanism() != schemas.MechanismOtherMiddle {
		return
	}
	folded := w.coder.Hashes(name)
	among, year := w.cohort(gender, birth.Year())
	f.Person = w.known.name(folded.Full(), among, year)
	f.RowName = w.rowName(gender, birth.Year())
	f.Partial = w.partial(&c.Name)
}

// syllableShares are the shares of people who bear a name's first syllable as
// their first and its last one as their last.
func (w *Worker) syllableShares(name *kernel.Name) (surname, given float64) {
	first, last := name.Syl[0], name.Syl[name.Len-1]
	if n := len(w.tables.surnames); int(first) < n && int(last) < n {
		return w.tables.surnames[first], w.tables.givens[last]
	}
	return w.shares.first(w.coder.FoldHash(first)), w.shares.last(w.coder.FoldHash(last))
}

func agreement(a, b schemas.Gender) matchers.Agreement {
	switch {
	case a == 0 || b == 0:
		return matchers.Missing
	case a == b:
		return matchers.Agrees
	}
	return matchers.Differs
}

func (w *Worker) comparePlace(p uint32, c *matchers.Comparison) {
	place := &w.row.place
	province, commune := w.people.Province(p), w.people.Commune(p)
	c.PlaceFits, c.PlaceCommuneKnown = place.Fits, place.Fits > 0
	switch {
	case place.Province == 0 || province == 0:
	case place.Fits > 0 && commune != 0 && places.CouldBe(*place, commune):
		c.Place = matchers.PlaceCommune
	case place.Province == province:
		c.Place = matchers.PlaceProvince
	default:
		c.Place = matchers.PlaceOther
	}
}

// pinEvidence says what the row's personal ID is to a person.
func (w *Worker) pinEvidence(p uint32) matchers.NumberEvidence {
	r := &w.row
	if r.pin == 0 && r.odd == 0 {
		return matchers.NumberMissing
	}
	if r.pin == 0 {
		if w.pinSlip(p) {
			return matchers.NumberFreeSlip
		}
		return matchers.NumberMissing
	}
	owned := false
	for _, o := range w.owners {
		if !o.pin {
			continue
		}
		owned = true
		switch {
		case o.person == p && o.former:
			return matchers.NumberFormer
		case o.person == p:
			return matchers.NumberOwn
		}
	}
	return w.notOwn(p, owned, w.pinSlip(p), true)
}

// pinSlip says whether the row's personal ID is one slip from a person's. Once
// slips has looked all such numbers up, it need not be read.
func (w *Worker) pinSlip(p uint32) bool {
	if w.screen.slipped && w.row.pin != 0 {
		return slices.Contains(w.slipping.found, p)
	}
	return w.slipFrom(w.people.PIN(p)).IsSlip()
}

// cmndEvidence says what the row's CMND is to a person.
func (w *Worker) cmndEvidence(p uint32) matchers.NumberEvidence {
	r := &w.row
	if r.cmnd == 0 && r.odd == 0 {
		return matchers.NumberMissing
	}
	w.cmnds = w.people.CMNDs(p, w.cmnds[:0])
	slip := false
	for _, n := range w.cmnds {
		slip = slip || w.slipFrom(n).IsSlip()
	}
	if r.cmnd == 0 {
		if slip {
			return matchers.NumberFreeSlip
		}
		return matchers.NumberMissing
	}
	owned := false
	for _, o := range w.owners {
		if o.pin {
			continue
		}
		if owned = true; o.person == p {
			return matchers.NumberOwn
		}
	}
	if !owned && len(w.cmnds) == 0 {
		return matchers.NumberMissing // the register knows no CMND of this person
	}
	return w.notOwn(p, owned, slip, false)
}

// slipFrom relates the row's number of the same kind, or the digit string that
// stood where a number should, to a number of the register.
func (w *Worker) slipFrom(n schemas.Number) kernel.NumberRelation {
	r := &w.row
	own := r.pin
	if n.Kind() == schemas.CMND {
		own = r.cmnd
	}
	if own != 0 {
		return kernel.RelateNumbers(own.Value(), own.Digits(), n.Value(), n.Digits())
	}
	if r.odd == 0 {
		return kernel.NumberDifferent
	}
	return kernel.RelateNumbers(r.odd.Value(), r.odd.Len(), n.Value(), n.Digits())
}

// notOwn says what a number is to a person who does not own it.
func (w *Worker) notOwn(p uint32, owned, slip, pin bool) matchers.NumberEvidence {
	if !owned {
		if slip {
			return matchers.NumberFreeSlip
		}
		return matchers.NumberUnknown
	}
	for _, o := range w.owners {
		if o.pin == pin && w.kinship.how(o.person, p) != stranger {
			return matchers.NumberRelative
		}
	}
	if slip {
		return matchers.NumberSlip
	}
	return matchers.NumberStranger
}

// kinship is what the owner of a number is to the person described.
type kinship uint8

const (
	stranger kinship = iota
	relative
	twin
)

// family tells relatives by the register's own columns and, where it has
// none, by surname and address.
type family struct{ people *register.Snapshot }

// how says what person a is to person b. Source: register items father, mother,
// spouse, household; without them the same surname at the same address counts
// as a relative, and with the same birth date as a twin.
func (f family) how(a, b uint32) kinship {
	s := f.people
	if a == b {
		return stranger
	}
	sameBirth := s.Birth(a) == s.Birth(b) && s.Birth(a).Precision() == schemas.FullDate
	if f.sameParent(a, b) {
		if sameBirth {
			return twin
		}
		return relative
	}
	if parentOrSpouse(s, a, b) || parentOrSpouse(s, b, a) {
		return relative
	}
	if h := s.Household(a); h != 0 && h == s.Household(b) {
		return relative
	}
	if at := s.AddressHash(a); at != 0 && at == s.AddressHash(b) && f.sameSurname(a, b) {
		if sameBirth {
			return twin
		}
		return relative
	}
	return stranger
}

func (f family) sameParent(a, b uint32) bool {
	s := f.people
	m, d := s.Mother(a), s.Father(a)
	return m != register.NoPerson && m == s.Mother(b) || d != register.NoPerson && d == s.Father(b)
}

func (f family) sameSurname(a, b uint32) bool {
	var x, y kernel.Name
	f.people.Name(a, &x)
	f.people.Name(b, &y)
	return x.Len > 0 && y.Len > 0 && x.Syl[0] == y.Syl[0]
}

func parentOrSpouse(s *register.Snapshot, a, b uint32) bool {
	return s.Mother(b) == a || s.Father(b) == a || s.Spouse(b) == a
}
