package sandbox

import (
	"slices"
	"unsafe"

	"lamsach/pipeline"
)

// desk is where a child decodes the batches of a lane: in shared memory, so
// that they need not be copied on this side. Each buffer gets as much room as it
// took the last time and a little more; a reader that needs still more moves
// it to memory of its own, as append does, and it is sent. Readers keep no
// buffer of a batch.
type desk struct {
	mem     []byte
	table   int
	columns []int
	scratch pipeline.Batch
	rooms   []room            // that each column took the last time
	own     []pipeline.Column // buffers for which there is no place
}

// room is how many elements the buffers of a column took.
type room struct{ index, lists, offsets, bytes int }

// batch is the batch that a reader fills with some columns of a table.
func (d *desk) batch(table int, columns []int) *pipeline.Batch {
	if d.table != table || !slices.Equal(d.columns, columns) {
		d.table, d.columns = table, slices.Clone(columns)
		d.rooms, d.own = nil, make([]pipeline.Column, len(columns))
	}
	d.scratch.Columns = make([]pipeline.Column, len(columns))
	copy(d.scratch.Columns, d.own)
	free := d.mem
	for i, r := range d.rooms {
		c := &d.scratch.Columns[i]
		free = deskInts(free, r.index, &c.Index)
		free = deskInts(free, r.lists, &c.Lists)
		free = deskInts(free, r.offsets, &c.Offsets)
		if n := roomy(r.bytes); r.bytes > 0 && n <= len(free) {
			c.Bytes, free = free[:0:n], free[n:]
		}
	}
	return &d.scratch
}

// roomy is a little more than n, so that the next buffer begins well.
func roomy(n int) int { return (n + n/8 + 64) &^ 63 }

// deskInts gives a buffer room for n numbers, if there is room.
func deskInts(free []byte, n int, buffer *[]int32) []byte {
	size := roomy(4 * n)
	if n == 0 || size > len(free) {
		return free
	}
	*buffer = unsafe.Slice((*int32)(unsafe.Pointer(&free[0])), size/4)[:0]
	return free[size:]
}

// learn remembers how much room the batch took, and keeps the buffers that are
// not of the desk.
func (d *desk) learn() {
	d.rooms = d.rooms[:0]
	for i := range min(len(d.own), len(d.scratch.Columns)) {
		c := d.scratch.Columns[i]
		d.rooms = append(d.rooms, room{len(c.Index), len(c.Lists), len(c.Offsets), len(c.Bytes)})
		if d.place(unsafe.Pointer(unsafe.SliceData(c.Index))) != 0 {
			c.Index = nil
		}
		if d.place(unsafe.Pointer(unsafe.SliceData(c.Lists))) != 0 {
			c.Lists = nil
		}
		if d.place(unsafe.Pointer(unsafe.SliceData(c.Offsets))) != 0 {
			c.Offsets = nil
		}
		if d.place(unsafe.Pointer(unsafe.SliceData(c.Bytes))) != 0 {
			c.Bytes = nil
		}
		d.own[i] = c
	}
}

// place is where a buffer lies on the desk, plus 1; 0 when it does not.
func (d *desk) place(buffer unsafe.Pointer) uint64 {
	if d == nil || len(d.mem) == 0 {
		return 0
	}
	at := uintptr(buffer) - uintptr(unsafe.Pointer(&d.mem[0]))
	if at >= uintptr(len(d.mem)) {
		return 0
	}
	return uint64(at) + 1
}
