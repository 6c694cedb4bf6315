package sink_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

var update = flag.Bool("update", false, "write testdata/response.txtar anew")

// given are rows of a part as linking and settling know them.
type given struct {
	rows     *clean.Rows
	outcomes []pipeline.Outcome
	list     []pipeline.Mismatch
	reasons  []schemas.ReasonSet // of settling
	of       []int64             // the row that a row repeats, -1 for none
}

func (g *given) Row(global int64) (schemas.ReasonSet, int64) {
	i := global - responseStart
	return g.reasons[i], g.of[i]
}

const responseStart = 1005

// readGiven reads rows as text, one on each line: the verdict, then key=value.
//
//	person=P candidate=P owner=P   people of the invented register
//	pin=N cmnd=N                   usable numbers
//	id=R name=R birth_date=R ...   results; the default is agree
//	reasons=R,R                    of linking; settled=R,R of settling; of=N the row repeated
//	mm=FIELD/REASON/P,...          mismatches
//	notes=FIELD/CODE,...           of cleaning
//	cells=id,cmnd,any              number columns in which the row has a cell; the default is id
//	kind=K                         Person (0) or another kind of row
func readGiven(t *testing.T, text string) *given {
	t.Helper()
	g := &given{rows: &clean.Rows{Batch: &pipeline.Batch{Columns: make([]pipeline.Column, 3)}, Cols: clean.NoColumns()}}
	g.rows.Cols.Number, g.rows.Cols.CMND, g.rows.Cols.AnyNumber = 0, 1, 2
	cells := [3][]string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		r := givenRow{t: t, given: g, row: uint32(len(g.outcomes)), has: "id"}
		r.read(strings.Fields(line))
		for i, name := range []string{"id", "cmnd", "any"} {
			cell := "-"
			if slices.Contains(strings.Split(r.has, ","), name) {
				cell = "1"
			}
			cells[i] = append(cells[i], cell)
		}
	}
	for i := range cells {
		g.rows.Batch.Columns[i] = column(cells[i]...)
	}
	g.rows.N = len(g.outcomes)
	g.rows.Batch.Rows = g.rows.N
	return g
}

type givenRow struct {
	*given
	t   *testing.T
	row uint32
	has string // number cells
}

func (r *givenRow) read(words []string) {
	none := uint32(pipeline.NoPerson)
	o := pipeline.Outcome{Person: none, Candidate: none, Owner: none, Verdict: lookUp(r.t, schemas.Verdicts, words[0])}
	for f := range o.Results {
		o.Results[f] = schemas.Agree
	}
	r.rows.Kind, r.reasons, r.of = append(r.rows.Kind, clean.Person), append(r.reasons, 0), append(r.of, -1)
	for _, word := range words[1:] {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "person":
			o.Person = r.number(value)
		case "candidate":
			o.Candidate = r.number(value)
		case "owner":
			o.Owner = r.number(value)
		case "pin":
			o.PIN = schemas.MakeNumber(schemas.PersonalID, r.long(value))
		case "cmnd":
			o.CMND = schemas.MakeNumber(schemas.CMND, r.long(value))
		case "reasons":
			o.Reasons = r.set(value)
		case "settled":
			r.reasons[r.row] = r.set(value)
		case "of":
			r.of[r.row] = int64(r.long(value))
		case "cells":
			r.has = value
		case "kind":
			r.rows.Kind[r.row] = clean.RowKind(r.number(value))
		case "mm":
			r.mismatches(value)
		case "notes":
			r.notes(value)
		default:
			o.Results[lookUp(r.t, schemas.Fields, key)] = lookUp(r.t, schemas.Results, value)
		}
	}
	r.outcomes = append(r.outcomes, o)
}

func (r *givenRow) long(s string) uint64 {
	v, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

func (r *givenRow) number(s string) uint32 { return uint32(r.long(s)) }

func (r *givenRow) set(list string) (s schemas.ReasonSet) {
	for name := range strings.SplitSeq(list, ",") {
		s = s.With(lookUp(r.t, schemas.Reasons, name))
	}
	return s
}

func (r *givenRow) mismatches(list string) {
	for text := range strings.SplitSeq(list, ",") {
		p := strings.Split(text, "/")
		r.list = append(r.list, pipeline.Mismatch{
			Row: r.row, Field: lookUp(r.t, schemas.Fields, p[0]), Reason: lookUp(r.t, schemas.Reasons, p[1]), Against: r.number(p[2]),
		})
	}
}

func (r *givenRow) notes(list string) {
	for text := range strings.SplitSeq(list, ",") {
		field, code, _ := strings.Cut(text, "/")
		r.rows.Notes = append(r.rows.Notes, clean.Note{Row: r.row, Field: lookUp(r.t, clean.Fields, field), Code: lookUp(r.t, schemas.Codes, code)})
	}
}

// lookUp finds the value of a closed list by its word.
func lookUp[T interface {
	~uint8
	fmt.Stringer
}](t *testing.T, n T, word string) T {
	t.Helper()
	for v := range n {
		if v.String() == word {
			return v
		}
	}
	t.Fatalf("no such word: %s", word)
	return 0
}

var (
	headersVI = []string{"STT", "Số CCCD", "CMND", "Họ và tên", "Ngày sinh", "Giới tính", "Địa chỉ", "Verdict"}
	headersEN = []string{"no", "personal_id", "old_id", "FullName", "DOB", "Sex", "Permanent address", "branch"}
	columnsOf = sink.ResponseColumns{PersonalID: []int{1}, CMND: []int{2}, Name: []int{3}, Birth: []int{4}, Gender: []int{5}, Address: []int{6}}
	styleVI   = sink.Style{Date: "d/m/yyyy", UpperNames: true, Male: "1", Female: "0"}
	styleEN   = sink.Style{English: true, Date: "yyyy-mm-dd", Male: "M", Female: "F"}
	jobFiles  = []sink.Origin{
		{Start: 0, Source: sink.Source{File: "trống.csv"}},
		{Start: 0, Source: sink.Source{File: "a/đầu.xlsx", Sheet: "Tháng 1"}},
		{Start: 1000, Source: here},
	}
)

func respond(t *testing.T, g *given, o sink.ResponderOptions, people sink.People) (*sink.Responder, *pipeline.Batch) {
	t.Helper()
	kept, err := sink.ReadCorrections(sink.AppendCorrections(nil, g.rows, g.list))
	if err != nil {
		t.Fatal(err)
	}
	r, b := sink.NewResponder(o), &pipeline.Batch{}
	if err := r.Cells(b, responseStart, g.outcomes, kept, g, people); err != nil {
		t.Fatal(err)
	}
	return r, b
}

// show writes the added cells, and for each row the columns that are marked.
func show(r *sink.Responder, b *pipeline.Batch) string {
	var out strings.Builder
	fmt.Fprintln(&out, strings.Join(r.Names(), " | "), "| marked")
	for row := range b.Rows {
		var marked []string
		for i := range b.Columns {
			switch cell := b.Columns[i].Value(row); {
			case i >= len(r.Names()):
				if cell != nil {
					marked = append(marked, strconv.Itoa(r.Marked()[i-len(r.Names())]))
				}
			case cell == nil:
				out.WriteString("- | ")
			default:
				out.WriteString(string(cell) + " | ")
			}
		}
		out.WriteString(strings.Join(marked, " ") + "\n")
	}
	return out.String()
}

// TestResponse holds the added cells of testdata/response.txtar against those
// expected there, at every disclosure and in both languages.
func TestResponse(t *testing.T) {
	const name = "testdata/response.txtar"
	cases, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g := readGiven(t, string(cases.Files[0].Data))
	for i := range cases.Files[1:] {
		file := &cases.Files[i+1]
		level, language, _ := strings.Cut(file.Name, " ")
		d, err := sink.ParseDisclosure(level)
		if err != nil {
			t.Fatal(err)
		}
		o := sink.ResponderOptions{Disclosure: d, Style: styleVI, Headers: headersVI, Columns: columnsOf, Origins: jobFiles}
		if language == "en" {
			o.Style, o.Headers = styleEN, headersEN
		}
		r, b := respond(t, g, o, register{})
		got := "\n" + show(r, b) + "\n"
		if *update {
			file.Data = []byte(got)
		} else if got != string(file.Data) {
			t.Errorf("%s: got%swant%s", file.Name, got, file.Data)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(cases), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
