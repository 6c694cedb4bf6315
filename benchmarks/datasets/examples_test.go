package datasets_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/datasets"
	"lamsach/benchmarks/synth"
	"lamsach/jobs"
	"lamsach/pipeline/source/sandbox"
	"lamsach/reports"
	"lamsach/schemas"
)

var update = flag.Bool("update", false, "write testdata/examples.txt again")

func TestMain(m *testing.M) {
	sandbox.Main()
	flag.Parse()
	os.Exit(m.Run())
}

// warnings are what a run warns of.
type warnings struct {
	jobs.Silent
	said []string
}

func (w *warnings) Say(e jobs.Event) {
	if e.Event == jobs.EventWarning || e.Event == jobs.EventSetAside {
		w.said = append(w.said, e.Message)
	}
}

// peopleOfExamples makes the register of the examples in the current folder.
func peopleOfExamples(t *testing.T) {
	t.Helper()
	if err := synth.WriteRegister(t.Context(), synth.RegisterOptions{People: 3000, Seed: 8, Dir: "register"}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{Input: []string{"register/*.parquet"}, Out: "people.snapshot"}); err != nil {
		t.Fatal(err)
	}
}

// Every dataset's example job runs on its example file; the verdicts are those of
// testdata/examples.txt, no row is linked to a wrong person, and nothing is
// warned of: no compulsory column is missing, no header is contradicted.
func TestExamplesRun(t *testing.T) {
	golden, err := filepath.Abs("testdata/examples.txt")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	ctx := t.Context()
	peopleOfExamples(t)
	var got strings.Builder
	got.WriteString("# Verdicts of the examples: 40 rows each, and a line of totals in some.\n")
	for _, name := range datasets.Names() {
		inbox := filepath.Join("inbox", name)
		if err := datasets.WriteInputs(ctx, synth.InputOptions{Register: "register", Dataset: name, Rows: 40, Seed: 3, Dir: inbox}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		spec, err := jobs.LoadSpec(filepath.Join(examples, name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if spec.Dataset != name {
			t.Errorf("%s.yaml is about %s", name, spec.Dataset)
		}
		heard := &warnings{}
		done, err := jobs.Run(ctx, spec, jobs.RunOptions{Voice: heard})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, said := range heard.said {
			if strings.Contains(said, "read as Unicode") || strings.Contains(said, "Genders are coded") { // habits of some senders, and told
				continue
			}
			t.Errorf("%s: %s", name, said)
		}
		scored, err := jobs.Evaluate(ctx, jobs.EvaluateOptions{Output: spec.Output, Truth: []string{filepath.Join(inbox, "truth")}, NoRelink: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if wrong := scored.Wrong; wrong != 0 {
			t.Errorf("%s: %d rows are linked to somebody else", name, wrong)
		}
		if said := parentsSaid(t, spec.Output, inbox); name == "health-insurance" && said != int(done.Manifest.Verdicts["contradicted"]) {
			t.Errorf("%s: %d children have a parent's number, %d rows are contradicted", name, said, done.Manifest.Verdicts["contradicted"])
		}
		fmt.Fprintf(&got, "%-20s", name)
		for v := range schemas.Verdicts {
			fmt.Fprintf(&got, " %s %d", v, done.Manifest.Verdicts[v.String()])
		}
		got.WriteString("\n")
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s\n(go test ./benchmarks/datasets -run Examples -update, after a change that is meant to move them)", got.String(), want)
	}
}

// parentsSaid counts the rows with a relative's number that are contradicted for
// that very reason, the person described being the candidate; one that is
// contradicted and does not say so is an error.
func parentsSaid(t *testing.T, output, inbox string) (said int) {
	t.Helper()
	type truth struct {
		Row    int64    `parquet:"source_row"`
		Person *string  `parquet:"person_id"`
		Errors []string `parquet:"errors,list"`
	}
	type outcome struct {
		Row       int64    `parquet:"source_row"`
		Verdict   string   `parquet:"verdict"`
		Candidate *string  `parquet:"candidate_id"`
		Reasons   []string `parquet:"reasons,list"`
	}
	tables, _ := filepath.Glob(filepath.Join(output, "run=*/outcomes/*.parquet"))
	labels, _ := filepath.Glob(filepath.Join(inbox, "truth/*.parquet"))
	if len(tables) != 1 || len(labels) != 1 {
		return 0
	}
	outcomes, err := parquet.ReadFile[outcome](tables[0])
	if err != nil {
		t.Fatal(err)
	}
	truths, err := parquet.ReadFile[truth](labels[0])
	if err != nil {
		t.Fatal(err)
	}
	errors := map[int64]truth{}
	for _, tr := range truths {
		errors[tr.Row] = tr
	}
	for _, o := range outcomes {
		tr := errors[o.Row]
		switch {
		case o.Verdict != "contradicted" || !slices.Contains(tr.Errors, "number_relative"):
		case !slices.Contains(o.Reasons, "number_of_relative") || o.Candidate == nil || tr.Person == nil || *o.Candidate != *tr.Person:
			t.Errorf("%s: row %d has a relative's number, and says %v", inbox, o.Row, o.Reasons)
		default:
			said++
		}
	}
	return said
}

// A table that no built-in dataset describes runs by its owner's description, and
// the report says which column has which values that it may not have.
func TestOwnDescriptionRuns(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	peopleOfExamples(t)
	for from, to := range map[string]string{
		"own-members.yaml": "own-members.yaml", "own-members.dataset.yaml": "own-members.dataset.yaml",
		"own-members.csv": "inbox/own-members/own-members.csv",
	} {
		text, err := os.ReadFile(filepath.Join(examples, from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	spec, err := jobs.LoadSpec("own-members.yaml")
	if err != nil {
		t.Fatal(err)
	}
	heard := &warnings{}
	done, err := jobs.Run(t.Context(), spec, jobs.RunOptions{Voice: heard})
	if err != nil || len(heard.said) > 0 {
		t.Fatalf("%v, warned of %v", err, heard.said)
	}
	if linked := done.Manifest.Verdicts["verified"] + done.Manifest.Verdicts["corrected"]; linked != 14 {
		t.Errorf("%d of 14 members are linked: %v", linked, done.Manifest.Verdicts)
	}
	summaries, _ := filepath.Glob("cleaned/own-members/run=*/report/summary.json")
	if len(summaries) != 1 {
		t.Fatalf("summaries: %v", summaries)
	}
	text, err := os.ReadFile(summaries[0])
	if err != nil {
		t.Fatal(err)
	}
	var summary reports.Report
	if err := json.Unmarshal(text, &summary); err != nil {
		t.Fatal(err)
	}
	found := map[string]int64{}
	for _, issue := range summary.Issues {
		found[issue.Field+":"+issue.Code] = issue.Rows
	}
	for _, want := range []string{"catch:value_unlisted", "crew:value_out_of_range", "boat:value_malformed", "left:dates_out_of_order"} {
		if found[want] != 1 {
			t.Errorf("%s on %d rows, want 1: %v", want, found[want], found)
		}
	}
}
