package pages

// compact reads thrift's compact protocol. After the first fault it answers
// zeros and stays bad; short says that the bytes ended too early.
type compact struct {
	b     []byte
	at    int
	depth int
	bad   bool
	short bool
}

// Types of the compact protocol.
const (
	tStop   = 0
	tTrue   = 1
	tFalse  = 2
	tByte   = 3
	tI16    = 4
	tI32    = 5
	tI64    = 6
	tDouble = 7
	tBinary = 8
	tList   = 9
	tSet    = 10
	tMap    = 11
	tStruct = 12
)

func (c *compact) fail(short bool) {
	if !c.bad {
		c.bad, c.short = true, short
	}
	c.at = len(c.b)
}

func (c *compact) byte() byte {
	if c.at >= len(c.b) {
		c.fail(true)
		return 0
	}
	c.at++
	return c.b[c.at-1]
}

func (c *compact) uvarint() uint64 {
	var v uint64
	for shift := uint(0); shift < 64; shift += 7 {
		b := c.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	c.fail(false)
	return 0
}

// int is a zigzag integer of any width.
func (c *compact) int() int64 {
	v := c.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

// int32 is an integer that must fit in 32 bits.
func (c *compact) int32() int32 {
	v := c.int()
	if v != int64(int32(v)) {
		c.fail(false)
		return 0
	}
	return int32(v)
}

// bytes is a length and so many bytes; the slice belongs to the input.
func (c *compact) bytes() []byte {
	n := c.uvarint()
	if n > uint64(len(c.b)-c.at) {
		c.fail(n < MaxHeader)
		return nil
	}
	c.at += int(n)
	return c.b[c.at-int(n) : c.at]
}

// list begins a list or set. Every element takes at least a byte.
func (c *compact) list() (n int, typ byte) {
	b := c.byte()
	size := uint64(b >> 4)
	if size == 15 {
		size = c.uvarint()
	}
	if size > uint64(len(c.b)-c.at) {
		c.fail(size < MaxHeader)
		return 0, 0
	}
	return int(size), b & 15
}

// fields reads a struct: known is asked for each field and says whether it
// read the value; others are skipped.
func (c *compact) fields(known func(id int16, typ byte) bool) {
	if c.depth++; c.depth > maxDepth {
		c.fail(false)
	}
	id := int16(0)
	for !c.bad {
		b := c.byte()
		if b == tStop {
			break
		}
		if d := b >> 4; d != 0 {
			id += int16(d)
		} else {
			id = int16(c.int())
		}
		if typ := b & 15; !known(id, typ) {
			c.skip(typ)
		}
	}
	c.depth--
}

func (c *compact) skip(typ byte) {
	switch typ {
	case tTrue, tFalse:
	case tByte:
		c.byte()
	case tI16, tI32, tI64:
		c.uvarint()
	case tDouble:
		for range 8 {
			c.byte()
		}
	case tBinary:
		c.bytes()
	case tList, tSet:
		n, elem := c.list()
		c.skipMany(n, elem, tStop)
	case tMap:
		n := c.uvarint()
		if n == 0 {
			return
		}
		b := c.byte()
		if n > uint64(len(c.b)-c.at) {
			c.fail(n < MaxHeader)
			return
		}
		c.skipMany(int(n), b>>4, b&15)
	case tStruct:
		c.fields(func(int16, byte) bool { return false })
	default:
		c.fail(false)
	}
}

// skipMany skips n elements of one type, or n pairs of two. In a list a
// boolean is a byte.
func (c *compact) skipMany(n int, first, second byte) {
	if c.depth++; c.depth > maxDepth {
		c.fail(false)
	}
	for range n {
		if c.bad {
			break
		}
		for _, typ := range [2]byte{first, second} {
			switch typ {
			case tStop:
			case tTrue, tFalse:
				c.byte()
			default:
				c.skip(typ)
			}
		}
	}
	c.depth--
}
