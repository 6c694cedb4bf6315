package parquet

import (
	"encoding/binary"
	"math"

	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"
)

// maxTexts is how many bytes the values of one column may have in one part:
// offsets are 32-bit.
const maxTexts = 1 << 30

// texts is a run of byte strings: value i is bytes[offsets[i]:offsets[i+1]].
// Offsets begins with 0.
type texts struct {
	offsets []int32
	bytes   []byte
}

func (t *texts) len() int { return max(len(t.offsets)-1, 0) }

// add appends values cut out of b by ascending offsets, one more than values.
func (t *texts) add(b []byte, offsets []uint32) error {
	first, last := offsets[0], offsets[len(offsets)-1]
	if first > last || uint64(last) > uint64(len(b)) {
		return damage("a page has a value outside itself")
	}
	if len(t.bytes)+int(last-first) > maxTexts {
		return errTexts
	}
	shift, at := uint32(len(t.bytes))-first, len(t.offsets)
	t.bytes = append(t.bytes, b[first:last]...)
	t.offsets = extend(t.offsets, len(offsets)-1)
	out := t.offsets[at:]
	before, descends := first, uint32(0)
	for i, o := range offsets[1:] {
		descends |= (o - before) >> 31 // no value has 2 GiB
		before = o
		out[i] = int32(o + shift)
	}
	if descends != 0 {
		return damage("a page has a value outside itself")
	}
	return nil
}

// render takes over values of a column, as text.
func (t *texts) render(raw texts, col *column) error {
	if col.text == nil {
		*t = raw
		return nil
	}
	t.offsets = append(t.offsets, 0)
	for i := range raw.len() {
		t.bytes = col.text(t.bytes, raw.bytes[raw.offsets[i]:raw.offsets[i+1]])
		t.end()
	}
	if len(t.bytes) > maxTexts {
		return errTexts
	}
	return nil
}

// plain appends take plain values of a column, as text.
func (t *texts) plain(b []byte, col *column, take int) error {
	at := len(t.offsets)
	t.offsets = extend(t.offsets, take)
	offsets := t.offsets[at:]
	for i := range offsets {
		end := 4 + binary.LittleEndian.Uint32(b)
		if v := b[4:end]; col.text == nil {
			t.bytes = append(t.bytes, v...)
		} else {
			t.bytes = col.text(t.bytes, v)
		}
		if len(t.bytes) > maxTexts {
			return errTexts
		}
		offsets[i] = int32(len(t.bytes))
		b = b[end:]
	}
	return nil
}

// end ends a value whose bytes have been appended.
func (t *texts) end() { t.offsets = append(t.offsets, int32(len(t.bytes))) }

var errTexts = damage("the cells of one part take more than 1 GiB")

// entries appends take of the values behind the first skip to out, as text.
func (r *reader) entries(values encoding.Values, col *column, skip, take int, out *texts) error {
	if len(out.offsets) == 0 {
		out.offsets = append(out.offsets, 0)
	}
	switch {
	case take == 0:
		return nil
	case col.number != nil:
		r.numbers = numbers(r.numbers[:0], values, col.Type(), skip, take)
		for _, v := range r.numbers {
			if out.bytes = col.number(out.bytes, v); len(out.bytes) > maxTexts {
				return errTexts
			}
			out.end()
		}
	case col.Type() == format.ByteArray:
		b, offsets := values.ByteArray()
		offsets = offsets[skip : skip+take+1]
		if col.text == nil {
			return out.add(b, offsets)
		}
		for i := range take {
			out.bytes = col.text(out.bytes, b[offsets[i]:offsets[i+1]])
			out.end()
		}
	default:
		fixed(out, values, col, skip, take)
	}
	if len(out.bytes) > maxTexts {
		return errTexts
	}
	return nil
}

// fixed appends values of one length.
func fixed(out *texts, values encoding.Values, col *column, skip, take int) {
	b, _ := values.Data()
	size := col.Length()
	if col.Type() == format.Int96 {
		size = 12
	}
	for i := skip; i < skip+take; i++ {
		if v := b[i*size : (i+1)*size]; col.text != nil {
			out.bytes = col.text(out.bytes, v)
		} else {
			out.bytes = append(out.bytes, v...)
		}
		out.end()
	}
}

// numbers appends values to dst: integers with their sign, booleans as 0 and
// 1, floats and doubles as their bits.
func numbers(dst []int64, values encoding.Values, t format.Type, skip, take int) []int64 {
	switch t {
	case format.Boolean:
		b := values.Boolean()
		for i := skip; i < skip+take; i++ {
			dst = append(dst, int64(b[i>>3]>>(i&7)&1))
		}
	case format.Int32:
		for _, v := range values.Int32()[skip : skip+take] {
			dst = append(dst, int64(v))
		}
	case format.Float:
		for _, v := range values.Float()[skip : skip+take] {
			dst = append(dst, int64(math.Float32bits(v)))
		}
	case format.Double:
		for _, v := range values.Double()[skip : skip+take] {
			dst = append(dst, int64(math.Float64bits(v)))
		}
	default:
		dst = append(dst, values.Int64()[skip:skip+take]...)
	}
	return dst
}

// extend makes a slice n longer; what the new elements hold is not said.
func extend[T any](s []T, n int) []T {
	if len(s)+n <= cap(s) {
		return s[:len(s)+n]
	}
	out := make([]T, len(s)+n, max(len(s)+n, 2*cap(s)))
	copy(out, s)
	return out
}
