package places

// findBare finds a name without its type: a piece of text between signs that is
// nothing but such a name or, where the writer set no signs, the last words of
// the text left over. A province may stand anywhere; a district or a commune
// stands next to the level above it: to its left, or to its right where the
// address begins with the largest unit.
func (p *Parser) findBare(wanted uint8) (mention, bool) {
	if wanted == isProvince {
		p.lay()
		return p.bareProvince()
	}
	if q := &p.q; q.at >= 0 && p.mentions[q.at].from == 0 {
		p.lay()
		return p.bareAfter(p.mentions[p.above(wanted)].to, wanted)
	}
	if p.above(wanted) < 0 {
		p.lay()
	}
	end := p.bareEnd(wanted)
	start := p.gapStart(end)
	if start == end {
		return mention{}, false
	}
	p.lay()
	from := end - 1
	for from > start && p.r.tokens[from].sep != classHard {
		from--
	}
	return p.barePiece(from, end, wanted)
}

// bareProvince looks through what the typed mentions leave of the text, from
// the right.
func (p *Parser) bareProvince() (mention, bool) {
	end := p.bareEnd(isProvince)
	for k := len(p.mentions) - 1; k >= -1; k-- {
		start, next := 0, 0
		if k >= 0 {
			start, next = p.mentions[k].to, p.mentions[k].from
		}
		if m, ok := p.bareIn(start, end, isProvince); ok && (m.from == 0 || k == len(p.mentions)-1 && p.remarks(m.to) || p.holds(&m)) {
			return m, true
		}
		end = next
	}
	return mention{}, false
}

// remarks says whether nothing from token i on is a unit or a hamlet.
func (p *Parser) remarks(i int) bool {
	r := &p.r
	for i < r.n {
		if w := r.tokens[i].word; w.isHamlet() || w.isStreet() {
			return false
		}
		if typ, _ := r.typeAt(i); typ != typeNone {
			return false
		}
		to := i + 1
		for to < r.n && r.tokens[to].sep != classHard {
			to++
		}
		if _, known := p.named(i, to, isProvince|isDistrict|isCommune); known && !r.tokens[i].digits {
			return false
		}
		i = to
	}
	return true
}

// holds says whether a province that stands before smaller units, and not first,
// is meant as one: a district that the text announces lies in it or, where it
// has a piece of its own, a commune. It is a street's name otherwise: "280 Đà
// Nẵng, Xã Bình Phú, Huyện Tân Hồng".
func (p *Parser) holds(province *mention) bool {
	e := &p.kindRange(province, kindProvince)[0]
	alone := p.r.tokens[province.from].sep == classHard && p.r.tokens[province.to].sep == classHard && !p.houseNumber(province.from)
	for i := range p.mentions {
		m := &p.mentions[i]
		for k := kindDistrict; k <= kindNew; k++ {
			for _, unit := range p.kindRange(m, k) {
				if m.kinds&(1<<k) != 0 && (k == kindDistrict && unit.oldProvince == e.oldProvince || alone && k != kindDistrict && unit.province == e.province) {
					return true
				}
			}
		}
	}
	return false
}

// above is the mention of the next level up that is known, -1 none.
func (p *Parser) above(wanted uint8) int {
	if wanted == isCommune && p.q.districtAt >= 0 {
		return p.q.districtAt
	}
	return p.q.at
}

// bareAfter looks at the piece that begins at token from.
func (p *Parser) bareAfter(from int, wanted uint8) (mention, bool) {
	if from >= p.r.n || p.r.tokens[from].sep != classHard {
		return mention{}, false
	}
	stop := from + 1
	for stop < p.r.n && p.r.tokens[stop].sep != classHard {
		stop++
	}
	for i := range p.mentions {
		if m := &p.mentions[i]; m.from >= from && m.from < stop {
			return mention{}, false
		}
	}
	return p.barePiece(from, stop, wanted)
}

// bareEnd is where to start looking, from the right: the left end of the next
// level up; for a province, or where no level up is known, the end of the text
// without the country and a postal code.
func (p *Parser) bareEnd(wanted uint8) int {
	if above := p.above(wanted); wanted != isProvince && above >= 0 {
		return p.mentions[above].from
	}
	end, read := p.r.n, 0
	if n := len(p.mentions); n > 0 {
		read = p.mentions[n-1].to
	}
	for end > read {
		t := &p.r.tokens[end-1]
		switch {
		case t.word == wordVN, t.digits:
			end--
		case t.word == wordNam && end-1 > read && p.r.tokens[end-2].word == wordViet:
			end -= 2
		default:
			return end
		}
	}
	return end
}

// gapStart is the end of the last mention that ends at or before end.
func (p *Parser) gapStart(end int) int {
	start := 0
	for i := range p.mentions {
		if m := &p.mentions[i]; m.to <= end {
			start = max(start, m.to)
		}
	}
	return start
}

// bareIn looks for a name in tokens start..end, which hold no mention: piece
// by piece from the right.
func (p *Parser) bareIn(start, end int, wanted uint8) (mention, bool) {
	r := &p.r
	for stop := end; stop > start; {
		from := stop - 1
		for from > start && r.tokens[from].sep != classHard {
			from--
		}
		if m, ok := p.barePiece(from, stop, wanted); ok {
			return m, true
		}
		stop = from
	}
	return mention{}, false
}

// barePiece looks at one piece: all of it, or its last words.
func (p *Parser) barePiece(from, stop int, wanted uint8) (mention, bool) {
	r := &p.r
	for n := min(stop-from, longest); n > 0; n-- {
		at := stop - n
		if r.tokens[at].digits && n == 1 {
			break
		}
		m, ok := p.named(at, stop, wanted)
		if !ok || wanted == isProvince && m.sig != 0 && !p.bears(&m) || !p.plausible(from, at, n, wanted) || wanted == isDistrict && !p.stateDistricts(&m) || wanted == isCommune && !p.inScope(&m) {
			continue
		}
		return m, true
	}
	return mention{}, false
}

// plausible says whether a bare name of n tokens at token at, in a piece that
// begins at from, may be a unit and not a street or a hamlet.
func (p *Parser) plausible(from, at, n int, wanted uint8) bool {
	r := &p.r
	if at == from {
		// "30, Hai Bà Trưng": what follows a house number alone is a street.
		return wanted == isProvince || from == 0 || !p.houseNumber(from)
	}
	before := &r.tokens[at-1]
	if before.word.isStreet() || before.word.isHamlet() || before.word == wordNam || before.word == wordSite || r.streetBefore(at) {
		return false
	}
	// Where the writer set commas a unit has a piece of its own; a province may
	// end the last one.
	if wanted == isProvince {
		return !r.pieces() || p.bareEnd(wanted) == at+n
	}
	return !r.pieces() && n > 1 && (!before.digits || at-1 > from && r.tokens[at-2].word.isHamlet())
}

// houseNumber says whether the piece before the one that begins at token from
// is nothing but a house number.
func (p *Parser) houseNumber(from int) bool {
	r := &p.r
	for i := from - 1; i >= 0; i-- {
		t := &r.tokens[i]
		switch {
		case t.digits, t.word == wordSo, t.word == wordSN:
		case t.end-t.start > 1, t.word != wordNone && r.tokens[i+1].sep == classDot: // "A. 2" is a hamlet
			return false
		}
		if t.sep == classHard {
			break
		}
	}
	return true
}

// pieces says whether the writer separated parts of the address.
func (r *reading) pieces() bool {
	for i := 1; i < r.n; i++ {
		if r.tokens[i].sep == classHard {
			return true
		}
	}
	return false
}

// askCommune looks for an untyped commune when no typed one stands in the text
// and the level above it is known.
func (p *Parser) askCommune() {
	for i := range p.mentions {
		if i != p.q.at && i != p.q.districtAt && p.mentions[i].kinds&isCommune != 0 {
			return
		}
	}
	if p.q.at < 0 && p.q.nd == 0 {
		return
	}
	if m, ok := p.findBare(isCommune); ok {
		p.mentions = append(p.mentions, m)
	}
}

// inScope says whether some commune of a bare mention lies where the text says.
func (p *Parser) inScope(m *mention) bool {
	for k := kindOld; k <= kindNew; k++ {
		for i, entries := 0, p.kindRange(m, k); i < len(entries); i++ {
			if p.reading(&entries[i]) < costOut {
				return true
			}
		}
	}
	return false
}
