package columnar

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Blocks of DELTA_BINARY_PACKED as we write them.
const (
	deltaBlock = 128 // values of a block
	deltaMini  = 32  // values of each of its four miniblocks
)

// appendLengths writes the lengths of the entries of an index in
// DELTA_BINARY_PACKED.
func appendLengths(dst []byte, index, offsets []int32) []byte {
	length := func(e int32) int32 { return offsets[e+1] - offsets[e] }
	last, rest := int32(0), index
	if len(index) > 0 { // else a page of nulls: a count of none and a first value all the same
		last, rest = length(index[0]), index[1:]
	}
	dst = binary.AppendUvarint(dst, deltaBlock)
	dst = binary.AppendUvarint(dst, deltaBlock/deltaMini)
	dst = binary.AppendUvarint(dst, uint64(len(index)))
	dst = binary.AppendVarint(dst, int64(last))
	for len(rest) > 0 {
		n := min(deltaBlock, len(rest))
		var deltas [deltaBlock]int32
		least := int32(math.MaxInt32)
		for i, e := range rest[:n] {
			now := length(e)
			deltas[i] = now - last
			least = min(least, now-last)
			last = now
		}
		rest = rest[n:]
		dst = appendDeltas(dst, &deltas, n, least)
	}
	return dst
}

// appendDeltas writes a block of n deltas, the least of which is known.
func appendDeltas(dst []byte, deltas *[deltaBlock]int32, n int, least int32) []byte {
	dst = binary.AppendVarint(dst, int64(least))
	widths := len(dst)
	dst = append(dst, make([]byte, deltaBlock/deltaMini)...)
	for m := 0; m*deltaMini < n; m++ {
		mini := deltas[m*deltaMini : (m+1)*deltaMini]
		all := uint32(0)
		for i := range mini[:min(deltaMini, n-m*deltaMini)] { // what lies behind stays zero
			mini[i] -= least
			all |= uint32(mini[i])
		}
		width := bits.Len32(all)
		dst[widths+m] = byte(width)
		if width > 0 {
			dst = appendPacked(dst, mini, width, deltaMini/8*width)
		}
	}
	return dst
}

// wide is how many bytes are moved at once where a string is no longer.
const wide = 32

// appendTexts writes the bytes of entries one behind another. Neighbours, which
// is what columns without repetition consist of, are moved together.
func appendTexts(dst []byte, index []int32, t Texts) []byte {
	for i := 0; i < len(index); {
		end := i + 1
		for end < len(index) && index[end] == index[end-1]+1 {
			end++
		}
		from, to := int(t.Offsets[index[i]]), int(t.Offsets[index[end-1]+1])
		i = end
		n := to - from
		if n > wide || from+wide > len(t.Bytes) {
			dst = append(dst, t.Bytes[from:to]...)
			continue
		}
		// One wide move; what is too much is overwritten or cut.
		at := len(dst)
		dst = grow(dst, wide)[:at+wide]
		*(*[wide]byte)(dst[at:]) = [wide]byte(t.Bytes[from:])
		dst = dst[:at+n]
	}
	return dst
}
