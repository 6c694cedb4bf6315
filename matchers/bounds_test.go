package matchers

import (
	"math"
	"testing"
)

func TestExp2Above(t *testing.T) {
	for x := -120.0; x < 120; x += 0.037 {
		if got, want := exp2Above(x), math.Exp2(x); got < want*(1-1e-15) || got > want*1.07 {
			t.Fatalf("2^%v: %v, want %v or a little more", x, got, want)
		}
	}
}

// A decision is sure where those passed over are few enough, and not where they
// could move it over a threshold.
func TestSure(t *testing.T) {
	for _, c := range []struct {
		best, unseen float64 // odds relative to nobody's
		want         bool
	}{
		{0.1, 0.5, true},      // nobody reaches review either way
		{0.1, 50, false},      // all together might
		{1e6, 1, true},        // far above everything
		{1e4, 30, false},      // accepted without them, not with them
		{20, 0.01, true},      // moves a review a little
		{20, 3, false},        // moves it much
		{999.9, 0.2, false},   // on the edge
		{1e9, 1e9 / 2, false}, // half as heavy as the best
	} {
		f := &Field{in: 1, out: 1}
		f.Add(Candidate{Person: 1, Weights: Weights{Name: math.Log2(c.best)}})
		f.Pass(math.Log2(c.unseen))
		if got := f.Sure(0.999, 0.9); got != c.want {
			t.Errorf("best %v, passed over %v: sure %v, want %v", c.best, c.unseen, got, c.want)
		}
	}
}
