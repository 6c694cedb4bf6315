package clean

import (
	"cmp"
	"slices"

	"lamsach/pipeline"
)

// Somebody who copies columns between sheets one cell too far makes a file in
// which from some row on values stand in the column beside their own, or beside
// the values of the row above. A block of rows shows the first by the shapes of
// its cells, the second by numbers and birth dates that no longer agree.

const (
	blockRows  = 256
	shapedRows = 32 // of a block, whose cells are looked at
	// leastMoved is how many neighbouring columns must have taken over the
	// shapes of the columns beside them.
	leastMoved = 3
	// leastPairs is how many rows of a slip have a number and a birth date.
	leastPairs = 100
)

// shape is what a cell looks like.
type shape uint8

const (
	shapeMixed shape = iota // no shape that tells anything
	shapeEmpty
	shapeID     // 9 or 12 digits
	shapePhone  // 10 or 11 digits with a zero in front
	shapeDigits // other figures
	shapeDate
	shapeGender
	shapeText // letters alone
	shapeTextAndDigits
	shapes
)

// block is what a run of rows of a part looks like.
type block struct {
	first         int64 // row of the file
	rows          int
	shapes        []shape // of each column: that of most cells
	agree, differ int32   // birth years of number and row
}

type shapeScratch struct{ count [shapes]int }

// addBlocks looks at the shapes of a part's columns, block by block.
func (w *Surveyor) addBlocks(b *pipeline.Batch, r *Rows) {
	for from := 0; from < b.Rows; from += blockRows {
		to := min(from+blockRows, b.Rows)
		k := block{first: b.Part.FirstRow + int64(from), rows: to - from, shapes: make([]shape, len(b.Columns))}
		for i := range b.Columns {
			k.shapes[i] = w.mostOf(&b.Columns[i], from, min(from+shapedRows, to))
		}
		for row := from; row < to; row++ {
			switch agreement(r, row) {
			case 1:
				k.agree++
			case -1:
				k.differ++
			}
		}
		w.found.blocks = append(w.found.blocks, k)
	}
}

// mostOf is the shape that two cells in three of some rows have.
func (w *Surveyor) mostOf(c *pipeline.Column, from, to int) shape {
	if len(c.Lists) > 0 {
		return shapeMixed
	}
	count := &w.shapes.count
	*count = [shapes]int{}
	for row := from; row < to; row++ {
		count[shapeOf(c.Value(row))]++
	}
	best := shapeMixed
	for s := range count {
		if count[s] > count[best] {
			best = shape(s)
		}
	}
	if count[best]*3 < 2*(to-from) {
		return shapeMixed
	}
	return best
}

func shapeOf(cell []byte) shape {
	digits, letters, marks, others := 0, 0, 0, 0
	for _, c := range cell {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case isLetterByte(c):
			letters++
		case c == '/' || c == '-':
			marks++
		case c != ' ' && c != '.' && c != ',' && c != '\'':
			others++
		}
	}
	n := len(cell)
	switch {
	case digits+letters == 0:
		return shapeEmpty
	case letters == 0 && marks >= 2 && digits >= 4 && digits <= 8:
		return shapeDate
	case letters == 0 && digits == n && (n == 9 || n == 12):
		return shapeID
	case letters == 0 && digits == n && (n == 10 || n == 11) && cell[0] == '0':
		return shapePhone
	case letters == 0:
		return shapeDigits
	case digits == 0 && (string(cell) == "Nam" || string(cell) == "Nữ" || string(cell) == "M" || string(cell) == "F" || string(cell) == "NAM" || string(cell) == "NỮ" || string(cell) == "Nu"):
		return shapeGender
	case digits == 0 && others == 0:
		return shapeText
	}
	return shapeTextAndDigits
}

// agreement is 1 where number and birth date have the same year, -1 where they
// have not, 0 where one of them is absent.
func agreement(r *Rows, row int) int {
	switch {
	case r.PIN[row] == 0 || r.Birth[row] == 0:
		return 0
	case r.PIN[row].BirthYear() == r.Birth[row].Year():
		return 1
	}
	return -1
}

// slip is a run of blocks that look as if columns had slipped.
type slip struct {
	from, to int // blocks
	by       int // columns to the right, 0 for rows
	columns  []int
	home     []shape // before
	first    int64   // row
	end      int64   // the row behind the last
}

// findSlips looks for slips among the blocks in the order of the rows.
func (s *Survey) findSlips() {
	slices.SortFunc(s.found.blocks, func(a, b block) int { return cmp.Compare(a.first, b.first) })
	s.slips = nil
	blocks := s.found.blocks
	if len(blocks) < 2 {
		return
	}
	home := blocks[0].shapes
	var open *slip
	for i, b := range blocks {
		columns, by := moved(home, b.shapes)
		if open != nil && (by != open.by) {
			// The last block of a run may hold both.
			open.to, open = i, nil
		}
		if open == nil && by != 0 {
			open = &slip{from: i, by: by, columns: columns, home: home, first: b.first}
			s.slips = append(s.slips, open)
		}
	}
	if open != nil {
		open.to = len(blocks)
	}
	if down := s.slippedDown(); down != nil && len(s.slips) == 0 {
		s.slips = append(s.slips, down)
	}
	if len(s.slips) > maxSlips { // shapes that come and go are no slip
		s.slips = nil
	}
}

// maxSlips is how many slips of one file are told.
const maxSlips = 8

// moved gives the columns that have the shapes which columns beside them, by
// columns to the left, have at home.
func moved(home, now []shape) (columns []int, by int) {
	for _, by := range []int{1, -1} {
		columns = columns[:0]
		for c := range now {
			from := c - by
			if from < 0 || from >= len(home) || home[from] == home[c] {
				continue
			}
			if home[from] > shapeEmpty && home[c] > shapeEmpty && now[c] == home[from] {
				columns = append(columns, c)
			}
		}
		staying := 0
		for c := range now {
			if home[c] > shapeEmpty && now[c] == home[c] && len(columns) > 0 && c >= columns[0] && c <= columns[len(columns)-1] {
				staying++
			}
		}
		if len(columns) >= leastMoved && staying <= 1 {
			return slices.Clone(columns), by
		}
	}
	return nil, 0
}

// slippedDown finds the block from which on numbers and birth dates no longer
// agree: nearly all do before, nearly none behind.
func (s *Survey) slippedDown() *slip {
	blocks := s.found.blocks
	best, at, sum := 0, -1, 0
	var all, differ int
	for i, b := range blocks {
		sum += int(b.agree - b.differ)
		if sum > best {
			best, at = sum, i
		}
		all += int(b.agree + b.differ)
		differ += int(b.differ)
	}
	behind, wrong := 0, 0
	for _, b := range blocks[at+1:] {
		behind += int(b.agree + b.differ)
		wrong += int(b.differ)
	}
	before := all - behind
	if at < 0 || behind < leastPairs || wrong*10 < behind*9 || (differ-wrong)*5 > before {
		return nil
	}
	return &slip{from: at + 1, to: len(blocks), first: blocks[at+1].first}
}

// Span is a run of rows.
type Span struct {
	FirstRow int64
	Rows     int
}

// edge is where a slip begins or ends.
type edge struct {
	*slip
	ends bool
}

// Again says which rows must be asked again: the spans first, each as one
// batch, for Locate; then, if all is set, every part for Count.
func (s *Survey) Again() (spans []Span, all bool) {
	s.findSlips()
	for _, p := range s.slips {
		s.edges = append(s.edges, edge{p, false})
		spans = append(spans, s.window(p.from))
		if p.end = s.found.rows; p.to < len(s.found.blocks) {
			s.edges = append(s.edges, edge{p, true})
			spans = append(spans, s.window(p.to))
		}
	}
	return spans, s.high()
}

// window is a block and the one before it: an edge between them may lie in either.
func (s *Survey) window(at int) Span {
	last, first := s.found.blocks[at], s.found.blocks[max(at-1, 0)].first
	return Span{first, int(last.first-first) + last.rows}
}

// Locate finds the row of the i-th edge in the batch of its span: that which
// parts the rows best into those as before the slip and those as behind it.
func (w *Surveyor) Locate(i int, b *pipeline.Batch) {
	p := w.survey.edges[i]
	r := w.rows.Clean(b)
	sum, best, at := 0, 0, b.Part.FirstRow
	for row := range b.Rows {
		like := p.like(b, r, row)
		if p.ends {
			like = -like
		}
		if sum += like; sum > best {
			best, at = sum, b.Part.FirstRow+int64(row)+1
		}
	}
	if p.ends {
		p.end = at
	} else {
		p.first = at
	}
}

// like is how much more a row looks as before the slip than as behind it.
func (p *slip) like(b *pipeline.Batch, r *Rows, row int) (sum int) {
	if p.by == 0 {
		return agreement(r, row)
	}
	for _, c := range p.columns {
		switch shapeOf(b.Columns[c].Value(row)) {
		case p.home[c]:
			sum++
		case p.home[c-p.by]:
			sum--
		}
	}
	return sum
}

// Count asks a part again for values that are frequent.
func (w *Surveyor) Count(b *pipeline.Batch) {
	w.count(b, w.rows.Clean(b))
}

// slipped are the slips as findings.
func (s *Survey) slipped() (list []Finding) {
	for _, p := range s.slips {
		f := Finding{Kind: FoundSlippedAside, Columns: p.columns, By: p.by, Row: p.first, Rows: p.end - p.first, Of: s.found.rows}
		if p.by == 0 {
			f.Kind, f.Columns = FoundSlippedDown, nil
			for _, c := range []int{s.cols.Number, s.cols.AnyNumber, s.cols.Birth} {
				if c >= 0 {
					f.Columns = append(f.Columns, c)
				}
			}
		}
		list = append(list, f)
	}
	return list
}
