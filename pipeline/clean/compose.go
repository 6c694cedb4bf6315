package clean

import (
	"bytes"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// What stands in several columns of a file (surname and given name; day, month
// and year; street and units) is put together into one column before cleaning:
// each distinct combination once, as entries of a new column. So cleaning, and
// whoever shows what was submitted, know only whole names, dates and addresses.

// composeParts is the batch with the composed columns behind its own, and the
// columns with each thing in one column. The batch that was given stays as it
// is; what is returned is valid until the next call.
func (w *Worker) composeParts(b *pipeline.Batch, c Columns) (*pipeline.Batch, Columns) {
	if len(c.NameParts) == 0 && len(c.BirthParts) == 0 && len(c.AddressParts) == 0 {
		return b, c
	}
	w.view.Part, w.view.Rows = b.Part, b.Rows
	w.view.Columns = append(w.view.Columns[:0], b.Columns...)
	add := func(to *int, parts []int, join joiner, out *composer) {
		if len(parts) > 0 {
			*to = len(w.view.Columns)
			w.view.Columns = append(w.view.Columns, *out.compose(b, parts, join))
		}
	}
	address, join := unitJoiner(c.AddressParts)
	add(&c.Name, c.NameParts, joinName, &w.composers[0])
	add(&c.Birth, c.BirthParts, joinBirth, &w.composers[1])
	add(&c.Address, address, join, &w.composers[2])
	c.NameParts, c.BirthParts, c.AddressParts = nil, nil, nil
	return &w.view, c
}

// joiner appends what the cells of one row are together; a missing cell is empty.
type joiner func(dst []byte, cells [][]byte) []byte

// composer puts columns together. It is the scratch of one worker.
type composer struct {
	out    pipeline.Column
	tuples []int32 // of the entries made: the entries of the parts
	slots  []int32 // hash → entry + 1
	cells  [][]byte
	index  [][]int32 // of the parts, nil for one that is absent
	now    []int32
}

// compose makes a column of the parts. A row whose parts are all missing or
// empty is null.
func (c *composer) compose(b *pipeline.Batch, parts []int, join joiner) *pipeline.Column {
	k := len(parts)
	c.now, c.cells, c.index = sized(c.now, k), sized(c.cells, k), c.index[:0]
	for _, at := range parts {
		c.index = append(c.index, index(b, at))
	}
	c.tuples = c.tuples[:0]
	c.out.Index = sized(c.out.Index, b.Rows)
	reset(&c.out, 0)
	mask := c.makeRoom(b.Rows)
	last := int32(-1) // the entry of the row before: lists are often sorted
	for row := range b.Rows {
		h, all := uint64(k), int32(-1)
		for i, index := range c.index {
			e := int32(-1)
			if index != nil {
				e = index[row]
			}
			c.now[i] = e
			all &= e
			h = (h ^ uint64(uint32(e))) * 0x9e3779b97f4a7c15
		}
		if all == -1 {
			c.out.Index[row] = -1
			continue
		}
		if last < 0 || !sameInts(c.tuples[int(last)*k:][:k], c.now) {
			last = c.entry(int(h>>32)&mask, mask, b, parts, join)
		}
		c.out.Index[row] = last
	}
	c.dropEmpty()
	return &c.out
}

// entry finds the entry of the combination at hand, from its place in the table
// on, and makes it when it is new.
func (c *composer) entry(at, mask int, b *pipeline.Batch, parts []int, join joiner) int32 {
	k := len(parts)
	for c.slots[at] != 0 && !sameInts(c.tuples[int(c.slots[at]-1)*k:][:k], c.now) {
		at = (at + 1) & mask
	}
	if c.slots[at] == 0 {
		c.slots[at] = c.add(b, parts, join) + 1
	}
	return c.slots[at] - 1
}

// makeRoom empties the table, which is kept at most half full.
func (c *composer) makeRoom(rows int) (mask int) {
	size := 1 << 8
	for size < 2*rows {
		size *= 2
	}
	c.slots = sized(c.slots, size)
	clear(c.slots)
	return size - 1
}

// add makes the entry of a new combination.
func (c *composer) add(b *pipeline.Batch, parts []int, join joiner) (entry int32) {
	for i, at := range parts {
		c.cells[i] = nil
		if c.now[i] >= 0 {
			c.cells[i] = bytes.TrimSpace(b.Columns[at].Entry(c.now[i]))
		}
	}
	c.out.Bytes = join(c.out.Bytes, c.cells)
	endEntry(&c.out)
	c.tuples = append(c.tuples, c.now...)
	return int32(c.out.Entries() - 1)
}

// dropEmpty makes rows null of which nothing was composed.
func (c *composer) dropEmpty() {
	for row, e := range c.out.Index {
		if e >= 0 && c.out.Offsets[e] == c.out.Offsets[e+1] {
			c.out.Index[row] = -1
		}
	}
}

// sameInts says whether two lists of one length are the same.
func sameInts(a, b []int32) bool {
	b = b[:len(a)]
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// joinName: surname, middle and given name with a space between.
func joinName(dst []byte, cells [][]byte) []byte { return joinWith(dst, cells, " ") }

func joinWith(dst []byte, cells [][]byte, between string) []byte {
	start := len(dst)
	for _, cell := range cells {
		if len(cell) == 0 {
			continue
		}
		if len(dst) > start {
			dst = append(dst, between...)
		}
		dst = append(dst, cell...)
	}
	return dst
}

// joinBirth: day/month/year, without those in front that are missing. What has
// no year is left as it stands, with its last slash: it is no date.
func joinBirth(dst []byte, cells [][]byte) []byte {
	if len(cells) != 3 || len(cells[0])+len(cells[1])+len(cells[2]) == 0 {
		return joinWith(dst, cells, "/")
	}
	day, month, year := whole(cells[0]), whole(cells[1]), whole(cells[2])
	if len(month) > 0 || len(day) > 0 {
		if len(day) > 0 {
			dst = append(append(dst, day...), '/')
		}
		if len(month) == 0 {
			month = []byte("00")
		}
		dst = append(append(dst, month...), '/')
	}
	return append(dst, year...)
}

// whole is a number of a spreadsheet without its .0.
func whole(cell []byte) []byte { return bytes.TrimSuffix(cell, []byte(".0")) }

// unitJoiner is how the parts of an address are put together, and their columns.
func unitJoiner(parts []UnitPart) (columns []int, join joiner) {
	roles := make([]schemas.Role, len(parts))
	for i, p := range parts {
		columns = append(columns, p.Column)
		roles[i] = p.Role
	}
	return columns, func(dst []byte, cells [][]byte) []byte { return joinAddress(dst, cells, roles) }
}

// joinAddress: small units before large ones with commas between. A part that
// the one before ends with already is not said twice. A ward or a district that
// is a bare number says what it is; the words are ASCII, so that a text in a
// legacy encoding stays one.
func joinAddress(dst []byte, cells [][]byte, roles []schemas.Role) []byte {
	start := len(dst)
	for i, cell := range cells {
		cell = bytes.Trim(cell, " ,;\t")
		if len(cell) == 0 || bytes.HasSuffix(dst[start:], cell) {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ", "...)
		}
		if bare := len(cell) <= 2 && onlyDigits(cell); bare && roles[i] == schemas.RoleCommune {
			dst = append(dst, "P. "...)
		} else if bare && roles[i] == schemas.RoleDistrict {
			dst = append(dst, "Q. "...)
		}
		dst = append(dst, cell...)
	}
	return dst
}
