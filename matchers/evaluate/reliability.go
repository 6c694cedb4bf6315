package evaluate

import "math"

// Bin is a tenth of match_probability.
type Bin struct {
	From  float64 `json:"from"`
	Rows  int64   `json:"rows"`
	Said  float64 `json:"said"`  // mean probability
	Right Share   `json:"right"` // observed: the person named is the one described
}

// Off is how far the mean probability is from the observed share.
func (b *Bin) Off() float64 { return math.Abs(b.Said - b.Right.Share) }

// Reliability says whether match_probability means what it says.
type Reliability struct {
	Bins  []Bin   `json:"bins"`
	Worst float64 `json:"worst"` // largest deviation among the bins with enough rows
	At    float64 `json:"at"`    // where the bin of it begins; -1 if no bin has enough
}

// enoughRows of a bin: fewer say nothing of a share.
const enoughRows = 100

// Calibration is the reliability over all rows that name somebody, and over
// those whose number does not say who it is.
type Calibration struct {
	All     Reliability `json:"all"`
	Without Reliability `json:"without_number"`
}

// tenths counts bins.
type tenths [10]struct {
	rows, hits int64
	sum        float64
}

// add puts a probability beside what is true of the person it speaks of.
func (t *tenths) add(p float64, right bool) {
	b := &t[min(max(int(p*10), 0), 9)]
	b.rows++
	b.sum += p
	if right {
		b.hits++
	}
}

func (t *tenths) result() Reliability {
	r := Reliability{At: -1}
	for i, b := range t {
		bin := Bin{From: float64(i) / 10, Rows: b.rows, Said: b.sum / float64(max(b.rows, 1)), Right: ShareOf(b.hits, b.rows)}
		if b.rows >= enoughRows && (r.At < 0 || bin.Off() > r.Worst) {
			r.Worst, r.At = bin.Off(), bin.From
		}
		r.Bins = append(r.Bins, bin)
	}
	return r
}
