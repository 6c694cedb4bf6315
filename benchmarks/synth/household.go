package synth

import "strconv"

// residence draws the commune where a family from a province lives: seven in
// ten at home, the others where people move to.
func (b *block) residence(origin int32) int32 {
	if b.dice.p(0.7) {
		return b.g.communeIn(&b.dice, origin)
	}
	return b.g.communeIn(&b.dice, int32(b.g.residents.draw(&b.dice)))
}

// moved draws the commune of somebody who leaves a house: half stay in the
// commune, a third in the province.
func (b *block) moved(from int32) int32 {
	commune := b.houses[from].commune
	switch u := b.dice.unit(); {
	case u < 0.5:
		return commune
	case u < 0.83:
		return b.g.communeIn(&b.dice, b.g.communes[commune].province)
	}
	return b.g.communeIn(&b.dice, int32(b.g.residents.draw(&b.dice)))
}

// newHouse makes a household in a commune, with its address in the arena.
func (b *block) newHouse(commune int32) int32 {
	from := uint32(len(b.text))
	b.text = b.g.appendAddress(b.text, &b.dice, commune)
	b.houses = append(b.houses, house{commune, 0, span{from, uint32(len(b.text))}})
	return int32(len(b.houses) - 1)
}

// appendAddress writes a full address in the system since 2025-07-01, as the
// register has it.
func (g *geography) appendAddress(dst []byte, d *dice, commune int32) []byte {
	c := &g.communes[commune]
	dst = g.appendDetail(dst, d, c)
	dst = append(dst, ", "...)
	dst = append(dst, c.name...)
	dst = append(dst, ", "...)
	return append(dst, c.newName...)
}

// appendDetail writes what stands before the commune: house, alley, street and
// neighbourhood in towns, hamlet in the country.
func (g *geography) appendDetail(dst []byte, d *dice, c *commune) []byte {
	reg := g.provinces[c.province].region
	if !c.urban && !d.p(0.18) {
		return g.appendHamlet(dst, d, reg)
	}
	dst = appendHouseNumber(dst, d, reg)
	word := "đường "
	if reg != south && d.p(0.25) {
		word = "phố "
	}
	dst = append(dst, word...)
	dst = append(dst, one(d, g.streets[reg])...)
	if d.p(0.45) {
		dst = append(dst, ", "...)
		dst = append(dst, map[bool]string{true: "Khu phố ", false: "Tổ dân phố "}[reg == south]...)
		dst = strconv.AppendInt(dst, int64(1+d.n(24)), 10)
	}
	return dst
}

// appendHouseNumber: "Số 12, ngõ 34, " in the north, "12/34/5, " in the south.
func appendHouseNumber(dst []byte, d *dice, reg region) []byte {
	if reg == south || d.p(0.15) {
		if d.p(0.5) {
			dst = append(dst, "Số "...)
		}
		dst = strconv.AppendInt(dst, int64(1+d.n(400)), 10)
		for range d.n(3) {
			dst = append(dst, '/')
			dst = strconv.AppendInt(dst, int64(1+d.n(120)), 10)
		}
		if d.p(0.06) {
			dst = append(dst, "ABC"[d.n(3)])
		}
		return append(dst, ", "...)
	}
	dst = append(dst, "Số "...)
	dst = strconv.AppendInt(dst, int64(1+d.n(300)), 10)
	if d.p(0.4) {
		dst = append(dst, ", ngõ "...)
		dst = strconv.AppendInt(dst, int64(1+d.n(200)), 10)
	}
	return append(dst, ", "...)
}

var hamletWords = [regions][]string{
	north: {"Thôn", "Thôn", "Thôn", "Xóm", "Xóm", "Bản", "Khu"}, centre: {"Thôn", "Thôn", "Thôn", "Xóm", "Khối"},
	highland: {"Thôn", "Thôn", "Buôn", "Làng"}, south: {"Ấp", "Ấp", "Ấp", "Ấp", "Khu phố"},
}

func (g *geography) appendHamlet(dst []byte, d *dice, reg region) []byte {
	if d.p(0.25) {
		dst = append(dst, "Tổ "...)
		dst = strconv.AppendInt(dst, int64(1+d.n(15)), 10)
		dst = append(dst, ", "...)
	}
	dst = append(dst, one(d, hamletWords[reg])...)
	dst = append(dst, ' ')
	if d.p(0.3) {
		return strconv.AppendInt(dst, int64(1+d.n(12)), 10)
	}
	dst = append(dst, one(d, g.hamlets[reg])...)
	if d.p(0.15) {
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(1+d.n(3)), 10)
	}
	return dst
}
