package evaluate

import "math"

// Share is a part of a whole with its 95 % interval.
type Share struct {
	Hits  int64   `json:"hits"`
	Of    int64   `json:"of"`
	Share float64 `json:"share"` // 0 where there is nothing to share
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// z is the 97.5 % point of the normal distribution.
const z = 1.959963984540054

// ShareOf makes a share with its Wilson score interval, which holds for few
// rows and for shares near 0 and 1 too. Of nothing it is 0 to 1: anything.
func ShareOf(hits, of int64) Share {
	s := Share{Hits: hits, Of: of, High: 1}
	if of == 0 {
		return s
	}
	n := float64(of)
	p := float64(hits) / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	s.Share, s.Low, s.High = p, max(0, middle-half), min(1, middle+half)
	if hits == 0 {
		s.Low = 0 // not what rounding leaves of it
	}
	if hits == of {
		s.High = 1
	}
	return s
}

// F1 is the harmonic mean of precision and recall. Its bounds are those of the
// two bounds, so the interval is rather too wide.
type F1 struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// F1Of puts precision and recall together.
func F1Of(precision, recall Share) F1 {
	return F1{harmonic(precision.Share, recall.Share), harmonic(precision.Low, recall.Low), harmonic(precision.High, recall.High)}
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
