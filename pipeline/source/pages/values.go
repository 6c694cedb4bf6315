package pages

import (
	"encoding/binary"
	"fmt"
)

// Scratch is what decoding needs beside its result: of one goroutine.
type Scratch struct {
	lengths, prefixes []int64
}

// Numbers appends take values behind the first skip to dst: integers with
// their sign, booleans as 0 and 1, Float and Double as their bits.
func (p *Page) Numbers(dst []int64, t Type, skip, take int, s *Scratch) ([]int64, error) {
	if take == 0 {
		return dst, nil
	}
	switch e := p.Header.Encoding; {
	case e == Plain && t == Boolean:
		return p.plainBools(dst, skip, take)
	case e == RLE && t == Boolean:
		return p.packedBools(dst, skip, take)
	case e == Plain:
		size := sizeOf(t)
		if len(p.data)/size < skip+take {
			return dst, errStream
		}
		return plainNumbers(dst, t, p.data[skip*size:], take), nil
	case e == DeltaBinary && (t == Int32 || t == Int64):
		all, _, err := delta(s.lengths[:0], p.data, skip+take, p.Header.Values)
		s.lengths = all
		if err != nil {
			return dst, err
		}
		if t == Int32 {
			for i, v := range all {
				all[i] = int64(int32(v))
			}
		}
		return append(dst, all[skip:]...), nil
	case e == SplitStreams && t != Boolean:
		size := sizeOf(t)
		n := len(p.data) / size
		if n < skip+take || len(p.data) != n*size {
			return dst, errStream
		}
		for i := skip; i < skip+take; i++ {
			var v uint64
			for k := range size {
				v |= uint64(p.data[k*n+i]) << (8 * k)
			}
			dst = append(dst, signed(t, v))
		}
		return dst, nil
	}
	return dst, p.unreadable()
}

func sizeOf(t Type) int {
	if t == Int32 || t == Float {
		return 4
	}
	return 8
}

// signed widens a 32-bit integer with its sign.
func signed(t Type, v uint64) int64 {
	if t == Int32 {
		return int64(int32(v))
	}
	return int64(v)
}

func plainNumbers(dst []int64, t Type, b []byte, take int) []int64 {
	switch t {
	case Int32:
		for i := range take {
			dst = append(dst, int64(int32(binary.LittleEndian.Uint32(b[4*i:]))))
		}
	case Float:
		for i := range take {
			dst = append(dst, int64(binary.LittleEndian.Uint32(b[4*i:])))
		}
	default:
		for i := range take {
			dst = append(dst, int64(binary.LittleEndian.Uint64(b[8*i:])))
		}
	}
	return dst
}

func (p *Page) plainBools(dst []int64, skip, take int) ([]int64, error) {
	if len(p.data)*8 < skip+take {
		return dst, errStream
	}
	for i := skip; i < skip+take; i++ {
		dst = append(dst, int64(p.data[i>>3]>>(i&7)&1))
	}
	return dst, nil
}

func (p *Page) packedBools(dst []int64, skip, take int) ([]int64, error) {
	var h Hybrid
	if _, err := h.ResetPrefixed(p.data, 1); err != nil {
		return dst, err
	}
	if err := h.Skip(skip); err != nil {
		return dst, err
	}
	var part [256]byte
	for take > 0 {
		n := min(take, len(part))
		if _, err := h.Levels(part[:n], 1); err != nil {
			return dst, err
		}
		for _, b := range part[:n] {
			dst = append(dst, int64(b))
		}
		take -= n
	}
	return dst, nil
}

func (p *Page) unreadable() error {
	return unsupported(fmt.Sprintf("encoding %d for this type", p.Header.Encoding))
}
