package columnar

import (
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"

	"github.com/klauspost/compress/s2"
)

// pageRows is how many rows a page has at most: about a megabyte of the widest
// columns, and a multiple of 8, so that packed levels need no padding inside.
const pageRows = 1 << 14

// Writer writes one file after another. It is the scratch of one goroutine.
// Between Begin and Finish each column is written by one call, in the order of
// the schema. All columns must have the rows that Begin was told.
type Writer struct {
	out    []byte
	rows   int
	schema []element
	fields int // of the top level
	chunks []chunk

	page   []byte // one page before compression
	packed []byte
	head   compact
	defs   []byte
	reps   []byte
	there  []int32 // entries of the values that are not null
	raw    []byte  // numbers that are not null
	cuts   []cut

	memberDefs []byte // of a member of lists that has nulls
	memberCuts []cut
}

// cut is the end of a page: how many levels and values lie before it.
type cut struct{ level, value int }

// Begin starts a file of some rows. The bytes of the file before become invalid.
func (w *Writer) Begin(rows int) {
	w.out = append(w.out[:0], "PAR1"...)
	w.rows, w.fields = rows, 0
	w.schema = append(w.schema[:0], element{name: "schema", typ: -1, repetition: -1})
	w.chunks = w.chunks[:0]
}

// Reuse gives the writer memory for its next file. The bytes of the last one
// are the caller's then.
func (w *Writer) Reuse(memory []byte) { w.out = memory }

// Finish ends the file with a footer that carries meta, and gives its bytes,
// which are valid until the next Begin.
func (w *Writer) Finish(meta map[string]string) []byte {
	w.schema[0].children = w.fields
	c := compact{b: w.out}
	at := len(c.b)
	c.open()
	c.i32(1, 2)
	c.list(2, cStruct, len(w.schema))
	for i := range w.schema {
		w.schema[i].write(&c)
	}
	c.i64(3, int64(w.rows))
	groups := 1
	if w.rows == 0 {
		groups = 0 // an empty table has no row group
	}
	c.list(4, cStruct, groups)
	if groups == 1 {
		w.group(&c)
	}
	c.list(5, cStruct, len(meta))
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		c.open()
		c.text(1, key)
		c.text(2, meta[key])
		c.close()
	}
	c.text(6, "lamsach")
	c.close()
	w.out = binary.LittleEndian.AppendUint32(c.b, uint32(len(c.b)-at))
	w.out = append(w.out, "PAR1"...)
	return w.out
}

func (w *Writer) group(c *compact) {
	var unpacked, packed int64
	c.open()
	c.list(1, cStruct, len(w.chunks))
	for i := range w.chunks {
		k := &w.chunks[i]
		k.write(c)
		unpacked += k.unpacked
		packed += k.packed
	}
	c.i64(2, unpacked)
	c.i64(3, int64(w.rows))
	c.i64(5, w.chunks[0].start())
	c.i64(6, packed)
	c.close()
}

// leaf is one column of values on its way into the file.
type leaf struct {
	typ            int
	encoding       int
	path           []string
	maxRep, maxDef int
	reps, defs     []byte // nil where the level is always 0
	nulls          int
	cuts           []cut // ends of the pages
	dictionary     func(dst []byte) []byte
	entries        int // of the dictionary
	codec          int
	values         func(dst []byte, from, to int) []byte // of the values that are there
}

// write writes the pages of a leaf.
func (w *Writer) write(l *leaf) {
	if w.rows == 0 {
		return
	}
	if l.codec == codecSnappy && !w.shrinks(l) {
		l.codec = codecNone
	}
	k := chunk{typ: l.typ, path: l.path, codec: l.codec, nulls: int64(l.nulls)}
	if l.dictionary != nil {
		k.dictionary = int64(len(w.out))
		k.encodings = append(k.encodings, encPlain)
		w.page = l.dictionary(w.page[:0])
		w.flush(&k, dictionaryPage, l.entries, encPlain)
	}
	k.encodings = append(k.encodings, l.encoding, encRLE)
	k.data = int64(len(w.out))
	from := cut{}
	for _, to := range l.cuts {
		w.page = l.page(w.page[:0], from, to)
		w.flush(&k, dataPage, to.level-from.level, l.encoding)
		k.values += int64(to.level - from.level)
		from = to
	}
	w.chunks = append(w.chunks, k)
}

// page appends the levels and values between two cuts.
func (l *leaf) page(dst []byte, from, to cut) []byte {
	if l.maxRep > 0 {
		dst = appendLevels(dst, l.reps[from.level:to.level], l.maxRep)
	}
	if l.maxDef > 0 {
		dst = appendLevels(dst, l.defs[from.level:to.level], l.maxDef)
	}
	return l.values(dst, from.value, to.value)
}

// trial is how many bytes and trialValues how many values tell whether
// compression pays; smallPage is not worth the question.
const (
	trial       = 8 << 10
	trialValues = 2 << 10
	smallPage   = 256
)

// shrinks says whether compression takes a third off the leaf, by the end of
// its dictionary or by its first values. Digits and packed indexes do not
// shrink, and compressing them all the same is what costs most of a table.
func (w *Writer) shrinks(l *leaf) bool {
	if l.dictionary != nil {
		if w.page = l.dictionary(w.page[:0]); len(w.page) > smallPage && w.pays() {
			return true
		}
	}
	w.page = l.values(w.page[:0], 0, min(l.cuts[0].value, trialValues))
	return w.pays()
}

// pays says whether compression takes a third off the end of w.page.
func (w *Writer) pays() bool {
	end := w.page[max(len(w.page)-trial, 0):]
	return len(w.snappy(end)) <= len(end)/3*2
}

// snappy compresses a page; the result is valid until the next call.
func (w *Writer) snappy(page []byte) []byte {
	if n := s2.MaxEncodedLen(len(page)); cap(w.packed) < n {
		w.packed = make([]byte, n)
	}
	return s2.EncodeSnappy(w.packed[:cap(w.packed)], page)
}

// Kinds of pages, with the numbers of the format.
const (
	dataPage       = 0
	dictionaryPage = 2
)

// flush compresses w.page and appends it behind its header.
func (w *Writer) flush(k *chunk, kind, values, encoding int) {
	body := w.page
	if k.codec == codecSnappy {
		body = w.snappy(w.page)
	}
	h := &w.head
	h.b = h.b[:0]
	h.open()
	h.i32(1, kind)
	h.i32(2, len(w.page))
	h.i32(3, len(body))
	h.i32(4, int(int32(crc32.ChecksumIEEE(body))))
	if kind == dictionaryPage {
		h.field(7, cStruct)
		h.open()
		h.i32(1, values)
		h.i32(2, encoding)
		h.close()
	} else {
		h.field(5, cStruct)
		h.open()
		h.i32(1, values)
		h.i32(2, encoding)
		h.i32(3, encRLE)
		h.i32(4, encRLE)
		h.close()
	}
	h.close()
	k.unpacked += int64(len(h.b) + len(w.page))
	k.packed += int64(len(h.b) + len(body))
	w.out = append(append(w.out, h.b...), body...)
}
