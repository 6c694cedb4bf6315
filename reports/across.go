package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"math/bits"

	"lamsach/schemas"
)

// Across is what a job over several runs came to: who was seen in which run,
// which steps of a chain are missing, what senders say together. It is the
// summary.json of such a job, and all that its page shows.
type Across struct {
	RunID      string   `json:"run_id"`
	Job        string   `json:"job"`
	Disclosure string   `json:"disclosure"`
	Snapshot   Snapshot `json:"snapshot"`
	Version    string   `json:"version"`

	Chain  []string     `json:"chain"` // names of runs, in order; empty without one
	Runs   []AcrossRun  `json:"runs"`
	Steps  []AcrossStep `json:"steps"` // of the chain
	People AcrossPeople `json:"people"`

	RegisterErrors AcrossErrors    `json:"register_errors"`
	Numbers        int64           `json:"numbers"` // that serve different people
	Warnings       []AcrossWarning `json:"warnings"`
}

// AcrossRun is one of the runs, and how many people it saw.
type AcrossRun struct {
	Name         string           `json:"name"`
	RunID        string           `json:"run_id"`
	Dataset      string           `json:"dataset"`
	Rows         int64            `json:"rows"`
	Found        int64            `json:"found"`         // a row is linked to the person
	InDoubt      int64            `json:"in_doubt"`      // a candidate, and no more
	NumberAgrees int64            `json:"number_agrees"` // the run has the person's number
	Deceased     int64            `json:"deceased"`
	Differ       map[string]int64 `json:"differ"` // people whose linked row disagrees, by field
}

// AcrossStep is a step of the chain.
type AcrossStep struct {
	Name    string `json:"name"`
	Found   int64  `json:"found"`
	InDoubt int64  `json:"in_doubt"`
	Missing int64  `json:"missing"`
	SoFar   int64  `json:"so_far"` // found here and in every step before
	Late    int64  `json:"late"`   // found or in doubt here, missing in a step before
}

// AcrossPeople counts people; one may be in several of the counts.
type AcrossPeople struct {
	All         int64 `json:"all"`
	Complete    int64 `json:"complete"` // found in every step (or run), without disagreement
	Incomplete  int64 `json:"incomplete"`
	InDoubt     int64 `json:"in_doubt"`
	Disagreeing int64 `json:"disagreeing"`
	Deceased    int64 `json:"deceased"`
}

// AcrossErrors are suspected errors of the register.
type AcrossErrors struct {
	All       int64            `json:"all"`
	Unopposed int64            `json:"unopposed"` // no run has the register's value
	Fields    map[string]int64 `json:"fields"`
}

// NewAcrossErrors counts none of any field.
func NewAcrossErrors() AcrossErrors {
	e := AcrossErrors{Fields: map[string]int64{}}
	for f := range schemas.Fields {
		e.Fields[f.String()] = 0
	}
	return e
}

// Add counts an error; opposed says that a run has the register's value.
func (e *AcrossErrors) Add(f schemas.Field, opposed bool) {
	e.All++
	e.Fields[f.String()]++
	count(&e.Unopposed, !opposed)
}

// Merge adds what was counted elsewhere.
func (e *AcrossErrors) Merge(o AcrossErrors) {
	e.All, e.Unopposed = e.All+o.All, e.Unopposed+o.Unopposed
	for f, n := range o.Fields {
		e.Fields[f] += n
	}
}

// AcrossTally counts the people of a job over runs.
type AcrossTally struct {
	steps  []int
	people AcrossPeople
	runs   []acrossCount
	at     []AcrossStep
}

type acrossCount struct {
	found, inDoubt, agrees, deceased int64
	differ                           [schemas.Fields]int64
}

// NewAcrossTally counts over some runs; steps are those of the chain, in order.
func NewAcrossTally(runs int, steps []int) *AcrossTally {
	return &AcrossTally{steps: steps, runs: make([]acrossCount, runs), at: make([]AcrossStep, len(steps))}
}

// Add counts a person: sets of runs, and by run the fields that disagree.
func (t *AcrossTally) Add(found, inDoubt, missing, agrees, deceased uint64, differ []uint8) {
	disagrees := false
	for i := range t.runs {
		r := &t.runs[i]
		r.found += int64(found >> i & 1)
		r.inDoubt += int64(inDoubt >> i & 1)
		r.agrees += int64(agrees >> i & 1)
		r.deceased += int64(deceased >> i & 1)
		for f := range r.differ {
			r.differ[f] += int64(differ[i] >> f & 1)
		}
		disagrees = disagrees || differ[i] != 0
	}
	soFar, late := true, false
	for i, run := range t.steps {
		s := &t.at[i]
		is := func(set uint64) bool { return set>>run&1 != 0 }
		count(&s.Found, is(found))
		count(&s.InDoubt, is(inDoubt))
		count(&s.Missing, is(missing))
		soFar = soFar && is(found)
		count(&s.SoFar, soFar)
		count(&s.Late, late && !is(missing))
		late = late || is(missing)
	}
	all := len(t.steps) == 0 && bits.OnesCount64(found) == len(t.runs) || len(t.steps) > 0 && soFar
	p := &t.people
	p.All++
	count(&p.Complete, all && !disagrees)
	count(&p.Incomplete, missing != 0)
	count(&p.InDoubt, inDoubt != 0)
	count(&p.Disagreeing, disagrees)
	count(&p.Deceased, deceased != 0)
}

func count(n *int64, is bool) {
	if is {
		*n++
	}
}

// Merge adds what another tally of the same runs counted.
func (t *AcrossTally) Merge(o *AcrossTally) {
	for i := range t.runs {
		a, b := &t.runs[i], &o.runs[i]
		a.found, a.inDoubt, a.agrees, a.deceased = a.found+b.found, a.inDoubt+b.inDoubt, a.agrees+b.agrees, a.deceased+b.deceased
		for f := range a.differ {
			a.differ[f] += b.differ[f]
		}
	}
	for i := range t.at {
		a, b := &t.at[i], &o.at[i]
		a.Found, a.InDoubt, a.Missing, a.SoFar, a.Late = a.Found+b.Found, a.InDoubt+b.InDoubt, a.Missing+b.Missing, a.SoFar+b.SoFar, a.Late+b.Late
	}
	a, b := &t.people, &o.people
	a.All, a.Complete, a.Incomplete = a.All+b.All, a.Complete+b.Complete, a.Incomplete+b.Incomplete
	a.InDoubt, a.Disagreeing, a.Deceased = a.InDoubt+b.InDoubt, a.Disagreeing+b.Disagreeing, a.Deceased+b.Deceased
}

// Count puts what was counted into the report, whose runs and chain are set.
// What single fields say is left out below disclosure fields.
func (r *Across) Count(t *AcrossTally) {
	fields := r.Disclosure != "verdict"
	r.People = t.people
	for i, c := range t.runs {
		run := &r.Runs[i]
		run.Found, run.InDoubt, run.Differ = c.found, c.inDoubt, map[string]int64{}
		if !fields {
			continue
		}
		run.NumberAgrees, run.Deceased = c.agrees, c.deceased
		for f := range schemas.Fields {
			run.Differ[f.String()] = c.differ[f]
		}
	}
	if !fields {
		r.People.Disagreeing, r.People.Deceased = 0, 0
	}
	r.Steps = t.at
	for i, run := range t.steps {
		r.Steps[i].Name = r.Runs[run].Name
	}
}

// WriteAcross writes the report as summary.json.
func WriteAcross(w io.Writer, r *Across) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("reports: summary: %w", err)
	}
	_, err = w.Write(append(data, '\n'))
	return err
}
