package arrowipc

import (
	"context"
	"encoding/binary"
	mathbits "math/bits"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc/messages"
)

// maxTexts is how many bytes the values of one column may have in one part:
// offsets are 32-bit.
const maxTexts = 1 << 30

// run is how many values are looked at together: few enough that what is made
// of them on the way stays in the nearest cache.
const run = 2048

// column appends n rows of a column, the first being row from of the batch.
func (r *reader) column(ctx context.Context, c *column, from, n int64, out *pipeline.Column, s *state) error {
	if c.list {
		return r.lists(ctx, c, from, n, out, s)
	}
	return r.values(ctx, &c.leaf, from, n, out, s)
}

// values appends n values.
func (r *reader) values(ctx context.Context, l *leaf, from, n int64, out *pipeline.Column, s *state) error {
	if err := ctx.Err(); err != nil || n == 0 {
		return err
	}
	start := len(out.Index)
	out.Index = extend(out.Index, int(n))
	dst := out.Index[start:]
	if l.place.Type.ID == messages.Null {
		fill(dst)
		return nil
	}
	before := len(out.Bytes)
	r.most = int(min(maxTexts, int64(before)+r.left))
	valid, err := r.validity(ctx, &r.slots[validSlot], l.place, from, n)
	if err != nil {
		return err
	}
	switch l.place.Type.ID {
	case messages.Utf8, messages.Binary, messages.LargeUtf8, messages.LargeBinary:
		err = r.texts(ctx, l, from, n, valid, dst, out, s)
	case messages.Utf8View, messages.BinaryView:
		err = r.viewed(ctx, l, from, n, valid, dst, out, s)
	default:
		err = r.fixed(ctx, l, from, n, valid, dst, out, s)
	}
	if r.left -= int64(len(out.Bytes) - before); err == nil && (r.left < 0 || len(out.Bytes) > r.most) {
		err = errTexts
	}
	return err
}

var errTexts = unsupported("write smaller record batches", "a part whose cells take so much memory is")

// bits says which of a run of values are there; nil means all of them.
type bits struct {
	b    []byte
	skip int64 // bits before the first
}

func (v bits) all() bool       { return v.b == nil }
func (v bits) at(i int) bool   { i += int(v.skip); return v.b[i>>3]>>(i&7)&1 == 1 }
func (v bits) none(i int) bool { return v.b != nil && !v.at(i) }

// count is how many of n values are there.
func (v bits) count(n int64) int64 {
	ones := 0
	for _, b := range v.b {
		ones += mathbits.OnesCount8(b)
	}
	// What lies before the first and behind the last in their bytes.
	ones -= mathbits.OnesCount8(v.b[0] & (1<<v.skip - 1))
	if over := int64(len(v.b))*8 - v.skip - n; over > 0 {
		ones -= mathbits.OnesCount8(v.b[len(v.b)-1] >> (8 - over))
	}
	return int64(ones)
}

// validity reads which of n values are there, and compares their number with
// what the batch says of the whole column.
func (r *reader) validity(ctx context.Context, slot *[]byte, p messages.Place, from, n int64) (bits, error) {
	node := r.head.Nodes[p.Node]
	if r.head.Buffer(p, 0).Length == 0 { // Check has seen that there are no nulls
		return bits{}, nil
	}
	b, err := r.bytes(ctx, slot, r.head.Buffer(p, 0), from/8, (from+n+7)/8)
	if err != nil {
		return bits{}, err
	}
	v := bits{b: b, skip: from % 8}
	nulls := n - v.count(n)
	if nulls > node.Nulls || (n == node.Length && nulls < node.Nulls) {
		return v, damage("%d of %d values are null, the batch says %d", nulls, n, node.Nulls)
	}
	if nulls == 0 {
		return bits{}, nil
	}
	return v, nil
}

// fixed appends values of one width, and indexes into a dictionary.
func (r *reader) fixed(ctx context.Context, l *leaf, from, n int64, valid bits, dst []int32, out *pipeline.Column, s *state) error {
	t := l.place.Type
	lo, hi, skip := from*int64(t.Bytes), (from+n)*int64(t.Bytes), int64(0)
	if t.ID == messages.Bool {
		lo, hi, skip = from/8, (from+n+7)/8, from%8
	}
	raw, err := r.bytes(ctx, &r.slots[firstSlot], r.head.Buffer(l.place, 1), lo, hi)
	if err != nil {
		return err
	}
	switch {
	case l.dict != nil:
		return r.indexes(ctx, l, raw, valid, dst, out, s)
	case l.text.number == nil:
		return r.strips(l, raw, valid, dst, out, s)
	}
	r.numbers = extend(r.numbers[:0], run)
	for i := 0; i < len(dst); i += run {
		v := r.numbers[:min(run, len(dst)-i)]
		if t.ID == messages.Bool {
			truths(v, bits{raw, skip + int64(i)})
		} else {
			integers(v, raw[i*t.Bytes:], t)
		}
		for k, x := range v {
			if valid.none(i + k) {
				dst[i+k] = -1
				continue
			}
			dst[i+k] = s.digits.entry(x, l.text.number, out, s.plain)
		}
		if len(out.Bytes) > r.most {
			return errTexts
		}
	}
	return nil
}

// strips appends values of so many bytes each.
func (r *reader) strips(l *leaf, raw []byte, valid bits, dst []int32, out *pipeline.Column, s *state) error {
	width := l.place.Type.Bytes
	var buf []byte
	for i := range dst {
		if valid.none(i) {
			dst[i] = -1
			continue
		}
		v := raw[i*width:][:width]
		if l.text.text != nil {
			buf = l.text.text(buf[:0], v)
			v = buf
		}
		dst[i] = s.words.entry(v, out, s.plain)
		if len(out.Bytes) > r.most {
			return errTexts
		}
	}
	return nil
}

// truths reads booleans as 0 and 1.
func truths(dst []int64, v bits) {
	for i := range dst {
		dst[i] = 0
		if v.at(i) {
			dst[i] = 1
		}
	}
}

// integers reads integers of some width: signed ones, and all that is kept as
// such, with their sign; floats as their bits.
func integers(dst []int64, raw []byte, t messages.Type) {
	unsigned := t.ID == messages.Int && !t.Signed || t.ID == messages.Float
	switch t.Bytes {
	case 1:
		for i := range dst {
			dst[i] = int64(int8(raw[i]))
		}
	case 2:
		for i := range dst {
			dst[i] = int64(int16(binary.LittleEndian.Uint16(raw[2*i:])))
		}
	case 4:
		for i := range dst {
			dst[i] = int64(int32(binary.LittleEndian.Uint32(raw[4*i:])))
		}
	case 8:
		for i := range dst {
			dst[i] = int64(binary.LittleEndian.Uint64(raw[8*i:]))
		}
	}
	if unsigned && t.Bytes < 8 {
		mask := int64(1)<<(8*t.Bytes) - 1
		for i := range dst {
			dst[i] &= mask
		}
	}
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

func fill(dst []int32) {
	for i := range dst {
		dst[i] = -1
	}
}
