package reports

import (
	"math"
	"slices"

	"lamsach/schemas"
)

// ladder are the thresholds at which errors are estimated. Only a row that names
// somebody is counted, so of a run nothing is known below its review threshold.
var ladder = [...]float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999}

// Who a row names, as far as linking it depends on a threshold.
const (
	namedLinked       = iota // verified, corrected
	namedOpen                // review, ambiguous: another threshold might link it
	namedContradicted        // linked at no threshold
	namedKinds
)

// steps of the ladder: below it, and from each of its rungs to the next.
const steps = len(ladder) + 1

// doubtUnit is the weight of 1 in a sum of doubts. Sums are whole numbers so
// that they are the same in whatever order parts are added; with 32 bits behind
// the point they hold four billion rows in full doubt, and rounding costs less
// than one link in eight billion rows.
const doubtUnit = 1 << 32

// doubts counts the rows that name somebody by match_probability, and sums up
// how likely each names the wrong person.
type doubts [namedKinds][steps]struct {
	rows  uint64
	doubt uint64 // sum of 1-p in units of 1/doubtUnit
}

// Probability counts a row that names somebody as linked or as candidate, by
// its match_probability; NaN is a row that names nobody.
func (t *Tally) Probability(v schemas.Verdict, p float64) {
	if math.IsNaN(p) {
		return
	}
	s := &t.doubts[kindOf(v)][stepOf(p)]
	s.rows++
	s.doubt += uint64(math.Round(min(max(1-p, 0), 1) * doubtUnit))
}

func kindOf(v schemas.Verdict) int {
	switch {
	case v.Linked():
		return namedLinked
	case v == schemas.Contradicted:
		return namedContradicted
	}
	return namedOpen
}

// stepOf is the step of the ladder that a probability stands on.
func stepOf(p float64) int {
	at, exact := slices.BinarySearch(ladder[:], p)
	if exact {
		at++
	}
	return at
}

// add adds the counts of another part.
func (d *doubts) add(o *doubts) {
	for kind := range d {
		for i := range d[kind] {
			d[kind][i].rows += o[kind][i].rows
			d[kind][i].doubt += o[kind][i].doubt
		}
	}
}

// numbers are the counts as one list for manifest and ledger, empty where no
// row names anybody.
func (d *doubts) numbers() []uint64 {
	if *d == (doubts{}) {
		return nil
	}
	list := make([]uint64, 0, 2*namedKinds*steps)
	for kind := range d {
		for _, s := range d[kind] {
			list = append(list, s.rows, s.doubt)
		}
	}
	return list
}

// take is the reverse of numbers; false if the list is of another ladder.
func (d *doubts) take(list []uint64) bool {
	if len(list) == 0 {
		return true
	}
	if len(list) != 2*namedKinds*steps {
		return false
	}
	for kind := range d {
		for i := range d[kind] {
			d[kind][i].rows, d[kind][i].doubt, list = list[0], list[1], list[2:]
		}
	}
	return true
}
