package reports

import "lamsach/schemas"

// All counters of a tally, of the whole and of each unit, lie in one flat
// array of cells, so that merging is one loop and a row costs a few
// increments:
//
//	rows | verdicts | reasons | field × result | field × mechanism | column × code ...
//
// Everything before the columns has a fixed place; a column's codes are
// appended when the column is first seen.
const (
	rowsCell        = 0
	firstVerdict    = rowsCell + 1
	firstReason     = firstVerdict + int(schemas.Verdicts)
	firstResult     = firstReason + int(schemas.Reasons)
	firstMismatch   = firstResult + int(schemas.Fields)*int(schemas.Results)
	firstNote       = firstMismatch + int(schemas.MismatchFields)*int(schemas.Mechanisms)
	columnWidth     = int(schemas.Codes)
	maxColumns      = 32      // columns told apart; later ones are counted under otherColumn
	otherColumn     = "other" // takes the notes of columns beyond maxColumns
	formatVersion   = 1       // raised whenever the cells change their meaning
	maxNameBytes    = 64      // unit and column names are cut here: a damaged file may hold anything
	defaultMaxUnits = 4096    // units told apart; about 5 KB each
)

func verdictCell(v schemas.Verdict) int { return firstVerdict + int(v) }
func reasonCell(r schemas.Reason) int   { return firstReason + int(r) }

func resultCell(f schemas.Field, r schemas.Result) int {
	return firstResult + int(f)*int(schemas.Results) + int(r)
}

func mismatchCell(f schemas.Field, m schemas.Mechanism) int {
	return firstMismatch + int(f)*int(schemas.Mechanisms) + int(m)
}

func noteCell(column int, c schemas.Code) int {
	return firstNote + column*columnWidth + int(c)
}

// layout are the sizes the cells depend on. A stored tally carries them, so
// that a program with another catalogue refuses it instead of misreading it.
func layout() []int {
	return []int{
		formatVersion, int(schemas.Verdicts), int(schemas.Reasons), int(schemas.MismatchFields),
		int(schemas.Results), int(schemas.Mechanisms), int(schemas.Codes),
	}
}

// cells are the counters of the whole or of one unit. They may end before the
// last column of the tally; what is not there is zero.
type cells []uint64

// at is the count of a cell.
func (c cells) at(cell int) uint64 {
	if cell < len(c) {
		return c[cell]
	}
	return 0
}

// grown returns the cells long enough to hold n of them.
func (c cells) grown(n int) cells {
	if len(c) >= n {
		return c
	}
	return append(c, make(cells, n-len(c))...)
}

// add returns the cells with those of o added.
func (c cells) add(o cells) cells {
	c = c.grown(len(o))
	for i, n := range o {
		c[i] += n
	}
	return c
}

// row counts one row.
func (c cells) row(v schemas.Verdict, rs schemas.ReasonSet, res *[schemas.Fields]schemas.Result) {
	c[rowsCell]++
	c[firstVerdict+int(v)]++
	for r := range rs.All {
		c[firstReason+int(r)]++
	}
	for f, r := range res {
		c[firstResult+f*int(schemas.Results)+int(r)]++
	}
}
