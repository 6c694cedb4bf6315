package text

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"lamsach/pipeline"
)

// builder makes one column of a batch. Values are kept once as long as that
// pays: a column in which most are distinct gets an entry for each cell.
type builder struct {
	encoding
	out     *pipeline.Column
	slots   []slot // a power of two, half of them free
	rows    int    // of the batch
	cells   int    // that were not empty, while values are kept once
	check   int    // entries at which to see whether it pays
	giveUp  bool
	scratch []byte
}

type slot struct {
	hash  uint32
	entry int32 // +1; 0 is free
}

const (
	firstCheck = 1 << 11
	fewSlots   = 2 * firstCheck
	maxProbes  = 64 // beyond that somebody has chosen values that collide
)

// begin empties the column for a number of rows.
func (c *builder) begin(e encoding, out *pipeline.Column, rows int) {
	c.encoding, c.out, c.rows = e, out, rows
	c.cells, c.check, c.giveUp = 0, firstCheck, false
	if len(c.slots) == 0 {
		c.slots = make([]slot, fewSlots)
	}
	c.slots = c.slots[:fewSlots]
	clear(c.slots)
	if cap(out.Index) < rows {
		out.Index = make([]int32, rows)
	}
	out.Index, out.Lists = out.Index[:rows], nil
	out.Offsets, out.Bytes = append(out.Offsets[:0], 0), out.Bytes[:0]
}

// add sets the cell of a row; raw is not kept.
func (c *builder) add(row int, raw []byte) {
	if len(raw) == 0 {
		c.out.Index[row] = -1
		return
	}
	if c.encoding == byteCells && firstHigh(raw) < len(raw) {
		raw = c.convert(raw)
	}
	if c.giveUp {
		c.out.Index[row] = c.append(c.valid(raw))
		return
	}
	c.cells++
	h := hash(raw)
	e, at := c.find(h, raw)
	if e < 0 && c.encoding != byteCells {
		if v := c.valid(raw); len(v) != len(raw) || &v[0] != &raw[0] {
			raw, h = v, hash(v)
			e, at = c.find(h, raw)
		}
	}
	if e < 0 {
		e = c.append(raw)
		if at >= 0 {
			c.slots[at] = slot{h, e + 1}
		} else {
			c.giveUp = true
		}
		if int(e)+1 == c.check {
			c.judge()
		}
	}
	c.out.Index[row] = e
}

// convert returns the UTF-8 of raw in the builder's own memory.
func (c *builder) convert(raw []byte) []byte {
	c.scratch = c.append8(c.scratch[:0], raw)
	return c.scratch
}

// valid returns raw if it is UTF-8, and else what it is taken for.
func (c *builder) valid(raw []byte) []byte {
	if c.encoding == byteCells || firstHigh(raw) == len(raw) || utf8.Valid(raw) {
		return raw
	}
	return c.convert(raw)
}

func (c *builder) append(v []byte) int32 {
	c.out.Bytes = append(c.out.Bytes, v...)
	c.out.Offsets = append(c.out.Offsets, int32(len(c.out.Bytes)))
	return int32(len(c.out.Offsets) - 2)
}

// find looks a value up: its entry, or -1 and the slot that is free for it (-1
// when there are too many in its way).
func (c *builder) find(h uint32, v []byte) (entry int32, free int) {
	mask := len(c.slots) - 1
	at := int(h) & mask
	for range maxProbes {
		s := c.slots[at]
		if s.entry == 0 {
			return -1, at
		}
		if s.hash == h && string(c.out.Entry(s.entry-1)) == string(v) {
			return s.entry - 1, at
		}
		at = (at + 1) & mask
	}
	return -1, -1
}

// judge goes on or gives up, and makes room for twice as many values. Of d
// values in any order, n cells repeat about n²/2d: with fewer repeats than
// uses·n²/2·rows, a value is used less often than that in the part. Looking up
// values that are used twice or three times took a third to two fifths of the
// speed of BenchmarkRead; what cleaning saves by it was not measured, so the
// limit is a judgement.
func (c *builder) judge() {
	const uses = 4
	if repeats := c.cells - c.check; int64(repeats)*int64(c.rows)*2 < int64(c.cells)*int64(c.check)*uses {
		c.giveUp = true
		return
	}
	c.check *= 2
	n := 2 * c.check
	if n <= len(c.slots) {
		return
	}
	old := c.slots
	if cap(old) >= n {
		// The same memory: the values are found again through the entries.
		c.slots = old[:n]
		clear(c.slots)
		for e := range int32(c.out.Entries()) {
			c.place(slot{hash(c.out.Entry(e)), e + 1})
		}
		return
	}
	c.slots = make([]slot, n)
	for _, s := range old {
		if s.entry != 0 {
			c.place(s)
		}
	}
}

func (c *builder) place(s slot) {
	mask := len(c.slots) - 1
	for at := int(s.hash) & mask; ; at = (at + 1) & mask {
		if c.slots[at].entry == 0 {
			c.slots[at] = s
			return
		}
	}
}

// hash mixes the bytes of a value, eight at a time.
func hash(v []byte) uint32 {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
	h := uint64(len(v)) * k0
	for ; len(v) > 8; v = v[8:] {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(v), k1)
		h = hi ^ lo
	}
	hi, lo := bits.Mul64(h^tail(v), k1)
	h = hi ^ lo
	return uint32(h ^ h>>32)
}

// tail is one to eight bytes as a number.
func tail(v []byte) uint64 {
	n := len(v)
	switch {
	case n >= 8:
		return binary.LittleEndian.Uint64(v)
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(v)) | uint64(binary.LittleEndian.Uint32(v[n-4:]))<<32
	case n > 0:
		return uint64(v[0]) | uint64(v[n/2])<<8 | uint64(v[n-1])<<16
	}
	return 0
}
