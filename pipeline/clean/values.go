package clean

import (
	"strings"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Values of columns that are carried through are held against the checks of the
// file's description. Nothing is repaired by it.

// ValueCheck is a column of the batch with what its values must be.
type ValueCheck struct {
	Column int
	Name   string // of the cleaned column
	Check  *schemas.Check
	// The columns that its dates are in order with: BirthColumn for the birth date
	// as cleaned, -1 for none.
	NotBefore, NotAfter int
}

// BirthColumn stands for the birth date among the columns of a ValueCheck.
const BirthColumn = -2

// MaxChecks bounds the columns of a file that are checked.
const MaxChecks = 128

// FieldName is the name of the cleaned column that a note speaks of.
func (r *Rows) FieldName(f Field) string {
	if f < Fields {
		return f.String()
	}
	return r.Cols.Checks[f-Fields].Name
}

// valueChecks is the scratch of the checks.
type valueChecks struct {
	columns []checkedColumn // as Columns.Checks
}

// checkedColumn is what was found of the entries of one column.
type checkedColumn struct {
	index         []int32
	codes         []schemas.Code // by entry
	known         *memo[schemas.Code]
	before, after *readings[schemas.Date] // of the columns that it is in order with; nil for none or the birth date
	own           *readings[schemas.Date]
}

// A column worth checking has few values: codes, classes, days.
const checkSlots, checkArena, maxChecked = 1 << 10, 1 << 15, 128

// checkValues holds every value of the checked columns against its check, each
// distinct one once.
func (w *Worker) checkValues(b *pipeline.Batch, c *Columns) {
	if len(c.Checks) == 0 {
		return
	}
	if w.values == nil {
		w.values = &valueChecks{columns: make([]checkedColumn, len(c.Checks))}
		for i := range w.values.columns {
			w.values.columns[i].known = newMemo[schemas.Code](checkSlots, checkArena)
		}
	}
	for i := range c.Checks {
		k, to, col := &c.Checks[i], &w.values.columns[i], &b.Columns[c.Checks[i].Column]
		to.index, to.codes = col.Index, sized(to.codes, col.Entries())
		dates, ordered := (*readings[schemas.Date])(nil), k.NotBefore != -1 || k.NotAfter != -1
		if ordered || k.Check.Date != schemas.NoDate {
			dates = w.datesOf(b, k.Column)
		}
		for e := range to.codes {
			to.codes[e] = to.check(k.Check, col.Entry(int32(e)))
			if to.codes[e] == schemas.NoCode && k.Check.Date != schemas.NoDate && dates.values[e].Precision() < k.Check.Date && stated(col.Entry(int32(e))) {
				to.codes[e] = schemas.IssueValueMalformed
			}
		}
		to.own, to.before, to.after = nil, nil, nil
		if ordered {
			to.own, to.before, to.after = dates, w.datesOf(b, k.NotBefore), w.datesOf(b, k.NotAfter)
		}
	}
}

// check is what speaks against a value as a text.
func (c *checkedColumn) check(k *schemas.Check, cell []byte) schemas.Code {
	if !k.OfText() {
		return schemas.NoCode
	}
	if n, ok := allDigits(cell); ok && k.Allows(n) {
		return schemas.NoCode
	}
	hash := hashWord(cell)
	if s := c.known.find(cell, hash); s != nil {
		return s.what
	}
	found := schemas.NoCode
	if stated(cell) {
		found = k.Text(strings.TrimSpace(string(cell)))
	}
	if len(cell) <= maxChecked {
		c.known.add(cell, hash, nil, found)
	}
	return found
}

// stated says whether a cell has a value.
func stated(cell []byte) bool {
	text := strings.TrimSpace(string(cell))
	return text != "" && !schemas.NoValue(text)
}

// noteValues appends the notes on the checked cells of a row of a person.
func (w *Worker) noteValues(row int, birth schemas.Date) {
	switch w.rows.Kind[row] {
	case Person, Organisation:
	default:
		return
	}
	for i := range w.values.columns {
		c := &w.values.columns[i]
		e := c.index[row]
		if e < 0 {
			continue
		}
		note := Note{Row: uint32(row), Field: Fields + Field(i)}
		if note.Code = c.codes[e]; note.Code != schemas.NoCode {
			w.rows.Notes = append(w.rows.Notes, note)
		}
		if c.own == nil {
			continue
		}
		k, own := &w.rows.Cols.Checks[i], c.own.at(row)
		if earlier(own, orderedWith(c.before, k.NotBefore, row, birth)) || earlier(orderedWith(c.after, k.NotAfter, row, birth), own) {
			note.Code = schemas.IssueDatesOrder
			w.rows.Notes = append(w.rows.Notes, note)
		}
	}
}

// orderedWith is the date of a row that another one is in order with.
func orderedWith(dates *readings[schemas.Date], column, row int, birth schemas.Date) schemas.Date {
	switch {
	case column == BirthColumn:
		return birth
	case dates == nil:
		return 0
	}
	return dates.at(row)
}

// earlier says whether a date lies before another for certain, by what is known
// of both.
func earlier(a, b schemas.Date) bool {
	switch {
	case a == 0 || b == 0:
		return false
	case a.Year() != b.Year() || a.Month() == 0 || b.Month() == 0:
		return a.Year() < b.Year()
	case a.Month() != b.Month() || a.Day() == 0 || b.Day() == 0:
		return a.Month() < b.Month()
	}
	return a.Day() < b.Day()
}
