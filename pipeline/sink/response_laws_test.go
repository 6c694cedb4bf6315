package sink_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/schemas"
)

// canary is a register whose values can be told from everything else.
type canary struct{ asked *int }

func (c canary) PIN(p uint32) schemas.Number {
	*c.asked++
	return schemas.MakeNumber(schemas.PersonalID, 88_000_000_000+uint64(p))
}
func (c canary) FullName(uint32) string       { *c.asked++; return "Canary" }
func (c canary) Birth(uint32) schemas.Date    { *c.asked++; return schemas.MakeDate(1888, 8, 8) }
func (c canary) Gender(uint32) schemas.Gender { *c.asked++; return schemas.Female }
func (c canary) Address(uint32) string        { *c.asked++; return "Canary" }
func (c canary) CMNDs(_ uint32, dst []schemas.Number) []schemas.Number {
	*c.asked++
	return append(dst, schemas.MakeNumber(schemas.CMND, 88_888_888))
}

// anyRows are rows of every verdict with everything that can be said of a row.
func anyRows(seed uint64, n int) *given {
	dice := rand.New(rand.NewPCG(seed, 7))
	g := &given{rows: &clean.Rows{N: n, Batch: &pipeline.Batch{Rows: n}, Cols: clean.NoColumns()}}
	g.rows.Cols.Number, g.rows.Cols.CMND = 0, 1
	cells := [2][]string{}
	for row := range uint32(n) {
		o := pipeline.Outcome{Verdict: schemas.Verdict(dice.IntN(int(schemas.Verdicts))), Person: pipeline.NoPerson, Candidate: 1, Owner: 2}
		if o.Verdict.Linked() {
			o.Person = uint32(dice.IntN(3))
		}
		if dice.IntN(2) == 0 {
			o.PIN = schemas.MakeNumber(schemas.PersonalID, 1_000_000_000+uint64(row))
		}
		for f := range o.Results {
			o.Results[f] = schemas.Result(dice.IntN(int(schemas.Results)))
			if dice.IntN(3) == 0 {
				g.list = append(g.list, pipeline.Mismatch{Row: row, Against: o.Person, Field: schemas.Field(f), Reason: schemas.Reason(dice.IntN(int(schemas.Reasons)))})
			}
		}
		o.Reasons = schemas.ReasonSet(dice.Uint64() & dice.Uint64() & dice.Uint64() & (1<<schemas.Reasons - 1))
		for f := range clean.Fields {
			if dice.IntN(4) == 0 {
				g.rows.Notes = append(g.rows.Notes, clean.Note{Row: row, Field: f, Code: schemas.Code(1 + dice.IntN(int(schemas.Codes)-1))})
			}
		}
		settled, of := schemas.ReasonSet(0), int64(-1)
		if dice.IntN(5) == 0 {
			settled, of = settled.With(schemas.ReasonDuplicate), int64(dice.IntN(2000))
		}
		g.outcomes, g.reasons, g.of = append(g.outcomes, o), append(g.reasons, settled), append(g.of, of)
		g.rows.Kind = append(g.rows.Kind, clean.RowKind(max(0, dice.IntN(12)-6)))
		for i := range cells {
			cells[i] = append(cells[i], []string{"1", "-"}[dice.IntN(2)])
		}
	}
	for i := range cells {
		g.rows.Batch.Columns = append(g.rows.Batch.Columns, column(cells[i]...))
	}
	return g
}

// TestBelowValuesTheRegisterIsNotAsked is stronger than a look at the cells:
// no value of the register can stand where none was read.
func TestBelowValuesTheRegisterIsNotAsked(t *testing.T) {
	asked := 0
	for _, d := range []sink.Disclosure{sink.VerdictOnly, sink.Fields, sink.Values} {
		o := sink.ResponderOptions{Disclosure: d, Style: styleVI, Headers: headersVI, Columns: columnsOf, Origins: jobFiles}
		r, b := respond(t, anyRows(1, 3000), o, canary{&asked})
		text := strings.ToLower(show(r, b))
		seen := strings.Contains(text, "canary") && strings.Contains(text, "088000000") && strings.Contains(text, "8/8/1888") && strings.Contains(text, "088888888")
		if d < sink.Values && (asked > 0 || strings.Contains(text, "canary") || strings.Contains(text, "88000000")) {
			t.Errorf("at %s the register was asked %d times", d, asked)
		}
		if d == sink.Values && !seen {
			t.Error("at values nothing of the register was seen: the test does not look")
		}
	}
}

// TestCorrectionsAreOfAcceptedPeople: nobody else's values stand beside a row.
func TestCorrectionsAreOfAcceptedPeople(t *testing.T) {
	asked := 0
	g := anyRows(2, 3000)
	o := sink.ResponderOptions{Disclosure: sink.Values, Style: styleVI, Headers: headersVI, Columns: columnsOf, Origins: jobFiles}
	r, b := respond(t, g, o, canary{&asked})
	for i, name := range r.Names() {
		if !strings.HasPrefix(name, "corrected_") {
			continue
		}
		for row := range b.Rows {
			if b.Columns[i].Value(row) != nil && !g.outcomes[row].Verdict.Linked() {
				t.Fatalf("%s of row %d stands beside %s", name, row, g.outcomes[row].Verdict)
			}
		}
	}
}

// TestResponseSaysWhatOutcomesSay: the sentences beside a row are those of the
// reasons that the table of outcomes gives it.
func TestResponseSaysWhatOutcomesSay(t *testing.T) {
	for _, d := range []sink.Disclosure{sink.VerdictOnly, sink.Fields, sink.Values} {
		g := anyRows(3, 500)
		o := sink.ResponderOptions{Disclosure: d, Style: styleEN, Headers: headersEN, Columns: columnsOf}
		_, b := respond(t, g, o, register{})
		table, err := newWriter(d).Outcomes(here, pipeline.Part{StartRow: responseStart, Rows: len(g.outcomes)}, g.outcomes, g, register{}, meta)
		if err != nil {
			t.Fatal(err)
		}
		_, names, cells := readTable(t, table)
		list := cells[slices.Index(names, "reasons")]
		for row := range g.outcomes {
			got := sentences(string(b.Columns[1].Value(row)))
			var want []string
			for _, code := range list[row].([]any) {
				want = append(want, strings.TrimSuffix(schemas.ReasonText(lookUp(t, schemas.Reasons, fmt.Sprint(code)), schemas.English), "."))
			}
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("at %s row %d says %q, its outcome %q", d, row, got, want)
			}
			if verdict := cells[slices.Index(names, "verdict")][row]; verdict != string(b.Columns[0].Value(row)) {
				t.Fatalf("row %d is %s in outcomes and %s in the response", row, verdict, b.Columns[0].Value(row))
			}
		}
	}
}

func sentences(text string) []string {
	if text == "" {
		return nil
	}
	list := strings.Split(strings.TrimSuffix(text, "."), "; ")
	slices.Sort(list)
	return list
}

// TestResponseDependsOnItsPartAlone: a responder that answered other parts
// before gives the same cells as a new one.
func TestResponseDependsOnItsPartAlone(t *testing.T) {
	o := sink.ResponderOptions{Disclosure: sink.Values, Style: styleVI, Headers: headersVI, Columns: columnsOf, Origins: jobFiles}
	used, b := respond(t, anyRows(4, 700), o, register{})
	g := anyRows(5, 400)
	kept, err := sink.ReadCorrections(sink.AppendCorrections(nil, g.rows, g.list))
	if err != nil {
		t.Fatal(err)
	}
	if err := used.Cells(b, responseStart, g.outcomes, kept, g, register{}); err != nil {
		t.Fatal(err)
	}
	_, fresh := respond(t, g, o, register{})
	for i := range b.Columns {
		x, y := &b.Columns[i], &fresh.Columns[i]
		if !slices.Equal(x.Index, y.Index) || !slices.Equal(x.Offsets, y.Offsets) || !bytes.Equal(x.Bytes, y.Bytes) {
			t.Errorf("column %d differs", i)
		}
		if size := b.LaidSize(); size == 0 || len(x.Index) != len(g.outcomes) {
			t.Errorf("column %d has %d rows", i, len(x.Index))
		}
	}
	if err := used.Cells(b, responseStart, g.outcomes[1:], kept, g, register{}); err == nil {
		t.Error("corrections of another part were taken")
	}
}

// TestManySetsOfReasons: more sets than are kept are written all the same.
func TestManySetsOfReasons(t *testing.T) {
	g := anyRows(6, 20000)
	o := sink.ResponderOptions{Disclosure: sink.Fields, Style: styleEN, Headers: headersEN, Columns: columnsOf, Origins: jobFiles}
	_, b := respond(t, g, o, register{})
	for row := range g.outcomes {
		if none := b.Columns[1].Value(row) == nil; none != (g.outcomes[row].Reasons|g.reasons[row] == 0) {
			t.Fatalf("row %d: no reasons in the cell: %v", row, none)
		}
	}
}

func TestImportanceHoldsEveryReasonOnce(t *testing.T) {
	seen := map[schemas.Reason]bool{}
	for _, r := range sink.Importance {
		if seen[r] {
			t.Errorf("%s stands twice", r)
		}
		seen[r] = true
	}
	if len(seen) != int(schemas.Reasons) {
		t.Errorf("%d of %d reasons", len(seen), schemas.Reasons)
	}
}

func TestNamesOfAddedColumns(t *testing.T) {
	for _, c := range []struct {
		d             sink.Disclosure
		headers, want string
		columns       sink.ResponseColumns
	}{
		{sink.Values, "ten|so", "verdict reasons wrong_fields corrected_personal_id corrected_full_name", sink.ResponseColumns{Name: []int{0}, AnyNumber: []int{1}}},
		{sink.Values, "ten|so", "verdict reasons wrong_fields corrected_personal_id corrected_cmnd", sink.ResponseColumns{CMND: []int{1}}},
		{sink.Values, "ten|ngay", "verdict reasons wrong_fields corrected_full_name corrected_birth_date", sink.ResponseColumns{Name: []int{0}, Birth: []int{1}}},
		{sink.Fields, "ten|so", "verdict reasons wrong_fields", sink.ResponseColumns{CMND: []int{1}}},
		{sink.VerdictOnly, "ten|so", "verdict reasons", sink.ResponseColumns{CMND: []int{1}}},
		{sink.VerdictOnly, "VERDICT|Reasons ", "lamsach_verdict lamsach_reasons", sink.ResponseColumns{}},
		{sink.VerdictOnly, "verdict|Lamsach verdict|lamsach_verdict_2", "lamsach_verdict_3 reasons", sink.ResponseColumns{}},
		{sink.Fields, "a", "verdict reasons wrong_fields", sink.ResponseColumns{Name: []int{-1, 7}}}, // columns that are not there
	} {
		r := sink.NewResponder(sink.ResponderOptions{Disclosure: c.d, Headers: strings.Split(c.headers, "|"), Columns: c.columns})
		if got := strings.Join(r.Names(), " "); got != c.want {
			t.Errorf("%s beside %s: got %s, want %s", c.d, c.headers, got, c.want)
		}
	}
}

// TestSplitFieldsAreMarkedTogether: which part of a name is wrong is not known.
func TestSplitFieldsAreMarkedTogether(t *testing.T) {
	g := readGiven(t, "corrected person=1 pin=79085000002 reasons=name_spelling mm=name/name_spelling/1")
	o := sink.ResponderOptions{
		Disclosure: sink.Values, Style: styleVI, Headers: []string{"Tên", "Ngày", "Họ\n đệm ", ""},
		Columns: sink.ResponseColumns{Name: []int{2, 0, 3}, PersonalID: []int{1}},
	}
	r, b := respond(t, g, o, register{})
	want := "verdict | reasons | wrong_fields | corrected_personal_id | corrected_full_name | marked\n" +
		"corrected | Họ tên khác chút ít về chính tả. | Tên, Họ đệm, cột 4 | - | TRẦN THỊ BÌNH | 0 2 3\n"
	if got := show(r, b); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func FuzzReadCorrections(f *testing.F) {
	for seed := range uint64(3) {
		g := anyRows(seed, 20)
		f.Add(sink.AppendCorrections(nil, g.rows, g.list))
	}
	f.Add([]byte("LSCORRS\x01"))
	f.Add([]byte{})
	g := anyRows(9, 20)
	o := sink.ResponderOptions{Disclosure: sink.Values, Style: styleVI, Headers: headersVI, Columns: columnsOf, Origins: jobFiles}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, try := range [][]byte{data, sink.Sealed(data)} {
			c, err := sink.ReadCorrections(try)
			if err != nil || c.Rows() != len(g.outcomes) {
				continue
			}
			if err := sink.NewResponder(o).Cells(&pipeline.Batch{}, responseStart, g.outcomes, c, g, register{}); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestDamagedCorrections: every flipped byte and every cut is seen.
func TestDamagedCorrections(t *testing.T) {
	g := anyRows(8, 50)
	sound := sink.AppendCorrections([]byte("before"), g.rows, g.list)[len("before"):]
	if c, err := sink.ReadCorrections(sound); err != nil || c.Rows() != 50 {
		t.Fatal(err)
	}
	for i := range sound {
		bad := slices.Clone(sound)
		bad[i] ^= 0x10
		if _, err := sink.ReadCorrections(bad); err == nil {
			t.Fatalf("a flip of byte %d was not seen", i)
		}
		if _, err := sink.ReadCorrections(sound[:i]); err == nil {
			t.Fatalf("a cut to %d bytes was not seen", i)
		}
	}
	shuffled := slices.Clone(g.list)
	slices.Reverse(shuffled)
	byRow := sink.AppendCorrections(nil, g.rows, shuffled)
	if len(byRow) != len(sound) {
		t.Error("corrections depend on the order of the mismatches")
	}
	if !reflect.DeepEqual(sound, sink.AppendCorrections(nil, g.rows, g.list)) {
		t.Error("corrections of the same part differ")
	}
}

func (canary) Death(uint32) schemas.Date { return schemas.MakeDate(2024, 5, 6) }
func (canary) Father(p uint32) uint32    { return pipeline.NoPerson }
func (canary) Mother(p uint32) uint32    { return pipeline.NoPerson }
func (canary) Spouse(p uint32) uint32    { return pipeline.NoPerson }
