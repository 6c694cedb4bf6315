package flat

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Walk reads one buffer. Its tables and vectors stay valid as long as the
// buffer; after a fault they read as if everything were absent.
type Walk struct {
	b    []byte
	left int // what may still be looked at
	err  error
}

// NewWalk reads a buffer of at most 2 GiB. Parts of a buffer may be pointed at
// many times; reading ends as a fault when that makes a small buffer much.
func NewWalk(b []byte) *Walk { return &Walk{b: b, left: 16*len(b) + 1<<20} }

// spend counts bytes that are looked at.
func (w *Walk) spend(n int) {
	if w.left -= n; w.left < 0 && w.err == nil {
		w.err = errors.New("the metadata points at the same things too often")
	}
}

// Err is the first fault, nil when there was none.
func (w *Walk) Err() error { return w.err }

func (w *Walk) fault(what string, at int) {
	if w.err == nil {
		w.err = fmt.Errorf("%s at byte %d lies outside the metadata", what, at)
	}
}

// inside says whether size bytes at a position lie in the buffer.
func (w *Walk) inside(at, size int) bool {
	return w.err == nil && at >= 0 && size >= 0 && at <= len(w.b)-size
}

// Root is the root table.
func (w *Walk) Root() Table {
	if !w.inside(0, 4) {
		w.fault("the root", 0)
		return Table{walk: w}
	}
	return w.table(w.follow(0))
}

// follow gives the position that a distance at a position points at.
func (w *Walk) follow(at int) int {
	return at + int(binary.LittleEndian.Uint32(w.b[at:]))
}

func (w *Walk) table(at int) Table {
	w.spend(16)
	if at <= 0 || !w.inside(at, 4) {
		w.fault("a table", at)
		return Table{walk: w}
	}
	vtable := at - int(int32(binary.LittleEndian.Uint32(w.b[at:])))
	if !w.inside(vtable, 4) {
		w.fault("a table's layout", vtable)
		return Table{walk: w}
	}
	length, size := int(binary.LittleEndian.Uint16(w.b[vtable:])), int(binary.LittleEndian.Uint16(w.b[vtable+2:]))
	if length < 4 || !w.inside(vtable, length) || size < 4 || !w.inside(at, size) {
		w.fault("a table", at)
		return Table{walk: w}
	}
	return Table{walk: w, at: at, vtable: vtable, slots: (length - 4) / 2, size: size}
}

// Table is a table, or an absent one, all of whose fields are absent too.
type Table struct {
	walk        *Walk
	at          int // 0 when absent: the root's position lies there
	vtable      int
	slots, size int
}

// Here says whether there is such a table.
func (t Table) Here() bool { return t.at > 0 && t.walk.err == nil }

// At is where the table lies, for pointing at it.
func (t Table) At() int { return t.at }

// field is the position of a field of so many bytes, 0 when it is absent.
func (t Table) field(slot, size int) int {
	if !t.Here() || slot >= t.slots {
		return 0
	}
	within := int(binary.LittleEndian.Uint16(t.walk.b[t.vtable+4+2*slot:]))
	if within == 0 {
		return 0
	}
	if within < 4 || within > t.size-size {
		t.walk.fault("a field", t.at+within)
		return 0
	}
	return t.at + within
}

// Uint8 is a field of one byte; absent, the default.
func (t Table) Uint8(slot int, absent uint8) uint8 {
	if at := t.field(slot, 1); at > 0 {
		return t.walk.b[at]
	}
	return absent
}

// Bool is a field of one byte.
func (t Table) Bool(slot int) bool { return t.Uint8(slot, 0) != 0 }

// Int16 is a field of two bytes.
func (t Table) Int16(slot int, absent int16) int16 {
	if at := t.field(slot, 2); at > 0 {
		return int16(binary.LittleEndian.Uint16(t.walk.b[at:]))
	}
	return absent
}

// Int32 is a field of four bytes.
func (t Table) Int32(slot int, absent int32) int32 {
	if at := t.field(slot, 4); at > 0 {
		return int32(binary.LittleEndian.Uint32(t.walk.b[at:]))
	}
	return absent
}

// Int64 is a field of eight bytes.
func (t Table) Int64(slot int, absent int64) int64 {
	if at := t.field(slot, 8); at > 0 {
		return int64(binary.LittleEndian.Uint64(t.walk.b[at:]))
	}
	return absent
}

// Table is a field that is a table of its own.
func (t Table) Table(slot int) Table {
	at := t.field(slot, 4)
	if at == 0 {
		return Table{walk: t.walk}
	}
	return t.walk.table(t.walk.follow(at))
}

// Text is a field that is a string.
func (t Table) Text(slot int) string {
	v := t.Vector(slot, 1)
	t.walk.spend(v.Len())
	return string(v.Bytes())
}

// Vector is a field that is a vector of elements of so many bytes each.
func (t Table) Vector(slot, width int) Vector {
	at := t.field(slot, 4)
	if at == 0 {
		return Vector{walk: t.walk, width: width}
	}
	at = t.walk.follow(at)
	if !t.walk.inside(at, 4) {
		t.walk.fault("a vector", at)
		return Vector{walk: t.walk, width: width}
	}
	n := int(binary.LittleEndian.Uint32(t.walk.b[at:]))
	if n > len(t.walk.b)/width || !t.walk.inside(at+4, n*width) {
		t.walk.fault("a vector", at)
		return Vector{walk: t.walk, width: width}
	}
	return Vector{walk: t.walk, at: at, n: n, width: width}
}

// Vector is a vector of numbers, structs, or distances to tables.
type Vector struct {
	walk  *Walk
	at    int // 0 when absent
	n     int
	width int
}

// Here says whether the field is there at all, be it empty.
func (v Vector) Here() bool { return v.at > 0 && v.walk.err == nil }

// At is where the vector lies, for pointing at it.
func (v Vector) At() int { return v.at }

// Len is the number of elements.
func (v Vector) Len() int {
	if v.walk.err != nil {
		return 0
	}
	return v.n
}

// Bytes are the elements as they lie in the buffer.
func (v Vector) Bytes() []byte {
	if v.Len() == 0 {
		return nil
	}
	return v.walk.b[v.at+4 : v.at+4+v.n*v.width]
}

// Int32 is a number of element i, so many bytes behind its beginning.
func (v Vector) Int32(i, within int) int32 {
	return int32(binary.LittleEndian.Uint32(v.Bytes()[i*v.width+within:]))
}

// Int64 is a number of element i, so many bytes behind its beginning.
func (v Vector) Int64(i, within int) int64 {
	return int64(binary.LittleEndian.Uint64(v.Bytes()[i*v.width+within:]))
}

// Table is element i of a vector of tables.
func (v Vector) Table(i int) Table {
	if v.walk.err != nil || i >= v.n {
		return Table{walk: v.walk}
	}
	return v.walk.table(v.walk.follow(v.at + 4 + 4*i))
}
