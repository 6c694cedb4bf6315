package compact

import (
	"encoding/binary"
	"errors"
)

// Type is the type of a field or of the elements of a list.
type Type byte

// The types of the protocol. The value of a boolean field is its type.
const (
	True Type = 1 + iota
	False
	I8
	I16
	I32
	I64
	Double
	Binary
	List
	Set
	Map
	Struct
	UUID
)

// maxDepth is how deep values may lie in each other.
const maxDepth = 64

// ErrMalformed says that bytes are no value of the protocol.
var ErrMalformed = errors.New("no thrift struct")

// Field is a field of a struct with the bytes of its value, none for a boolean.
type Field struct {
	ID    int16
	Type  Type
	Value []byte
}

// Fields reads the struct at the beginning of b, and says how long it is. The
// values are slices of b.
func Fields(b []byte) (fields []Field, n int, err error) {
	r := reader{b: b}
	for {
		f, ok := r.field()
		if !ok {
			break
		}
		start := r.at
		r.value(f.Type, true, 0)
		f.Value = b[start:r.at]
		fields = append(fields, f)
	}
	if r.bad {
		return nil, 0, ErrMalformed
	}
	return fields, r.at, nil
}

// Elements reads the list of a field: the type of its elements and the bytes
// of each.
func Elements(f Field) (typ Type, elements [][]byte, err error) {
	if f.Type != List && f.Type != Set {
		return 0, nil, ErrMalformed
	}
	r := reader{b: f.Value}
	typ, n := r.list()
	elements = make([][]byte, 0, min(n, 1<<10))
	for range n {
		start := r.at
		r.value(typ, false, 0)
		elements = append(elements, r.b[start:r.at])
	}
	if r.bad {
		return 0, nil, ErrMalformed
	}
	return typ, elements, nil
}

// Int gives the value of a field of integers.
func Int(f Field) (int64, error) {
	if f.Type != I16 && f.Type != I32 && f.Type != I64 {
		return 0, ErrMalformed
	}
	v, n := binary.Varint(f.Value)
	if n <= 0 {
		return 0, ErrMalformed
	}
	return v, nil
}

// Bytes gives the value of a field of text or bytes.
func Bytes(f Field) ([]byte, error) {
	size, n := binary.Uvarint(f.Value)
	if f.Type != Binary || n <= 0 || size != uint64(len(f.Value)-n) {
		return nil, ErrMalformed
	}
	return f.Value[n:], nil
}

// reader goes through bytes that need not be what they seem.
type reader struct {
	b    []byte
	at   int
	last int16 // number of the field before
	bad  bool
}

func (r *reader) fail() { r.bad, r.at = true, len(r.b) }

func (r *reader) byte() byte {
	if r.at >= len(r.b) {
		r.fail()
		return 0
	}
	r.at++
	return r.b[r.at-1]
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b[r.at:])
	if n <= 0 {
		r.fail()
		return 0
	}
	r.at += n
	return v
}

func (r *reader) pass(n uint64) {
	if n > uint64(len(r.b)-r.at) {
		r.fail()
		return
	}
	r.at += int(n)
}

// field reads the head of a field; ok is false behind the last one.
func (r *reader) field() (f Field, ok bool) {
	head := r.byte()
	if r.bad || head == 0 {
		return f, false
	}
	f.Type = Type(head & 15)
	if delta := head >> 4; delta != 0 {
		f.ID = r.last + int16(delta)
	} else {
		v := r.uvarint()
		f.ID = int16(v>>1) ^ -int16(v&1)
	}
	r.last = f.ID
	return f, !r.bad
}

// list reads the head of a list. Its length fits in what follows.
func (r *reader) list() (Type, int) {
	head := r.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n = r.uvarint()
	}
	if r.bad || n > uint64(len(r.b)-r.at) {
		r.fail()
		return 0, 0
	}
	return Type(head & 15), int(n)
}

// value passes over a value. A boolean field has none.
func (r *reader) value(typ Type, field bool, depth int) {
	if depth > maxDepth {
		r.fail()
		return
	}
	switch typ {
	case True, False:
		if !field {
			r.pass(1)
		}
	case I8:
		r.pass(1)
	case I16, I32, I64:
		r.uvarint()
	case Double:
		r.pass(8)
	case UUID:
		r.pass(16)
	case Binary:
		r.pass(r.uvarint())
	case List, Set:
		elements, n := r.list()
		for i := 0; i < n && !r.bad; i++ {
			r.value(elements, false, depth+1)
		}
	case Map:
		r.pairs(depth)
	case Struct:
		inner := reader{b: r.b, at: r.at}
		for {
			f, ok := inner.field()
			if !ok {
				break
			}
			inner.value(f.Type, true, depth+1)
		}
		r.at, r.bad = inner.at, inner.bad
	default:
		r.fail()
	}
}

func (r *reader) pairs(depth int) {
	n := r.uvarint()
	if n == 0 {
		return
	}
	types := r.byte()
	if n > uint64(len(r.b)-r.at) {
		r.fail()
		return
	}
	for i := uint64(0); i < n && !r.bad; i++ {
		r.value(Type(types>>4), false, depth+1)
		r.value(Type(types&15), false, depth+1)
	}
}
