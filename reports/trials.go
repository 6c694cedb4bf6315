package reports

import (
	"math"

	"lamsach/schemas"
)

// trials count rows under the number of a relative: those of the run that were
// found out, and rows that were given such a number on trial. Of the run's own
// nobody knows how many were not found out; for each one that was, so many were
// not as there were among the trials.
type trials struct {
	borrowed uint64                    // rows of the run found out
	foundOut uint64                    // trials found out
	fooled   [namedKinds][steps]uint64 // trials that name the number's owner, by match_probability
}

// Borrowed counts a row that is found to bear a relative's number.
func (t *Tally) Borrowed() { t.trials.borrowed++ }

// FoundOut counts a trial whose number is found to be a relative's.
func (t *Tally) FoundOut() { t.trials.foundOut++ }

// Fooled counts a trial that names the number's owner.
func (t *Tally) Fooled(v schemas.Verdict, p float64) {
	if !math.IsNaN(p) {
		t.trials.fooled[kindOf(v)][stepOf(p)]++
	}
}

// add adds the counts of another part.
func (t *trials) add(o *trials) {
	t.borrowed, t.foundOut = t.borrowed+o.borrowed, t.foundOut+o.foundOut
	for kind := range t.fooled {
		for i := range t.fooled[kind] {
			t.fooled[kind][i] += o.fooled[kind][i]
		}
	}
}

// from is how many trials were fooled where linked rows are links from one step
// of the ladder on and open ones from another.
func (t *trials) from(linked, open int) (n uint64) {
	for _, k := range t.fooled[namedLinked][linked:] {
		n += k
	}
	for _, k := range t.fooled[namedOpen][open:] {
		n += k
	}
	return n
}

// undetected is how many rows of the run are expected to be linked to the
// relative whose number they bear; 0 where no trial was found out.
func (t *trials) undetected(linked, open int) float64 {
	if t.foundOut == 0 {
		return 0
	}
	return float64(t.borrowed) * float64(t.from(linked, open)) / float64(t.foundOut)
}

// numbers are the counts as one list, empty where there are none.
func (t *trials) numbers() []uint64 {
	if *t == (trials{}) {
		return nil
	}
	list := []uint64{t.borrowed, t.foundOut}
	for kind := range t.fooled {
		list = append(list, t.fooled[kind][:]...)
	}
	return list
}

// take is the reverse of numbers; false if the list is of another ladder.
func (t *trials) take(list []uint64) bool {
	if len(list) == 0 {
		return true
	}
	if len(list) != 2+namedKinds*steps {
		return false
	}
	t.borrowed, t.foundOut, list = list[0], list[1], list[2:]
	for kind := range t.fooled {
		list = list[copy(t.fooled[kind][:], list):]
	}
	return true
}
