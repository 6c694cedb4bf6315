package reports

import (
	"cmp"
	"math"
	"slices"
)

// Estimates are the errors that a run expects of itself, without labels: a link
// is wrong with probability 1 - match_probability, and for borrowed numbers that
// nothing gives away trials are asked (see trials). How good they were found to
// be docs/operating/estimates.md says.
type Estimates struct {
	Points       []Estimate `json:"points"`       // ascending; the run's own accept among them
	Contradicted int64      `json:"contradicted"` // rows of that verdict that name the person described: links at no threshold
	NoCandidate  int64      `json:"no_candidate"` // rows that name nobody: counted in no sum
	FoundOut     int64      `json:"found_out"`    // rows of the file that are seen to bear a relative's number
	Trials       int64      `json:"trials"`       // rows given such a number on trial that are seen to
	From         float64    `json:"from"`         // the run's review threshold: below it rows name nobody, and nothing is known
}

// Estimate is what accepting from a probability on is expected to give.
type Estimate struct {
	Threshold      float64 `json:"threshold"`
	Accept         bool    `json:"accept,omitempty"` // the run's own
	Links          int64   `json:"links"`
	FalseLinks     float64 `json:"false_links"`      // expected: the sum of 1-p over the links, and Borrowed
	Borrowed       float64 `json:"borrowed"`         // of these, rows under a relative's number that are not found out, as trials tell
	FalseLinkRate  float64 `json:"false_link_rate"`  // of the links
	ToPeople       int64   `json:"to_people"`        // review or ambiguous
	MissedLinks    float64 `json:"missed_links"`     // expected: the sum of p over rows that name somebody and are no links
	MissedLinkRate float64 `json:"missed_link_rate"` // of all rows that are expected to name the right person
}

// FalseInTenThousand is how many of ten thousand links are expected to be wrong.
func (e *Estimate) FalseInTenThousand() float64 { return 1e4 * e.FalseLinkRate }

// Accept is what is expected at the run's own threshold.
func (e *Estimates) Accept() *Estimate {
	i := slices.IndexFunc(e.Points, func(p Estimate) bool { return p.Accept })
	if i < 0 {
		return nil
	}
	return &e.Points[i]
}

// Stricter is what is expected at the first rung above the run's own threshold;
// nil where there is none.
func (e *Estimates) Stricter() *Estimate {
	for i := range e.Points[:max(len(e.Points)-1, 0)] {
		if e.Points[i].Accept {
			return &e.Points[i+1]
		}
	}
	return nil
}

// BorrowedShare is how many of the links from a threshold on are expected to be
// rows under a relative's number. Between the thresholds that are told it is
// that of the next lower one.
func (e *Estimates) BorrowedShare(threshold float64) float64 {
	if e == nil || len(e.Points) == 0 {
		return 0
	}
	at := &e.Points[0]
	for i := range e.Points {
		if p := &e.Points[i]; p.Threshold <= threshold {
			at = p
		}
	}
	return rate(at.Borrowed, float64(at.Links))
}

// Estimate says which errors are to be expected at the thresholds that can be
// told of a run with these; nil when no row names anybody, or when the run
// counted none (older programs, disclosure below values).
func (t *Tally) Estimate(at Threshold) *Estimates {
	if t.doubts == (doubts{}) {
		return nil
	}
	e := &Estimates{From: at.Review, FoundOut: int64(t.trials.borrowed), Trials: int64(t.trials.foundOut)}
	var named uint64
	for kind := range t.doubts {
		rows, _ := t.doubts.from(kind, 0)
		named += rows
	}
	contradicted, _ := t.doubts.from(namedContradicted, 0)
	e.Contradicted, e.NoCandidate = int64(contradicted), t.Rows()-int64(named)
	e.Points = append(e.Points, t.at(at.Accept, 0, steps))
	e.Points[0].Accept = true
	for i, rung := range ladder {
		if rung >= at.Review && rung != at.Accept {
			e.Points = append(e.Points, t.at(rung, i+1, i+1))
		}
	}
	slices.SortFunc(e.Points, func(a, b Estimate) int { return cmp.Compare(a.Threshold, b.Threshold) })
	return e
}

// from sums up the rows of a kind from a step of the ladder on, and their
// doubts.
func (d *doubts) from(kind, step int) (rows, doubt uint64) {
	for _, s := range d[kind][step:] {
		rows, doubt = rows+s.rows, doubt+s.doubt
	}
	return rows, doubt
}

// at is the estimate where linked rows are links from one step on and open ones
// from another.
func (t *Tally) at(threshold float64, linked, open int) Estimate {
	d := &t.doubts
	links, doubt := d.from(namedLinked, linked)
	more, moreDoubt := d.from(namedOpen, open)
	links, doubt = links+more, doubt+moreDoubt
	e := Estimate{Threshold: threshold, Links: int64(links)}
	borrowed := t.trials.undetected(linked, open)
	e.Borrowed, e.FalseLinks = millionth(borrowed), millionth(float64(doubt)/doubtUnit+borrowed)
	var people, right uint64 // right: sum of p, in units
	for kind := range d {
		rows, all := d.from(kind, 0)
		right += rows*doubtUnit - all
		if kind != namedContradicted {
			people += rows
		}
	}
	e.ToPeople = int64(people - links)
	e.MissedLinks = inRows(right - (links*doubtUnit - doubt))
	e.FalseLinkRate = rate(e.FalseLinks, float64(e.Links))
	e.MissedLinkRate = rate(e.MissedLinks, inRows(right))
	return e
}

// inRows is a sum in units of doubt as rows.
func inRows(units uint64) float64 { return millionth(float64(units) / doubtUnit) }

// millionth rounds to a millionth of a row.
func millionth(rows float64) float64 { return math.Round(rows*1e6) / 1e6 }

// rate is part of whole, 0 of nothing.
func rate(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}
