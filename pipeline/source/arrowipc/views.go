package arrowipc

import (
	"context"
	"encoding/binary"

	"lamsach/pipeline"
)

// viewBytes is the size of a view: a length, then up to 12 bytes of text, or
// the first four, the number of a buffer, and a position in it.
const (
	viewBytes  = 16
	viewInside = 12
)

// viewRange is what of a buffer of views is needed.
type viewRange struct{ lo, hi int64 }

// viewed appends values that views point at.
func (r *reader) viewed(ctx context.Context, l *leaf, from, n int64, valid bits, dst []int32, out *pipeline.Column, s *state) error {
	raw, err := r.bytes(ctx, &r.slots[firstSlot], r.head.Buffer(l.place, 1), from*viewBytes, (from+n)*viewBytes)
	if err != nil {
		return err
	}
	if err := r.findViewed(ctx, l, raw, valid, len(dst)); err != nil {
		return err
	}
	for i := range dst {
		if valid.none(i) {
			dst[i] = -1
			continue
		}
		v := raw[i*viewBytes:][:viewBytes]
		length := int64(int32(binary.LittleEndian.Uint32(v)))
		text := v[4:]
		if length <= viewInside {
			text = text[:length]
		} else {
			k := binary.LittleEndian.Uint32(v[8:])
			at := int64(int32(binary.LittleEndian.Uint32(v[12:]))) - r.ranges[k].lo
			text = r.views[k][at : at+length]
		}
		if len(out.Bytes)+int(length) > r.most {
			return errTexts // many views may point at the same bytes
		}
		dst[i] = s.words.entry(text, out, s.plain)
	}
	return nil
}

// findViewed reads the stretches of buffers that n views point at.
func (r *reader) findViewed(ctx context.Context, l *leaf, raw []byte, valid bits, n int) error {
	buffers := r.head.ViewBuffers(l.place)
	r.ranges = extend(r.ranges[:0], buffers)
	clear(r.ranges)
	for i := range n {
		if valid.none(i) {
			continue
		}
		v := raw[i*viewBytes:][:viewBytes]
		length := int64(int32(binary.LittleEndian.Uint32(v)))
		if length < 0 {
			return damage("a value has %d bytes", length)
		}
		if length <= viewInside {
			continue
		}
		k, at := int64(int32(binary.LittleEndian.Uint32(v[8:]))), int64(int32(binary.LittleEndian.Uint32(v[12:])))
		if k < 0 || k >= int64(buffers) || at < 0 {
			return damage("a value lies outside its buffers")
		}
		g := &r.ranges[k]
		if g.hi == 0 {
			g.lo = at
		}
		g.lo, g.hi = min(g.lo, at), max(g.hi, at+length)
	}
	sum := int64(0) // of bytes held
	for k, g := range r.ranges {
		if len(r.views) == k {
			r.views = append(r.views, nil)
		}
		if sum += g.hi - g.lo; sum > r.file.memory/bufferShare {
			return unsupported("write it anew, so that its cells stand together", "a part with cells spread over %d bytes is", sum)
		}
		b, err := r.bytes(ctx, &r.views[k], r.head.Buffer(l.place, 2+k), g.lo, g.hi)
		if err != nil {
			return err
		}
		if r.views[k] = b; r.entire {
			sum += int64(cap(b)) // of a compressed buffer all has been unpacked
		}
	}
	return nil
}
