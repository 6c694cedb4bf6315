package html

import "lamsach/reports"

// barsIn is what the templates of bar charts see: lines in a language.
type barsIn struct {
	Page  page
	Bars  any // bars for "more", []bar for "bars"
	Named bool
}

// With is the same with other lines.
func (b barsIn) With(lines []bar) barsIn { b.Bars = lines; return b }

// Plain are bars under a heading that names their field.
func (p page) Plain(b bars) barsIn { return barsIn{Page: p, Bars: b} }

// Named are bars that name their field themselves.
func (p page) Named(b bars) barsIn { return barsIn{Page: p, Bars: b, Named: true} }

// List are lines without "more".
func (p page) List(b []bar) barsIn { return barsIn{Page: p, Bars: b} }

// whereIn is what the template of a cause's place sees.
type whereIn struct {
	Page  page
	Cause reports.Cause
	Count int // units
}

// Where says at which units a cause is.
func (p page) Where(c causeView) whereIn {
	return whereIn{p, c.Cause, len(c.Units) + c.MoreUnits}
}
