package flat_test

import (
	"testing"

	"lamsach/pipeline/source/arrowipc/flat"
)

// build makes a buffer with everything in it.
func build() []byte {
	b := flat.NewBuild()
	_, slots := b.Table(
		flat.Field{Width: 1, Value: 7}, flat.Field{Width: 2, Value: 1<<16 - 2}, flat.Absent, flat.Field{Width: 8, Value: 1 << 40},
		flat.Link, flat.Link, flat.Link, flat.Field{Width: 4, Value: 9},
	)
	b.Point(slots[4], b.Text("Đỗ"))
	at, _ := b.Vector(2, 8, []byte{1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0})
	b.Point(slots[5], at)
	at, first := b.Vector(2, 4, make([]byte, 8))
	b.Point(slots[6], at)
	for i := range 2 {
		t, _ := b.Table(flat.Field{Width: 4, Value: uint64(10 + i)})
		b.Point(first+4*i, t)
	}
	return b.Bytes(nil)
}

func check(t *testing.T, root flat.Table) {
	t.Helper()
	v, tables := root.Vector(5, 8), root.Vector(6, 4)
	got := []any{
		root.Uint8(0, 0), root.Int16(1, 0), root.Int32(2, -5), root.Int64(3, 0), root.Text(4), v.Len(), v.Int64(1, 0),
		tables.Table(1).Int32(0, 0), root.Int32(7, 0), root.Int32(99, 3), root.Table(2).Here(), root.Text(2), root.Bool(0),
	}
	want := []any{uint8(7), int16(-2), int32(-5), int64(1 << 40), "Đỗ", 2, int64(2), int32(11), int32(9), int32(3), false, "", true}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestWhatIsBuiltIsRead(t *testing.T) {
	b := build()
	w := flat.NewWalk(b)
	check(t, w.Root())
	if w.Err() != nil || len(b)%8 != 0 {
		t.Error(len(b), w.Err())
	}
}

// A new table in front of an old buffer points into it.
func TestOldBuffersTravelOn(t *testing.T) {
	old := build()
	b := flat.NewBuild()
	_, slots := b.Table(flat.Link)
	b.PointOld(slots[0], flat.NewWalk(old).Root().At())
	w := flat.NewWalk(b.Bytes(old))
	check(t, w.Root().Table(0))
	if w.Err() != nil {
		t.Error(w.Err())
	}
}

// A buffer cut anywhere, or with any byte changed, is a fault or reads as
// something, and never reaches outside.
func TestBrokenBuffers(t *testing.T) {
	good := build()
	visit := func(b []byte) error {
		w := flat.NewWalk(b)
		root := w.Root()
		for i := range 9 {
			root.Uint8(i, 0)
			root.Int64(i, 0)
			root.Text(i)
			root.Table(i).Int32(0, 0)
			v := root.Vector(i, 4)
			for k := range v.Len() {
				v.Table(k).Int32(0, 0)
			}
		}
		return w.Err()
	}
	for n := range good {
		if visit(good[:n]) == nil {
			t.Errorf("cut to %d bytes of %d: no fault", n, len(good))
		}
		for v := range 256 {
			b := append([]byte{}, good...)
			b[n] = byte(v)
			_ = visit(b)
		}
	}
}

// A few bytes that point at each other many times do not make much work.
func TestWorkIsBounded(t *testing.T) {
	b := flat.NewBuild()
	_, slots := b.Table(flat.Link)
	const n = 1 << 17
	at, first := b.Vector(n, 4, make([]byte, 4*n))
	b.Point(slots[0], at)
	table, name := b.Table(flat.Link)
	b.Point(name[0], b.Text(string(make([]byte, 1<<16))))
	for i := range n {
		b.Point(first+4*i, table)
	}
	w := flat.NewWalk(b.Bytes(nil))
	v, read := w.Root().Vector(0, 4), 0
	for i := range v.Len() {
		read += len(v.Table(i).Text(0))
	}
	if w.Err() == nil || read > 32<<20 {
		t.Errorf("%d MiB of names were read, %v", read>>20, w.Err())
	}
}
