package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"lamsach/dedupe"
	"lamsach/pipeline/sink/columnar"
	"lamsach/reports"
	"lamsach/schemas"
)

// acrossVersion is raised whenever what a job over runs makes of the same runs
// changes.
const acrossVersion = 1

// across is a job over several published runs in work. Everything it makes
// follows from the runs: it reads their tables in as many passes as its memory
// asks for, and keeps nothing on disk in between.
type across struct {
	spec  *AcrossSpec
	runs  []acrossRun
	parts []acrossPart
	rows  int64
	chain dedupe.Chain
	run   run

	tables        []int    // of each run, the place of its first table in files
	files, sheets []string // of all tables
	disagreements []string // "step.field", by run and field
	workers       int
	meta          map[string]string

	mu       sync.Mutex
	tally    *reports.AcrossTally
	suspects reports.AcrossErrors
	shared   int64
	objects  []Object
}

// AcrossOutcome is a job over runs that was published, now or before.
type AcrossOutcome struct {
	Manifest *AcrossManifest
	Folder   string // of the run, as a path of this machine where there is one
	Report   string
	Again    bool
	Seconds  float64
}

// RunAcross does a job over published runs. The same job over the same runs
// again is no work; one that cannot be published leaves nothing visible.
func RunAcross(ctx context.Context, spec *AcrossSpec, o RunOptions) (*AcrossOutcome, error) {
	began := time.Now()
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	out, err := openOutput(spec.Output)
	if err != nil {
		return nil, err
	}
	if err := out.probe(ctx, o.Voice); err != nil {
		return nil, err
	}
	runs, err := openRuns(ctx, spec, out)
	if err != nil {
		return nil, err
	}
	a := newAcross(spec, runs, out, o.Workers)
	for _, w := range warningsOf(runs) {
		o.Voice.Say(Event{Event: EventWarning, Message: w.Text(schemas.English)})
	}
	done, err := a.again(ctx)
	if done == nil && err == nil {
		done, err = a.publish(ctx, o.Voice)
	}
	if err != nil {
		return nil, err
	}
	done.Seconds = time.Since(began).Seconds()
	return done, nil
}

func newAcross(spec *AcrossSpec, runs []acrossRun, out *output, workers int) *across {
	a := &across{spec: spec, runs: runs, chain: dedupe.Chain{Runs: len(runs)}, workers: workersOf(&Spec{Limits: spec.Limits})}
	if workers > 0 {
		a.workers = workers
	}
	a.parts, a.rows = partsOf(runs)
	for _, name := range spec.Chain {
		a.chain.Steps = append(a.chain.Steps, spec.step(name))
	}
	for _, r := range runs {
		a.tables = append(a.tables, len(a.files))
		for _, in := range r.m.Inputs {
			a.files, a.sheets = append(a.files, in.File), append(a.sheets, in.Sheet)
		}
		for f := range schemas.Fields {
			a.disagreements = append(a.disagreements, r.name+"."+f.String())
		}
	}
	a.run = run{out, a.id()}
	a.meta = map[string]string{"lamsach.snapshot": runs[0].m.Snapshot.ID, "lamsach.version": Version}
	a.tally = a.newTally()
	a.suspects = reports.NewAcrossErrors()
	return a
}

// id is a fingerprint of the work: of the runs and what is asked of them.
func (a *across) id() string {
	type named struct{ Name, Run string }
	work := struct {
		Kind       string
		Format     int
		Program    string
		Runs       []named
		Chain      []string
		Disclosure string
	}{Kind: kindAcross, Format: acrossVersion, Program: Version, Chain: a.spec.Chain, Disclosure: a.spec.Disclosure}
	for _, r := range a.runs {
		work.Runs = append(work.Runs, named{r.name, r.m.RunID})
	}
	text, err := json.Marshal(work)
	if err != nil {
		panic(fmt.Sprintf("jobs: the work is plain data: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

func (a *across) names() (names []string) {
	for _, r := range a.runs {
		names = append(names, r.name)
	}
	return names
}

// showsValues and showsFields are what the job discloses.
func (a *across) showsValues() bool { return a.spec.Disclosure == "values" }
func (a *across) showsFields() bool { return a.spec.Disclosure != "verdict" }

func (a *across) newTally() *reports.AcrossTally {
	return reports.NewAcrossTally(len(a.runs), a.chain.Steps)
}

// again is the outcome of the same job that was published before; nil when
// there is none, or when some of it is gone.
func (a *across) again(ctx context.Context) (*AcrossOutcome, error) {
	m, err := readAcross(ctx, a.run)
	if m == nil || err != nil {
		return nil, err
	}
	if whole, err := a.run.complete(ctx, m.Objects); err != nil || !whole {
		return nil, err
	}
	if err := a.run.finish(ctx, ExitPublished); err != nil {
		return nil, err
	}
	return a.outcome(m, true), nil
}

func (a *across) outcome(m *AcrossManifest, again bool) *AcrossOutcome {
	return &AcrossOutcome{Manifest: m, Folder: a.run.place(a.run.path()), Report: a.run.place(a.run.path() + "/" + reportPage), Again: again}
}

// publish does the work and publishes it.
func (a *across) publish(ctx context.Context, voice Voice) (*AcrossOutcome, error) {
	work, err := a.run.work()
	if err != nil {
		return nil, err
	}
	ledger, err := openLedger(filepath.Join(work, a.run.id)) // for its lock
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", a.spec.Output, err)
	}
	defer func() { _ = ledger.remove() }()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(a.spec.Limits.Memory))
	voice.Say(Event{Event: EventPlanned, RunID: a.run.id, Files: len(a.files), Parts: len(a.parts), Rows: a.rows, Workers: a.workers})
	if err := a.run.sweep(ctx); err != nil {
		return nil, err
	}
	m, err := a.work(ctx, voice)
	var data []byte
	if err == nil {
		data, err = encode(m)
	}
	if err == nil {
		err = a.run.commit(ctx, data, ExitPublished)
	}
	if err != nil {
		return nil, a.giveUp(ctx, err)
	}
	return a.outcome(m, false), nil
}

// giveUp removes what was written of a run that no other try can cure.
func (a *across) giveUp(ctx context.Context, err error) error {
	if code := ExitOf(err); ctx.Err() != nil || code == ExitInterrupted || code == ExitStorage {
		return err
	}
	clean := context.WithoutCancel(ctx)
	if m, e := readAcross(clean, a.run); m != nil || e != nil {
		return err // what was published once is never taken back
	}
	return errors.Join(err, a.run.withdraw(clean))
}

// Sightings of a partition, as many as make a part of a table, and what one
// takes without its claims.
const (
	sightingTarget = 1 << 17
	sightingBytes  = 48
)

// budget is what the records of a pass may take: half of what is left, as they
// are copied while they grow.
func (a *across) budget() int64 {
	return max((a.spec.Limits.Memory-baseBytes-int64(a.workers)*acrossWorkerBytes)/2, a.spec.Limits.Memory/8)
}

// division divides at most so many records of a table.
func (a *across) division(records, bytes, target int64) dedupe.Division {
	return dedupe.DivisionOf(records, bytes, target, a.budget())
}

// peopleDivision divides the sightings.
func (a *across) peopleDivision() dedupe.Division {
	return a.division(a.rows, sightingBytes+claimBytes*a.mismatches()/max(a.rows, 1), sightingTarget)
}

// acrossWorkerBytes is what a worker takes beside records: the objects of a
// part, their columns, and the table it writes.
const acrossWorkerBytes = 64 << 20

// work makes every table and the report.
func (a *across) work(ctx context.Context, voice Voice) (*AcrossManifest, error) {
	report := &reports.Across{
		RunID: a.run.id, Job: a.spec.Title(), Disclosure: a.spec.Disclosure, Snapshot: a.runs[0].m.Snapshot, Version: Version,
		Chain: append([]string{}, a.spec.Chain...), Steps: []reports.AcrossStep{}, Warnings: append([]reports.AcrossWarning{}, warningsOf(a.runs)...),
	}
	for i := range a.runs {
		report.Runs = append(report.Runs, a.runs[i].fact())
	}
	err := inPasses(ctx, a, voice, "people", a.peopleDivision(), a.sightings, a.people)
	if err == nil {
		err = inPasses(ctx, a, voice, "numbers", a.division(a.rows*rowUses, useBytes, useTarget), a.uses, a.numbers)
	}
	if err != nil {
		return nil, err
	}
	report.Count(a.tally)
	report.RegisterErrors, report.Numbers = a.suspects, a.shared
	return a.manifest(ctx, report)
}

// inPasses gathers the records of every part and makes the tables of each
// partition of them.
func inPasses[T any](ctx context.Context, a *across, voice Voice, phase string, d dedupe.Division,
	read func(context.Context, acrossPart, func(uint64, T)) error, write func(context.Context, int, []T, *columnar.Writer) error,
) error {
	m := measure(voice, phase, a.rows*int64(d.Passes()), 0)
	var writers sync.Pool
	err := dedupe.Gather(ctx, d, len(a.parts), a.workers,
		func(ctx context.Context, unit int, add func(uint64, T)) (err error) {
			p := a.parts[unit]
			defer func() { err = recovered(recover(), fmt.Sprintf("part %d of run %s", p.part, a.runs[p.run].name), err) }()
			err = read(ctx, p, add)
			m.add(p.rows)
			return err
		},
		func(ctx context.Context, partition int, list []T) (err error) {
			defer func() { err = recovered(recover(), fmt.Sprintf("partition %d of %s", partition, phase), err) }()
			w, _ := writers.Get().(*columnar.Writer)
			if w == nil {
				w = new(columnar.Writer)
			}
			defer writers.Put(w)
			return write(ctx, partition, list, w)
		})
	m.done(err)
	return err
}

// put writes an object of the run and notes it for the manifest.
func (a *across) put(ctx context.Context, name string, data []byte, rows int64) error {
	o, err := a.run.put(ctx, name, data, rows)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.objects = append(a.objects, o)
	return nil
}

// manifest writes the report and names everything that is published.
func (a *across) manifest(ctx context.Context, report *reports.Across) (*AcrossManifest, error) {
	page, summary, err := acrossPages(report)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	for _, o := range []named{{reportPage, page}, {reportSummary, summary}} {
		if err := a.put(ctx, o.name, o.data, 0); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(a.objects, func(x, y Object) int { return strings.Compare(x.Path, y.Path) })
	return &AcrossManifest{
		Version: AcrossManifestVersion, RunID: a.run.id, Program: Version,
		Job:    AcrossJob{Kind: kindAcross, Name: a.spec.Name, Disclosure: a.spec.Disclosure},
		Report: report, Objects: a.objects,
	}, nil
}
