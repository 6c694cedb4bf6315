package sandbox

import (
	"encoding/binary"
	"io"
	"unsafe"

	"lamsach/pipeline"
)

// A batch travels as rows, columns, and for each buffer of each column (Index,
// Lists, Offsets, Bytes) its length and its place (8 bytes each); then come the
// buffers that have no place. A buffer with a place lies on the desk of the
// lane, at its place - 1. Both ends are the same program on the same machine.
const (
	batchHead   = 16
	batchBuffer = 16
	batchColumn = 4 * batchBuffer
)

// writeBatch sends a batch. What lies on the desk is not sent but shown.
func writeBatch(w io.Writer, b *pipeline.Batch, d *desk) error {
	le := binary.LittleEndian
	head := le.AppendUint64(nil, uint64(b.Rows))
	head = le.AppendUint64(head, uint64(len(b.Columns)))
	var sent [][]byte
	for i := range b.Columns {
		c := &b.Columns[i]
		lengths := [...]int{len(c.Index), len(c.Lists), len(c.Offsets), len(c.Bytes)}
		for k, buffer := range [...][]byte{asBytes(c.Index), asBytes(c.Lists), asBytes(c.Offsets), c.Bytes} {
			place := d.place(unsafe.Pointer(unsafe.SliceData(buffer)))
			if place == 0 {
				sent = append(sent, buffer)
			}
			head = le.AppendUint64(head, uint64(lengths[k]))
			head = le.AppendUint64(head, place)
		}
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, buffer := range sent {
		if _, err := w.Write(buffer); err != nil {
			return err
		}
	}
	return nil
}

// batchReader takes batches that a child hands over.
type batchReader struct {
	r     io.Reader
	desk  []byte
	limit uint64 // bytes that a batch may have
}

// read takes a batch of so many columns into the buffers of b, which are
// private memory: only then is it checked, so that nobody can change it after
// the check. errBatch: it is none.
func (r *batchReader) read(columns int, b *pipeline.Batch) error {
	le := binary.LittleEndian
	head := make([]byte, batchHead+batchColumn*columns)
	if _, err := io.ReadFull(r.r, head); err != nil {
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
		if err := r.column(head[batchHead+batchColumn*i:], c); err != nil {
			return err
		}
		if !sound(c, b.Rows) {
			return errBatch
		}
	}
	return nil
}

// column takes the buffers of a column.
func (r *batchReader) column(head []byte, c *pipeline.Column) error {
	le := binary.LittleEndian
	var n [4]uint64
	for k, size := range [...]uint64{4, 4, 4, 1} {
		if n[k] = le.Uint64(head[batchBuffer*k:]); n[k] > r.limit/size {
			return errBatch
		}
		r.limit -= n[k] * size
	}
	c.Index, c.Offsets, c.Bytes = sized(c.Index, n[0]), sized(c.Offsets, n[2]), sized(c.Bytes, n[3])
	if c.Lists = sized(c.Lists, n[1]); n[1] == 0 {
		c.Lists = nil
	}
	for k, buffer := range [...][]byte{asBytes(c.Index), asBytes(c.Lists), asBytes(c.Offsets), c.Bytes} {
		if err := r.buffer(le.Uint64(head[batchBuffer*k+8:]), buffer); err != nil {
			return err
		}
	}
	return nil
}

// buffer fills a buffer from the desk, or from what is sent.
func (r *batchReader) buffer(place uint64, buffer []byte) error {
	if place == 0 {
		_, err := io.ReadFull(r.r, buffer)
		return err
	}
	if at := place - 1; at > uint64(len(r.desk)) || copy(buffer, r.desk[at:]) < len(buffer) {
		return errBatch
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
