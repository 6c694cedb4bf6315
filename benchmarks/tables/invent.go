package main

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"

	"lamsach/benchmarks/formats"
	"lamsach/benchmarks/measure"
	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

// set is the invented register and file in all its forms.
type set struct {
	parquet, snapshot string
	places            []place
}

// invent makes what is not there from before.
func (c *config) invent(ctx context.Context) (*set, error) {
	files := measure.Files{Bin: c.bin, Dir: c.dir, People: c.people, Rows: c.rows, Seed: 1, Mix: "default"}
	if err := files.Invent(); err != nil {
		return nil, err
	}
	s := &set{parquet: filepath.Join(files.Input(), "bank-credit-00000.parquet"), snapshot: files.Snapshot()}
	if _, err := os.Stat(s.snapshot); err != nil {
		if _, err := measure.Run(c.bin, nil, "register", "build", "--input", filepath.Join(files.Register(), "*.parquet"), "--out", s.snapshot); err != nil {
			return nil, err
		}
	}
	kinds, err := c.wanted()
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		p, err := c.save(ctx, s, k, filepath.Join(files.Input(), "tables"))
		if err != nil {
			return nil, err
		}
		s.places = append(s.places, p)
	}
	return s, nil
}

// save writes the file in one kind.
func (c *config) save(ctx context.Context, s *set, k formats.Kind, dir string) (place, error) {
	name := filepath.Join(dir, k.Name, "bank-credit"+k.Ext)
	out := filepath.Join(dir, k.Name, "output")
	p := place{name: k.Name, input: absolute(name), register: absolute(s.snapshot), output: absolute(out), clean: func() error { return os.RemoveAll(out) }}
	info, err := os.Stat(name)
	if err != nil {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return p, err
		}
		if err := convert(ctx, s.parquet, name, k); err != nil {
			return p, err
		}
		if info, err = os.Stat(name); err != nil {
			return p, err
		}
	}
	p.bytes = info.Size()
	return p, nil
}

func absolute(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}

// convert writes a Parquet file of the generator in another kind.
func convert(ctx context.Context, from, to string, k formats.Kind) (err error) {
	object, err := store.NewFiles(filepath.Dir(from)).Open(ctx, filepath.Base(from))
	if err != nil {
		return err
	}
	in, err := parquet.Open(ctx, object, table.Options{})
	if err != nil {
		return err
	}
	defer in.Close()
	half := to + ".half"
	out, err := os.Create(half)
	if err != nil {
		return err
	}
	defer os.Remove(half)
	var header []string
	for _, col := range in.Columns() {
		header = append(header, col.Name)
	}
	var fault error
	err = k.Write(out, header, rowsOf(ctx, in, len(header), &fault))
	if err = errors.Join(err, fault, out.Close()); err != nil {
		return err
	}
	return os.Rename(half, to)
}

// rowsOf yields the rows of a table; the slice is used again. What goes wrong is
// left in fault.
func rowsOf(ctx context.Context, in *parquet.File, columns int, fault *error) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		all := make([]int, columns)
		for i := range all {
			all[i] = i
		}
		var b pipeline.Batch
		row := make([]string, columns)
		for _, cut := range in.Cuts(pipeline.UsualPartRows) {
			if *fault = in.Read(ctx, pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}, all, &b); *fault != nil {
				return
			}
			for r := range b.Rows {
				for i := range row {
					row[i] = string(b.Columns[i].Value(r))
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}
