package places

import (
	"fmt"
	"slices"
	"strings"

	"lamsach/schemas/data"
)

// build reads the embedded lists. They are part of the program: a fault in
// them is a broken promise, and panics with the file and the line.
func build() *tables {
	t := &tables{words: newWordTable(), districts: make([]district, 1000)}
	t.readProvinces()
	t.readDistricts()
	t.readCommunes()
	t.readLinks()
	t.buildNames()
	return t
}

// table walks the rows of an embedded list below its header. The lists have no
// quoted fields.
func table(name string, columns int, row func(f []string)) {
	bytes, err := data.Files.ReadFile("admin/" + name)
	if err != nil {
		panic(fmt.Errorf("places: embedded list %s: %w", name, err))
	}
	fields := make([]string, 0, columns)
	line := 0
	for text := range strings.Lines(string(bytes)) {
		if line++; line == 1 {
			continue
		}
		fields = fields[:0]
		rest, more := strings.TrimRight(text, "\r\n"), true
		for more {
			var field string
			field, rest, more = strings.Cut(rest, ",")
			fields = append(fields, field)
		}
		if len(fields) != columns {
			panic(fmt.Errorf("places: embedded list %s line %d has %d fields instead of %d", name, line, len(fields), columns))
		}
		row(fields)
	}
}

// code reads a decimal code; the empty text is 0.
func code(s string) uint16 {
	n := uint16(0)
	for _, c := range []byte(s) {
		n = n*10 + uint16(c-'0')
	}
	return n
}

// typeOf is the type that a name begins with, and the name without it.
func typeOf(name string) (unitType, string) {
	for typ := typeTinh; typ <= typeDacKhu; typ++ {
		n := len(typeNames[typ])
		if len(name) > n && strings.EqualFold(name[:n], typeNames[typ]) && name[n] == ' ' {
			return typ, name[n+1:]
		}
	}
	return typeNone, name
}

func (t *tables) readProvinces() {
	table("province_old.csv", 7, func(f []string) {
		t.oldProvinces[code(f[0])] = province{name: f[1], short: f[3], province: uint8(code(f[6]))}
	})
	table("province_new.csv", 8, func(f []string) {
		p := province{name: f[1], short: f[5], province: uint8(code(f[0]))}
		from := strings.Fields(f[7])
		for _, old := range from {
			o := &t.oldProvinces[code(old)]
			o.twin = o.short == p.short
			o.whole = len(from) == 1
		}
		if len(from) == 1 {
			p.alone = uint8(code(from[0]))
		}
		t.provinces[p.province] = p
	})
}

func (t *tables) readDistricts() {
	table("district_old.csv", 6, func(f []string) {
		t.districts[code(f[0])] = district{name: f[1], oldProvince: uint8(code(f[4]))}
	})
}

func (t *tables) readCommunes() {
	table("commune_old.csv", 6, func(f []string) {
		t.olds.list = append(t.olds.list, commune{name: f[1], code: code(f[0]), district: code(f[4]), province: uint8(code(f[5]))})
	})
	table("commune_new.csv", 6, func(f []string) {
		t.news.list = append(t.news.list, commune{name: f[1], code: code(f[0]), province: uint8(code(f[4]))})
	})
	t.olds.sort()
	t.news.sort()
	// Lists of 2025 gave Ba Chẽ another code than the service of 2026.
	t.news.index[6970] = t.news.index[6978]
}

func (c *communes) sort() {
	slices.SortFunc(c.list, func(a, b commune) int { return int(a.code) - int(b.code) })
	c.index = make([]uint16, 1<<15)
	for i := range c.list {
		c.index[c.list[i].code] = uint16(i + 1)
	}
}

// link is one row of the mapping, as places in olds and news.
type link struct {
	old, new uint16
	allHere  bool // all the people of the old commune went to this one
}

func (t *tables) readLinks() {
	links := make([]link, 0, 10_570)
	table("commune_old_to_new.csv", 8, func(f []string) {
		to := uint16(t.news.at(code(f[3])))
		d := &t.districts[code(f[1])]
		d.heirs = append(d.heirs, to)
		if f[0] != "" {
			links = append(links, link{old: uint16(t.olds.at(code(f[0]))), new: to, allHere: f[5] == "part_area_all_people"})
		}
	})
	for i := range t.districts {
		d := &t.districts[i]
		slices.Sort(d.heirs)
		d.heirs = slices.Compact(d.heirs)
	}
	slices.SortFunc(links, func(a, b link) int { return int(a.new)<<16 + int(a.old) - int(b.new)<<16 - int(b.old) })
	for _, l := range links {
		t.sources = t.news.list[l.new].attach(t.sources, l.old)
	}
	slices.SortFunc(links, func(a, b link) int { return int(a.old)<<16 + int(a.new) - int(b.old)<<16 - int(b.new) })
	settled := map[uint16]bool{}
	for _, l := range links {
		if l.allHere {
			settled[l.old] = true
			t.targets = t.olds.list[l.old].attach(t.targets, l.new)
		}
	}
	for _, l := range links {
		if !settled[l.old] {
			t.targets = t.olds.list[l.old].attach(t.targets, l.new)
		}
	}
}

// attach appends a link of c to the shared list; links of one commune come in a row.
func (c *commune) attach(all []uint16, to uint16) []uint16 {
	if c.links == 0 {
		c.first = uint16(len(all))
	}
	c.links++
	return append(all, to)
}
