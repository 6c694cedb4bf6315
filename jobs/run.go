package jobs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/store"
	"lamsach/pipeline/sink"
	"lamsach/reports"
)

// RunOptions are what a caller may set beside the job file.
type RunOptions struct {
	Workers int // 0: as the job says
	Voice   Voice
}

// Outcome of a run that was published, now or before.
type Outcome struct {
	Manifest *Manifest
	Folder   string // of the run, as a path of this machine where there is one
	Report   string // report/index.html; "" without one
	Again    bool   // published before: nothing was done
	Seconds  float64
	Workers  int
}

// Run does a job: everything from the plan to latest.json. The error, if any,
// has an exit code (ExitOf); without one the code is the manifest's.
//
// A run that was published is not done again. A run that was killed goes on
// where it ended. A run that cannot be published leaves nothing visible.
func Run(ctx context.Context, spec *Spec, o RunOptions) (*Outcome, error) {
	began := time.Now()
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	if o.Workers > 0 {
		spec.Limits.Workers = o.Workers
	}
	out, err := openOutput(spec.Output)
	if err != nil {
		return nil, err
	}
	if err := out.probe(ctx, o.Voice); err != nil {
		return nil, err
	}
	people, err := openFitting(ctx, spec.Register)
	if err != nil {
		return nil, err
	}
	defer people.Close()
	plan, err := NewPlan(ctx, spec, people.Snapshot, out, o.Voice)
	if err != nil {
		return nil, err
	}
	r := run{out, plan.RunID}
	defer plan.Close()
	done, err := again(ctx, r)
	if done == nil && err == nil {
		done, err = publish(ctx, plan, r, o.Voice)
	}
	if err != nil {
		return nil, err
	}
	done.Seconds = time.Since(began).Seconds()
	return done, nil
}

// again returns the outcome of a run that was published before; nil when there
// is none, or when some of it is gone and it must be done again.
func again(ctx context.Context, r run) (*Outcome, error) {
	m, err := r.published(ctx)
	if errors.Is(err, errManifest) {
		return nil, nil // damaged: the work writes it anew
	}
	if m == nil || err != nil {
		return nil, err
	}
	if whole, err := r.complete(ctx, m.Objects); err != nil || !whole {
		return nil, err
	}
	if err := r.finish(ctx, m.Exit); err != nil {
		return nil, err
	}
	r.clearWork()
	return r.outcome(m, true), nil
}

// clearWork removes the work folder of a published run whose process ended
// before it could.
func (r run) clearWork() {
	work, err := r.work()
	if err != nil {
		return
	}
	dir := filepath.Join(work, r.id)
	if _, err := os.Stat(dir); err != nil {
		return
	}
	if l, err := openLedger(dir); err == nil {
		_ = l.remove()
	}
}

func (r run) outcome(m *Manifest, again bool) *Outcome {
	o := &Outcome{Manifest: m, Folder: r.place(r.path()), Again: again}
	for _, object := range m.Objects {
		if object.Path == reportPage {
			o.Report = r.place(r.path() + "/" + reportPage)
		}
	}
	return o
}

// finish makes a committed run visible to those who look for _SUCCESS or
// latest.json; it is done again by whoever finds it undone.
func (r run) finish(ctx context.Context, exit Exit) error {
	if _, err := r.put(ctx, successName, nil, 0); err != nil {
		return err
	}
	latest, _, err := r.latest(ctx)
	if err != nil || latest != nil && latest.RunID == r.id {
		return err
	}
	return r.point(ctx, Latest{RunID: r.id, Path: r.path(), Exit: exit, CommittedAt: time.Now().UTC().Truncate(time.Second)})
}

// publish does the work of a plan and publishes it.
func publish(ctx context.Context, plan *Plan, r run, voice Voice) (*Outcome, error) {
	work, err := r.work()
	if err != nil {
		return nil, err
	}
	ledger, err := openLedger(filepath.Join(work, r.id))
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", plan.Spec.Output, err)
	}
	defer ledger.close()
	sweep(work)
	if err := r.sweep(ctx); err != nil {
		return nil, err
	}
	workers, expected, fewer := plan.workers()
	if fewer {
		voice.Say(Event{Event: EventWarning, Message: fmt.Sprintf("limits.memory allows %d of %d workers", workers, workersOf(plan.Spec))})
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(max(expected, plan.Spec.Limits.Memory-plan.mapped())))
	c := &crew{plan: plan, run: r, ledger: ledger, linker: linkerOf(plan, plan.People)}
	if c.disclosure, err = sink.ParseDisclosure(plan.Spec.Disclosure); err != nil {
		return nil, fail(ExitUsage, err)
	}
	c.meta = map[string]string{
		"lamsach.snapshot": plan.People.ID(), "lamsach.rules": RulesText(Rules()),
		"lamsach.model": plan.Model.Hash(), "lamsach.version": Version,
	}
	c.syncs = beginSyncs(ctx, r.store)
	defer func() { _ = c.syncs.wait() }() // whatever becomes of the run
	m, err := c.work(ctx, workers, voice)
	if err == nil {
		err = c.syncs.wait()
	}
	if err != nil {
		return nil, c.giveUp(ctx, err)
	}
	if err := c.commit(ctx, m); err != nil {
		return nil, c.giveUp(ctx, err)
	}
	voice.Say(c.clock.event(plan.Rows-c.skipped, plan.Rows, m.Pairs))
	if err := ledger.remove(); err != nil {
		voice.Say(Event{Event: EventWarning, Message: fmt.Sprintf("the work folder could not be removed: %v", err)})
	}
	done := r.outcome(m, false)
	done.Workers = workers
	return done, nil
}

// sweep removes the halves of objects that a killed process left in the run's
// folder; the lock of its ledger keeps others out.
func (r run) sweep(ctx context.Context) error {
	folder := r.local(r.path())
	if folder == "" {
		return nil
	}
	_, err := store.NewFiles(folder).Sweep(ctx, 0)
	return err
}

// work does everything up to the manifest, which it returns.
func (c *crew) work(ctx context.Context, workers int, voice Voice) (*Manifest, error) {
	todo, err := c.resume(ctx, workers)
	if err != nil {
		return nil, err
	}
	plan := c.plan
	voice.Say(Event{Event: EventPlanned, RunID: plan.RunID, Files: len(plan.Files), Parts: len(plan.Parts), Resumed: len(plan.Parts) - len(todo), Rows: plan.Rows, Workers: workers})
	c.skipped = plan.rowsBut(todo)
	c.meter = measure(voice, "link", plan.Rows, c.skipped)
	err = c.parts(ctx, todo, workers)
	plan.kept.drop()
	c.meter.done(err)
	if err == nil {
		err = c.setDamagedAside(ctx, voice)
	}
	if err != nil {
		return nil, err
	}
	c.meter = measure(voice, "settle", plan.Rows, 0)
	m, err := c.answers(ctx, workers)
	c.meter.done(err)
	return m, err
}

// resume finds the parts that an earlier process finished: their marker, their
// spill and their objects are all there and as they were written.
func (c *crew) resume(ctx context.Context, workers int) (todo []int, err error) {
	c.done = make([]*done, len(c.plan.Parts))
	var next atomic.Int64
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, workers) {
		p.Go(func(ctx context.Context) (err error) {
			for err == nil {
				at := int(next.Add(1)) - 1
				if at >= len(c.done) {
					break
				}
				c.done[at], err = c.whole(ctx, at)
			}
			return err
		})
	}
	if err := p.Wait(); err != nil {
		return nil, err
	}
	for i, d := range c.done {
		if d == nil {
			todo = append(todo, i)
		}
	}
	return todo, nil
}

// whole is what is known of a part that an earlier process finished; nil if
// some of it is not as it was written.
func (c *crew) whole(ctx context.Context, part int) (*done, error) {
	d := c.ledger.isDone(c.plan.Parts[part])
	if d == nil || !c.ledger.sound(d) {
		return nil, nil
	}
	if c.plan.Spec.Wants("response") {
		if _, err := c.ledger.corrections(part); err != nil {
			return nil, nil
		}
	}
	for _, o := range d.Objects {
		if sound, err := c.run.sound(ctx, o); err != nil || !sound {
			return nil, err
		}
	}
	for _, o := range d.Objects { // whoever put them may not have waited for the disk
		c.syncs.add(c.run.key(o.Path))
	}
	d.Tally = nil // read again when it is wanted
	return d, nil
}

// rowsBut counts the rows of all parts but these.
func (p *Plan) rowsBut(parts []int) int64 {
	rows := p.Rows
	for _, i := range parts {
		rows -= int64(p.Parts[i].Rows)
	}
	return rows
}

// setDamagedAside takes back what was written of files that turned out to be
// damaged while they were read.
func (c *crew) setDamagedAside(ctx context.Context, voice Voice) error {
	said := map[string]bool{}
	left := 0
	for _, f := range c.plan.Files {
		found, is := c.damaged.files[f.File]
		if !is {
			left++
			continue
		}
		if d := found.damage; !said[f.File] {
			said[f.File] = true
			voice.Say(Event{Event: EventSetAside, File: d.File, Place: d.Place, Message: d.Problem})
		}
		for part := f.Parts[0]; part < f.Parts[1]; part++ {
			c.done[part] = nil
			if err := c.takeBack(ctx, part); err != nil {
				return err
			}
		}
	}
	if left == 0 {
		return failf(ExitGiven, "nothing to publish: every input file is damaged (see above)")
	}
	return nil
}

// takeBack removes what was written of a part.
func (c *crew) takeBack(ctx context.Context, part int) error {
	for _, table := range []string{"cleaned", "mismatches", "candidates", "outcomes"} {
		if err := c.run.store.Delete(ctx, c.run.key(partName(table, part))); err != nil {
			return err
		}
	}
	return c.ledger.forget(part)
}

// giveUp ends a run that will not be published now. What another try can use
// stays; of what no try can cure, nothing does.
func (c *crew) giveUp(ctx context.Context, err error) error {
	code := ExitOf(err)
	if ctx.Err() != nil || code == ExitInterrupted || code == ExitStorage {
		return err
	}
	clean := context.WithoutCancel(ctx)
	if m, e := c.run.published(clean); m != nil || e != nil {
		return err // what was published once is never taken back
	}
	if e := c.run.withdraw(clean); e != nil {
		err = errors.Join(err, e)
	}
	if e := c.ledger.remove(); e != nil {
		err = errors.Join(err, e)
	}
	return err
}

// gates are the quality limits of the job and what the run came to.
func (p *Plan) gates(t *totals) (gates []reports.Gate, failed bool) {
	g := reports.Gate{Name: "max_rejected", Limit: p.Spec.Limits.MaxRejected}
	if persons := t.rows - t.noPerson; persons > 0 {
		g.Value = float64(t.verdicts[0]-t.noPerson) / float64(persons)
	}
	g.Failed = g.Value > g.Limit
	gates, failed = []reports.Gate{g}, g.Failed
	if rows := p.slipped(); rows > 0 {
		g := reports.Gate{Name: slippedGate, Limit: p.Spec.Limits.MaxSlipped, Value: float64(rows) / float64(max(p.Rows, 1))}
		g.Failed = g.Value > g.Limit
		gates, failed = append(gates, g), failed || g.Failed
	}
	return gates, failed
}

// slippedGate holds rows whose values stand in a neighbouring column, or beside
// those of another row: they are answered as they stand, so somebody must look.
const slippedGate = "max_slipped"

func (p *Plan) slipped() (rows int64) {
	for _, f := range p.Files {
		for _, x := range f.Findings {
			if x.Slipped() {
				rows += x.Rows
			}
		}
	}
	return rows
}
