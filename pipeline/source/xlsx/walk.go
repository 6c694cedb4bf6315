package xlsx

import (
	"bytes"

	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

// book is what the cells of all sheets refer to.
type book struct {
	strings  *sharedStrings
	styles   []cells.Format
	base1904 bool
}

// cellType says how the value of a cell is stored.
type cellType uint8

const (
	typeNumber  cellType = iota
	typeShared           // the number of a shared text
	typeText             // of a formula
	typeInline           // text in the cell
	typeBool             //
	typeError            //
	typeDate             // ISO 8601
	typeUnknown          // none of these: taken as text
)

// cell is a cell as it is stored. Its value is valid until the next one.
type cell struct {
	column  int // from 0
	style   int
	kind    cellType
	formula bool
	stored  bool // it has a value, though perhaps an empty one
	value   []byte
}

// walker reads rows and cells from a scanner that stands in the sheetData of a
// sheet, or at a run of its rows.
type walker struct {
	s    *markup.Scanner
	book *book
	row  int  // number of the present row, from 1
	open bool // the present row has cells that were not read
	next int  // column of a cell that does not say its own
	cell cell
	x    texts
	text []byte
}

// begin sets the walker before the row that follows the row given.
func (w *walker) begin(s *markup.Scanner, b *book, row int) {
	w.s, w.book, w.row, w.open = s, b, row, false
}

// nextRow goes to the next row; false at the end of the rows.
func (w *walker) nextRow() (bool, error) {
	for {
		switch w.s.Next() {
		case markup.End:
			return false, w.s.Err()
		case markup.Close:
			return false, nil // of sheetData
		case markup.Start:
			if string(w.s.Name()) != "row" {
				w.s.Skip()
				continue
			}
			return true, w.beginRow()
		}
	}
}

// beginRow reads the attributes of a row.
func (w *walker) beginRow() error {
	number := w.row + 1
	if r := w.s.Attr("r"); r != nil {
		number = cells.Int(r, cells.MaxRows)
	}
	if number <= w.row || number > cells.MaxRows {
		return damage("behind row %d comes one of no higher number, or of none a sheet has", w.row)
	}
	w.row, w.next, w.open = number, 0, !w.s.Empty()
	return nil
}

// skipRow passes over the cells of a row that was just begun.
func (w *walker) skipRow() {
	if w.open {
		w.s.Skip()
		w.open = false
	}
}

// nextCell goes to the next cell of the row; false at its end. With want, cells
// of columns for which it has nothing (or -1) have no value.
func (w *walker) nextCell(want []int32) (bool, error) {
	if !w.open {
		return false, nil
	}
	for {
		switch w.s.Next() {
		case markup.End:
			if err := w.s.Err(); err != nil {
				return false, err
			}
			return false, markup.ErrCut
		case markup.Close:
			w.open = false
			return false, nil
		case markup.Start:
			if string(w.s.Name()) != "c" {
				w.s.Skip()
				continue
			}
			if err := w.head(); err != nil {
				return false, err
			}
			if want != nil && (w.cell.column >= len(want) || want[w.cell.column] < 0) {
				w.skipCell()
				continue
			}
			if w.shortcut() {
				return true, nil
			}
			return true, w.content()
		}
	}
}

// head reads the attributes of a cell.
func (w *walker) head() error {
	c := &w.cell
	*c = cell{column: w.next}
	attrs := w.s.Attrs()
	for i := range attrs {
		switch v := attrs[i].Value; string(attrs[i].Name) {
		case "r":
			if c.column = cells.Column(v); c.column < 0 {
				return damage("in row %d stands a cell of no column that a sheet has", w.row)
			}
		case "s":
			c.style = cells.Int(v, maxStyles)
		case "t":
			c.kind = typeOf(v)
		}
	}
	if c.column >= cells.MaxColumns {
		return damage("row %d has more cells than a sheet has columns", w.row)
	}
	w.next = c.column + 1
	return nil
}

func typeOf(t []byte) cellType {
	switch string(t) {
	case "s":
		return typeShared
	case "n":
		return typeNumber
	case "inlineStr":
		return typeInline
	case "str":
		return typeText
	case "b":
		return typeBool
	case "e":
		return typeError
	case "d":
		return typeDate
	}
	return typeUnknown
}

// The two forms in which almost all cells come.
const (
	openValue, endValue   = "<v>", "</v></c>"
	openInline, endInline = "<is><t>", "</t></is></c>"
)

// shortcut reads what stands in a cell if it has one of the two forms.
func (w *walker) shortcut() bool {
	if string(w.s.Prefix()) != "" || w.s.Empty() {
		return false
	}
	text, ok := w.s.Within(openValue, endValue)
	if !ok {
		if text, ok = w.s.Within(openInline, endInline); !ok {
			return false
		}
	}
	w.cell.stored = true
	w.cell.value = w.x.simple(text)
	return true
}

// skipCell passes over what stands in a cell.
func (w *walker) skipCell() {
	if string(w.s.Prefix()) == "" {
		if _, ok := w.s.Within(openValue, endValue); ok {
			return
		}
		if _, ok := w.s.Within(openInline, endInline); ok {
			return
		}
	}
	w.s.Skip()
}

// content reads what stands in a cell.
func (w *walker) content() error {
	if w.s.Empty() {
		return nil
	}
	for {
		switch w.s.Next() {
		case markup.End:
			if err := w.s.Err(); err != nil {
				return err
			}
			return markup.ErrCut
		case markup.Close:
			return nil
		case markup.Start:
			switch string(w.s.Name()) {
			case "v":
				w.cell.stored = true
				if w.cell.value != nil {
					w.s.Skip() // the inline text counts
					continue
				}
				w.x.raw = w.x.raw[:0]
				if err := w.x.element(w.s); err != nil {
					return err
				}
				w.cell.value = w.x.decoded()
			case "is":
				text, err := w.x.rich(w.s)
				if err != nil {
					return err
				}
				w.cell.value = text
			case "f":
				w.cell.formula = true
				w.s.Skip()
			default:
				w.s.Skip()
			}
		}
	}
}

// uncomputed says whether the cell is a formula whose value was not stored.
func (c *cell) uncomputed() bool {
	return c.formula && len(c.value) == 0 && (!c.stored || c.kind != typeText)
}

// index is the number of the shared text that the cell refers to.
func (w *walker) index() (int, error) {
	n := 0
	for _, c := range bytes.TrimSpace(w.cell.value) {
		if c < '0' || c > '9' || n >= w.book.strings.len() {
			n = w.book.strings.len()
			break
		}
		n = 10*n + int(c-'0')
	}
	if n >= w.book.strings.len() {
		return 0, damage("row %d refers to a shared text that the workbook does not have", w.row)
	}
	return n, nil
}

// meaning gives the text of the cell as cleaning sees it, valid until the next
// cell is read, and what it is.
func (w *walker) meaning() ([]byte, cells.Kind, error) {
	c := &w.cell
	if len(c.value) == 0 {
		return nil, cells.Nothing, nil
	}
	kind := cells.String
	w.text = w.text[:0]
	switch c.kind {
	case typeError:
		return nil, cells.Nothing, nil
	case typeShared:
		i, err := w.index()
		if err != nil {
			return nil, cells.Nothing, err
		}
		text := w.book.strings.at(i)
		if len(text) == 0 {
			kind = cells.Nothing
		}
		return text, kind, nil
	case typeNumber:
		w.text, kind = cells.Number(w.text, c.value, w.format(), w.book.base1904)
		return w.text, kind, nil
	case typeDate:
		w.text, kind = cells.ISODate(w.text, c.value, w.format())
		return w.text, kind, nil
	case typeBool:
		switch string(c.value) {
		case "1", "true":
			w.text = append(w.text, "true"...)
			return w.text, cells.Bool, nil
		case "0", "false":
			w.text = append(w.text, "false"...)
			return w.text, cells.Bool, nil
		}
	}
	return c.value, kind, nil
}

// format is the number format of the cell.
func (w *walker) format() cells.Format {
	if w.cell.style < len(w.book.styles) {
		return w.book.styles[w.cell.style]
	}
	return cells.Format{}
}
