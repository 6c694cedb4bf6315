package reports

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"lamsach/schemas"
)

// WriteText writes the explanation for a terminal.
func (e *Explanation) WriteText(w io.Writer, lang schemas.Lang) {
	fmt.Fprintf(w, "%s: %s\n%s %s\n", printable(e.Title(lang)), e.Verdict.Is, schemas.VerdictText(e.Verdict.Is, lang), e.Decision(lang))
	for _, r := range e.Reasons {
		fmt.Fprintf(w, "  %-28s %s\n", r.Is, schemas.ReasonText(r.Is, lang))
	}
	if d := e.DuplicateOf; d != nil {
		fmt.Fprintf(w, "  %s %d, %s\n", pick(lang, "Lặp lại dòng", "Repeats row"), d.Row, printable(d.File))
	}
	fmt.Fprintf(w, "\n%s\n", pick(lang, "Dòng này ghi", "What the row says"))
	for _, s := range e.Said {
		fmt.Fprintf(w, "  %s %s%s\n", padded(ColumnText(s.Column, lang), 22), printable(cmp.Or(s.Value, "–")), original(s, lang))
		for _, n := range s.Notes {
			fmt.Fprintf(w, "  %22s %s\n", "", schemas.CodeText(n.Is, lang))
		}
	}
	e.writeMismatches(w, lang)
	for i := range e.Candidates {
		e.writeCandidate(w, &e.Candidates[i], lang)
	}
	if beside := e.Beside(lang); beside != nil {
		fmt.Fprintf(w, "\n%s\n", strings.Join(beside, "\n"))
	}
	for _, note := range []string{e.Hidden(lang), e.Unsettled(lang)} {
		if note != "" {
			fmt.Fprintf(w, "\n%s\n", note)
		}
	}
	fmt.Fprintf(w, "\nrun %s · snapshot %s · rules %s · model %s\n", e.RunID, e.Snapshot.ID, e.Rules, e.Model)
}

// writeMismatches writes what disagrees, each field with both sides.
func (e *Explanation) writeMismatches(w io.Writer, lang schemas.Lang) {
	if len(e.Mismatches) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", pick(lang, "Sai lệch", "What disagrees"))
	for _, m := range e.Mismatches {
		fmt.Fprintf(w, "  %s %s", padded(schemas.FieldText(m.Field.Is, lang), 22), printable(cmp.Or(m.Submitted, "–")))
		if m.Register != "" {
			fmt.Fprintf(w, " · %s: %s", pick(lang, "Dữ liệu dân cư", "Register"), printable(m.Register))
		}
		fmt.Fprintf(w, " (%s)\n", schemas.MechanismText(m.Mechanism.Is, lang))
	}
}

func original(s Said, lang schemas.Lang) string {
	if s.Original == "" {
		return ""
	}
	return fmt.Sprintf(" (%s: %s)", pick(lang, "như đã gửi", "as submitted"), printable(s.Original))
}

// writeCandidate writes a candidate's waterfall: where the odds begin, what each
// comparison adds, where they end. Where weights are not told it says how each
// comparison came out.
func (e *Explanation) writeCandidate(w io.Writer, c *Candidate, lang schemas.Lang) {
	if !e.Whole() {
		fmt.Fprintf(w, "\n%s\n", c.Title(lang))
		for i := range c.Lines {
			l := &c.Lines[i]
			fmt.Fprintf(w, "  %s %s\n", padded(schemas.ComparisonText(l.Comparison.Is, lang), 22), l.Text(lang))
		}
		return
	}
	fmt.Fprintf(w, "\n%s: %s %s\n", c.Title(lang), pick(lang, "xác suất", "probability"), Chance(*c.Probability, lang))
	scale := e.scale()
	at := e.Start()
	line := func(name string, weight, from, to float64, text string) {
		fmt.Fprintf(w, "  %s %8s  %s  %s\n", padded(name, 22), Bits(weight, lang), scale.bar(from, to), text)
	}
	line(pick(lang, "Trước khi so sánh", "Before comparing"), at, 0, at, pick(lang, "log2 cơ hội của một người bất kỳ trong dữ liệu dân cư", "log2 odds of any one person of the register"))
	for i := range c.Lines {
		l := &c.Lines[i]
		line(schemas.ComparisonText(l.Comparison.Is, lang), *l.Weight, at, at+*l.Weight, l.Text(lang)+values(l, lang))
		at += *l.Weight
	}
	total := float64(*c.Weight)
	line(pick(lang, "Trọng số khớp", "Match weight"), total, e.Start(), e.Start()+total, "")
	line(pick(lang, "So với không ai", "Against nobody"), e.Start()+total, 0, e.Start()+total, "")
}

// values shows both sides of a comparison that does not agree.
func values(l *Line, lang schemas.Lang) string {
	if l.Register == "" || l.Register == l.Row {
		return ""
	}
	return fmt.Sprintf(" %s: %s", pick(lang, "Dữ liệu dân cư", "Register"), printable(l.Register))
}

// padded fills a text up to a width, counted in letters.
func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(width-utf8.RuneCountInString(s), 0))
}

// printable keeps a value to one line of a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, s)
}

// scale is the range of log2 odds that all waterfalls of an explanation share.
type scale struct{ low, high float64 }

// scale spans everything that a waterfall passes through.
func (e *Explanation) scale() scale {
	s := scale{min(e.Start(), 0), max(e.Start(), 0)}
	for i := range e.Candidates {
		at := e.Start()
		for _, l := range e.Candidates[i].Lines {
			at += *l.Weight
			s.low, s.high = min(s.low, at), max(s.high, at)
		}
		end := e.Start() + float64(*e.Candidates[i].Weight)
		s.low, s.high = min(s.low, end), max(s.high, end)
	}
	if s.high-s.low < 1 {
		s.high = s.low + 1
	}
	return s
}

// at is where on the scale a value lies, from 0 to 1.
func (s scale) at(v float64) float64 { return (v - s.low) / (s.high - s.low) }

// barWidth is how many letters a bar's line has.
const barWidth = 30

// bar draws from one value to another, and the line of even odds.
func (s scale) bar(from, to float64) string {
	line := []rune(strings.Repeat(" ", barWidth+1))
	put := func(v float64) int { return int(math.Round(s.at(v) * barWidth)) }
	line[put(0)] = '│'
	a, b, sign := put(from), put(to), '█'
	if to < from {
		a, b, sign = b, a, '░'
	}
	for i := a; i < b; i++ {
		line[i] = sign
	}
	return string(line)
}
