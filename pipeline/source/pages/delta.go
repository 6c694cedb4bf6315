package pages

import "encoding/binary"

// delta decodes the DELTA_BINARY_PACKED stream at the beginning of b: it
// appends its values to dst (the first need of them, all if need is negative)
// and gives the bytes behind the stream, which are only right when all were
// wanted. The stream may claim at most most values.
func delta(dst []int64, b []byte, need, most int) (values []int64, rest []byte, err error) {
	block, b1 := uvarint(b)
	minis, b2 := uvarint(b1)
	total, b3 := uvarint(b2)
	first, b4 := uvarint(b3)
	if b4 == nil || block == 0 || block > 1<<20 || block%128 != 0 || minis == 0 || minis > block || block%minis != 0 || (block/minis)%32 != 0 {
		return dst, nil, damaged("a delta page with an impossible header")
	}
	if total > uint64(min(most, MaxValues)) || (need >= 0 && uint64(need) > total) {
		return dst, nil, errStream
	}
	count, b := int(total), b4
	if need >= 0 {
		count = need
	}
	if count == 0 {
		return dst, b, nil
	}
	value := unzigzag(first)
	dst = append(dst, value)
	count--
	perMini := int(block / minis)
	for count > 0 {
		least, after := uvarint(b)
		if after == nil || uint64(len(after)) < minis {
			return dst, nil, errStream
		}
		widths := after[:minis]
		b = after[minis:]
		for _, w := range widths {
			if count == 0 {
				break
			}
			size := perMini * int(w) / 8
			if w > 64 || size > len(b) {
				return dst, nil, errStream
			}
			n := min(count, perMini)
			dst, value = addDeltas(dst, b[:size], n, int(w), unzigzag(least), value)
			b = b[size:]
			count -= n
		}
	}
	return dst, b, nil
}

// addDeltas appends n values, each a packed delta of width bits plus least
// above the one before.
func addDeltas(dst []int64, packed []byte, n, width int, least, value int64) ([]int64, int64) {
	if width == 0 {
		for range n {
			value += least
			dst = append(dst, value)
		}
		return dst, value
	}
	mask := ^uint64(0) >> (64 - width)
	for i := range n {
		bit := i * width
		o := bit >> 3
		var v uint64
		if o+8 <= len(packed) && width <= 56 {
			v = binary.LittleEndian.Uint64(packed[o:]) >> (bit & 7)
		} else {
			v = slowBits(packed[o:], bit&7, width)
		}
		value += least + int64(v&mask)
		dst = append(dst, value)
	}
	return dst, value
}

// slowBits reads width bits that begin at a bit of the first byte.
func slowBits(b []byte, bit, width int) uint64 {
	var v uint64
	for i := 0; i < len(b) && i*8 < bit+width; i++ {
		if shift := i*8 - bit; shift >= 0 {
			v |= uint64(b[i]) << shift
		} else {
			v |= uint64(b[i]) >> -shift
		}
	}
	return v
}

// uvarint reads a number; rest is nil when there is none.
func uvarint(b []byte) (v uint64, rest []byte) {
	v, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, nil
	}
	return v, b[n:len(b):len(b)]
}

func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }
