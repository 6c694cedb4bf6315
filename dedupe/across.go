package dedupe

import (
	"cmp"
	"math/bits"
	"slices"
)

// RunSet is a set of the runs of a job over several runs, bit by bit.
type RunSet uint64

// MaxRuns is how many runs a RunSet can hold.
const MaxRuns = 64

// Only is the set of one run.
func Only(run int) RunSet { return 1 << run }

// Has says whether a run is in the set.
func (s RunSet) Has(run int) bool { return s>>run&1 != 0 }

// Len is how many runs the set has.
func (s RunSet) Len() int { return bits.OnesCount64(uint64(s)) }

// All gives the runs of the set, ascending.
func (s RunSet) All(yield func(int) bool) {
	for ; s != 0; s &= s - 1 {
		if !yield(bits.TrailingZeros64(uint64(s))) {
			return
		}
	}
}

// Place is where a row stands in its run: the number of its table there and the
// row in it, packed.
type Place uint64

const placeRowBits = 40

// PlaceOf packs a place. A table has less than 2^40 rows, a run less than 2^24
// tables.
func PlaceOf(table int, row int64) Place { return Place(uint64(table)<<placeRowBits | uint64(row)) }

// Table is the number of the table.
func (p Place) Table() int { return int(p >> placeRowBits) }

// Row is the row in it.
func (p Place) Row() int64 { return int64(p & (1<<placeRowBits - 1)) }

// Sighting is what one row of one run says of a person of the register.
type Sighting struct {
	Person uint64 // personal ID
	At     Place
	Run    uint8
	Marks  Marks
	Agree  uint8   // compared fields that agree, bit by bit
	Differ uint8   // those that disagree
	Claims []Claim // of a linked row, what it says against the register (Claim.Speaks)
}

// Marks of a sighting.
type Marks uint8

// The marks: without Found the person is a candidate of a row that is in doubt.
const (
	Found        Marks = 1 << iota // the row is linked to the person
	NumberAgrees                   // the row's number is the person's
	Deceased                       // the register knows that the person died
)

// Seen is what the runs together say of one person.
type Seen struct {
	Person   uint64
	Found    RunSet // runs with a row that is linked to the person
	InDoubt  RunSet // runs with rows of which the person is the candidate, and no more
	Missing  RunSet // steps of the chain with neither
	Agrees   RunSet // runs that have the person's number
	Deceased RunSet
	InChain  bool       // found or in doubt in a step; always, where there are none
	Agree    []uint8    // by run: fields in which a linked row agrees
	Differ   []uint8    // by run: fields in which a linked row disagrees
	First    []Sighting // the first row of each run; a linked one before those in doubt

	claims []claimAt
}

// Chain is the runs of a job and which of them are steps, in their order. With
// steps it is about the people of these; without, about everybody. What other
// people are seen for is what the runs say of the register (Seen.Suspects).
type Chain struct {
	Runs  int
	Steps []int
}

// steps as a set.
func (c Chain) steps() (set RunSet) {
	for _, s := range c.Steps {
		set |= Only(s)
	}
	return set
}

// People groups sightings by person, ascending by personal ID. It sorts the
// sightings; what it yields is valid until the next person.
func (c Chain) People(list []Sighting, yield func(*Seen)) {
	slices.SortFunc(list, func(a, b Sighting) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Run, b.Run),
			cmp.Compare(b.Marks&Found, a.Marks&Found), cmp.Compare(a.At, b.At))
	})
	steps := c.steps()
	seen := Seen{Agree: make([]uint8, c.Runs), Differ: make([]uint8, c.Runs)}
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Person == list[0].Person {
			n++
		}
		seen.of(list[:n])
		seen.Missing = steps &^ (seen.Found | seen.InDoubt)
		seen.InChain = steps == 0 || steps&^seen.Missing != 0
		yield(&seen)
		list = list[n:]
	}
}

// of looks at the sightings of one person, sorted.
func (s *Seen) of(list []Sighting) {
	clear(s.Agree)
	clear(s.Differ)
	*s = Seen{Person: list[0].Person, Agree: s.Agree, Differ: s.Differ, First: s.First[:0], claims: s.claims[:0]}
	for i := range list {
		x := &list[i]
		run := Only(int(x.Run))
		if i == 0 || x.Run != list[i-1].Run {
			s.First = append(s.First, *x)
		}
		if x.Marks&Found != 0 {
			s.Found |= run
			s.Agree[x.Run] |= x.Agree
			s.Differ[x.Run] |= x.Differ
			for k := range x.Claims {
				s.claims = append(s.claims, claimAt{&x.Claims[k], x.Run, x.At})
			}
		} else {
			s.InDoubt |= run
		}
		if x.Marks&NumberAgrees != 0 {
			s.Agrees |= run
		}
		if x.Marks&Deceased != 0 {
			s.Deceased |= run
		}
	}
	s.InDoubt &^= s.Found
}
