package arrowipc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// answered is what the rows of a table get in the columns that are added:
// a few texts, a text of each row, and nothing.
func answered(row int64) []any {
	out := []any{fmt.Sprint("verdict ", row%3), nil, nil}
	if row%5 > 0 {
		out[1] = fmt.Sprint("lý do ", row)
	}
	return out
}

var added = []string{"KET_QUA", "LY_DO", "TRONG"}

// answer gives such cells, and counts what is asked.
func answer(asked *[]table.Cut) table.Answer {
	b := &pipeline.Batch{}
	return table.Answer{
		Tables: []table.Addition{{Names: added, Marked: []int{0}}},
		Cells: func(_ context.Context, tab int, cut table.Cut) (*pipeline.Batch, error) {
			if asked != nil {
				*asked = append(*asked, cut)
			}
			b.Rows = cut.Rows
			b.Columns = make([]pipeline.Column, 4)
			for i := range b.Columns {
				c := &b.Columns[i]
				c.Offsets = []int32{0}
				for r := range cut.Rows {
					var v any
					if i < 3 {
						v = answered(cut.FirstRow + int64(r))[i]
					}
					if v == nil {
						c.Index = append(c.Index, -1)
						continue
					}
					c.Index = append(c.Index, int32(c.Entries()))
					c.Bytes = append(c.Bytes, v.(string)...)
					c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
				}
			}
			return b, nil
		},
	}
}

func respond(t testing.TB, data []byte, a table.Answer) []byte {
	t.Helper()
	f := open(t, data)
	defer f.Close()
	var out bytes.Buffer
	if err := f.Respond(ctx, &out, a); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestResponse(t *testing.T) {
	plain, _ := invent(t, 20, columns, 900, 1, 0, 300)
	dicts, _ := dictionaries(t, false, 4, 100)
	replaced, _ := dictionaries(t, true, 4, 100)
	for _, l := range layouts {
		for name, records := range map[string][]arrow.Record{"plain": plain, "dictionaries": dicts, "replaced": replaced} {
			if name != "plain" && !l.stream {
				records = records[:1]
			}
			data := write(t, l.stream, records, l.options...)
			var asked []table.Cut
			got := respond(t, data, answer(&asked))
			checkResponse(t, l.name+" "+name, data, got)
			if cuts := open(t, data).Tables()[0].Cuts(pipeline.UsualPartRows); fmt.Sprint(cuts) != fmt.Sprint(asked) {
				t.Errorf("%s: asked for %v, want %v", l.name, asked, cuts)
			}
			if again := respond(t, data, answer(nil)); !bytes.Equal(again, got) {
				t.Errorf("%s: another response the second time", l.name)
			}
			// A response can be answered like any other object.
			checkResponse(t, l.name+" again", got, respond(t, got, answer(nil)))
			if !bytes.Equal(respond(t, data, table.Answer{}), data) {
				t.Errorf("%s: nothing added gives other bytes", l.name)
			}
		}
	}
}

// checkResponse compares a response with what was answered: as this program
// and as the other implementation read them.
func checkResponse(t *testing.T, name string, before, after []byte) {
	t.Helper()
	want, got := readAll(t, before, 400), readAll(t, after, 400)
	if len(got) != len(want)+len(added) {
		t.Fatalf("%s: %d columns, want %d", name, len(got), len(want)+len(added))
	}
	compare(t, name, got[:len(want)], want)
	for i := range added {
		for r, cell := range got[len(want)+i] {
			if w := answered(int64(r))[i]; cell != w {
				t.Fatalf("%s: added column %d row %d: %v, want %v", name, i, r, cell, w)
			}
		}
	}
	old, now := readOther(t, before), readOther(t, after)
	if len(old) != len(now) {
		t.Fatalf("%s: %d record batches, want %d", name, len(now), len(old))
	}
	for k := range old {
		a, b := old[k], now[k]
		if !a.Schema().Metadata().Equal(b.Schema().Metadata()) {
			t.Fatalf("%s: other metadata", name)
		}
		for i := range int(a.NumCols()) {
			if !a.Schema().Field(i).Equal(b.Schema().Field(i)) || !array.Equal(a.Column(i), b.Column(i)) {
				t.Fatalf("%s: batch %d: column %q is another", name, k, a.Schema().Field(i).Name)
			}
		}
		if b.NumCols() != a.NumCols()+int64(len(added)) || b.Schema().Field(int(a.NumCols())).Type.ID() != arrow.STRING {
			t.Fatalf("%s: batch %d: added columns %v", name, k, b.Schema().Fields()[a.NumCols():])
		}
	}
}

// readOther reads record batches with the other implementation.
func readOther(t testing.TB, data []byte) (out []arrow.Record) {
	t.Helper()
	if bytes.HasPrefix(data, []byte("ARROW1")) {
		r, err := ipc.NewFileReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.NumRecords() {
			rec, err := r.RecordAt(i)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, rec)
		}
		return out
	}
	r, err := ipc.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for r.Next() {
		r.Record().Retain()
		out = append(out, r.Record())
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return out
}

// A record batch gets the cells of several cuts, and a cut goes to several
// record batches.
func TestResponseAcrossCuts(t *testing.T) {
	number := columns[10:11]
	for _, rows := range [][]int{{140000}, {1, 70000, 100}} {
		for _, l := range []int{0, 4} {
			l := layouts[l]
			records, _ := invent(t, 21, number, rows...)
			data := write(t, l.stream, records, l.options...)
			checkResponse(t, fmt.Sprint(l.name, rows), data, respond(t, data, answer(nil)))
		}
	}
}

// What goes wrong outside of the object stays what it is.
func TestResponseFails(t *testing.T) {
	records, _ := invent(t, 22, columns, 50)
	data := write(t, false, records)
	f := open(t, data)
	mine := errors.New("mine")
	a := answer(nil)
	a.Cells = func(context.Context, int, table.Cut) (*pipeline.Batch, error) { return nil, mine }
	if err := f.Respond(ctx, &bytes.Buffer{}, a); !errors.Is(err, mine) || isFormat(err) {
		t.Error(err)
	}
	for n := range 12 {
		if err := f.Respond(ctx, &failingWriter{left: n * 100, err: mine}, answer(nil)); !errors.Is(err, mine) || isFormat(err) {
			t.Error(err)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := f.Respond(gone, &bytes.Buffer{}, answer(nil)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	a = answer(nil)
	a.Cells = func(context.Context, int, table.Cut) (*pipeline.Batch, error) { return &pipeline.Batch{}, nil }
	if err := f.Respond(ctx, &bytes.Buffer{}, a); err == nil {
		t.Error("an answer without rows was taken")
	}
}

// isFormat says whether the object or its store is blamed.
func isFormat(err error) bool {
	var format *table.FormatError
	var unavailable *store.Unavailable
	return errors.As(err, &format) || errors.As(err, &unavailable)
}

type failingWriter struct {
	left int
	err  error
}

func (w *failingWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, w.err
	}
	return len(b), nil
}
