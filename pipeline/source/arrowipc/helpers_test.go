package arrowipc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc"
	"lamsach/pipeline/source/table"
)

var ctx = context.Background()

// object is an object in memory.
type object struct {
	*bytes.Reader
	closed bool
}

func newObject(data []byte) *object { return &object{Reader: bytes.NewReader(data)} }

func (o *object) Info() store.Info { return store.Info{Key: "in/a.arrow", Size: o.Size()} }
func (o *object) Close() error     { o.closed = true; return nil }

func open(t testing.TB, data []byte) table.File {
	t.Helper()
	f, err := arrowipc.Open(ctx, newObject(data), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// readable lists the columns that can be read.
func readable(tab table.Table) (out []int) {
	for i, c := range tab.Columns() {
		if c.Type != "nested" && c.Type != "other" {
			out = append(out, i)
		}
	}
	return out
}

// readParts reads some columns in parts of at most max rows: cells by column
// and row, each nil, a string, or a list of such.
func readParts(tab table.Table, columns []int, max int) ([][]any, error) {
	out := make([][]any, len(columns))
	var b pipeline.Batch
	next := int64(0)
	for _, c := range tab.Cuts(max) {
		if c.FirstRow != next || c.Rows < 1 || c.Rows > max {
			return nil, fmt.Errorf("cut %+v, want one of at most %d rows that begins at %d", c, max, next)
		}
		next += int64(c.Rows)
		if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, columns, &b); err != nil {
			return nil, err
		}
		for i, cells := range cellsOf(&b) {
			out[i] = append(out[i], cells...)
		}
	}
	if next != tab.Rows() {
		return nil, fmt.Errorf("the cuts hold %d rows of %d", next, tab.Rows())
	}
	return out, nil
}

func readAll(t testing.TB, data []byte, max int) [][]any {
	t.Helper()
	f := open(t, data)
	defer f.Close()
	out, err := readParts(f.Tables()[0], readable(f.Tables()[0]), max)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// readThrough opens an object and reads all that can be read.
func readThrough(data []byte) (rows int64, err error) {
	obj := newObject(data)
	f, err := arrowipc.Open(ctx, obj, table.Options{Memory: 256 << 20})
	if err != nil {
		if !obj.closed {
			err = errors.New("the object was not closed")
		}
		return 0, err
	}
	tab := f.Tables()[0]
	columns := readable(tab)
	var b pipeline.Batch
	for _, c := range tab.Cuts(pipeline.UsualPartRows) {
		if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, columns, &b); err != nil {
			return rows, err
		}
		cellsOf(&b)
		rows += int64(c.Rows)
	}
	return rows, f.Close()
}

// cellsOf gives the cells of a batch after holding it to its invariants.
func cellsOf(b *pipeline.Batch) [][]any {
	out := make([][]any, len(b.Columns))
	for i := range b.Columns {
		c := &b.Columns[i]
		if c.Lists == nil && len(c.Index) != b.Rows || c.Lists != nil && len(c.Lists) != b.Rows+1 {
			panic(fmt.Sprintf("column %d has %d indexes and %d lists for %d rows", i, len(c.Index), len(c.Lists), b.Rows))
		}
		if len(c.Offsets) == 0 || c.Offsets[0] != 0 || int(c.Offsets[len(c.Offsets)-1]) != len(c.Bytes) {
			panic(fmt.Sprintf("column %d: offsets do not span its %d bytes", i, len(c.Bytes)))
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

func compare(t testing.TB, what string, got, want [][]any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d columns, want %d", what, len(got), len(want))
	}
	for i := range want {
		if len(got[i]) != len(want[i]) {
			t.Fatalf("%s: column %d has %d rows, want %d", what, i, len(got[i]), len(want[i]))
		}
		for r := range want[i] {
			if !same(got[i][r], want[i][r]) {
				t.Fatalf("%s: column %d row %d: got %v, want %v", what, i, r, got[i][r], want[i][r])
			}
		}
	}
}

// same compares two cells: nil, string, or a list of them. A null list and an
// empty one are the same to us.
func same(got, want any) bool {
	list, ok := got.([]any)
	if !ok {
		return got == want
	}
	other, _ := want.([]any)
	if len(list) != len(other) {
		return false
	}
	for i := range list {
		if list[i] != other[i] {
			return false
		}
	}
	return true
}

// layouts are ways to write the same rows.
var layouts = []struct {
	name    string
	stream  bool
	options []ipc.Option
}{
	{"file", false, nil},
	{"stream", true, nil},
	{"file LZ4", false, []ipc.Option{ipc.WithLZ4()}},
	{"stream LZ4", true, []ipc.Option{ipc.WithLZ4()}},
	{"file zstd", false, []ipc.Option{ipc.WithZstd()}},
	{"stream zstd", true, []ipc.Option{ipc.WithZstd()}},
	{"stream deltas", true, []ipc.Option{ipc.WithDictionaryDeltas(true)}},
}

// write writes record batches with the other implementation.
func write(t testing.TB, stream bool, records []arrow.Record, options ...ipc.Option) []byte {
	t.Helper()
	var b seekable
	options = append(options, ipc.WithSchema(records[0].Schema()))
	var w interface {
		Write(arrow.Record) error
		Close() error
	}
	if stream {
		w = ipc.NewWriter(&b, options...)
	} else {
		var err error
		if w, err = ipc.NewFileWriter(&b, options...); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seekable is a buffer that says where it stands, as a file does.
type seekable struct{ bytes.Buffer }

func (s *seekable) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != 1 {
		return 0, errors.ErrUnsupported
	}
	return int64(s.Len()), nil
}
