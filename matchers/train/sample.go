package train

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Carried says what a row's number is to the register.
type Carried uint8

// What a number can be.
const (
	NoNumber Carried = iota
	Owned            // somebody's in the register
	Nobodys
)

// Whom a label names beside a candidate.
const (
	Unlabelled = -1
	Nobody     = -2 // nobody of the register
	Unseen     = -3 // somebody whom linking did not compare with the row
)

// maxCandidates is how many comparisons a row may bring: those that a decision
// keeps, and that with the person whom its label names.
const maxCandidates = matchers.MaxCandidates + 1

// Row is what training sees of a row.
type Row struct {
	PIN, CMND  Carried
	Candidates []matchers.Comparison // kept by linking, at most maxCandidates
	Rest       float64               // what all others weigh together, as a sum of likelihood ratios
	True       int                   // the candidate that the label names, or one of the constants
}

// Sample is the rows of a training, equal ones counted.
type Sample struct {
	people      float64
	comparisons []matchers.Comparison
	numbers     map[matchers.Comparison]int32
	rows        []row
	index       map[row]int
	counts      []int64
	total       int64
	labelled    int64
}

// row is a distinct row: comparisons by number.
type row struct {
	candidates [maxCandidates]int32
	n          int8
	pin, cmnd  Carried
	rest       int16 // log2 in steps; noRest without any
	told       int8
}

const noRest = math.MinInt16

// NewSample returns an empty sample about a register of so many people.
func NewSample(people int) *Sample {
	return &Sample{people: math.Max(float64(people), 1), numbers: map[matchers.Comparison]int32{}, index: map[row]int{}}
}

// Rows is how many rows were added.
func (s *Sample) Rows() int64 { return s.total }

// Labelled is how many of them have a label.
func (s *Sample) Labelled() int64 { return s.labelled }

// Distinct is how many different comparisons they have.
func (s *Sample) Distinct() int { return len(s.comparisons) }

// Add counts a row. The order of rows decides the order of sums, so it must not
// depend on who read them.
func (s *Sample) Add(r *Row) {
	k := row{pin: r.PIN, cmnd: r.CMND, rest: noRest, told: int8(r.True), n: int8(len(r.Candidates))}
	for i := range r.Candidates {
		k.candidates[i] = s.number(r.Candidates[i])
	}
	if r.Rest > 0 {
		k.rest = int16(math.Round(math.Log2(r.Rest) * steps))
	}
	at, known := s.index[k]
	if !known {
		at = len(s.rows)
		s.index[k] = at
		s.rows, s.counts = append(s.rows, k), append(s.counts, 0)
	}
	s.counts[at]++
	s.total++
	if r.True != Unlabelled {
		s.labelled++
	}
}

func (s *Sample) number(c matchers.Comparison) int32 {
	c = plain(c)
	n, known := s.numbers[c]
	if !known {
		n = int32(len(s.comparisons))
		s.numbers[c] = n
		s.comparisons = append(s.comparisons, c)
	}
	return n
}

// steps is into how many a doubling of a frequency is divided: what differs by
// less than a sixteenth of a bit is taken as equal.
const steps = 8

func rounded(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return math.Exp2(math.Round(math.Log2(x)*steps) / steps)
}

// plain is a comparison without what no weight of its levels depends on, its
// frequencies rounded: comparisons that weigh alike become equal.
func plain(c matchers.Comparison) matchers.Comparison {
	f := c.Frequency
	c.Frequency = matchers.Frequency{People: f.People}
	k := &c.Frequency
	plainName(&c, &f)
	c.DetailBits = math.Round(c.DetailBits)
	switch c.Birth {
	case kernel.DateSame:
		k.Day = rounded(f.Day)
	case kernel.DateSwapped, kernel.DateDigit, kernel.DateYearOff, kernel.DateSameDay:
		k.RowDay, k.Day = rounded(f.RowDay), rounded(f.Day)
	case kernel.DateRowYear, kernel.DatePersonYear, kernel.DateSameYear, kernel.DateNextYear:
		k.Year = rounded(f.Year)
	}
	if c.Gender != matchers.Missing {
		k.Gender = f.Gender
	}
	switch c.Place {
	case matchers.PlaceMissing:
		c.PlaceFits, c.PlaceCommuneKnown = 0, false
	case matchers.PlaceCommune:
		k.Commune = rounded(f.Commune * float64(max(c.PlaceFits, 1)))
		c.PlaceFits, c.PlaceCommuneKnown = 1, true
	case matchers.PlaceProvince:
		k.Province, c.PlaceFits = rounded(f.Province), 0
	case matchers.PlaceOther:
		k.Province, c.PlaceFits, c.PlaceCommuneKnown = math.Min(rounded(f.Province), 0.99), 0, false
	}
	return c
}

func plainName(c *matchers.Comparison, f *matchers.Frequency) {
	k := &c.Frequency
	c.Name.At = [kernel.MaxSyllables]kernel.Relation{}
	switch {
	case c.Nameless, c.Exact:
		c.Name = kernel.NameMatch{}
		if c.Exact {
			k.Person = rounded(f.Person)
		}
	case c.Name.Count[kernel.Different] > 0:
		switch c.Name.Mechanism() {
		case schemas.MechanismOtherMiddle:
			k.Surname, k.Given, k.Person = rounded(f.Surname), rounded(f.Given), rounded(f.Person)
		case schemas.MechanismOtherGiven:
			k.Surname = rounded(f.Surname)
		case schemas.MechanismOtherSurname:
			k.Given = rounded(f.Given)
		}
		if c.Name.Clan {
			k.Surname, k.Given = rounded(f.Surname), rounded(f.Given)
		}
	default:
		k.Person, k.RowName = rounded(f.Person), rounded(f.RowName)
		k.Partial = rounded(f.Partial)
		if c.Name.Other() {
			k.Surname, k.Given = rounded(f.Surname), rounded(f.Given)
		}
	}
}

// anchored is the share of the rows about people of the register that a number
// or a label ties to one of them.
func (s *Sample) anchored(n *counts) float64 {
	if n[inside] == 0 {
		return 0
	}
	return math.Min(math.Max(n[pinOwn]+n[cmndOwn], float64(s.labelled))/n[inside], 1)
}
