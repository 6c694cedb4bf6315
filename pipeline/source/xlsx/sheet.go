package xlsx

import (
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/inflate"
)

// sheet is a worksheet and what was found when it was looked through. It is
// immutable from then on.
type sheet struct {
	file  *File
	name  string
	part  *part
	marks inflate.Marks
	runs  []run

	header   int // number of the last row of the header; 0: it has none
	firstRow int // number of the row that is row 0 of the table
	rows     int64
	columns  []table.Column
	missing  int64 // formulas without stored value
	hollow   bool  // hardly anything but those

	lastCell int      // the last column with a value or formula in any row, -1: none
	reach    int      // the last column of merged ranges beside or below the header
	styles   []bool   // of cells with a value, by number
	prefix   string   // of its tags, with colon
	found    findings // only while it is looked through
}

// run is consecutive rows of a sheet, as long as is good to be read at once.
type run struct {
	off   int64  // of its first byte in the unpacked part
	size  int    // bytes
	first int    // number of its first row
	sum   uint32 // checksum of its bytes
}

// runBytes is how many bytes a run has at least, unless it is the last. A read
// that begins in the middle of a run looks at all of it.
const runBytes = 128 << 10

// markBytes is how many unpacked bytes lie between the marks of a sheet: each
// costs 32 KiB of memory and saves a read that begins there half of them.
const (
	markBytes = 4 << 20
	maxMarks  = 1024
)

// Sheet implements table.Table.
func (t *sheet) Sheet() string { return t.name }

// Rows implements table.Table.
func (t *sheet) Rows() int64 { return t.rows }

// Columns implements table.Table.
func (t *sheet) Columns() []table.Column { return t.columns }

// Cuts implements table.Table: runs of one length, since no row of a sheet is
// nearer than its neighbours.
func (t *sheet) Cuts(limit int) []table.Cut {
	var out []table.Cut
	pieces := (t.rows + int64(limit) - 1) / int64(limit)
	for i := range pieces {
		first, end := t.rows*i/pieces, t.rows*(i+1)/pieces
		out = append(out, table.Cut{FirstRow: first, Rows: int(end - first)})
	}
	return out
}

// kinds is the set of kinds that the cells of a column are of.
type kinds uint8

func (k *kinds) add(kind cells.Kind) {
	if kind != cells.Nothing {
		*k |= 1 << kind
	}
}

// String is the type of such a column.
func (k kinds) String() string {
	const dates = 1<<cells.Date | 1<<cells.Timestamp
	if k != 0 && k&^dates == 0 && k != 1<<cells.Date {
		return cells.Timestamp.String()
	}
	for kind := cells.String; kind <= cells.Bool; kind++ {
		if k == 1<<kind {
			return kind.String()
		}
	}
	if k == 0 {
		return cells.String.String()
	}
	return "mixed"
}
