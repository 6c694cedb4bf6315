package html

import (
	"bytes"
	"fmt"
	"html/template"
	"io"

	"lamsach/reports"
	"lamsach/schemas"
)

// explanationPage is the explanation of a row in one language, as the template
// asks for it.
type explanationPage struct {
	page
	X       *reports.Explanation
	Picture template.HTML // our own drawing, whose texts it escapes itself
}

// explanationDocument is what the outer template of an explanation sees.
type explanationDocument struct {
	Title  string
	Style  template.CSS
	Policy string
	Pages  []explanationPage
}

// WriteExplanation writes why a row was answered as it was, as a page like that
// of a report: both languages, no network, no script.
func WriteExplanation(w io.Writer, x *reports.Explanation) error {
	d := explanationDocument{Title: x.Title(schemas.Vietnamese) + " · lamsach", Style: template.CSS(style), Policy: policy(style)}
	for _, lang := range []schemas.Lang{schemas.Vietnamese, schemas.English} {
		var picture bytes.Buffer
		if err := x.WritePicture(&picture, lang); err != nil {
			return err
		}
		d.Pages = append(d.Pages, explanationPage{page{Lang: lang}, x, template.HTML(picture.String())})
	}
	if err := parsed().ExecuteTemplate(w, "explanation", d); err != nil {
		return fmt.Errorf("reports/html: %w", err)
	}
	return nil
}

// Column names a field of the row.
func (p explanationPage) Column(s reports.Said) string { return reports.ColumnText(s.Column, p.Lang) }

// Note is a repair or an issue in words.
func (p explanationPage) Note(c reports.Word[schemas.Code]) string {
	return schemas.CodeText(c.Is, p.Lang)
}

// Mechanism is how a field disagrees, in words.
func (p explanationPage) Mechanism(m reports.Mismatch) string {
	return schemas.MechanismText(m.Mechanism.Is, p.Lang)
}

// Reason is a reason in words.
func (p explanationPage) Reason(r reports.Word[schemas.Reason]) string {
	return schemas.ReasonText(r.Is, p.Lang)
}

// Verdict is the verdict in words.
func (p explanationPage) Verdict() string { return schemas.VerdictText(p.X.Verdict.Is, p.Lang) }

// Label is the verdict in a few words.
func (p explanationPage) Label() string { return schemas.VerdictLabel(p.X.Verdict.Is, p.Lang) }

// Comparison names a comparison.
func (p explanationPage) Comparison(l reports.Line) string {
	return schemas.ComparisonText(l.Comparison.Is, p.Lang)
}

// Text is a comparison's outcome in words.
func (p explanationPage) Text(l reports.Line) string { return l.Text(p.Lang) }

// Bits is a weight.
func (p explanationPage) Bits(w float64) string { return reports.Bits(w, p.Lang) }

// Total is the match weight of a candidate.
func (p explanationPage) Total(c reports.Candidate) string {
	return reports.Bits(float64(*c.Weight), p.Lang)
}

// Chance is a probability.
func (p explanationPage) Chance(v float64) string { return reports.Chance(v, p.Lang) }

// Notes say what is not told, and what cannot be.
func (p explanationPage) Notes() (notes []string) {
	for _, n := range []string{p.X.Hidden(p.Lang), p.X.Unsettled(p.Lang)} {
		if n != "" {
			notes = append(notes, n)
		}
	}
	return notes
}
