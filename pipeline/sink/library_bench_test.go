package sink_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/pipeline"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

// libraryRow is a row of outcomes as parquet-go's typed writer takes it, with
// the encodings that our own writer chooses. A zero value of an optional
// text is null.
type libraryRow struct {
	SourceFile       string   `parquet:"source_file,dict,snappy"`
	SourceSheet      string   `parquet:"source_sheet,optional,dict,snappy"`
	SourceRow        int64    `parquet:"source_row,delta"`
	Verdict          string   `parquet:"verdict,dict,snappy"`
	PersonID         string   `parquet:"person_id,optional,plain,snappy"`
	CandidateID      string   `parquet:"candidate_id,optional,plain,snappy"`
	NumberOwnerID    string   `parquet:"number_owner_id,optional,plain,snappy"`
	MatchProbability *float64 `parquet:"match_probability,optional,plain,snappy"`
	MatchWeight      *float32 `parquet:"match_weight,optional,plain,snappy"`
	RunnerUpWeight   *float32 `parquet:"runner_up_weight,optional,plain,snappy"`
	Reasons          []string `parquet:"reasons,list,dict,snappy"`
	IDResult         string   `parquet:"id_result,dict,snappy"`
	NameResult       string   `parquet:"name_result,dict,snappy"`
	BirthDateResult  string   `parquet:"birth_date_result,dict,snappy"`
	GenderResult     string   `parquet:"gender_result,dict,snappy"`
	PlaceResult      string   `parquet:"place_result,dict,snappy"`
	DuplicateOfFile  string   `parquet:"duplicate_of_file,optional,dict,snappy"`
	DuplicateOfRow   int64    `parquet:"duplicate_of_row,optional,plain,snappy"`
}

// libraryRows is how many rows are handed over at once: a page of our writer.
const libraryRows = 1 << 14

func libraryWriter(out *bytes.Buffer) *parquet.GenericWriter[libraryRow] {
	return parquet.NewGenericWriter[libraryRow](out, parquet.DataPageVersion(1), parquet.PageBufferSize(1<<20), parquet.DataPageStatistics(false),
		parquet.ColumnPageBuffers(parquet.NewChunkBufferPool(1<<16)))
}

// asRows writes the table through a struct of each row.
type asRows struct {
	out     bytes.Buffer
	w       *parquet.GenericWriter[libraryRow]
	rows    []libraryRow
	reasons []string
	pins    map[uint32]string
}

func (a *asRows) pin(p uint32) string {
	if p == pipeline.NoPerson {
		return ""
	}
	s, ok := a.pins[p]
	if !ok {
		s = string(sink.AppendNumber(nil, register{}.PIN(p)))
		a.pins[p] = s
	}
	return s
}

func (a *asRows) write(out []pipeline.Outcome) ([]byte, error) {
	if a.w == nil {
		a.w, a.pins = libraryWriter(&a.out), map[uint32]string{}
		a.rows = make([]libraryRow, libraryRows)
	}
	a.out.Reset()
	a.w.Reset(&a.out)
	for from := 0; from < len(out); from += libraryRows {
		to := min(from+libraryRows, len(out))
		a.reasons = a.reasons[:0]
		for i := from; i < to; i++ {
			a.fill(&a.rows[i-from], &out[i], int64(i))
		}
		if _, err := a.w.Write(a.rows[:to-from]); err != nil {
			return nil, err
		}
	}
	err := a.w.Close()
	return a.out.Bytes(), err
}

func (a *asRows) fill(r *libraryRow, o *pipeline.Outcome, row int64) {
	more, duplicateOf := settled{-1}.Row(row)
	at := len(a.reasons)
	for reason := range (o.Reasons | more).All {
		a.reasons = append(a.reasons, reason.String())
	}
	*r = libraryRow{
		SourceFile: here.File, SourceRow: row, Verdict: o.Verdict.String(),
		PersonID: a.pin(o.Person), CandidateID: a.pin(o.Candidate), NumberOwnerID: a.pin(o.Owner),
		MatchProbability: &o.Probability, MatchWeight: number(&o.Weight), RunnerUpWeight: number(&o.RunnerUp),
		Reasons:  a.reasons[at:],
		IDResult: o.Results[0].String(), NameResult: o.Results[1].String(), BirthDateResult: o.Results[2].String(),
		GenderResult: o.Results[3].String(), PlaceResult: o.Results[4].String(),
	}
	if duplicateOf >= 0 {
		r.DuplicateOfFile, r.DuplicateOfRow = here.File, duplicateOf
	}
}

// number is null for one that is none.
func number(v *float32) *float32 {
	if math.IsNaN(float64(*v)) {
		return nil
	}
	return v
}

// asValues writes the table column by column, a value object for each cell.
type asValues struct {
	out    bytes.Buffer
	w      *parquet.GenericWriter[libraryRow]
	values []parquet.Value
	texts  []byte
}

// text is a value of a column that may be null at definition level 0.
func text(s string, def, column int) parquet.Value {
	return parquet.ByteArrayValue([]byte(s)).Level(0, def, column)
}

func (a *asValues) write(out []pipeline.Outcome) ([]byte, error) {
	if a.w == nil {
		a.w = libraryWriter(&a.out)
	}
	a.out.Reset()
	a.w.Reset(&a.out)
	columns := a.w.ColumnWriters()
	for from := 0; from < len(out); from += libraryRows {
		rows := out[from:min(from+libraryRows, len(out))]
		for c := range columns {
			a.values, a.texts = a.values[:0], a.texts[:0]
			for i := range rows {
				a.cell(c, &rows[i], int64(from+i))
			}
			if _, err := columns[c].WriteRowValues(a.values); err != nil {
				return nil, err
			}
		}
	}
	err := a.w.Close()
	return a.out.Bytes(), err
}

// The words of closed lists as values, so that a cell is a copy of one.
var (
	verdictValues = valuesOf(int(schemas.Verdicts), func(i int) string { return schemas.Verdict(i).String() }, 0)
	resultValues  = valuesOf(int(schemas.Results), func(i int) string { return schemas.Result(i).String() }, 0)
	reasonValues  = valuesOf(int(schemas.Reasons), func(i int) string { return schemas.Reason(i).String() }, 1)
	fileValue     = text(here.File, 0, 0)
)

func valuesOf(n int, name func(int) string, def int) []parquet.Value {
	out := make([]parquet.Value, n)
	for i := range out {
		out[i] = text(name(i), def, 0)
	}
	return out
}

func (a *asValues) cell(c int, o *pipeline.Outcome, row int64) {
	add := func(v parquet.Value) { a.values = append(a.values, v) }
	null := parquet.NullValue().Level(0, 0, c)
	float := func(v float32) {
		if math.IsNaN(float64(v)) {
			add(null)
		} else {
			add(parquet.FloatValue(v).Level(0, 1, c))
		}
	}
	switch c {
	case 0:
		add(fileValue)
	case 2:
		add(parquet.Int64Value(row).Level(0, 0, c))
	case 3:
		add(verdictValues[o.Verdict])
	case 4, 5, 6:
		p := [...]uint32{o.Person, o.Candidate, o.Owner}[c-4]
		if p == pipeline.NoPerson {
			add(null)
			return
		}
		at := len(a.texts)
		a.texts = sink.AppendNumber(a.texts, register{}.PIN(p))
		add(parquet.ByteArrayValue(a.texts[at:]).Level(0, 1, c))
	case 7:
		add(parquet.DoubleValue(o.Probability).Level(0, 1, c))
	case 8:
		float(o.Weight)
	case 9:
		float(o.RunnerUp)
	case 10:
		first := len(a.values)
		more, _ := settled{-1}.Row(row)
		for r := range (o.Reasons | more).All {
			add(reasonValues[r].Level(min(len(a.values)-first, 1), 1, c))
		}
		if len(a.values) == first {
			add(null)
		}
	case 11, 12, 13, 14, 15:
		add(resultValues[o.Results[c-11]].Level(0, 0, c))
	case 16:
		if _, d := (settled{-1}).Row(row); d >= 0 {
			add(text(here.File, 1, c))
		} else {
			add(null)
		}
	case 17:
		if _, d := (settled{-1}).Row(row); d >= 0 {
			add(parquet.Int64Value(d).Level(0, 1, c))
		} else {
			add(null)
		}
	default:
		add(null)
	}
}

// BenchmarkOutcomesThroughLibrary writes one table of outcomes with our own
// writer and in the two typed ways that parquet-go offers. It backs the
// decision to have a writer of our own, which passes dictionary indexes
// through and has no object for a row or a cell.
func BenchmarkOutcomesThroughLibrary(b *testing.B) {
	const n = 1 << 17
	_, out, _ := big(n)
	w := &sink.Writer{Disclosure: sink.Values, Origins: []sink.Origin{{Source: here}}}
	ways := []struct {
		name  string
		write func([]pipeline.Outcome) ([]byte, error)
	}{
		{"own", func(o []pipeline.Outcome) ([]byte, error) {
			return w.Outcomes(here, pipeline.Part{Rows: len(o)}, o, settled{-1}, register{}, nil)
		}},
		{"library, structs", (&asRows{}).write},
		{"library, values", (&asValues{}).write},
	}
	sameTables(b, ways[0].write, ways[1].write, ways[2].write)
	for _, way := range ways {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			var size int
			for b.Loop() {
				data, err := way.write(out)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
			b.ReportMetric(float64(size)/n, "B/row")
		})
	}
}

// sameTables sees to it that a comparison compares one thing.
func sameTables(b *testing.B, writers ...func([]pipeline.Outcome) ([]byte, error)) {
	_, out, _ := big(2000)
	var first []string
	for i, write := range writers {
		data, err := write(out)
		if err != nil {
			b.Fatal(err)
		}
		f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		var rows []string
		for _, g := range f.RowGroups() {
			r := g.Rows()
			buf := make([]parquet.Row, len(out))
			n, _ := r.ReadRows(buf)
			for _, row := range buf[:n] {
				var cells strings.Builder
				for _, v := range row {
					fmt.Fprintf(&cells, "%d %d %s|", v.Column(), v.RepetitionLevel(), v)
				}
				rows = append(rows, cells.String())
			}
			r.Close()
		}
		if i == 0 {
			first = rows
		}
		if len(rows) != len(out) || fmt.Sprint(rows) != fmt.Sprint(first) {
			b.Fatalf("writer %d writes another table: %d rows, the first %v, not %v", i, len(rows), rows[0], first[0])
		}
	}
}
