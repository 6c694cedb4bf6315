package places

import "bytes"

// Read is Canonical and Parse of one text together: it appends the tidy form to
// dst and recognises the place. same says that both texts have the same letters
// and digits, whatever their case, spaces and punctuation. A text of which
// nothing is left gives the zero Place.
//
// The answer is that of the two calls on any text, but what stands between two
// commas is read once and remembered (see parts): a house is different on
// nearly every row, a commune, a district, a quarter is not.
func (p *Parser) Read(dst, text []byte) (out []byte, place Place, same bool) {
	p.parts.counts.Texts++
	if out, place, same, ok := p.readParts(dst, text); ok {
		return out, place, same
	}
	p.parts.counts.Whole++
	return p.readWhole(dst, text)
}

func (p *Parser) readWhole(dst, text []byte) (out []byte, place Place, same bool) {
	start := len(dst)
	if dst = p.Canonical(dst, text); len(dst) == start {
		return dst, Place{}, true
	}
	return dst, p.Parse(text), sameText(text, dst[start:])
}

// maxParts is how many parts an address has that is read part by part.
const maxParts = 16

// readParts reads a text part by part. It gives up where parts do not stand for
// themselves.
func (p *Parser) readParts(dst, text []byte) (out []byte, place Place, same, ok bool) {
	if len(text) > maxText || !p.takeParts(text) {
		return dst, Place{}, false, false
	}
	if p.r.n == 0 {
		return dst, Place{}, true, true
	}
	if place, ok = p.place(); !ok {
		return dst, Place{}, false, false
	}
	out, same = p.writeParts(dst, text)
	return out, place, same, true
}

// shortened says whether the province is an abbreviation without a type, which
// tidy text writes out.
func (p *Parser) shortened(typed int) bool {
	for i := range p.mentions[:typed] {
		if p.mentions[i].kinds&isProvince != 0 {
			return false
		}
	}
	return p.q.at >= typed && p.t.shortOf(&p.mentions[p.q.at]) != nil
}

// takeParts looks up the parts of a text; what they say is put together as far
// as anybody asks for it (see takeMentions and lay).
func (p *Parser) takeParts(text []byte) bool {
	p.ready, p.laid = false, false
	if p.parts.makeRoom() {
		clear(p.answers[:])
	}
	p.taken = p.taken[:0]
	r := &p.r
	r.n, r.cases, r.marked, r.rough = 0, 0, false, false
	var last *part // that has tokens
	for first := true; ; first = false {
		at := bytes.IndexByte(text, ',')
		raw := text
		if at >= 0 {
			raw = text[:at]
		}
		if len(p.taken) == maxParts {
			return false
		}
		s, from := p.parts.part(bytes.Trim(raw, " "))
		if s.flags&partRough != 0 || last != nil && s.n > 0 && last.tangled(s) {
			return false
		}
		p.taken = append(p.taken, takenPart{part: s, from: from, base: r.n, first: first})
		r.n += int(s.n)
		r.cases |= s.flags & partCases
		r.marked = r.marked || s.flags&partMarked != 0
		if s.n > 0 {
			last = s
		}
		if at < 0 {
			return true
		}
		text = text[at+1:]
	}
}

// takenPart is a part of the text at hand.
type takenPart struct {
	*part
	from  *partStore
	base  int  // tokens of the text before it
	first bool // no comma stands before it
}

// lay lays down the tokens of the parts in a row, as reading the whole text
// would have, but for their places in the text.
func (p *Parser) lay() {
	if p.ready || p.laid {
		return
	}
	p.laid = true
	r := &p.r
	r.tokens = r.tokens[:0]
	var s rolling
	for i := range p.taken {
		part := &p.taken[i]
		tokens := part.from.tokens[part.token:][:part.n+1]
		end := len(r.tokens)
		for _, t := range tokens {
			t.hash += s.hash * hashPowers[t.off]
			t.sum += s.sum * sumPowers[t.off]
			t.off += s.off
			r.tokens = append(r.tokens, t)
		}
		if !part.first {
			r.tokens[end].sep = classHard
		}
		sentinel := &r.tokens[len(r.tokens)-1]
		s = rolling{sentinel.hash, sentinel.sum, sentinel.off}
		if i+1 < len(p.taken) {
			r.tokens = r.tokens[:len(r.tokens)-1]
		}
	}
}

// writeParts appends the tidy forms of the parts.
func (p *Parser) writeParts(dst, text []byte) (out []byte, same bool) {
	mode := 0
	if p.r.cases != upperCase|lowerCase {
		mode |= modeTitle
	}
	if p.r.marked {
		mode |= modeMarked
	}
	start, unlike := len(dst), 0
	for i := range p.taken {
		s := &p.taken[i]
		tidy, same := p.parts.tidy(s.part, s.from, mode)
		if !same {
			unlike++
		}
		if len(tidy) > 0 && len(dst) > start {
			dst = append(dst, ", "...)
		}
		dst = append(dst, tidy...)
	}
	// Two parts that differ may have exchanged letters.
	return dst, unlike == 0 || unlike > 1 && sameText(text, dst[start:])
}
