package xlsx

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

// rows passes over the rows.
func (x *sheetWriter) rows() error {
	x.walker.begin(&x.s, &x.response.file.book, 0)
	for {
		if err := x.response.ctx.Err(); err != nil {
			return err
		}
		var err error
		switch x.s.Next() {
		case markup.End:
			return x.s.Err()
		case markup.Close:
			if err := x.missing(x.end()); err != nil {
				return err
			}
			return x.before()
		case markup.Start:
			if string(x.s.Name()) == "row" {
				err = x.row()
			} else {
				x.s.Skip()
			}
		}
		if err == nil {
			err = x.keep()
		}
		if err != nil {
			return err
		}
	}
}

// nameRow is the number of the row that gets the names of the added columns, 0
// if there is no room above the rows.
func (x *sheetWriter) nameRow() int {
	switch {
	case len(x.add.Names) == 0:
		return 0
	case x.sheet.header > 0:
		return x.sheet.header
	}
	return x.sheet.firstRow - 1
}

// missing puts in the rows up to a number that the sheet left out and that get
// cells.
func (x *sheetWriter) missing(last int) error {
	for x.written < last {
		x.written++
		if err := x.prepare(x.written); err != nil {
			return err
		}
		if x.put {
			continue
		}
		x.line = fmt.Appendf(x.line, `<%srow r="%d">`, x.sheet.prefix, x.written)
		x.putCells(x.written)
		x.line = fmt.Appendf(x.line, "</%srow>", x.sheet.prefix)
		const much = 64 << 10
		if len(x.line) > much {
			if err := x.before(); err != nil {
				return err
			}
		}
	}
	return nil
}

// row writes the row whose start tag was read, and the missing ones before it.
func (x *sheetWriter) row() error {
	w := &x.walker
	if err := w.beginRow(); err != nil {
		return err
	}
	if err := x.missing(min(w.row-1, x.end())); err != nil {
		return err
	}
	x.written = w.row
	if err := x.prepare(w.row); err != nil {
		return err
	}
	inTable := w.row >= x.sheet.firstRow && w.row <= x.end()
	if x.put && (x.s.Empty() || len(x.marked) == 0 || !inTable) {
		if err := x.before(); err != nil {
			return err
		}
		x.s.Skip()
		return x.s.Err()
	}
	x.line = append(x.edited(x.line, []string{"spans"}, ""), '>')
	if x.s.Empty() {
		x.putCells(w.row)
		x.line = fmt.Appendf(x.line, "</%s%s>", x.s.Prefix(), x.s.Name())
		return x.instead()
	}
	if err := x.instead(); err != nil {
		return err
	}
	return x.rowCells()
}

// rowCells passes over the cells of a row and puts the added ones among them.
func (x *sheetWriter) rowCells() error {
	for {
		var err error
		switch x.s.Next() {
		case markup.End:
			return x.s.Err()
		case markup.Close:
			x.putCells(x.walker.row)
			return x.before()
		case markup.Start:
			if string(x.s.Name()) == "c" {
				err = x.passCell()
			} else {
				x.s.Skip()
			}
		}
		if err == nil {
			err = x.keep()
		}
		if err != nil {
			return err
		}
	}
}

// passCell writes the cell whose start tag was read.
func (x *sheetWriter) passCell() error {
	if err := x.walker.head(); err != nil {
		return err
	}
	c, row := x.walker.cell, x.walker.row
	with := ""
	if c.column >= x.first {
		if x.putCells(row); c.column < x.first+len(x.add.Names) {
			return x.drop() // it is empty, and another stands in its place
		}
		if x.s.Attr("r") == nil {
			with = string(cells.AppendRef([]byte(` r="`), c.column, row)) + `"`
		}
	} else if row == x.nameRow() {
		x.style = c.style
	}
	var without []string
	if style, found := x.mark(row, &c); found {
		without = []string{"s"}
		with += fmt.Sprintf(` s="%d"`, style)
	}
	if with != "" {
		x.line = append(x.edited(x.line, without, with), x.ending()...)
		if err := x.instead(); err != nil {
			return err
		}
	} else if err := x.before(); err != nil {
		return err
	}
	x.walker.skipCell()
	return x.s.Err()
}

// mark is the style of a cell that is to be marked.
func (x *sheetWriter) mark(row int, c *cell) (style int, found bool) {
	i, found := x.marked[c.column]
	if !found || row < x.sheet.firstRow || row > x.end() {
		return 0, false
	}
	if x.batch.Columns[len(x.add.Names)+i].Value(x.place(row)) == nil {
		return 0, false
	}
	style, found = x.response.styles[c.style]
	return style, found
}

// place is where a row stands in the batch.
func (x *sheetWriter) place(row int) int {
	return int(int64(row-x.sheet.firstRow) - x.cut.FirstRow)
}

// nextCut asks for the cells of the next run of rows.
func (x *sheetWriter) nextCut() (err error) {
	x.cut, x.cuts = x.cuts[0], x.cuts[1:]
	x.batch, err = x.response.answer.Cells(x.response.ctx, x.index, x.cut)
	if err == nil && (x.batch == nil || x.batch.Rows != x.cut.Rows || len(x.batch.Columns) != len(x.add.Names)+len(x.add.Marked)) {
		err = errCells
	}
	return err
}

// prepare makes x.added the cells that a row gets. x.put says that it gets none.
func (x *sheetWriter) prepare(row int) error {
	x.added, x.put = x.added[:0], row != x.nameRow()
	if row < x.sheet.firstRow || row > x.end() {
		return nil
	}
	for x.batch == nil || x.place(row) >= x.cut.Rows {
		if err := x.nextCut(); err != nil {
			return err
		}
	}
	at := x.place(row)
	for i := range x.add.Names {
		if text := x.batch.Columns[i].Value(at); text != nil {
			x.added = x.appendCell(x.added, x.first+i, row, 0, text)
			x.put = false
		}
	}
	return nil
}

// putCells puts in what the row gets, once.
func (x *sheetWriter) putCells(row int) {
	if x.put {
		return
	}
	x.put = true
	if row != x.nameRow() {
		x.line = append(x.line, x.added...)
		return
	}
	for i, name := range x.add.Names {
		x.line = x.appendCell(x.line, x.first+i, row, x.style, []byte(name))
	}
}

// appendCell appends a cell that holds a text, and never a formula.
func (x *sheetWriter) appendCell(dst []byte, column, row, style int, text []byte) []byte {
	p := x.sheet.prefix
	dst = append(append(append(dst, '<'), p...), `c r="`...)
	dst = append(cells.AppendRef(dst, column, row), '"')
	if style != 0 {
		dst = fmt.Appendf(dst, ` s="%d"`, style)
	}
	dst = append(dst, ` t="inlineStr"><`...)
	dst = append(append(append(append(dst, p...), "is><"...), p...), 't')
	text = harmless(text)
	if len(bytes.TrimSpace(text)) < len(text) || bytes.IndexByte(text, '\n') >= 0 {
		dst = append(dst, ` xml:space="preserve"`...)
	}
	dst = markup.Escape(append(dst, '>'), cells.Encode(nil, text))
	for _, name := range [...]string{"t>", "is>", "c>"} {
		dst = append(append(append(dst, "</"...), p...), name...)
	}
	return dst
}

// longestText is how many characters spreadsheet programs take in a cell, in
// units of UTF-16.
const longestText = 32767

// harmless is a text as it can stand in a cell: one that a program might take
// for a formula gets an apostrophe, as in CSV, and one that is too long for
// any program is cut.
func harmless(text []byte) []byte {
	if r, _ := utf8.DecodeRune(text); strings.ContainsRune("=+-@\t\r＝＋－＠", r) {
		text = append([]byte{'\''}, text...)
	}
	if len(text) <= longestText {
		return text
	}
	units := 0
	for i, r := range string(text) {
		if units++; r > 0xffff {
			units++
		}
		if units > longestText {
			return text[:i]
		}
	}
	return text
}
