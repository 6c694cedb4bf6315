package link

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
)

// TestVerdicts runs the rows of testdata/verdicts.txt through cleaning and
// linking: the table of verdicts as cases.
func TestVerdicts(t *testing.T) {
	people, rows := readCases(t)
	s := snapshot(t, append(people, crowd(20000)...))
	cells := make([][]string, len(rows))
	for i, r := range rows {
		cells[i] = r.cells
	}
	cleaned := cleanCells(cells)
	result := New(s, Options{Accept: 0.999, Review: 0.9}).Worker().Link(cleaned)
	for i, r := range rows {
		o := &result.Outcomes[i]
		if got := o.Verdict.String(); got != r.verdict {
			t.Errorf("%s: %s, want %s (probability %.5f, reasons %s)", r.line, got, r.verdict, o.Probability, codes(o.Reasons))
			continue
		}
		named := o.Person
		if named == pipeline.NoPerson {
			named = o.Candidate
		}
		if got := number(s, named); got != r.person {
			t.Errorf("%s: names %q, want %q", r.line, got, r.person)
		}
		if got := number(s, o.Owner); got != r.owner {
			t.Errorf("%s: owner %q, want %q", r.line, got, r.owner)
		}
		for _, want := range r.reasons {
			if !slices.Contains(strings.Fields(codes(o.Reasons)), want) {
				t.Errorf("%s: reasons %s, want %s among them", r.line, codes(o.Reasons), want)
			}
		}
		for _, want := range r.mismatches {
			if got := mismatches(result.Mismatches, i); !slices.Contains(got, want) {
				t.Errorf("%s: mismatches %v, want %s among them", r.line, got, want)
			}
		}
	}
}

// A row is answered alike wherever it stands and whatever stands beside it.
func TestNeighboursDoNotMatter(t *testing.T) {
	people, rows := readCases(t)
	s := snapshot(t, append(people, crowd(2000)...))
	l := New(s, Options{Accept: 0.999, Review: 0.9})
	var cells [][]string
	for _, r := range rows {
		cells = append(cells, r.cells)
	}
	together := slices.Clone(l.Worker().Link(cleanCells(cells)).Outcomes)
	used := l.Worker()
	for i := len(cells) - 1; i >= 0; i-- {
		alone := used.Link(cleanCells(cells[i : i+1])).Outcomes[0]
		if fmt.Sprint(alone) != fmt.Sprint(together[i]) {
			t.Errorf("row %d alone: %+v, among others: %+v", i, alone, together[i])
		}
	}
}

// Linking allocates nothing for each row once its scratch has grown.
func TestLinkAllocatesNothingPerRow(t *testing.T) {
	people, rows := readCases(t)
	s := snapshot(t, append(people, crowd(2000)...))
	var cells [][]string
	for range 20 {
		for _, r := range rows {
			cells = append(cells, r.cells)
		}
	}
	cleaned := cleanCells(cells)
	w := New(s, Options{Accept: 0.999, Review: 0.9}).Worker()
	w.Link(cleaned)
	if n := testing.AllocsPerRun(3, func() { w.Link(cleaned) }); n > 2 { // of a part, not of a row
		t.Errorf("%.0f allocations for %d rows", n, len(cells))
	}
}

type testRow struct {
	line, verdict, person, owner string
	cells, reasons, mismatches   []string
}

func readCases(t *testing.T) (people []register.Person, rows []testRow) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "verdicts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if cells, ok := strings.CutPrefix(line, "person:"); ok {
			people = append(people, readPerson(split(cells, 11)))
		} else if cells, ok := strings.CutPrefix(line, "row:"); ok {
			in, out, _ := strings.Cut(cells, "=>")
			want := split(out, 5)
			rows = append(rows, testRow{
				line: line, cells: split(in, 6), verdict: want[0], person: want[1], owner: want[2],
				reasons: strings.Fields(want[3]), mismatches: strings.Fields(want[4]),
			})
		}
	}
	return people, rows
}

func split(line string, n int) []string {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	for len(cells) < n {
		cells = append(cells, "")
	}
	return cells
}

func readPerson(c []string) register.Person {
	p := register.Person{PIN: pin(c[0]), Name: c[3], Birth: date(c[4]), Address: c[7]}
	for _, n := range strings.FieldsFunc(c[1], func(r rune) bool { return r == ',' }) {
		var v uint64
		fmt.Sscanf(n, "%d", &v)
		p.CMND = append(p.CMND, schemas.MakeNumber(schemas.CMND, v))
	}
	if c[2] != "" {
		p.Former = []schemas.Number{pin(c[2])}
	}
	if c[8] != "" {
		p.OtherNames = []string{c[8]}
	}
	if c[9] != "" {
		p.Mother = pin(c[9]).Value()
	}
	if c[10] == "deceased" {
		p.Status = register.Deceased
	}
	p.Gender = schemas.Male
	if c[5] == "Nữ" {
		p.Gender = schemas.Female
	}
	var commune int
	fmt.Sscanf(c[6], "%d", &commune)
	p.Commune = uint16(commune)
	p.Province = map[string]uint8{"00070": 1, "16171": 38, "26740": 79, "17770": 40, "24490": 66, "11755": 31}[c[6]]
	return p
}

func pin(s string) schemas.Number {
	var v uint64
	fmt.Sscanf(s, "%d", &v)
	return schemas.MakeNumber(schemas.PersonalID, v)
}

func date(s string) schemas.Date {
	var y, m, d int
	fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d)
	return schemas.MakeDate(y, m, d)
}

// crowd invents n people with common names, so that frequencies mean something.
func crowd(n int) []register.Person {
	surnames := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"}
	middles := []string{"Văn", "Đức", "Quang", "Minh", "Hữu", "Thị", "Ngọc", "Thanh", "Thu", "Kim"}
	givens := []string{"Anh", "Bình", "Cường", "Dũng", "Hà", "Hùng", "Lan", "Mai", "Nga", "Phong", "Sơn", "Thảo", "Trang", "Tuấn", "Vân", "Yến", "Hiền", "Long", "Quân", "Tâm"}
	provinces := []uint8{1, 38, 79, 40, 66, 31}
	people := make([]register.Person, n)
	for i := range people {
		female := i % 2
		year := 1940 + i*37/2%70
		century := 0
		if year >= 2000 {
			century = 2
		}
		value := uint64(27_000_000_000) + uint64(century+female)*100_000_000 + uint64(year%100)*1_000_000 + uint64(500_000+i)
		people[i] = register.Person{
			PIN:   schemas.MakeNumber(schemas.PersonalID, value),
			Name:  surnames[i*i%7%10] + " " + middles[female*5+i/3%5] + " " + givens[i/5%20],
			Birth: schemas.MakeDate(year, 1+i%12, 1+i/12%28), Gender: schemas.Gender(1 + female), Province: provinces[i%6],
		}
	}
	return people
}

func snapshot(t *testing.T, people []register.Person) *register.Snapshot {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.lamsach")
	b := register.NewBuilder(register.BuildOptions{Path: path, Workers: 1})
	b.Add(people)
	if _, err := b.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := register.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// cleanCells cleans rows of six cells: personal ID, CMND, name, birth date,
// gender, address. An empty cell is null.
func cleanCells(rows [][]string) *clean.Rows { return cleanColumns(rows, usualColumns(), 7) }

func usualColumns() clean.Columns {
	cols := clean.NoColumns()
	cols.Number, cols.CMND, cols.Name, cols.Birth, cols.Gender, cols.Address, cols.Event = 0, 1, 2, 3, 4, 5, 6
	return cols
}

// cleanColumns cleans rows of n cells at most; those at a row's end may lack.
func cleanColumns(rows [][]string, cols clean.Columns, n int) *clean.Rows {
	b := &pipeline.Batch{Rows: len(rows), Columns: make([]pipeline.Column, n)}
	for c := range b.Columns {
		col := &b.Columns[c]
		col.Offsets = []int32{0}
		for _, r := range rows {
			if len(r) <= c || r[c] == "" {
				col.Index = append(col.Index, -1)
				continue
			}
			col.Index = append(col.Index, int32(len(col.Offsets)-1))
			col.Bytes = append(col.Bytes, r[c]...)
			col.Offsets = append(col.Offsets, int32(len(col.Bytes)))
		}
	}
	return clean.New(cols, clean.MakeProfile(b, cols)).Worker().Clean(b)
}

func number(s *register.Snapshot, p uint32) string {
	if p == pipeline.NoPerson {
		return ""
	}
	return s.PIN(p).String()
}

func codes(s schemas.ReasonSet) string {
	var out []string
	for r := range s.All {
		out = append(out, r.String())
	}
	return strings.Join(out, " ")
}

func mismatches(all []pipeline.Mismatch, row int) (out []string) {
	for _, m := range all {
		if int(m.Row) == row {
			out = append(out, m.Field.String()+":"+m.Mechanism.String())
		}
	}
	return out
}
