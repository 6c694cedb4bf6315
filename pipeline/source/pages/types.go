package pages

// Type is a physical type.
type Type int8

// Physical types, with the numbers of the format; Node is no type but a group.
const (
	Node    Type = -1
	Boolean Type = 0
	Int32   Type = 1
	Int64   Type = 2
	Int96   Type = 3
	Float   Type = 4
	Double  Type = 5
	Bytes   Type = 6
	Fixed   Type = 7
)

// Encoding is how the values of a page are written.
type Encoding int8

// Encodings, with the numbers of the format.
const (
	Plain           Encoding = 0
	PlainDictionary Encoding = 2
	RLE             Encoding = 3
	BitPacked       Encoding = 4
	DeltaBinary     Encoding = 5
	DeltaLength     Encoding = 6
	DeltaBytes      Encoding = 7
	RLEDictionary   Encoding = 8
	SplitStreams    Encoding = 9
)

// Codec is how pages are compressed.
type Codec int8

// Codecs, with the numbers of the format.
const (
	Uncompressed Codec = 0
	Snappy       Codec = 1
	Gzip         Codec = 2
	LZO          Codec = 3
	Brotli       Codec = 4
	LZ4Hadoop    Codec = 5
	Zstd         Codec = 6
	LZ4Raw       Codec = 7
)

// Repetition says how often a field stands in its parent.
type Repetition int8

// Repetitions, with the numbers of the format.
const (
	Required Repetition = 0
	Optional Repetition = 1
	Repeated Repetition = 2
)

// Meaning is what a value stands for, whether a writer said so by a logical or
// by an old converted type.
type Meaning int8

// Meanings that change how a value is read.
const (
	NoMeaning Meaning = iota
	Text
	Decimal // Scale
	Date
	Time      // Unit
	Timestamp // Unit
	Unsigned
	UUID
	Float16
	Interval
	ListOf
	Other // a group or value with a meaning of its own: map, variant, geometry
)

// Element is one element of the schema, in depth-first order.
type Element struct {
	Name       string
	Type       Type
	Length     int // bytes of a Fixed value
	Repetition Repetition
	Children   int
	Meaning    Meaning
	Scale      int
	Unit       int64 // Time and Timestamp: ticks per second
}

// Footer is what a file says of itself.
type Footer struct {
	Rows   int64
	Schema []Element
	Groups []Group
}

// Group is a row group.
type Group struct {
	Rows   int64
	Chunks []Chunk // one for each leaf, in schema order
}

// Chunk is one column of one row group: Size bytes from Start.
type Chunk struct {
	Type   Type
	Codec  Codec
	Values int64 // with nulls and elements of lists
	Start  int64
	Size   int64
}
