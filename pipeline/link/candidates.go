package link

import (
	"cmp"

	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// lookedAt says whether people must look at rows of a verdict: their candidates
// are worth keeping.
func lookedAt(v schemas.Verdict) bool {
	return v == schemas.Review || v == schemas.Ambiguous || v == schemas.Contradicted
}

// keepCandidates notes the candidates of the row just decided, if they are
// asked for.
func (w *Worker) keepCandidates(o *pipeline.Outcome, at uint32) {
	if !w.candidates || !lookedAt(o.Verdict) {
		return
	}
	for i := range w.field.Len {
		c := &w.field.Best[i]
		w.result.Candidates = append(w.result.Candidates, pipeline.Candidate{
			Row: at, Rank: uint8(i + 1), Person: c.Person, Probability: w.field.Probability(c), Total: c.Total,
			Weights: c.Weights.List(), Levels: w.compare(c.Person).Levels(),
		})
	}
}

func byRowAndRank(a, b pipeline.Candidate) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Rank, b.Rank))
}

// Judged is one row with everything its answer was made of.
type Judged struct {
	Outcome    pipeline.Outcome
	Mismatches []pipeline.Mismatch
	// Candidates are those kept by name, at most matchers.MaxCandidates, the best
	// first; behind them the owner of the number of a contradicted row, who may
	// be none of the best. A rejected row has none.
	Candidates []Candidate
	Odds       Odds
	Compared   int // people compared in full
}

// Candidate is a person the row was compared with.
type Candidate struct {
	Person      uint32
	Rank        int // 1 is the best; 0 for an owner who is none of the best
	Probability float64
	Weights     matchers.Weights
	Total       float64 // the match weight: Weights.Total()
	Comparison  matchers.Comparison
}

// Odds say where the certainty of an answer that no candidate has is.
type Odds struct {
	Prior  float64 // log2 odds of one person before anything was compared
	Nobody float64 // probability that it is nobody who was compared
	Others float64 // probability of candidates that are not kept by name
	Passed float64 // the most that people who were passed over could have of all
}

// Judge answers row i and shows what the answer was made of. It is Link of that
// row alone, so the answer is that of Link, bit for bit.
func (w *Worker) Judge(rows *clean.Rows, i int) Judged {
	linked := w.Link(rows.Row(i))
	j := Judged{Outcome: linked.Outcomes[0], Mismatches: linked.Mismatches}
	if j.Outcome.Verdict == schemas.Rejected { // before anybody was looked up
		return j
	}
	j.Compared = w.seen.n
	f := &w.field
	j.Odds = Odds{Prior: f.Prior(), Nobody: f.Nobody(), Others: f.Others(), Passed: f.Share()}
	owner := j.Outcome.Owner
	for at := range f.Len {
		c := &f.Best[at]
		j.Candidates = append(j.Candidates, w.candidate(c.Person, at+1))
		if c.Person == owner {
			owner = pipeline.NoPerson
		}
	}
	if owner != pipeline.NoPerson {
		j.Candidates = append(j.Candidates, w.candidate(owner, 0))
	}
	return j
}

// candidate holds the row against a person once more.
func (w *Worker) candidate(p uint32, rank int) Candidate {
	c := Candidate{Person: p, Rank: rank, Comparison: *w.compare(p)}
	c.Weights = w.model.Weigh(&c.Comparison)
	c.Total = c.Weights.Total()
	c.Probability = w.field.Probability(&matchers.Candidate{Total: c.Total})
	return c
}

// Compared says whether the row judged last was compared in full with a person:
// whoever was not is nobody's candidate. It is meaningless after Link of more
// than one row, and for a rejected row.
func (w *Worker) Compared(person uint32) bool { return w.seen.has(person) }
