package jobs

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/conc/pool"

	"lamsach/pipeline"
	"lamsach/pipeline/source"
	"lamsach/register"
	"lamsach/schemas"
)

// RegisterBuild says which snapshot to build.
type RegisterBuild struct {
	Input   []string // patterns
	Out     string   // the snapshot file
	Dataset string   // a description of another layout; "" for the register's own
	Workers int      // 0: one for each CPU
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
	found  found
	rows   int64
	cuts   []source.Cut
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
	d, err := registerDescription(o.Dataset)
	if err != nil {
		return nil, fail(ExitUsage, err)
	}
	matches, err := resolve(ctx, o.Input, o.Voice)
	if err != nil {
		return nil, err
	}
	spec := Spec{Limits: Limits{Workers: o.Workers}}
	files := make([]*registerFile, len(matches))
	built := &RegisterBuilt{Out: o.Out}
	var parts []pipeline.Part
	var rows int64
	for i, m := range matches {
		if files[i], err = lookRegister(ctx, d, m); err != nil {
			return nil, err
		}
		built.Files = append(built.Files, m.place)
		for _, c := range files[i].cuts {
			parts = append(parts, pipeline.Part{Index: len(parts), File: i, FirstRow: c.FirstRow, Rows: c.Rows, StartRow: rows})
			rows += int64(c.Rows)
		}
	}
	built.Absent = files[0].layout.absent
	o.Voice.Say(Event{Event: EventPlanned, RunID: "register", Files: len(files), Parts: len(parts), Rows: rows, Workers: workersOf(&spec)})
	b := register.NewBuilder(register.BuildOptions{Path: o.Out, Rules: CleaningRules(), Workers: workersOf(&spec)})
	m := measure(o.Voice, "read", rows, 0)
	err = addPeople(ctx, files, parts, b, m, workersOf(&spec))
	m.done(err)
	if err != nil {
		return nil, err
	}
	m = measure(o.Voice, "index", rows, 0)
	built.BuildReport, err = b.Finish(ctx)
	m.done(err)
	if err != nil {
		return nil, passing(err)
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

// lookRegister recognises the columns of one input file.
func lookRegister(ctx context.Context, d *schemas.Description, in found) (*registerFile, error) {
	file, err := openSource(ctx, in)
	if err != nil {
		return nil, registerFault(in, err)
	}
	defer file.Close()
	cols, lists := columnInfo(file)
	all := scalars(lists)
	sample, err := file.Sample(ctx, all, recognisedRows)
	if err != nil {
		return nil, registerFault(in, err)
	}
	for i, c := range all {
		cols[c].Sample = sampleOf(&sample.Columns[i], recognisedRows)
	}
	f := &registerFile{found: in, rows: file.Rows(), cuts: file.Cuts(pipeline.UsualPartRows), layout: registerLayoutOf(d, cols)}
	if f.layout.at[schemas.RolePersonalID] < 0 || f.layout.at[schemas.RoleFullName] < 0 {
		return nil, failf(ExitGiven, "%s: no column of personal IDs and full names; a register input has personal_id, full_name and birth_date (describe another layout with --dataset)", in.Rel)
	}
	return f, nil
}

// registerFault names the place of damage in a register input.
func registerFault(in found, err error) error {
	if d := damageOf(in.Rel, err); d != nil {
		return failf(ExitGiven, "%s: %s%s; nothing was built", d.File, d.Problem, prefixed(" at ", d.Place))
	}
	return passing(err)
}

// addPeople reads every part and adds its people to the builder.
func addPeople(ctx context.Context, files []*registerFile, parts []pipeline.Part, b *register.Builder, m *meter, workers int) error {
	in := &inputs{plan: &Plan{Parts: parts}, open: map[int]*openInput{}}
	for _, f := range files {
		in.plan.Files = append(in.plan.Files, &PlannedFile{Input: Input{File: f.found.Rel, Rows: f.rows}, found: f.found})
	}
	for _, p := range parts {
		if in.open[p.File] == nil {
			in.open[p.File] = new(openInput)
		}
		in.open[p.File].left++
	}
	defer in.closeAll()
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
