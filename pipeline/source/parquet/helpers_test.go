package parquet_test

import (
	"bytes"
	"context"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

var ctx = context.Background()

// object is an object in memory.
type object struct {
	*bytes.Reader
	closed bool
}

func newObject(data []byte) *object { return &object{Reader: bytes.NewReader(data)} }

func (o *object) Info() store.Info { return store.Info{Key: "in/a.parquet", Size: o.Size()} }
func (o *object) Close() error     { o.closed = true; return nil }

func open(t testing.TB, data []byte) *parquet.File {
	t.Helper()
	f, err := parquet.Open(ctx, newObject(data), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// columnsOf lists all columns of a file.
func columnsOf(f *parquet.File) []int {
	out := make([]int, len(f.Columns()))
	for i := range out {
		out[i] = i
	}
	return out
}

// readAll reads a file in parts of at most max rows: cells by column and row,
// each nil, a string, or a list of such.
func readAll(t testing.TB, f *parquet.File, max int) [][]any {
	t.Helper()
	return readColumns(t, f, columnsOf(f), max)
}

// readColumns is readAll for some columns.
func readColumns(t testing.TB, f *parquet.File, columns []int, max int) [][]any {
	t.Helper()
	out := make([][]any, len(columns))
	var b pipeline.Batch
	next := int64(0)
	for _, c := range f.Cuts(max) {
		if c.FirstRow != next || c.Rows < 1 || c.Rows > max {
			t.Fatalf("cut %+v, want one of at most %d rows that begins at %d", c, max, next)
		}
		next += int64(c.Rows)
		if err := f.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, columns, &b); err != nil {
			t.Fatal(err)
		}
		for i, cells := range cellsOf(t, &b) {
			out[i] = append(out[i], cells...)
		}
	}
	if next != f.Rows() {
		t.Fatalf("the cuts hold %d rows of %d", next, f.Rows())
	}
	return out
}

// cellsOf gives the cells of a batch after holding it to its invariants.
func cellsOf(t testing.TB, b *pipeline.Batch) [][]any {
	t.Helper()
	out := make([][]any, len(b.Columns))
	for i := range b.Columns {
		c := &b.Columns[i]
		if c.Lists == nil && len(c.Index) != b.Rows || c.Lists != nil && len(c.Lists) != b.Rows+1 {
			t.Fatalf("column %d has %d indexes and %d lists for %d rows", i, len(c.Index), len(c.Lists), b.Rows)
		}
		if len(c.Offsets) == 0 || c.Offsets[0] != 0 || int(c.Offsets[len(c.Offsets)-1]) != len(c.Bytes) {
			t.Fatalf("column %d: offsets do not span its %d bytes", i, len(c.Bytes))
		}
		cell := func(k int) any {
			if c.Index[k] < 0 {
				return nil
			}
			return string(c.Entry(c.Index[k]))
		}
		for r := range b.Rows {
			if c.Lists == nil {
				out[i] = append(out[i], cell(r))
				continue
			}
			list := []any{}
			for k := c.Lists[r]; k < c.Lists[r+1]; k++ {
				list = append(list, cell(int(k)))
			}
			out[i] = append(out[i], list)
		}
	}
	return out
}
