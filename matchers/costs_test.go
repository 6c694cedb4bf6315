package matchers

import (
	"math"
	"testing"
)

// At every probability the thresholds choose what costs least to be expected.
func TestCostsChooseTheCheapest(t *testing.T) {
	for _, c := range []Costs{
		{FalseLink: 1000, MissedLink: 1, Review: 0.05},
		{FalseLink: 900, MissedLink: 1, Review: 0.9},
		{FalseLink: 1, MissedLink: 1, Review: 0.1},
		{FalseLink: 1, MissedLink: 1, Review: 0.5}, // all three meet
		{FalseLink: 1, MissedLink: 1, Review: 5},   // people are never worth it
		{FalseLink: 2, MissedLink: 7, Review: 1.9},
	} {
		accept, review := c.Thresholds()
		if !(0 < review && review <= accept && accept < 1) {
			t.Errorf("%+v: accept %g, review %g", c, accept, review)
		}
		for i := range 10_000 {
			p := (float64(i) + 0.5) / 10_000
			link, ask, leave := (1-p)*c.FalseLink, c.Review, p*c.MissedLink
			chosen := leave
			switch {
			case p >= accept:
				chosen = link
			case p >= review:
				chosen = ask
			}
			if least := min(link, ask, leave); chosen > least*(1+1e-9) {
				t.Fatalf("%+v at %g: costs %g, the least is %g", c, p, chosen, least)
			}
		}
	}
}

// The thresholds of a job that says nothing are those of these costs.
func TestCostsOfTheDefaults(t *testing.T) {
	accept, review := (&Costs{FalseLink: 900, MissedLink: 1, Review: 0.9}).Thresholds()
	if math.Abs(accept-0.999) > 1e-15 || review != 0.9 {
		t.Errorf("accept %v, review %v", accept, review)
	}
}
