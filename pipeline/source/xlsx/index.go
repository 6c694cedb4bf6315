package xlsx

import (
	"context"
	"hash/crc32"
	"math"

	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// findings is what looking through a sheet collects before its header is known.
type findings struct {
	top     []topRow // the first rows with a value
	merges  []merge  // those that begin within the top
	kinds   []kinds  // of each column, below the top
	last    int      // number of the last row with a value
	reach   int      // last column of the merged ranges that begin below the top
	values  int64    // cells with a value below the top
	missing int64    // formulas without one, anywhere
}

// topRow is a row among which the header is.
type topRow struct {
	number int
	texts  []string
	kinds  []cells.Kind
}

const (
	topRows  = 50
	topBytes = 4 << 10 // of a cell of the top
)

// indexer looks through one sheet.
type indexer struct {
	ctx    context.Context
	sheet  *sheet
	reader partReader
	s      markup.Scanner
	walker walker
	seen   bool // the rows
	open   run  // the run being collected; size 0: none
}

// index looks through a sheet from its first to its last byte. It says false
// when the part is a sheet of another kind.
func (x *indexer) index(ctx context.Context, t *sheet) (bool, error) {
	x.ctx, x.sheet, x.seen, x.open = ctx, t, false, run{}
	t.marks.Spacing, t.marks.Limit = markBytes, maxMarks
	t.lastCell, t.reach, t.found.reach = -1, -1, -1
	t.styles = make([]bool, len(t.file.book.styles))
	x.reader.open(t.file.archive, t.part, &t.marks)
	x.s.Reset(&x.reader)
	root := ""
	for {
		switch x.s.Next() {
		case markup.End:
			if err := x.s.Err(); err != nil {
				return false, err
			}
			switch root {
			case "worksheet":
				return true, nil
			case "chartsheet", "dialogsheet", "macrosheet":
				return false, nil
			}
			return false, damage("what should be a sheet is none")
		case markup.Start:
			name := string(x.s.Name())
			if root == "" {
				root, t.prefix = name, string(x.s.Prefix())
			} else if err := x.part(name); err != nil {
				return false, err
			}
		}
	}
}

// part looks at one of the parts of a worksheet, whose start tag was the last
// token.
func (x *indexer) part(name string) error {
	switch {
	case x.s.Empty():
		return nil
	case name == "sheetData" && x.seen:
		return damage("it holds its rows in two places")
	case name == "sheetData":
		x.seen = true
		x.reader.left = math.MaxInt64
		err := x.rows()
		x.reader.left = outside
		return err
	case name == "mergeCells":
		return x.merges()
	}
	x.s.Skip()
	return x.s.Err()
}

// rows looks at all rows.
func (x *indexer) rows() error {
	x.s.Hold(true)
	defer x.s.Release()
	x.walker.begin(&x.s, &x.sheet.file.book, 0)
	for {
		more, err := x.walker.nextRow()
		if err != nil {
			return err
		}
		if !more {
			x.endRun()
			return nil
		}
		if err := x.row(); err != nil {
			return err
		}
		raw := x.s.Cut()
		if x.open.size == 0 {
			x.open = run{off: x.s.After() - int64(len(raw)), first: x.walker.row}
		}
		x.open.size += len(raw)
		x.open.sum = crc32.Update(x.open.sum, castagnoli, raw)
		if x.open.size >= runBytes {
			x.endRun()
			if err := x.ctx.Err(); err != nil {
				return err
			}
		}
	}
}

func (x *indexer) endRun() {
	if x.open.size > 0 {
		x.sheet.runs = append(x.sheet.runs, x.open)
	}
	x.open = run{}
}

// row looks at the cells of a row.
func (x *indexer) row() error {
	w, t, f := &x.walker, x.sheet, &x.sheet.found
	var top *topRow
	for {
		more, err := w.nextCell(nil)
		if err != nil || !more {
			return err
		}
		if w.cell.formula || len(w.cell.value) > 0 {
			t.lastCell = max(t.lastCell, w.cell.column)
		}
		if w.cell.uncomputed() {
			f.missing++
			continue
		}
		text, kind, err := w.meaning()
		if err != nil {
			return err
		}
		if kind == cells.Nothing {
			continue
		}
		column := w.cell.column
		if w.cell.style < len(t.styles) {
			t.styles[w.cell.style] = true
		}
		if f.last != w.row {
			f.last = w.row
			if len(f.top) < topRows {
				f.top = append(f.top, topRow{number: w.row})
				top = &f.top[len(f.top)-1]
			}
		}
		if top != nil {
			top.add(column, text, kind)
			continue
		}
		f.values++
		for len(f.kinds) <= column {
			f.kinds = append(f.kinds, 0)
		}
		f.kinds[column].add(kind)
	}
}

// add keeps a cell of the top.
func (r *topRow) add(column int, text []byte, kind cells.Kind) {
	for len(r.texts) <= column {
		r.texts = append(r.texts, "")
		r.kinds = append(r.kinds, cells.Nothing)
	}
	if len(text) > topBytes {
		text = text[:topBytes]
		for len(text) > 0 && text[len(text)-1]&0xc0 == 0x80 {
			text = text[:len(text)-1]
		}
		text = text[:max(len(text)-1, 0)]
	}
	r.texts[column], r.kinds[column] = string(text), kind
}
