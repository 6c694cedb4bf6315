package jobs

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"lamsach/pipeline"
	"lamsach/register"
	"lamsach/schemas"
)

// registerInput is the input of a build: its files, and what is read at a time.
type registerInput struct {
	opened  *opened
	files   []*registerFile
	parts   []pipeline.Part
	rows    int64
	workers int
	delta   *register.Delta // of an update
}

// registerFile is a table of an input object.
type registerFile struct {
	input  *PlannedFile
	layout registerLayout
}

// openRegister finds the files of a build and recognises their columns.
func openRegister(ctx context.Context, o *RegisterBuild) (*registerInput, error) {
	d, err := registerDescription(o.Dataset)
	if err != nil {
		return nil, fail(ExitUsage, err)
	}
	matches, err := resolve(ctx, o.Input, o.Voice)
	if err != nil {
		return nil, err
	}
	in := &registerInput{opened: newOpened(ctx, readerOptions(d, o.Memory)), workers: workersOf(&Spec{Limits: Limits{Workers: o.Workers}})}
	if o.Base != "" {
		in.delta = new(register.Delta)
	}
	for _, m := range matches {
		files, err := in.look(ctx, d, m)
		if err != nil {
			in.close()
			return nil, err
		}
		for _, f := range files {
			for _, c := range f.input.cuts {
				in.parts = append(in.parts, pipeline.Part{
					Index: len(in.parts), File: len(in.files), Sheet: f.input.Sheet, FirstRow: c.FirstRow, Rows: c.Rows, StartRow: in.rows,
				})
				in.rows += int64(c.Rows)
			}
			in.files = append(in.files, f)
		}
	}
	o.Voice.Say(Event{Event: EventPlanned, RunID: "register", Files: len(in.files), Parts: len(in.parts), Rows: in.rows, Workers: in.workers})
	return in, nil
}

func (in *registerInput) close() { in.opened.close() }

func registerDescription(path string) (*schemas.Description, error) {
	if path == "" {
		path = "register"
	}
	return schemas.Dataset(path)
}

// look recognises the columns of one input object.
func (in *registerInput) look(ctx context.Context, d *schemas.Description, m found) ([]*registerFile, error) {
	file, release, err := in.opened.get(&m)
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

// add reads every part and adds its people to the builder.
func (in *registerInput) add(ctx context.Context, b *register.Builder, v Voice) error {
	m := measure(v, "read", in.rows, 0)
	var next atomic.Int64
	crew := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for range max(1, min(in.workers, len(in.parts))) {
		crew.Go(func(ctx context.Context) error {
			w := newRegisterWorker()
			for {
				at := int(next.Add(1)) - 1
				if at >= len(in.parts) {
					return nil
				}
				if err := w.guarded(ctx, in, in.parts[at], b); err != nil {
					return err
				}
				m.add(in.parts[at].Rows)
			}
		})
	}
	err := crew.Wait()
	m.done(err)
	return err
}
