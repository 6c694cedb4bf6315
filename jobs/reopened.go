package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/link"
	"lamsach/pipeline/sink"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

// ReopenOptions say where a run's register and inputs are now, if they are not
// where its manifest names them.
type ReopenOptions struct {
	Register string
	Input    []string // patterns
}

// Reopened is a published run whose rows can be linked again exactly as they
// were: by the same rules and model, against the same snapshot, each input
// cleaned by the profile and the column roles of the manifest. Whatever is not
// the same is refused when it is opened (program, snapshot) or when it is first
// wanted (an input), with ExitGiven.
//
// Doors: Part says where a row is, Reader links the rows of a part. All of them
// but Close may be called by several goroutines; a Reader belongs to one.
type Reopened struct {
	Manifest *Manifest
	People   *Snapshot

	run        run
	linker     *link.Linker
	disclosure sink.Disclosure
	dataset    *schemas.Description
	options    ReopenOptions
	opened     *opened
	inputs     []reopenedInput // as the manifest has them
	starts     []int64         // numbers of their first rows, see startsOf

	finding sync.Once
	places  map[string]found // objects by source_file
	findErr error
}

// reopenedInput is an input that is looked at when one of its rows is wanted.
type reopenedInput struct {
	once  sync.Once
	file  *PlannedFile
	parts []pipeline.Part
	err   error
}

// Reopen opens a published run (see openRun for location) and its snapshot.
func Reopen(ctx context.Context, location string, o ReopenOptions) (*Reopened, error) {
	r, m, err := openRun(ctx, location)
	if err != nil {
		return nil, err
	}
	if err := sameProgram(m); err != nil {
		return nil, err
	}
	model, err := m.judge()
	if err != nil {
		return nil, err
	}
	re := &Reopened{Manifest: m, run: r, options: o, inputs: make([]reopenedInput, len(m.Inputs)), starts: startsOf(m)}
	if re.disclosure, err = sink.ParseDisclosure(m.Job.Disclosure); err != nil {
		return nil, fail(ExitGiven, err)
	}
	if re.dataset, err = sameDataset(m); err != nil {
		return nil, err
	}
	register := cmp.Or(o.Register, m.Job.Register)
	if re.People, err = openFitting(ctx, register); err != nil {
		return nil, err
	}
	if id := re.People.ID(); id != m.Snapshot.ID {
		re.People.Close()
		return nil, failf(ExitGiven, "register %s is snapshot %s, the run was made against %s; name its place with --register", register, id, m.Snapshot.ID)
	}
	t := m.Job.Thresholds
	re.linker = link.New(re.People.Snapshot, link.Options{Accept: t.Accept, Review: t.Review, Model: model})
	re.opened = newOpened(ctx, readerOptions(re.dataset, defaultMemory))
	return re, nil
}

// Close closes the snapshot and the inputs.
func (r *Reopened) Close() {
	r.opened.close()
	_ = r.People.Close()
}

// sameProgram refuses a run whose rows this program would answer by other rules.
func sameProgram(m *Manifest) error {
	switch rules := RulesText(Rules()); {
	case m.Job.Kind != "link":
		return failf(ExitGiven, "run %s is of kind %s; only rows of kind link can be linked again", m.RunID, m.Job.Kind)
	case m.Rules != rules:
		return failf(ExitGiven, "run %s was made by rules %s (lamsach %s), this program has rules %s: its answers would be others; use the program that made the run", m.RunID, m.Rules, m.Program, rules)
	}
	return nil
}

// sameDataset is the description of the run's dataset, by which columns were
// told.
func sameDataset(m *Manifest) (*schemas.Description, error) {
	d, err := schemas.Dataset(m.Job.Dataset)
	if err != nil {
		return nil, fail(ExitGiven, fmt.Errorf("dataset of run %s: %w", m.RunID, err))
	}
	if m.Job.Description != "" && m.Job.Description != fingerprint(d) {
		return nil, failf(ExitGiven, "dataset %s is described otherwise than when run %s was made; put its description back", m.Job.Dataset, m.RunID)
	}
	return d, nil
}

// object finds an input object by its source_file and makes sure that it is
// the one that the run read.
func (r *Reopened) object(ctx context.Context, in *Input) (found, error) {
	r.finding.Do(func() {
		patterns := r.options.Input
		if len(patterns) == 0 {
			patterns = r.Manifest.Job.Input
		}
		var all []found
		if all, r.findErr = resolve(ctx, patterns, Silent{}); r.findErr != nil {
			return
		}
		r.places = map[string]found{}
		for _, f := range all {
			r.places[f.Rel] = f
		}
	})
	if r.findErr != nil {
		return found{}, fmt.Errorf("inputs of run %s: %w; name their place with --input", r.Manifest.RunID, r.findErr)
	}
	f, there := r.places[in.File]
	if !there {
		return found{}, failf(ExitGiven, "input %s is not where run %s read it; name its place with --input", in.File, r.Manifest.RunID)
	}
	sum, err := f.pin(ctx)
	if err != nil {
		return found{}, passing(changed(in.File, err))
	}
	if sum.Size != in.Size || sum.SHA256 != in.SHA256 {
		return found{}, failf(ExitGiven, "input %s is another file than run %s read: size or SHA-256 differ from its manifest", in.File, r.Manifest.RunID)
	}
	return f, nil
}

// input looks at an input the first time it is wanted.
func (r *Reopened) input(ctx context.Context, i int) (*reopenedInput, error) {
	in := &r.inputs[i]
	in.once.Do(func() { in.err = r.look(ctx, i, in) })
	return in, in.err
}

func (r *Reopened) look(ctx context.Context, i int, in *reopenedInput) error {
	listed := &r.Manifest.Inputs[i]
	object, err := r.object(ctx, listed)
	if err != nil {
		return err
	}
	file, release, err := r.opened.get(&object)
	if err != nil {
		return inputFault(object, err)
	}
	defer release()
	tables := file.Tables()
	at := slices.IndexFunc(tables, func(t table.Table) bool { return t.Sheet() == listed.Sheet })
	if at < 0 {
		return failf(ExitGiven, "%s: no such sheet in the input", listed.Name())
	}
	in.file = &PlannedFile{Input: *listed, found: object, table: at}
	if err := in.file.asListed(r.dataset, tables[at]); err != nil {
		return fail(ExitGiven, fmt.Errorf("%s: %w", listed.Name(), err))
	}
	for n, c := range in.file.cuts {
		in.parts = append(in.parts, pipeline.Part{
			Index: listed.Parts[0] + n, File: i, Sheet: listed.Sheet, FirstRow: c.FirstRow, Rows: c.Rows, StartRow: r.starts[i] + c.FirstRow,
		})
	}
	return nil
}

// asListed sets what the manifest says of a file: how its columns are read, its
// profile and its parts.
func (f *PlannedFile) asListed(d *schemas.Description, t table.Table) error {
	cols, lists := columnInfo(t)
	same := slices.EqualFunc(cols, f.Columns, func(c schemas.ColumnInfo, listed InputColumn) bool { return c.Name == listed.Name })
	f.cuts = t.Cuts(pipeline.UsualPartRows)
	if len(f.cuts) == 0 {
		f.cuts = []table.Cut{{}}
	}
	if !same || t.Rows() != f.Rows || len(f.cuts) != f.Parts[1]-f.Parts[0] {
		return fmt.Errorf("its columns, rows or parts are not those of the manifest")
	}
	roles := make([]schemas.Recognised, len(cols))
	for i, c := range f.Columns {
		roles[i] = schemas.Recognised{Column: i, Role: c.Role, Certainty: c.Certainty, By: c.By}
	}
	f.layout = layoutBy(d, cols, lists, roles)
	if err := json.Unmarshal(f.Profile, &f.profile); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	return nil
}

// Row names a row as a caller does: the file may be left out where the run has
// one input, the sheet where the file has one.
type Row struct {
	File, Sheet string
	Row         int64 // source_row
}

// which finds the input of a row.
func (r *Reopened) which(row Row) (int, error) {
	var fits []int
	var names []string
	for i := range r.Manifest.Inputs {
		in := &r.Manifest.Inputs[i]
		if (row.File == "" || in.File == row.File) && (row.Sheet == "" || in.Sheet == row.Sheet) {
			fits, names = append(fits, i), append(names, in.Name())
		}
	}
	switch {
	case len(fits) == 0:
		return 0, failf(ExitUsage, "run %s has no input %s", r.Manifest.RunID, (&Input{File: row.File, Sheet: row.Sheet}).Name())
	case len(fits) > 1:
		more := ""
		if len(names) > 5 {
			names, more = names[:5], " ..."
		}
		return 0, failf(ExitUsage, "run %s has several inputs; name one with --file, a sheet with --sheet: %s%s", r.Manifest.RunID, strings.Join(names, "; "), more)
	}
	switch in := &r.Manifest.Inputs[fits[0]]; {
	case in.Rows == 0:
		return 0, failf(ExitUsage, "%s has no rows", in.Name())
	case row.Row < 0 || row.Row >= in.Rows:
		return 0, failf(ExitUsage, "%s has rows 0 to %d; there is no row %d", in.Name(), in.Rows-1, row.Row)
	}
	return fits[0], nil
}

// Part says in which part of the run a row is, and where there.
func (r *Reopened) Part(ctx context.Context, row Row) (part pipeline.Part, at int, err error) {
	i, err := r.which(row)
	if err != nil {
		return part, 0, err
	}
	in, err := r.input(ctx, i)
	if err != nil {
		return part, 0, err
	}
	for _, p := range in.parts {
		if row.Row >= p.FirstRow && row.Row < p.FirstRow+int64(p.Rows) {
			return p, int(row.Row - p.FirstRow), nil
		}
	}
	return part, 0, failf(ExitInternal, "%s: no part holds row %d", r.Manifest.Inputs[i].Name(), row.Row)
}

// Parts are the parts of an input of the manifest.
func (r *Reopened) Parts(ctx context.Context, input int) ([]pipeline.Part, error) {
	in, err := r.input(ctx, input)
	if err != nil {
		return nil, err
	}
	return in.parts, nil
}

// Source is how outputs name the rows of a part.
func (r *Reopened) Source(p pipeline.Part) sink.Source {
	in := &r.Manifest.Inputs[p.File]
	return sink.Source{File: in.File, Sheet: in.Sheet}
}

// Reader reads, cleans and links parts of a reopened run on one goroutine.
type Reader struct {
	*Reopened
	Rows    *clean.Rows // of the part read last
	Linker  *link.Worker
	batch   pipeline.Batch
	cleaner *clean.Worker
	cleans  int
}

// Reader returns the scratch of one goroutine.
func (r *Reopened) Reader() *Reader {
	return &Reader{Reopened: r, Linker: r.linker.Worker(), cleans: -1}
}

// Read reads and cleans a part: its rows are in Rows until the next Read, for
// Linker.Link, or one by one for Linker.Judge and Linker.Compared.
func (r *Reader) Read(ctx context.Context, p pipeline.Part) error {
	in, err := r.input(ctx, p.File)
	if err != nil {
		return err
	}
	t, release, err := r.opened.table(in.file)
	if err != nil {
		return inputFault(in.file.found, err)
	}
	defer release()
	if err := t.Read(ctx, p, in.file.layout.read, &r.batch); err != nil {
		return inputFault(in.file.found, err)
	}
	if r.cleans != p.File {
		r.cleaner, r.cleans = clean.New(in.file.layout.clean, in.file.profile).Worker(), p.File
	}
	r.Rows = r.cleaner.Clean(&r.batch)
	return nil
}

// Sound says whether the register's pages that were read so far are as they
// were built: a look-up answers something whatever it meets.
func (r *Reopened) Sound() error {
	if err := r.People.Damaged(); err != nil {
		return fail(ExitGiven, fmt.Errorf("register: %w", err))
	}
	return nil
}
