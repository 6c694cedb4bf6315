package places

// maxDistricts is how many districts of one name are kept; the commonest
// district name, Châu Thành, is borne by eleven.
const maxDistricts = 16

// question is what the text says above the commune.
type question struct {
	stated      bool  // a province is named
	oldProvince uint8 // the named province in the list of 63
	province    uint8 // the present province it stands for or belongs to
	twin        bool  // the name stands in both lists
	vague       bool  // a district is announced, but not one that fits or is known
	districts   [maxDistricts]uint16
	nd          int  // that fit the province best
	others      int  // behind them: their namesakes elsewhere in the present province
	marked      bool // the text writes marks outside the words of types
	at          int  // mention of the province, -1 none
	districtAt  int  // mention of the district, -1 none
}

// ask finds the province, the districts and the commune mentions of a text.
// Untyped mentions are looked for only where a level is missing, misspelt ones
// after that. It is false where a name may be misspelt and the text itself is
// not at hand.
func (p *Parser) ask() bool {
	p.q = question{at: -1, districtAt: -1}
	p.best.reset()
	p.corrected = false
	if p.r.n == 0 {
		return true
	}
	p.q.marked = p.r.marked
	p.askProvince()
	if !p.q.stated && p.ready {
		p.typoProvince()
	}
	p.askDistrict()
	p.askCommune()
	p.weighCommunes()
	if len(p.best.list) == 0 && p.ready && p.typoCommune() {
		p.best.reset()
		p.weighCommunes()
	}
	return p.ready || !p.maybeMisspelt()
}

// kindRange is the entries of one kind in the group of a mention.
func (p *Parser) kindRange(m *mention, k kind) []entry {
	g := p.t.group(m.group)
	for len(g) > 0 && g[0].kind < k {
		g = g[1:]
	}
	n := 0
	for n < len(g) && g[n].kind == k {
		n++
	}
	return g[:n]
}

// askProvince settles which mention names the province: the last one that can
// be nothing else; then an untyped name; then nothing, and the district decides.
func (p *Parser) askProvince() {
	for i := len(p.mentions) - 1; i >= 0; i-- {
		m := &p.mentions[i]
		if m.kinds&isProvince == 0 {
			continue
		}
		e := &p.kindRange(m, kindProvince)[0]
		if m.kinds&isDistrict != 0 && e.typ != typeThanhPho {
			continue // "TP. Bắc Ninh" is the district; the province follows from it
		}
		p.stateProvince(i, e)
		return
	}
	if m, ok := p.findBare(isProvince); ok {
		p.mentions = append(p.mentions, m)
		p.stateProvince(len(p.mentions)-1, &p.kindRange(&m, kindProvince)[0])
	}
}

func (p *Parser) stateProvince(at int, e *entry) {
	q := &p.q
	q.stated, q.at = true, at
	q.oldProvince, q.province = e.oldProvince, e.province
	q.twin = p.t.oldProvinces[e.oldProvince].twin
}

// askDistrict settles the districts: the last mention with one that lies in the
// stated province.
func (p *Parser) askDistrict() {
	q := &p.q
	seen := false
	for i := len(p.mentions) - 1; i >= 0; i-- {
		m := &p.mentions[i]
		if i == q.at || m.kinds&isDistrict == 0 {
			continue
		}
		seen = true
		if p.credible(m) && p.stateDistricts(m) {
			q.districtAt = i
			return
		}
	}
	if m, ok := p.findBare(isDistrict); ok && p.stateDistricts(&m) && p.speaksFor(&m) {
		p.mentions = append(p.mentions, m)
		q.districtAt = len(p.mentions) - 1
		return
	}
	if p.ready && p.typoDistrict() {
		return
	}
	q.vague = seen || p.announces()
}

// stateDistricts keeps the districts of a mention that fit the province best:
// in the old province stated, else in the present one; then by type and marks.
// Behind them stand those of the present province that agree as well but for
// their old one: its name may mean either.
func (p *Parser) stateDistricts(m *mention) bool {
	q := &p.q
	best := 1 << 10
	q.nd, q.others = 0, 0
	entries := p.kindRange(m, kindDistrict)
	for i := range entries {
		if cost := p.districtCost(m, &entries[i]); cost < best {
			best = cost
		}
	}
	for want := best; want <= best|costOtherProvince && best < costOut; want += costOtherProvince {
		for i := range entries {
			if n := q.nd + q.others; n < maxDistricts && p.districtCost(m, &entries[i]) == want {
				q.districts[n] = entries[i].district
				if want == best {
					q.nd++
				} else {
					q.others++
				}
			}
		}
	}
	return q.nd > 0
}

// credible says whether a district's name stands for itself: where no province
// does, it must be whole and its marks right.
func (p *Parser) credible(m *mention) bool {
	return p.q.stated || !m.loose && (m.sig == 0 || p.bears(m))
}

// speaksFor says whether an untyped name is that of its district rather than of
// a present commune, or of anything: a commune that lies in it stands in the
// text too or, if a province does, no commune bears that name.
func (p *Parser) speaksFor(m *mention) bool {
	q := &p.q
	for i := range p.mentions {
		if i != q.at && p.mentions[i].kinds&isCommune != 0 && p.inScope(&p.mentions[i]) {
			return true
		}
	}
	p.mentions = append(p.mentions, *m)
	q.districtAt = len(p.mentions) - 1
	_, below := p.findBare(isCommune)
	p.mentions = p.mentions[:q.districtAt]
	q.districtAt = -1
	if below || q.stated && p.t.districts[q.districts[0]].oldProvince == q.oldProvince {
		return true
	}
	known := !q.stated
	for _, e := range p.kindRange(m, kindNew) {
		known = known || e.province == q.province
	}
	if known {
		q.nd, q.others = 0, 0
	}
	return !known
}

// costOtherProvince is what a district costs that lies in another old province
// than the one stated.
const costOtherProvince = 4

func (p *Parser) districtCost(m *mention, e *entry) int {
	q, cost := &p.q, 0
	if q.stated && e.oldProvince != q.oldProvince {
		if e.province != q.province {
			return costOut
		}
		cost = costOtherProvince
	}
	return cost + p.unlike(m, e, 1, 2)
}

// unlike adds what differs between a mention and an entry of its folded name:
// the type, if the text has one, and the marks, if the text writes any.
func (p *Parser) unlike(m *mention, e *entry, byType, bySig int) int {
	cost := 0
	if m.typ != typeNone && m.typ != e.typ {
		cost = byType
	}
	if p.q.marked && m.sig != e.sig {
		cost += bySig
	}
	return cost
}

// announces is announcesDistrict of the text at hand.
func (p *Parser) announces() bool {
	if p.ready {
		return p.r.announcesDistrict()
	}
	for i := range p.taken {
		if p.taken[i].flags&partAnnounces != 0 {
			return true
		}
	}
	return false
}

// announcesDistrict says whether a word for an old district stands at the
// beginning of a piece of the text, before a name that is not known.
func (r *reading) announcesDistrict() bool {
	for i := range r.tokens[:r.n] {
		t := &r.tokens[i]
		if w := t.word; (i == 0 || t.sep == classHard) && (w == wordHuyen || w == wordTX || w == wordQuan || w == wordThi) {
			if typ, _ := r.typeAt(i); typ == typeHuyen || typ == typeThiXa || typ == typeQuan {
				return true
			}
		}
	}
	return false
}
