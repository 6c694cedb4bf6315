package sink

import (
	"fmt"
	"math"
	"slices"

	"lamsach/pipeline"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
)

// Disclosure is how much of the register a submitter may learn. The zero value
// is the strictest.
type Disclosure uint8

// The three levels.
const (
	VerdictOnly Disclosure = iota // the verdict, and what the row alone tells
	Fields                        // which fields agree or differ, and how
	Values                        // the register's values
)

var disclosureNames = [...]string{"verdict", "fields", "values"}

// String returns the word of the job file.
func (d Disclosure) String() string { return disclosureNames[d] }

// ParseDisclosure reads the word of the job file.
func ParseDisclosure(s string) (Disclosure, error) {
	for i, name := range disclosureNames {
		if s == name {
			return Disclosure(i), nil
		}
	}
	return VerdictOnly, fmt.Errorf("disclosure %q: want verdict, fields or values", s)
}

// Source says where the rows of a part come from, as outputs name it.
type Source struct {
	File  string // path below the input pattern's folder
	Sheet string // of a workbook, empty otherwise
}

// Origin is where a source begins among the rows of the whole job.
type Origin struct {
	Start int64 // number of its first row over the whole job
	Source
}

// People answers for the people of the register by their ordinals.
type People interface {
	PIN(p uint32) schemas.Number
	FullName(p uint32) string
	Birth(p uint32) schemas.Date
	Gender(p uint32) schemas.Gender
	Address(p uint32) string
	Death(p uint32) schemas.Date
	Father(p uint32) uint32
	Mother(p uint32) uint32
	Spouse(p uint32) uint32
	CMNDs(p uint32, dst []schemas.Number) []schemas.Number
}

// Settled answers what only the whole job could say of a row.
type Settled interface {
	// Row takes the number of a row over the whole job. It gives the reasons to
	// add, and the row of which it is a duplicate, -1 for none.
	Row(global int64) (reasons schemas.ReasonSet, duplicateOf int64)
}

// Thresholds are the probabilities from which a job links a row or shows it to
// people.
type Thresholds struct{ Accept, Review float64 }

// Writer writes the tables of one part after another. It is the scratch of one
// worker: the bytes that a method returns are valid until the next call.
type Writer struct {
	Disclosure Disclosure
	Thresholds Thresholds
	Origins    []Origin // of all sources of the job, ascending by Start

	file     columnar.Writer
	index    []int32
	lists    []int32
	dates    []int32
	doubles  []float64
	floats   []float32
	longs    []int64
	text     builder
	members  [3]builder
	numbers  []schemas.Number
	communes communes
}

// Reuse gives the writer memory for its next table. The bytes of the last one
// are the caller's then.
func (w *Writer) Reuse(memory []byte) { w.file.Reuse(memory) }

// builder makes a text column value by value.
type builder struct {
	index []int32
	texts columnar.Texts
}

func (b *builder) reset() {
	b.index = b.index[:0]
	b.texts.Offsets = append(b.texts.Offsets[:0], 0)
	b.texts.Bytes = b.texts.Bytes[:0]
}

// null appends a null, end ends the value whose bytes were appended last.
func (b *builder) null() { b.index = append(b.index, -1) }

func (b *builder) end() {
	b.index = append(b.index, int32(len(b.texts.Offsets)-1))
	b.texts.Offsets = append(b.texts.Offsets, int32(len(b.texts.Bytes)))
}

// wide is how many bytes are moved at once where a value is no longer: which
// lengths come next cannot be guessed, and each wrong guess costs more than the
// moves.
const wide = 96

// add appends a value of any bytes; mend must be called before they are written.
func (b *builder) add(s []byte) {
	n, at := len(s), len(b.texts.Bytes)
	if n > wide || cap(s) < wide {
		b.texts.Bytes = append(b.texts.Bytes, s...)
	} else {
		b.texts.Bytes = slices.Grow(b.texts.Bytes, wide)[:at+wide]
		*(*[wide]byte)(b.texts.Bytes[at:]) = [wide]byte(s[:wide]) // what is too much is cut
		b.texts.Bytes = b.texts.Bytes[:at+n]
	}
	b.end()
}

// mend makes the values UTF-8. They are looked at together, because hardly any
// is not.
func (b *builder) mend() {
	if sound(b.texts) {
		return
	}
	broken := b.texts
	b.texts = columnar.Texts{Offsets: []int32{0}}
	for e := range broken.Entries() {
		b.texts.Bytes = appendUTF8(b.texts.Bytes, broken.Bytes[broken.Offsets[e]:broken.Offsets[e+1]])
		b.texts.Offsets = append(b.texts.Offsets, int32(len(b.texts.Bytes)))
	}
}

// number appends a number, null for none.
func (b *builder) number(n schemas.Number) {
	if n == 0 {
		b.null()
		return
	}
	b.texts.Bytes = appendNumber(b.texts.Bytes, n)
	b.end()
}

// begin starts a table with the three columns that every row has.
func (w *Writer) begin(src Source, rows int) {
	w.file.Begin(rows)
	w.file.Constant("source_file", src.File, false)
	if src.Sheet == "" {
		w.file.Null("source_sheet")
	} else {
		w.file.Constant("source_sheet", src.Sheet, true)
	}
}

// words is a closed list of strings as dictionary entries.
func words(list ...string) (t columnar.Texts) {
	t.Offsets = []int32{0}
	for _, s := range list {
		t.Bytes = append(t.Bytes, s...)
		t.Offsets = append(t.Offsets, int32(len(t.Bytes)))
	}
	return t
}

// wordsOf is the list of the strings of a closed enumeration of n values.
func wordsOf[T ~uint8](n T) columnar.Texts {
	list := make([]string, n)
	for i := range n {
		list[i] = any(i).(fmt.Stringer).String()
	}
	return words(list...)
}

// The closed lists that stand in the tables.
var (
	verdictWords   = wordsOf(schemas.Verdicts)
	resultWords    = wordsOf(schemas.Results)
	reasonWords    = wordsOf(schemas.Reasons)
	mechanismWords = wordsOf(schemas.Mechanisms)
	codeWords      = wordsOf(schemas.Codes)
	compareWords   = wordsOf(schemas.MismatchFields)
)

// resize gives a slice of n elements of any content.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, max(n, 2*cap(s)))
	}
	return s[:n]
}

var (
	nan   = math.NaN()
	nan32 = float32(nan)
)

// someone says whether an ordinal is a person's.
func someone(p uint32) bool { return p != pipeline.NoPerson }
