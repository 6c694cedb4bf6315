package jobs

import (
	"testing"

	"lamsach/pipeline"
)

// What was kept is given once, to its own part; what does not fit is not kept,
// and room that was taken is told.
func TestKeptParts(t *testing.T) {
	f, g := new(PlannedFile), new(PlannedFile)
	batch := func(first int64, rows int) *pipeline.Batch {
		b := &pipeline.Batch{Part: pipeline.Part{FirstRow: first, Rows: rows}, Rows: rows, Columns: make([]pipeline.Column, 1)}
		b.Columns[0].Index = make([]int32, rows)
		return b
	}
	one := batch(1, 100)
	k := newKept(int64(one.LaidSize()+8) * keptShare)
	if !k.keep(f, one) || k.keep(f, batch(101, 100)) {
		t.Fatal("room for one batch must hold one batch")
	}
	if k.bytes() != int64(one.LaidSize()) {
		t.Errorf("%d bytes are held", k.bytes())
	}
	part := pipeline.Part{Index: 7, FirstRow: 1, Rows: 100}
	if k.take(g, part) != nil || k.take(f, pipeline.Part{FirstRow: 1, Rows: 99}) != nil || k.take(f, pipeline.Part{FirstRow: 101, Rows: 100}) != nil {
		t.Error("rows were given to somebody else")
	}
	if b := k.take(f, part); b != one || b.Part != part {
		t.Errorf("the part got %v", b)
	}
	if k.take(f, part) != nil {
		t.Error("a batch was given twice")
	}
	k.drop()
	if k.keep(f, batch(1, 1)) {
		t.Error("kept after all was dropped")
	}
	var none *keptParts
	if none.take(f, part) != nil || none.bytes() != 0 {
		t.Error("nothing must hold nothing")
	}
}
