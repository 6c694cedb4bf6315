package sink

import (
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// Mismatches writes the table of mismatches of a part: one row for each field
// of a row that disagrees. A submitter who may learn only verdicts gets it
// empty; one who may learn fields gets no value of the register.
func (w *Writer) Mismatches(src Source, part pipeline.Part, rows *clean.Rows, list []pipeline.Mismatch, people People, meta map[string]string) ([]byte, error) {
	if w.Disclosure == VerdictOnly {
		list = nil
	}
	w.begin(src, len(list))
	f := &w.file
	w.longs, w.index = resize(w.longs, len(list)), resize(w.index, len(list))
	for i := range list {
		w.longs[i] = part.FirstRow + int64(list[i].Row)
	}
	f.Int64("source_row", w.longs, false)
	for i := range list {
		w.index[i] = int32(list[i].Field)
	}
	f.Text("field", w.index, compareWords, false)
	for i := range w.members {
		w.members[i].reset()
	}
	for i := range list {
		w.submitted(&w.members[0], rows, &list[i])
		w.canonical(&w.members[1], rows, &list[i])
		w.registered(&w.members[2], &list[i], people)
	}
	for i, name := range []string{"submitted", "canonical", "register_value"} {
		w.members[i].mend()
		f.Text(name, w.members[i].index, w.members[i].texts, true)
	}
	for i := range list {
		w.index[i] = int32(list[i].Reason)
	}
	f.Text("reason", w.index, reasonWords, true)
	for i := range list {
		w.index[i] = int32(list[i].Mechanism)
		if list[i].Mechanism == schemas.NoMechanism {
			w.index[i] = -1
		}
	}
	f.Text("mechanism", w.index, mechanismWords, true)
	return f.Finish(meta), nil
}

// Sides are the texts of a mismatch as they stand in its table: as submitted, in
// canonical form, and the register's as far as it may be told.
func (w *Writer) Sides(rows *clean.Rows, m *pipeline.Mismatch, people People) (submitted, canonical, registered string) {
	var texts [3]string
	for i := range texts {
		w.members[i].reset()
	}
	w.submitted(&w.members[0], rows, m)
	w.canonical(&w.members[1], rows, m)
	w.registered(&w.members[2], m, people)
	for i := range texts {
		w.members[i].mend()
		texts[i] = string(w.members[i].texts.Bytes)
	}
	return texts[0], texts[1], texts[2]
}

// cell is the original text of a row in the first of some columns that has
// one, nil when none has.
func cell(rows *clean.Rows, row uint32, columns ...int) []byte {
	for _, c := range columns {
		if c < 0 {
			continue
		}
		if v := rows.Batch.Columns[c].Value(int(row)); len(v) > 0 {
			return v
		}
	}
	return nil
}

// oldCard says whether a mismatch is about the old identity card's number.
func oldCard(m *pipeline.Mismatch) bool { return m.Reason == schemas.ReasonCMNDDiffers }

func (w *Writer) submitted(b *builder, rows *clean.Rows, m *pipeline.Mismatch) {
	c := &rows.Cols
	var v []byte
	switch m.Field {
	case schemas.FieldID:
		if oldCard(m) {
			v = cell(rows, m.Row, c.CMND, c.AnyNumber, c.Number)
		} else {
			v = cell(rows, m.Row, c.Number, c.AnyNumber, c.CMND)
		}
	case schemas.FieldName:
		v = cell(rows, m.Row, c.Name)
	case schemas.FieldBirthDate:
		v = cell(rows, m.Row, c.Birth)
	case schemas.FieldGender:
		v = cell(rows, m.Row, c.Gender)
	case schemas.FieldPlace:
		v = cell(rows, m.Row, c.Address)
	case schemas.FieldStatus:
		if m.Reason == schemas.ReasonEventAfterDeath {
			v = cell(rows, m.Row, c.Event)
		} else {
			v = cell(rows, m.Row, c.Death)
		}
	default:
		v = w.stated(rows, m)
	}
	b.optional(v)
}

// optional appends a value of any bytes, null when it is empty.
func (b *builder) optional(v []byte) {
	if len(v) == 0 {
		b.null()
		return
	}
	b.add(v)
}

func (w *Writer) canonical(b *builder, rows *clean.Rows, m *pipeline.Mismatch) {
	row := int(m.Row)
	switch m.Field {
	case schemas.FieldID:
		n := rows.PIN[row]
		if n == 0 || oldCard(m) {
			n = rows.CMND[row]
		}
		b.number(n)
	case schemas.FieldName:
		b.optional(rows.Name.Value(row))
	case schemas.FieldBirthDate:
		b.date(rows.Birth[row])
	case schemas.FieldGender:
		b.optional([]byte(rows.Gender[row].String()))
	case schemas.FieldPlace:
		if len(rows.Address.Index) == 0 {
			b.null()
			return
		}
		b.optional(rows.Address.Value(row))
	case schemas.FieldStatus:
		if m.Reason == schemas.ReasonEventAfterDeath {
			b.date(rows.Event.At(row))
		} else {
			b.date(rows.Death.At(row))
		}
	default:
		w.statedCanonical(b, rows, m)
	}
}

// date appends a date as far as it is known, null for none.
func (b *builder) date(d schemas.Date) {
	if d == 0 {
		b.null()
		return
	}
	b.texts.Bytes = d.Append(b.texts.Bytes)
	b.end()
}

func (w *Writer) registered(b *builder, m *pipeline.Mismatch, people People) {
	if w.Disclosure < Values || !someone(m.Against) {
		b.null()
		return
	}
	switch m.Field {
	case schemas.FieldID:
		if !oldCard(m) {
			b.number(people.PIN(m.Against))
			return
		}
		w.numbers = people.CMNDs(m.Against, w.numbers[:0])
		if len(w.numbers) == 0 {
			b.null()
			return
		}
		for i, n := range w.numbers {
			if i > 0 {
				b.texts.Bytes = append(b.texts.Bytes, ' ')
			}
			b.texts.Bytes = appendNumber(b.texts.Bytes, n)
		}
		b.end()
	case schemas.FieldName:
		b.optional([]byte(people.FullName(m.Against)))
	case schemas.FieldBirthDate:
		b.date(people.Birth(m.Against))
	case schemas.FieldGender:
		b.optional([]byte(people.Gender(m.Against).String()))
	case schemas.FieldPlace:
		b.optional([]byte(people.Address(m.Against)))
	case schemas.FieldStatus:
		b.date(people.Death(m.Against))
	default:
		b.relative(m, people)
	}
}
