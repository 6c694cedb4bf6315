package synth

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// theRegister is made once for all tests of inputs.
var theRegister = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "synth")
	if err == nil {
		err = WriteRegister(context.Background(), RegisterOptions{People: testPeople, Seed: 1, Dir: dir})
	}
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := theRegister(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func makeInputs(t *testing.T, o InputOptions) string {
	t.Helper()
	dir, err := theRegister()
	if err != nil {
		t.Fatal(err)
	}
	if o.Register == "" {
		o.Register = dir
	}
	o.Dataset, o.Dir = Dataset, t.TempDir()
	if err := WriteInputs(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return o.Dir
}

func TestInputsAreTheSameForAnyWorkers(t *testing.T) {
	one := makeInputs(t, InputOptions{Rows: 60_000, Seed: 7, Workers: 1, FileRows: 25_000})
	three := makeInputs(t, InputOptions{Rows: 60_000, Seed: 7, Workers: 3, FileRows: 25_000})
	sameFiles(t, one, three)
	if files, _ := filepath.Glob(filepath.Join(one, "*.parquet")); len(files) < 2 {
		t.Errorf("%d files of at most 25,000 rows", len(files))
	}
}

// example is a row with its truth.
type example struct {
	creditRow
	truthRow
}

// examples reads rows and truth together, and holds the truth's addresses
// against the files.
func examples(t *testing.T, dir string) (all []example) {
	t.Helper()
	data, truth := readAll[creditRow](t, dir), readAll[truthRow](t, filepath.Join(dir, "truth"))
	if len(data) != len(truth) {
		t.Fatalf("%d rows, %d truths", len(data), len(truth))
	}
	next := map[string]int64{}
	for i := range data {
		if truth[i].SourceRow != next[truth[i].SourceFile] {
			t.Fatalf("truth %d is about row %d of its file, want %d", i, truth[i].SourceRow, next[truth[i].SourceFile])
		}
		next[truth[i].SourceFile]++
		all = append(all, example{data[i], truth[i]})
	}
	for file, rows := range next {
		if n := len(readFile[creditRow](t, filepath.Join(dir, file))); int64(n) != rows {
			t.Errorf("%s has %d rows, %d truths", file, n, rows)
		}
	}
	return all
}

func readFile[T any](t *testing.T, path string) []T {
	t.Helper()
	rows, err := parquet.ReadFile[T](path)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestTruthIsTrue(t *testing.T) {
	dir, _ := theRegister()
	register := map[string]*registerRow{}
	people := readAll[registerRow](t, dir)
	for i := range people {
		register[people[i].PersonalID] = &people[i]
	}
	kinds := map[string]int{}
	for i, e := range examples(t, makeInputs(t, InputOptions{Rows: 60_000, Seed: 3})) {
		kinds[e.Kind]++
		number, person := text(e.Number), text(e.PersonID)
		wrong := slices.ContainsFunc(e.Errors, func(c string) bool { return strings.Contains(c, "number_") })
		switch {
		case person != "" && register[person] == nil:
			t.Fatalf("row %d describes somebody who is not in the register", i)
		case e.Kind == "match" && !wrong && number != person:
			t.Fatalf("row %d has another number and no error says so", i)
		case e.Kind == "match" && person == "", e.Kind == "garbage" && person != "", e.Kind == "absent" && person != "":
			t.Fatalf("row %d: kind and person disagree", i)
		case e.Kind == "absent" && register[number] != nil:
			t.Fatalf("row %d: an absent person's number is in the register", i)
		case e.Kind == "contradicted" && (register[number] == nil || number == person || text(e.CMND) != ""):
			t.Fatalf("row %d: contradicted by nobody", i)
		}
		if len(e.Errors) == 0 && text(e.Name) != register[person].FullName {
			t.Fatalf("row %d has another name and no error says so", i)
		}
	}
	for _, kind := range kindNames {
		if kinds[kind] == 0 {
			t.Errorf("no row of kind %s", kind)
		}
	}
}

func TestTruthStaysOutOfTheData(t *testing.T) {
	dir := makeInputs(t, InputOptions{Rows: 20_000, Seed: 4})
	want := "MA_TCTD MA_CN MA_KH TEN_KH SO_CCCD SO_CMND NGAY_SINH GIOI_TINH DIA_CHI DIEN_THOAI SO_HD DU_NO NHOM_NO NGAYBC"
	if got := strings.Join(columnNames(creditSchema), " "); got != want {
		t.Errorf("columns %s", got)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "bank-credit-00000.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range append([]string{"contradicted", "person_id", metaSeed, "careless"}, classNames()...) {
		if strings.Contains(string(raw), word) {
			t.Errorf("the data holds the word %s", word)
		}
	}
	for i, e := range examples(t, dir) {
		for _, cell := range []string{e.Customer, text(e.Contract), e.Branch, text(e.Phone), text(e.Address)} {
			if person := text(e.PersonID); person != "" && strings.Contains(cell, person) {
				t.Fatalf("row %d: the person stands in another column", i)
			}
		}
	}
}

func columnNames(schema *parquet.Schema) (names []string) {
	for _, path := range schema.Columns() {
		names = append(names, path[0])
	}
	return names
}

func classNames() (names []string) {
	for _, c := range Classes() {
		if c.Group != "share" {
			names = append(names, c.Name)
		}
	}
	return names
}

func TestRatesOfTheDefaultMix(t *testing.T) {
	n := map[string]int{}
	for _, e := range examples(t, makeInputs(t, InputOptions{Rows: 100_000, Seed: 5})) {
		n["kind "+e.Kind]++
		if e.Kind == "garbage" {
			continue
		}
		n["persons"]++
		decisive, any := false, false
		for _, class := range e.Errors {
			n[class]++
			any = any || IsError(class)
			for _, prefix := range []string{"number_", "name_", "birth_", "date_", "cmnd_", "absent"} {
				decisive = decisive || strings.HasPrefix(class, prefix)
			}
		}
		if decisive {
			n["decisive"]++
		}
		if any {
			n["any"]++
		}
		if person := text(e.PersonID); person != "" && string(onlyDigits(text(e.Number))) == person {
			n["right number"]++
		}
	}
	all := n["persons"]
	within(t, "rows with the right number", n["right number"], all, 0.76, 0.86)
	within(t, "rows with an error of number, name or birth date", n["decisive"], all, 0.35, 0.46)
	within(t, "rows with any error", n["any"], all, 0.42, 0.56)
	within(t, "absent", n["kind absent"], all, 0.017, 0.030)
	within(t, "contradicted", n["kind contradicted"], all, 0.009, 0.018)
	for _, c := range []struct {
		class string
		share float64
	}{
		{"number_missing", 0.06},
		{"number_digit_wrong", 0.009},
		{"name_tone", 0.013},
		{"name_middle_dropped", 0.016},
		{"birth_missing", 0.010},
		{"birth_year_only", 0.016},
		{"address_moved", 0.05},
		{"name_ascii", 0.095},
		{"number_zeros", 0.036},
	} {
		within(t, c.class, n[c.class], all, c.share*0.75, c.share*1.3)
	}
}

func onlyDigits(s string) (digits []byte) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			digits = append(digits, s[i])
		}
	}
	return digits
}

// TestEveryClassHappens makes sure that no line of the table is dead: the dirty
// mixes show each class, but for those too rare for the size.
func TestEveryClassHappens(t *testing.T) {
	seen := map[string]bool{}
	for _, mix := range []string{"dirty", "legacy"} {
		for _, e := range examples(t, makeInputs(t, InputOptions{Rows: 100_000, Seed: 6, Mix: mix})) {
			for _, class := range e.Errors {
				seen[class] = true
			}
		}
	}
	for _, class := range classNames() {
		if !seen[class] && class != "name_truncated_30" { // no name of the tables is that long
			t.Errorf("%s never happens", class)
		}
	}
	known := classNames()
	for class := range seen {
		if !slices.Contains(known, class) {
			t.Errorf("%s is in the truth but not in the table of rates", class)
		}
	}
}

func TestMixes(t *testing.T) {
	for _, e := range examples(t, makeInputs(t, InputOptions{Rows: 5_000, Seed: 8, Mix: "clean"})) {
		if e.Kind != "match" || len(e.Errors) > 0 || text(e.Number) != text(e.PersonID) {
			t.Fatal("the clean mix has an error")
		}
	}
	for _, e := range examples(t, makeInputs(t, InputOptions{Rows: 5_000, Seed: 8, Mix: "noid"})) {
		if len(text(e.Number)) > 8 && e.Kind != "garbage" || text(e.CMND) != "" && e.Kind != "garbage" {
			t.Fatal("the mix without numbers has one")
		}
	}
	for _, e := range examples(t, makeInputs(t, InputOptions{Rows: 5_000, Seed: 8, Mix: "ascii"})) {
		if name := text(e.Name); e.Kind != "garbage" && (utf8.RuneCountInString(name) != len(name) || strings.ToUpper(name) != name) {
			t.Fatal("the ASCII mix has a name of other letters")
		}
	}
}

func TestSliceInputs(t *testing.T) {
	register := makeRegister(t, RegisterOptions{People: 30_000, Seed: 9, From: 1985, To: 1987})
	kinds := map[string]int{}
	for _, e := range examples(t, makeInputs(t, InputOptions{Register: register, Rows: 80_000, Seed: 1})) {
		kinds[e.Kind]++
	}
	within(t, "matches", kinds["match"], 80_000, 0.9, 0.99)
}

func TestInputsRefuseWhatTheyCannotMake(t *testing.T) {
	register, _ := theRegister()
	empty := t.TempDir()
	foreign := t.TempDir()
	if err := parquet.WriteFile(filepath.Join(foreign, "part-00000.parquet"), []registerRow{{PersonalID: "001085000001"}}); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]InputOptions{
		"no rows":         {Register: register, Dataset: Dataset, Dir: empty},
		"no such mix":     {Register: register, Dataset: Dataset, Rows: 5, Mix: "x", Dir: empty},
		"no such dataset": {Register: register, Dataset: "x", Rows: 5, Dir: empty},
		"no register":     {Register: empty, Dataset: Dataset, Rows: 5, Dir: empty},
		"not ours":        {Register: foreign, Dataset: Dataset, Rows: 5, Dir: empty},
	} {
		if err := WriteInputs(context.Background(), o); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
