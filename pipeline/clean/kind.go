package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

// kind decides what a row speaks of: by its name cell, and where that says
// nothing, by the rest of the row.
func (w *Worker) kind(b *pipeline.Batch, row int, j *joined) RowKind {
	usable := j.pin != 0 || j.oldNumber != 0
	switch {
	case j.name.kind != Person && (!j.name.soft || !usable):
		return j.name.kind
	case usable, j.birth.date != 0:
		return Person
	case j.name.codes&code(schemas.IssueNameMissing) == 0 && w.rows.Cols.Name >= 0 && j.name.kind == Person && !w.emptyName(row):
		if w.totalled(b, row) {
			return TotalRow
		}
		return Person
	}
	return w.emptyKind(b, row)
}

// totalled says whether a row begins like the line below a list: "Tổng cộng"
// in the first column, "2000 người" under the names.
func (w *Worker) totalled(b *pipeline.Batch, row int) bool {
	for i := range b.Columns {
		if c := &b.Columns[i]; len(c.Lists) == 0 && len(c.Index) > row && c.Index[row] >= 0 {
			w.names.key = appendKey(w.names.key[:0], head(c.Entry(c.Index[row])))
			return isTotal(w.names.key)
		}
	}
	return false
}

// head is as much of a cell as tells what its row is.
func head(cell []byte) []byte { return cell[:min(len(cell), 64)] }

func (w *Worker) emptyName(row int) bool { return w.rows.Name.Index[row] < 0 }

// emptyKind looks at a row without number, name and birth date: blank when all
// cells are, otherwise a test or a total when any cell says so.
func (w *Worker) emptyKind(b *pipeline.Batch, row int) RowKind {
	kind := Blank
	for i := range b.Columns {
		c := &b.Columns[i]
		if len(c.Lists) > 0 || len(c.Index) <= row || c.Index[row] < 0 {
			continue
		}
		n := &w.names
		n.key = appendKey(n.key[:0], head(c.Entry(c.Index[row])))
		switch {
		case len(n.key) == 0:
			continue
		case isTotal(n.key):
			return TotalRow
		case hasWord(n.key, "test"):
			return TestRow
		}
		kind = Person
	}
	return kind
}
