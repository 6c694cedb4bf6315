package html

import (
	"fmt"
	"html/template"
	"io"

	"lamsach/reports"
	"lamsach/schemas"
)

// WriteAcross writes the page of a job over several runs, in the manner of a
// run's report. The bytes are a function of the report alone.
func WriteAcross(w io.Writer, r *reports.Across) error {
	sheet := style + evaluationStyle
	d := struct {
		Title  string
		Style  template.CSS
		Policy string
		Pages  []acrossPage
	}{
		Title: r.Job + " · lamsach", Style: template.CSS(sheet), Policy: policy(sheet),
		Pages: []acrossPage{{page{Lang: schemas.Vietnamese}, r}, {page{Lang: schemas.English}, r}},
	}
	if err := parsed().ExecuteTemplate(w, "across", d); err != nil {
		return fmt.Errorf("reports/html: %w", err)
	}
	return nil
}

// acrossPage is a job over runs in one language.
type acrossPage struct {
	page
	A *reports.Across
}

// People writes a number of people with its noun.
func (p acrossPage) People(n int64) string {
	return p.N(n) + " " + p.T("người", map[bool]string{true: "person", false: "people"}[n == 1])
}

// Say writes a warning.
func (p acrossPage) Say(w reports.AcrossWarning) string { return w.Text(p.Lang) }

// acrossField is a compared field in a language.
type acrossField struct{ Code, Label string }

// Fields are the compared fields.
func (p acrossPage) Fields() (out []acrossField) {
	for f := range schemas.Fields {
		out = append(out, acrossField{f.String(), schemas.FieldText(f, p.Lang)})
	}
	return out
}

// Size of the funnel: a bar for each step, and what narrows between two.
const (
	funnelWidth, funnelMiddle  = 760.0, 470.0
	funnelWidest               = 540.0
	funnelBar, funnelBetween   = 40.0, 26.0
	funnelTextRoom, funnelLeft = 90.0, 4.0
)

// funnelStep is one step of the funnel.
type funnelStep struct {
	Name, Text       string
	X, Y, Width      string
	Middle, Baseline string
	Narrows          string // polygon to the next step; "" behind the last
	Inside           bool   // the bar has room for its number
	Beside           string // where the number stands otherwise
}

// funnelChart is the chain as a funnel.
type funnelChart struct {
	Steps         []funnelStep
	Width, Height string
	Left          string
	Text          string // for those who do not see it
}

// Funnel draws how many people are left after each step.
func (p acrossPage) Funnel() funnelChart {
	steps := p.A.Steps
	c := funnelChart{Width: xy(funnelWidth), Height: xy(float64(len(steps))*(funnelBar+funnelBetween) - funnelBetween), Left: xy(funnelLeft)}
	var most int64 = 1
	for _, s := range steps {
		most = max(most, s.SoFar)
	}
	half := func(s reports.AcrossStep) float64 { return max(float64(s.SoFar)/float64(most)*funnelWidest, 2) / 2 }
	for i, s := range steps {
		y, h := float64(i)*(funnelBar+funnelBetween), half(s)
		step := funnelStep{
			Name: s.Name, Text: p.N(s.SoFar), X: xy(funnelMiddle - h), Y: xy(y), Width: xy(2 * h), Middle: xy(funnelMiddle),
			Baseline: xy(y + funnelBar/2), Inside: 2*h > funnelTextRoom, Beside: xy(funnelMiddle + h + 8),
		}
		if i+1 < len(steps) {
			next := half(steps[i+1])
			step.Narrows = fmt.Sprintf("%s,%s %s,%s %s,%s %s,%s",
				xy(funnelMiddle-h), xy(y+funnelBar), xy(funnelMiddle+h), xy(y+funnelBar),
				xy(funnelMiddle+next), xy(y+funnelBar+funnelBetween), xy(funnelMiddle-next), xy(y+funnelBar+funnelBetween))
		}
		c.Steps = append(c.Steps, step)
		c.Text += s.Name + " " + p.N(s.SoFar) + ". "
	}
	return c
}
