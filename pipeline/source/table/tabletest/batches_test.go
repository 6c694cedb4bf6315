package tabletest

import (
	"testing"

	"lamsach/pipeline"
)

// What a batch may have wrong is seen.
func TestWrongBatchesAreSeen(t *testing.T) {
	g := Grid{Names: []string{"a", "b"}, Rows: [][]string{{"x", ""}, {"y", "Đỗ"}, {"x", "z"}}}
	good := func() *pipeline.Batch {
		return &pipeline.Batch{Rows: 2, Columns: []pipeline.Column{
			{Index: []int32{0, 1}, Offsets: []int32{0, 5, 6}, Bytes: []byte("Đỗz")},
			{Index: []int32{1, 0}, Offsets: []int32{0, 1, 2}, Bytes: []byte("xy")},
		}}
	}
	columns := []int{1, 0}
	cases := map[string]func(b *pipeline.Batch){
		"":                    func(*pipeline.Batch) {},
		"rows":                func(b *pipeline.Batch) { b.Rows = 3 },
		"columns":             func(b *pipeline.Batch) { b.Columns = b.Columns[:1] },
		"a null too many":     func(b *pipeline.Batch) { b.Columns[0].Index[1] = -1 },
		"another value":       func(b *pipeline.Batch) { b.Columns[0].Index[1] = 0 },
		"entry outside":       func(b *pipeline.Batch) { b.Columns[0].Index[1] = 2 },
		"an index less":       func(b *pipeline.Batch) { b.Columns[0].Index = b.Columns[0].Index[:1] },
		"offsets fall":        func(b *pipeline.Batch) { b.Columns[0].Offsets[1] = 7 },
		"offsets outside":     func(b *pipeline.Batch) { b.Columns[0].Offsets[2] = 9 },
		"lists":               func(b *pipeline.Batch) { b.Columns[0].Lists = []int32{0, 1, 2} },
		"the column's order":  func(b *pipeline.Batch) { b.Columns[0], b.Columns[1] = b.Columns[1], b.Columns[0] },
		"the bytes of others": func(b *pipeline.Batch) { b.Columns[0].Bytes[5] = 'y' },
	}
	for name, change := range cases {
		b := good()
		change(b)
		if err := checkBatch(b, &g, 1, 2, columns); (err == nil) != (name == "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}
