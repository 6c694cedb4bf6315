package evaluate

import "math"

// Estimated is how many links would be thought wrong without any label, beside
// how many are: of the same rows, so that the two differ only by how good the
// estimate is.
type Estimated struct {
	FalseLinks float64 `json:"false_links"` // expected: the sum of 1 - match_probability over the links, and what the run expects beyond
	Share      float64 `json:"share"`       // of the links
	Chance     float64 `json:"chance"`      // how likely a count so far off is if the estimate holds, to a millionth
}

// estimateOf puts an expected number of false links beside what was counted.
func estimateOf(doubt, beyond float64, wrong, links int64) Estimated {
	expected := doubt + float64(beyond*float64(links)) // rounded in between on every machine
	e := Estimated{FalseLinks: expected, Chance: math.Round(chance(expected, wrong)*1e6) / 1e6}
	if links > 0 {
		e.Share = expected / float64(links)
	}
	return e
}

// chance is the two-sided probability of a count as far from what is expected
// as this one, by Poisson's law: wrong links are rare and many.
func chance(expected float64, count int64) float64 {
	if expected <= 0 {
		if count == 0 {
			return 1
		}
		return 0
	}
	return min(1, 2*min(atMost(expected, count), 1-atMost(expected, count-1)))
}

// atMost is the probability that Poisson's law gives to this count or fewer.
// Of many the normal law tells it as well, with half a count for its steps.
func atMost(expected float64, count int64) float64 {
	if count < 0 {
		return 0
	}
	if expected > 500 {
		return math.Erfc(-(float64(count)+0.5-expected)/math.Sqrt(2*expected)) / 2
	}
	term, sum := math.Exp(-expected), 0.0
	for k := range count + 1 {
		sum += term
		term *= expected / float64(k+1)
		if float64(k) > expected && term < 1e-18 {
			break
		}
	}
	return min(sum, 1)
}
