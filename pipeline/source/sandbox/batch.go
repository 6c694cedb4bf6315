package sandbox

import (
	"encoding/binary"
	"io"
	"unsafe"

	"lamsach/pipeline"
)

// A batch travels as rows, columns, the four lengths of each column (8 bytes
// each: Index, Lists, Offsets, Bytes), then the buffers of each column in this
// order. Both ends are the same program on the same machine.
const batchLengths = 4

// writeBatch sends a batch.
func writeBatch(w io.Writer, b *pipeline.Batch) error {
	le := binary.LittleEndian
	head := le.AppendUint64(nil, uint64(b.Rows))
	head = le.AppendUint64(head, uint64(len(b.Columns)))
	for i := range b.Columns {
		c := &b.Columns[i]
		for _, n := range [batchLengths]int{len(c.Index), len(c.Lists), len(c.Offsets), len(c.Bytes)} {
			head = le.AppendUint64(head, uint64(n))
		}
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for i := range b.Columns {
		c := &b.Columns[i]
		for _, buffer := range [...][]byte{asBytes(c.Index), asBytes(c.Lists), asBytes(c.Offsets), c.Bytes} {
			if _, err := w.Write(buffer); err != nil {
				return err
			}
		}
	}
	return nil
}

// readBatch takes a batch of so many columns into the buffers of b, which are
// private memory: only then is it checked, so that nobody can change it after
// the check. It takes at most limit bytes. errBatch: it is none.
func readBatch(r io.Reader, columns int, limit int64, b *pipeline.Batch) error {
	le := binary.LittleEndian
	head := make([]byte, 16+8*batchLengths*columns)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	rows := le.Uint64(head)
	if rows > pipeline.MaxPartRows || le.Uint64(head[8:]) != uint64(columns) {
		return errBatch
	}
	b.Rows = int(rows)
	if cap(b.Columns) < columns {
		b.Columns = append(b.Columns[:cap(b.Columns)], make([]pipeline.Column, columns-cap(b.Columns))...)
	}
	b.Columns = b.Columns[:columns]
	for i := range b.Columns {
		c := &b.Columns[i]
		var n [batchLengths]uint64
		for k := range n {
			n[k] = le.Uint64(head[16+8*(batchLengths*i+k):])
			if n[k] > uint64(limit) {
				return errBatch
			}
		}
		if limit -= int64(4*(n[0]+n[1]+n[2]) + n[3]); limit < 0 {
			return errBatch
		}
		if err := readColumn(r, n, c); err != nil {
			return err
		}
		if !sound(c, b.Rows) {
			return errBatch
		}
	}
	return nil
}

func readColumn(r io.Reader, n [batchLengths]uint64, c *pipeline.Column) error {
	c.Index, c.Offsets, c.Bytes = sized(c.Index, n[0]), sized(c.Offsets, n[2]), sized(c.Bytes, n[3])
	if c.Lists = sized(c.Lists, n[1]); n[1] == 0 {
		c.Lists = nil
	}
	for _, buffer := range [...][]byte{asBytes(c.Index), asBytes(c.Lists), asBytes(c.Offsets), c.Bytes} {
		if _, err := io.ReadFull(r, buffer); err != nil {
			return err
		}
	}
	return nil
}

// sized gives a buffer n elements; what they hold does not matter.
func sized[T any](buf []T, n uint64) []T {
	if uint64(cap(buf)) >= n {
		return buf[:n]
	}
	return make([]T, n, n+n/8)
}

// sound says whether a column keeps the invariants of pipeline.Column.
func sound(c *pipeline.Column, rows int) bool {
	if c.Lists == nil && len(c.Index) != rows {
		return false
	}
	if c.Lists != nil && (len(c.Lists) != rows+1 || !ascends(c.Lists, len(c.Index))) {
		return false
	}
	return ascends(c.Offsets, len(c.Bytes)) && indexes(c.Index, c.Entries())
}

// ascends says whether numbers never descend and lie within 0 and limit.
//
// It collects signs instead of asking at each number: as long as no number is
// negative no difference overflows, and a negative one leaves its own sign.
// Eight at a time, it is twice as fast.
func ascends(list []int32, limit int) bool {
	if len(list) == 0 {
		return true
	}
	last, sign := list[0], list[0]
	rest := list[1:]
	for ; len(rest) >= 8; rest = rest[8:] {
		v := (*[8]int32)(rest)
		low := v[0] | (v[0] - last) | v[1] | (v[1] - v[0]) | v[2] | (v[2] - v[1]) | v[3] | (v[3] - v[2])
		high := v[4] | (v[4] - v[3]) | v[5] | (v[5] - v[4]) | v[6] | (v[6] - v[5]) | v[7] | (v[7] - v[6])
		sign |= low | high
		last = v[7]
	}
	for _, v := range rest {
		sign |= v | (v - last)
		last = v
	}
	return sign >= 0 && int(last) <= limit
}

// indexes says whether every number is -1 or one of so many entries, in the
// same way: e+1 is negative below -1 (and for the largest number, which is no
// entry), most-e above most.
func indexes(list []int32, entries int) bool {
	sign, most := int32(0), int32(entries)-1
	rest := list
	for ; len(rest) >= 8; rest = rest[8:] {
		v := (*[8]int32)(rest)
		low := (v[0] + 1) | (most - v[0]) | (v[1] + 1) | (most - v[1]) | (v[2] + 1) | (most - v[2]) | (v[3] + 1) | (most - v[3])
		high := (v[4] + 1) | (most - v[4]) | (v[5] + 1) | (most - v[5]) | (v[6] + 1) | (most - v[6]) | (v[7] + 1) | (most - v[7])
		sign |= low | high
	}
	for _, e := range rest {
		sign |= (e + 1) | (most - e)
	}
	return sign >= 0
}

func asBytes(list []int32) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), 4*len(list))
}
