package xlsx

import (
	"bytes"
	"strings"

	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
	"lamsach/schemas"
)

// merge is a merged range: rows from 1, columns from 0, both ends in it.
type merge struct{ top, left, bottom, right int }

const (
	maxMerges  = 10_000  // within the top
	maxSpread  = 1 << 20 // cells that merged ranges are spread into
	maxColumns = 2000    // of a table
)

// merges reads the merged ranges.
func (x *indexer) merges() error {
	f := &x.sheet.found
	top := 0
	if n := len(f.top); n > 0 {
		top = f.top[n-1].number
	}
	for depth := x.s.Depth(); x.s.Depth() >= depth; {
		switch x.s.Next() {
		case markup.End:
			return x.s.Err()
		case markup.Start:
			m, ok := parseMerge(x.s.Attr("ref"))
			switch {
			case !ok:
			case m.top > top:
				f.reach = max(f.reach, m.right)
			case len(f.merges) < maxMerges:
				f.merges = append(f.merges, m)
			}
		}
	}
	return nil
}

func parseMerge(ref []byte) (merge, bool) {
	from, to, found := bytes.Cut(ref, []byte(":"))
	if !found {
		return merge{}, false
	}
	m := merge{top: cells.Row(from), left: cells.Column(from), bottom: cells.Row(to), right: cells.Column(to)}
	return m, m.top > 0 && m.left >= 0 && m.bottom >= m.top && m.right >= m.left
}

// conclude finds the header and, from it, rows and columns of the table.
func (t *sheet) conclude(headers []string) error {
	f := &t.found
	f.spread()
	records := make([][]string, len(f.top))
	for i := range f.top {
		records[i] = f.top[i].texts
	}
	h := schemas.FindHeader(records, headers)
	first, end := min(max(h.First, 0), len(records)), min(max(h.First+h.Rows, 0), len(records))
	titles := 0 // number of the last row above the header
	if first > 0 {
		titles = f.top[first-1].number
	}
	switch {
	case h.Rows > 0 && end > first:
		t.header = f.belowHeader(first, f.top[end-1].number)
		t.firstRow = t.header + 1
	case first < len(records):
		t.firstRow = f.top[first].number
	default:
		t.firstRow = f.last + 1
	}
	t.rows = int64(max(0, f.last-t.firstRow+1))
	t.missing = f.missing
	t.reach = f.reach
	for _, m := range f.merges {
		if m.bottom > titles {
			t.reach = max(t.reach, m.right)
		}
	}
	err := t.describe(h.Names)
	t.found = findings{}
	return err
}

// describe describes the columns: as many as have a name or a value.
func (t *sheet) describe(names []string) error {
	f := &t.found
	all, values := f.kinds, f.values
	for i := range f.top {
		if f.top[i].number < t.firstRow {
			continue
		}
		for column, kind := range f.top[i].kinds {
			for len(all) <= column {
				all = append(all, 0)
			}
			all[column].add(kind)
			if kind != cells.Nothing {
				values++
			}
		}
	}
	const mostly = 9 // times as many formulas without a value as values
	t.hollow = f.missing > mostly*values
	width := len(all)
	for width > 0 && all[width-1] == 0 {
		width--
	}
	for i, name := range names {
		if strings.TrimSpace(name) != "" {
			width = max(width, i+1)
		}
	}
	if width > maxColumns {
		return unsupported("sheets of more than %d columns; leave out what is no part of the table", maxColumns)
	}
	t.columns = make([]table.Column, width)
	for i := range t.columns {
		if i < len(names) {
			t.columns[i].Name = names[i]
		}
		var of kinds
		if i < len(all) {
			of = all[i]
		}
		t.columns[i].Type = of.String()
	}
	return nil
}

// spread writes the text of merged ranges into all their cells, as people read
// them: a group over its columns, a name over its rows. A row with nothing but
// one text is a title and stays as it is.
func (f *findings) spread() {
	byNumber := map[int]*topRow{}
	for i := range f.top {
		byNumber[f.top[i].number] = &f.top[i]
	}
	alone := map[int]bool{}
	for number, r := range byNumber {
		cellsWithText := 0
		for _, text := range r.texts {
			if strings.TrimSpace(text) != "" {
				cellsWithText++
			}
		}
		alone[number] = cellsWithText < 2
	}
	room := maxSpread
	for _, m := range f.merges {
		r := byNumber[m.top]
		if r == nil || alone[m.top] || m.left >= len(r.texts) || m.right >= maxColumns {
			continue
		}
		text := r.texts[m.left]
		for number := m.top; number <= min(m.bottom, m.top+topRows); number++ {
			if below := byNumber[number]; below != nil && text != "" && room > 0 {
				room -= m.right - m.left + 1
				below.fill(m.left, m.right, text)
			}
		}
	}
}

// fill writes a text into the empty ones of some columns.
func (r *topRow) fill(left, right int, text string) {
	for column := left; column <= right; column++ {
		for len(r.texts) <= column {
			r.texts = append(r.texts, "")
			r.kinds = append(r.kinds, cells.Nothing)
		}
		if r.texts[column] == "" {
			r.texts[column] = text
		}
	}
}

// belowHeader is the last row of a header that ends in the row given: names
// that are merged with rows without values reach further down.
func (f *findings) belowHeader(first, last int) int {
	begin, end := f.top[first].number, last
	for _, m := range f.merges {
		if m.top >= begin && m.top <= last && m.bottom <= last+topRows {
			end = max(end, m.bottom)
		}
	}
	for i := range f.top {
		if n := f.top[i].number; n > last {
			return min(end, n-1)
		}
	}
	return min(end, max(last, f.last))
}
