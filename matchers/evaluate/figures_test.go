package evaluate

import (
	"math"
	"testing"

	"lamsach/schemas"
	"lamsach/schemas/places"
)

// The bounds are those of Newcombe (Statistics in Medicine 1998), table I,
// method 3, and of R's prop.test without continuity correction.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		hits, of  int64
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{29, 29, 0.8830, 1},
	} {
		s := ShareOf(c.hits, c.of)
		if math.Abs(s.Low-c.low) > 5e-5 || math.Abs(s.High-c.high) > 5e-5 || s.Share != float64(c.hits)/float64(c.of) {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.hits, c.of, s.Low, s.High, c.low, c.high)
		}
	}
	if s := ShareOf(0, 0); s.Low != 0 || s.High != 1 || s.Share != 0 {
		t.Errorf("of nothing: %+v", s)
	}
}

func TestWilsonHoldsTheShare(t *testing.T) {
	for of := int64(1); of < 200; of++ {
		for hits := int64(0); hits <= of; hits++ {
			if s := ShareOf(hits, of); !(s.Low <= s.Share && s.Share <= s.High && s.Low >= 0 && s.High <= 1) {
				t.Fatalf("%d of %d: %+v", hits, of, s)
			}
		}
	}
}

// link adds a row that names person 1 with a probability, rightly or not.
func link(c *ladder, p float64, right bool, v schemas.Verdict) {
	l := Label{Person: 2, Kind: Match}
	if right {
		l.Person = 1
	}
	c.add(&l, &Answer{Candidate: 1, Probability: p, Verdict: v})
}

func TestCurve(t *testing.T) {
	var c ladder
	for range 99 {
		link(&c, 0.9999, true, schemas.Verified) // at the threshold itself
	}
	link(&c, 0.99, false, schemas.Review)
	for range 50 {
		link(&c, 0.95, true, schemas.Review)
	}
	link(&c, 0.6, false, schemas.Ambiguous)
	link(&c, 1, false, schemas.Contradicted) // never linked
	link(&c, 0.49, true, schemas.NotFound)
	link(&c, math.NaN(), true, schemas.NotFound)
	r := c.result(200, func(float64) float64 { return 0 })
	for _, p := range r.Points {
		links, right := int64(151), int64(149)
		switch {
		case p.Threshold > 0.9999:
			links, right = 0, 0
		case p.Threshold > 0.99:
			links, right = 99, 99
		case p.Threshold > 0.95:
			links, right = 100, 99
		case p.Threshold > 0.6:
			links, right = 150, 149
		}
		if p.Links != links || p.Precision.Hits != right || p.Recall.Hits != right || p.Recall.Of != 200 {
			t.Errorf("from %g: %+v, want %d links, %d right", p.Threshold, p, links, right)
		}
	}
	if len(r.Points) != len(thresholds) {
		t.Errorf("%d points for %d thresholds", len(r.Points), len(thresholds))
	}
	for i, want := range []int64{149, 99, 99} { // of 0.99, 0.999, 0.9999
		if b := r.Best[i]; !b.Reached || b.Recall.Hits != want || b.Precision.Share < b.Least {
			t.Errorf("best at %g: %+v", b.Least, b)
		}
	}
	for i := 1; i < len(r.Fine); i++ {
		if r.Fine[i-1].Threshold >= r.Fine[i].Threshold || r.Fine[i-1].Links <= r.Fine[i].Links {
			t.Fatalf("the fine curve goes back at %g", r.Fine[i].Threshold)
		}
	}
}

func TestCurveThatReachesNothing(t *testing.T) {
	var c ladder
	link(&c, 0.9, true, schemas.Review)
	link(&c, 0.9, false, schemas.Review)
	for _, b := range c.result(2, func(float64) float64 { return 0 }).Best {
		if b.Reached {
			t.Errorf("precision %g is reached by one right link of two", b.Least)
		}
	}
}

func TestReliability(t *testing.T) {
	var b tenths
	for i := range 200 {
		b.add(0.25, i < 80) // said 0.25, right 0.4
	}
	for i := range 150 {
		b.add(0.55, i < 75) // said 0.55, right 0.5
	}
	b.add(0.75, false) // far off, but one row
	b.add(0, false)
	b.add(1, true)
	r := b.result()
	if r.Bins[2].Rows != 200 || r.Bins[2].Right.Share != 0.4 || math.Abs(r.Bins[2].Said-0.25) > 1e-12 {
		t.Errorf("from 0.2: %+v", r.Bins[2])
	}
	if math.Abs(r.Worst-0.15) > 1e-9 || r.At != 0.2 {
		t.Errorf("worst %g at %g", r.Worst, r.At)
	}
	if r.Bins[0].Rows != 1 || r.Bins[9].Rows != 1 {
		t.Errorf("0 and 1 are in no bin: %+v", r.Bins)
	}
}

func TestGroups(t *testing.T) {
	traits := map[uint64]Traits{
		1: {Birth: schemas.MakeDate(1985, 0, 0), Gender: schemas.Female, Region: places.RegionOf(1), Ethnicity: EthnicityOf("Kinh")},
		2: {Birth: schemas.MakeDate(1989, 7, 1), Gender: schemas.Male, Region: places.RegionOf(38), Ethnicity: EthnicityOf("Tày")},
		3: {}, // of whom the register does not say
	}
	answers := []Answer{
		{At: Address{0, 0}, Verdict: schemas.Verified, Person: 1},
		{At: Address{0, 1}, Verdict: schemas.Corrected, Person: 1},
		{At: Address{0, 2}, Verdict: schemas.Review, Candidate: 3},
		{At: Address{0, 3}, Verdict: schemas.NotFound},
	}
	labels := []Label{
		{At: Address{0, 0}, Person: 1, Kind: Match},
		{At: Address{0, 1}, Person: 2, Kind: Match},
		{At: Address{0, 2}, Person: 3, Kind: Match},
		{At: Address{0, 3}, Kind: Absent}, // about nobody: in no group
	}
	r, err := Score(runs(answers, 3), runs(labels, 3), Options{Traits: func(people []uint64, dst []Traits) {
		for i, p := range people {
			dst[i] = traits[p]
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"cohort": "1980-1989 unknown", "birth_date": "year_only full unknown", "gender": "male female unknown",
		"region": "north centre unknown", "ethnicity": "kinh minority unknown",
	}
	for _, d := range r.Groups {
		names, rows := "", int64(0)
		for _, g := range d.Groups {
			names += " " + g.Name
			rows += g.Rows
		}
		if names != " "+want[d.Name] || rows != 3 {
			t.Errorf("%s:%s with %d rows, want %s with 3", d.Name, names, rows, want[d.Name])
		}
	}
	if c := r.Groups[0].Groups[0]; c.Rows != 2 || c.Right != 1 || c.Wrong != 1 || c.Recall.Share != 0.5 || c.Precision.Share != 0.5 {
		t.Errorf("the cohort: %+v", c)
	}
	if c := r.Groups[0].Groups[1]; c.Found.Share != 1 || c.Recall.Share != 0 {
		t.Errorf("the person of no date: %+v", c)
	}
}

func TestVocabulary(t *testing.T) {
	v := NewVocabulary()
	list := func(words ...string) uint32 {
		var names [][]byte
		for _, w := range words {
			names = append(names, []byte(w))
		}
		i, err := v.List(names)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	if list() != 0 {
		t.Error("no class has a number")
	}
	if ab := list("a", "b"); ab != list("b", "a", "a") || ab == list("a") {
		t.Error("order and repetition count")
	}
	if _, err := v.List(make([][]byte, 1)); err != nil {
		t.Error(err)
	}
	for i := range 2 * maxClasses {
		if _, err := v.List([][]byte{{byte(i), byte(i >> 8), 'x'}}); err != nil {
			return
		}
	}
	t.Error("any number of classes was taken")
}
