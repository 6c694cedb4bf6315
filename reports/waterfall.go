package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"strconv"

	"lamsach/schemas"
)

// Measures of the picture, in pixels.
const (
	pictureWidth = 960
	pictureEdge  = 24
	nameWidth    = 190
	bitsWidth    = 70
	barsAt       = pictureEdge + nameWidth + bitsWidth
	barsWidth    = 300
	wordsAt      = barsAt + barsWidth + 20
	lineHeight   = 26
	headHeight   = 76
	wordLength   = 52 // letters that fit behind a bar
)

// Colours: readable on white, told apart by lightness too.
const (
	ink, muted, rule  = "#1a1f25", "#566069", "#c9d0d7"
	plus, minus, flat = "#17735f", "#c2401c", "#2f6cb5"
)

// WritePicture writes the waterfalls of all candidates as one SVG picture that
// needs nothing else. Its bytes are a function of the explanation alone.
func (e *Explanation) WritePicture(w io.Writer, lang schemas.Lang) error {
	p := picture{e: e, lang: lang, y: headHeight}
	if e.Whole() {
		p.scale = e.scale()
	}
	for i := range e.Candidates {
		if e.Whole() {
			p.candidate(&e.Candidates[i])
		} else {
			p.levels(&e.Candidates[i])
		}
	}
	if len(e.Candidates) == 0 {
		p.text(pictureEdge, p.y, ink, 14, "", pick(lang, "Không có ứng viên nào để vẽ.", "There is no candidate to draw."))
		p.y += lineHeight
	}
	for _, line := range append(e.Beside(lang), e.Hidden(lang), e.Unsettled(lang)) {
		if line != "" {
			p.text(pictureEdge, p.y, muted, 13, "", line)
			p.y += 20
		}
	}
	body := bytes.Clone(p.b.Bytes())
	height := p.y + 6
	p.b.Reset()
	title := e.Title(lang) + ": " + e.Verdict.Is.String()
	fmt.Fprintf(&p.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s" font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif">`+"\n",
		pictureWidth, height, pictureWidth, height, html.EscapeString(valid(title)))
	fmt.Fprintf(&p.b, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", pictureWidth, height)
	p.text(pictureEdge, 34, ink, 18, "bold", cut(title, 90))
	p.text(pictureEdge, 56, muted, 13, "", e.Decision(lang))
	p.b.Write(body)
	p.b.WriteString("</svg>\n")
	_, err := w.Write(p.b.Bytes())
	return err
}

// picture is an SVG on its way.
type picture struct {
	e     *Explanation
	lang  schemas.Lang
	scale scale
	b     bytes.Buffer
	y     int // where the next line stands
}

// levels writes how the comparisons with a candidate came out, where their
// weights are not told.
func (p *picture) levels(c *Candidate) {
	p.y += 14
	p.text(pictureEdge, p.y, ink, 15, "bold", c.Title(p.lang))
	for i := range c.Lines {
		l := &c.Lines[i]
		p.y += 22
		p.text(pictureEdge, p.y, ink, 13, "", schemas.ComparisonText(l.Comparison.Is, p.lang))
		p.text(barsAt, p.y, muted, 13, "", l.Text(p.lang))
	}
	p.y += 26
}

// candidate draws one waterfall.
func (p *picture) candidate(c *Candidate) {
	p.y += 14
	p.text(pictureEdge, p.y, ink, 15, "bold", c.Title(p.lang)+": "+pick(p.lang, "xác suất ", "probability ")+Chance(*c.Probability, p.lang))
	p.y += 12
	top, zero := p.y, p.x(0)
	at := p.e.Start()
	p.line(pick(p.lang, "Trước khi so sánh", "Before comparing"), at, 0, at, flat, "", "")
	for i := range c.Lines {
		l := &c.Lines[i]
		colour := plus
		if *l.Weight < 0 {
			colour = minus
		}
		p.line(schemas.ComparisonText(l.Comparison.Is, p.lang), *l.Weight, at, at+*l.Weight, colour, l.short(p.lang), l.Text(p.lang))
		at += *l.Weight
	}
	end := p.e.Start() + float64(*c.Weight)
	p.line(pick(p.lang, "So với không ai", "Against nobody"), end, 0, end, flat,
		pick(p.lang, "trọng số khớp ", "match weight ")+Bits(float64(*c.Weight), p.lang), "")
	fmt.Fprintf(&p.b, `<line x1="%s" y1="%d" x2="%s" y2="%d" stroke="%s" stroke-dasharray="3 3"/>`+"\n", zero, top, zero, p.y, rule)
	p.y += 22
}

// line draws one step of a waterfall; more is told where a pointer rests.
func (p *picture) line(name string, weight, from, to float64, colour, words, more string) {
	middle := p.y + lineHeight/2
	p.text(pictureEdge, middle+4, ink, 13, "", name)
	fmt.Fprintf(&p.b, `<text x="%d" y="%d" font-size="13" fill="%s" text-anchor="end">%s</text>`+"\n", barsAt-14, middle+4, ink, Bits(weight, p.lang))
	left, right := min(from, to), max(from, to)
	width := max((p.scale.at(right)-p.scale.at(left))*barsWidth, 1.5)
	fmt.Fprintf(&p.b, `<rect x="%s" y="%d" width="%s" height="%d" rx="2" fill="%s"/>`+"\n", p.x(left), p.y+5, pixels(width), lineHeight-10, colour)
	if words != "" {
		fmt.Fprintf(&p.b, "<g><title>%s</title>", html.EscapeString(valid(cmp.Or(more, words))))
		p.text(wordsAt, middle+4, muted, 12, "", cut(words, wordLength))
		p.b.WriteString("</g>\n")
	}
	p.y += lineHeight
}

func (p *picture) text(x, y int, colour string, size int, weight, words string) {
	if weight != "" {
		weight = ` font-weight="` + weight + `"`
	}
	fmt.Fprintf(&p.b, `<text x="%d" y="%d" font-size="%d" fill="%s"%s>%s</text>`+"\n", x, y, size, colour, weight, html.EscapeString(valid(words)))
}

// x is where a value stands.
func (p *picture) x(v float64) string { return pixels(barsAt + p.scale.at(v)*barsWidth) }

func pixels(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// cut shortens a text that has no room.
func cut(s string, letters int) string {
	if r := []rune(s); len(r) > letters {
		return string(r[:letters-1]) + "…"
	}
	return s
}

// valid leaves out what XML does not allow.
func valid(s string) string { return printable(s) }
