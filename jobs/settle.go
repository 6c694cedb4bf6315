package jobs

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc/pool"

	"lamsach/dedupe"
	"lamsach/pipeline"
	"lamsach/pipeline/sink"
	"lamsach/reports"
	"lamsach/schemas"
)

// answered is what a part's outcomes come to.
type answered struct {
	part     pipeline.Part
	rows     int64 // outcomes written
	verdicts [schemas.Verdicts]int64
	noPerson int64 // rejected rows that are no person's
	object   Object
}

// merger merges the tallies of parts in the order of the parts, whichever is
// counted first, and keeps none of them longer than it must: a tally may take
// megabytes, a job may have thousands of parts.
type merger struct {
	mu      sync.Mutex
	sum     *reports.Tally
	next    int
	waiting map[int]*reports.Tally // nil: the part has none
}

// add takes the tally of a part in; every part must be added once.
func (m *merger) add(part int, t *reports.Tally) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting[part] = t
	for {
		t, there := m.waiting[m.next]
		if !there {
			return
		}
		if t != nil {
			m.sum.Merge(t)
		}
		delete(m.waiting, m.next)
		m.next++
	}
}

// settle finds duplicates, shared numbers and persons claimed twice over all
// parts that are done.
func (c *crew) settle(ctx context.Context, workers int) (*dedupe.Settlement, error) {
	var spills []dedupe.Spill
	for _, d := range c.done {
		if d != nil {
			spills = append(spills, dedupe.Spill{Part: d.Part, Path: c.ledger.spill(d.Part.Index)})
		}
	}
	began := time.Now()
	s, err := dedupe.Settle(ctx, spills, dedupe.Options{Workers: workers, Memory: c.plan.settleMemory()})
	for range max(workers, 1) { // all of them are at it to the end
		c.clock.lap(stageSettle, began)
	}
	if err != nil && ctx.Err() == nil {
		return nil, fail(ExitStorage, fmt.Errorf("settle: %w", err))
	}
	return s, err
}

// outcomes writes the outcomes of every part that is done and counts its rows.
func (c *crew) outcomes(ctx context.Context, settled *dedupe.Settlement, workers int) ([]*answered, *reports.Tally, error) {
	out := make([]*answered, len(c.done))
	tallies := &merger{sum: reports.NewTally(), waiting: map[int]*reports.Tally{}}
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workers, len(c.done))) {
		p.Go(func(ctx context.Context) error {
			w := teller{writer: c.newWriter()}
			for {
				at := int(next.Add(1)) - 1
				if at >= len(c.done) {
					return nil
				}
				if c.done[at] == nil {
					tallies.add(at, nil)
					continue
				}
				var tally *reports.Tally
				var err error
				began := time.Now()
				if out[at], tally, err = c.answer(ctx, c.done[at], settled, &w); err != nil {
					return err
				}
				tallies.add(at, tally)
				c.clock.lap(stageOutcomes, began)
				c.meter.add(c.done[at].Part.Rows)
			}
		})
	}
	err := p.Wait()
	return out, tallies.sum, err
}

// teller is the scratch of one goroutine that answers.
type teller struct {
	writer  *sink.Writer
	spiller dedupe.Spiller
}

// answer writes the outcomes of one part and counts its rows.
func (c *crew) answer(ctx context.Context, d *done, settled *dedupe.Settlement, w *teller) (a *answered, t *reports.Tally, err error) {
	defer func() { err = recovered(recover(), fmt.Sprintf("the outcomes of part %d", d.Part.Index), err) }()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	p := d.Part
	outcomes, err := w.spiller.Read(c.ledger.spill(p.Index))
	if err != nil {
		return nil, nil, fail(ExitStorage, fmt.Errorf("part %d: %w", p.Index, err))
	}
	units, err := readUnits(c.ledger.units(p.Index), d.Units)
	if err != nil {
		return nil, nil, fail(ExitStorage, fmt.Errorf("part %d: %w", p.Index, err))
	}
	marker := c.ledger.isDone(p)
	if marker == nil {
		return nil, nil, failf(ExitStorage, "part %d: its done-marker is gone; run the job again", p.Index)
	}
	if len(outcomes) != p.Rows || len(units.rows) != p.Rows {
		return nil, nil, failf(ExitInternal, "part %d: %d outcomes and %d units for %d rows", p.Index, len(outcomes), len(units.rows), p.Rows)
	}
	src := sink.Source{File: c.plan.Files[p.File].File, Sheet: p.Sheet}
	a, t = &answered{part: p, rows: int64(len(outcomes))}, marker.Tally
	a.count(t, src, outcomes, units, settled, c.disclosure)
	if c.plan.Spec.Wants("outcomes") {
		data, err := w.writer.Outcomes(src, p, outcomes, settled, c.plan.People, c.meta)
		if err == nil {
			a.object, err = c.putTable(ctx, partName("outcomes", p.Index), data, a.rows)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("part %d: outcomes: %w", p.Index, err)
		}
	}
	return a, t, nil
}

// count counts the rows of a part with everything that is known of them.
func (a *answered) count(t *reports.Tally, src sink.Source, outcomes []pipeline.Outcome, units *rowUnits, settled *dedupe.Settlement, d sink.Disclosure) {
	names := make([][]byte, len(units.names)+1)
	for i, n := range units.names {
		names[i+1] = []byte(n)
	}
	for i := range outcomes {
		o := &outcomes[i]
		more, _ := settled.Row(a.part.StartRow + int64(i))
		a.verdicts[o.Verdict]++
		if o.Verdict == schemas.Rejected && o.Reasons&schemas.NoPersonReasons != 0 {
			a.noPerson++
		}
		at := reports.Address{File: src.File, Sheet: src.Sheet, Row: a.part.FirstRow + int64(i)}
		reasons, results := o.Reasons|more, o.Results
		if d == sink.VerdictOnly { // the report tells no more than the tables
			reasons, results = reasons&schemas.OwnReasons, [schemas.Fields]schemas.Result{}
		}
		t.Row(names[units.rows[i]], o.Verdict, reasons, results, at)
	}
}

// totals of a run.
type totals struct {
	rows, noPerson int64
	verdicts       [schemas.Verdicts]int64
	objects        []Object // of all parts, by part
	tally          *reports.Tally
}

// conserve holds the run to its law: every row of every file that is published
// has exactly one outcome. Rows are followed by their ids, file and row.
func (c *crew) conserve(parts []*answered, tally *reports.Tally) (*totals, error) {
	t := &totals{tally: tally}
	next := make([]int64, len(c.plan.Files)) // the first row of each file without an outcome
	for i, a := range parts {
		d := c.done[i]
		if (a == nil) != (d == nil) {
			return nil, failf(ExitInternal, "part %d: linked and answered do not agree; nothing is published", i)
		}
		if a == nil {
			continue
		}
		if err := a.conserve(next); err != nil {
			return nil, err
		}
		t.rows += a.rows
		t.noPerson += a.noPerson
		for v, n := range a.verdicts {
			t.verdicts[v] += n
		}
		t.objects = append(t.objects, d.Objects...)
		if a.object.Path != "" {
			t.objects = append(t.objects, a.object)
		}
	}
	for f, n := range next {
		if file := c.plan.Files[f]; !c.setAside(f) && n != file.Rows {
			return nil, failf(ExitInternal, "%s: outcomes end at row %d of %d; nothing is published", file.Name(), n, file.Rows)
		}
	}
	if t.tally.Rows() != t.rows {
		return nil, failf(ExitInternal, "%d rows were counted, %d were read; nothing is published", t.tally.Rows(), t.rows)
	}
	return t, nil
}

// conserve holds one part to the law; next moves on by its rows.
func (a *answered) conserve(next []int64) error {
	p := a.part
	var sum int64
	for _, n := range a.verdicts {
		sum += n
	}
	if p.FirstRow != next[p.File] || a.rows != int64(p.Rows) || sum != a.rows {
		return failf(ExitInternal, "part %d: rows from %d, %d planned, %d outcomes, %d verdicts, and row %d was the next; nothing is published",
			p.Index, p.FirstRow, p.Rows, a.rows, sum, next[p.File])
	}
	next[p.File] += a.rows
	return nil
}

// setAside says whether a file was found damaged while it was read.
func (c *crew) setAside(file int) bool {
	_, is := c.damaged.files[c.plan.Files[file].File]
	return is
}
