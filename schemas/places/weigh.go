package places

// Costs of reading a commune name as a unit: how well its levels agree with the
// rest of the text. Lower is better; only the best readings count.
const (
	costType = 8       // the text names another type of commune
	costSig  = 16      // the text writes other marks
	costOut  = 1 << 10 // the unit lies elsewhere
	// costInherits: a present commune, though the text names an old province
	// that it took land of. No other reading has this cost below costType.
	costInherits = 4
)

// reading is the cost of reading a commune name as the unit of an entry.
func (p *Parser) reading(e *entry) int {
	q := &p.q
	switch {
	case q.stated && e.province != q.province:
		return costOut
	case q.nd > 0:
		return p.readingInDistrict(e)
	case !q.stated && q.vague:
		return [...]int{kindOld: 0, kindPast: 0, kindNew: 5}[e.kind]
	case !q.stated:
		return 0
	case e.kind == kindNew:
		return p.readingNew(e)
	}
	// Old units, and no district to tell them apart: those of the old province
	// stated or, if its name may mean the present one, of that.
	meansPresent := q.twin && !q.vague
	cost := 0
	if meansPresent {
		cost = 1
	}
	if e.at == noUnit {
		cost++
	}
	if e.oldProvince != q.oldProvince && !meansPresent {
		cost += 3
	}
	return cost
}

// readingInDistrict: the district speaks for the old list; a present commune
// must at least have taken land of that district.
func (p *Parser) readingInDistrict(e *entry) int {
	q := &p.q
	for i, d := range q.districts[:q.nd+q.others] {
		cost := 0
		if i >= q.nd {
			cost = 3
		}
		switch {
		case e.kind == kindNew && p.t.overlapsDistrict(int(e.at), d):
			return cost + 2
		case e.kind != kindNew && e.district == d && e.at == noUnit:
			return 7
		case e.kind != kindNew && e.district == d:
			return cost + int(e.kind-kindOld)
		}
	}
	return costOut
}

// readingNew: without a district a present commune in a present province has
// all its levels.
func (p *Parser) readingNew(e *entry) int {
	q := &p.q
	switch {
	case q.twin && q.vague:
		return 5
	case q.twin:
		return 0
	case p.t.overlapsProvince(int(e.at), q.oldProvince):
		return costInherits
	}
	return 6
}

// findings are the best readings of the commune level.
type findings struct {
	cost    int
	mention int
	list    []*entry
	fits    []uint16 // present communes, places in news
	seen    [64]uint64
}

func (f *findings) reset() {
	f.cost, f.mention = costOut, -1
	f.list = f.list[:0]
	f.forget()
}

// forget takes back what was found to fit.
func (f *findings) forget() {
	for _, at := range f.fits {
		f.seen[at>>6] = 0
	}
	f.fits = f.fits[:0]
}

// weighCommunes finds the commune mention with the best reading, the last one
// of equals, and lists the present communes that fit it.
func (p *Parser) weighCommunes() {
	f := &p.best
	for i := len(p.mentions) - 1; i >= 0; i-- {
		if i != p.q.at && i != p.q.districtAt && p.mentions[i].kinds&isCommune != 0 {
			p.weighMention(i)
		}
		if f.cost == 0 {
			break
		}
	}
	for _, e := range f.list {
		switch {
		case e.kind == kindNew:
			f.fit(e.at)
		case e.at != noUnit:
			for _, at := range p.t.targetsOf(e.at) {
				f.fit(at)
			}
		}
	}
	if len(f.fits) > 1 {
		p.narrow()
	}
}

// narrow leaves of several present communes that fit the one that the text names
// as well: "Xã Cổ Bi (nay là Xã Phù Đổng), Huyện Gia Lâm".
func (p *Parser) narrow() {
	f := &p.best
	one := uint16(noUnit)
	for i := range p.mentions {
		m := &p.mentions[i]
		if i == f.mention || m.kinds&(1<<kindNew) == 0 {
			continue
		}
		for _, e := range p.kindRange(m, kindNew) {
			if f.seen[e.at>>6]>>(e.at&63)&1 == 0 || p.unlike(m, &e, 1, 1) > 0 || e.at == one {
				continue
			}
			if one != noUnit {
				return
			}
			one = e.at
		}
	}
	if one != noUnit {
		f.forget()
		f.fit(one)
	}
}

func (p *Parser) weighMention(i int) {
	f, m := &p.best, &p.mentions[i]
	entries := p.t.group(m.group)
	for at := range entries {
		e := &entries[at]
		if e.kind < kindOld {
			continue
		}
		cost := p.reading(e)
		if m.loose && (p.q.nd == 0 || cost >= costOut) {
			continue
		}
		if cost >= f.cost && f.mention != i || cost > f.cost {
			continue
		}
		cost += p.unlike(m, e, costType, costSig)
		if cost >= costType && !p.q.stated && p.q.nd == 0 {
			continue // nothing but the name speaks for it
		}
		if cost < f.cost {
			f.cost, f.mention = cost, i
			f.list = f.list[:0]
		}
		if cost == f.cost && f.mention == i && cost < costOut {
			f.list = append(f.list, e)
		}
	}
}

func (f *findings) fit(at uint16) {
	if f.seen[at>>6]>>(at&63)&1 == 0 {
		f.seen[at>>6] |= 1 << (at & 63)
		f.fits = append(f.fits, at)
	}
}
