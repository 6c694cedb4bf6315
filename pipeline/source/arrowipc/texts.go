package arrowipc

import (
	"context"
	"encoding/binary"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc/messages"
)

// texts appends values of any length, which offsets cut out of a buffer.
func (r *reader) texts(ctx context.Context, l *leaf, from, n int64, valid bits, dst []int32, out *pipeline.Column, s *state) error {
	large := l.place.Type.ID == messages.LargeUtf8 || l.place.Type.ID == messages.LargeBinary
	offsets, err := r.offsets(ctx, &r.slots[firstSlot], l.place, from, n, large)
	if err != nil {
		return err
	}
	lo, hi := offsets.at(0), offsets.at(int(n))
	data, err := r.bytes(ctx, &r.slots[dataSlot], r.head.Buffer(l.place, 2), lo, hi)
	if err != nil {
		return err
	}
	if valid.all() && (s.plain || s.words.off) {
		return wholesale(offsets, data, dst, out)
	}
	at := int64(0)
	for i := range dst {
		end := offsets.at(i+1) - lo
		if valid.none(i) {
			dst[i] = -1
		} else {
			dst[i] = s.words.entry(data[at:end], out, s.plain)
		}
		at = end
	}
	return nil
}

// wholesale appends values that are all there, without looking for equal ones.
func wholesale(o offsets, data []byte, dst []int32, out *pipeline.Column) error {
	if len(out.Bytes)+len(data) > maxTexts {
		return errTexts
	}
	first, shift := int32(out.Entries()), int64(len(out.Bytes))-o.at(0)
	out.Bytes = append(out.Bytes, data...)
	at := len(out.Offsets)
	out.Offsets = extend(out.Offsets, len(dst))
	ends := out.Offsets[at:]
	for i := range dst {
		dst[i] = first + int32(i)
		ends[i] = int32(o.at(i+1) + shift)
	}
	return nil
}

// offsets are ascending numbers of 32 or 64 bits.
type offsets struct {
	b     []byte
	large bool
}

func (o offsets) at(i int) int64 {
	if o.large {
		return int64(binary.LittleEndian.Uint64(o.b[8*i:]))
	}
	return int64(int32(binary.LittleEndian.Uint32(o.b[4*i:])))
}

// offsets reads n+1 offsets and sees to it that they ascend.
func (r *reader) offsets(ctx context.Context, slot *[]byte, p messages.Place, from, n int64, large bool) (offsets, error) {
	width := int64(4)
	if large {
		width = 8
	}
	b, err := r.bytes(ctx, slot, r.head.Buffer(p, 1), from*width, (from+n+1)*width)
	if err != nil {
		return offsets{}, err
	}
	o := offsets{b, large}
	before := o.at(0)
	bad := before < 0
	for i := range int(n) {
		next := o.at(i + 1)
		bad = bad || next < before
		before = next
	}
	if bad {
		return o, damage("the values of a column do not follow one another")
	}
	return o, nil
}
