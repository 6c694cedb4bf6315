package pages

import (
	"encoding/binary"
	"math/bits"
)

// Hybrid reads the RLE / bit-packed hybrid: runs of one value and groups of
// eight packed values, of up to 32 bits each. It yields what it is asked for
// and never believes a run length: a run longer than wanted is cut.
type Hybrid struct {
	b      []byte // what follows the run
	run    []byte // the bytes of a packed run
	bit    int    // where the next packed value begins in run
	left   int    // values left in the run
	value  uint32 // of a run of one value
	width  int
	packed bool
}

var errStream = damaged("a page ends before its last value")

// Reset begins a stream of values of width bits.
func (h *Hybrid) Reset(b []byte, width int) { *h = Hybrid{b: b, width: width} }

// ResetPrefixed begins a stream behind its length in four bytes, and gives the
// bytes behind the stream.
func (h *Hybrid) ResetPrefixed(b []byte, width int) (rest []byte, err error) {
	if len(b) < 4 {
		return nil, errStream
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, errStream
	}
	h.Reset(b[4:4+n], width)
	return b[4+n:], nil
}

// next begins the next run that has values.
func (h *Hybrid) next() error {
	for h.left == 0 {
		head, n := binary.Uvarint(h.b)
		if n <= 0 || head>>1 > 1<<31 {
			return errStream
		}
		h.b = h.b[n:]
		if h.packed = head&1 == 1; !h.packed {
			size := (h.width + 7) / 8
			if size > len(h.b) {
				return errStream
			}
			h.value = 0
			for i, b := range h.b[:size] {
				h.value |= uint32(b) << (8 * i)
			}
			h.b, h.left = h.b[size:], int(head>>1)
			continue
		}
		groups := int(head >> 1)
		size := groups * h.width
		h.left = groups * 8
		if size > len(h.b) { // some writers cut the padding of the last group
			size = len(h.b)
			h.left = size * 8 / h.width
			if h.left == 0 {
				return errStream
			}
		}
		h.run, h.b, h.bit = h.b[:size], h.b[size:], 0
	}
	return nil
}

// at gives the packed value that begins at a bit.
func (h *Hybrid) at(bit int, mask uint32) uint32 {
	o := bit >> 3
	if o+8 <= len(h.run) {
		return uint32(binary.LittleEndian.Uint64(h.run[o:])>>(bit&7)) & mask
	}
	var v uint64
	for i, b := range h.run[o:] {
		v |= uint64(b) << (8 * i)
	}
	return uint32(v>>(bit&7)) & mask
}

// Indexes fills dst with values below limit, each with base added.
func (h *Hybrid) Indexes(dst []int32, base int32, limit uint32) error {
	for len(dst) > 0 {
		if err := h.next(); err != nil {
			return err
		}
		n := min(h.left, len(dst))
		var over uint32
		if h.packed {
			over = h.unpack(dst[:n], base, limit)
		} else {
			if h.value >= limit {
				over = 1
			}
			v := base + int32(h.value)
			for i := range dst[:n] {
				dst[i] = v
			}
		}
		if over != 0 {
			return damaged("a value points outside its dictionary")
		}
		h.left -= n
		dst = dst[n:]
	}
	return nil
}

// unpack fills dst from the packed run and says whether a value was too large.
func (h *Hybrid) unpack(dst []int32, base int32, limit uint32) (over uint32) {
	mask, bit, width := uint32(1)<<h.width-1, h.bit, h.width
	i := 0
	// While eight bytes can be loaded at once.
	for fast := len(h.run) - 8; i < len(dst) && bit>>3 <= fast; i++ {
		v := uint32(binary.LittleEndian.Uint64(h.run[bit>>3:])>>(bit&7)) & mask
		if v >= limit {
			over = 1
		}
		dst[i] = base + int32(v)
		bit += width
	}
	for ; i < len(dst); i++ {
		v := h.at(bit, mask)
		if v >= limit {
			over = 1
		}
		dst[i] = base + int32(v)
		bit += width
	}
	h.bit = bit
	return over
}

// Levels fills dst with levels of at most top, and counts those that equal top.
func (h *Hybrid) Levels(dst []byte, top int) (full int, err error) {
	for len(dst) > 0 {
		if err := h.next(); err != nil {
			return 0, err
		}
		n := min(h.left, len(dst))
		var most uint32
		switch {
		case h.packed && h.width == 1 && top == 1:
			bit := h.bit
			for i := range dst[:n] {
				v := h.run[bit>>3] >> (bit & 7) & 1
				dst[i] = v
				full += int(v)
				bit++
			}
			h.bit = bit
		case h.packed:
			mask := uint32(1)<<h.width - 1
			for i := range dst[:n] {
				v := h.at(h.bit, mask)
				h.bit += h.width
				most = max(most, v)
				dst[i] = byte(v)
				if v == uint32(top) {
					full++
				}
			}
		default:
			most = h.value
			for i := range dst[:n] {
				dst[i] = byte(h.value)
			}
			if h.value == uint32(top) {
				full += n
			}
		}
		if most > uint32(top) {
			return 0, damaged("a page with an impossible level")
		}
		h.left -= n
		dst = dst[n:]
	}
	return full, nil
}

// Count passes over n levels of at most top and counts those that equal top.
func (h *Hybrid) Count(n, top int) (full int, err error) {
	for n > 0 {
		if err := h.next(); err != nil {
			return 0, err
		}
		k := min(h.left, n)
		switch {
		case !h.packed && h.value == uint32(top):
			full += k
		case h.packed && h.width == 1 && top == 1:
			full += ones(h.run, h.bit, k)
			h.bit += k
		case h.packed:
			mask := uint32(1)<<h.width - 1
			for range k {
				if h.at(h.bit, mask) == uint32(top) {
					full++
				}
				h.bit += h.width
			}
		}
		h.left -= k
		n -= k
	}
	return full, nil
}

// ones counts the set bits among n that begin at a bit.
func ones(b []byte, bit, n int) (count int) {
	for ; n > 0 && (bit&7 != 0 || n < 8); n-- {
		count += int(b[bit>>3] >> (bit & 7) & 1)
		bit++
	}
	whole := b[bit>>3 : bit>>3+n>>3]
	for ; len(whole) >= 8; whole = whole[8:] {
		count += bits.OnesCount64(binary.LittleEndian.Uint64(whole))
	}
	for _, v := range whole {
		count += bits.OnesCount8(v)
	}
	for i := n &^ 7; i < n; i++ {
		count += int(b[(bit+i)>>3] >> ((bit + i) & 7) & 1)
	}
	return count
}

// All says whether the next n values are one run of v, and takes them if so.
func (h *Hybrid) All(n int, v uint32) bool {
	if n == 0 {
		return true
	}
	if h.next() != nil || h.packed || h.value != v || h.left < n {
		return false
	}
	h.left -= n
	return true
}

// Skip passes over n values.
func (h *Hybrid) Skip(n int) error {
	for n > 0 {
		if err := h.next(); err != nil {
			return err
		}
		k := min(h.left, n)
		if h.packed {
			h.bit += k * h.width
		}
		h.left -= k
		n -= k
	}
	return nil
}
