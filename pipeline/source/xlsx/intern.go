package xlsx

import (
	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// interner gives equal cells of a column one entry, as long as that pays: a
// column of which almost every cell differs is given up.
type interner struct {
	column *pipeline.Column
	texts  slots // by hash
	shared slots // by number of the shared text
	seen   int   // cells that were looked up
	off    bool
}

// slots is a hash table: open addressing, at most half full.
type slots struct {
	list []slot
	used int
}

// slot is an entry of the column; 0 is free, so entries are kept plus one.
type slot struct {
	key   uint32
	entry int32
}

const firstSlots = 1024

func (t *slots) reset() {
	if t.list == nil {
		t.list = make([]slot, firstSlots)
	} else if t.used > 0 {
		clear(t.list)
	}
	t.used = 0
}

// add enters a key that is not there.
func (t *slots) add(key uint32, entry int32) {
	if 2*t.used >= len(t.list) {
		old := t.list
		t.list = make([]slot, 2*len(old))
		for _, s := range old {
			if s.entry > 0 {
				t.put(s)
			}
		}
	}
	t.put(slot{key, entry + 1})
	t.used++
}

func (t *slots) put(s slot) {
	i := t.place(s.key)
	for t.list[i].entry > 0 {
		i = (i + 1) & (len(t.list) - 1)
	}
	t.list[i] = s
}

// place is where the search for a key begins.
func (t *slots) place(key uint32) int {
	return int(uint64(key) * 0x9e3779b97f4a7c15 >> 32 & uint64(len(t.list)-1))
}

// begin takes up an emptied column.
func (n *interner) begin(c *pipeline.Column) {
	n.column, n.seen, n.off = c, 0, false
	n.texts.reset()
	n.shared.reset()
}

// append adds a new entry.
func (n *interner) append(text []byte) int32 {
	c := n.column
	c.Bytes = append(c.Bytes, text...)
	c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
	return int32(len(c.Offsets) - 2)
}

// pays counts a look-up and says whether looking up still pays.
func (n *interner) pays() bool {
	const enough = 4096 // cells after which it is decided
	if n.seen++; n.seen == enough && n.column.Entries() > enough/8*7 {
		n.off = true
	}
	return !n.off
}

// text is the entry of a text.
func (n *interner) text(text []byte) int32 {
	if !n.pays() {
		return n.append(text)
	}
	key := uint32(xxhash.Sum64(text))
	for i := n.texts.place(key); ; i = (i + 1) & (len(n.texts.list) - 1) {
		s := n.texts.list[i]
		if s.entry == 0 {
			break
		}
		if s.key == key && string(n.column.Entry(s.entry-1)) == string(text) {
			return s.entry - 1
		}
	}
	entry := n.append(text)
	n.texts.add(key, entry)
	return entry
}

// number is the entry of a shared text; -1 for an empty one.
func (n *interner) number(t *sharedStrings, number int) int32 {
	if n.pays() {
		for i := n.shared.place(uint32(number)); ; i = (i + 1) & (len(n.shared.list) - 1) {
			s := n.shared.list[i]
			if s.entry == 0 {
				break
			}
			if s.key == uint32(number) {
				return s.entry - 1
			}
		}
	}
	text := t.at(number)
	if len(text) == 0 {
		return -1
	}
	entry := n.append(text)
	if !n.off {
		n.shared.add(uint32(number), entry)
	}
	return entry
}
