package reports

import (
	"cmp"
	"slices"
	"strings"
)

// Merge adds the counts of o, which must be of a later part, to t; o is not
// changed and may share nothing with t afterwards. When both together have
// more units than are told apart, those with most rows stay (of equal ones the
// first by name) and the rest is counted together.
func (t *Tally) Merge(o *Tally) {
	places := t.mergeColumns(o)
	t.total = t.total.grown(firstNote + len(t.columns)*columnWidth)
	t.examples = append(t.examples, make([][]Address, len(t.total)-len(t.examples))...)
	for cell, at := range o.examples {
		to := places.cell(cell)
		room := max(examplesEach-len(t.examples[to]), 0)
		t.examples[to] = append(t.examples[to], at[:min(room, len(at))]...)
	}
	t.total = t.total.add(places.cells(o.total))
	t.others = t.others.add(places.cells(o.others))
	t.doubts.add(&o.doubts)
	t.trials.add(&o.trials)
	for _, from := range o.units {
		u := t.unitsBy[from.name]
		if u == nil {
			u = &unit{name: from.name}
			t.units = append(t.units, u)
			t.unitsBy[u.name] = u
		}
		u.cells = u.cells.add(places.cells(from.cells))
		u.mergeHits(from.hits, places)
	}
	t.trim()
}

// mergeHits keeps the first example of each cell.
func (u *unit) mergeHits(hits []hit, places columnPlaces) {
	for _, h := range hits {
		h.cell = places.cell(h.cell)
		if !slices.ContainsFunc(u.hits, func(k hit) bool { return k.cell == h.cell }) {
			u.hits = append(u.hits, h)
		}
	}
}

// trim counts the smallest units together until the rest is within the cap.
func (t *Tally) trim() {
	t.last, t.lastName = nil, ""
	if len(t.units) <= t.maxUnits {
		return
	}
	slices.SortFunc(t.units, func(a, b *unit) int {
		return cmp.Or(cmp.Compare(b.cells[rowsCell], a.cells[rowsCell]), strings.Compare(a.name, b.name))
	})
	for _, u := range t.units[t.maxUnits:] {
		t.others = t.others.add(u.cells)
		delete(t.unitsBy, u.name)
	}
	clear(t.units[t.maxUnits:])
	t.units = t.units[:t.maxUnits]
}

// columnPlaces says where the columns of one tally stand in another.
type columnPlaces []int

func (t *Tally) mergeColumns(o *Tally) columnPlaces {
	places := make(columnPlaces, len(o.columns))
	for i, name := range o.columns {
		places[i] = t.column(name)
	}
	return places
}

func (p columnPlaces) cell(cell int) int {
	if cell < firstNote {
		return cell
	}
	column, code := (cell-firstNote)/columnWidth, (cell-firstNote)%columnWidth
	return firstNote + p[column]*columnWidth + code
}

// cells returns the cells in the other tally's order.
func (p columnPlaces) cells(c cells) cells {
	if len(c) <= firstNote || p.same() {
		return c
	}
	out := slices.Clone(c[:firstNote])
	for cell := firstNote; cell < len(c); cell++ {
		if c[cell] != 0 {
			to := p.cell(cell)
			out = out.grown(to + 1)
			out[to] += c[cell]
		}
	}
	return out
}

func (p columnPlaces) same() bool {
	for i, to := range p {
		if i != to {
			return false
		}
	}
	return true
}
