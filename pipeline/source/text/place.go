package text

import "bytes"

// place adds the wanted cells of a record without quotes to the builders. What
// is beyond the last column of the table is joined into that.
func (r *reader) place(text []byte, sep byte, last, row int) {
	column := 0
	for k := range r.wanted {
		w := r.wanted[k].column
		for ; column < w; column++ {
			i := bytes.IndexByte(text, sep)
			if i < 0 {
				r.none(k, row)
				return
			}
			text = text[i+1:]
		}
		i := bytes.IndexByte(text, sep)
		switch {
		case i < 0:
			r.builds[k].add(row, text)
			r.none(k+1, row)
			return
		case w == last:
			for len(text) > i && text[len(text)-1] == sep {
				text = text[:len(text)-1]
			}
			r.builds[k].add(row, text)
			return
		}
		r.builds[k].add(row, text[:i])
		text = text[i+1:]
		column++
	}
}

// none says that the record has no cells for the wanted columns from k on.
func (r *reader) none(k, row int) {
	for ; k < len(r.wanted); k++ {
		r.builds[k].out.Index[row] = -1
	}
}

// placeSplit does the same for a record whose cells the cursor holds.
func (r *reader) placeSplit(c *cursor, last, row int) {
	for k := range r.wanted {
		w := r.wanted[k].column
		if w >= len(c.cells) {
			r.none(k, row)
			return
		}
		var text []byte
		r.joined = r.joined[:0]
		if w == last && len(c.cells) > w+1 {
			text = r.joinRest(c, w)
		} else {
			text, r.joined = c.cells[w].text(c.buf, r.joined)
		}
		r.builds[k].add(row, text)
	}
}

// joinRest is the text of the cells from one on, with separators between.
func (r *reader) joinRest(c *cursor, from int) []byte {
	cells := c.cells[from:]
	for len(cells) > 0 && cells[len(cells)-1].empty() {
		cells = cells[:len(cells)-1]
	}
	for i, x := range cells {
		if i > 0 {
			r.joined = append(r.joined, c.sep)
		}
		start := len(r.joined)
		text, grown := x.text(c.buf, r.joined)
		r.joined = append(grown[:start], text...)
	}
	return r.joined
}
