package quality

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// readCases reads testdata/score.txt: a truth and an outcome on each line.
func readCases(t *testing.T) (truths []truthRow, outcomes []outcomeRow) {
	t.Helper()
	raw, err := os.ReadFile("testdata/score.txt")
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]int64{}
	for line := range strings.Lines(string(raw)) {
		c := strings.Fields(line)
		if len(c) == 0 || c[0] == "#" {
			continue
		}
		if len(c) != 9 {
			t.Fatalf("testdata: a line of %d words", len(c))
		}
		row := next[c[0]]
		next[c[0]]++
		var errors []string
		if c[3] != "-" {
			errors = strings.Split(c[3], ",")
		}
		truths = append(truths, truthRow{SourceFile: c[0], SourceRow: row, Kind: c[1], PersonID: optional(c[2]), Errors: errors})
		if c[4] == "-" {
			continue
		}
		o := outcomeRow{SourceFile: c[0], SourceRow: row, Verdict: c[4], PersonID: optional(c[5]), CandidateID: optional(c[6]), IDResult: c[8]}
		if p, err := strconv.ParseFloat(c[7], 64); err == nil {
			o.Probability = &p
		}
		outcomes = append(outcomes, o)
	}
	return truths, outcomes
}

func optional(word string) *string {
	if word == "-" {
		return nil
	}
	return &word
}

func write[T any](t *testing.T, dir, name string, rows []T) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := parquet.WriteFile(path, rows); err != nil {
		t.Fatal(err)
	}
	return path
}

// scoreCases writes the cases as files, the outcomes in two, the last first.
func scoreCases(t *testing.T) *Result {
	t.Helper()
	truths, outcomes := readCases(t)
	dir := t.TempDir()
	half := len(outcomes) / 2
	write(t, dir, "part-00000.parquet", outcomes[half:])
	write(t, dir, "part-00001.parquet", outcomes[:half])
	truth := write(t, t.TempDir(), "truth.parquet", truths)
	r, err := Score(dir, truth)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestScore(t *testing.T) {
	r := scoreCases(t)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"rows", float64(r.Rows), 15},
		{"unanswered", float64(r.Unanswered), 1},
		{"precision", r.Precision, 4.0 / 8},
		{"false links", r.FalseLinks, 4.0 / 8},
		{"recall", r.Recall, 3.0 / 7},
		{"recall all", r.RecallAll, 4.0 / 11},
		{"found", r.Found, 4.0 / 7},
		{"left to people", r.LeftToPeople, 2.0 / 15},
		{"absent linked", r.AbsentLinked, 2.0 / 3},
		{"contradicted", r.Contradicted, 2.0 / 5},
		{"match rejected", float64(r.Table["match"]["rejected"]), 1},
		{"contradicted with candidate", float64(r.Kinds["contradicted"].Candidate), 1},
		{"links of contradicted to the owner", float64(r.Kinds["contradicted"].Wrong), 2},
		{"verified right", float64(r.Verdicts["verified"].Right), 2},
		{"calibration rows at 0.9", float64(r.Calibration[9].Rows), 3},
		{"calibration right at 0.9", r.Calibration[9].Right, 2.0 / 3},
		{"calibration right at 0.5", r.Calibration[5].Right, 1},
	} {
		if diff := c.got - c.want; diff > 1e-12 || diff < -1e-12 {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
	var sum int64
	for _, v := range r.Verdicts {
		sum += v.Rows
	}
	if sum != r.Rows {
		t.Errorf("verdicts add up to %d of %d rows", sum, r.Rows)
	}
}

func TestScoreByClass(t *testing.T) {
	for _, c := range scoreCases(t).Classes {
		switch c.Name {
		case "name_tone":
			if c.Rows != 3 || c.Right != 1 || c.Wrong != 1 || c.Recall != 1.0/3 || c.Found != 2.0/3 {
				t.Errorf("name_tone: %+v", c)
			}
		case "number_relative":
			if c.Rows != 3 || c.Present != 3 || c.SaidOther != 2 || c.Recall != 0 {
				t.Errorf("number_relative: %+v", c)
			}
		}
	}
}

func TestScoreTwiceIsTheSame(t *testing.T) {
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		r := scoreCases(t)
		if err := r.JSON(b); err != nil {
			t.Fatal(err)
		}
		if err := r.Text(b); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two scores of the same files differ")
	}
	var back map[string]any
	if line, _, _ := bytes.Cut(first.Bytes(), []byte("\n")); json.Unmarshal(line, &back) != nil || back["precision"] != 0.5 {
		t.Errorf("the JSON line does not say the precision: %v", back["precision"])
	}
	if !strings.Contains(first.String(), "precision                      0.500000") {
		t.Error("the text does not say the precision")
	}
}

func TestScoreRefuses(t *testing.T) {
	truths, outcomes := readCases(t)
	wrong := func(change func(*outcomeRow)) []outcomeRow {
		o := append([]outcomeRow(nil), outcomes...)
		change(&o[0])
		return o
	}
	secret := "Nguyễn Văn An"
	for name, o := range map[string][]outcomeRow{
		"another file":   wrong(func(o *outcomeRow) { o.SourceFile = "other.parquet" }),
		"a row too far":  wrong(func(o *outcomeRow) { o.SourceRow = 999 }),
		"a row twice":    wrong(func(o *outcomeRow) { o.SourceRow = 1 }),
		"no verdict":     wrong(func(o *outcomeRow) { o.Verdict = secret }),
		"no number":      wrong(func(o *outcomeRow) { o.PersonID = &secret }),
		"a negative row": wrong(func(o *outcomeRow) { o.SourceRow = -1 }),
	} {
		dir := t.TempDir()
		write(t, dir, "part-00000.parquet", o)
		_, err := Score(dir, write(t, t.TempDir(), "truth.parquet", truths))
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Score(t.TempDir(), t.TempDir()); err == nil {
		t.Error("empty folders were scored")
	}
}

func TestTruthRefuses(t *testing.T) {
	person := "001085000001"
	for name, rows := range map[string][]truthRow{
		"unknown kind":           {{SourceFile: "a", Kind: "x"}},
		"match without a person": {{SourceFile: "a", Kind: "match"}},
		"a row twice":            {{SourceFile: "a", Kind: "match", PersonID: &person}, {SourceFile: "a", Kind: "match", PersonID: &person}},
		"a negative row":         {{SourceFile: "a", SourceRow: -1, Kind: "absent"}},
		"a row far away":         {{SourceFile: "a", SourceRow: mostRows, Kind: "absent"}},
	} {
		truth, err := openTruth([]string{write(t, t.TempDir(), "truth.parquet", rows)})
		if err != nil {
			t.Fatal(err)
		}
		if err := truth.finish(); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestTruthIsLetGo scores rows of several pages in the order of the truth and in
// another: the same result, and in the same order hardly a page is kept.
func TestTruthIsLetGo(t *testing.T) {
	const rows = 5*pageRows + 17
	person := "001085000001"
	var truths []truthRow
	var outcomes []outcomeRow
	for _, file := range []string{"a", "b"} {
		for row := range int64(rows) {
			truths = append(truths, truthRow{SourceFile: file, SourceRow: row, Kind: "match", PersonID: &person})
			o := outcomeRow{SourceFile: file, SourceRow: row, Verdict: "not_found", IDResult: "agree"}
			if row%3 == 0 {
				o.Verdict, o.PersonID = "verified", &person
			}
			outcomes = append(outcomes, o)
		}
	}
	path := write(t, t.TempDir(), "truth.parquet", truths)
	truth, err := openTruth([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	s := &scorer{truth: truth}
	for i := range outcomes {
		if err := s.add(&outcomes[i]); err != nil {
			t.Fatal(err)
		}
		if i%pageRows == 0 {
			if kept := truth.kept(); kept > 2 {
				t.Fatalf("%d pages are kept after %d rows", kept, i+1)
			}
		}
	}
	for _, again := range []int{0, pageRows, len(outcomes) - 1} { // of pages let go, and of one that was not
		if err := s.add(&outcomes[again]); err == nil || !strings.Contains(err.Error(), "two outcomes") {
			t.Errorf("row %d a second time: %v", again, err)
		}
	}
	for i := range outcomes {
		if j := i * 7919 % len(outcomes); j > i { // moved about
			outcomes[i], outcomes[j] = outcomes[j], outcomes[i]
		}
	}
	shuffled, err := Score(write(t, t.TempDir(), "outcomes.parquet", outcomes), path)
	if err != nil {
		t.Fatal(err)
	}
	inOrder := s.result()
	if shuffled.Counts != inOrder.Counts || shuffled.Unanswered != 0 || shuffled.Right != 2*((rows+2)/3) {
		t.Errorf("in order %+v, in another %+v", inOrder.Counts, shuffled.Counts)
	}
}

// kept is how many pages are held.
func (t *truth) kept() (n int) {
	for _, pages := range t.files {
		for _, page := range pages {
			if page != nil {
				n++
			}
		}
	}
	return n
}
