package places

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Canonical appends the tidy form of an address to dst: NFC, single spaces,
// parts separated by ", ", the words of known units, hamlets and streets
// written out, province abbreviations replaced by the official name, words in
// title case if the text is all capitals or all small. Names keep their spelling:
// marks that were lost stay lost. It does not allocate when dst has room and
// reads the text anew only if Parse did not just read it. Canonical of a
// canonical text is the same text.
func (p *Parser) Canonical(dst, text []byte) []byte {
	p.look(text)
	if p.r.rough {
		p.smooth(text)
		p.look(p.whole)
	}
	w := writer{p: p, dst: dst, start: len(dst)}
	w.title, w.marked = p.r.cases != upperCase|lowerCase, p.r.marked
	w.bare, w.hasBare = p.bareShort()
	w.write()
	return w.dst
}

// smooth makes p.whole of a text: in NFC, without invisible signs, broken bytes
// replaced.
func (p *Parser) smooth(text []byte) {
	dst := p.loose[:0]
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if l, _ := decodeAny(text); l != invisible {
			dst = utf8.AppendRune(dst, r)
		}
		text = text[size:]
	}
	p.loose, p.whole = dst, norm.NFC.Append(p.whole[:0], dst...)
}

func decodeAny(text []byte) (letter, int) {
	if text[0] < 0x80 {
		return lowLetters[text[0]], 1
	}
	return decode(text)
}

// bareShort finds a province abbreviation that stands without a type word.
func (p *Parser) bareShort() (mention, bool) {
	for i := range p.mentions {
		if p.mentions[i].kinds&isProvince != 0 {
			return mention{}, false
		}
	}
	p.q = question{at: -1, districtAt: -1}
	m, ok := p.findBare(isProvince)
	if !ok || p.t.shortOf(&m) == nil {
		return mention{}, false
	}
	return m, true
}

// shortOf is the province abbreviation that a mention is, nil when it is none.
func (t *tables) shortOf(m *mention) *short {
	if m.kinds&isProvince == 0 {
		return nil
	}
	for i := range t.shorts {
		if t.shorts[i].group == m.group {
			return &t.shorts[i]
		}
	}
	return nil
}

// writer is one canonical text under way.
type writer struct {
	p       *Parser
	dst     []byte
	start   int
	title   bool
	marked  bool
	bare    mention
	hasBare bool
}

func (w *writer) write() {
	r := &w.p.r
	next := 0 // the next mention
	for i := 0; i < r.n; {
		switch {
		case next < len(w.p.mentions) && w.p.mentions[next].from == i:
			w.unit(&w.p.mentions[next])
			i = w.p.mentions[next].to
			next++
		case w.hasBare && w.bare.from == i:
			w.unit(&w.bare)
			i = w.bare.to
		default:
			w.gap(i)
			i = w.plain(i, next)
		}
	}
}

// part begins a new part of the address.
func (w *writer) part() {
	if len(w.dst) > w.start {
		w.dst = append(w.dst, ", "...)
	}
}

// unit writes a recognised unit as a part of its own.
func (w *writer) unit(m *mention) {
	w.part()
	w.named(m)
}

// named writes the type and name of a unit.
func (w *writer) named(m *mention) {
	if s := w.p.t.shortOf(m); s != nil {
		// Marks are not put into a text that has lost its own: that would make
		// its other names look as if they never had any.
		if w.marked {
			w.dst = append(w.dst, s.name...)
		} else {
			w.dst = append(w.dst, s.plain...)
		}
		return
	}
	w.dst = append(w.dst, typeNames[m.typ]...)
	w.dst = append(w.dst, ' ')
	for i := m.name; i < m.to; i++ {
		if i > m.name {
			w.gap(i)
		}
		if w.p.r.tokens[i].digits {
			w.number(i)
		} else {
			w.token(i)
		}
	}
}

// gap writes what stands between token i-1 and token i.
func (w *writer) gap(i int) {
	t := &w.p.r.tokens[i]
	if len(w.dst) == w.start {
		return
	}
	if t.sep == classHard {
		w.part()
		return
	}
	signs := w.p.text[w.p.r.tokens[i-1].end:t.start]
	for space := false; len(signs) > 0; {
		l, size := decodeAny(signs)
		if l.class() == classSpace {
			if !space {
				w.dst = append(w.dst, ' ')
			}
			space = true
		} else {
			w.dst = append(w.dst, signs[:size]...)
			space = false
		}
		signs = signs[size:]
	}
}

// plain writes token i, or the word that it and its followers abbreviate, and
// returns the token after it; next is the mention ahead.
func (w *writer) plain(i, next int) int {
	r := &w.p.r
	t := &r.tokens[i]
	if t.word > lastUnitWord && i+1 < r.n && r.tokens[i+1].sep != classHard {
		if text, to := w.p.expand(i); to > i && to < r.n && r.tokens[to].sep != classHard && !w.mentioned(to, next) {
			w.dst = append(w.dst, text...)
			w.dst = append(w.dst, ' ')
			w.token(to)
			return to + 1
		}
	}
	w.token(i)
	return i + 1
}

// mentioned says whether a unit begins at token i.
func (w *writer) mentioned(i, next int) bool {
	return next < len(w.p.mentions) && w.p.mentions[next].from == i || w.hasBare && w.bare.from == i
}

// expand returns the full word that begins at token i, and the token that
// follows it; i itself when there is nothing to write out. Words that may also
// be names count at the beginning of a part only.
func (p *Parser) expand(i int) (string, int) {
	r := &p.r
	t, next := &r.tokens[i], &r.tokens[i+1]
	switch t.word {
	case wordKP:
		return "Khu phố", i + 1
	case wordTDP:
		return "Tổ dân phố", i + 1
	}
	if i > 0 && t.sep != classHard {
		return "", i
	}
	dot := next.sep == classDot
	switch t.word {
	case wordKhu:
		if next.word == wordPho {
			return "Khu phố", i + 2
		}
	case wordTo:
		if next.word == wordDan && i+2 < r.n && r.tokens[i+2].word == wordPho && r.tokens[i+2].sep != classHard {
			return "Tổ dân phố", i + 3
		}
		if next.digits {
			return "Tổ", i + 1
		}
	case wordThon:
		return "Thôn", i + 1
	case wordXom:
		return "Xóm", i + 1
	case wordAp:
		return "Ấp", i + 1
	case wordDuong:
		return "đường", i + 1
	}
	switch {
	case t.word == wordTh && dot:
		return "Thôn", i + 1
	case t.word == wordA && dot:
		return "Ấp", i + 1
	case t.word == wordB && dot, t.word == wordBan && next.digits:
		return "Bản", i + 1
	case (t.word == wordD || t.word == wordDg) && dot:
		return "đường", i + 1
	case (t.word == wordSN || t.word == wordSo) && next.digits:
		return "Số", i + 1
	case t.word == wordNgo && next.digits:
		return "ngõ", i + 1
	case t.word == wordNgach && next.digits:
		return "ngách", i + 1
	case t.word == wordHem && next.digits:
		return "hẻm", i + 1
	}
	return "", i
}
