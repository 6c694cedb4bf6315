package places

// A name that nobody bears may be a known one with a letter wrong: left out,
// put in, exchanged or turned round. It is read as that where little else comes
// into question: as a province, a district of the province or a commune of the
// district that the text names, of the type it names, if exactly one is so near.

const (
	leastTypo  = 5 // letters of a name that may be misspelt; shorter ones have too many neighbours
	maxTypo    = 32
	typoLonger = 6 // the same where a province, a longer list, is all that is known above
)

// named units of a kind in one place, as groups of names beside entries.
type nearby struct{ entry, group uint16 }

// unknownAt finds the last announced name of a kind that no mention covers, or a loose one: a
// mention without a name's group, of typeNone if there is none.
func (p *Parser) unknownAt(wanted uint8) mention {
	r := &p.r
	for i := r.n - 1; i >= 0; i-- {
		if w := r.tokens[i].word; w == wordNone || w > lastUnitWord || p.covered(i) {
			continue
		}
		typ, name := r.typeAt(i)
		if allowed[typ]&wanted == 0 || r.streetBefore(i) || i > 0 && r.tokens[i].sep != classHard && r.abbreviates(i) && r.letters(i) == 1 {
			continue
		}
		if !r.tokens[name].digits {
			return mention{from: i, name: name, to: name + r.reach(name), typ: typ}
		}
	}
	return mention{}
}

// covered says whether token i belongs to a mention that is not loose.
func (p *Parser) covered(i int) bool {
	for k := range p.mentions {
		if m := &p.mentions[k]; m.from <= i && i < m.to && !m.loose {
			return true
		}
	}
	return false
}

// maybeMisspelt says whether a level that is missing may stand in the text with
// a letter wrong, from what its parts say of themselves.
func (p *Parser) maybeMisspelt() bool {
	q := &p.q
	if q.stated && !q.vague && len(p.best.list) > 0 {
		return false
	}
	for i := range p.taken {
		if p.taken[i].flags&partUnknown != 0 {
			return true
		}
	}
	if q.stated {
		return false
	}
	p.lay()
	m := p.lastPart()
	return m.from != m.to
}

// lettersOf are the folded letters of tokens from..to, valid until the next call.
func (p *Parser) lettersOf(from, to int) []byte {
	dst := p.typed[:0]
	for text := p.text[p.r.tokens[from].start:p.r.tokens[to-1].end]; len(text) > 0 && len(dst) <= maxTypo; {
		l, size := decodeAny(text)
		if c := l.class(); c == classLetter || c == classDigit {
			dst = append(dst, byte(l.code()))
		}
		text = text[size:]
	}
	p.typed = dst
	return dst
}

// foldedLetters are the letters of a name as lettersOf writes them.
func foldedLetters(name string) string {
	var dst []byte
	for text := []byte(name); len(text) > 0; {
		l, size := decodeAny(text)
		if c := l.class(); c == classLetter || c == classDigit {
			dst = append(dst, byte(l.code()))
		}
		text = text[size:]
	}
	return string(dst)
}

// near says whether two words differ by one letter left out, put in, exchanged
// or turned round with its neighbour.
func near(a []byte, b string) bool {
	d := len(a) - len(b)
	if d < -1 || d > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case d > 0:
		return string(a[i+1:]) == b[i:]
	case d < 0:
		return string(a[i:]) == b[i+1:]
	case i == len(a) || string(a[i+1:]) == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == b[i+2:]
}

// nearest finds the one unit among some that a misspelt mention of at least so
// many letters is near to, of its type if it has one.
func (p *Parser) nearest(m mention, least int, among []nearby) (nearby, bool) {
	name := p.lettersOf(m.name, m.to)
	if len(name) < least || len(name) > maxTypo {
		return nearby{}, false
	}
	var best nearby
	found := false
	for _, n := range among {
		e := &p.t.entries[n.entry]
		if m.typ != typeNone && e.typ != m.typ || !near(name, p.t.folds[n.group]) {
			continue
		}
		if found && !sameUnit(&p.t.entries[best.entry], e) {
			return nearby{}, false
		}
		best, found = n, true
	}
	return best, found
}

func sameUnit(a, b *entry) bool {
	return a.at == b.at && a.kind == b.kind && a.district == b.district && a.oldProvince == b.oldProvince
}

// correct adds a misspelt mention as one of the unit it is near to and returns
// its place.
func (p *Parser) correct(m mention, n nearby) int {
	e := &p.t.entries[n.entry]
	m.sig, m.group, m.kinds = e.sig, n.group, 1<<e.kind
	p.corrected = true
	p.mentions = append(p.mentions, m)
	return len(p.mentions) - 1
}

// typoProvince reads an announced name, or the last part of the text, as a
// province.
func (p *Parser) typoProvince() {
	m, least := p.unknownAt(isProvince), leastTypo
	if m.typ == typeNone {
		m, least = p.lastPart(), typoLonger
	}
	if m.from == m.to {
		return
	}
	if n, ok := p.nearest(m, least, p.t.allProvinces); ok {
		p.stateProvince(p.correct(m, n), &p.t.entries[n.entry])
	}
}

// lastPart is the last part of the text that is no mention and not below a
// commune, as a mention without a type; an empty one if there is none.
func (p *Parser) lastPart() mention {
	r := &p.r
	to := p.bareEnd(isProvince)
	start := p.gapStart(to)
	from := max(start, to-1)
	for from > start && r.tokens[from].sep != classHard {
		from--
	}
	if w := r.tokens[from].word; from == to || w.isHamlet() || w.isStreet() || r.tokens[from].digits {
		return mention{}
	}
	return mention{from: from, name: from, to: to}
}

// typoDistrict reads an announced name as a district of the province.
func (p *Parser) typoDistrict() bool {
	q := &p.q
	m := p.unknownAt(isDistrict)
	if m.typ == typeNone || !q.stated {
		return false
	}
	n, ok := p.nearest(m, leastTypo, p.t.districtsIn[q.province])
	if ok {
		q.districts[0], q.nd = p.t.entries[n.entry].district, 1
		q.districtAt = p.correct(m, n)
	}
	return ok
}

// typoCommune reads an announced name as a commune of the district or, where
// none is named, as a present commune of the province.
func (p *Parser) typoCommune() bool {
	q := &p.q
	m := p.unknownAt(isCommune)
	if m.typ == typeNone {
		return false
	}
	least, among := leastTypo, []nearby(nil)
	switch {
	case q.nd == 1:
		among = p.t.communesIn[q.districts[0]]
	case q.nd == 0 && q.stated && q.twin && !q.vague:
		least, among = typoLonger, p.t.newsIn[q.province]
	}
	n, ok := p.nearest(m, least, among)
	if ok {
		p.correct(m, n)
	}
	return ok
}
