package sink

import (
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// statedBy are the facts that state a relative: by name and by number.
var statedBy = map[schemas.Field][2]clean.Fact{
	schemas.FieldFather:    {clean.FatherName, clean.FatherNumber},
	schemas.FieldMother:    {clean.MotherName, clean.MotherNumber},
	schemas.FieldSpouse:    {clean.SpouseName, clean.SpouseNumber},
	schemas.FieldHousehold: {clean.HeadName, clean.HeadNumber},
	schemas.FieldRelation:  {clean.Relation, clean.Relation},
}

// statedFact is what a mismatch about a relative speaks of: the name or, where
// the number is wrong, the number.
func statedFact(m *pipeline.Mismatch) clean.Fact {
	facts := statedBy[m.Field]
	if m.Mechanism.OfNumber() {
		return facts[1]
	}
	return facts[0]
}

// stated is the cell that a mismatch about a relative speaks of.
func (w *Writer) stated(rows *clean.Rows, m *pipeline.Mismatch) []byte {
	facts := statedBy[m.Field]
	for _, fact := range [...]clean.Fact{statedFact(m), facts[1]} {
		for _, c := range rows.Cols.Background {
			if c.Fact == fact {
				if v := cell(rows, m.Row, c.Column); v != nil {
					return v
				}
			}
		}
	}
	return nil
}

// statedCanonical appends what cleaning made of it.
func (w *Writer) statedCanonical(b *builder, rows *clean.Rows, m *pipeline.Mismatch) {
	if rows.Background == nil {
		b.null()
		return
	}
	text := rows.Background.Text(statedFact(m), int(m.Row))
	if text == "" {
		text = rows.Background.Text(statedBy[m.Field][1], int(m.Row))
	}
	b.optional([]byte(text))
}

// relative appends the name or number of the relative whom the register has;
// null for one who is not in it, and for a household and a relation.
func (b *builder) relative(m *pipeline.Mismatch, people People) {
	of := map[schemas.Field]func(uint32) uint32{
		schemas.FieldFather: people.Father, schemas.FieldMother: people.Mother, schemas.FieldSpouse: people.Spouse,
	}[m.Field]
	if of == nil {
		b.null()
		return
	}
	switch p := of(m.Against); {
	case !someone(p):
		b.null()
	case m.Mechanism.OfNumber():
		b.number(people.PIN(p))
	default:
		b.optional([]byte(people.FullName(p)))
	}
}
