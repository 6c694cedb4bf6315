package pages

import (
	"encoding/binary"

	"github.com/parquet-go/parquet-go/encoding/thrift"
)

// measure finds how long the struct of thrift's compact protocol at the
// beginning of b is. The decoder of the library makes room for as many
// elements as a list claims and calls itself for each nested struct, so
// neither may be more than the bytes can hold. short says that b ends before
// the struct does.
func measure(b []byte) (n int, short, ok bool) {
	m := measurer{b: b, room: MaxStructs}
	m.fields(0, 0)
	return m.at, m.short, !m.bad
}

type measurer struct {
	b     []byte
	at    int
	room  int64 // for what the library makes of lists
	bad   bool
	short bool
}

func (m *measurer) fail(short bool) {
	if !m.bad {
		m.bad, m.short = true, short
	}
	m.at = len(m.b)
}

func (m *measurer) byte() byte {
	if m.at >= len(m.b) {
		m.fail(true)
		return 0
	}
	m.at++
	return m.b[m.at-1]
}

func (m *measurer) uvarint() uint64 {
	v, n := binary.Uvarint(m.b[m.at:])
	if n <= 0 {
		m.fail(n == 0)
		return 0
	}
	m.at += n
	return v
}

func (m *measurer) pass(n uint64) {
	if n > uint64(len(m.b)-m.at) {
		m.fail(n <= MaxHeader)
		return
	}
	m.at += int(n)
}

// fields passes over a struct. path tells the field that it is: the numbers of
// the fields around it, five bits each.
func (m *measurer) fields(path uint32, depth int) {
	if depth > maxDepth {
		m.fail(false)
	}
	for id := int16(0); !m.bad; {
		b := m.byte()
		if b == 0 {
			return
		}
		if d := b >> 4; d != 0 {
			id += int16(d)
		} else {
			v := m.uvarint()
			id = int16(v>>1) ^ -int16(v&1)
		}
		typ := thrift.Type(b & 15)
		if typ != thrift.TRUE && typ != thrift.FALSE { // the type is the value
			m.value(typ, path<<5|uint32(id)&31, depth+1)
		}
	}
}

func (m *measurer) value(typ thrift.Type, path uint32, depth int) {
	switch typ {
	case thrift.TRUE, thrift.FALSE, thrift.I8:
		m.pass(1)
	case thrift.I16, thrift.I32, thrift.I64:
		m.uvarint()
	case thrift.DOUBLE:
		m.pass(8)
	case thrift.UUID:
		m.pass(16)
	case thrift.BINARY:
		m.pass(m.uvarint())
	case thrift.LIST, thrift.SET:
		b := m.byte()
		size := uint64(b >> 4)
		if size == 15 {
			size = m.uvarint()
		}
		m.elements(size, path, depth, thrift.Type(b&15))
	case thrift.MAP:
		if size := m.uvarint(); size > 0 {
			b := m.byte()
			m.elements(size, path, depth, thrift.Type(b>>4), thrift.Type(b&15))
		}
	case thrift.STRUCT:
		m.fields(path, depth)
	default:
		m.fail(false)
	}
}

// elements passes over size elements of some types each.
func (m *measurer) elements(size uint64, path uint32, depth int, types ...thrift.Type) {
	least, made := element(path, types)
	if left := uint64(len(m.b) - m.at); depth > maxDepth || size > left/least {
		m.fail(depth <= maxDepth && size < MaxHeader)
		return
	}
	if m.room -= int64(size) * made; m.room < 0 {
		m.fail(false)
		return
	}
	for i := uint64(0); i < size && !m.bad; i++ {
		for _, typ := range types {
			m.value(typ, path, depth+1)
		}
	}
}

// element is what an element of a list takes at least in the file, and about
// what the library, and we after it, make of it in memory. It has structs of
// hundreds of bytes for row groups and columns, so a file must at least have
// the bytes for what no such struct lacks.
func element(path uint32, types []thrift.Type) (least uint64, made int64) {
	const schema, rowGroups, columns = 2, 4, 4<<5 | 1
	switch {
	case types[0] != thrift.STRUCT:
		return 1, 16
	case path == schema:
		return 3, 400
	case path == rowGroups:
		return 6, 160
	case path == columns:
		return 20, 640
	}
	return 1, 48
}
