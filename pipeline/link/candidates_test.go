package link

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// TestJudge: a row judged alone is answered as among the others, whatever its
// verdict, and what is shown of it adds up to what is published.
func TestJudge(t *testing.T) {
	people, rows := readCases(t)
	s := snapshot(t, append(people, crowd(20000)...))
	var cells [][]string
	for _, r := range rows {
		cells = append(cells, r.cells)
	}
	cleaned := cleanCells(cells)
	var met [schemas.Verdicts]bool
	for _, o := range []Options{{Accept: 0.999, Review: 0.9, Candidates: true}, {Accept: 1 - 1e-9, Review: 0.5, Candidates: true}} {
		judgeAll(t, New(s, o), rows, cleaned, &met)
	}
	for v, is := range met {
		if !is {
			t.Errorf("no case has the verdict %s", schemas.Verdict(v))
		}
	}
}

func judgeAll(t *testing.T, l *Linker, rows []testRow, cleaned *clean.Rows, met *[schemas.Verdicts]bool) {
	t.Helper()
	linked := l.Worker().Link(cleaned)
	w := l.Worker()
	for i := range rows {
		want := &linked.Outcomes[i]
		j := w.Judge(cleaned, i)
		met[want.Verdict] = true
		if fmt.Sprint(j.Outcome) != fmt.Sprint(*want) {
			t.Errorf("%s: alone %+v, among others %+v", rows[i].line, j.Outcome, *want)
		}
		checkJudged(t, rows[i].line, w, &j)
		var kept []pipeline.Candidate
		for _, c := range linked.Candidates {
			if c.Row == uint32(i) {
				kept = append(kept, c)
			}
		}
		checkKept(t, rows[i].line, kept, &j)
	}
	if !slices.IsSortedFunc(linked.Candidates, byRowAndRank) {
		t.Error("candidates are not sorted by row and rank")
	}
}

// checkJudged holds what is shown of a row against its answer.
func checkJudged(t *testing.T, line string, w *Worker, j *Judged) {
	t.Helper()
	o := &j.Outcome
	if o.Verdict == schemas.Rejected {
		if len(j.Candidates) != 0 {
			t.Errorf("%s: a rejected row has candidates", line)
		}
		return
	}
	named := o.Person
	if named == pipeline.NoPerson {
		named = o.Candidate
	}
	owner := o.Owner == pipeline.NoPerson
	mass := j.Odds.Nobody + j.Odds.Others
	for i, c := range j.Candidates {
		sum := 0.0
		for _, weight := range c.Weights.List() {
			sum += weight
		}
		if sum != c.Total {
			t.Errorf("%s: the weights add up to %v, the match weight is %v", line, sum, c.Total)
		}
		if c.Person == named && (float32(sum) != o.Weight || c.Probability != o.Probability || c.Rank != 1) {
			t.Errorf("%s: the waterfall ends at %v (%v), published is %v (%v)", line, float32(sum), c.Probability, o.Weight, o.Probability)
		}
		if c.Rank == 2 && named != pipeline.NoPerson && float32(sum) != o.RunnerUp {
			t.Errorf("%s: the second weighs %v, published is %v", line, sum, o.RunnerUp)
		}
		if c.Rank > 0 {
			mass += c.Probability
			if c.Rank != i+1 {
				t.Errorf("%s: candidate %d has rank %d", line, i, c.Rank)
			}
		}
		owner = owner || c.Person == o.Owner
		if !w.Compared(c.Person) {
			t.Errorf("%s: a candidate was never compared", line)
		}
	}
	if !owner {
		t.Errorf("%s: the owner of the number is not shown", line)
	}
	if math.Abs(mass-1) > 1e-9 {
		t.Errorf("%s: candidates, others and nobody come to %v together", line, mass)
	}
	if listed := len(j.Candidates); j.Compared < listed || j.Compared > listed && listed < matchers.MaxCandidates {
		t.Errorf("%s: %d people were compared, %d are shown", line, j.Compared, listed)
	}
	if w.Compared(pipeline.NoPerson - 1) {
		t.Errorf("%s: nobody was compared", line)
	}
}

// checkKept holds the candidates that a part keeps against those of the row.
func checkKept(t *testing.T, line string, kept []pipeline.Candidate, j *Judged) {
	t.Helper()
	if !lookedAt(j.Outcome.Verdict) {
		if len(kept) > 0 {
			t.Errorf("%s: candidates of a row that needs no look", line)
		}
		return
	}
	for _, c := range j.Candidates {
		if c.Rank == 0 {
			continue
		}
		if len(kept) < c.Rank {
			t.Errorf("%s: %d candidates are kept, want one of rank %d", line, len(kept), c.Rank)
			return
		}
		k := kept[c.Rank-1]
		if k.Person != c.Person || k.Probability != c.Probability || k.Total != c.Total || k.Weights != c.Weights.List() || k.Levels != c.Comparison.Levels() {
			t.Errorf("%s: kept %+v, shown %+v", line, k, c)
		}
	}
}
