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

// unknownAt finds the last announced name of a kind that no mention covers: the
// tokens of the name, 0 if none.
func (p *Parser) unknownAt(wanted uint8) (typ unitType, from, to int) {
	r, next := &p.r, len(p.mentions)-1
	for i := r.n - 1; i >= 0; i-- {
		for next >= 0 && p.mentions[next].from > i {
			next--
		}
		if next >= 0 && i < p.mentions[next].to {
			i = p.mentions[next].from
			continue
		}
		typ, name := r.typeAt(i)
		if allowed[typ]&wanted == 0 || r.streetBefore(i) || i > 0 && r.tokens[i].sep != classHard && r.abbreviates(i) && r.letters(i) == 1 {
			continue
		}
		if to := name + r.reach(name); !r.tokens[name].digits {
			return typ, name, to
		}
	}
	return typeNone, 0, 0
}

// letters appends the folded letters of tokens from..to.
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

// nearest finds the one unit of a type among some that a misspelt name is near
// to; typeNone stands for any type.
func (p *Parser) nearest(name []byte, typ unitType, among []nearby) (nearby, bool) {
	var best nearby
	found := false
	for _, n := range among {
		e := &p.t.entries[n.entry]
		if typ != typeNone && e.typ != typ || !near(name, p.t.folds[n.group]) {
			continue
		}
		if found && !p.sameUnit(&p.t.entries[best.entry], e) {
			return nearby{}, false
		}
		best, found = n, true
	}
	return best, found
}

func (p *Parser) sameUnit(a, b *entry) bool {
	return a.at == b.at && a.kind == b.kind && a.district == b.district && a.oldProvince == b.oldProvince
}

// add makes a mention of a unit that misspelt tokens are read as.
func (p *Parser) addTypo(n nearby, typ unitType, from, to int) int {
	e := &p.t.entries[n.entry]
	p.mentions = append(p.mentions, mention{from: from, name: from, to: to, sig: e.sig, group: n.group, kinds: 1 << e.kind, typ: typ})
	return len(p.mentions) - 1
}

// typoProvince reads the last part of the text, or an announced name, as a
// province.
func (p *Parser) typoProvince() {
	typ, from, to := p.unknownAt(isProvince)
	if typ != typeTinh && typ != typeThanhPho {
		to = p.bareEnd(isProvince)
		from = p.gapStart(to)
		for i := to - 1; i > from; i-- {
			if p.r.tokens[i].sep == classHard {
				from = i
			}
		}
		if typ = typeNone; from >= to || p.r.tokens[from].word.isHamlet() || p.r.tokens[from].word.isStreet() || p.r.tokens[from].digits {
			return
		}
	}
	name := p.lettersOf(from, to)
	if len(name) < leastTypo || len(name) > maxTypo || typ == typeNone && len(name) < typoLonger {
		return
	}
	if n, ok := p.nearest(name, typ, p.t.allProvinces); ok {
		at := p.addTypo(n, typ, from, to)
		p.stateProvince(at, &p.t.entries[n.entry])
	}
}

// typoDistrict reads an announced name as a district of the province.
func (p *Parser) typoDistrict() bool {
	q := &p.q
	typ, from, to := p.unknownAt(isDistrict)
	if typ == typeNone {
		return false
	}
	name := p.lettersOf(from, to)
	if len(name) < leastTypo || len(name) > maxTypo {
		return false
	}
	among := p.t.districtsIn[q.province]
	if !q.stated {
		return false
	}
	n, ok := p.nearest(name, typ, among)
	if !ok {
		return false
	}
	q.districts[0], q.nd = p.t.entries[n.entry].district, 1
	q.districtAt = p.addTypo(n, typ, from, to)
	return true
}

// typoCommune reads an announced name as a commune of the district or, where
// none is named, as a present commune of the province.
func (p *Parser) typoCommune() bool {
	q := &p.q
	typ, from, to := p.unknownAt(isCommune)
	if typ == typeNone {
		return false
	}
	name := p.lettersOf(from, to)
	least, among := leastTypo, []nearby(nil)
	switch {
	case q.nd == 1:
		among = p.t.communesIn[q.districts[0]]
	case q.nd == 0 && q.stated && q.twin && !q.vague:
		least, among = typoLonger, p.t.newsIn[q.province]
	}
	if len(name) < least || len(name) > maxTypo {
		return false
	}
	n, ok := p.nearest(name, typ, among)
	if ok {
		p.addTypo(n, typ, from, to)
	}
	return ok
}
