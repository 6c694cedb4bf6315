package quality

import (
	"math"
	"testing"

	"lamsach/reports"
)

// estimateMixes are held against the truth up to a threshold. Above it the
// estimate of files with three times the errors is known to be too low
// (docs/operating/estimates.md says by how much).
var estimateMixes = []struct {
	name  string
	holds float64
}{{"default", 1}, {"noid", 1}, {"dirty", 0.9995}}

// pooled are the false links of several files at one threshold.
type pooled struct {
	links, wrong int64
	expected     float64
	borrowed     float64 // of these, under a relative's number
}

// What runs expect of themselves without labels is held against the truth at
// every threshold they tell. Wrong links are few, so those of several files are
// added up: so many must be what chance would give (in 1 of 1,000 trials, on
// either side) if the estimate were right within a factor of two, which is what
// docs/operating/estimates.md promises. The figures there are those of -full.
func TestEstimatesHoldAgainstTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("invents and answers files of 200,000 rows")
	}
	const factor, tail = 2.0, 0.0005
	seeds := uint64(2)
	if *full {
		seeds = 10
	}
	d := density{name: "thin", people: 200_000, rows: 200_000}
	dir := t.TempDir()
	d.build(t, dir)
	for _, mix := range estimateMixes {
		sums, thresholds := d.pool(t, dir, mix.name, seeds)
		if len(thresholds) < 7 {
			t.Errorf("%s: %d thresholds were held against the truth", mix.name, len(thresholds))
		}
		for _, at := range thresholds {
			s := sums[at]
			low, high := interval(s.wrong)
			t.Logf("%s from %g: of %d links %d wrong (95 %%: %.1f to %.1f), %.2f expected, %.2f of them under a relative's number", mix.name, at, s.links, s.wrong, low, high, s.expected, s.borrowed)
			tooFew, tooMany := poisson(s.expected/factor, s.wrong) < tail, 1-poisson(s.expected*factor, s.wrong-1) < tail
			if at <= mix.holds && (tooFew || tooMany) {
				t.Errorf("%s from %g: %d wrong links, %.2f expected", mix.name, at, s.wrong, s.expected)
			}
		}
	}
}

// pool answers files of a mix and adds up their false links, counted and
// expected. Thresholds are those that both the run and the truth tell, ascending.
func (d *density) pool(t *testing.T, dir, mix string, seeds uint64) (map[float64]pooled, []float64) {
	t.Helper()
	sums, thresholds := map[float64]pooled{}, []float64(nil)
	var expected, named, missed int64
	for seed := range seeds {
		run, e := d.measure(t, dir, mix, 12+seed)
		estimates := run.Tally.Estimate(reports.Threshold{Accept: run.Job.Thresholds.Accept, Review: run.Job.Thresholds.Review})
		for _, p := range estimates.Points {
			for _, c := range e.Curve.Points {
				if c.Threshold != p.Threshold {
					continue
				}
				if c.Links != p.Links || math.Abs(c.Estimated.FalseLinks-p.FalseLinks) > 1e-3 {
					t.Errorf("%s from %g: the run tells %d links and %g false ones, the outcomes %d and %g",
						mix, p.Threshold, p.Links, p.FalseLinks, c.Links, c.Estimated.FalseLinks)
				}
				if seed == 0 {
					thresholds = append(thresholds, p.Threshold)
				}
				s := sums[p.Threshold]
				sums[p.Threshold] = pooled{s.links + p.Links, s.wrong + c.Precision.Of - c.Precision.Hits, s.expected + p.FalseLinks, s.borrowed + p.Borrowed}
			}
		}
		expected += int64(math.Round(estimates.Accept().MissedLinks))
		named, missed = named+e.Candidate, missed+e.Present-e.Right
	}
	// Of missed links only those are estimated whose row names somebody.
	t.Logf("%s: %d missed links expected, %d named and %d in all", mix, expected, named, missed)
	if math.Abs(float64(expected-named)) > 0.05*float64(named) {
		t.Errorf("%s: %d missed links expected among rows that name somebody, %d there are", mix, expected, named)
	}
	return sums, thresholds
}

// poisson is the probability of at most so many where so many are expected. Its
// terms are found by logarithms: of a thousand expected the first is no number
// that a float64 holds.
func poisson(expected float64, count int64) (sum float64) {
	for k := int64(0); k <= count; k++ {
		factorial, _ := math.Lgamma(float64(k + 1))
		sum += math.Exp(float64(k)*math.Log(expected) - expected - factorial)
	}
	return sum
}

// interval is Garwood's exact 95 % interval of what is to be expected where so
// many were counted.
func interval(count int64) (low, high float64) {
	search := func(above func(float64) bool) float64 {
		from, to := 1e-9, 3*float64(count)+30
		for range 60 {
			if mid := (from + to) / 2; above(mid) {
				to = mid
			} else {
				from = mid
			}
		}
		return from
	}
	if count > 0 {
		low = search(func(m float64) bool { return 1-poisson(m, count-1) > 0.025 })
	}
	return low, search(func(m float64) bool { return poisson(m, count) < 0.025 })
}

// Intervals of few counts as tables of Poisson's law have them, and of many.
func TestIntervalOfRareCounts(t *testing.T) {
	for count, want := range map[int64][2]float64{0: {0, 3.689}, 1: {0.025, 5.572}, 10: {4.795, 18.39}, 976: {915.7, 1039.2}} {
		low, high := interval(count)
		if math.Abs(low-want[0]) > 0.1 || math.Abs(high-want[1]) > 0.1 {
			t.Errorf("%d: %.3f to %.3f, want %v", count, low, high, want)
		}
	}
}
