package matchers

import (
	"math"
	"testing"

	"lamsach/matchers/kernel"
)

// typical is a pair of the right person in a register of a million.
func typical() Comparison {
	c := Comparison{PIN: NumberOwn, Exact: true, Birth: kernel.DateSame, Gender: Agrees, Place: PlaceCommune, PlaceFits: 1, PlaceCommuneKnown: true}
	c.Name.Count[kernel.Same] = 3
	c.Frequency = Frequency{
		People: 1e6, RowName: 1e-4, Person: 1e-4, Surname: 0.3, Given: 0.01, Partial: 3e-3,
		RowDay: 3.5e-5, Day: 3.5e-5, Year: 0.013, Gender: 0.5, Commune: 3e-4, Province: 0.03,
	}
	return c
}

func posterior(t *testing.T, c Comparison, others ...Comparison) float64 {
	t.Helper()
	m := Builtin()
	var f Field
	f.Reset(m, c.Frequency.People)
	f.Add(Candidate{Person: 1, Weights: m.Weigh(&c)})
	for i := range others {
		f.Add(Candidate{Person: uint32(i + 2), Weights: m.Weigh(&others[i])})
	}
	for i := range f.Len {
		if f.Best[i].Person == 1 {
			return f.Probability(&f.Best[i])
		}
	}
	return 0
}

// What the table of verdicts asks of the built-in model, case by case. The
// thresholds are the defaults of a job: accept 0.999, review 0.9.
func TestBuiltinModelSeparates(t *testing.T) {
	change := func(f func(*Comparison)) Comparison {
		c := typical()
		f(&c)
		return c
	}
	differ := func(c *Comparison, surname, given kernel.Relation) {
		c.Exact = false
		c.Name = kernel.NameMatch{Surname: surname, Given: given}
		c.Name.Count[kernel.Different] = 1
	}
	for _, k := range []struct {
		what     string
		c        Comparison
		low, top float64
	}{
		{"everything agrees", typical(), 0.999, 1},
		{"number and name agree, birth date differs", change(func(c *Comparison) { c.Birth = kernel.DateOther }), 0.999, 1},
		{"number and birth date agree, one tone differs", change(func(c *Comparison) {
			c.Exact = false
			c.Name.Count = [kernel.Relations]uint8{kernel.Same: 2, kernel.Tone: 1}
		}), 0.999, 1},
		{"no number, all else agrees", change(func(c *Comparison) { c.PIN = NumberMissing }), 0.999, 1},
		{"the number alone, nothing else stated", change(func(c *Comparison) {
			c.Birth, c.Gender, c.Place, c.Nameless = kernel.DateMissing, Missing, PlaceMissing, true
		}), 0.9, 0.999},
		{"somebody else's number: name and birth date differ", change(func(c *Comparison) {
			differ(c, kernel.Different, kernel.Different)
			c.Birth, c.Place = kernel.DateOther, PlaceOther
		}), 0, 0.1},
		{"a father's number: the surname agrees", change(func(c *Comparison) {
			differ(c, kernel.Same, kernel.Different)
			c.Birth = kernel.DateOther
			c.Place = PlaceMissing
		}), 0, 0.9},
		{"a common name and the birth year, no number", change(func(c *Comparison) {
			c.PIN, c.Birth, c.Place = NumberMissing, kernel.DateRowYear, PlaceMissing
			c.Frequency.Person, c.Frequency.RowName = 1e-3, 1e-3
		}), 0, 0.9},
		{"an outsider's own number, name and birth date of an insider", change(func(c *Comparison) {
			c.PIN, c.Place, c.Frequency.Person, c.Frequency.RowName = NumberUnknown, PlaceOther, 1e-3, 1e-3
		}), 0, 0.9},
	} {
		if p := posterior(t, k.c); p < k.low || p > k.top {
			t.Errorf("%s: probability %.6f, want %g to %g", k.what, p, k.low, k.top)
		}
	}
}

// A namesake of the same birth date makes either as likely.
func TestNamesakesShareTheProbability(t *testing.T) {
	c := typical()
	c.PIN = NumberMissing
	if p := posterior(t, c, c); math.Abs(p-0.5) > 0.01 {
		t.Errorf("one of two equal candidates has probability %.4f, want a half", p)
	}
}

func TestFieldDoesNotDependOnOrder(t *testing.T) {
	m := Builtin()
	totals := []float64{3, 17, 9, 9, 21, 1, 12, 30}
	var up, down Field
	up.Reset(m, 1e6)
	down.Reset(m, 1e6)
	for i, w := range totals {
		up.Add(Candidate{Person: uint32(i), Weights: Weights{Name: w}})
	}
	for i := len(totals) - 1; i >= 0; i-- {
		down.Add(Candidate{Person: uint32(i), Weights: Weights{Name: totals[i]}})
	}
	if up.Best != down.Best {
		t.Errorf("candidates %v in one order, %v in the other", up.Best, down.Best)
	}
	if up.Best[0].Total != 30 || up.Best[4].Total != 9 || up.Len != MaxCandidates {
		t.Errorf("the five best are %v", up.Best)
	}
}

func TestModelIsReadStrictly(t *testing.T) {
	if _, err := Parse([]byte(`{"version":1,"nombre":2}`)); err == nil {
		t.Error("an unknown field is accepted")
	}
	if _, err := Parse([]byte(`{"version":1}`)); err == nil {
		t.Error("a model without probabilities is accepted")
	}
	again, err := Parse(builtin)
	if err != nil || again.Hash() != Builtin().Hash() || again.Hash() == Builtin().Name {
		t.Errorf("the built-in model's identity is not that of its text: %v", err)
	}
}
