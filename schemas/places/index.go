package places

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A naming is an entry with the key of its name, before grouping.
type naming struct {
	key  uint64
	fold string
	entry
}

// namer collects names while the index is built.
type namer struct {
	t     *tables
	r     reading
	names []naming
}

// add puts a unit under a name without its type.
func (n *namer) add(name string, e entry) {
	n.r.read([]byte(name), nil)
	key, ok := n.r.key(0, n.r.n)
	if !ok {
		panic(fmt.Errorf("places: a name of type %s in the embedded lists is too long", typeNames[e.typ]))
	}
	e.sig = n.r.sig(0, n.r.n)
	if strings.Contains(name, "-") && !slices.Contains(n.t.dashed, key) {
		n.t.dashed = append(n.t.dashed, key)
	}
	n.names = append(n.names, naming{key, foldedLetters(name), e})
}

func (t *tables) buildNames() {
	n := &namer{t: t, names: make([]naming, 0, 16_000)}
	n.addProvinces()
	n.addDistricts()
	n.addOldCommunes()
	n.addPastCommunes()
	n.addNewCommunes()
	slices.SortStableFunc(n.names, func(a, b naming) int {
		return cmp.Or(cmp.Compare(a.key, b.key), int(a.kind)-int(b.kind), int(a.oldProvince)-int(b.oldProvince), int(a.district)-int(b.district), int(a.at)-int(b.at))
	})
	t.entries = make([]entry, len(n.names))
	t.slots = make([]slot, 1<<slotBits)
	for i := range n.names {
		t.entries[i] = n.names[i].entry
		if i == 0 || n.names[i].key != n.names[i-1].key {
			t.groups = append(t.groups, group{first: uint16(i)})
			t.folds = append(t.folds, n.names[i].fold)
			t.insert(n.names[i].key, uint16(len(t.groups)-1))
		}
		t.groups[len(t.groups)-1].n++
		s := t.slotOf(n.names[i].key)
		s.kinds |= 1 << n.names[i].kind
		t.noteNearby(nearby{uint16(i), uint16(len(t.groups) - 1)})
	}
	n.noteShorts()
}

// noteNearby puts an entry on the lists of what its place holds.
func (t *tables) noteNearby(n nearby) {
	switch e := &t.entries[n.entry]; e.kind {
	case kindProvince:
		t.allProvinces = append(t.allProvinces, n)
	case kindDistrict:
		t.districtsIn[e.province] = append(t.districtsIn[e.province], n)
	case kindOld, kindPast:
		t.communesIn[e.district] = append(t.communesIn[e.district], n)
	case kindNew:
		t.newsIn[e.province] = append(t.newsIn[e.province], n)
	}
}

// noteShorts finds the groups of the abbreviations that canonical text writes out.
func (n *namer) noteShorts() {
	for _, alias := range provinceAliases {
		if alias.full {
			n.r.read([]byte(alias.name), nil)
			key, _ := n.r.key(0, n.r.n)
			group, _ := n.t.find(key)
			p := &n.t.oldProvinces[alias.old]
			typ := typeNames[n.t.group(group)[0].typ]
			n.t.shorts = append(n.t.shorts, short{group, p.name, typ + " " + plain(p.short)})
		}
	}
}

// insert takes a slot for a group; its kinds follow entry by entry, so the
// slot is marked with the kind of its first entry at once.
func (t *tables) insert(key uint64, at uint16) {
	g := t.groups[at]
	kinds := uint8(1) << t.entries[g.first].kind
	if _, taken := t.find(key); taken != 0 {
		panic("places: two names of the embedded lists share a key; choose another hashBase")
	}
	s := t.slotOf(key)
	s.check, s.group, s.kinds = uint32(spread(key)), at, kinds
}

func (n *namer) addProvinces() {
	for old := range n.t.oldProvinces {
		p := &n.t.oldProvinces[old]
		if p.name == "" {
			continue
		}
		typ, short := typeOf(p.name)
		e := entry{kind: kindProvince, typ: typ, oldProvince: uint8(old), province: p.province}
		n.add(short, e)
		for _, alias := range provinceAliases {
			if alias.old == uint8(old) {
				n.add(alias.name, e)
			}
		}
	}
}

func (n *namer) addDistricts() {
	for c := range n.t.districts {
		d := &n.t.districts[c]
		if d.name == "" {
			continue
		}
		typ, short := typeOf(d.name)
		n.add(short, entry{kind: kindDistrict, typ: typ, district: uint16(c), oldProvince: d.oldProvince, province: n.t.oldProvinces[d.oldProvince].province})
	}
	for _, former := range formerDistricts {
		typ, short := typeOf(former.name)
		for _, c := range former.now {
			old := n.t.districts[c].oldProvince
			n.add(short, entry{kind: kindDistrict, typ: typ, district: c, oldProvince: old, province: n.t.oldProvinces[old].province})
		}
	}
}

func (n *namer) addOldCommunes() {
	for i := range n.t.olds.list {
		c := &n.t.olds.list[i]
		typ, short := typeOf(c.name)
		n.add(short, entry{kind: kindOld, typ: typ, at: uint16(i), district: c.district, oldProvince: c.province, province: n.t.oldProvinces[c.province].province})
	}
}

// addPastCommunes puts names given up between 2021 and 2024 on the communes of
// 2025-03-01 that followed them. Where the follower is not known the name still
// counts as a commune of its district, one that leads nowhere.
func (n *namer) addPastCommunes() {
	table("commune_history.csv", 8, func(f []string) {
		typ, short := typeOf(f[1])
		was := presentDistrict(code(f[2]))
		e := entry{kind: kindPast, typ: typ, at: noUnit}
		// A follower of a commune that is no more was found by its name: one in
		// another district is a namesake.
		if at := n.t.olds.at(code(f[6])); at >= 0 && (f[5] != "retired" || n.t.olds.list[at].district == was) {
			e.at = uint16(at)
			n.addIn(short, e, n.t.olds.list[at].district)
		}
		// Communes moved to another district under a new name or type: the old
		// name stands beside the old district.
		if e.at == noUnit || n.t.olds.list[e.at].district != was {
			n.addIn(short, e, was)
		}
	})
}

// addIn puts a unit of a district under a name.
func (n *namer) addIn(name string, e entry, district uint16) {
	e.district, e.oldProvince = district, n.t.districts[district].oldProvince
	e.province = n.t.oldProvinces[e.oldProvince].province
	n.add(name, e)
}

func (n *namer) addNewCommunes() {
	table("commune_new.csv", 6, func(f []string) {
		at := n.t.news.at(code(f[0]))
		typ, short := typeOf(f[1])
		e := entry{kind: kindNew, typ: typ, at: uint16(at), province: n.t.news.list[at].province}
		n.add(short, e)
		if later, _ := typeOf(f[5] + " " + short); later != typ {
			e.typ = later
			n.add(short, e)
		}
	})
}

// plain is a name without its marks.
func plain(name string) string {
	var out []byte
	for text := []byte(name); len(text) > 0; {
		l, size := decodeAny(text)
		if l.class() != classLetter {
			out = append(out, text[:size]...)
		} else if c := byte(l.code()) + 'a' - 1; l.cases() == upperCase {
			out = append(out, c-32)
		} else {
			out = append(out, c)
		}
		text = text[size:]
	}
	return string(out)
}
