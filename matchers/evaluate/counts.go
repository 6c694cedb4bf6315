package evaluate

import "lamsach/schemas"

// Answer is what a run said of one row.
type Answer struct {
	At                Address
	Person, Candidate uint64  // 0 for none; a row names one of them at most
	Probability       float64 // of whom it names; NaN or 0 for none
	Verdict           schemas.Verdict
	NumberAgrees      bool
}

// named is whom the answer speaks of, 0 for nobody.
func (a *Answer) named() uint64 { return max(a.Person, a.Candidate) }

// Counts are the numbers that every share is made of, of all rows or of a part.
type Counts struct {
	Rows      int64 `json:"rows"`
	Present   int64 `json:"present"`    // rows that describe somebody of the register
	Linked    int64 `json:"linked"`     // verified or corrected
	Right     int64 `json:"right"`      // linked to the person described
	Wrong     int64 `json:"wrong"`      // linked to anybody else
	Candidate int64 `json:"candidate"`  // not linked, the person described is the candidate shown
	ToPeople  int64 `json:"to_people"`  // review or ambiguous
	SaidOther int64 `json:"said_other"` // verdict contradicted
}

func (c *Counts) add(l *Label, a *Answer) {
	c.Rows++
	if l.Person != 0 {
		c.Present++
	}
	switch {
	case a.Verdict.Linked():
		c.Linked++
		if a.Person == l.Person && a.Person != 0 {
			c.Right++
		} else {
			c.Wrong++
		}
	case a.Candidate == l.Person && a.Candidate != 0:
		c.Candidate++
	}
	switch a.Verdict {
	case schemas.Review, schemas.Ambiguous:
		c.ToPeople++
	case schemas.Contradicted:
		c.SaidOther++
	}
}

func (c *Counts) merge(o *Counts) {
	c.Rows, c.Present, c.Linked, c.Right = c.Rows+o.Rows, c.Present+o.Present, c.Linked+o.Linked, c.Right+o.Right
	c.Wrong, c.Candidate, c.ToPeople, c.SaidOther = c.Wrong+o.Wrong, c.Candidate+o.Candidate, c.ToPeople+o.ToPeople, c.SaidOther+o.SaidOther
}

// precision is the share of linked rows that are linked to the person described.
func (c *Counts) precision() Share { return ShareOf(c.Right, c.Linked) }

// recall is the share of rows about people of the register that are linked to
// the right one.
func (c *Counts) recall() Share { return ShareOf(c.Right, c.Present) }

// found is the share of rows about people of the register that are linked to
// the right one or show it as candidate.
func (c *Counts) found() Share { return ShareOf(c.Right+c.Candidate, c.Present) }

// Slice is what became of some of the rows: those with one class of error, or
// about one group of people.
type Slice struct {
	Name string `json:"name"`
	Counts
	Precision Share `json:"precision"` // of its linked rows
	Recall    Share `json:"recall"`    // of its rows of kind match
	Found     Share `json:"found"`     // of its rows of kind match
}

// Tally counts some of the rows: all of them, and those of kind match.
type Tally struct {
	All   Counts `json:"all"`
	Match Counts `json:"match"`
}

// Add counts one answer.
func (t *Tally) Add(l *Label, a *Answer) {
	t.All.add(l, a)
	if l.Kind == Match {
		t.Match.add(l, a)
	}
}

// Merge adds another tally.
func (t *Tally) Merge(other *Tally) {
	t.All.merge(&other.All)
	t.Match.merge(&other.Match)
}

// Slice makes shares of the counts.
func (t *Tally) Slice(name string) Slice {
	return Slice{Name: name, Counts: t.All, Precision: t.All.precision(), Recall: t.Match.recall(), Found: t.Match.found()}
}
