package sink

import (
	"strconv"

	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
)

// passColumns writes the columns that are carried through as text.
func (w *Writer) passColumns(rows *clean.Rows) {
	taken := make(map[string]bool, len(coreColumns)+len(rows.Cols.Pass))
	for _, name := range coreColumns {
		taken[name] = true
	}
	for _, p := range rows.Cols.Pass {
		name := p.Name
		for n := 2; taken[name]; n++ {
			name = p.Name + "_" + strconv.Itoa(n)
		}
		taken[name] = true
		if text := rows.Paper(p.Column); text != nil {
			w.textColumn(name, text, rows.N)
			continue
		}
		c := &rows.Batch.Columns[p.Column]
		if c.Lists != nil {
			w.file.Lists(name, c.Lists, columnar.Member{Index: c.Index, Texts: w.textsOf(c), Nullable: true})
			continue
		}
		w.textColumn(name, c, rows.N)
	}
}

// repairs writes what was changed: the field, its original text, and how. A
// cell of which nothing usable remained is listed too, with the issue that
// says why: so the original is never lost.
func (w *Writer) repairs(rows *clean.Rows) {
	field, original, code := &w.members[0], &w.members[1], &w.members[2]
	for i := range w.members {
		w.members[i].reset()
	}
	w.lists = append(resize(w.lists, rows.N+1)[:0], 0)
	notes := rows.Notes
	for row := range uint32(rows.N) {
		for len(notes) > 0 && notes[0].Row == row {
			n := 1
			for n < len(notes) && notes[n].Row == row && notes[n].Field == notes[0].Field {
				n++
			}
			for _, note := range w.told(rows, notes[:n]) {
				field.index = append(field.index, int32(note.Field))
				code.index = append(code.index, int32(note.Code))
				original.optional(originalOf(rows, note))
			}
			notes = notes[n:]
		}
		w.lists = append(w.lists, int32(len(field.index)))
	}
	original.mend()
	w.file.StructLists("repairs", w.lists,
		columnar.Member{Name: "field", Index: field.index, Texts: fieldWords},
		columnar.Member{Name: "original", Index: original.index, Texts: original.texts, Nullable: true},
		columnar.Member{Name: "code", Index: code.index, Texts: codeWords})
}

// told gives those notes on one field of one row that repairs lists: the
// repairs, which come first, or one issue if the cell's content is gone.
func (w *Writer) told(rows *clean.Rows, notes []clean.Note) []clean.Note {
	if notes[0].Field >= clean.Fields { // checked only
		return nil
	}
	n := 0
	for n < len(notes) && !notes[n].Code.IsIssue() {
		n++
	}
	if n > 0 || len(originalOf(rows, notes[0])) == 0 {
		return notes[:n]
	}
	if !kept(rows, notes[0]) {
		return notes[:1]
	}
	// A row may have its number from another cell than the one that is bad, and
	// of a date the year alone.
	for i := range notes {
		switch notes[i].Code {
		case schemas.IssueNumberMalformed, schemas.IssueNumberDummy, schemas.IssueDateImpossible, schemas.IssueDateLunar:
			return notes[i : i+1]
		}
	}
	return nil
}

// kept says whether a field has a canonical value.
func kept(rows *clean.Rows, note clean.Note) bool {
	row := int(note.Row)
	switch note.Field {
	case clean.FieldPersonalID:
		return rows.PIN[row] != 0
	case clean.FieldCMND:
		return rows.CMND[row] != 0
	case clean.FieldName:
		return len(rows.Name.Value(row)) > 0
	case clean.FieldBirthDate:
		return rows.Birth[row] != 0
	case clean.FieldGender:
		return rows.Gender[row] != 0
	case clean.FieldPhone:
		return len(rows.Phone.Value(row)) > 0
	case clean.FieldAddress:
		return len(rows.Address.Value(row)) > 0
	}
	if text := rows.Paper(rows.PaperColumn(note.Field)); text != nil {
		return len(text.Value(row)) > 0
	}
	switch note.Code { // of the background
	case schemas.IssueRelativeName, schemas.IssueRelativeNumber:
		return false
	}
	return true
}

// originalOf is the cell that a note speaks of, as it was submitted.
func originalOf(rows *clean.Rows, note clean.Note) []byte {
	c := &rows.Cols
	switch note.Field {
	case clean.FieldPersonalID:
		if v := cell(rows, note.Row, c.Number, c.AnyNumber); v != nil || note.Code != schemas.RepairNumberMoved {
			return v
		}
		return cell(rows, note.Row, rows.PaperColumn(clean.FieldTaxCode), rows.PaperColumn(clean.FieldSocialInsurance))
	case clean.FieldCMND:
		return cell(rows, note.Row, c.CMND, c.AnyNumber)
	case clean.FieldName:
		return cell(rows, note.Row, c.Name)
	case clean.FieldBirthDate:
		return cell(rows, note.Row, c.Birth)
	case clean.FieldGender:
		return cell(rows, note.Row, c.Gender)
	case clean.FieldPhone:
		return cell(rows, note.Row, c.Phone)
	case clean.FieldAddress:
		return cell(rows, note.Row, c.Address)
	}
	for _, b := range c.Background {
		if b.Fact == note.Field.Fact() {
			return cell(rows, note.Row, b.Column)
		}
	}
	return cell(rows, note.Row, rows.PaperColumn(note.Field))
}

// issues writes the codes of what is wrong with the cells of each row.
func (w *Writer) issues(rows *clean.Rows) {
	codes := w.members[0].index[:0]
	w.lists = append(w.lists[:0], 0)
	notes := rows.Notes
	for row := range uint32(rows.N) {
		for ; len(notes) > 0 && notes[0].Row == row; notes = notes[1:] {
			if notes[0].Code.IsIssue() {
				codes = append(codes, int32(notes[0].Code))
			}
		}
		w.lists = append(w.lists, int32(len(codes)))
	}
	w.members[0].index = codes
	w.file.Lists("issues", w.lists, columnar.Member{Index: codes, Texts: codeWords})
}
