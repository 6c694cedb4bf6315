package arrowipc

import (
	"bytes"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// A column of a part often says the same thing again and again: a province, a
// gender, a date. Its distinct values are found as they pass, so that each is
// rendered and cleaned once. Where almost every value is another, looking for
// equal ones is given up.
const firstSlots = 1 << 10

// given says whether the search is given up after so many values. Among n
// values out of D equally frequent ones, n²/2D are repeated; the search goes on
// where D is about half the usual part or less: 25,000 birth dates, 3,321
// communes, but not names or numbers.
func given(seen, distinct int) bool {
	repeated := seen - distinct
	switch seen {
	case 1 << 11:
		return repeated < seen/32
	case 1 << 13:
		return repeated < seen/8
	case 1 << 15:
		return repeated < seen*3/8
	}
	return false
}

// words finds equal byte strings.
type words struct {
	off            bool
	seen, distinct int
	slots          []wordSlot
}

type wordSlot struct {
	tag   uint32 // of the hash
	entry int32  // + 1; 0: free
}

func (w *words) reset() {
	w.off, w.seen, w.distinct = false, 0, 0
	w.slots = w.slots[:min(len(w.slots), firstSlots)]
	clear(w.slots)
}

// entry gives the entry of a value, adding it if it is new.
func (w *words) entry(v []byte, out *pipeline.Column, plain bool) int32 {
	if plain || w.off {
		return appendEntry(out, v)
	}
	if len(w.slots) <= 2*w.distinct {
		w.grow(out)
	}
	w.seen++
	hash := xxhash.Sum64(v)
	tag, mask := uint32(hash>>32), uint64(len(w.slots)-1)
	for at := hash & mask; ; at = (at + 1) & mask {
		s := &w.slots[at]
		if s.entry == 0 {
			e := appendEntry(out, v)
			*s = wordSlot{tag, e + 1}
			w.distinct++
			w.off = given(w.seen, w.distinct)
			return e
		}
		if s.tag == tag && bytes.Equal(out.Entry(s.entry-1), v) {
			w.off = given(w.seen, w.distinct)
			return s.entry - 1
		}
	}
}

// grow makes the table larger.
func (w *words) grow(out *pipeline.Column) {
	old := w.slots
	w.slots = make([]wordSlot, max(firstSlots, 4*len(old)))
	mask := uint64(len(w.slots) - 1)
	for _, s := range old {
		if s.entry == 0 {
			continue
		}
		at := xxhash.Sum64(out.Entry(s.entry-1)) & mask
		for w.slots[at].entry != 0 {
			at = (at + 1) & mask
		}
		w.slots[at] = s
	}
}

// digits finds equal numbers.
type digits struct {
	off            bool
	seen, distinct int
	slots          []digitSlot
}

type digitSlot struct {
	number int64
	entry  int32 // + 1; 0: free
}

func (d *digits) reset() {
	d.off, d.seen, d.distinct = false, 0, 0
	d.slots = d.slots[:min(len(d.slots), firstSlots)]
	clear(d.slots)
}

// spread is the golden ratio of 2^64: multiplied by it, neighbours lie far apart.
const spread = 0x9E3779B97F4A7C15

// entry gives the entry of a number, adding its text if it is new.
func (d *digits) entry(v int64, text func([]byte, int64) []byte, out *pipeline.Column, plain bool) int32 {
	if plain || d.off {
		return appendNumber(out, v, text)
	}
	if len(d.slots) <= 2*d.distinct {
		d.grow()
	}
	d.seen++
	mask := uint64(len(d.slots) - 1)
	for at := uint64(v) * spread >> 32 & mask; ; at = (at + 1) & mask {
		s := &d.slots[at]
		if s.entry == 0 {
			*s = digitSlot{v, appendNumber(out, v, text) + 1}
			d.distinct++
			d.off = given(d.seen, d.distinct)
			return s.entry - 1
		}
		if s.number == v {
			d.off = given(d.seen, d.distinct)
			return s.entry - 1
		}
	}
}

func (d *digits) grow() {
	old := d.slots
	d.slots = make([]digitSlot, max(firstSlots, 4*len(old)))
	mask := uint64(len(d.slots) - 1)
	for _, s := range old {
		if s.entry == 0 {
			continue
		}
		at := uint64(s.number) * spread >> 32 & mask
		for d.slots[at].entry != 0 {
			at = (at + 1) & mask
		}
		d.slots[at] = s
	}
}

// appendNumber adds the text of a number as an entry.
func appendNumber(out *pipeline.Column, v int64, text func([]byte, int64) []byte) int32 {
	out.Bytes = text(out.Bytes, v)
	out.Offsets = append(out.Offsets, int32(len(out.Bytes)))
	return int32(len(out.Offsets) - 2)
}
