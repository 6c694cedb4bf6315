package arrowipc

import (
	"context"

	"lamsach/pipeline"
)

// indexes appends values that are indexes into a dictionary. Of the dictionary
// only what is met is taken over, so that nobody cleans values of other parts.
func (r *reader) indexes(ctx context.Context, l *leaf, raw []byte, valid bits, dst []int32, out *pipeline.Column, s *state) error {
	seen, err := l.dict.seenBy(ctx, r.message)
	if err != nil {
		return err
	}
	if s.dict != seen.of {
		s.forget()
		s.dict = seen.of
	}
	if n := len(s.remap); n < seen.n {
		s.remap = extend(s.remap, seen.n-n)
		clear(s.remap[n:])
	}
	t := l.place.Type
	r.numbers = extend(r.numbers[:0], run)
	for i := 0; i < len(dst); i += run {
		v := r.numbers[:min(run, len(dst)-i)]
		integers(v, raw[i*t.Bytes:], t)
		for k, x := range v {
			if valid.none(i + k) {
				dst[i+k] = -1
				continue
			}
			if uint64(x) >= uint64(seen.n) {
				return damage("a value points outside its dictionary")
			}
			e := s.remap[x]
			if e == 0 {
				if e, err = s.pick(int32(x), &seen.column, out); err != nil {
					return err
				}
			}
			dst[i+k] = max(e-1, -1)
		}
	}
	return nil
}

// pick takes over an entry that is met for the first time.
func (s *state) pick(x int32, from, out *pipeline.Column) (int32, error) {
	e := int32(-1)
	if at := from.Index[x]; at >= 0 {
		v := from.Entry(at)
		if len(out.Bytes)+len(v) > maxTexts {
			return 0, errTexts
		}
		e = appendEntry(out, v) + 1
	}
	s.remap[x] = e
	s.touched = append(s.touched, x)
	return e, nil
}

// appendEntry adds an entry to a column.
func appendEntry(out *pipeline.Column, v []byte) int32 {
	out.Bytes = append(out.Bytes, v...)
	out.Offsets = append(out.Offsets, int32(len(out.Bytes)))
	return int32(len(out.Offsets) - 2)
}
