package text

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// object is some bytes as an object.
type object struct {
	*bytes.Reader
	key    string
	closed bool
}

func newObject(text string) *object {
	return &object{Reader: bytes.NewReader([]byte(text)), key: "in/a.csv"}
}

func (o *object) Info() store.Info { return store.Info{Key: o.key, Size: o.Size()} }

func (o *object) Close() error {
	o.closed = true
	return nil
}

func mustOpen(t testing.TB, text string) *File {
	t.Helper()
	f, err := open(t.Context(), newObject(text), table.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func allColumns(f *File) []int {
	columns := make([]int, len(f.Columns()))
	for i := range columns {
		columns[i] = i
	}
	return columns
}

// null is how tests write a cell that has no value.
const null = "·"

// rowsOf reads a part, row by row.
func rowsOf(t tb, f *File, first int64, n int) [][]string {
	t.Helper()
	var b pipeline.Batch
	if err := f.Read(context.Background(), pipeline.Part{FirstRow: first, Rows: n}, allColumns(f), &b); err != nil {
		t.Fatal(err)
	}
	return batchRows(&b)
}

func batchRows(b *pipeline.Batch) [][]string {
	out := make([][]string, b.Rows)
	for row := range out {
		for i := range b.Columns {
			cell := null
			if v := b.Columns[i].Value(row); v != nil {
				cell = string(v)
			}
			out[row] = append(out[row], cell)
		}
	}
	return out
}

// allRows reads a file in parts of some rows.
func allRows(t tb, f *File, part int) [][]string {
	t.Helper()
	out := [][]string{}
	for _, cut := range f.Cuts(part) {
		out = append(out, rowsOf(t, f, cut.FirstRow, cut.Rows)...)
	}
	return out
}

// answerWith gives back a file with one added column of cells.
func respondWith(f *File, names []string, encoding string, cell func(row int64, j int) string) (string, error) {
	var out bytes.Buffer
	err := f.Respond(context.Background(), &out, table.Answer{
		Tables:   []table.Addition{{Names: names}},
		Encoding: encoding,
		Cells: func(_ context.Context, _ int, cut table.Cut) (*pipeline.Batch, error) {
			b := &pipeline.Batch{Rows: cut.Rows, Columns: make([]pipeline.Column, len(names))}
			for j := range names {
				c := &b.Columns[j]
				c.Offsets = []int32{0}
				for row := range cut.Rows {
					v := cell(cut.FirstRow+int64(row), j)
					if v == "" {
						c.Index = append(c.Index, -1)
						continue
					}
					c.Bytes = append(c.Bytes, v...)
					c.Index = append(c.Index, int32(len(c.Offsets)-1))
					c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
				}
			}
			return b, nil
		},
	})
	return out.String(), err
}

// packed is text as gzip or zstd.
func packed(t tb, p packing, text string) string {
	t.Helper()
	var out bytes.Buffer
	w, err := pack(p, &out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// written is records as the standard library writes them.
func written(t tb, sep rune, records [][]string) string {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = sep
	if err := w.WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
