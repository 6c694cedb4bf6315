package schemas

import "slices"

// Header says where the header of a table stands among its first records.
type Header struct {
	First int      // index of the first record of the header; those before it are titles
	Rows  int      // records of the header, those of column numbers below it counted in; 0: the table has none
	Names []string // of the columns, as wide as the widest record given; empty where nothing names a column
}

// maxHeaderRows is how many records a header has at most: groups, names, what
// the names mean, numbers of columns.
const maxHeaderRows = 4

// FindHeader finds the header of a table among its first records (about fifty,
// cells as text, of any widths). more are spellings beyond the general ones and
// those of the built-in datasets. The first record after First+Rows is row 0 of
// the table.
//
// Titles may stand above it and are no rows; but a record that looks like a row
// of data never is one, so a table that begins with data has no header (Rows
// and First are 0), whatever stands further down. A first record without data
// in it is a header even if none of its spellings is known.
func FindHeader(records [][]string, more []string) Header {
	f := newHeaderFinder(records, more)
	first, rows := f.find()
	h := Header{First: first, Rows: rows, Names: make([]string, f.width)}
	if rows > 0 {
		f.name(h.Names, first, rows)
	} else {
		h.First = 0
	}
	return h
}

// lookedAt and costlyLooks bound the work: the columns by which a header is
// found, and how many cells are searched for known spellings in them.
const (
	lookedAt    = 1024
	costlyLooks = 2000
)

// headerFinder looks at each record once.
type headerFinder struct {
	records [][]string
	more    map[string]bool
	width   int
	filled  int // cells of the fullest record
	looks   []recordLook
	budget  int // costly looks that are left
}

// recordLook is what the cells of a record look like.
type recordLook struct {
	filled, data, strong, weak int
	lastFilled                 int // column, -1 in a blank record
}

func newHeaderFinder(records [][]string, more []string) *headerFinder {
	f := &headerFinder{records: records, more: map[string]bool{}, looks: make([]recordLook, len(records)), budget: costlyLooks}
	for _, spelling := range more {
		f.more[foldKey(spelling)] = true
	}
	for i, rec := range records {
		f.width = max(f.width, len(rec))
		look := &f.looks[i]
		look.lastFilled = -1
		for c, cell := range rec[:min(len(rec), lookedAt)] {
			if !blank(cell) {
				look.filled, look.lastFilled = look.filled+1, c
			}
		}
		f.filled = max(f.filled, look.filled)
	}
	return f
}

// look looks at the cells of a record; the costly part, done for as few as
// needed.
func (f *headerFinder) look(i int) *recordLook {
	look := &f.looks[i]
	if look.data+look.strong+look.weak > 0 {
		return look
	}
	for _, cell := range f.records[i][:min(len(f.records[i]), lookedAt)] {
		if blank(cell) {
			continue
		}
		switch spelled := f.spelled(cell); {
		case spelled == strongSpelling:
			look.strong++
		case dataLook(cell):
			look.data++
		case spelled == weakSpelling:
			look.weak++
		}
	}
	return look
}

// find returns where the header begins and how many records it has; 0 records
// where there is none.
func (f *headerFinder) find() (first, rows int) {
	begin := -1 // the first record that is not blank and could be a header of unknown spellings
	for i := range f.records {
		look := f.look(i)
		switch {
		case look.filled == 0:
			continue
		case f.known(i):
			return f.extend(i)
		case f.dataRow(i):
			if begin >= 0 && f.differs(begin) {
				return f.extend(begin)
			}
			return 0, 0
		}
		// Titles have few cells; the fullest record wins, of equals the first.
		if f.unknown(i) && (begin < 0 || look.filled > f.looks[begin].filled) {
			begin = i
		}
	}
	if begin >= 0 && f.differs(begin) {
		return f.extend(begin)
	}
	return 0, 0
}

// known says whether a record is a header by its spellings: two that are known
// and a quarter of all, or the only one of a single column.
func (f *headerFinder) known(i int) bool {
	look := f.look(i)
	switch {
	case look.data*5 > look.filled:
		return false
	case f.filled == 1:
		return look.strong == 1
	case look.strong == 1: // one known name in a narrow table
		return look.filled <= 4 && look.filled*2 > f.filled && look.strong+look.weak >= 2
	}
	return look.strong >= 2 && (look.strong+look.weak)*4 >= look.filled && look.filled*3 >= f.filled
}

// dataRow says whether a record looks like a row: most of the table's cells,
// with numbers, dates or names of persons in them.
func (f *headerFinder) dataRow(i int) bool {
	look := f.look(i)
	switch {
	case f.filled <= 2:
		return look.data >= 1
	case look.filled*2 < f.filled:
		return false
	}
	return look.data >= 2 || look.data == 1 && look.filled >= 2 && look.strong == 0
}

// unknown says whether a record may be a header of spellings that nobody knows:
// short, distinct, no data.
func (f *headerFinder) unknown(i int) bool {
	look := f.look(i)
	if look.data > 0 || look.filled*2 < f.filled || f.filled > 1 && look.filled < 2 {
		return false
	}
	seen := make(map[string]bool, look.filled)
	for _, cell := range f.records[i] {
		if blank(cell) {
			continue
		}
		key := garbledKey(cell)
		if len([]rune(cell)) > maxName || key == "" || seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}

// maxName is how long a header of unknown spelling may be, in letters.
const maxName = 40

// differs says whether the records below one look different from it: a column
// of theirs is data, or the record is made of technical names. A record with
// nothing below is a header alone.
func (f *headerFinder) differs(i int) bool {
	below := f.records[i+1:]
	if len(below) == 0 || f.technical(i) {
		return true
	}
	for c := range f.width {
		filled, data := 0, 0
		for _, rec := range below {
			if c < len(rec) && !blank(rec[c]) {
				filled++
				if dataLook(rec[c]) || bareFigures(rec[c]) {
					data++
				}
			}
		}
		if filled > 0 && data*2 > filled && c < len(f.records[i]) && !bareFigures(f.records[i][c]) {
			return true
		}
	}
	return false
}

// technical says whether all cells are names such as COL_3, C01, field7, maKH.
func (f *headerFinder) technical(i int) bool {
	numbered, all := 0, 0
	for _, cell := range f.records[i] {
		if blank(cell) {
			continue
		}
		all++
		if technicalName(cell) {
			numbered++
		}
	}
	return all > 0 && numbered == all
}

// extend takes the records above and below a header row that belong to it.
func (f *headerFinder) extend(at int) (first, rows int) {
	first = at
	if at > 0 && f.groups(at-1, at) {
		first--
	}
	end := at + 1
	for end < len(f.records) && end-first < maxHeaderRows && (f.numbers(end, first) || f.below(end)) {
		done := f.numbers(end, first)
		end++
		if done {
			break
		}
	}
	return first, end - first
}

// groups says whether a record above a header row names groups of its columns:
// few cells, one of them known, none of data.
func (f *headerFinder) groups(above, at int) bool {
	look := f.look(above)
	if look.filled == 0 || look.data > 0 || look.filled >= f.looks[at].filled || look.strong == 0 {
		return false
	}
	for c, cell := range f.records[above] {
		if !blank(cell) && (len([]rune(cell)) > maxName || c >= len(f.records[at]) || c > f.looks[at].lastFilled) {
			return false
		}
	}
	return true
}

// below says whether a record belongs to the header above it: names below a
// group, or the header again in another language. The same record again is a
// repeated header, which is a row.
func (f *headerFinder) below(i int) bool {
	look, above := f.look(i), f.records[i-1]
	if look.filled == 0 || look.data > 0 || slices.Equal(f.records[i], above) {
		return false
	}
	if look.strong >= 2 && (look.strong+look.weak)*2 >= look.filled {
		return true
	}
	for c, cell := range f.records[i] {
		if blank(cell) {
			continue
		}
		if len([]rune(cell)) > maxName || !f.underGroup(i-1, c) || bareFigures(cell) || f.spelled(cell) == noSpelling && !technicalName(cell) {
			return false
		}
	}
	return true
}

// underGroup says whether a column lies below a group: no name of its own, or
// one that its neighbour does not have.
func (f *headerFinder) underGroup(i, c int) bool {
	rec := f.records[i]
	own := c < len(rec) && !blank(rec[c])
	next := c+1 < len(rec) && !blank(rec[c+1])
	switch {
	case !own:
		return true
	case c > 0 && c-1 < len(rec) && rec[c-1] == rec[c], next && rec[c+1] == rec[c]: // merged cells written out
		return true
	}
	return !next && c+1 < f.width
}
