package html

import (
	"math"
	"testing"
)

func TestLogarithm(t *testing.T) {
	for v := 1e-7; v < 1e9; v *= 1.37 {
		if got, want := log10(v), math.Log10(v); math.Abs(got-want) > 1e-12 {
			t.Errorf("%g: %v, want %v", v, got, want)
		}
	}
	for k := -4; k < 9; k++ { // ends of an axis are whole
		if got := log10(math.Pow10(k)); math.Abs(got-float64(k)) > 1e-12 {
			t.Errorf("1e%d: %v", k, got)
		}
	}
}
