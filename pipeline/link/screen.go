package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
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
	open     bool       // blocks are gone through: most rows need none
	slipped  bool       // slips has been through
	cut      float64    // match weight from which somebody is compared
	look     float64    // match weight from which the person is looked at before that
	pass     int        // how often the blocks were gone through before
	rest     float64    // the most that numbers and gender weigh
	pin      float64    // what the row's personal ID weighs to somebody it has nothing to do with
	plain    bool       // which it has to everybody whom slips has not found; and there is no other number
	gender   [3]float64 // of that, what a person's gender takes away
	masks    []uint16   // by fold: generation<<8 | syllables of the row that are related
	gen      uint16
	day      kernel.Days                   // see Worker.sameDay
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
	s.open, s.pass = true, 0
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
	w.field.PassBeside(w.leastBeside())
	w.beginRelated()
}

// leastBeside is the least that numbers and place weigh for anybody.
func (w *Worker) leastBeside() float64 {
	bits := 0.0
	if w.row.pin != 0 {
		bits += w.tables.leastPIN
	}
	if w.row.cmnd != 0 {
		bits += w.tables.leastCMND
	}
	if w.row.place.Province != 0 {
		bits += w.tables.leastPlace
	}
	return bits
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

// scanned counts a block that is gone through.
func (w *Worker) scanned(entries int) {
	w.result.Scanned += int64(entries)
	w.result.LargestBlock = max(w.result.LargestBlock, entries)
}

// homely says whether an entry is worth the question whether its person is a
// relative of an owner of the row's numbers.
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

// relativeOfOwner says whether a person is a relative of an owner of the row's
// numbers.
func (w *Worker) relativeOfOwner(person uint32) bool {
	for i := range w.screen.homes {
		if w.kinship.how(w.owners[i].person, person) != stranger {
			return true
		}
	}
	return false
}
