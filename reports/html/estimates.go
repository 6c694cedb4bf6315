package html

import (
	"math"
	"strconv"
	"strings"

	"lamsach/reports"
)

// Estimates are the errors that the run expects of itself; nil where it counted
// none.
func (p page) Estimates() *reports.Estimates { return p.R.Estimates }

// Expected writes an expected number of rows: few with a digit behind the point,
// and what is there never as nothing.
func (p page) Expected(n float64) string {
	switch {
	case n == 0:
		return "0"
	case n < 0.1:
		return "<0" + decimal(p.Lang) + "1"
	case n < 9.95:
		return strings.Replace(strconv.FormatFloat(n, 'f', 1, 64), ".", decimal(p.Lang), 1)
	}
	return p.N(int64(n + 0.5))
}

// Rate writes how many of ten thousand.
func (p page) Rate(n float64) string {
	switch {
	case n >= 0.1 || n == 0:
		return p.Expected(n)
	case n < 0.001:
		return "<0" + decimal(p.Lang) + "001"
	}
	return strings.Replace(strconv.FormatFloat(n, 'g', 1, 64), ".", decimal(p.Lang), 1)
}

// Cost writes a cost as the job gave it.
func (p page) Cost(c float64) string {
	return strings.Replace(strconv.FormatFloat(c, 'f', -1, 64), ".", decimal(p.Lang), 1)
}

// Size of the plot of estimates.
const estimateLeft, estimateTop, estimateWidth, estimateHeight = 78.0, 22.0, 676.0, 240.0

// estimateChart is what each threshold costs and saves: rows left to people
// across, false links of ten thousand upwards, both on logarithmic scales.
type estimateChart struct {
	Left, Right, Top, Bottom string
	X, Y                     []tick
	Line                     string // points
	Dots                     []estimateDot
}

// estimateDot is a threshold on the curve.
type estimateDot struct {
	X, Y, Label string
	Own         bool // the job's accept or review
	Text        string
}

// leastRate keeps the logarithm of no false link at all within the plot.
const leastRate = 1e-4

// logScale is a logarithmic axis between two powers of ten.
type logScale struct{ from, to, start, length float64 }

// scaleOf is the axis that holds the values, a power of ten at least.
func scaleOf(values []float64, start, length float64) logScale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, math.Log10(v)), max(high, math.Log10(v))
	}
	low = math.Floor(low)
	return logScale{low, max(math.Ceil(high), low+1), start, length}
}

func (s logScale) at(v float64) float64 {
	return s.start + (math.Log10(v)-s.from)/(s.to-s.from)*s.length
}

// powers are the powers of ten along the axis, few enough to be read.
func (s logScale) powers() (all []float64) {
	for k := s.from; k <= s.to; k++ {
		all = append(all, math.Pow(10, k))
	}
	return all
}

// EstimateCurve draws the estimates; nil where one threshold is all there is.
func (p page) EstimateCurve() *estimateChart {
	if p.R.Estimates == nil || len(p.R.Estimates.Points) < 2 {
		return nil
	}
	var people, wrong []float64
	for _, e := range p.R.Estimates.Points {
		people = append(people, max(float64(e.ToPeople), 1))
		wrong = append(wrong, max(e.FalseInTenThousand(), leastRate))
	}
	x := scaleOf(people, estimateLeft, estimateWidth)
	y := scaleOf(wrong, estimateTop+estimateHeight, -estimateHeight)
	c := &estimateChart{
		Left: xy(estimateLeft), Right: xy(estimateLeft + estimateWidth), Top: xy(estimateTop), Bottom: xy(estimateTop + estimateHeight),
	}
	for _, v := range x.powers() {
		label := p.N(int64(v))
		if v == 1 {
			label = "≤ 1"
		}
		c.X = append(c.X, tick{xy(x.at(v)), label})
	}
	for _, v := range y.powers() {
		label := strings.Replace(strconv.FormatFloat(v, 'g', -1, 64), ".", decimal(p.Lang), 1)
		if v <= leastRate {
			label = "≤ " + label
		}
		c.Y = append(c.Y, tick{xy(y.at(v)), label})
	}
	var line []string
	for i, e := range p.R.Estimates.Points {
		d := estimateDot{X: xy(x.at(people[i])), Y: xy(y.at(wrong[i])), Own: e.Accept || e.Threshold == p.R.Estimates.From, Text: p.pointText(&e)}
		c.Dots = append(c.Dots, d)
		line = append(line, d.X+","+d.Y)
	}
	c.Line = strings.Join(line, " ")
	p.labelDots(c, func(i int) float64 { return x.at(people[i]) })
	return c
}

// labelRoom is how far apart the labels of two dots must be.
const labelRoom = 64.0

// labelDots writes thresholds beside dots where there is room: the job's own
// first.
func (p page) labelDots(c *estimateChart, x func(int) float64) {
	points := p.R.Estimates.Points
	var taken []float64
	label := func(i int, force bool) {
		for _, t := range taken {
			if !force && math.Abs(x(i)-t) < labelRoom {
				return
			}
		}
		taken = append(taken, x(i))
		c.Dots[i].Label = probability(points[i].Threshold, p.Lang)
	}
	for _, own := range []bool{true, false} {
		for i := range points {
			if c.Dots[i].Own == own {
				label(i, own)
			}
		}
	}
}

func (p page) pointText(e *reports.Estimate) string {
	return probability(e.Threshold, p.Lang) + ": " + p.Rate(e.FalseInTenThousand()) + p.T(" trên 10.000 sai người, ", " in 10,000 wrong, ") +
		p.Rows(e.ToPeople) + p.T(" để người xem", " left to people")
}
