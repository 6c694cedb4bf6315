package jobs

import (
	"path/filepath"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/sink"
	"lamsach/register"
	"lamsach/schemas"
)

// couples are twenty invented people, each married to a neighbour.
func couples(t *testing.T) *register.Snapshot {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.snapshot")
	b := register.NewBuilder(register.BuildOptions{Path: path})
	const first = 1085000010 // 001085000010
	for i := range uint64(20) {
		if err := b.Add([]register.Person{{PIN: schemas.MakeNumber(schemas.PersonalID, first+i), Name: "Nguyễn An", Birth: schemas.MakeDate(1985, 1, 2), Spouse: first + i ^ 1}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	people, err := register.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { people.Close() })
	return people
}

// tryer is a worker of a job with one file of these columns.
func tryer(t *testing.T, at clean.Columns) *worker {
	f := &PlannedFile{layout: layout{clean: at}}
	return &worker{crew: &crew{plan: &Plan{People: couples(t), Files: []*PlannedFile{f}}, disclosure: sink.Values}}
}

// A batch of trials is the chosen rows with nothing changed but the number, and
// leaves the batch of the part as it was.
func TestTrialsAreRowsUnderAnotherNumber(t *testing.T) {
	p := pipeline.Part{Rows: 3}
	b := blankBatch(p, 3, 3)
	for row, cells := range [][3]string{{"001", "AN", "1990"}, {"002", "BINH", ""}, {"003", "CHI", "1970"}} {
		for col, text := range cells {
			if text != "" {
				setCell(&b.Columns[col], row, text)
			}
		}
	}
	at := clean.NoColumns()
	at.Number, at.Name, at.Birth = 0, 1, 2
	w := tryer(t, at)
	people := w.plan.People
	w.batch = b
	got := w.triedBatch(p, []trial{{row: 1, owner: 7}, {row: 2, owner: 9}})
	for row, want := range [][3]string{{people.PIN(7).String(), "BINH", ""}, {people.PIN(9).String(), "CHI", "1970"}} {
		for col, text := range want {
			if cell := string(got.Columns[col].Value(row)); cell != text {
				t.Errorf("row %d, column %d: %q, want %q", row, col, cell, text)
			}
		}
	}
	if string(w.batch.Columns[0].Value(1)) != "002" {
		t.Error("the part's own number was changed")
	}
}

// Rows are drawn by their place in the job, whatever the parts, and only where
// their own number led to somebody with a family.
func TestTrialsAreDrawnWhateverTheParts(t *testing.T) {
	at := clean.NoColumns()
	at.Number = 0
	w := tryer(t, at)
	w.plan.Rows = 40_000
	outcomes := make([]pipeline.Outcome, w.plan.Rows)
	for i := range outcomes {
		outcomes[i] = pipeline.Outcome{Verdict: schemas.Verified, Person: uint32(i % w.plan.People.People())}
		outcomes[i].Results[schemas.FieldID] = [...]schemas.Result{schemas.Agree, schemas.Differ}[i%2]
	}
	whole := w.chooseTrials(pipeline.Part{}, outcomes)
	if len(whole) < len(outcomes)/trialEvery/3 || len(whole) > len(outcomes)/trialEvery {
		t.Fatalf("%d of %d rows were drawn", len(whole), len(outcomes))
	}
	var parts []trial
	for from := 0; from < len(outcomes); from += 7001 {
		for _, c := range w.chooseTrials(pipeline.Part{StartRow: int64(from)}, outcomes[from:min(from+7001, len(outcomes))]) {
			parts = append(parts, trial{c.row + from, c.owner})
		}
	}
	if len(parts) != len(whole) {
		t.Fatalf("%d in parts, %d in one", len(parts), len(whole))
	}
	for i, c := range whole {
		o := &outcomes[c.row]
		if parts[i] != c || o.Results[schemas.FieldID] == schemas.Differ || c.owner != w.plan.People.Spouse(o.Person) {
			t.Errorf("trial %d: %+v in one, %+v in parts", i, c, parts[i])
		}
	}
}
