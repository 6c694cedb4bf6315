package places

// Codes are codes of units as a file states them beside each other: 0 for a
// level it does not state. Which list they are of they do not say.
type Codes struct {
	Province uint8
	District uint16
	Commune  uint16
}

// Spell appends the names of the units that codes mean, as an address would
// write them, and nothing where the codes contradict each other or could mean
// units of different places: 3,315 of the present codes of communes were codes
// of others before, and seven codes of provinces changed their meaning.
//
// A district speaks for the old list. Without one a code of a commune counts if
// it lies in the stated province in one of the lists only, or if the old
// commune became the present one of the same code.
func Spell(dst []byte, c Codes) []byte {
	t := load()
	old, now := t.oldOf(c), t.newOf(c)
	switch {
	case old >= 0 && now >= 0:
		if to := t.targetsOf(uint16(old)); len(to) == 1 && int(to[0]) == now {
			return t.spellNew(dst, now)
		}
		was := t.oldProvinces[t.olds.list[old].province].province
		if was == t.news.list[now].province {
			return append(dst, t.provinces[was].name...)
		}
		return dst
	case old >= 0:
		return t.spellOld(dst, old)
	case now >= 0:
		return t.spellNew(dst, now)
	case c.District != 0:
		return t.spellDistrict(dst, c)
	case c.Commune != 0 && t.knows(c.Commune): // a commune of another province
		return dst
	}
	return t.spellProvince(dst, c.Province)
}

// oldOf is the commune of the old list that codes mean, -1 if none.
func (t *tables) oldOf(c Codes) int {
	at := t.olds.at(c.Commune)
	if c.Commune == 0 || at < 0 {
		return -1
	}
	u := &t.olds.list[at]
	if c.District != 0 && u.district != c.District {
		return -1
	}
	if c.Province != 0 && u.province != c.Province && t.oldProvinces[u.province].province != c.Province {
		return -1
	}
	return at
}

// newOf is the present commune that codes mean, -1 if none.
func (t *tables) newOf(c Codes) int {
	at := t.news.at(c.Commune)
	if c.Commune == 0 || at < 0 || c.District != 0 {
		return -1
	}
	if c.Province != 0 && t.news.list[at].province != c.Province && !t.overlapsProvince(at, c.Province) {
		return -1
	}
	return at
}

func (t *tables) knows(commune uint16) bool {
	return t.olds.at(commune) >= 0 || t.news.at(commune) >= 0
}

func (t *tables) spellOld(dst []byte, at int) []byte {
	u := &t.olds.list[at]
	dst = append(append(dst, u.name...), ", "...)
	dst = append(append(dst, t.districts[u.district].name...), ", "...)
	return append(dst, t.oldProvinces[u.province].name...)
}

func (t *tables) spellNew(dst []byte, at int) []byte {
	u := &t.news.list[at]
	dst = append(append(dst, u.name...), ", "...)
	return append(dst, t.provinces[u.province].name...)
}

// spellDistrict: a commune that is unknown, or not one of the district, leaves
// the district if that lies in the province.
func (t *tables) spellDistrict(dst []byte, c Codes) []byte {
	if int(c.District) >= len(t.districts) || t.districts[c.District].name == "" || t.knows(c.Commune) {
		return dst
	}
	d := &t.districts[c.District]
	if c.Province != 0 && d.oldProvince != c.Province && t.oldProvinces[d.oldProvince].province != c.Province {
		return dst
	}
	dst = append(append(dst, d.name...), ", "...)
	return append(dst, t.oldProvinces[d.oldProvince].name...)
}

// spellProvince: a code counts if both lists mean the same by it, or only one
// has it.
func (t *tables) spellProvince(dst []byte, code uint8) []byte {
	old, now := &t.oldProvinces[code], &t.provinces[code]
	switch {
	case old.name != "" && now.name != "" && old.province != code:
		return dst
	case now.name != "":
		return append(dst, now.name...)
	}
	return append(dst, old.name...)
}

// Complete is what an address text says, completed by what stands beside it
// (columns of units, codes) as far as the text leaves it open. Where the two
// contradict each other the text stands.
func Complete(text, beside Place) Place {
	switch {
	case beside.Province == 0 || text.Fits == 1:
		return text
	case text.Province == 0 && text.District == 0 && text.Fits == 0:
		return beside
	case text.Province != 0 && text.Province != beside.Province,
		text.District != 0 && beside.District != 0 && text.District != beside.District,
		text.OldProvince != 0 && beside.OldProvince != 0 && text.OldProvince != beside.OldProvince:
		return text
	case beside.Fits == 1 && CouldBe(text, beside.Commune), text.Fits == 0 && beside.Fits > 1:
		return beside
	case text.Fits == 0 && text.District == 0 && beside.District != 0:
		return beside
	}
	return text
}
