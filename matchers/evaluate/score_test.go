package evaluate

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lamsach/schemas"
)

// cases are the labels and answers of testdata/score.txt.
type cases struct {
	labels  []Label
	answers []Answer
	classes *Vocabulary
}

// readCases reads a label and an answer from each line.
func readCases(t *testing.T) (c cases) {
	t.Helper()
	raw, err := os.ReadFile("testdata/score.txt")
	if err != nil {
		t.Fatal(err)
	}
	c.classes = NewVocabulary()
	next := map[string]int64{}
	for line := range strings.Lines(string(raw)) {
		w := strings.Fields(line)
		if len(w) == 0 || w[0] == "#" {
			continue
		}
		if len(w) != 9 {
			t.Fatalf("testdata: a line of %d words", len(w))
		}
		at := Address{int32(w[0][0] - 'a'), next[w[0]]}
		next[w[0]]++
		l := Label{At: at, Person: person(t, w[2])}
		if l.Kind, err = ParseKind(w[1]); err != nil {
			t.Fatal(err)
		}
		if w[3] != "-" {
			if l.Errors, err = c.classes.List(bytes.Split([]byte(w[3]), []byte(","))); err != nil {
				t.Fatal(err)
			}
		}
		c.labels = append(c.labels, l)
		if w[4] == "-" {
			continue
		}
		a := Answer{At: at, Verdict: verdict(t, w[4]), Person: person(t, w[5]), Candidate: person(t, w[6]), NumberAgrees: w[8] == "agree", Probability: math.NaN()}
		if p, err := strconv.ParseFloat(w[7], 64); err == nil {
			a.Probability = p
		}
		c.answers = append(c.answers, a)
	}
	return c
}

func person(t *testing.T, word string) uint64 {
	t.Helper()
	p, err := ParsePerson([]byte(strings.Trim(word, "-")))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func verdict(t *testing.T, word string) schemas.Verdict {
	for v := range schemas.Verdicts {
		if v.String() == word {
			return v
		}
	}
	t.Fatalf("no verdict %s", word)
	return 0
}

// runs hands out rows in runs of a few.
func runs[T any](rows []T, few int) Source[T] {
	return func() ([]T, error) {
		n := min(few, len(rows))
		run := rows[:n]
		rows = rows[n:]
		return run, nil
	}
}

func (c *cases) score(t *testing.T, few int) *Result {
	t.Helper()
	r, err := Score(runs(c.answers, few), runs(c.labels, few+1), Options{Classes: c.classes})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestScore(t *testing.T) {
	c := readCases(t)
	r := c.score(t, 4)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"rows", float64(r.Rows), 15},
		{"unanswered", float64(r.Unanswered), 1},
		{"unlabelled", float64(r.Unlabelled), 0},
		{"precision", r.Precision.Share, 4.0 / 8},
		{"false links", r.FalseLinks.Share, 4.0 / 8},
		{"recall", r.Recall.Share, 3.0 / 7},
		{"recall all", r.RecallAll.Share, 4.0 / 11},
		{"F1", r.F1.Value, 2 * (4.0 / 8) * (3.0 / 7) / (4.0/8 + 3.0/7)},
		{"found", r.Found.Share, 4.0 / 7},
		{"left to people", r.LeftToPeople.Share, 2.0 / 15},
		{"absent linked", r.AbsentLinked.Share, 2.0 / 3},
		{"contradicted", r.Contradicted.Share, 2.0 / 5},
		{"not shown", r.Blocking.NotShown.Share, 5.0 / 11},
		{"match rejected", float64(r.Table["match"]["rejected"]), 1},
		{"contradicted with candidate", float64(r.Kinds["contradicted"].Candidate), 1},
		{"links of contradicted to the owner", float64(r.Kinds["contradicted"].Wrong), 2},
		{"verified right", float64(r.Verdicts["verified"].Right), 2},
		{"calibration rows at 0.9", float64(r.Calibration.Without.Bins[9].Rows), 3},
		{"calibration right at 0.9", r.Calibration.Without.Bins[9].Right.Share, 2.0 / 3},
		{"calibration right at 0.5", r.Calibration.Without.Bins[5].Right.Share, 1},
		{"all rows at 0.9", float64(r.Calibration.All.Bins[9].Rows), 9},
		{"no bin has enough rows", r.Calibration.All.At, -1},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
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
	if r.Blocking.Lost != nil {
		t.Error("what was lost by blocking is told without being known")
	}
}

func TestScoreByClass(t *testing.T) {
	c := readCases(t)
	for _, s := range c.score(t, 100).Classes {
		switch s.Name {
		case "name_tone":
			if s.Rows != 3 || s.Right != 1 || s.Wrong != 1 || s.Recall.Share != 1.0/3 || s.Found.Share != 2.0/3 || s.Precision.Share != 0.5 {
				t.Errorf("name_tone: %+v", s)
			}
		case "number_relative":
			if s.Rows != 3 || s.Present != 3 || s.SaidOther != 2 || s.Recall.Of != 0 {
				t.Errorf("number_relative: %+v", s)
			}
		}
	}
}

// Runs of any length, and labels in any order once they are sorted, give the
// same bytes.
func TestScoreDoesNotDependOnRuns(t *testing.T) {
	text := func(r *Result) string {
		var b bytes.Buffer
		r.WriteText(&b)
		if err := json.NewEncoder(&b).Encode(r); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	c := readCases(t)
	want := text(c.score(t, 1))
	if got := text(c.score(t, 7)); got != want {
		t.Error("runs of seven rows give another result than single rows")
	}
	if !strings.Contains(want, "precision          0.500000") {
		t.Error("the text does not say the precision")
	}
	slices.Reverse(c.labels)
	_, err := Score(runs(c.answers, 3), runs(c.labels, 3), Options{Classes: c.classes})
	if !errors.Is(err, ErrOrder) {
		t.Fatalf("labels backwards: %v", err)
	}
	sorted, err := Sorted(runs(c.labels, 3))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Score(runs(c.answers, 3), sorted, Options{Classes: c.classes})
	if err != nil {
		t.Fatal(err)
	}
	if text(r) != want {
		t.Error("sorted labels give another result")
	}
}

func TestLabelsAndRowsNeedNotCoverEachOther(t *testing.T) {
	answers := []Answer{
		{At: Address{0, 0}, Verdict: schemas.Verified, Person: 7},
		{At: Address{0, 1}, Verdict: schemas.Verified, Person: 8},
		{At: Address{1, 0}, Verdict: schemas.Verified, Person: 9},
	}
	labels := []Label{
		{At: Address{0, 1}, Person: 8, Kind: Match},
		{At: Address{0, 1}, Person: 8, Kind: Match},
		{At: Address{0, 5}, Person: 8, Kind: Match},
		{At: Address{1, 0}, Person: 10, Kind: Match},
		{At: Address{1, 2}, Kind: Absent},
	}
	r, err := Score(runs(answers, 2), runs(labels, 1), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 2 || r.Right != 1 || r.Wrong != 1 || r.Unlabelled != 1 || r.Unanswered != 2 || r.Repeated != 1 {
		t.Errorf("%+v, unlabelled %d, unanswered %d, repeated %d", r.Counts, r.Unlabelled, r.Unanswered, r.Repeated)
	}
}

func TestScoreRefuses(t *testing.T) {
	answer := []Answer{{At: Address{0, 5}, Verdict: schemas.NotFound}}
	for what, c := range map[string]struct {
		answers []Answer
		labels  []Label
	}{
		"two persons":           {answer, []Label{{At: Address{0, 4}, Person: 1, Kind: Match}, {At: Address{0, 4}, Person: 2, Kind: Match}}},
		"two kinds":             {answer, []Label{{At: Address{0, 4}, Person: 1, Kind: Match}, {At: Address{0, 4}, Person: 1, Kind: Contradicted}}},
		"a match with nobody":   {answer, []Label{{At: Address{0, 4}, Kind: Match}}},
		"behind the last row":   {answer, []Label{{At: Address{0, 9}, Person: 1, Kind: Match}, {At: Address{0, 9}, Person: 2, Kind: Match}}},
		"two outcomes":          {append(answer, answer...), nil},
		"outcomes out of order": {append([]Answer{{At: Address{0, 6}}}, answer...), nil},
	} {
		_, err := Score(runs(c.answers, 1), runs(c.labels, 1), Options{})
		bad := new(LabelError)
		switch {
		case err == nil:
			t.Errorf("%s: taken", what)
		case c.labels != nil && (!errors.As(err, &bad) || bad.At != c.labels[0].At):
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, word := range []string{"x", "unknown", ""} {
		if _, err := ParseKind(word); err == nil {
			t.Errorf("kind %q was taken", word)
		}
	}
	for _, word := range []string{"Nguyễn Văn An", "-1", "1234567890123456789"} {
		if _, err := ParsePerson([]byte(word)); err == nil || strings.Contains(err.Error(), word) {
			t.Errorf("person: %v", err)
		}
	}
}

func TestLostByBlocking(t *testing.T) {
	c := readCases(t)
	var told []Address
	r, err := Score(runs(c.answers, 3), runs(c.labels, 3), Options{Classes: c.classes, NotShown: func(at Address, person uint64) {
		if told = append(told, at); person == 0 {
			t.Errorf("table %d, row %d: nobody is not shown", at.Table, at.Row)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(told)) != r.Blocking.NotShown.Hits || len(told) != 5 || !slices.IsSortedFunc(told, Address.Compare) {
		t.Errorf("told of %v, not shown %+v", told, r.Blocking.NotShown)
	}
	if r.Blocking.Lost != nil {
		t.Error("lost is told though nobody looked")
	}
	b := r.Blocking // eleven rows are about people of the register
	if b.Settle(2, 5); b.Lost.Hits != 2 || b.Lost.Of != 11 || b.Looked != 5 {
		t.Errorf("of all rows: %+v", *b.Lost)
	}
	b = Blocking{NotShown: ShareOf(1000, 100_000)} // one of a hundred, half of whom were lost, be it told by all or by some
	for _, looked := range []int64{1000, 200} {
		if b.Settle(looked/2, looked); math.Abs(b.Lost.Share-0.005) > 1e-9 || b.Lost.Low >= 0.005 || b.Lost.High <= 0.005 {
			t.Errorf("of %d: %+v", looked, *b.Lost)
		}
	}
	b = Blocking{NotShown: ShareOf(0, 40)}
	if b.Settle(0, 0); b.Lost.Share != 0 || b.Lost.Of != 40 {
		t.Errorf("nobody is not shown: %+v", *b.Lost)
	}
}

// What is kept does not grow with the rows.
func TestMemoryDoesNotGrow(t *testing.T) {
	taken := func(rows int64) uint64 {
		answers, labels := make([]Answer, 1000), make([]Label, 1000)
		var at, of int64
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := Score(func() ([]Answer, error) {
			n := min(int64(len(answers)), rows-at)
			for i := range answers[:n] {
				answers[i] = Answer{At: Address{Row: at}, Verdict: schemas.Verified, Person: uint64(at) + 1, Probability: 0.9999}
				at++
			}
			return answers[:n], nil
		}, func() ([]Label, error) {
			n := min(int64(len(labels)), rows-of)
			for i := range labels[:n] {
				labels[i] = Label{At: Address{Row: of}, Person: uint64(of) + 1, Kind: Match}
				of++
			}
			return labels[:n], nil
		}, Options{Traits: func(people []uint64, dst []Traits) { clear(dst) }})
		runtime.ReadMemStats(&after)
		if err != nil || r.Right != rows || r.Curve.Points[0].Links != rows {
			t.Fatalf("%d rows: %v", rows, err)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := taken(10_000), taken(500_000); many > few+1<<16 {
		t.Errorf("500,000 rows took %d bytes, 10,000 took %d", many, few)
	}
}
