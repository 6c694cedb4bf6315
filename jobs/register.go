package jobs

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc/pool"

	"lamsach/pipeline"
	"lamsach/register"
	"lamsach/schemas"
)

// RegisterBuild says which snapshot to build.
type RegisterBuild struct {
	Input   []string // patterns
	Out     string   // the snapshot file
	Dataset string   // a description of another layout; "" for the register's own
	Workers int      // 0: one for each CPU
	Memory  int64    // bytes the build may take; 0: 8 GiB
	Voice   Voice
}

// RegisterBuilt is what became of a build.
type RegisterBuilt struct {
	*register.BuildReport
	Out     string         `json:"out"`
	Files   []string       `json:"files"` // by number, as problems name them
	Absent  []schemas.Role `json:"absent_columns,omitempty"`
	Seconds float64        `json:"seconds"`
}

// registerFile is an input file of a build.
type registerFile struct {
	input  *PlannedFile
	layout registerLayout
}

// BuildRegister builds a snapshot. Rows that cannot be kept are reported, never
// fatal; a file that cannot be read is, because a register with a hole in it
// would answer "not found" for everybody in the hole.
func BuildRegister(ctx context.Context, o RegisterBuild) (*RegisterBuilt, error) {
	began := time.Now()
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	d, err := registerDescription(o.Dataset)
	if err != nil {
		return nil, fail(ExitUsage, err)
	}
	matches, err := resolve(ctx, o.Input, o.Voice)
	if err != nil {
		return nil, err
	}
	spec := Spec{Limits: Limits{Workers: o.Workers}}
	in := newOpened(ctx, readerOptions(d, o.Memory))
	defer in.close()
	var files []*registerFile
	built := &RegisterBuilt{Out: o.Out}
	var parts []pipeline.Part
	var rows int64
	for _, m := range matches {
		tables, err := lookRegister(ctx, in, d, m)
		if err != nil {
			return nil, err
		}
		for _, f := range tables {
			for _, c := range f.input.cuts {
				parts = append(parts, pipeline.Part{Index: len(parts), File: len(files), Sheet: f.input.Sheet, FirstRow: c.FirstRow, Rows: c.Rows, StartRow: rows})
				rows += int64(c.Rows)
			}
			files = append(files, f)
			built.Files = append(built.Files, m.place)
		}
	}
	built.Absent = files[0].layout.absent
	o.Voice.Say(Event{Event: EventPlanned, RunID: "register", Files: len(files), Parts: len(parts), Rows: rows, Workers: workersOf(&spec)})
	err = keepSnapshot(ctx, o.Out, func(path string) error {
		b := register.NewBuilder(register.BuildOptions{Path: path, Rules: CleaningRules(), Workers: workersOf(&spec), Memory: o.Memory})
		defer b.Close()
		m := measure(o.Voice, "read", rows, 0)
		err := addPeople(ctx, in, files, parts, b, m, workersOf(&spec))
		m.done(err)
		if err != nil {
			return err
		}
		m = measure(o.Voice, "index", rows, 0)
		built.BuildReport, err = b.Finish(ctx)
		m.done(err)
		return passing(err)
	})
	if err != nil {
		return nil, err
	}
	built.Seconds = time.Since(began).Seconds()
	return built, nil
}

func registerDescription(path string) (*schemas.Description, error) {
	if path == "" {
		path = "register"
	}
	return schemas.Dataset(path)
}

// lookRegister recognises the columns of one input object.
func lookRegister(ctx context.Context, in *opened, d *schemas.Description, m found) ([]*registerFile, error) {
	file, release, err := in.get(&m)
	if err != nil {
		return nil, registerFault(m, err)
	}
	defer release()
	var files []*registerFile
	for i, t := range file.Tables() {
		cols, lists := columnInfo(t)
		all := scalars(lists)
		sample, err := t.Sample(ctx, all, recognisedRows)
		if err != nil {
			return nil, registerFault(m, err)
		}
		for j, c := range all {
			cols[c].Sample = sampleOf(&sample.Columns[j], recognisedRows)
		}
		f := &registerFile{
			input:  &PlannedFile{Input: Input{File: m.Rel, Sheet: t.Sheet(), Rows: t.Rows()}, found: m, table: i, cuts: t.Cuts(pipeline.UsualPartRows)},
			layout: registerLayoutOf(d, cols),
		}
		if f.layout.at[schemas.RolePersonalID] < 0 || f.layout.at[schemas.RoleFullName] < 0 {
			return nil, failf(ExitGiven, "%s: no column of personal IDs and full names; a register input has personal_id, full_name and birth_date (describe another layout with --dataset)", f.input.Name())
		}
		files = append(files, f)
	}
	return files, nil
}

// registerFault names the place of damage in a register input.
func registerFault(in found, err error) error {
	if err = inputFault(in, err); ExitOf(err) == ExitGiven {
		return fmt.Errorf("%w; nothing was built", err)
	}
	return err
}

// addPeople reads every part and adds its people to the builder.
func addPeople(ctx context.Context, in *opened, files []*registerFile, parts []pipeline.Part, b *register.Builder, m *meter, workers int) error {
	var next atomic.Int64
	crew := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(workers, len(parts))) {
		crew.Go(func(ctx context.Context) error {
			w := newRegisterWorker()
			for {
				at := int(next.Add(1)) - 1
				if at >= len(parts) {
					return nil
				}
				if err := w.guarded(ctx, in, files, parts[at], b); err != nil {
					return err
				}
				m.add(parts[at].Rows)
			}
		})
	}
	return crew.Wait()
}

// WriteText tells people what became of a build.
func (r *RegisterBuilt) WriteText(w io.Writer) {
	fmt.Fprintf(w, "snapshot %s\n  id      %s\n  people  %s of %s rows\n  size    %s\n  time    %.1f s, %s people/s\n",
		r.Out, r.ID, Thousands(r.People), Thousands(r.Rows), sizeText(r.Bytes), r.Seconds, Thousands(int64(float64(r.People)/max(r.Seconds, 1e-9))))
	if len(r.Absent) > 0 {
		fmt.Fprintf(w, "  absent columns: %s\n", roleList(r.Absent))
	}
	for p := range register.Problems {
		f, ok := r.Problems[p]
		if !ok {
			continue
		}
		fmt.Fprintf(w, "  %-14s %10s rows, first: ", p, Thousands(f.Count))
		for i, at := range f.Examples[:min(len(f.Examples), 3)] {
			if i > 0 {
				fmt.Fprint(w, ", ")
			}
			fmt.Fprintf(w, "%s row %d", r.Files[at.File], at.Row)
		}
		fmt.Fprintln(w)
	}
}
