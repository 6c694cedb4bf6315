package places

// answer turns the question and the best readings into a Place.
func (p *Parser) answer() Place {
	if p.r.n == 0 {
		return Place{}
	}
	var out Place
	q := &p.q
	if q.stated {
		out.Province = q.province
		if !q.twin || p.t.oldProvinces[q.oldProvince].whole {
			out.OldProvince = q.oldProvince
		}
	}
	if len(p.best.list) > 0 {
		p.answerCommune(&out)
	} else {
		p.answerDistrict(&out)
	}
	return out
}

// answerDistrict fills a place that names no known commune.
func (p *Parser) answerDistrict(out *Place) {
	q := &p.q
	switch {
	case q.nd > 0:
		out.System = SystemOld
		if q.stated && p.t.districts[q.districts[0]].oldProvince != q.oldProvince {
			out.System = SystemMixed
		}
	case q.stated && !q.twin:
		out.System = SystemOld
	}
	p.agreeOn(out)
	if q.nd != 1 {
		return
	}
	out.District = q.districts[0]
	// An island district, or one that became one commune as a whole.
	if heirs := p.t.districts[out.District].heirs; len(heirs) == 1 {
		out.Fits, out.Commune = 1, p.t.news.list[heirs[0]].code
	}
}

// agreeOn fills provinces that all districts share.
func (p *Parser) agreeOn(out *Place) {
	q := &p.q
	for i, d := range q.districts[:q.nd] {
		old := p.t.districts[d].oldProvince
		if i == 0 {
			out.OldProvince, out.Province = old, p.t.oldProvinces[old].province
			continue
		}
		if old != out.OldProvince {
			out.OldProvince = 0
		}
		if p.t.oldProvinces[old].province != out.Province {
			out.Province = 0
		}
	}
}

// answerCommune fills a place from the best readings of its commune.
func (p *Parser) answerCommune(out *Place) {
	f := &p.best
	first := f.list[0]
	out.Province, out.OldProvince, out.District = first.province, first.oldProvince, first.district
	var old uint16 = noUnit
	if first.kind != kindNew {
		old = first.at
	}
	for _, e := range f.list {
		out.kinds |= 1 << e.kind
		if e.province != out.Province {
			out.Province = 0
		}
		if e.oldProvince != out.OldProvince {
			out.OldProvince = 0
		}
		if e.district != out.District {
			out.District = 0
		}
		if e.at != old || e.kind == kindNew {
			old = noUnit
		}
	}
	if old != noUnit {
		out.OldCommune = p.t.olds.list[old].code
	}
	if out.kinds == 1<<kindNew {
		p.answerAbove(out)
	}
	out.System = p.system(out)
	out.Fits = uint8(min(len(f.fits), 255))
	if len(f.fits) == 1 {
		at := f.fits[0]
		out.Commune, out.Province = p.t.news.list[at].code, p.t.news.list[at].province
	}
	p.keep(out)
}

// answerAbove fills the old levels of a place read as a present commune.
func (p *Parser) answerAbove(out *Place) {
	q := &p.q
	if d := p.districtOf(out); d != 0 {
		out.District = d
		out.OldProvince = p.t.districts[d].oldProvince
		return
	}
	if q.stated && !q.twin && p.best.cost&(costType-1) == costInherits {
		out.OldProvince = q.oldProvince
	}
	if alone := p.t.provinces[out.Province].alone; alone != 0 {
		out.OldProvince = alone
	}
}

// districtOf is the district named beside a present commune, 0 if several or none.
func (p *Parser) districtOf(out *Place) uint16 {
	q := &p.q
	switch {
	case q.nd == 1 && q.others == 0:
		return q.districts[0]
	}
	found := uint16(0)
	for _, d := range q.districts[:q.nd+q.others] {
		for _, at := range p.best.fits {
			if p.t.overlapsDistrict(int(at), d) {
				if found != 0 && found != d {
					return 0
				}
				found = d
			}
		}
	}
	return found
}

// system says which list the levels of the text belong to.
func (p *Parser) system(out *Place) System {
	q := &p.q
	isNew := out.kinds&(1<<kindNew) != 0
	isOld := out.kinds&^(1<<kindNew) != 0
	switch {
	case isNew && isOld:
		return SystemUnknown
	case isNew && (q.nd > 0 || q.vague || q.stated && !q.twin):
		return SystemMixed
	case isNew:
		return SystemNew
	case q.stated && p.best.list[0].oldProvince != q.oldProvince:
		return SystemMixed
	}
	return SystemOld
}

// keep notes how the commune was read, for CouldBe.
func (p *Parser) keep(out *Place) {
	f := &p.best
	m := &p.mentions[f.mention]
	out.names = m.group
	if m.typ != typeNone && f.cost&costType == 0 {
		out.match |= matchType | uint8(m.typ)
	}
	if p.q.marked && f.cost&costSig == 0 {
		out.match |= matchSig
		out.sig = shortSig(m.sig)
	}
}
