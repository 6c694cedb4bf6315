package link

import (
	"lamsach/register"
	"lamsach/schemas"
)

// slips compares the people whose numbers are one slip away from the row's: one
// digit wrong, two neighbours exchanged; for a digit string of the wrong length,
// one digit missing or too many. Each string that a slip makes is looked up:
// some 120 for a personal ID, 90 for an identity card.
func (w *Worker) slips() {
	r := &w.row
	s := &w.slipping
	s.numbers, s.found = s.numbers[:0], s.found[:0]
	switch {
	case r.pin != 0:
		s.numbers = appendSlips(s.numbers, schemas.PersonalID, r.pin.Value(), 12)
	case r.odd != 0:
		s.numbers = appendLengthSlips(s.numbers, schemas.PersonalID, r.odd.Value(), r.odd.Len(), 12)
	}
	if n := len(s.numbers); n > 0 {
		for len(s.owners) < n {
			s.owners = append(s.owners, 0)
		}
		w.people.ByPINs(s.numbers, s.owners[:n])
		for _, p := range s.owners[:n] {
			if p != register.NoPerson {
				s.found = append(s.found, p)
			}
		}
	}
	w.screen.slipped = true
	for _, p := range s.found {
		w.consider(p)
	}
	s.numbers = s.numbers[:0]
	switch {
	case r.cmnd != 0:
		s.numbers = appendSlips(s.numbers, schemas.CMND, r.cmnd.Value(), 9)
	case r.odd != 0:
		s.numbers = appendLengthSlips(s.numbers, schemas.CMND, r.odd.Value(), r.odd.Len(), 9)
	}
	for _, n := range s.numbers {
		w.found = w.people.ByCMND(n, w.found[:0])
		for _, p := range w.found {
			w.consider(p)
		}
	}
}

// slipping is the scratch of slips.
type slipping struct {
	numbers []schemas.Number
	owners  []uint32
	found   []uint32 // whose personal ID is a slip away
}

// appendSlips appends every number of so many digits that one wrong digit or
// one exchange of neighbours makes of value.
func appendSlips(dst []schemas.Number, kind schemas.NumberKind, value uint64, digits int) []schemas.Number {
	unit := uint64(1)
	for at := range digits {
		digit := value / unit % 10
		rest := value - digit*unit
		for d := range uint64(10) {
			if d != digit {
				dst = append(dst, schemas.MakeNumber(kind, rest+d*unit))
			}
		}
		if next := value / unit / 10 % 10; at+1 < digits && next != digit {
			swapped := rest - next*unit*10 + next*unit + digit*unit*10
			dst = append(dst, schemas.MakeNumber(kind, swapped))
		}
		unit *= 10
	}
	return dst
}

// appendLengthSlips appends every number that a string one digit too short or
// too long can have been.
func appendLengthSlips(dst []schemas.Number, kind schemas.NumberKind, value uint64, length, digits int) []schemas.Number {
	unit := uint64(1)
	switch length - digits {
	case -1:
		for range digits {
			high, rest := value/unit, value%unit
			for d := range uint64(10) {
				dst = append(dst, schemas.MakeNumber(kind, (high*10+d)*unit+rest))
			}
			unit *= 10
		}
	case 1:
		for range length {
			dst = append(dst, schemas.MakeNumber(kind, value/unit/10*unit+value%unit))
			unit *= 10
		}
	}
	return dst
}
