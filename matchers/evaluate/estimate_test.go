package evaluate

import (
	"math"
	"testing"
)

// The chance of a count as Poisson's law has it, of few by its own terms and of
// many as the normal law tells it; the two agree where they meet.
func TestChanceOfCounts(t *testing.T) {
	for _, c := range []struct {
		expected float64
		count    int64
		want     float64
	}{
		{0, 0, 1}, {0, 1, 0}, {2, 2, 1}, {2, 8, 0.002194}, {10, 3, 0.020672}, {1000, 900, 0.001661}, {499.9, 560, 0.008}, {500.1, 560, 0.008},
	} {
		if got := chance(c.expected, c.count); math.Abs(got-c.want) > 1e-3 {
			t.Errorf("%g expected, %d counted: %.6f, want %.6f", c.expected, c.count, got, c.want)
		}
	}
}

// What the run expects beyond match_probability counts for every link.
func TestEstimateBeyondProbabilities(t *testing.T) {
	e := estimateOf(2, 0.001, 7, 4000)
	if e.FalseLinks != 6 || e.Share != 0.0015 || e.Chance < 0.7 {
		t.Errorf("%+v", e)
	}
	if e := estimateOf(2, 0, 7, 4000); e.FalseLinks != 2 || e.Chance > 0.01 || (&Result{}).Estimated.FalseLinks != 0 {
		t.Errorf("%+v", e)
	}
}
