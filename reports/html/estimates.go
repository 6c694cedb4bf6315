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

// Expected writes an expected number of rows.
func (p page) Expected(n float64) string {
	if few := reports.Few(n); few != "" {
		return p.point(few)
	}
	return p.N(int64(n + 0.5))
}

// Rate writes how many of ten thousand.
func (p page) Rate(n float64) string {
	if small := reports.Small(n); small != "" {
		return p.point(small)
	}
	return p.Expected(n)
}

// point writes a number's point as the language does.
func (p page) point(number string) string { return strings.Replace(number, ".", decimal(p.Lang), 1) }

// Cost writes a cost as the job gave it.
func (p page) Cost(c float64) string {
	return p.point(strconv.FormatFloat(c, 'f', -1, 64))
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
		label := p.point(strconv.FormatFloat(v, 'g', -1, 64))
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
