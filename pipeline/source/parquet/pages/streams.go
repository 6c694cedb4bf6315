package pages

import (
	"encoding/binary"

	"github.com/parquet-go/parquet-go"
)

// runs adds up the values of a stream of runs and packed groups (levels,
// dictionary indexes) whose values have width bits. A run may claim two
// thousand million values in six bytes, so a stream that has much more than
// the most values wanted is damage. Some writers cut the last group where its
// padding begins: cut says how many bytes.
func runs(b []byte, width, most int) (n, cut int, err error) {
	for len(b) > 0 {
		head, size := binary.Uvarint(b)
		if size <= 0 || head>>1 > 1<<31-1 {
			return n, 0, errStream
		}
		b = b[size:]
		count := int(head >> 1)
		if head&1 == 0 {
			if size = (width + 7) / 8; count == 0 {
				continue // the library takes no value here either
			}
			if size > len(b) {
				return n, 0, errStream
			}
			n, b = n+count, b[size:]
		} else {
			size = count * width
			if cut = max(size-len(b), 0); cut > 0 {
				if cut >= width {
					return n, 0, errStream
				}
				size = len(b)
				n += size * 8 / width
			} else {
				n += count * 8
			}
			b = b[size:]
		}
		if n > 2*most+512 {
			return n, 0, damaged("a page has more values than it says")
		}
	}
	return n, cut, nil
}

// deltas measures the DELTA_BINARY_PACKED stream at the beginning of b: how
// many values it has, at most most, how many bits the widest difference takes,
// and what lies behind it.
func deltas(b []byte, most int) (total, widest int, rest []byte, err error) {
	var head [4]uint64
	for i := range head {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return 0, 0, nil, errStream
		}
		head[i], b = v, b[n:]
	}
	block, minis := head[0], head[1]
	if block == 0 || block > 1<<16 || block%128 != 0 || minis == 0 || minis > block || block%minis != 0 || (block/minis)%32 != 0 {
		return 0, 0, nil, damaged("a delta page with an impossible header")
	}
	if head[2] > uint64(most) {
		return 0, 0, nil, errStream
	}
	total = int(head[2])
	for left := total - 1; left > 0; {
		_, n := binary.Uvarint(b)
		if n <= 0 || len(b)-n < int(minis) {
			return 0, 0, nil, errStream
		}
		widths := b[n : n+int(minis)]
		b = b[n+int(minis):]
		for _, w := range widths {
			if left <= 0 {
				break // what the rest says is not looked at
			}
			size := int(block/minis) * int(w) / 8
			if w > 64 || size > len(b) {
				return 0, 0, nil, errStream
			}
			widest, b, left = max(widest, int(w)), b[size:], left-int(block/minis)
		}
	}
	return total, widest, b, nil
}

// prefixed holds DELTA_BYTE_ARRAY values against their bytes: each has a
// prefix of the value before and a suffix of its own. A value may double the
// one before, so the sum is limited. length is that of every value, or 0.
func prefixed(b []byte, length, most int) error {
	n, wide, rest, err := deltas(b, most)
	if err != nil {
		return err
	}
	m, wide2, suffixes, err := deltas(rest, most)
	if err != nil || max(wide, wide2) > 32 {
		return errStream
	}
	front, err1 := parquet.DeltaBinaryPacked.DecodeInt32(nil, b)
	back, err2 := parquet.DeltaBinaryPacked.DecodeInt32(nil, rest)
	if err1 != nil || err2 != nil || n != m || len(front) < n || len(back) < m {
		return errStream
	}
	last, bytes, sum := 0, 0, 0
	for i, f := range front[:n] {
		p, s := int(f), int(back[i])
		if p < 0 || p > last || s < 0 || (length > 0 && p+s != length) {
			return errStream
		}
		last, bytes, sum = p+s, bytes+s, sum+p+s
	}
	if bytes > len(suffixes) {
		return errStream
	}
	if sum > MaxPage {
		return damaged("a page larger than 256 MiB")
	}
	return nil
}
