package html

import (
	"strings"

	"lamsach/reports"
	"lamsach/schemas"
)

// page is the report in one language, as the templates ask for it.
type page struct {
	Lang schemas.Lang
	R    *reports.Report
}

// Code is the language's tag.
func (p page) Code() string { return p.T("vi", "en") }

// T chooses between the Vietnamese and the English wording.
func (p page) T(vi, en string) string {
	if p.Lang == schemas.English {
		return en
	}
	return vi
}

// ID makes an element's name unique to the language.
func (p page) ID(name string) string { return p.Code() + "-" + name }

// N writes a number.
func (p page) N(n int64) string { return count(n, p.Lang) }

// Int writes a small number.
func (p page) Int(n int) string { return count(int64(n), p.Lang) }

// Rows writes a number of rows with its noun.
func (p page) Rows(n int64) string {
	if n == 1 {
		return "1 " + p.T("dòng", "row")
	}
	return p.N(n) + " " + p.T("dòng", "rows")
}

// Share writes part of whole in percent.
func (p page) Share(part, whole int64) string { return share(part, whole, p.Lang) }

// Probability writes a threshold.
func (p page) Probability(f float64) string { return probability(f, p.Lang) }

// Percent writes a share given as a fraction.
func (p page) Percent(f float64) string { return share(int64(f*1e6+0.5), 1e6, p.Lang) }

// verdictOrder is from good to bad, as the chart is read.
var verdictOrder = []schemas.Verdict{
	schemas.Verified, schemas.Corrected, schemas.Review, schemas.Ambiguous,
	schemas.Contradicted, schemas.NotFound, schemas.Rejected,
}

// segment is one verdict in a stacked bar and its legend.
type segment struct {
	Verdict           string // its code, which names colour and pattern
	Label, Text, Help string
	Rows, Of          int64
	X, Width, Middle  string // SVG lengths
	Wide              bool   // has room for its share
}

// Verdicts are the seven parts of all rows.
func (p page) Verdicts() []segment { return p.stack(p.R.Verdicts, verdictOrder) }

// Rest are the parts of the rows that are not linked, for the enlarged bar.
func (p page) Rest() []segment { return p.stack(p.R.Verdicts, verdictOrder[2:]) }

// RestRows is the number of rows that are not linked.
func (p page) RestRows() int64 { return p.R.Rows - p.R.Headline.Linked }

// ShowRest says whether the rows that are not linked are too few to be seen in
// the whole.
func (p page) ShowRest() bool { return p.RestRows() > 0 && p.RestRows()*4 < p.R.Rows }

func (p page) stack(counts map[string]int64, order []schemas.Verdict) []segment {
	var of, from int64
	for _, v := range order {
		of += counts[v.String()]
	}
	out := make([]segment, 0, len(order))
	for _, v := range order {
		n := counts[v.String()]
		out = append(out, segment{
			Verdict: v.String(), Label: schemas.VerdictLabel(v, p.Lang),
			Text: schemas.VerdictText(v, p.Lang), Help: schemas.VerdictHelp(v, p.Lang),
			Rows: n, Of: of, X: length(from, of), Width: length(n, of), Middle: length(2*from+n, 2*of),
			Wide: n*6 >= of && of > 0,
		})
		from += n
	}
	return out
}

// bar is one line of a bar chart.
type bar struct {
	Field, Label string
	Rows         int64
	Width        string
}

// bars are the lines shown at once and those behind "more".
type bars struct {
	Shown, More []bar
}

func (p page) bars(counts []reports.Count, scale int64, shown int) bars {
	out := make([]bar, 0, len(counts))
	for _, c := range counts {
		out = append(out, bar{c.FieldText(p.Lang), label(c.Text(p.Lang)), c.Rows, length(c.Rows, scale)})
	}
	if len(out) <= shown+1 {
		return bars{Shown: out} // "one more" would take as much room as the one
	}
	return bars{Shown: out[:shown], More: out[shown:]}
}

// label is a sentence of the catalogue as a label.
func label(sentence string) string { return strings.TrimSuffix(sentence, ".") }

func largest(counts []reports.Count) int64 {
	var n int64
	for _, c := range counts {
		n = max(n, c.Rows)
	}
	return n
}
