package flat

import "encoding/binary"

// Build writes a buffer from its root on. Whatever a field points at is written
// behind it, and an old buffer, if any, last; so fields can point into that.
// Positions are from the beginning of the buffer.
type Build struct {
	b    []byte
	late []late // fields that point into the old buffer
}

type late struct{ at, target int }

// Field is a field of a table to be written: a number of Width 1, 2, 4 or 8
// bytes, or with Width 0 a distance that Point sets.
type Field struct {
	Width int
	Value uint64
}

// Absent is a field that keeps its default.
var Absent = Field{Width: -1}

// Link is a field that points at something written later.
var Link = Field{}

// NewBuild begins a buffer whose root is the next table written.
func NewBuild() *Build { return &Build{b: make([]byte, 4, 1024)} }

// Table writes a table with one field for each slot. It gives the position of
// the table, and of each field.
func (b *Build) Table(fields ...Field) (at int, slots []int) {
	b.align(2)
	vtable := len(b.b)
	b.b = append(b.b, make([]byte, 4+2*len(fields))...)
	b.align(8)
	at = len(b.b)
	b.b = append(b.b, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(b.b[at:], uint32(at-vtable))
	slots = make([]int, len(fields))
	for i, f := range fields {
		if f.Width < 0 {
			continue
		}
		width := f.Width
		if width == 0 {
			width = 4
		}
		b.align(width)
		slots[i] = len(b.b)
		binary.LittleEndian.PutUint16(b.b[vtable+4+2*i:], uint16(len(b.b)-at))
		b.b = binary.LittleEndian.AppendUint64(b.b, f.Value)[:len(b.b)+width]
	}
	binary.LittleEndian.PutUint16(b.b[vtable:], uint16(4+2*len(fields)))
	binary.LittleEndian.PutUint16(b.b[vtable+2:], uint16(len(b.b)-at))
	if binary.LittleEndian.Uint32(b.b) == 0 {
		binary.LittleEndian.PutUint32(b.b, uint32(at))
	}
	return at, slots
}

// Vector writes a vector of n elements, whose alignment is that of elements of
// align bytes. It gives the positions of the vector and of its first element.
func (b *Build) Vector(n, align int, elements []byte) (at, first int) {
	b.align(4)
	for (len(b.b)+4)%align != 0 {
		b.b = append(b.b, 0)
	}
	at = len(b.b)
	b.b = binary.LittleEndian.AppendUint32(b.b, uint32(n))
	first = len(b.b)
	b.b = append(b.b, elements...)
	return at, first
}

// Text writes a string.
func (b *Build) Text(s string) int {
	at, _ := b.Vector(len(s), 4, []byte(s))
	b.b = append(b.b, 0)
	return at
}

// Point makes a link at a position point at a later one.
func (b *Build) Point(at, target int) {
	binary.LittleEndian.PutUint32(b.b[at:], uint32(target-at))
}

// PointOld makes a link at a position point at a position of the old buffer.
func (b *Build) PointOld(at, target int) { b.late = append(b.late, late{at, target}) }

// Bytes ends the buffer with the old one, which may be nil. Its length is a
// multiple of 8.
func (b *Build) Bytes(old []byte) []byte {
	b.align(8)
	base := len(b.b)
	b.b = append(b.b, old...)
	b.align(8)
	for _, l := range b.late {
		b.Point(l.at, base+l.target)
	}
	return b.b
}

func (b *Build) align(n int) {
	for len(b.b)%n != 0 {
		b.b = append(b.b, 0)
	}
}
