package jobs

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc/pool"

	"lamsach/dedupe"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/link"
	"lamsach/pipeline/sink"
	"lamsach/pipeline/source/table"
	"lamsach/reports"
)

// crew is what the workers of a run share.
type crew struct {
	plan    *Plan
	run     run
	ledger  *Ledger
	syncs   *syncs
	linker  *link.Linker
	meter   *meter
	clock   stopwatch
	skipped int64 // rows of parts that an earlier process did
	damaged damaged
	meta    map[string]string // of every table

	disclosure sink.Disclosure
	done       []*done // by part; nil for parts of files set aside
}

// damaged are the files that were found damaged while they were read. Of
// several places the first counts, whichever worker met it first.
type damaged struct {
	mu    sync.Mutex
	files map[string]finding // by source_file
}

type finding struct {
	part   int
	damage reports.Damage
}

func (d *damaged) add(p pipeline.Part, what reports.Damage) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files == nil {
		d.files = map[string]finding{}
	}
	if f, ok := d.files[what.File]; !ok || p.Index < f.part {
		d.files[what.File] = finding{p.Index, what}
	}
}

// before says whether a file was found damaged in an earlier part.
func (d *damaged) before(file string, p pipeline.Part) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.files[file]
	return ok && f.part < p.Index
}

// putTable puts a table of a part, which will be on the disk before the run is
// committed.
func (c *crew) putTable(ctx context.Context, name string, data []byte, rows int64) (Object, error) {
	o, err := c.run.putIn(ctx, store.Behind(c.run.store), name, data, rows)
	if err == nil {
		c.syncs.add(c.run.key(name))
	}
	return o, err
}

// worker is the scratch of one goroutine.
type worker struct {
	*crew
	batch   pipeline.Batch
	cleaner *clean.Worker
	cleans  int // the file that cleaner was made for
	linker  *link.Worker
	writer  *sink.Writer
	spiller dedupe.Spiller
	out     outgoing
}

func (c *crew) worker() *worker {
	return &worker{crew: c, cleans: -1, linker: c.linker.Worker(), writer: c.newWriter()}
}

// newWriter returns the scratch of one goroutine for writing tables.
func (c *crew) newWriter() *sink.Writer {
	return &sink.Writer{Disclosure: c.disclosure, Thresholds: c.plan.Spec.Thresholds.bare(), Origins: c.origins()}
}

// origins are where the inputs begin among the rows of the whole job.
func (c *crew) origins() (all []sink.Origin) {
	for _, f := range c.plan.Files {
		if first := f.Parts[0]; first < f.Parts[1] {
			all = append(all, sink.Origin{Start: c.plan.Parts[first].StartRow, Source: sink.Source{File: f.File, Sheet: f.Sheet}})
		}
	}
	return all
}

// parts does the parts that are still to do, in ascending order, on several
// workers.
func (c *crew) parts(ctx context.Context, todo []int, workers int) error {
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workers, len(todo))) {
		p.Go(func(ctx context.Context) error {
			w := c.worker()
			for {
				at := int(next.Add(1)) - 1
				if at >= len(todo) {
					return w.out.wait()
				}
				if err := w.guarded(ctx, c.plan.Parts[todo[at]]); err != nil {
					_ = w.out.wait() // nothing may be on its way when the run gives up
					return err
				}
			}
		})
	}
	return p.Wait()
}

// guarded does a part; a panic becomes an error that names the part. The value
// of the panic is shown only if it is the runtime's: others may hold a cell.
func (w *worker) guarded(ctx context.Context, p pipeline.Part) (err error) {
	defer func() { err = recovered(recover(), fmt.Sprintf("part %d", p.Index), err) }()
	if err := ctx.Err(); err != nil {
		return err
	}
	f := w.plan.Files[p.File]
	if w.damaged.before(f.File, p) {
		return nil
	}
	input, release, err := w.plan.opened.table(f)
	if err == nil {
		err = w.part(ctx, p, input)
		release()
	}
	if d := damageOf(f.File, err); d != nil {
		w.damaged.add(p, *d)
		return nil
	}
	if err == nil {
		w.meter.add(p.Rows)
	}
	return err
}

// recovered turns a panic into an error that says where, with the stack.
func recovered(panicked any, where string, err error) error {
	if panicked == nil {
		return err
	}
	what := fmt.Sprintf("%T", panicked)
	if e, ok := panicked.(runtime.Error); ok {
		what = e.Error()
	}
	stack := make([]byte, 16<<10)
	return failf(ExitInternal, "internal fault in %s: %s; please report it with this trace:\n%s", where, what, stack[:runtime.Stack(stack, false)])
}

// part reads, cleans and links one part and writes what can be written before
// settling.
func (w *worker) part(ctx context.Context, p pipeline.Part, input table.Table) error {
	f := w.plan.Files[p.File]
	if w.cleans != p.File {
		w.cleaner, w.cleans = clean.New(f.layout.clean, f.profile).Worker(), p.File
	}
	controls, began := w.controls(p), time.Now() // before the rows: they use the same scratch
	if b := w.plan.kept.take(f, p); b != nil {
		w.batch = *b
	} else if err := input.Read(ctx, p, f.layout.read, &w.batch); err != nil {
		return err
	}
	began = w.clock.lap(stageSource, began)
	if w.batch.Rows != p.Rows {
		return failf(ExitInternal, "part %d: %d rows were read, %d were planned", p.Index, w.batch.Rows, p.Rows)
	}
	rows := w.cleaner.Clean(&w.batch)
	began = w.clock.lap(stageClean, began)
	linked := w.linker.Link(rows)
	began = w.clock.lap(stageLink, began)
	w.clock.went(linked)
	if len(linked.Outcomes) != p.Rows {
		return failf(ExitInternal, "part %d: %d outcomes for %d rows", p.Index, len(linked.Outcomes), p.Rows)
	}
	if w.disclosure == sink.VerdictOnly {
		linked.Mismatches = nil // nothing that is written may tell of them
	}
	d := &done{Part: p, Pairs: linked.Pairs, Mismatches: int64(len(linked.Mismatches)), Tally: reports.NewTally(), Controls: controls}
	if err := w.keep(d, linked.Outcomes); err != nil {
		return err
	}
	if w.plan.Spec.Wants("response") {
		if err := w.ledger.keepCorrections(p.Index, rows, linked.Mismatches); err != nil {
			return fail(ExitStorage, fmt.Errorf("part %d: %w", p.Index, err))
		}
	}
	trials := w.chooseTrials(p, linked.Outcomes)
	began = w.clock.lap(stageSpill, began)
	if err := w.out.wait(); err != nil { // of the part before
		return err
	}
	if err := w.tables(d, rows, linked); err != nil {
		return err
	}
	began = w.clock.lap(stageTables, began)
	w.try(d.Tally, p, trials)
	w.clock.lap(stageLink, began)
	w.out.send(ctx, p.Index, func(ctx context.Context, t outgoingTable) error { return w.put(ctx, d, t) }, func() error {
		if err := w.ledger.markDone(d); err != nil {
			return err
		}
		d.Tally = nil // read again when it is wanted
		w.done[p.Index] = d
		return nil
	})
	return nil
}

// keep writes the spill and the units of a part, and counts its notes.
func (w *worker) keep(d *done, outcomes []pipeline.Outcome) error {
	p := d.Part
	if err := w.spiller.Write(w.ledger.spill(p.Index), outcomes); err != nil {
		return fail(ExitStorage, fmt.Errorf("part %d: %w", p.Index, err))
	}
	f := w.plan.Files[p.File]
	units := unitsOf(&w.batch, f.layout.unit, f.Name())
	var err error
	d.Units, err = units.write(w.ledger.units(p.Index))
	return err
}

// tables makes cleaned, mismatches and candidates ready to be put in their places.
func (w *worker) tables(d *done, rows *clean.Rows, linked link.Result) error {
	mm := linked.Mismatches
	p, src := d.Part, sink.Source{File: w.plan.Files[d.Part.File].File, Sheet: d.Part.Sheet}
	w.count(d.Tally, p, src, rows, linked)
	if w.plan.Spec.Wants("cleaned") {
		data, err := w.writer.Cleaned(src, p, rows, w.meta)
		if err == nil {
			w.writer.Reuse(w.out.add("cleaned", data, int64(p.Rows)))
		}
		if err != nil {
			return fmt.Errorf("part %d: cleaned: %w", p.Index, err)
		}
	}
	if w.plan.Spec.Wants("mismatches") || w.plan.Spec.Wants("report") {
		data, err := w.writer.Mismatches(src, p, rows, mm, w.plan.People, w.meta)
		switch {
		case err != nil:
		case w.plan.Spec.Wants("mismatches"):
			w.writer.Reuse(w.out.add("mismatches", data, int64(len(mm))))
		default: // the report's workbook is made of it
			d.Kept, err = sumText(data), writeWhole(w.ledger.mismatches(p.Index), data)
		}
		if err != nil {
			return fmt.Errorf("part %d: mismatches: %w", p.Index, err)
		}
	}
	if w.plan.Spec.Wants("candidates") {
		data, rows := w.writer.Candidates(src, p, linked.Candidates, linked.Outcomes, w.plan.People, w.meta)
		w.writer.Reuse(w.out.add("candidates", data, int64(rows)))
	}
	return nil
}

func (w *worker) put(ctx context.Context, d *done, t outgoingTable) error {
	o, err := w.putTable(ctx, partName(t.name, d.Part.Index), t.data, t.rows)
	if err == nil {
		d.Objects = append(d.Objects, o)
	}
	return err
}

// count tallies what is known of a part before settling: mismatches, issues,
// repairs and probabilities. Rows follow when their reasons are complete.
func (w *worker) count(t *reports.Tally, p pipeline.Part, src sink.Source, rows *clean.Rows, linked link.Result) {
	f := w.plan.Files[p.File]
	at := func(row uint32) reports.Address {
		return reports.Address{File: src.File, Sheet: src.Sheet, Row: p.FirstRow + int64(row)}
	}
	whole := []byte(f.Name())
	unit := func(row uint32) []byte {
		if f.layout.unit < 0 {
			return whole
		}
		return w.batch.Columns[f.layout.unit].Value(int(row))
	}
	for _, m := range linked.Mismatches {
		t.Mismatch(unit(m.Row), m.Field, m.Mechanism, at(m.Row))
	}
	for _, n := range rows.Notes {
		t.Note(unit(n.Row), rows.FieldName(n.Field), n.Code, at(n.Row))
	}
	if w.disclosure != sink.Values {
		return // the sums over few rows would tell probabilities that the tables do not
	}
	for i := range linked.Outcomes {
		o := &linked.Outcomes[i]
		t.Probability(o.Verdict, o.Probability)
		if underRelative(o) {
			t.Borrowed()
		}
	}
}
