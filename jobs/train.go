package jobs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/store"
	"lamsach/matchers"
	"lamsach/matchers/train"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/link"
)

// Training says what to train on.
type Training struct {
	Out     string // where the model goes
	Name    string // of the model; "" for the job's
	Truth   string // whom rows speak of; "" to train without
	Rows    int64  // sample; 0 for DefaultTrainRows
	Workers int    // 0: as the job says
	Voice   Voice
}

// DefaultTrainRows is how many rows are looked at. Half of them are kept back.
const DefaultTrainRows = 200_000

// MostTrainRows bounds a sample: it takes about half a kilobyte for each row.
const MostTrainRows = 4_000_000

// randomPairs is how many rows are compared with a random person.
const randomPairs = 50_000

// TrainedModel is what became of a training.
type TrainedModel struct {
	Event   string            `json:"event"` // "trained"
	Model   string            `json:"model"` // name and hash
	Out     string            `json:"out"`
	Kept    bool              `json:"kept_built_in"`
	Trained *matchers.Trained `json:"trained"`
	Rounds  []float64         `json:"log_likelihoods"` // bits per row before each round, and after the last
	Error   float64           `json:"standard_error"`  // of the gain on the rows kept back
	Moves   []train.Move      `json:"moves"`
	Chances []train.Chance    `json:"random_pairs"`
	Strange int64             `json:"labels_not_in_register,omitempty"`
	Seconds float64           `json:"seconds"`
}

// Train estimates a model from a sample of a job's rows and writes it.
func Train(ctx context.Context, spec *Spec, o Training) (*TrainedModel, error) {
	began := time.Now()
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	if o.Workers > 0 {
		spec.Limits.Workers = o.Workers
	}
	if o.Rows == 0 {
		o.Rows = DefaultTrainRows
	}
	spec.Model = "" // training begins with the built-in model, whatever the job runs with
	at, key, err := locate(o.Out)
	if err != nil {
		return nil, err
	}
	out, err := openOutput(spec.Output)
	if err != nil {
		return nil, err
	}
	people, err := openFitting(ctx, spec.Register)
	if err != nil {
		return nil, err
	}
	defer people.Close()
	if people.People() == 0 {
		return nil, failf(ExitGiven, "register %s has nobody in it", spec.Register)
	}
	plan, err := NewPlan(ctx, spec, people.Snapshot, out, o.Voice)
	if err != nil {
		return nil, err
	}
	defer plan.Close()
	t := &trainer{Plan: plan, linker: linkerOf(plan, people.Snapshot)}
	t.choose(o.Rows)
	if o.Truth != "" {
		if t.labels, err = readLabels(ctx, o.Truth, plan, t.wanted); err != nil {
			return nil, err
		}
	}
	if err := t.read(ctx, o.Voice); err != nil {
		return nil, err
	}
	r, err := t.fit(modelName(o.Name, spec))
	if err != nil {
		return nil, err
	}
	text, err := r.Model.Encode()
	if err != nil {
		return nil, err
	}
	if _, err := at.Put(ctx, key, text, store.PutOptions{}); err != nil {
		return nil, err
	}
	done := &TrainedModel{
		Event: "trained", Model: r.Model.Hash(), Out: o.Out, Kept: r.Kept, Trained: r.Model.Trained, Rounds: r.Likelihoods,
		Error: r.Error, Moves: r.Moves, Chances: r.Chances, Seconds: time.Since(began).Seconds(),
	}
	if t.labels != nil {
		done.Strange = t.labels.strange
	}
	return done, nil
}

// modelName makes a name of a model from what people call the job.
func modelName(given string, spec *Spec) string {
	if given != "" {
		return given
	}
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' {
			return c
		}
		return '-'
	}, strings.ToLower(spec.Title()))
	if name = strings.Trim(name, "-._"); name == "" {
		return spec.Dataset
	}
	return name[:min(len(name), 64)]
}

// trainer looks at a sample of a plan's rows.
type trainer struct {
	*Plan
	linker *link.Linker
	parts  []int   // that are read
	share  float64 // of their rows that are looked at
	pairs  float64 // of those that are compared with a random person
	labels *labels // nil without
	seen   []seenPart
}

// readMore is how many times the rows of a sample are read at most: rows of one
// part have much in common, so a sample is spread over many.
const readMore = 8

// choose decides which parts are read, and how many of their rows are taken.
// It depends on nothing but the plan.
func (t *trainer) choose(rows int64) {
	share := min(float64(rows)*readMore/float64(max(t.Rows, 1)), 1)
	read, credit := int64(0), 0.5
	for i, p := range t.Parts {
		credit += share * float64(p.Rows)
		if credit >= float64(p.Rows) && p.Rows > 0 || share == 1 {
			credit -= float64(p.Rows)
			t.parts = append(t.parts, i)
			read += int64(p.Rows)
		}
	}
	if len(t.parts) == 0 && len(t.Parts) > 0 {
		t.parts, read = []int{0}, int64(t.Parts[0].Rows)
	}
	t.share = min(float64(rows)/float64(max(read, 1)), 1)
	t.pairs = min(randomPairs/(t.share*float64(max(read, 1))), 1)
}

// What is drawn for a row.
const (
	drawSample = iota
	drawHalf
	drawPair
	drawPerson
)

// draw is a number of 64 bits that a row of the job always draws.
func draw(row int64, what uint64) uint64 {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], uint64(row))
	binary.LittleEndian.PutUint64(b[8:], what)
	return xxhash.Sum64(b[:])
}

// drawn says whether a row is among a share of all.
func drawn(row int64, what uint64, share float64) bool {
	return share >= 1 || float64(draw(row, what)>>11) < share*(1<<53)
}

func (t *trainer) wanted(row int64) bool { return drawn(row, drawSample, t.share) }

// seenPart is what a part's rows came to, in their order.
type seenPart struct {
	rows [2][]train.Row // to train on, to judge by
	pair []matchers.Comparison
}

// read cleans and links the sample. What comes of it is kept part by part, so
// that it does not matter which worker read which.
func (t *trainer) read(ctx context.Context, voice Voice) error {
	t.seen = make([]seenPart, len(t.parts))
	total := int64(0)
	for _, p := range t.parts {
		total += int64(t.Parts[p].Rows)
	}
	m := measure(voice, "train", total, 0)
	var next atomic.Int64
	crew := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workersOf(t.Spec), len(t.parts))) {
		crew.Go(func(ctx context.Context) error {
			w := &trainWorker{trainer: t, linker: t.linker.Worker()}
			for {
				at := int(next.Add(1)) - 1
				if at >= len(t.parts) {
					return nil
				}
				p := t.Parts[t.parts[at]]
				if err := w.guarded(ctx, p, &t.seen[at]); err != nil {
					return err
				}
				m.add(p.Rows)
			}
		})
	}
	err := crew.Wait()
	m.done(err)
	return err
}

// trainWorker is the scratch of one goroutine.
type trainWorker struct {
	*trainer
	linker *link.Worker
	batch  pipeline.Batch
	picked []int64 // rows of the job, by row of the batch
}

// guarded looks at a part; a panic becomes an error that names it.
func (w *trainWorker) guarded(ctx context.Context, p pipeline.Part, into *seenPart) (err error) {
	defer func() { err = recovered(recover(), fmt.Sprintf("part %d", p.Index), err) }()
	if err := ctx.Err(); err != nil {
		return err
	}
	f := w.Files[p.File]
	input, release, err := w.opened.table(f)
	if err != nil {
		return inputFault(f.found, err)
	}
	defer release()
	if err := input.Read(ctx, p, f.layout.read, &w.batch); err != nil {
		return inputFault(f.found, err)
	}
	w.pick(p)
	w.linker.Observe(w.ask, func(o *link.Observed) { w.tell(o, into) })
	w.linker.Link(clean.New(f.layout.clean, f.profile).Worker().Clean(&w.batch))
	return nil
}

// pick leaves the sample's rows in the batch.
func (w *trainWorker) pick(p pipeline.Part) {
	w.picked = w.picked[:0]
	for i := range w.batch.Rows {
		if row := p.StartRow + int64(i); w.wanted(row) {
			w.picked = append(w.picked, row)
		}
	}
	for i := range w.batch.Columns {
		c := &w.batch.Columns[i]
		if len(c.Lists) > 0 {
			pickLists(c, w.picked, p.StartRow)
			continue
		}
		for to, row := range w.picked {
			c.Index[to] = c.Index[row-p.StartRow]
		}
		c.Index = c.Index[:len(w.picked)]
	}
	w.batch.Rows = len(w.picked)
}

func pickLists(c *pipeline.Column, picked []int64, start int64) {
	to := int32(0)
	for i, row := range picked {
		from, end := c.Lists[row-start], c.Lists[row-start+1]
		c.Lists[i] = to
		to += int32(copy(c.Index[to:], c.Index[from:end]))
	}
	c.Lists[len(picked)] = to
	c.Lists, c.Index = c.Lists[:len(picked)+1], c.Index[:to]
}

// ask names the person whom a row's label does.
func (w *trainWorker) ask(row uint32) uint32 {
	if w.labels == nil {
		return pipeline.NoPerson
	}
	if t, ok := w.labels.of[w.picked[row]]; ok {
		return t.person
	}
	return pipeline.NoPerson
}

// tell keeps what was seen of a row.
func (w *trainWorker) tell(o *link.Observed, into *seenPart) {
	row := w.picked[o.Row]
	r := train.Row{PIN: carried(o.PIN, o.PINOwned), CMND: carried(o.CMND, o.CMNDOwned), Rest: o.Rest, True: train.Unlabelled}
	r.Candidates = append(r.Candidates, o.Comparisons...)
	if w.labels != nil {
		if _, told := w.labels.of[row]; told && o.Asked >= 0 {
			r.True = o.Asked
		} else if told {
			r.True = train.Nobody
		}
	}
	half := draw(row, drawHalf) & 1
	into.rows[half] = append(into.rows[half], r)
	if drawn(row, drawPair, w.pairs) {
		dice := rand.New(rand.NewPCG(draw(row, drawPerson), 0))
		into.pair = append(into.pair, w.linker.CompareRandom(dice))
	}
}

func carried(has, owned bool) train.Carried {
	switch {
	case !has:
		return train.NoNumber
	case owned:
		return train.Owned
	}
	return train.Nobodys
}

// fit trains on one half of the rows and judges by the other.
func (t *trainer) fit(name string) (*train.Result, error) {
	var half [2]*train.Sample
	o := train.Options{Name: name, Register: t.People.ID(), Base: matchers.Builtin()}
	for h := range half {
		half[h] = train.NewSample(t.People.People())
		for i := range t.seen {
			for j := range t.seen[i].rows[h] {
				half[h].Add(&t.seen[i].rows[h][j])
			}
			t.seen[i].rows[h] = nil
		}
	}
	for i := range t.seen {
		o.Random = append(o.Random, t.seen[i].pair...)
	}
	r, err := train.Fit(half[0], half[1], o)
	if errors.Is(err, train.ErrSample) {
		return nil, fail(ExitGiven, err)
	}
	return r, err
}

// WriteText tells people what moved.
func (d *TrainedModel) WriteText(w io.Writer) {
	t := d.Trained
	fmt.Fprintf(w, "%s rows with %s distinct comparisons, %s of them labelled; %s rows kept back\n",
		Thousands(t.Rows), Thousands(int64(t.Distinct)), Thousands(t.Labelled), Thousands(t.HeldOutRows))
	for i, bits := range d.Rounds {
		fmt.Fprintf(w, "round %2d  log-likelihood %.5f bits a row\n", i, bits)
	}
	for _, c := range d.Chances {
		fmt.Fprintf(w, "random pairs: %s %.4f ± %.4f after %s, usually %.4f\n", c.Level, c.Share, c.Half, Thousands(c.Pairs), c.Usual)
	}
	if d.Strange > 0 {
		fmt.Fprintf(w, "warning: %s labels name people whom this register does not have; taken as nobody\n", Thousands(d.Strange))
	}
	fmt.Fprintf(w, "rows kept back: %.5f bits a row with the built-in model, %.5f trained (gain %.5f ± %.5f)\n",
		t.HeldOutBefore, t.HeldOutAfter, t.HeldOutAfter-t.HeldOutBefore, 2*d.Error)
	if d.Kept {
		fmt.Fprintln(w, "no better than the built-in model, whose parameters are kept")
	} else {
		any := false
		fmt.Fprintf(w, "\n%-32s %12s %12s %8s\n", "parameter", "before", "after", "bits")
		for _, m := range d.Moves {
			held := ""
			if m.Held {
				any = true
				held = "  held"
			}
			fmt.Fprintf(w, "%-32s %12.5g %12.5g %+8.2f%s\n", m.Param, m.Before, m.After, m.Bits, held)
		}
		if any {
			fmt.Fprintln(w, "held: the file would have it move further than training lets it; is that column what it seems?")
		}
	}
	fmt.Fprintf(w, "\nmodel %s written to %s in %.1f s; a job uses it by model: %s\n", d.Model, d.Out, d.Seconds, d.Out)
}
