package columnar

import (
	"encoding/binary"
	"math/bits"
)

// appendLevels writes levels behind their length, as version 1 pages have them.
func appendLevels(dst, levels []byte, top int) []byte {
	at := len(dst)
	dst = appendHybrid(append(dst, 0, 0, 0, 0), levels, bits.Len(uint(top)))
	binary.LittleEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	return dst
}

// appendHybrid writes values of width bits as one run if they are all equal,
// and as one packed run otherwise.
func appendHybrid[T byte | int32](dst []byte, values []T, width int) []byte {
	if len(values) == 0 {
		return dst
	}
	first, same := values[0], true
	for _, v := range values {
		if v != first {
			same = false
			break
		}
	}
	if same {
		dst = binary.AppendUvarint(dst, uint64(len(values))<<1)
		for v, n := uint32(first), (width+7)/8; n > 0; n-- {
			dst = append(dst, byte(v))
			v >>= 8
		}
		return dst
	}
	groups := (len(values) + 7) / 8
	dst = binary.AppendUvarint(dst, uint64(groups)<<1|1)
	return appendPacked(dst, values, width, groups*width)
}

// appendPacked packs values of at most 32 bits; size bytes are written.
func appendPacked[T byte | int32](dst []byte, values []T, width, size int) []byte {
	at := len(dst)
	dst = grow(dst, size+8)[:at+size]
	out := dst[at : at+size : cap(dst)][:size+8] // whole words are stored, then cut
	var word uint64
	n, o := 0, 0
	for _, v := range values {
		word |= uint64(uint32(v)) << n
		if n += width; n >= 32 {
			binary.LittleEndian.PutUint32(out[o:], uint32(word))
			word >>= 32
			n -= 32
			o += 4
		}
	}
	for ; o < size; o++ {
		out[o] = byte(word)
		word >>= 8
	}
	return dst
}

// grow gives a slice room for n more elements, doubling so that many calls
// stay linear.
func grow[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s
	}
	out := make([]T, len(s), max(len(s)+n, 2*cap(s)))
	copy(out, s)
	return out
}

// appendSequence writes n ascending integers in DELTA_BINARY_PACKED: the first,
// and then blocks of 128 deltas that are all 1 and take no bits.
func appendSequence(dst []byte, first int64, n int) []byte {
	dst = binary.AppendUvarint(dst, 128) // values of a block
	dst = binary.AppendUvarint(dst, 4)   // miniblocks of a block
	dst = binary.AppendUvarint(dst, uint64(n))
	dst = binary.AppendVarint(dst, first)
	for left := n - 1; left > 0; left -= 128 {
		dst = append(dst, 2, 0, 0, 0, 0) // least delta 1 in zigzag, four widths of 0
	}
	return dst
}
