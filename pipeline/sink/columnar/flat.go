package columnar

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Texts is a set of strings: entry e is Bytes[Offsets[e]:Offsets[e+1]]. The
// bytes must be UTF-8.
type Texts struct {
	Offsets []int32
	Bytes   []byte
}

// Entries is how many strings there are.
func (t *Texts) Entries() int { return max(len(t.Offsets)-1, 0) }

// add appends a top-level value to the schema.
func (w *Writer) add(name string, typ, repetition int, m meaning) []string {
	w.schema = append(w.schema, element{name: name, typ: typ, repetition: repetition, meaning: m})
	w.fields++
	return []string{name}
}

// flatCuts are the page ends of a column in which every row has a value.
func (w *Writer) flatCuts() []cut {
	w.cuts = w.cuts[:0]
	for at := 0; at < w.rows; {
		at = min(at+pageRows, w.rows)
		w.cuts = append(w.cuts, cut{at, at})
	}
	return w.cuts
}

// Text writes a string column: row r has entry index[r], -1 is null. A column
// that may have no nulls is required; it must then have none.
func (w *Writer) Text(name string, index []int32, t Texts, nullable bool) {
	l := leaf{typ: typeBytes, codec: codecSnappy}
	if nullable {
		l.path = w.add(name, typeBytes, optional, textValue)
		index = w.compact(&l, index)
	} else {
		l.path = w.add(name, typeBytes, required, textValue)
		l.cuts = w.flatCuts()
	}
	w.texts(&l, index, t)
	w.write(&l)
}

// compact takes the nulls out of an index: what remains belongs to w. It sets
// the leaf's levels and cuts.
func (w *Writer) compact(l *leaf, index []int32) []int32 {
	w.defs = grow(w.defs[:0], w.rows)[:w.rows]
	w.there = grow(w.there[:0], w.rows)[:w.rows]
	w.cuts = w.cuts[:0]
	n := 0
	for from := 0; from < w.rows; {
		to := min(from+pageRows, w.rows)
		for i, e := range index[from:to] {
			w.there[n] = e
			valid := int(uint32(^e) >> 31) // 1 unless e is negative
			w.defs[from+i] = byte(valid)
			n += valid
		}
		w.cuts = append(w.cuts, cut{to, n})
		from = to
	}
	l.maxDef, l.defs, l.cuts, l.nulls = 1, w.defs, w.cuts, w.rows-n
	return w.there[:n]
}

// texts chooses how the strings of a leaf are written: by dictionary where
// that is clearly smaller, otherwise all lengths of a page and then all bytes.
func (w *Writer) texts(l *leaf, index []int32, t Texts) {
	entries := t.Entries()
	if entries > 0 && len(index) > 0 && worthDictionary(index, t) {
		w.dictionary(l, index, t)
		return
	}
	if len(index) == 0 {
		l.encoding, l.codec = encPlain, codecNone
		l.values = func(dst []byte, _, _ int) []byte { return dst }
		return
	}
	l.encoding = encDeltaLength
	l.values = func(dst []byte, from, to int) []byte {
		return appendTexts(appendLengths(dst, index[from:to], t.Offsets), index[from:to], t)
	}
}

// dictionary writes entries once and then their indexes.
func (w *Writer) dictionary(l *leaf, index []int32, t Texts) {
	l.encoding, l.entries = encDictionary, t.Entries()
	width := max(bits.Len(uint(l.entries-1)), 1)
	l.dictionary = func(dst []byte) []byte {
		for e := range l.entries {
			s := t.Bytes[t.Offsets[e]:t.Offsets[e+1]]
			dst = append(binary.LittleEndian.AppendUint32(dst, uint32(len(s))), s...)
		}
		return dst
	}
	l.values = func(dst []byte, from, to int) []byte {
		return appendHybrid(append(dst, byte(width)), index[from:to], width)
	}
}

// fewEntries is how many words need no closer look.
const fewEntries = 16

// worthDictionary says whether entries and indexes take less than three
// quarters of the strings themselves.
func worthDictionary(index []int32, t Texts) bool {
	entries := t.Entries()
	if entries > len(index)/2 && entries > 1 {
		return false
	}
	if entries <= fewEntries && len(t.Bytes) <= len(index) {
		return true // four bits a word
	}
	plain := len(index) / 2 // half a byte of length, or so
	for _, e := range index {
		plain += int(t.Offsets[e+1] - t.Offsets[e])
	}
	coded := 4*entries + len(t.Bytes) + len(index)*bits.Len(uint(entries))/8
	return coded < plain/4*3
}

// Constant writes a string column that has one value in every row.
func (w *Writer) Constant(name, value string, nullable bool) {
	repetition := required
	l := leaf{typ: typeBytes, codec: codecNone}
	if nullable {
		repetition = optional
		w.defs = grow(w.defs[:0], w.rows)[:w.rows]
		for i := range w.defs {
			w.defs[i] = 1
		}
		l.maxDef, l.defs = 1, w.defs
	}
	l.path, l.cuts = w.add(name, typeBytes, repetition, textValue), w.flatCuts()
	l.encoding, l.entries = encDictionary, 1
	l.dictionary = func(dst []byte) []byte {
		return append(binary.LittleEndian.AppendUint32(dst, uint32(len(value))), value...)
	}
	l.values = func(dst []byte, from, to int) []byte {
		dst = binary.AppendUvarint(append(dst, 1), uint64(to-from)<<1)
		return append(dst, 0)
	}
	w.write(&l)
}

// Null writes a string column without any value.
func (w *Writer) Null(name string) {
	w.defs = grow(w.defs[:0], w.rows)[:w.rows]
	clear(w.defs)
	l := leaf{typ: typeBytes, codec: codecNone, maxDef: 1, defs: w.defs, nulls: w.rows, cuts: w.flatCuts()}
	for i := range l.cuts {
		l.cuts[i].value = 0
	}
	l.path = w.add(name, typeBytes, optional, textValue)
	l.values = func(dst []byte, _, _ int) []byte { return dst }
	w.write(&l)
}

// Sequence writes an integer column first, first+1, first+2 ...
func (w *Writer) Sequence(name string, first int64) {
	l := leaf{typ: typeInt64, encoding: encDelta, codec: codecNone, cuts: w.flatCuts()}
	l.path = w.add(name, typeInt64, required, plainValue)
	l.values = func(dst []byte, from, to int) []byte { return appendSequence(dst, first+int64(from), to-from) }
	w.write(&l)
}

// NoInt marks a null of Int64 and NoDate one of Dates.
const (
	NoInt  = math.MinInt64
	NoDate = math.MinInt32
)

// Int64 writes an integer column.
func (w *Writer) Int64(name string, values []int64, nullable bool) {
	if !nullable {
		l := leaf{typ: typeInt64, codec: codecSnappy, cuts: w.flatCuts(), path: w.add(name, typeInt64, required, plainValue)}
		l.values = func(dst []byte, from, to int) []byte {
			for _, v := range values[from:to] {
				dst = binary.LittleEndian.AppendUint64(dst, uint64(v))
			}
			return dst
		}
		w.write(&l)
		return
	}
	numbers(w, name, typeInt64, plainValue, 8, values, func(dst []byte, v int64) bool {
		binary.LittleEndian.PutUint64(dst, uint64(v))
		return v != NoInt
	})
}

// Dates writes a date column: days since 1970-01-01.
func (w *Writer) Dates(name string, values []int32) {
	numbers(w, name, typeInt32, dateValue, 4, values, func(dst []byte, v int32) bool {
		binary.LittleEndian.PutUint32(dst, uint32(v))
		return v != NoDate
	})
}

// Doubles writes a column of numbers; not-a-number is null.
func (w *Writer) Doubles(name string, values []float64) {
	numbers(w, name, typeDouble, plainValue, 8, values, func(dst []byte, v float64) bool {
		binary.LittleEndian.PutUint64(dst, math.Float64bits(v))
		return v == v
	})
}

// Floats writes a column of numbers; not-a-number is null.
func (w *Writer) Floats(name string, values []float32) {
	numbers(w, name, typeFloat, plainValue, 4, values, func(dst []byte, v float32) bool {
		binary.LittleEndian.PutUint32(dst, math.Float32bits(v))
		return v == v
	})
}

// numbers writes a nullable column of values of size bytes. put writes a value
// and says whether it is one.
func numbers[T any](w *Writer, name string, typ int, m meaning, size int, values []T, put func([]byte, T) bool) {
	l := leaf{typ: typ, codec: codecSnappy, maxDef: 1, path: w.add(name, typ, optional, m)}
	w.defs = grow(w.defs[:0], w.rows)[:w.rows]
	w.raw = grow(w.raw[:0], w.rows*size+8)[:w.rows*size+8]
	w.cuts = w.cuts[:0]
	n := 0
	for i, v := range values[:w.rows] {
		w.defs[i] = 0
		if put(w.raw[n*size:], v) {
			w.defs[i] = 1
			n++
		}
		if (i+1)%pageRows == 0 || i+1 == w.rows {
			w.cuts = append(w.cuts, cut{i + 1, n})
		}
	}
	l.defs, l.cuts, l.nulls = w.defs, w.cuts, w.rows-n
	l.values = func(dst []byte, from, to int) []byte { return append(dst, w.raw[from*size:to*size]...) }
	w.write(&l)
}
