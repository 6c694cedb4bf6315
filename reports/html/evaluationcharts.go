package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"lamsach/matchers/evaluate"
)

// tick is a mark of an axis.
type tick struct {
	At    string // SVG coordinate
	Label string
}

// xy writes a coordinate: short, and the same on every machine.
func xy(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', 1, 64) }

// Size of the chart of thresholds, and of the plot within it.
const (
	curveLeft, curveTop, curveWidth, curveHeight = 78.0, 14.0, 676.0, 300.0
	mostBits, leastShare                         = 17.0, 1e-5 // 1-0.99999 is 2^-16.6
)

// curveChart is what each threshold costs: links to the wrong person and people
// not linked to, both as shares on a logarithmic scale. Precision and recall
// themselves lie so near 1 that their curves could not be told from its edge.
type curveChart struct {
	X, Y                []tick
	Wrong, Band, Missed string // paths
	Accept              string // where the run accepts
	Right, Bottom       string
	AcceptText          string
}

// Curve draws the threshold curve.
func (p evaluationPage) Curve() curveChart {
	x := func(threshold float64) float64 { // doublings of the odds
		bits := -math.Log2(max(1-threshold, 1e-12))
		return curveLeft + (min(bits, mostBits)-1)/(mostBits-1)*curveWidth
	}
	y := func(share float64) float64 {
		return curveTop + math.Log10(max(min(share, 1), leastShare))/math.Log10(leastShare)*curveHeight
	}
	c := curveChart{Right: xy(curveLeft + curveWidth), Bottom: xy(curveTop + curveHeight), Accept: xy(x(p.E.Accept)), AcceptText: probability(p.E.Accept, p.Lang)}
	for _, t := range []float64{0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999} {
		c.X = append(c.X, tick{xy(x(t)), probability(t, p.Lang)})
	}
	for _, s := range []float64{1, 0.1, 0.01, 0.001, 0.0001, 0.00001} {
		label := strings.Replace(strconv.FormatFloat(100*s, 'g', -1, 64), ".", decimal(p.Lang), 1) + "%"
		if s == leastShare {
			label = "≤ " + label
		}
		c.Y = append(c.Y, tick{xy(y(s)), label})
	}
	var wrong, missed, upper, lower []string
	for _, point := range p.V.Curve.Fine {
		if -math.Log2(max(1-point.Threshold, 1e-12)) > mostBits {
			break
		}
		at := xy(x(point.Threshold))
		wrong = append(wrong, at+","+xy(y(1-point.Precision.Share)))
		upper = append(upper, at+","+xy(y(1-point.Precision.Low)))
		lower = append([]string{at + "," + xy(y(1-point.Precision.High))}, lower...)
		missed = append(missed, at+","+xy(y(1-point.Recall.Share)))
	}
	c.Wrong, c.Missed = strings.Join(wrong, " "), strings.Join(missed, " ")
	c.Band = strings.Join(append(upper, lower...), " ")
	return c
}

// Bests are the best recalls at a precision, in words.
func (p evaluationPage) Bests() []evaluate.Best { return p.V.Curve.Best }

// Threshold writes a threshold.
func (p evaluationPage) Threshold(t float64) string {
	return strings.Replace(fmt.Sprintf("%.7g", t), ".", decimal(p.Lang), 1)
}

// Size of the plot of a reliability diagram.
const reliabilityLeft, reliabilityTop, reliabilitySide = 46.0, 12.0, 280.0

// dot is a tenth of match_probability in a reliability diagram.
type dot struct {
	X, Y, Low, High string
	Few             bool
	Text            string
}

// reliabilityChart is a reliability diagram.
type reliabilityChart struct {
	Page  evaluationPage
	ID    string
	Title string
	evaluate.Reliability
	Dots          []dot
	X, Y          []tick
	Left, Right   string
	Top, Bottom   string
	Corridor      string // within which a probability is as good as promised
	Rows          int64
	WorstText, At string
}

// corridor is how far a probability may be from what is observed.
const corridor = 0.03

// Reliabilities draws the reliability diagrams.
func (p evaluationPage) Reliabilities() []reliabilityChart {
	return []reliabilityChart{
		p.reliability("all", p.T("Mọi dòng nêu một người", "All rows that name somebody"), p.V.Calibration.All),
		p.reliability("unsure", p.T("Dòng không có số khớp", "Rows without an agreeing number"), p.V.Calibration.Without),
	}
}

func (p evaluationPage) reliability(id, title string, r evaluate.Reliability) reliabilityChart {
	x := func(v float64) float64 { return reliabilityLeft + v*reliabilitySide }
	y := func(v float64) float64 { return reliabilityTop + (1-min(max(v, 0), 1))*reliabilitySide }
	c := reliabilityChart{
		Page: p, ID: p.ID("rel-" + id), Title: title, Reliability: r,
		Left: xy(x(0)), Right: xy(x(1)), Top: xy(y(1)), Bottom: xy(y(0)),
	}
	for i := range 6 {
		v := float64(i) / 5
		c.X = append(c.X, tick{xy(x(v)), probability(v, p.Lang)})
		c.Y = append(c.Y, tick{xy(y(v)), probability(v, p.Lang)})
	}
	point := func(at, v float64) string { return xy(x(at)) + "," + xy(y(v)) }
	c.Corridor = strings.Join([]string{
		point(0, corridor), point(1-corridor, 1), point(1, 1), point(1, 1-corridor), point(corridor, 0), point(0, 0),
	}, " ")
	for _, b := range r.Bins {
		c.Rows += b.Rows
		if b.Rows == 0 {
			continue
		}
		c.Dots = append(c.Dots, dot{
			X: xy(x(b.Said)), Y: xy(y(b.Right.Share)), Low: xy(y(b.Right.Low)), High: xy(y(b.Right.High)), Few: b.Rows < fewRows,
			Text: fmt.Sprintf("%s–%s: %s; %s, %s", probability(b.From, p.Lang), probability(math.Round(10*b.From+1)/10, p.Lang),
				p.Rows(b.Rows), p.T("nói ", "said ")+p.Fine(b.Said), p.T("đúng ", "right ")+p.Fine(b.Right.Share)),
		})
	}
	if r.At >= 0 {
		c.WorstText, c.At = p.Threshold(math.Round(r.Worst*1e4)/1e4), probability(r.At, p.Lang)
	}
	return c
}
