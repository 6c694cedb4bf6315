package matchers

import (
	"math"
	"testing"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Every outcome of a comparison has a level of its own, and none is taken for
// an absent value.
func TestLevels(t *testing.T) {
	met := map[schemas.Level]int{}
	level := func(c Comparison, k schemas.Comparison) {
		l := c.Levels()[k]
		if schemas.LevelText(l, schemas.English) == "" || schemas.LevelText(l, schemas.Vietnamese) == "" {
			t.Errorf("%s: level %q has no text", k, l)
		}
		met[l]++
	}
	for e := NumberMissing; e <= NumberUnknown; e++ {
		level(Comparison{PIN: e}, schemas.ComparePersonalID)
	}
	for r := range kernel.DateRelations {
		level(Comparison{Birth: r}, schemas.CompareBirthDate)
	}
	for a := Missing; a <= Differs; a++ {
		level(Comparison{Gender: a}, schemas.CompareGender)
	}
	for p := PlaceMissing; p <= PlaceOther; p++ {
		level(Comparison{Place: p}, schemas.ComparePlace)
	}
	level(Comparison{Place: PlaceProvince, PlaceCommuneKnown: true}, schemas.ComparePlace)
	level(Comparison{Nameless: true}, schemas.CompareName)
	level(Comparison{OtherName: true}, schemas.CompareName)
	for r := kernel.Unmarked; r < kernel.Relations; r++ {
		if r != kernel.Wild { // told as a vowel mark
			var c Comparison
			c.Name.Count[r], c.Name.Surname, c.Name.Given = 1, kernel.Different, kernel.Different
			level(c, schemas.CompareName)
		}
	}
	for l, n := range met {
		want := 1
		switch l {
		case schemas.LevelMissing:
			want = 5 // number, date, gender, place, name
		case schemas.LevelAgree:
			want = 4
		}
		if n != want {
			t.Errorf("level %s stands for %d outcomes, want %d", l, n, want)
		}
	}
}

func TestRarity(t *testing.T) {
	c := typical()
	f := &c.Frequency
	want := [schemas.Comparisons]float64{0, 0, f.Person, f.Day, f.Gender, f.Commune}
	if got := c.Rarity(); got != want {
		t.Errorf("of a pair that agrees %v, want %v", got, want)
	}
	c.Birth, c.Gender, c.Place, c.Exact = kernel.DateOther, Differs, PlaceOther, false
	c.Name.Count[kernel.Different] = 1
	if got := c.Rarity(); got != [schemas.Comparisons]float64{} {
		t.Errorf("of a pair that differs %v: how rare the person's own values are is told", got)
	}
}

// The odds of a field are shared out without rest, and those of one candidate
// are the prior and its weight.
func TestOdds(t *testing.T) {
	m, c := Builtin(), typical()
	var f Field
	f.Reset(m, c.Frequency.People)
	for p := range uint32(8) {
		f.Add(Candidate{Person: p, Weights: Weights{Name: 17 + float64(p)/4}})
	}
	sum := f.Nobody() + f.Others()
	for i := range f.Len {
		sum += f.Probability(&f.Best[i])
	}
	if math.Abs(sum-1) > 1e-12 || f.Others() <= 0 {
		t.Errorf("all odds come to %v, others to %v", sum, f.Others())
	}
	top, p := f.Top()
	if odds := math.Log2(p / f.Nobody()); math.Abs(odds-(f.Prior()+top.Total)) > 1e-9 {
		t.Errorf("the best has odds of 2^%v against nobody, the waterfall ends at %v", odds, f.Prior()+top.Total)
	}
	w := m.Weigh(&c)
	total := 0.0
	for _, bits := range w.List() {
		total += bits
	}
	if total != w.Total() {
		t.Errorf("the list adds up to %v, the total is %v", total, w.Total())
	}
}
