package clean

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"lamsach/schemas"
)

// paperKindOf is the kind of a role.
func paperKindOf(t testing.TB, role string) *paperKind {
	t.Helper()
	if role == string(householdKind.role) {
		return &householdKind
	}
	at := slices.IndexFunc(paperKinds, func(k paperKind) bool { return string(k.role) == role })
	if at < 0 {
		t.Fatalf("no kind of numbers has the role %q", role)
	}
	return &paperKinds[at]
}

func TestPapers(t *testing.T) {
	w := New(NoColumns(), Profile{}).Worker()
	for _, c := range readTable(t, "papers.txt") {
		k := paperKindOf(t, c.options["role"])
		text, cs := w.paper(k, nil, []byte(c.input))
		if got := codeNames(cs); string(text) != c.want || got != c.code {
			t.Errorf("papers.txt:%d: %s: %q -> %s | %s, want %s | %s", c.line, k.role, c.input, text, got, c.want, c.code)
		}
		if again, _ := w.paper(k, nil, text); len(text) > 0 && !bytes.Equal(again, text) {
			t.Errorf("papers.txt:%d: cleaned twice: %s", c.line, again)
		}
	}
}

// Every kind is named by its role, and every role is one that files have.
func TestPaperKindsAreFields(t *testing.T) {
	for i, k := range paperKinds {
		if k.field != FirstPaper+Field(i) || !k.role.Known() || k.field.String() != string(k.role) {
			t.Errorf("kind %d: field %v, role %s", i, k.field, k.role)
		}
	}
	if FirstPaper+Field(len(paperKinds)) != firstFact {
		t.Errorf("%d kinds for %d fields", len(paperKinds), firstFact-FirstPaper)
	}
}

func paperColumns() Columns {
	c := NoColumns()
	c.Number, c.CMND, c.Name, c.Birth, c.Gender = 0, 1, 2, 3, 4
	c.Pass = []Pass{{Column: 5, Name: "social", Role: schemas.RoleSocialInsurance}, {Column: 6, Name: "mst", Role: schemas.RoleTaxCode}, {Column: 7, Name: "old", Role: schemas.RoleTaxCode}}
	return c
}

// A row without a number of its own has the personal ID that stands for its
// tax code or insurance number, unless the row speaks against it.
func TestNumberInPlaceOfATaxCode(t *testing.T) {
	rows := [][]string{ // number, cmnd, birth, gender, social, tax -> personal ID | notes
		{nullCell, nullCell, "12/05/1985", "Nam", nullCell, "001085012345", "001085012345", "personal_id:number_moved"},
		{nullCell, nullCell, "12/05/1985", "Nam", "001085012345", "0100233488", "001085012345", "personal_id:number_moved"},
		{nullCell, nullCell, "12/05/85", "Nam", nullCell, "001 085 012 345", "001085012345", "personal_id:number_moved birth_date:date_century tax_code:number_separators"},
		{nullCell, nullCell, "12/05/1985", "Nam", nullCell, "001085012345-001", "001085012345", "personal_id:number_moved"},
		{"000000000", nullCell, "12/05/1985", "Nam", nullCell, "001085012345", "001085012345", "personal_id:number_moved personal_id:number_dummy"},
		{nullCell, nullCell, "12/05/1985", "Nam", nullCell, "0100233488", "", "personal_id:number_missing"},
		{nullCell, nullCell, "12/05/1985", "Nam", nullCell, "0100233480", "", "personal_id:number_missing tax_code:paper_check"},
		{nullCell, nullCell, "12/05/1985", "Nam", nullCell, "003085012345", "", "personal_id:number_missing tax_code:paper_malformed"},
		// a parent's, or the employer's
		{nullCell, nullCell, "12/05/2015", "Nam", nullCell, "001085012345", "", "personal_id:number_missing"},
		{nullCell, nullCell, "12/05/1985", "Nữ", nullCell, "001085012345", "", "personal_id:number_missing"},
		// the row states a number of its own, be it damaged
		{"001085012346", nullCell, "12/05/1985", "Nam", nullCell, "001085012345", "001085012346", ""},
		{"0010850123455", nullCell, "12/05/1985", "Nam", nullCell, "001085012345", "", "personal_id:number_malformed"},
		{nullCell, "012345670", "12/05/1985", "Nam", nullCell, "001085012345", "", "personal_id:number_missing"},
	}
	var columns [8][]string
	for _, r := range rows {
		for i, v := range []string{r[0], r[1], "An Bình", r[2], r[3], r[4], r[5], r[5]} {
			columns[i] = append(columns[i], v)
		}
	}
	b := batch(len(rows))
	for i := range columns {
		b.Columns = append(b.Columns, cells(i%2 == 0, columns[i]...))
	}
	out := New(paperColumns(), Profile{}).Worker().Clean(b)
	for i, r := range rows {
		var notes []string
		for _, n := range out.NotesOf(i) {
			notes = append(notes, n.Field.String()+":"+n.Code.String())
		}
		if got := strings.Join(notes, " "); out.PIN[i].String() != r[6] || got != r[7] {
			t.Errorf("row %d: %v -> %v | %s", i, r[:6], out.PIN[i], got)
		}
		if one := out.Row(i); string(one.Paper(6).Value(0)) != string(out.Paper(6).Value(i)) || len(one.NotesOf(0)) != len(notes) {
			t.Errorf("row %d alone has another tax code or other notes", i)
		}
		if differs := i == 10; out.PaperDiffers(i) != differs { // a number of its own, and another for a tax code
			t.Errorf("row %d: a tax code that is another personal ID: %v", i, !differs)
		}
	}
	if out.Paper(7) != nil || out.Paper(0) != nil || out.PaperColumn(FieldTaxCode) != 6 || out.PaperColumn(FieldPlate) != -1 {
		t.Error("of two columns of tax codes the first is cleaned, and no other column")
	}
}

func FuzzPaper(f *testing.F) {
	for _, c := range readTable(f, "papers.txt") {
		f.Add([]byte(c.input))
	}
	f.Add([]byte{0xFF, 0xC3, 0x28, 0x00})
	f.Add(bytes.Repeat([]byte("DN4010116012345;"), 300))
	w := New(NoColumns(), Profile{}).Worker()
	f.Fuzz(func(t *testing.T, in []byte) {
		for i := range paperKinds {
			k := &paperKinds[i]
			out, cs := w.paper(k, nil, in)
			checkPaper(t, w, k, in, out, cs)
		}
	})
}

// checkPaper holds the canonical text of another number to what is promised.
func checkPaper(t *testing.T, w *Worker, k *paperKind, in, out []byte, cs codes) {
	t.Helper()
	if !utf8.Valid(out) || len(out) > 3*len(in)+4 {
		t.Fatalf("%s: %q -> %q", k.role, in, out)
	}
	if len(out) > 0 && !bytes.Equal(out, in) && cs == 0 {
		t.Fatalf("%s: %q -> %q without a reason", k.role, in, out)
	}
	if cs&codePaperDummy != 0 && len(out) > 0 {
		t.Fatalf("%s: the dummy %q has a value", k.role, in)
	}
	again, _ := w.paper(k, nil, out)
	if len(out) > 0 && !bytes.Equal(again, out) {
		t.Fatalf("%s: %q -> %q -> %q", k.role, in, out, again)
	}
	tidy, _ := appendTidy(nil, in)
	if cs&codeNumberZeros == 0 && !subsequence(strings.Map(onlyASCIIDigit, string(out)), strings.Map(onlyASCIIDigit, string(tidy))) && k.field != FieldPlate {
		t.Fatalf("%s: %q -> %q has a digit too many", k.role, in, out)
	}
}

func onlyASCIIDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}
