package train

import (
	"errors"
	"fmt"
	"math"

	"lamsach/matchers"
)

// MinRows is how many rows a training needs at least to train on, and as many to
// judge by: with fewer the usual shares would decide everything. minInside is
// the share of them that must seem to speak of people of the register.
const (
	MinRows   = 2_000
	minInside = 0.2
)

// ErrSample is under every error of a sample that nothing can be learned from.
var ErrSample = errors.New("nothing can be learned from this sample")

// Options of a training.
type Options struct {
	Name     string // of the model
	Register string // id of the snapshot
	Base     *matchers.Model
	Random   []matchers.Comparison // of rows with random people
}

// Result is a model and how it came about.
type Result struct {
	Model       *matchers.Model
	Likelihoods []float64 // bits per row before each round, and after the last
	Moves       []Move
	Chances     []Chance
	Before      float64 // bits per row of the rows kept back, under the base
	After       float64 // and under what was estimated
	Error       float64 // standard error of their difference
	Kept        bool    // After is not better: the model has the parameters of the base
}

// Move is what became of one parameter.
type Move struct {
	Param  string  `json:"param"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	Bits   float64 `json:"bits"` // by which a weight changes
	Held   bool    `json:"held"` // it went as far as training lets it
}

// Fit trains on one sample and judges by the other. When the rows kept back are
// not more likely under the new parameters than under the old, beyond what
// chance explains, the old ones stay.
func Fit(rows, keptBack *Sample, o Options) (*Result, error) {
	if rows.total < MinRows || keptBack.total < MinRows {
		return nil, fmt.Errorf("%w: %d rows to train on and %d to judge by; it needs %d of each", ErrSample, rows.total, keptBack.total, MinRows)
	}
	m, n, likelihoods := rows.fit(o.Base)
	if share := n[inside] / (n[inside] + n[outside]); share < minInside {
		return nil, fmt.Errorf("%w: only %.0f %% of its rows seem to speak of people in the register; is it the right one?", ErrSample, 100*share)
	}
	chances := byChance(m, o.Random)
	round(m)
	r := &Result{Likelihoods: likelihoods, Chances: chances}
	r.judge(keptBack, o.Base, m)
	usual := usual(o.Base)
	_, held := moves(&n, &usual, rows.anchored(&n))
	if r.Kept = !(r.After-r.Before > 2*r.Error); r.Kept {
		kept := *o.Base
		m = &kept
	} else {
		r.Moves = compare(o.Base, m, &held)
	}
	m.Name, m.Version = o.Name, matchers.ModelVersion
	m.Trained = &matchers.Trained{
		From: o.Base.Hash(), Register: o.Register, Rows: rows.total, Distinct: rows.Distinct(), Labelled: rows.labelled,
		Rounds: len(likelihoods) - 1, Likelihood: digits(likelihoods[len(likelihoods)-1], 6),
		HeldOutRows: keptBack.total, HeldOutBefore: digits(r.Before, 6), HeldOutAfter: digits(r.After, 6), Kept: r.Kept,
	}
	text, err := m.Encode()
	if err == nil {
		r.Model, err = matchers.Parse(text)
	}
	if err != nil {
		return nil, fmt.Errorf("what was estimated is no model: %w", err)
	}
	return r, nil
}

// judge holds two models against rows kept back.
func (r *Result) judge(s *Sample, before, after *matchers.Model) {
	a, b := s.judge(before), s.judge(after)
	var sum, squares float64
	for i := range s.rows {
		n, x, y := float64(s.counts[i]), a.likelihood(&s.rows[i]), b.likelihood(&s.rows[i])
		r.Before += n * x
		r.After += n * y
		sum += n * (y - x)
		squares += n * (y - x) * (y - x)
	}
	n := float64(s.total)
	r.Before, r.After = r.Before/n, r.After/n
	r.Error = math.Sqrt(math.Max(squares/n-sum/n*sum/n, 0) / n)
}

// round rounds what people review: weights to hundredths of a bit, the others
// to four digits.
func round(m *matchers.Model) {
	for _, p := range m.Params() {
		switch p.Unit {
		case matchers.LogShare, matchers.Bits:
			*p.Value = math.Round(*p.Value*100) / 100
		case matchers.Probability:
			*p.Value = digits(*p.Value, 4)
		}
	}
}

func digits(x float64, n int) float64 {
	if x == 0 {
		return 0
	}
	scale := math.Pow(10, float64(n-1)-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*scale) / scale
}

// compare lists the parameters that differ.
func compare(before, after *matchers.Model, levels *[levels]bool) (list []Move) {
	held := heldParams(before, levels)
	a, b := before.Params(), after.Params()
	for i := range a {
		x, y := *a[i].Value, *b[i].Value
		if x == y {
			continue
		}
		m := Move{Param: a[i].Name, Before: x, After: y, Held: held[a[i].Name]}
		if a[i].Unit == matchers.Probability {
			m.Bits = digits(math.Log2(y/x), 3)
		} else {
			m.Bits = math.Round((y-x)*100) / 100
		}
		list = append(list, m)
	}
	return list
}

// heldParams are the parameters of levels that went as far as they may: those
// that another bit of the level would move.
func heldParams(base *matchers.Model, held *[levels]bool) map[string]bool {
	names := map[string]bool{}
	for l := range held {
		if !held[l] {
			continue
		}
		var bit counts
		bit[l] = -1
		a, b := base.Params(), moved(base, &bit).Params()
		for i := range a {
			if *a[i].Value != *b[i].Value {
				names[a[i].Name] = true
			}
		}
	}
	return names
}
