package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"

	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/store"
	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/source"
	"lamsach/register"
	"lamsach/reports"
	"lamsach/schemas"
)

// Plan is everything that is decided before rows are read: which objects in
// which versions, what their columns mean, how they are cut into parts, and
// the run's id. It is immutable and shared by all workers.
type Plan struct {
	Spec     *Spec
	RunID    string
	People   *register.Snapshot
	Model    *matchers.Model
	Files    []*PlannedFile   // by source_file
	SetAside []reports.Damage // files that cannot be read, by source_file
	Parts    []pipeline.Part
	Rows     int64
}

// PlannedFile is an input object that can be read.
type PlannedFile struct {
	Input
	Missing []schemas.Role // compulsory columns that it lacks
	found   found
	layout  layout
	profile clean.Profile
	cuts    []source.Cut
	sample  *pipeline.Batch // kept for predictions only
}

// sampleRows is how many rows of a file decide what its columns mean and how
// they are written. Enough that an encoding or a dummy number which one row in
// a thousand has is seen.
const sampleRows = 8192

// recognisedRows of the sample are shown to the recognition of columns.
const recognisedRows = 1000

// looking says how closely inputs are looked at.
type looking uint8

const (
	lookToRun   looking = iota // checksums: the run's id is made of them
	lookToCheck                // no checksums, but the sample is kept
)

// examined is what became of looking at one object.
type examined struct {
	file   *PlannedFile
	damage *reports.Damage
	sum    store.Checksum
	name   string
}

// NewPlan resolves and examines the input of a job. Files that cannot be read
// are set aside; if nothing is left the error has ExitGiven. The snapshot must
// stay open as long as the plan is used.
func NewPlan(ctx context.Context, spec *Spec, people *register.Snapshot, out *output, voice Voice) (*Plan, error) {
	inputs, err := resolveInput(ctx, spec, out, voice)
	if err != nil {
		return nil, err
	}
	looked, err := examineAll(ctx, spec, inputs, lookToRun)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Spec: spec, People: people, Model: matchers.Builtin()}
	if err := plan.take(looked, voice); err != nil {
		return nil, err
	}
	plan.RunID = plan.runID(looked)
	return plan, nil
}

func examineAll(ctx context.Context, spec *Spec, inputs []found, how looking) ([]examined, error) {
	looked := make([]examined, len(inputs))
	p := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError().WithMaxGoroutines(workersOf(spec))
	for i, in := range inputs {
		p.Go(func(ctx context.Context) (err error) {
			looked[i], err = examine(ctx, spec, in, how)
			return err
		})
	}
	return looked, p.Wait()
}

// take sorts the files that can be used from those that cannot.
func (p *Plan) take(looked []examined, voice Voice) error {
	for _, l := range looked {
		if l.damage != nil {
			p.SetAside = append(p.SetAside, *l.damage)
			voice.Say(Event{Event: EventSetAside, File: l.damage.File, Place: l.damage.Place, Message: l.damage.Problem})
			continue
		}
		p.add(l.file)
		if len(l.file.Missing) > 0 {
			voice.Say(Event{Event: EventWarning, File: l.name, Message: fmt.Sprintf("%s lacks the compulsory columns %s", l.name, roleList(l.file.Missing))})
		}
	}
	if len(p.Files) == 0 {
		return failf(ExitGiven, "nothing to do: none of the %d input files can be used (see above)", len(looked))
	}
	return nil
}

// workersOf is how many goroutines a job may use.
func workersOf(spec *Spec) int {
	if spec.Limits.Workers > 0 {
		return spec.Limits.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// add appends a file and its parts to the plan.
func (p *Plan) add(f *PlannedFile) {
	f.Parts[0] = len(p.Parts)
	for _, c := range f.cuts {
		p.Parts = append(p.Parts, pipeline.Part{Index: len(p.Parts), File: len(p.Files), FirstRow: c.FirstRow, Rows: c.Rows, StartRow: p.Rows})
		p.Rows += int64(c.Rows)
	}
	f.Parts[1] = len(p.Parts)
	p.Files = append(p.Files, f)
}

// runID is a fingerprint of the work: the same work has the same id wherever it
// is done and wherever its output goes.
func (p *Plan) runID(looked []examined) string {
	type input struct {
		File string
		Sum  store.Checksum
	}
	work := struct {
		Inputs                         []input
		Snapshot, Rules, Model, Format string
		Kind, Dataset, Description     string
		Outputs                        []string
		Thresholds                     Thresholds
		Disclosure                     string
	}{
		Snapshot: p.People.ID(), Rules: RulesText(Rules()), Model: p.Model.Hash(), Format: Version,
		Kind: p.Spec.Kind, Dataset: p.Spec.Dataset, Description: fingerprint(p.Spec.Description),
		Outputs: p.Spec.Outputs, Thresholds: p.Spec.Thresholds, Disclosure: p.Spec.Disclosure,
	}
	for _, l := range looked {
		work.Inputs = append(work.Inputs, input{l.name, l.sum})
	}
	text, err := json.Marshal(work)
	if err != nil {
		panic(fmt.Sprintf("jobs: the work is plain data: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

// examine looks at one object: its checksum, its columns, its parts. A file
// that cannot be used is no error but a damage.
func examine(ctx context.Context, spec *Spec, in found, how looking) (e examined, err error) {
	e.name = in.Rel
	sum, sumErr := store.Checksum{Size: in.Info.Size}, error(nil)
	var summing conc.WaitGroup
	if how == lookToRun {
		summing.Go(func() { sum, sumErr = store.SumObject(ctx, in.Store, in.Key) })
	}
	file, err := openSource(ctx, in)
	if err == nil {
		defer file.Close()
		e.file, err = look(ctx, spec, in, file, how)
	}
	summing.Wait()
	if e.sum = sum; sumErr != nil {
		return e, passing(sumErr)
	}
	if d := damageOf(in.Rel, err); d != nil {
		e.damage, e.file = d, nil
		return e, nil
	}
	if err != nil {
		return e, passing(err)
	}
	e.file.Size, e.file.SHA256 = e.sum.Size, e.sum.SHA256
	if !e.file.layout.usable {
		e.damage = &reports.Damage{File: in.Rel, Problem: fmt.Sprintf(
			"columns not recognised: no column of numbers, and no names with birth dates or addresses, among its %d columns (lamsach check names them)", len(e.file.Columns))}
	}
	return e, nil
}

// passing gives an error of reading an input its exit code: what was there a
// moment ago and is gone now, or cannot be reached, may be back the next time.
func passing(err error) error {
	if errors.Is(err, context.Canceled) || ExitOf(err) != ExitInternal {
		return err
	}
	return fail(ExitStorage, err)
}

// look reads a file's sample and decides by it.
func look(ctx context.Context, spec *Spec, in found, file *source.File, how looking) (*PlannedFile, error) {
	f := &PlannedFile{found: in, cuts: file.Cuts(pipeline.UsualPartRows)}
	f.File, f.Rows = in.Rel, file.Rows()
	cols, lists := columnInfo(file)
	all := scalars(lists)
	sample, err := file.Sample(ctx, all, sampleRows)
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		cols[c].Sample = sampleOf(&sample.Columns[i], recognisedRows)
	}
	f.layout = layoutOf(spec.Description, cols, lists)
	f.Columns, f.Missing = f.layout.columns, f.layout.missing
	read := narrow(sample, all, f.layout.read)
	if f.profile = clean.MakeProfile(read, f.layout.clean); how == lookToCheck {
		f.sample = read
	}
	if f.Profile, err = json.Marshal(f.profile); err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	if len(f.cuts) == 0 { // a file without rows has one part all the same: its tables are there, and empty
		f.cuts = []source.Cut{{}}
	}
	return f, nil
}

// columnInfo are the columns of a file, still without samples, and which of
// them are lists or deeper: a cell of theirs is no text.
func columnInfo(file *source.File) (cols []schemas.ColumnInfo, lists []bool) {
	for _, c := range file.Columns() {
		cols = append(cols, schemas.ColumnInfo{Name: c.Name})
		lists = append(lists, c.List || c.Type == "nested" || c.Type == "other")
	}
	return cols, lists
}

func scalars(lists []bool) []int {
	all := []int{}
	for c, list := range lists {
		if !list {
			all = append(all, c)
		}
	}
	return all
}

// sampleOf are values of a column, nulls left out.
func sampleOf(c *pipeline.Column, rows int) []string {
	var out []string
	for _, e := range c.Index {
		if e >= 0 && len(out) < rows {
			out = append(out, string(c.Entry(e)))
		}
	}
	return out
}

// narrow is a batch of some of the columns that were read: have and want are
// columns of the file, ascending.
func narrow(b *pipeline.Batch, have, want []int) *pipeline.Batch {
	out := &pipeline.Batch{Part: b.Part, Rows: b.Rows}
	at := 0
	for i, c := range have {
		if at < len(want) && want[at] == c {
			out.Columns = append(out.Columns, b.Columns[i])
			at++
		}
	}
	return out
}
