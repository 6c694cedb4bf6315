package evaluate

import (
	"math"
	"slices"
	"sort"

	"lamsach/schemas"
)

// thresholds are those at which the curve is told.
var thresholds = []float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999, 0.99995, 0.99999}

// grid is all thresholds that are tried: those that are told, and between them
// eight for each halving of the odds that a link is wrong.
var grid = makeGrid()

func makeGrid() []float64 {
	all := slices.Clone(thresholds)
	for k := 8; k <= 40*8; k++ {
		all = append(all, 1-math.Exp2(-float64(k)/8))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Point is what a threshold gives.
type Point struct {
	Threshold float64 `json:"threshold"`
	Links     int64   `json:"links"`
	Precision Share   `json:"precision"`
	Recall    Share   `json:"recall"` // of the rows of kind match
	F1        F1      `json:"f1"`

	Estimated Estimated `json:"estimated"` // without labels
}

// Best is the most people that can be linked at a precision.
type Best struct {
	Least   float64 `json:"least"` // the precision asked for
	Reached bool    `json:"reached"`
	Point
}

// precisions are those at which the best recall is told.
var precisions = []float64{0.99, 0.999, 0.9999}

// Curve says what accepting from other probabilities on would give. A row that
// is contradicted is linked at no threshold.
type Curve struct {
	Points []Point `json:"points"`
	Best   []Best  `json:"best"`
	Fine   []Point `json:"-"` // every threshold tried, ascending, as far as it changes anything
}

// ladder counts the rows that each threshold of the grid would link and the
// next one would not.
type ladder struct {
	steps [512]step
}

type step struct {
	links, right, match int64
	doubt               float64 // sum of 1 - match_probability
}

func (c *ladder) add(l *Label, a *Answer) {
	if !(a.Probability >= grid[0]) || a.Verdict == schemas.Contradicted || a.named() == 0 {
		return
	}
	s := &c.steps[sort.SearchFloat64s(grid, math.Nextafter(a.Probability, 2))-1]
	s.links++
	s.doubt += 1 - a.Probability
	if a.named() == l.Person {
		s.right++
		if l.Kind == Match {
			s.match++
		}
	}
}

// result walks down from the highest threshold.
func (c *ladder) result(matches int64, beyond func(threshold float64) float64) (r Curve) {
	var sum step
	at := make([]Point, len(grid))
	for i := len(grid) - 1; i >= 0; i-- {
		s := c.steps[i]
		sum.links, sum.right, sum.match, sum.doubt = sum.links+s.links, sum.right+s.right, sum.match+s.match, sum.doubt+s.doubt
		p := Point{Threshold: grid[i], Links: sum.links, Precision: ShareOf(sum.right, sum.links), Recall: ShareOf(sum.match, matches)}
		p.F1 = F1Of(p.Precision, p.Recall)
		p.Estimated = estimateOf(sum.doubt, beyond(grid[i]), sum.links-sum.right, sum.links)
		at[i] = p
	}
	for i, p := range at {
		if slices.Contains(thresholds, p.Threshold) {
			r.Points = append(r.Points, p)
		}
		if p.Links > 0 && (i == 0 || p.Links != at[i-1].Links) {
			r.Fine = append(r.Fine, p)
		}
	}
	for _, least := range precisions {
		b := Best{Least: least}
		for _, p := range at { // the lowest threshold links most
			if p.Links > 0 && p.Precision.Share >= least {
				b.Reached, b.Point = true, p
				break
			}
		}
		r.Best = append(r.Best, b)
	}
	return r
}
