package columnar

import "encoding/binary"

// Types of thrift's compact protocol.
const (
	cTrue   = 1
	cI32    = 5
	cI64    = 6
	cBinary = 8
	cList   = 9
	cStruct = 12
)

// compact writes thrift's compact protocol. Fields of a struct must be written
// in ascending order of their ids.
type compact struct {
	b    []byte
	last []int16 // the id written last, for each open struct
}

// open begins a struct, close ends it.
func (c *compact) open()  { c.last = append(c.last, 0) }
func (c *compact) close() { c.b, c.last = append(c.b, 0), c.last[:len(c.last)-1] }

func (c *compact) field(id int16, typ byte) {
	last := &c.last[len(c.last)-1]
	c.b = append(c.b, byte(id-*last)<<4|typ)
	*last = id
}

func (c *compact) varint(v int64) { c.b = binary.AppendUvarint(c.b, uint64(v<<1)^uint64(v>>63)) }

func (c *compact) i32(id int16, v int) {
	c.field(id, cI32)
	c.varint(int64(v))
}

func (c *compact) i64(id int16, v int64) {
	c.field(id, cI64)
	c.varint(v)
}

func (c *compact) text(id int16, s string) {
	c.field(id, cBinary)
	c.bare(s)
}

// bare is a text as a list element.
func (c *compact) bare(s string) {
	c.b = binary.AppendUvarint(c.b, uint64(len(s)))
	c.b = append(c.b, s...)
}

// list begins a list of n elements, which follow bare.
func (c *compact) list(id int16, typ byte, n int) {
	c.field(id, cList)
	if n < 15 {
		c.b = append(c.b, byte(n)<<4|typ)
		return
	}
	c.b = binary.AppendUvarint(append(c.b, 0xf0|typ), uint64(n))
}

// empty is a struct field without fields: a member of a union.
func (c *compact) empty(id int16) {
	c.field(id, cStruct)
	c.b = append(c.b, 0)
}
