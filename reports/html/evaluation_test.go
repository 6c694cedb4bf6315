package html

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"lamsach/matchers/evaluate"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// evaluation is that of a run that never was: links mostly right, errors of a
// few classes, people of two regions.
func evaluation(t *testing.T, rows int) *Evaluation {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	classes := evaluate.NewVocabulary()
	var answers []evaluate.Answer
	var labels []evaluate.Label
	for i := range rows {
		l := evaluate.Label{At: evaluate.Address{Row: int64(i)}, Person: uint64(i + 1), Kind: evaluate.Match}
		a := evaluate.Answer{At: l.At, Verdict: schemas.Verified, Person: l.Person, Probability: 0.9999, NumberAgrees: true}
		p := rng.Float64()
		switch i % 10 {
		case 1:
			l.Errors, _ = classes.List([][]byte{[]byte("name_tone")})
			a.NumberAgrees = false
			if a.Probability = p; p < 0.9 {
				a.Verdict, a.Person, a.Candidate = schemas.Review, 0, l.Person
			}
			if rng.Float64() > p {
				l.Person += 1_000_000
			}
		case 2:
			l.Errors, _ = classes.List([][]byte{[]byte("name_tone"), []byte("birth_missing")})
			a = evaluate.Answer{At: l.At, Verdict: schemas.NotFound}
		case 3:
			l.Person, l.Kind = 0, evaluate.Absent
			a = evaluate.Answer{At: l.At, Verdict: schemas.NotFound}
		}
		answers, labels = append(answers, a), append(labels, l)
	}
	r, err := evaluate.Score(once(answers), once(labels), evaluate.Options{Classes: classes, Traits: func(people []uint64, dst []evaluate.Traits) {
		for i, p := range people {
			dst[i] = evaluate.Traits{
				Birth: schemas.MakeDate(1930+int(p%80), 0, 0), Gender: schemas.Gender(p % 3),
				Region: places.Region(p % 4), Ethnicity: evaluate.Ethnicity(p % 3),
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return &Evaluation{Job: "vcb-credit", RunID: "0123456789abcdef01234567", Dataset: "bank-credit", Accept: 0.999, Result: r}
}

func once[T any](rows []T) evaluate.Source[T] {
	return func() ([]T, error) {
		run := rows
		rows = nil
		return run, nil
	}
}

func evaluated(t *testing.T, e *Evaluation) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteEvaluation(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEvaluationSaysItsFigures(t *testing.T) {
	e := evaluation(t, 20_000)
	e.Result.Unlabelled, e.Foreign, e.LostUnknown = 1234, 17, "input a.csv is gone"
	page := evaluated(t, e)
	for _, want := range []string{
		"vcb-credit", e.RunID, "name_tone", "birth_missing", "1930–1939", "Miền Trung và Tây Nguyên", "Centre and highlands",
		"1.234 dòng", "1,234 rows", "17 labels are about files that the run did not read", "lần chạy này: 0,999", "this run: 0.999",
		count(e.Result.Linked, schemas.Vietnamese), count(e.Result.Linked, schemas.English),
		"How many people were lost by blocking is not known", "Why: input a.csv is gone",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for class, least := range map[string]int{`class="line wrong"`: 2, `class="line missed"`: 2, `class="dot"`: 4 * 10, `class="whisker"`: 4 * 10} {
		if n := strings.Count(page, class); n < least {
			t.Errorf("%s stands %d times, want %d and more", class, n, least)
		}
	}
	if again := evaluated(t, e); again != page {
		t.Error("the same evaluation gave another page")
	}
	e.Result.Blocking = evaluate.Blocking{NotShown: evaluate.ShareOf(12, 1000)}
	e.Result.Blocking.Settle(3, 12)
	if page := evaluated(t, e); !strings.Contains(page, "0.300%, 95% interval") || strings.Contains(page, "is not known") || strings.Contains(page, "Told by some") {
		t.Error("what was lost by blocking is known and not told")
	}
	e.Result.Blocking.Settle(1, 4)
	if page := evaluated(t, e); !strings.Contains(page, "Told by some of the rows whose person is not shown: 4 / 12") {
		t.Error("the page does not say that the loss was told by some rows only")
	}
}

func TestEvaluationStandsAlone(t *testing.T) {
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`
	e := evaluation(t, 2_000)
	e.Job, e.Dataset, e.RunID, e.LostUnknown = hostile, hostile, hostile, hostile
	e.Result.Classes[0].Name = hostile
	page := evaluated(t, e)
	for _, pattern := range []string{`(?i)https?:`, `(?i)<script`, `(?i)<link`, `(?i)<img`, `(?i)\ssrc=x>`, `(?i)\sstyle=`, `ZgotmplZ`, `NaN|Inf`} {
		if found := regexp.MustCompile(pattern).FindString(page); found != "" {
			t.Errorf("the page holds %q", found)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("id %q stands twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:href="#|for="|labelledby=")([^"]+)`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("nothing has the id %q", m[1])
		}
	}
}

// A few labels make a page without classes, groups and curve.
func TestEvaluationOfLittle(t *testing.T) {
	r, err := evaluate.Score(once([]evaluate.Answer{{Verdict: schemas.NotFound}}), once([]evaluate.Label{{Kind: evaluate.Absent}}), evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page := evaluated(t, &Evaluation{Dataset: "bank-credit", Accept: 0.999, Result: r})
	for _, want := range []string{"No row names anybody", "No tenth has 100 rows", "reached at no threshold"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, odd := range []string{"NaN", "Inf", `id="en-groups"`, `id="en-classes"`} {
		if strings.Contains(page, odd) {
			t.Errorf("the page holds %q", odd)
		}
	}
}

func TestEvaluationInABrowser(t *testing.T) {
	chromium := browser(t)
	page := evaluated(t, evaluation(t, 20_000))
	for _, s := range look(t, chromium, page, []int{360, 1400}) {
		check(t, s)
	}
}

func TestFine(t *testing.T) {
	p := evaluationPage{page: page{Lang: schemas.English}}
	for _, c := range []struct {
		share float64
		want  string
	}{{0, "0%"}, {1, "100%"}, {0.5, "50.0%"}, {0.0123, "1.23%"}, {0.99995, "99.99500%"}, {0.00004, "0.00400%"}} {
		if got := p.Fine(c.share); got != c.want {
			t.Errorf("%g: %s, want %s", c.share, got, c.want)
		}
	}
	if got := p.Interval(0.99799, 0.999237, 0.99876); got != "99.799% – 99.924%" {
		t.Errorf("interval %s", got)
	}
}
