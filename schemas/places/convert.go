package places

// Certainty is how much of a text speaks for the commune that it was read as.
type Certainty uint8

// Certainties. How often each is wrong is measured: docs/operating/addresses.md.
const (
	CertaintyNone Certainty = iota // no commune, or several
	CertaintyLow                   // no level above it is named
	CertaintyFair                  // a level is missing, a type or mark differs, a letter was corrected, both lists are mixed, an old commune of the province had the name
	CertaintyFull                  // every level of its list is named and agrees
)

// String returns "", "low", "fair" or "full".
func (c Certainty) String() string { return [...]string{"", "low", "fair", "full"}[c] }

// Convert recognises the place of a text and appends the text in the units of
// 2025: tidy as by Canonical and, if one present commune fits, with that and its
// province in place of the units it names. Where none or several fit the units
// stay as they are written.
func (p *Parser) Convert(dst, text []byte) ([]byte, Place, Certainty) {
	if len(text) > maxText {
		text = endOf(text)
	}
	p.look(text)
	if p.r.rough {
		p.smooth(text)
		p.look(p.whole)
	}
	typed := len(p.mentions)
	p.ask()
	place := p.answer()
	sure := p.certainty(&place)
	start := len(dst)
	if place.Fits != 1 {
		p.mentions = p.mentions[:typed]
		return p.Canonical(dst, text), place, sure
	}
	w := writer{p: p, dst: dst, start: start, marked: p.r.marked, title: p.r.cases != upperCase|lowerCase}
	w.below(typed)
	w.part()
	w.dst = append(append(w.dst, CommuneName(place.Commune)...), ", "...)
	w.dst = append(w.dst, ProvinceName(place.Province)...)
	p.mentions = p.mentions[:typed]
	return w.dst, place, sure
}

// below writes what a text names beside the units that were read: everything
// but them, the country and a postal code.
func (w *writer) below(typed int) {
	p := w.p
	read := [...]int{p.q.at, p.q.districtAt, p.best.mention}
	end := p.bareEnd(isProvince)
	gone := false // a unit stood right before
	for i := 0; i < end; {
		if at := p.unitAt(i, read[:]); at >= 0 {
			i, gone = p.mentions[at].to, true
			continue
		}
		if gone {
			w.part()
		} else {
			w.gap(i)
		}
		gone = false
		next := 0
		for next < typed && p.mentions[next].from <= i {
			if p.mentions[next].from == i {
				break
			}
			next++
		}
		if next < typed && p.mentions[next].from == i {
			w.named(&p.mentions[next])
			i = p.mentions[next].to
			continue
		}
		i = w.plain(i, next)
	}
}

// unitAt is which of some mentions begins at token i, -1 none.
func (p *Parser) unitAt(i int, some []int) int {
	for _, at := range some {
		if at >= 0 && at < len(p.mentions) && p.mentions[at].from == i {
			return at
		}
	}
	return -1
}

// certainty weighs what was read.
func (p *Parser) certainty(out *Place) Certainty {
	q := &p.q
	switch {
	case out.Fits != 1:
		return CertaintyNone
	case !q.stated && q.nd == 0:
		return CertaintyLow
	case q.stated && p.best.cost <= 1 && !p.corrected && !q.vague && (q.nd == 1 && out.System == SystemOld || out.System == SystemNew && !p.hasNamesake(out)):
		return CertaintyFull
	}
	return CertaintyFair
}

// hasNamesake says whether people of an old commune of the province that was
// called like the present one live elsewhere now: the text is that of one of
// them if it is an old one without its district.
func (p *Parser) hasNamesake(out *Place) bool {
	m := &p.mentions[p.best.mention]
	for kind := kindOld; kind <= kindPast; kind++ {
		for _, e := range p.kindRange(m, kind) {
			if e.province != out.Province || p.unlike(m, &e, 1, 1) > 0 {
				continue
			}
			if e.at == noUnit {
				return true
			}
			if to := p.t.targetsOf(e.at); len(to) != 1 || p.t.news.list[to[0]].code != out.Commune {
				return true
			}
		}
	}
	return false
}

// AppendFits appends the present communes that fit a place whose text names
// one, ascending.
func AppendFits(dst []uint16, p Place) []uint16 {
	switch p.Fits {
	case 0:
		return dst
	case 1:
		return append(dst, p.Commune)
	}
	for _, c := range load().news.list {
		if CouldBe(p, c.code) {
			dst = append(dst, c.code)
		}
	}
	return dst
}
