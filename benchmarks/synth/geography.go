package synth

import (
	"strings"
	"sync"
)

// region is how people of a part of the country name things.
type region uint8

const (
	north region = iota
	centre
	highland
	south
	regions
)

var regionNames = map[string]region{"north": north, "centre": centre, "highland": highland, "south": south}

// province is one of the 63 provinces that personal IDs speak of.
type province struct {
	code     int
	name     string // "Tỉnh Cao Bằng"
	region   region
	newCode  int
	communes []int32 // present communes on its territory
	choice   weighted
	peoples  weighted // index into world peoples; 0 is Kinh
	people   []uint8
}

// commune is a unit of the list since 2025-07-01.
type commune struct {
	code     int
	name     string // "Phường Ba Đình"
	urban    bool
	province int32 // index of the old province it lies in
	newCode  int   // code of the present province
	newName  string
	old      []int32 // old communes that went into it, at least one but for islands
}

// oldCommune is a unit of the last list before the reform.
type oldCommune struct {
	name, district, province string // full names
	short                    string
}

// geography is every place, by index. Immutable.
type geography struct {
	provinces  []province
	byCode     [100]int32 // old province code → index, -1 for none
	communes   []commune
	byCommune  map[int]int32 // present commune code → index
	old        []oldCommune
	residents  weighted // by old province
	births     weighted
	streets    [regions][]string
	hamlets    [regions][]string
	newName    map[int]string
	newShort   map[int]string
	peopleList []people
}

var theGeography = sync.OnceValue(loadGeography)

func loadGeography() *geography {
	g := &geography{peopleList: loadPeoples(), newName: map[int]string{}, newShort: map[int]string{}, byCommune: map[int]int32{}}
	for _, r := range dataTable("admin/province_new.csv") {
		g.newName[r.whole("code")] = r.text("name_2025_07_01")
		g.newShort[r.whole("code")] = r.text("short_name")
	}
	g.loadProvinces()
	g.loadCommunes()
	g.loadOldCommunes()
	for i := range g.provinces {
		g.weighCommunes(&g.provinces[i])
	}
	for _, r := range ownTable("places.csv") {
		lists := &g.streets
		if r.text("kind") == "hamlet" {
			lists = &g.hamlets
		}
		for i := range lists {
			if name := r.text("region"); name == "all" || regionNames[name] == region(i) {
				lists[i] = append(lists[i], strings.Split(r.text("names"), ";")...)
			}
		}
	}
	g.streets[centre] = append(g.streets[centre], g.streets[south][len(g.streets[south])-10:]...)
	return g
}

func (g *geography) loadProvinces() {
	names := map[int]record{}
	for _, r := range dataTable("admin/province_old.csv") {
		names[r.whole("code")] = r
	}
	for i := range g.byCode {
		g.byCode[i] = -1
	}
	var residents, births []float64
	for i, r := range ownTable("provinces.csv") {
		code := r.whole("code")
		g.byCode[code] = int32(i)
		residents = append(residents, r.number("residents"))
		births = append(births, r.number("births"))
		p := province{code: code, name: names[code].text("name"), newCode: names[code].whole("new_province_code"), region: regionNames[r.text("region")]}
		words, weights := shares(r.text("peoples"))
		kinh := 100.0
		p.people = []uint8{0}
		for j, word := range words {
			p.people = append(p.people, peopleIndex(g.peopleList, word))
			kinh -= weights[j]
		}
		p.peoples = newWeighted(append([]float64{max(kinh, 1)}, weights...))
		g.provinces = append(g.provinces, p)
	}
	g.residents, g.births = newWeighted(residents), newWeighted(births)
}

func (g *geography) loadCommunes() {
	for _, r := range dataTable("admin/commune_new.csv") {
		newCode := r.whole("province_code")
		g.byCommune[r.whole("code")] = int32(len(g.communes))
		g.communes = append(g.communes, commune{
			code: r.whole("code"), name: r.text("name_2025_07_01"), urban: r.text("type_2025_07_01") != "Xã",
			newCode: newCode, newName: g.newName[newCode], province: -1,
		})
	}
}

// loadOldCommunes ties present communes to what they were made of.
func (g *geography) loadOldCommunes() {
	districts := map[int]string{}
	for _, r := range dataTable("admin/district_old.csv") {
		districts[r.whole("code")] = r.text("name")
	}
	byCode := map[int]int32{}
	for _, r := range dataTable("admin/commune_old.csv") {
		byCode[r.whole("code")] = int32(len(g.old))
		g.old = append(g.old, oldCommune{
			name: r.text("name"), short: r.text("short_name"), district: districts[r.whole("district_code")],
			province: g.provinces[g.byCode[r.whole("province_code")]].name,
		})
	}
	for _, r := range dataTable("admin/commune_old_to_new.csv") {
		c := &g.communes[g.byCommune[r.whole("new_commune_code")]]
		if c.province < 0 {
			c.province = g.byCode[r.whole("old_province_code")]
		}
		if code := r.text("old_commune_code"); code != "" && r.text("kind") != "part_area" {
			c.old = append(c.old, byCode[r.whole("old_commune_code")])
		}
	}
	for i := range g.communes {
		p := &g.provinces[g.communes[i].province]
		p.communes = append(p.communes, int32(i))
	}
}

// weighCommunes gives towns three times the people of the countryside and every
// unit its own size (a factor of 0.5 to 2 from its code).
func (g *geography) weighCommunes(p *province) {
	weights := make([]float64, len(p.communes))
	for i, c := range p.communes {
		unit := &g.communes[c]
		weights[i] = 0.5 + 1.5*float64(mix(uint64(unit.code))>>40)/(1<<24)
		if unit.urban {
			weights[i] *= 3
		}
	}
	p.choice = newWeighted(weights)
}

// communeIn draws a present commune on the territory of an old province.
func (g *geography) communeIn(d *dice, province int32) int32 {
	p := &g.provinces[province]
	return p.communes[p.choice.draw(d)]
}
