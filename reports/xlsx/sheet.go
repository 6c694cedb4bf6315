package xlsx

import (
	"bufio"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The cell styles, in the order of styles.xml.
const (
	styleText = iota
	styleHead
	styleHeadEnglish
	styleNumber
	styleBold
	styleProse
	stylePlainNumber
)

// maxCellBytes keeps a cell below the 32,767 characters that a workbook allows.
const maxCellBytes = 32_000

// sheet writes one worksheet row by row. bufio keeps the first error for Flush.
type sheet struct {
	w   *bufio.Writer
	row int
	num [20]byte
}

// open writes the head of the sheet: frozen rows and column widths in
// characters.
func (s *sheet) open(frozen int, widths []int) {
	s.w.WriteString(header + `<worksheet xmlns="` + mainNamespace + `"><sheetViews><sheetView workbookViewId="0">`)
	if frozen > 0 {
		n := strconv.Itoa(frozen)
		s.w.WriteString(`<pane ySplit="` + n + `" topLeftCell="A` + strconv.Itoa(frozen+1) + `" activePane="bottomLeft" state="frozen"/>`)
	}
	s.w.WriteString(`</sheetView></sheetViews><cols>`)
	for i, width := range widths {
		n := strconv.Itoa(i + 1)
		s.w.WriteString(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(width) + `" customWidth="1"/>`)
	}
	s.w.WriteString(`</cols><sheetData>`)
}

// close writes the foot; filter is a range such as "A2:M10" or empty.
func (s *sheet) close(filter string) {
	s.w.WriteString(`</sheetData>`)
	if filter != "" {
		s.w.WriteString(`<autoFilter ref="` + filter + `"/>`)
	}
	s.w.WriteString(`</worksheet>`)
}

// begin starts the next row.
func (s *sheet) begin() {
	s.row++
	s.w.WriteString(`<row r="`)
	s.int(int64(s.row))
	s.w.WriteString(`">`)
}

// end finishes the row.
func (s *sheet) end() { s.w.WriteString(`</row>`) }

// text writes a text cell into a column (0 is A); an empty one is left out.
// A text that a spreadsheet could take for a formula is written behind an
// apostrophe, so that it stays text when the sheet is saved as CSV.
func (s *sheet) text(column int, text string, style int) {
	if text == "" {
		return
	}
	s.cell(column, style)
	if edged(text) {
		s.w.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
	} else {
		s.w.WriteString(` t="inlineStr"><is><t>`)
	}
	if formula(text) {
		s.w.WriteByte('\'')
	}
	s.escape(text)
	s.w.WriteString(`</t></is></c>`)
}

// number writes a number cell.
func (s *sheet) number(column int, n int64, style int) {
	s.cell(column, style)
	s.w.WriteString(`><v>`)
	s.int(n)
	s.w.WriteString(`</v></c>`)
}

func (s *sheet) cell(column, style int) {
	s.w.WriteString(`<c r="`)
	s.w.WriteByte('A' + byte(column))
	s.int(int64(s.row))
	s.w.WriteByte('"')
	if style != styleText { // the default
		s.w.WriteString(` s="`)
		s.int(int64(style))
		s.w.WriteByte('"')
	}
}

// edged says whether a text begins or ends with white space, or has lines: then
// a spreadsheet keeps it only if it is told to.
func edged(text string) bool {
	white := func(b byte) bool { return b <= ' ' }
	return white(text[0]) || white(text[len(text)-1]) || strings.Contains(text, "\n")
}

func (s *sheet) int(n int64) { s.w.Write(strconv.AppendInt(s.num[:0], n, 10)) }

// formula says whether a spreadsheet could read a text as a formula.
// Source: OWASP, CSV injection.
func formula(text string) bool {
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	return false
}

// escape writes text as XML character data. Characters that XML forbids, which
// a damaged cell may hold, become U+FFFD; a text beyond the cell's limit is cut.
func (s *sheet) escape(text string) {
	cut := len(text) > maxCellBytes
	if cut {
		text = text[:maxCellBytes]
	}
	if harmless(text) {
		s.w.WriteString(text)
		text = ""
	}
	from := 0
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		with := replacement(r, size)
		if r == '_' && escapeLike(text[i:]) {
			with = "_x005F_"
		}
		if with != "" {
			s.w.WriteString(text[from:i])
			s.w.WriteString(with)
			from = i + size
		}
		i += size
	}
	s.w.WriteString(text[from:])
	if cut {
		s.w.WriteString("…")
	}
}

// careful are the bytes that a text must be looked at closely for: ASCII with a
// replacement, and the first byte of what XML forbids above it.
var careful = func() (t [256]bool) {
	for b := range t {
		t[b] = b < ' ' || b == '&' || b == '<' || b == '>' || b == '_' || b == 0xef
	}
	return t
}()

// harmless says that a text needs no escape, which is true of nearly all.
func harmless(text string) bool {
	for i := range len(text) {
		if careful[text[i]] {
			return false
		}
	}
	return utf8.ValidString(text)
}

// escapeLike says whether text begins like _x003D_, which a spreadsheet reads
// as the character of that number, so that its underline must be written as one.
// Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
func escapeLike(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	for _, c := range []byte(text[2:6]) {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
			return false
		}
	}
	return true
}

// replacement is what stands for a character in XML, empty for itself.
func replacement(r rune, size int) string {
	switch {
	case r == '&':
		return "&amp;"
	case r == '<':
		return "&lt;"
	case r == '>':
		return "&gt;"
	case r == '\r':
		return "&#13;"
	case r < ' ' && r != '\t' && r != '\n', r == utf8.RuneError && size == 1, r == 0xFFFE, r == 0xFFFF:
		return "\uFFFD"
	}
	return ""
}
