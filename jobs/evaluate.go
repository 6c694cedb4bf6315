package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"lamsach/matchers/evaluate"
	"lamsach/reports/html"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// EvaluateOptions says which run is held against which truth.
type EvaluateOptions struct {
	Output string   // a job's output, or one run in it
	Truth  []string // files, folders or patterns
	// NoRelink leaves out how many people were lost by blocking, and with it
	// reading the inputs again.
	NoRelink bool
	Voice    Voice
}

// Evaluated is what a run is worth.
type Evaluated struct {
	Event   string   `json:"event"` // "evaluated"
	RunID   string   `json:"run_id"`
	Path    string   `json:"path"`
	Job     string   `json:"job,omitempty"`
	Dataset string   `json:"dataset"`
	Accept  float64  `json:"accept"`  // threshold of the run
	Notes   []string `json:"notes"`   // what a reader of the figures must know
	Foreign int64    `json:"foreign"` // labels about files that the run did not read
	*evaluate.Result
	lostUnknown string // why it is not known how many people were lost by blocking
}

// Evaluate holds the outcomes of a published run against the truth. Outcomes are
// read in the order of the rows; a truth in the same order is walked through
// beside them, any other is read first and sorted.
func Evaluate(ctx context.Context, o EvaluateOptions) (*Evaluated, error) {
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	r, m, err := openRun(ctx, o.Output)
	if err != nil {
		return nil, err
	}
	if err := scorable(m, r.place(r.path())); err != nil {
		return nil, err
	}
	truth, err := openTruth(ctx, m, o)
	if err != nil {
		return nil, err
	}
	defer truth.close()
	e := &Evaluated{Event: "evaluated", RunID: r.id, Path: r.place(r.path()), Job: m.Job.Name, Dataset: m.Job.Dataset, Accept: m.Job.Thresholds.Accept}
	lost := notShown{run: m.RunID, most: mostRelinked}
	options := evaluate.Options{Classes: truth.classes, NotShown: lost.add, Accept: e.Accept}
	if m.Tally != nil {
		options.Beyond = m.Tally.Estimate(m.Job.Thresholds.told()).BorrowedShare
	}
	people, why := openPeople(ctx, m)
	if people != nil {
		defer people.Close()
		options.Traits = people.traits
	} else {
		e.note("no figures by group: %v", why)
	}
	e.Result, err = evaluate.Score(newAnswers(ctx, r, m).next, truth.next, options)
	if errors.Is(err, evaluate.ErrOrder) {
		var sorted evaluate.Source[evaluate.Label]
		if sorted, err = evaluate.Sorted(truth.again()); err == nil {
			lost = notShown{run: m.RunID, most: mostRelinked}
			e.Result, err = evaluate.Score(newAnswers(ctx, r, m).next, sorted, options)
		}
	}
	if bad := new(evaluate.LabelError); errors.As(err, &bad) {
		return nil, failf(ExitGiven, "truth: %s, row %d: %s", m.Inputs[bad.At.Table].Name(), bad.At.Row, bad.Problem)
	}
	if err != nil {
		return nil, err
	}
	if people != nil {
		if err := people.Damaged(); err != nil {
			return nil, fail(ExitGiven, err)
		}
	}
	if err := e.conclude(m, truth); err != nil {
		return nil, err
	}
	return e, e.relink(ctx, &lost, o)
}

// scorable refuses runs whose outcomes do not say whom they mean.
func scorable(m *Manifest, place string) error {
	switch {
	case !slices.Contains(m.Job.Outputs, "outcomes"):
		return failf(ExitGiven, "%s has no outcomes: run the job with outputs: [outcomes]", place)
	case m.Job.Disclosure != "values":
		return failf(ExitGiven, "%s was run with disclosure: %s, so its outcomes do not name the people that it found; run the job with disclosure: values", place, m.Job.Disclosure)
	}
	return nil
}

func (e *Evaluated) note(format string, args ...any) {
	e.Notes = append(e.Notes, fmt.Sprintf(format, args...))
}

// conclude says where run and truth do not cover each other.
func (e *Evaluated) conclude(m *Manifest, t *truthFiles) error {
	if e.Rows == 0 {
		return failf(ExitGiven, "the truth says nothing of any row of the run: %s", t.hint(m))
	}
	if e.Unlabelled > 0 {
		e.note("%s of %s rows have no label and are left out", Thousands(e.Unlabelled), Thousands(m.Rows))
	}
	if e.Unanswered > 0 {
		e.note("%s labels are about rows that the run does not have", Thousands(e.Unanswered))
	}
	if e.Foreign = t.foreign; t.foreign > 0 {
		e.note("%s labels are about files that the run did not read", Thousands(t.foreign))
	}
	if e.Repeated > 0 {
		e.note("%s labels say again what another says, and count once", Thousands(e.Repeated))
	}
	return nil
}

// WriteText tells people what the run is worth.
func (e *Evaluated) WriteText(w io.Writer) {
	fmt.Fprintf(w, "run %s: %s rows with a label\n", e.RunID, Thousands(e.Rows))
	for _, n := range e.Notes {
		fmt.Fprintf(w, "note: %s\n", n)
	}
	fmt.Fprintln(w)
	e.Result.WriteText(w)
}

// WriteHTML writes the page of the figures.
func (e *Evaluated) WriteHTML(w io.Writer) error {
	return html.WriteEvaluation(w, &html.Evaluation{Job: e.Job, RunID: e.RunID, Dataset: e.Dataset, Accept: e.Accept, Foreign: e.Foreign, LostUnknown: e.lostUnknown, Result: e.Result})
}

// evaluatedPeople is the register that a run was held against.
type evaluatedPeople struct {
	*Snapshot
	pins []schemas.Number // scratch
	at   []uint32
}

// openPeople opens the register of a run, or says why it cannot.
func openPeople(ctx context.Context, m *Manifest) (*evaluatedPeople, error) {
	s, err := OpenSnapshot(ctx, m.Job.Register)
	if err != nil {
		return nil, err
	}
	if s.ID() != m.Snapshot.ID {
		s.Close()
		return nil, fmt.Errorf("register %s is another snapshot than the run's", m.Job.Register)
	}
	return &evaluatedPeople{Snapshot: s}, nil
}

// traits implements evaluate.Options.Traits.
func (p *evaluatedPeople) traits(people []uint64, dst []evaluate.Traits) {
	p.pins, p.at = p.pins[:0], slices.Grow(p.at[:0], len(people))[:len(people)]
	for _, x := range people {
		n := schemas.Number(0)
		if x > 0 && x < 1e12 {
			n = schemas.MakeNumber(schemas.PersonalID, x)
		}
		p.pins = append(p.pins, n)
	}
	p.ByPINs(p.pins, p.at)
	for i, at := range p.at {
		dst[i] = evaluate.Traits{}
		if int64(at) < int64(p.People()) {
			dst[i] = evaluate.Traits{
				Birth: p.Birth(at), Gender: p.Gender(at), Region: places.RegionOf(p.Province(at)), Ethnicity: evaluate.EthnicityOf(p.Ethnicity(at)),
			}
		}
	}
}
