package sink_test

import (
	"fmt"
	"math"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// big makes a part of n rows as a bank sends them: unique names and addresses,
// one row in ten with a repair, one in eight with a mismatch.
func big(n int) (*clean.Rows, []pipeline.Outcome, []pipeline.Mismatch) {
	texts := func(format string, distinct int) pipeline.Column {
		c := pipeline.Column{Offsets: []int32{0}}
		for i := range distinct {
			c.Bytes = fmt.Appendf(c.Bytes, format, i)
			c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
		}
		for i := range n {
			c.Index = append(c.Index, int32(i*7919%distinct))
		}
		return c
	}
	b := &pipeline.Batch{Rows: n, Columns: []pipeline.Column{
		texts("0790850%05d", n), texts("NGUYỄN VĂN %d", n), texts("%02d/03/1985", 28), texts("%d", 2), texts("09%08d", n),
		texts("Số %d, Đường Lê Lợi, Phường Bến Nghé, Quận 1, TP HCM", n),
		texts("%03d", 40), texts("HD%09d", n), texts("%d000", n/3), texts("%d", 5),
	}}
	cols := clean.NoColumns()
	cols.Number, cols.Name, cols.Birth, cols.Gender, cols.Phone, cols.Address = 0, 1, 2, 3, 4, 5
	for i, name := range []string{"institution_code", "loan_contract", "loan_balance", "debt_group"} {
		cols.Pass = append(cols.Pass, clean.Pass{Column: 6 + i, Name: name})
	}
	rows := &clean.Rows{
		N: n, Batch: b, Cols: cols, CMND: make([]schemas.Number, n), Name: texts("Nguyễn Văn %d", n),
		Phone: b.Columns[4], Address: texts("Số %d, Đường Lê Lợi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh", n),
	}
	out := make([]pipeline.Outcome, n)
	var list []pipeline.Mismatch
	for i := range n {
		rows.PIN = append(rows.PIN, schemas.MakeNumber(schemas.PersonalID, 79_085_000_000+uint64(i*7919%n)))
		rows.Birth = append(rows.Birth, schemas.MakeDate(1950+i%60, i%12+1, i%28+1))
		rows.Gender = append(rows.Gender, schemas.Gender(i%2+1))
		rows.Place = append(rows.Place, places.Place{Province: uint8(i%34 + 1), Commune: uint16(i*31%30000 + 1), System: places.SystemOld})
		if i%10 == 0 {
			rows.Notes = append(rows.Notes, clean.Note{Row: uint32(i), Field: clean.FieldBirthDate, Code: schemas.RepairDateFormat})
		}
		if i%8 == 0 {
			list = append(list, pipeline.Mismatch{Row: uint32(i), Against: uint32(i % 3), Field: schemas.FieldName, Mechanism: schemas.MechanismTone, Reason: schemas.ReasonNameSpelling})
		}
		out[i] = pipeline.Outcome{
			PIN: rows.PIN[i], Person: uint32(i % 3), Candidate: pipeline.NoPerson, Owner: pipeline.NoPerson, Verdict: schemas.Verdict(2 + i%2),
			Probability: 1 - 1/float64(1000+i%977), Weight: float32(i%4000) / 100, RunnerUp: float32(math.NaN()),
			Reasons: schemas.ReasonSet(0).With(schemas.ReasonNumberAgrees).With(schemas.Reason(20 + i%10)),
		}
		out[i].Results[i%5] = schemas.Agree
	}
	return rows, out, list
}

func BenchmarkTables(b *testing.B) {
	const n = 1 << 17
	rows, out, list := big(n)
	w := &sink.Writer{Disclosure: sink.Values, Origins: []sink.Origin{{Source: here}}}
	part := pipeline.Part{Rows: n}
	run := func(name string, write func() ([]byte, error)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var size int
			for b.Loop() {
				data, err := write()
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
			b.ReportMetric(float64(size)/n, "B/row")
		})
	}
	run("outcomes", func() ([]byte, error) { return w.Outcomes(here, part, out, settled{-1}, register{}, meta) })
	run("cleaned", func() ([]byte, error) { return w.Cleaned(here, part, rows, meta) })
	run("mismatches", func() ([]byte, error) { return w.Mismatches(here, part, rows, list, register{}, meta) })
}
