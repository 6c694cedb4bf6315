package register

import (
	"context"
	"math/bits"
	"slices"

	"lamsach/matchers/block"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Births are people of one birth date, side by side, with what tells most of
// them apart. The slices are parallel, lie in the mapping, and must not be
// written to.
type Births struct {
	Names [][shortName]uint16 // codes of the full name, zeros behind it
	Ords  []uint32
	Where []Where
}

// birthIndex finds people by full birth date and given name. A date leads to a
// row of the directory, the key of the given name to a cell of it: some sixteen
// people. People with several names stand in the cells of each.
type birthIndex struct {
	rows  []uint32 // by dayIndex: 1 + row of the directory, 0 for none
	cells []uint32 // of all rows, and the end
	Births
}

func (x *birthIndex) width() int { return cellBits(x.used(), len(x.cells)) }

// used is how many rows there are. The last date has the last row.
func (x *birthIndex) used() int {
	for i := len(x.rows) - 1; i >= 0; i-- {
		if x.rows[i] != 0 {
			return int(x.rows[i])
		}
	}
	return 0
}

func (x *birthIndex) span(g *guard, from, to uint64) Births {
	if to >= uint64(len(x.cells)) {
		return Births{}
	}
	lo, hi := *at(g, x.cells, uint32(from)), *at(g, x.cells, uint32(to))
	if lo >= hi || int(hi) > len(x.Ords) {
		return Births{}
	}
	return Births{whole(g, x.Names[lo:hi:hi]), whole(g, x.Ords[lo:hi:hi]), whole(g, x.Where[lo:hi:hi])}
}

func (x *birthIndex) row(d schemas.Date) (row uint64, ok bool) {
	at, ok := dayIndex(d)
	if !ok || at >= len(x.rows) || x.rows[at] == 0 {
		return 0, false
	}
	return uint64(x.rows[at] - 1), true
}

// BornOn returns everybody of a full birth date between 1880 and 2119.
func (s *Snapshot) BornOn(d schemas.Date) Births {
	row, ok := s.byBirth.row(d)
	if !ok {
		return Births{}
	}
	return s.byBirth.span(s.guard, row<<s.birthWidth, (row+1)<<s.birthWidth)
}

// BornOnGiven returns those of them whose given name (fold hash of the last
// syllable) is this one, with a few others.
func (s *Snapshot) BornOnGiven(d schemas.Date, given uint64) Births {
	row, ok := s.byBirth.row(d)
	if !ok {
		return Births{}
	}
	cell := row<<s.birthWidth | uint64(block.Given(given))>>(64-s.birthWidth)
	return s.byBirth.span(s.guard, cell, cell+1)
}

// birthBits order the people of a cell by the rest of the key of the given
// name, so that those of one given name stand together.
func birthBits(n *kernel.FoldedName, width int) uint64 {
	return uint64(block.Given(n.Hash[n.Len-1])) << width >> (64 - 14)
}

// maxBirthWidth bounds the cells of a date: at most 256.
const maxBirthWidth = 8

// birthsOf sorts the people by birth date and given name and lays them out.
func (a *assembly) birthsOf(ctx context.Context, days []uint32) (*birthIndex, error) {
	x := new(birthIndex)
	x.rows = make([]uint32, len(days))
	used, dated := 0, 0
	for day, n := range days {
		if n > 0 {
			used++
			x.rows[day], dated = uint32(used), dated+int(n)
		}
	}
	width := min(bits.Len(uint(dated/max(used, 1)/16)), maxBirthWidth)
	total := bits.Len(uint(max(used<<width-1, 0)))
	walk := a.walk()
	b, err := sortBuckets(ctx, a.opts.Workers, a.cols.people, total, func(from, to int, put func(key, rest uint64)) {
		walk.each(from, to, func(p uint32, n *walked) {
			day, ok := dayIndex(a.cols.hot[p].birth)
			if !ok || n.folded.Len == 0 {
				return
			}
			given := uint64(block.Given(n.folded.Hash[n.folded.Len-1]))
			cell := uint64(x.rows[day]-1)<<width | given>>(64-width)
			rest := birthBits(&n.folded, width)<<33 | uint64(p)
			if !n.own {
				rest |= 1 << 32
			}
			put(cell<<(64-total), rest)
		})
	})
	if err != nil {
		return nil, err
	}
	x.cells = b.dir[:used<<width+1]
	n := len(b.rest)
	x.Births = Births{make([][shortName]uint16, n), make([]uint32, n), make([]Where, n)}
	err = b.each(ctx, func(from, to int) {
		for i, e := range b.rest[from:to] {
			p := uint32(e)
			h := &a.cols.hot[p]
			x.Ords[from+i], x.Names[from+i], x.Where[from+i] = p, h.name, packWhere(h.province, h.commune)
			if e>>32&1 != 0 {
				x.Names[from+i] = walk.otherNamed(p, func(n *kernel.FoldedName) bool { return birthBits(n, width) == e>>33 })
			}
			if name := &x.Names[from+i]; name[0] == longMark || slices.Contains(name[:], unknownMark) {
				x.Where[from+i] = WhereOdd
			}
		}
	})
	return x, err
}
