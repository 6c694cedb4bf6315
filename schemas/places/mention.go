package places

// A mention is a place of the text where a unit with a known name stands:
// tokens from..to, of which from..name are the words of its type.
type mention struct {
	from, name, to int
	sig            uint32
	group          uint16
	kinds          uint8 // kinds in the group that the type allows
	typ            unitType
	loose          bool // words follow that nothing explains: it may be the beginning of an unknown name
}

const (
	isProvince = 1 << kindProvince
	isDistrict = 1 << kindDistrict
	isCommune  = 1<<kindOld | 1<<kindPast | 1<<kindNew
)

// allowed says which kinds of units a type word may announce.
var allowed = [...]uint8{
	typeNone:     0,
	typeTinh:     isProvince,
	typeThanhPho: isProvince | isDistrict,
	typeQuan:     isDistrict,
	typeHuyen:    isDistrict,
	typeThiXa:    isDistrict,
	typeThiTran:  isCommune,
	typePhuong:   isCommune,
	typeXa:       isCommune,
	typeDacKhu:   1 << kindNew,
}

// longest is how many tokens a name may have: "Văn Miếu Quốc Tử Giám" has five.
const longest = 6

// typeAt reads the words of a type at token i and returns where the name begins.
func (r *reading) typeAt(i int) (unitType, int) {
	next, sep := wordNone, uint8(classHard)
	if i+1 < r.n {
		next, sep = r.tokens[i+1].word, r.tokens[i+1].sep
	}
	if sep == classHard {
		return typeNone, i
	}
	switch r.tokens[i].word {
	case wordTinh:
		return typeTinh, i + 1
	case wordT:
		return r.abbreviated(i, next, sep)
	case wordTP:
		return typeThanhPho, i + 1
	case wordThanh:
		if next == wordPho {
			return typeThanhPho, i + 2
		}
	case wordQuan:
		return typeQuan, i + 1
	case wordHuyen:
		return typeHuyen, i + 1
	case wordTX:
		return typeThiXa, i + 1
	case wordThi:
		switch next {
		case wordXa:
			return typeThiXa, i + 2
		case wordTran:
			return typeThiTran, i + 2
		}
	case wordTT:
		return typeThiTran, i + 1
	case wordPhuong, wordP:
		return typePhuong, i + 1
	case wordXa, wordX:
		return typeXa, i + 1
	case wordDac:
		if next == wordKhu {
			return typeDacKhu, i + 2
		}
	case wordDK:
		return typeDacKhu, i + 1
	}
	return typeNone, i
}

// abbreviated reads T., T.P, T.Phố, T.X and T.T.
func (r *reading) abbreviated(i int, next word, sep uint8) (unitType, int) {
	if sep == classDot {
		switch next {
		case wordP, wordPho:
			return typeThanhPho, i + 2
		case wordX, wordXa:
			return typeThiXa, i + 2
		case wordT, wordTran:
			return typeThiTran, i + 2
		}
	}
	return typeTinh, i + 1
}

// findTyped finds the mentions that a type word announces, from left to right.
func (p *Parser) findTyped() {
	p.mentions = p.mentions[:0]
	r := &p.r
	for i := 0; i < r.n; {
		if w := r.tokens[i].word; w == wordNone || w > lastUnitWord {
			i++
			continue
		}
		typ, name := r.typeAt(i)
		if typ == typeNone || r.streetBefore(i) {
			i++
			continue
		}
		m, ok := p.longestName(name, typ)
		if !ok {
			i++
			continue
		}
		m.from = i
		p.mentions = append(p.mentions, m)
		i = m.to
	}
}

// streetBefore says whether the word right before token i makes what follows
// the name of a street: "đường Quan Nhân" names no district.
func (r *reading) streetBefore(i int) bool {
	if i == 0 || r.tokens[i].sep > classDot {
		return false
	}
	switch w := r.tokens[i-1].word; w {
	case wordDuong, wordD, wordDg, wordNgo, wordNgach, wordHem, wordStreet:
		return true
	case wordPho:
		if i == 1 {
			return true
		}
		before := r.tokens[i-2].word
		return before != wordKhu && before != wordDan && before != wordThanh && before != wordT
	}
	return false
}

// reach is how many tokens from i may belong to one name.
func (r *reading) reach(i int) int {
	n := 1
	for n < longest && i+n < r.n && r.tokens[i+n].sep != classHard && !r.abbreviates(i+n) {
		n++
	}
	return n
}

// longestName finds the longest known name beginning at token i that the type
// allows: one that ends where a name may end before one that does not, one whose
// marks agree before one that folds alike ("Xã Bình Thành - Đồng Tháp" does not
// name Bình Thạnh Đông). A bare number is the name of a phường or a quận only.
func (p *Parser) longestName(i int, typ unitType) (mention, bool) {
	r := &p.r
	if i >= r.n || r.tokens[i].sep == classHard {
		return mention{}, false
	}
	var best mention
	least := 4
	for n := r.reach(i); n > 0 && least > 0; n-- {
		m, ok := p.named(i, i+n, allowed[typ])
		if !ok || n == 1 && r.tokens[i].digits && typ != typePhuong && typ != typeQuan {
			continue
		}
		doubt := 0
		if m.loose = !p.endsAt(i + n); m.loose {
			doubt = 2
		}
		if m.sig != 0 && !p.bears(&m) {
			doubt++
		}
		if doubt < least {
			best, least = m, doubt
		}
	}
	best.typ = typ
	return best, least < 4
}

// bears says whether some unit of a mention's name and kinds has its marks.
func (p *Parser) bears(m *mention) bool {
	entries := p.t.group(m.group)
	for i := range entries {
		if entries[i].sig == m.sig && m.kinds&(1<<entries[i].kind) != 0 {
			return true
		}
	}
	return false
}

// endsAt says whether a name may end before token i: at a sign, before a word
// that announces something, before another known name, at the country.
func (p *Parser) endsAt(i int) bool {
	r := &p.r
	if i >= r.n || r.tokens[i].sep > classSpace {
		return true
	}
	t := &r.tokens[i]
	if t.digits {
		return t.end-t.start > 2
	}
	if w := t.word; w != wordNone {
		if w > lastUnitWord && w != wordSite {
			return true
		}
		if typ, _ := r.typeAt(i); typ != typeNone {
			return true
		}
	}
	for n := r.reach(i); n > 0; n-- {
		if _, ok := p.named(i, i+n, isProvince|isDistrict|isCommune); ok {
			return true
		}
	}
	return false
}

// named looks up tokens i to j-1 as one name of the wanted kinds.
func (p *Parser) named(i, j int, wanted uint8) (mention, bool) {
	key, ok := p.r.key(i, j)
	if !ok {
		return mention{}, false
	}
	group, kinds := p.t.find(key)
	if kinds &= wanted; kinds == 0 {
		return mention{}, false
	}
	return mention{from: i, name: i, to: j, sig: p.r.sig(i, j), group: group, kinds: kinds}, true
}
