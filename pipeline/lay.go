package pipeline

import (
	"encoding/binary"
	"errors"
	"unsafe"
)

// A laid batch is one flat piece of memory that any process can map: a decoder
// in a child process lays it down, the worker attaches to it without a copy.
// All numbers are little-endian, every buffer begins at a multiple of 8.
//
//	0    8   magic "LSBATCH" and a version byte
//	8    8   rows
//	16   8   columns
//	24   …   for each column: entries+1, elements of Index, elements of Lists, bytes (8 each)
//	…    …   for each column: Index (i32), Lists (i32), Offsets (i32), Bytes
const (
	laidMagic  = "LSBATCH\x01"
	laidHeader = 24
	laidColumn = 32
)

// errLaid says that memory holds no batch that can be trusted.
var errLaid = errors.New("pipeline: this memory holds no batch, or a damaged one")

func align8(n int) int { return (n + 7) &^ 7 }

// LaidSize is how many bytes Lay needs.
func (b *Batch) LaidSize() int {
	n := laidHeader + laidColumn*len(b.Columns)
	for i := range b.Columns {
		c := &b.Columns[i]
		n += align8(4*len(c.Index)) + align8(4*len(c.Lists)) + align8(4*len(c.Offsets)) + align8(len(c.Bytes))
	}
	return n
}

// Lay copies the batch into mem, which must have LaidSize bytes at an address
// that is a multiple of 8. The part does not travel: it is known on both sides.
func (b *Batch) Lay(mem []byte) {
	le := binary.LittleEndian
	copy(mem, laidMagic)
	le.PutUint64(mem[8:], uint64(b.Rows))
	le.PutUint64(mem[16:], uint64(len(b.Columns)))
	at := laidHeader + laidColumn*len(b.Columns)
	for i := range b.Columns {
		c := &b.Columns[i]
		head := mem[laidHeader+i*laidColumn:]
		for j, n := range [...]int{len(c.Offsets), len(c.Index), len(c.Lists), len(c.Bytes)} {
			le.PutUint64(head[8*j:], uint64(n))
		}
		for _, buffer := range [...][]byte{asBytes(c.Index), asBytes(c.Lists), asBytes(c.Offsets), c.Bytes} {
			copy(mem[at:], buffer)
			at += align8(len(buffer))
		}
	}
}

// Attach makes b a view of a laid batch. Whoever laid it is not trusted: every
// length, offset and index is checked before anything is handed out. The view
// is valid as long as the memory is.
func (b *Batch) Attach(mem []byte) error {
	le := binary.LittleEndian
	if len(mem) < laidHeader || string(mem[:8]) != laidMagic || uintptr(unsafe.Pointer(&mem[0]))%8 != 0 {
		return errLaid
	}
	rows, columns := le.Uint64(mem[8:]), le.Uint64(mem[16:])
	if rows > MaxPartRows || columns > uint64(len(mem)-laidHeader)/laidColumn {
		return errLaid
	}
	rest := mem[laidHeader+laidColumn*int(columns):]
	b.Rows, b.Columns = int(rows), make([]Column, columns)
	for i := range b.Columns {
		c, head := &b.Columns[i], mem[laidHeader+i*laidColumn:]
		var ok [4]bool
		c.Index, rest, ok[0] = takeInts(rest, le.Uint64(head[8:]))
		c.Lists, rest, ok[1] = takeInts(rest, le.Uint64(head[16:]))
		c.Offsets, rest, ok[2] = takeInts(rest, le.Uint64(head))
		c.Bytes, rest, ok[3] = take(rest, le.Uint64(head[24:]))
		if ok != [4]bool{true, true, true, true} || !c.sound(b.Rows) {
			b.Rows, b.Columns = 0, nil
			return errLaid
		}
	}
	return nil
}

// sound says whether the column keeps its invariants for a number of rows.
func (c *Column) sound(rows int) bool {
	if c.Lists == nil && len(c.Index) != rows || c.Lists != nil && !ascends(c.Lists, rows+1, len(c.Index)) {
		return false
	}
	if len(c.Offsets) > 0 && !ascends(c.Offsets, len(c.Offsets), len(c.Bytes)) {
		return false
	}
	entries := int32(c.Entries())
	for _, e := range c.Index {
		if e < -1 || e >= entries {
			return false
		}
	}
	return true
}

// ascends says whether a list has n numbers that never descend and lie within
// 0 and limit.
func ascends(list []int32, n, limit int) bool {
	if len(list) != n {
		return false
	}
	last := int32(0)
	for _, v := range list {
		if v < last || int(v) > limit {
			return false
		}
		last = v
	}
	return true
}

func take(mem []byte, n uint64) (taken, rest []byte, ok bool) {
	if n > uint64(len(mem)) || align8(int(n)) > len(mem) {
		return nil, nil, false
	}
	return mem[:n:n], mem[align8(int(n)):], true
}

func takeInts(mem []byte, n uint64) (list []int32, rest []byte, ok bool) {
	if n > uint64(len(mem)) {
		return nil, nil, false
	}
	raw, rest, ok := take(mem, 4*n)
	if !ok || n == 0 {
		return nil, rest, ok
	}
	return unsafe.Slice((*int32)(unsafe.Pointer(&raw[0])), n), rest, true
}

func asBytes(list []int32) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), 4*len(list))
}
