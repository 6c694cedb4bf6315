package parquet

import (
	"sync"
	"sync/atomic"

	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/table"
)

// memory shares out what a reader may take. A quarter is the largest page that
// is read at all: its bytes, unpacked and decoded, are there three times at
// most, and only one large page is in that state at a time. Half of it keeps
// decoded pages and dictionaries that several parts have in common; what finds
// no room there is decoded again for each part, which takes time but no memory.
type memory struct {
	page  int          // bytes of a page, packed or unpacked
	large int          // bytes from which pages are decoded one at a time
	waits int64        // bytes of an answer that wait to be written
	room  atomic.Int64 // for what parts share
	one   sync.Mutex   // held while a large page is decoded
}

func (m *memory) set(o table.Options) {
	total := o.Memory
	if total <= 0 {
		total = table.DefaultMemory
	}
	m.page = int(min(total/4, pages.MaxPage))
	m.large = int(min(total/64, pages.MaxPage))
	m.waits = total / 2
	m.room.Store(total / 2)
}

// take reserves room, if there is.
func (m *memory) take(n int64) bool {
	if m.room.Add(-n) >= 0 {
		return true
	}
	m.room.Add(n)
	return false
}

func (m *memory) give(n int64) { m.room.Add(n) }

// exclusive runs what needs so many bytes, alone if they are many.
func (m *memory) exclusive(need int, do func() error) error {
	if need > m.large {
		m.one.Lock()
		defer m.one.Unlock()
	}
	return do()
}

// footprint is about what a decoded page takes: its bytes, and for each value
// an offset and a level.
func footprint(h pages.Header) int64 { return int64(h.Unpacked) + 5*int64(h.Values) }

// reserve makes room for something that parts of a row group share. Whatever
// is still kept of groups before it has to go first: parts are read about in
// ascending order.
func (f *File) reserve(group int, n int64) bool {
	if f.memory.take(n) {
		return true
	}
	var before []*chunk
	f.mu.Lock()
	for id, c := range f.chunks {
		if id.group < group {
			before = append(before, c)
		}
	}
	f.mu.Unlock()
	for _, c := range before {
		c.mu.Lock()
		c.shed()
		c.mu.Unlock()
	}
	return f.memory.take(n)
}

// shed gives back what the chunk keeps for several parts. The caller holds the
// lock.
func (c *chunk) shed() {
	for i := range c.shared {
		c.unshare(i)
	}
	c.dict = nil
	c.file.memory.give(c.dictRoom)
	c.dictRoom = 0
}

// unshare forgets a shared page; whoever reads it still holds it. The caller
// holds the lock.
func (c *chunk) unshare(i int) {
	c.file.memory.give(c.shared[i].room)
	delete(c.shared, i)
}
