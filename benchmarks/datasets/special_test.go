package datasets_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/datasets"
	"lamsach/benchmarks/synth"
	"lamsach/jobs"
)

// answer is what outcomes say of a row.
type answer struct {
	Verdict   string   `parquet:"verdict"`
	Person    *string  `parquet:"person_id"`
	Reasons   []string `parquet:"reasons,list"`
	Duplicate *int64   `parquet:"duplicate_of_row"`
}

// special is a file of testdata/special: rows as senders write them, and behind
// them what each must be answered.
type special struct {
	header []string
	rows   [][]string // without what is wanted
	wants  []want
}

// want of a row: a reason with a minus must not be given.
type want struct{ verdict, person, reasons, why string }

func readSpecial(t *testing.T, file string) (s special) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(all[0], "=verdict")
	s.header = all[0][:at]
	for _, row := range all[1:] {
		s.rows = append(s.rows, row[:at])
		s.wants = append(s.wants, want{row[at], row[at+1], row[at+2], row[at+3]})
	}
	return s
}

// What is special in a dataset is done: each file of testdata/special is run
// through a job of its dataset (the first word of its name) against a register of a few thousand invented
// people and those of people.csv.
func TestWhatIsSpecial(t *testing.T) {
	files, err := filepath.Glob("testdata/special/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]special{}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".csv"); name != "people" {
			cases[name] = readSpecial(t, file)
		}
	}
	people, err := os.ReadFile("testdata/special/people.csv")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("people.csv", people, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if err := synth.WriteRegister(ctx, synth.RegisterOptions{People: 3000, Seed: 8, Dir: "register"}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Input: []string{"people.csv", "register/*.parquet"}, Out: "people.snapshot"}); err != nil {
		t.Fatal(err)
	}
	for name, s := range cases {
		t.Run(name, func(t *testing.T) {
			got := runSpecial(t, name, &s)
			for i, w := range s.wants {
				w.check(t, i, s.rows[i], &got[i])
			}
		})
	}
}

func (w *want) check(t *testing.T, i int, row []string, a *answer) {
	t.Helper()
	person := ""
	if a.Person != nil {
		person = *a.Person
	}
	if a.Verdict != w.verdict || person != w.person {
		t.Errorf("row %d, %v: %s %s %v, want %s %s (%s)", i, row, a.Verdict, person, a.Reasons, w.verdict, w.person, w.why)
	}
	for _, r := range strings.Fields(w.reasons) {
		r, without := strings.CutPrefix(r, "-")
		if slices.Contains(a.Reasons, r) == without {
			t.Errorf("row %d, %v: reasons %v, want %s (%s)", i, row, a.Reasons, w.reasons, w.why)
		}
	}
	if slices.Contains(a.Reasons, "duplicate") != (a.Duplicate != nil) {
		t.Errorf("row %d: duplicate without its row, or the reverse", i)
	}
}

// runSpecial runs a job over the rows of a file.
func runSpecial(t *testing.T, name string, s *special) []answer {
	t.Helper()
	f, err := os.Create(name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(append([][]string{s.header}, s.rows...)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	job := name + ".yaml"
	dataset, _, _ := strings.Cut(name, ".")
	text := "version: 1\nkind: link\ndataset: " + dataset + "\ninput: [ " + name + ".csv ]\nregister: people.snapshot\noutput: out-" + name + "\nlimits: { max_rejected: 1 }\n"
	if err := os.WriteFile(job, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got := answers(t, job, "out-"+name)
	if len(got) != len(s.rows) {
		t.Fatalf("%d outcomes of %d rows", len(got), len(s.rows))
	}
	return got
}

// answers runs a job of one part and reads what it says of each row.
func answers(t *testing.T, job, out string) []answer {
	t.Helper()
	spec, err := jobs.LoadSpec(job)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Run(t.Context(), spec, jobs.RunOptions{}); err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob(out + "/run=*/outcomes/*.parquet")
	if err != nil || len(tables) != 1 {
		t.Fatalf("outcomes %v (%v)", tables, err)
	}
	got, err := parquet.ReadFile[answer](tables[0])
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// Judicial records are linked from 0.9999 unless a job says otherwise: what lies
// between that and the usual threshold goes to people, and to nobody else.
func TestJudicialRecordsAskForMore(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx := t.Context()
	if err := synth.WriteRegister(ctx, synth.RegisterOptions{People: 3000, Seed: 8, Dir: "register"}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{Input: []string{"register/*.parquet"}, Out: "people.snapshot"}); err != nil {
		t.Fatal(err)
	}
	if err := datasets.WriteInputs(ctx, synth.InputOptions{Register: "register", Dataset: "judicial-record", Rows: 3000, Seed: 3, Mix: "noid", Dir: "in"}); err != nil {
		t.Fatal(err)
	}
	run := func(out, thresholds string) []answer {
		job := out + ".yaml"
		text := "version: 1\nkind: link\ndataset: judicial-record\ninput: [ 'in/judicial*' ]\nregister: people.snapshot\noutput: " + out + "\nlimits: { max_rejected: 1 }\n" + thresholds
		if err := os.WriteFile(job, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return answers(t, job, out)
	}
	strict, usual := run("strict", ""), run("usual", "thresholds: { accept: 0.999 }\n")
	moved := 0
	for i := range usual {
		switch s, u := strict[i], usual[i]; {
		case s.Verdict == u.Verdict:
		case u.Person != nil && s.Person == nil && (s.Verdict == "review" || s.Verdict == "ambiguous"):
			moved++
		case s.Person != nil:
			t.Errorf("row %d is linked from 0.9999 and not from 0.999", i)
		}
	}
	t.Logf("%d of %d rows go to people instead", moved, len(usual))
	if moved == 0 {
		t.Error("the default of judicial records moves no row: the test proves nothing")
	}
}
