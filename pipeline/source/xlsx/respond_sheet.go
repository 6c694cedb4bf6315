package xlsx

import (
	"fmt"
	"io"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

// addedWidth is the width of added columns, in characters.
const addedWidth = 24

// sheetWriter writes a sheet anew.
type sheetWriter struct {
	pass
	response *response
	index    int
	sheet    *sheet
	add      table.Addition
	walker   walker // only its position is used

	first   int         // column of the first added one
	marked  map[int]int // column → place in add.Marked
	cuts    []table.Cut // those whose cells were not asked for yet
	cut     table.Cut   // the one whose cells are in batch
	batch   *pipeline.Batch
	widths  bool   // the widths of the added columns were written
	written int    // number of the last row that was written
	added   []byte // cells that the present row gets, unless it is that of the names
	put     bool   // they were written
	style   int    // of the last name in the header
}

// writeSheet writes the sheet of a table with its addition.
func (r *response) writeSheet(w io.Writer, index int) error {
	t := r.file.sheets[index]
	x := &sheetWriter{
		response: r, index: index, sheet: t, add: r.addition(index),
		first: max(t.lastCell, t.reach) + 1, cuts: t.Cuts(pipeline.UsualPartRows), marked: map[int]int{},
	}
	if x.first+len(x.add.Names) > cells.MaxColumns {
		return unsupported("adding columns to a sheet that fills all %d", cells.MaxColumns)
	}
	for i, column := range x.add.Marked {
		x.marked[column] = i
	}
	x.begin(r.file.archive, t.part, w)
	if err := x.parts(); err != nil {
		return err
	}
	for len(x.cuts) > 0 { // rows at the end that are blank and get nothing
		if err := x.nextCut(); err != nil {
			return err
		}
	}
	return nil
}

// parts passes over the parts of the sheet.
func (x *sheetWriter) parts() error {
	for {
		var err error
		switch x.s.Next() {
		case markup.End:
			return x.finish()
		case markup.Start:
			err = x.startPart()
		case markup.Close:
			if string(x.s.Name()) == "cols" && x.s.Depth() == 1 {
				x.addWidths(false)
				err = x.before()
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

// startPart looks at a start tag outside the rows.
func (x *sheetWriter) startPart() error {
	switch name := string(x.s.Name()); {
	case name == "dimension":
		return x.dimension()
	case name == "col":
		if cells.Int(x.s.Attr("max"), cells.MaxColumns) > x.first {
			x.widths = true // the file has widths for the added columns
		}
	case name == "sheetData" && !x.s.Empty():
		x.addWidths(true)
		if err := x.before(); err != nil {
			return err
		}
		if err := x.keep(); err != nil {
			return err
		}
		return x.rows()
	}
	return nil
}

// addWidths puts in the widths of the added columns, with the element around
// them if whole.
func (x *sheetWriter) addWidths(whole bool) {
	if x.widths || len(x.add.Names) == 0 {
		return
	}
	x.widths = true
	p := x.sheet.prefix
	if whole {
		x.line = fmt.Appendf(x.line, "<%scols>", p)
	}
	x.line = fmt.Appendf(x.line, `<%scol min="%d" max="%d" width="%d" customWidth="1"/>`, p, x.first+1, x.first+len(x.add.Names), addedWidth)
	if whole {
		x.line = fmt.Appendf(x.line, "</%scols>", p)
	}
}

// dimension widens the range that the sheet says it uses.
func (x *sheetWriter) dimension() error {
	m, ok := parseMerge(x.s.Attr("ref"))
	if !ok || len(x.add.Names) == 0 {
		return nil
	}
	right := max(m.right, x.first+len(x.add.Names)-1)
	ref := cells.AppendRef([]byte(` ref="`), m.left, m.top)
	ref = cells.AppendRef(append(ref, ':'), right, max(m.bottom, x.end()))
	x.line = append(x.edited(x.line, []string{"ref"}, string(ref)+`"`), x.ending()...)
	return x.instead()
}

// end is the number of the last row that may get cells.
func (x *sheetWriter) end() int { return x.sheet.firstRow + int(x.sheet.rows) - 1 }
