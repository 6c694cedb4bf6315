package clean

import (
	"bytes"
	"strings"

	"lamsach/pipeline"
)

// Mark is something that a row says of itself and that no field tells.
type Mark uint8

// Marks of a row, one bit each.
const (
	// MarkForeign: the row is about a foreigner with a passport.
	MarkForeign Mark = 1 << iota
	// MarkPaperDiffers: a number that the personal ID replaced is a personal ID,
	// but not the row's.
	MarkPaperDiffers
)

// markRows marks the rows of a batch, after they were joined.
func (w *Worker) markRows(b *pipeline.Batch) {
	r := &w.rows
	r.Marks = sized(r.Marks, b.Rows)
	for row := range b.Rows {
		r.Marks[row] = 0
		switch {
		case r.PIN[row] != 0:
			if w.otherPaper(b, row) {
				r.Marks[row] = MarkPaperDiffers
			}
		case r.Kind[row] == Person && w.foreign(b, row):
			r.Marks[row] = MarkForeign
		}
	}
}

// otherPaper says whether a tax code or an insurance number of a row is a
// personal ID other than the row's.
func (w *Worker) otherPaper(b *pipeline.Batch, row int) bool {
	for i := range w.rows.Papers {
		p := &w.rows.Papers[i]
		if !w.plan.paperKinds[i].replaced || len(p.Text.Index) == 0 {
			continue
		}
		if e := b.Columns[p.Column].Index[row]; e >= 0 && p.pins[e] != 0 && p.pins[e] != w.rows.PIN[row] {
			return true
		}
	}
	return false
}

// foreign says whether a row without a personal ID is about a foreigner: its
// nationality says so, or, where it says nothing, it has a passport and a name
// that is none of Vietnam's. A CMND makes the row a citizen's, unless its digits
// are said to be those of a passport.
func (w *Worker) foreign(b *pipeline.Batch, row int) bool {
	c := &w.rows.Cols
	if c.Nationality < 0 && c.IDType < 0 && c.AnyNumber < 0 && w.rows.PaperColumn(FieldPassport) < 0 {
		return false
	}
	named := passportWord(w.keyAt(c.IDType, row)) // the row says that its paper is a passport
	if w.rows.CMND[row] != 0 && !named {
		return false
	}
	switch w.facts.countries[string(w.keyAt(c.Nationality, row))] {
	case homeCountry:
		return false
	case otherCountry:
		return true
	}
	return (named || w.hasPassport(b, row)) && w.foreignName(w.rows.Name.Value(row))
}

// keyAt is the cell of a column as folded words, nothing where no column is.
func (w *Worker) keyAt(column, row int) []byte {
	w.names.key = w.names.key[:0]
	if column >= 0 {
		w.names.key = appendKey(w.names.key, head(w.rows.Batch.Columns[column].Value(row)))
	}
	return w.names.key
}

func passportWord(key []byte) bool {
	return hasWord(key, "ho chieu") || hasWord(key, "passport") || string(key) == "hc" || string(key) == "pp"
}

// hasPassport says whether a passport stands in its own column or where the
// number should be: one or two letters with six to eight digits behind.
func (w *Worker) hasPassport(b *pipeline.Batch, row int) bool {
	if at := w.rows.PaperColumn(FieldPassport); at >= 0 {
		if text := w.rows.Paper(at); text != nil && len(text.Value(row)) > 0 {
			return true
		}
	}
	if w.rows.Cols.AnyNumber < 0 {
		return false
	}
	cell := bytes.TrimSpace(b.Columns[w.rows.Cols.AnyNumber].Value(row))
	digits := bytes.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	letters := len(cell) - len(digits)
	return letters >= 1 && letters <= 2 && len(digits) >= 6 && len(digits) <= 8 && onlyDigits(digits)
}

// foreignName says whether half of the words of a name or more are no syllables
// of Vietnam's names. Peoples of Vietnam have such names too, but begin with a
// clan's name or a prefix.
func (w *Worker) foreignName(name []byte) bool {
	words, strange := 0, 0
	for word := range bytes.FieldsSeq(name) {
		lower := strings.ToLower(string(word))
		if clans[lower] || bytes.ContainsAny(word, "'’") || lower == "y" {
			return false
		}
		if _, surname := w.facts.surnames[lower]; words == 0 && surname {
			return false
		}
		words++
		if _, ok := w.facts.folds[string(appendFold(nil, []byte(lower)))]; !ok {
			strange++
		}
	}
	return words > 1 && 2*strange >= words
}

// What a nationality is.
const (
	homeCountry uint8 = iota + 1
	otherCountry
)

// loadCountries fills what a nationality is, by its folded words.
func (f *facts) loadCountries() {
	add := func(text string, is uint8) {
		if key := appendKey(nil, []byte(text)); len(key) > 0 {
			f.countries[string(key)] = is
		}
	}
	for _, row := range table("identity/countries.csv") {
		for _, text := range append(row[:4:4], strings.Split(row[4], ";")...) {
			add(text, otherCountry)
		}
	}
	for _, text := range []string{"VN", "VNM", "Việt Nam", "Vietnam", "Vietnamese", "Nước CHXHCN Việt Nam", "CHXHCN Việt Nam"} {
		add(text, homeCountry)
	}
}

// Foreign says whether a row is about a foreigner with a passport.
func (r *Rows) Foreign(row int) bool { return r.mark(row)&MarkForeign != 0 }

// PaperDiffers says whether a tax code or an insurance number of a row is a
// personal ID, but not that of the row.
func (r *Rows) PaperDiffers(row int) bool { return r.mark(row)&MarkPaperDiffers != 0 }

func (r *Rows) mark(row int) Mark {
	if len(r.Marks) == 0 { // rows that no worker cleaned
		return 0
	}
	return r.Marks[row]
}
