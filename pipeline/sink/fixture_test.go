package sink_test

import (
	"fmt"
	"math"
	"strings"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// register is an invented register of three people.
type register struct{}

func (register) PIN(p uint32) schemas.Number {
	return schemas.MakeNumber(schemas.PersonalID, 79_085_000_001+uint64(p))
}

func (register) FullName(p uint32) string {
	return []string{"Lê Văn An", "Trần Thị Bình", "Phạm Thị Cúc"}[p]
}
func (register) Birth(p uint32) schemas.Date { return schemas.MakeDate(1985, 3, int(p)+1) }
func (register) Gender(p uint32) schemas.Gender {
	return []schemas.Gender{schemas.Male, schemas.Female, schemas.Female}[p]
}

func (register) Address(p uint32) string {
	return []string{"Xã Một, Tỉnh Hai", "", "Phường Ba"}[p]
}

func (register) CMNDs(p uint32, dst []schemas.Number) []schemas.Number {
	for i := range p {
		dst = append(dst, schemas.MakeNumber(schemas.CMND, 12_345_678+uint64(i)))
	}
	return dst
}

func column(cells ...string) pipeline.Column {
	c := pipeline.Column{Offsets: []int32{0}}
	for _, s := range cells {
		if s == "-" {
			c.Index = append(c.Index, -1)
			continue
		}
		c.Index = append(c.Index, int32(c.Entries()))
		c.Bytes = append(c.Bytes, s...)
		c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
	}
	return c
}

func pin(v uint64) schemas.Number { return schemas.MakeNumber(schemas.PersonalID, v) }

// cleaned is four rows: a good one, one with a wrong number, one of nothing
// usable, one in a legacy encoding. "-" is null.
func cleaned() *clean.Rows {
	b := &pipeline.Batch{Rows: 4, Columns: []pipeline.Column{
		column("079085000001", "79085000009", "12AB", "-"),
		column("-", "012345678", "-", "-"),
		column("LÊ VĂN AN", "Tran Thi Binh", "???", "L\xea V\xa8n"),
		column("01/03/1985", "1985", "31/02/1985", "-"),
		column("1", "F", "x", "-"),
		column("0912345678", "-", "-", "-"),
		column("xã 1, tỉnh 2", "-", "-", "-"),
		column("100", "-", "300", "400"),
		column("a", "b", "c", "d"),
	}}
	cols := clean.Columns{
		Number: 0, CMND: 1, AnyNumber: -1, Name: 2, Birth: 3, Gender: 4, Phone: 5, Address: 6,
		Pass: []clean.Pass{{Column: 7, Name: "loan_balance"}, {Column: 8, Name: "phone"}},
	}
	return &clean.Rows{
		N: 4, Batch: b, Cols: cols,
		PIN:     []schemas.Number{pin(79_085_000_001), pin(79_085_000_009), 0, 0},
		CMND:    []schemas.Number{0, schemas.MakeNumber(schemas.CMND, 12_345_678), 0, 0},
		Name:    column("Lê Văn An", "Tran Thi Binh", "-", "Lê Văn"),
		Birth:   []schemas.Date{schemas.MakeDate(1985, 3, 1), schemas.MakeDate(1985, 0, 0), 0, 0},
		Gender:  []schemas.Gender{schemas.Male, schemas.Female, 0, 0},
		Phone:   column("0912345678", "-", "-", "-"),
		Address: column("Xã Một, Tỉnh Hai", "-", "-", "-"),
		Place:   []places.Place{{Province: 1, Commune: 4, Fits: 1, System: places.SystemNew}, {}, {}, {}},
		Notes: []clean.Note{
			{Row: 0, Field: clean.FieldGender, Code: schemas.RepairGenderCoded},
			{Row: 1, Field: clean.FieldPersonalID, Code: schemas.RepairNumberZeros},
			{Row: 1, Field: clean.FieldPersonalID, Code: schemas.IssueNumberGender},
			{Row: 1, Field: clean.FieldBirthDate, Code: schemas.IssueDateYearOnly},
			{Row: 2, Field: clean.FieldPersonalID, Code: schemas.IssueNumberMalformed},
			{Row: 2, Field: clean.FieldName, Code: schemas.IssueNameGarbled},
			{Row: 2, Field: clean.FieldBirthDate, Code: schemas.IssueDateImpossible},
			{Row: 3, Field: clean.FieldPersonalID, Code: schemas.IssueNumberMissing},
			{Row: 3, Field: clean.FieldName, Code: schemas.RepairNameDecoded},
		},
	}
}

func outcomes() []pipeline.Outcome {
	none := pipeline.Outcome{
		Person: pipeline.NoPerson, Candidate: pipeline.NoPerson, Owner: pipeline.NoPerson,
		Probability: math.NaN(), Weight: float32(math.NaN()), RunnerUp: float32(math.NaN()),
	}
	rows := []pipeline.Outcome{none, none, none, none}
	r := &rows[0]
	r.Verdict, r.Person, r.PIN, r.Probability, r.Weight = schemas.Verified, 0, pin(79_085_000_001), 0.99995, 31.5
	r.Reasons = schemas.ReasonSet(0).With(schemas.ReasonNumberAgrees)
	r.Results = [schemas.Fields]schemas.Result{schemas.Agree, schemas.AgreeNormalised, schemas.Agree, schemas.Agree, schemas.Minor}
	r = &rows[1]
	r.Verdict, r.Candidate, r.Owner, r.PIN, r.Probability, r.Weight, r.RunnerUp = schemas.Contradicted, 1, 2, pin(79_085_000_003), 0.93, 12, -2.25
	r.Reasons = schemas.ReasonSet(0).With(schemas.ReasonNumberOfOther).With(schemas.ReasonNameMarksLost)
	r.Results = [schemas.Fields]schemas.Result{schemas.Differ, schemas.AgreeNormalised, schemas.Minor, schemas.Agree, schemas.MissingValue}
	rows[2].Verdict, rows[2].Reasons = schemas.Rejected, schemas.ReasonSet(0).With(schemas.ReasonNoLookupKey).With(schemas.ReasonNumberUnusable)
	rows[3].Verdict, rows[3].Candidate, rows[3].Probability = schemas.Review, 2, 0.9449
	return rows
}

func mismatches() []pipeline.Mismatch {
	return []pipeline.Mismatch{
		{Row: 1, Against: 1, Field: schemas.FieldID, Mechanism: schemas.MechanismStranger, Reason: schemas.ReasonNumberOfOther},
		{Row: 1, Against: 2, Field: schemas.FieldID, Mechanism: schemas.MechanismOldNumber, Reason: schemas.ReasonCMNDDiffers},
		{Row: 1, Against: 1, Field: schemas.FieldName, Mechanism: schemas.MechanismMarksLost, Reason: schemas.ReasonNameMarksLost},
		{Row: 1, Against: 1, Field: schemas.FieldBirthDate, Mechanism: schemas.MechanismYearOnlyRow, Reason: schemas.ReasonBirthDatePartial},
		{Row: 1, Against: 0, Field: schemas.FieldGender, Mechanism: schemas.MechanismOpposite, Reason: schemas.ReasonGenderDiffers},
		{Row: 0, Against: 2, Field: schemas.FieldPlace, Mechanism: schemas.MechanismOtherCommune, Reason: schemas.ReasonPlaceDiffers},
		{Row: 3, Against: pipeline.NoPerson, Field: schemas.FieldName, Reason: schemas.ReasonNameDiffers},
	}
}

// settled says that the second row is a duplicate of row 7 of the job, and
// that the first has a number which others have too.
type settled struct{ start int64 }

func (s settled) Row(global int64) (schemas.ReasonSet, int64) {
	switch global - s.start {
	case 0:
		return schemas.ReasonSet(0).With(schemas.ReasonNumberShared), -1
	case 1:
		return schemas.ReasonSet(0).With(schemas.ReasonDuplicate), 7
	}
	return 0, -1
}

var (
	here = sink.Source{File: "tháng 11/khách hàng.parquet"}
	part = pipeline.Part{Index: 3, FirstRow: 1000, Rows: 4, StartRow: 1005}
	meta = map[string]string{"lamsach.snapshot": "s", "lamsach.rules": "r", "lamsach.model": "m", "lamsach.version": "v"}
)

func newWriter(d sink.Disclosure) *sink.Writer {
	return &sink.Writer{Disclosure: d, Thresholds: sink.Thresholds{Accept: 0.999, Review: 0.9}, Origins: []sink.Origin{{Start: 0, Source: sink.Source{File: "đầu.parquet"}}, {Start: 5, Source: here}}}
}

// render writes a table as lines of cells, for tests to compare.
func render(names []string, cells [][]any, skip int) string {
	var b strings.Builder
	fmt.Fprintln(&b, strings.Join(names[skip:], " | "))
	if len(cells) == 0 {
		return b.String()
	}
	for r := range cells[0] {
		for i := skip; i < len(names); i++ {
			if i > skip {
				b.WriteString(" | ")
			}
			b.WriteString(cellText(cells[i][r]))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, cellText(e))
		}
		return "[" + strings.Join(out, " ") + "]"
	}
	return fmt.Sprint(v)
}

func (register) Death(uint32) schemas.Date { return schemas.MakeDate(2024, 5, 6) }
func (register) Father(p uint32) uint32    { return pipeline.NoPerson }
func (register) Mother(p uint32) uint32    { return pipeline.NoPerson }
func (register) Spouse(p uint32) uint32    { return pipeline.NoPerson }
