package columnar

// Numbers of the format.
const (
	typeInt32  = 1
	typeInt64  = 2
	typeFloat  = 4
	typeDouble = 5
	typeBytes  = 6

	required = 0
	optional = 1
	repeated = 2

	encPlain       = 0
	encRLE         = 3
	encDelta       = 5
	encDeltaLength = 6
	encDictionary  = 8

	codecNone   = 0
	codecSnappy = 1
)

// meaning is a logical type: its id in the union of the format, and the older
// converted type that says the same.
type meaning struct {
	logical   int16
	converted int
}

var (
	plainValue = meaning{0, -1}
	textValue  = meaning{1, 0}
	listValue  = meaning{3, 3}
	dateValue  = meaning{6, 6}
)

// element is one element of the schema, in depth-first order.
type element struct {
	name       string
	typ        int // -1 for a group
	repetition int
	children   int
	meaning    meaning
}

func (e *element) write(c *compact) {
	c.open()
	if e.typ >= 0 {
		c.i32(1, e.typ)
	}
	if e.repetition >= 0 {
		c.i32(3, e.repetition)
	}
	c.text(4, e.name)
	if e.children > 0 {
		c.i32(5, e.children)
	}
	if e.meaning.logical > 0 {
		c.i32(6, e.meaning.converted)
		c.field(10, cStruct)
		c.open()
		c.empty(e.meaning.logical)
		c.close()
	}
	c.close()
}

// chunk is what the footer says of one column.
type chunk struct {
	typ        int
	encodings  []int
	path       []string
	codec      int
	values     int64
	nulls      int64
	unpacked   int64
	packed     int64
	data       int64 // where the first data page lies
	dictionary int64 // where the dictionary page lies, 0 for none
}

func (k *chunk) write(c *compact) {
	c.open()
	c.i64(2, 0) // file_offset, which the format has given up
	c.field(3, cStruct)
	c.open()
	c.i32(1, k.typ)
	c.list(2, cI32, len(k.encodings))
	for _, e := range k.encodings {
		c.varint(int64(e))
	}
	c.list(3, cBinary, len(k.path))
	for _, p := range k.path {
		c.bare(p)
	}
	c.i32(4, k.codec)
	c.i64(5, k.values)
	c.i64(6, k.unpacked)
	c.i64(7, k.packed)
	c.i64(9, k.data)
	if k.dictionary > 0 {
		c.i64(11, k.dictionary)
	}
	c.field(12, cStruct)
	c.open()
	c.i64(3, k.nulls)
	c.close()
	c.close()
	c.close()
}

// start is where the chunk's bytes begin.
func (k *chunk) start() int64 {
	if k.dictionary > 0 {
		return k.dictionary
	}
	return k.data
}
