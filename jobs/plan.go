package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"

	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/store"
	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
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
	Files    []*PlannedFile   // by source_file, sheets in their order
	SetAside []reports.Damage // files that cannot be read, by source_file
	Parts    []pipeline.Part
	Rows     int64
	opened   *opened
	kept     *keptParts // of the surveys, until their parts are worked on
}

// PlannedFile is an input object that can be read, or one sheet of it.
type PlannedFile struct {
	Input
	Missing []schemas.Role // compulsory columns that it lacks
	found   found
	table   int // of the object
	layout  layout
	profile clean.Profile
	style   sink.Style // of the response
	cuts    []table.Cut
	sample  *pipeline.Batch // kept for predictions only
	better  string          // which other dataset fits clearly better, when only checked
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
	files    []*PlannedFile   // its tables that can be used
	damage   []reports.Damage // of the object or of single sheets
	warnings []string
	sum      store.Checksum
	name     string
}

// NewPlan resolves and examines the input of a job. Files that cannot be read
// are set aside; if nothing is left the error has ExitGiven. The snapshot must
// stay open as long as the plan is used.
func NewPlan(ctx context.Context, spec *Spec, people *register.Snapshot, out *output, voice Voice) (*Plan, error) {
	inputs, err := resolveInput(ctx, spec, out, voice)
	if err != nil {
		return nil, err
	}
	model, err := loadModel(ctx, spec)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Spec: spec, People: people, Model: model, opened: newOpened(ctx, readerOptions(spec.Description, spec.Limits.Memory)), kept: newKept(spec.Limits.Memory)}
	looked, err := plan.examineAll(ctx, inputs, lookToRun)
	if err == nil {
		err = plan.take(looked, voice)
	}
	if err != nil {
		plan.Close()
		return nil, err
	}
	plan.RunID = plan.runID(looked)
	return plan, nil
}

// Close closes the inputs that are still open.
func (p *Plan) Close() { p.opened.close() }

// readerOptions is what the readers of inputs are told: how the dataset spells
// its headers, and how much memory they may take.
func readerOptions(d *schemas.Description, memory int64) (o sandbox.Options) {
	for _, c := range d.Columns {
		o.Headers = append(o.Headers, c.Headers...)
	}
	o.Limits.Memory = decoderBytes(memory)
	return o
}

func (p *Plan) examineAll(ctx context.Context, inputs []found, how looking) ([]examined, error) {
	looked := make([]examined, len(inputs))
	each := max(1, workersOf(p.Spec)/max(1, len(inputs)))
	crew := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError().WithMaxGoroutines(workersOf(p.Spec))
	for i, in := range inputs {
		crew.Go(func(ctx context.Context) (err error) {
			looked[i], err = p.examine(ctx, in, how, each)
			return err
		})
	}
	return looked, crew.Wait()
}

// take sorts the files that can be used from those that cannot.
func (p *Plan) take(looked []examined, voice Voice) error {
	for _, l := range looked {
		for _, d := range l.damage {
			p.SetAside = append(p.SetAside, d)
			voice.Say(Event{Event: EventSetAside, File: d.File, Place: d.Place, Message: d.Problem})
		}
		for _, f := range l.files {
			p.add(f)
			for _, odd := range append(f.layout.odd, reports.Sentences(f.Findings)...) {
				l.warnings = append(l.warnings, fmt.Sprintf("%s: %s", f.Name(), odd))
			}
			if len(f.Missing) > 0 {
				l.warnings = append(l.warnings, fmt.Sprintf("%s lacks the compulsory columns %s", f.Name(), roleList(f.Missing)))
			}
		}
		for _, w := range l.warnings {
			voice.Say(Event{Event: EventWarning, File: l.name, Message: w})
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
		p.Parts = append(p.Parts, pipeline.Part{Index: len(p.Parts), File: len(p.Files), Sheet: f.Sheet, FirstRow: c.FirstRow, Rows: c.Rows, StartRow: p.Rows})
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
		Controls                       *Controls `json:",omitempty"`
	}{
		Snapshot: p.People.ID(), Rules: RulesText(Rules()), Model: p.Model.Hash(), Format: Version,
		Kind: p.Spec.Kind, Dataset: p.Spec.Dataset, Description: fingerprint(p.Spec.Description),
		Outputs: p.Spec.Outputs, Thresholds: p.Spec.Thresholds.alone(), Disclosure: p.Spec.Disclosure,
	}
	if p.Spec.Controls.Share > 0 {
		work.Controls = &p.Spec.Controls
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

// examine looks at one object: its checksum, its tables and their columns and
// parts. What cannot be used is no error but a damage.
// Each object may be looked at by so many workers at a time.
func (p *Plan) examine(ctx context.Context, in found, how looking, workers int) (e examined, err error) {
	e.name, e.sum = in.Rel, store.Checksum{Size: in.Info.Size}
	if how == lookToRun {
		if e.sum, err = in.pin(ctx); err != nil {
			return e, passing(changed(in.Rel, err))
		}
	}
	file, release, err := p.opened.get(&in)
	if err == nil {
		defer release()
		err = e.look(ctx, p, in, file, how, workers)
	}
	if d := damageOf(in.Rel, err); d != nil {
		e.damage, e.files = []reports.Damage{*d}, nil
		return e, nil
	}
	return e, passing(changed(in.Rel, err))
}

// look looks at every table of an object and sorts out those that no row of
// could be looked up.
func (e *examined) look(ctx context.Context, p *Plan, in found, file table.File, how looking, workers int) error {
	var strange []*PlannedFile
	for i, t := range file.Tables() {
		f, err := p.look(ctx, in, t, how, workers)
		if err != nil {
			return err
		}
		f.table, f.Format, f.Size, f.SHA256 = i, file.Format(), e.sum.Size, e.sum.SHA256
		if f.layout.usable {
			e.files = append(e.files, f)
		} else {
			strange = append(strange, f)
		}
	}
	for _, f := range strange {
		if len(e.files) > 0 && f.Rows < fewRows {
			e.warnings = append(e.warnings, fmt.Sprintf("%s has %d rows and no columns of persons: left out", f.Name(), f.Rows))
			continue
		}
		d := reports.Damage{File: in.Rel, Problem: fmt.Sprintf(
			"columns not recognised: no column of numbers, and no names with birth dates or addresses, among its %d columns (lamsach schemas detect names them)", len(f.Columns))}
		if f.Sheet != "" {
			d.Place = fmt.Sprintf("sheet %q", f.Sheet)
		}
		e.damage = append(e.damage, d)
	}
	return nil
}

// fewRows is how many rows a sheet beside others has that is taken for a cover
// or for instructions rather than for data in an unknown layout.
const fewRows = 30

// passing gives an error of reading an input its exit code: what was there a
// moment ago and is gone now, or cannot be reached, may be back the next time.
func passing(err error) error {
	if errors.Is(err, context.Canceled) || ExitOf(err) != ExitInternal {
		return err
	}
	return fail(ExitStorage, err)
}

// look reads a table's sample and decides by it.
func (p *Plan) look(ctx context.Context, in found, file table.Table, how looking, workers int) (*PlannedFile, error) {
	f := &PlannedFile{found: in, cuts: file.Cuts(pipeline.UsualPartRows)}
	f.File, f.Sheet, f.Rows = in.Rel, file.Sheet(), file.Rows()
	cols, lists := columnInfo(file)
	all := scalars(lists)
	sample, err := file.Sample(ctx, all, sampleRows)
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		cols[c].Sample = sampleOf(&sample.Columns[i], recognisedRows)
	}
	f.layout = layoutOf(p.Spec.Description, cols, lists)
	f.Columns, f.Missing = f.layout.columns, f.layout.missing
	read := narrow(sample, all, f.layout.read)
	if how == lookToCheck {
		f.sample, f.better = read, otherDataset(p.Spec.Description, cols)
	}
	f.profile = clean.MakeProfile(read, f.layout.clean)
	if err := f.survey(ctx, file, p.kept, workers); err != nil {
		return nil, err
	}
	f.Findings = f.findings()
	if p.Spec.Wants("response") {
		f.style = sink.MakeStyle(read, f.layout.clean, f.profile, f.headers(), f.layout.marked)
	}
	if f.Profile, err = json.Marshal(f.profile); err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	if len(f.cuts) == 0 { // a file without rows has one part all the same: its tables are there, and empty
		f.cuts = []table.Cut{{}}
	}
	return f, nil
}

// columnInfo are the columns of a file, still without samples, and which of
// them are lists or deeper: a cell of theirs is no text.
func columnInfo(file table.Table) (cols []schemas.ColumnInfo, lists []bool) {
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
