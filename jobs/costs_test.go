package jobs

import (
	"testing"

	"lamsach/matchers"
)

// Thresholds that follow from costs judge rows, and name the run, like the same
// thresholds written down.
func TestCostsAreTheirThresholds(t *testing.T) {
	c := &matchers.Costs{FalseLink: 1000, MissedLink: 1, Review: 0.05}
	accept, review := c.Thresholds()
	fromCosts, written := Thresholds{accept, review, c}, Thresholds{Accept: 0.99995, Review: 0.05}
	if fromCosts.alone() != written {
		t.Errorf("%+v, want %+v", fromCosts.alone(), written)
	}
	if told := fromCosts.told(); told.Costs == nil || told.Costs.FalseLink != 1000 || told.Accept != 0.99995 {
		t.Errorf("the report is told %+v", told)
	}
	if written.told().Costs != nil {
		t.Error("costs are told that nobody gave")
	}
	if got, want := fromCosts.String(), "link from 0.99995, people look from 0.05 (costs: false link 1000, missed link 1, review 0.05)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRatesInWords(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 0.00002: "<0.001", 0.0012: "0.001", 0.026: "0.03", 0.44: "0.4", 12.4: "12"} {
		if got := inTenThousand(n); got != want {
			t.Errorf("%g: %q, want %q", n, got, want)
		}
	}
}

func TestExpectedInWords(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 0.04: "<0.1", 0.44: "0.4", 9.94: "9.9", 9.96: "10", 1204.4: "1,204"} {
		if got := expected(n); got != want {
			t.Errorf("%g: %q, want %q", n, got, want)
		}
	}
}
