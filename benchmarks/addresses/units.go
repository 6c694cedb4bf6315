package addresses

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lamsach/schemas/data"
)

// unit is a named unit of one of the lists.
type unit struct {
	code        int
	typ, name   string
	above       int // district of an old commune, province of others
	oldProvince int
	province    int // of the 34
	targets     []int
}

// lists are the units by list; districts and provinces by code.
type lists struct {
	olds, news             []*unit
	past                   []*unit // names given up; code is the commune of 2025-03-01 that followed
	districts              map[int]*unit
	provinces, newProvince map[int]*unit
}

// rows reads an embedded list, one map from column to cell for each row.
func rows(name string) []map[string]string {
	b, err := data.Files.ReadFile("admin/" + name)
	if err != nil {
		panic(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		panic(fmt.Errorf("addresses: %s: %w", name, err))
	}
	out := make([]map[string]string, 0, len(records))
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = r[i]
		}
		out = append(out, row)
	}
	return out
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

var types = []string{"Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã"}

func named(name string) *unit {
	for _, typ := range types {
		if n := len(typ); len(name) > n && name[n] == ' ' && strings.EqualFold(name[:n], typ) {
			return &unit{typ: typ, name: name[n+1:]}
		}
	}
	panic("addresses: a unit without a type: " + name)
}

func load() *lists {
	l := &lists{districts: map[int]*unit{}, provinces: map[int]*unit{}, newProvince: map[int]*unit{}}
	for _, r := range rows("province_old.csv") {
		u := named(r["name"])
		u.code, u.province = number(r["code"]), number(r["new_province_code"])
		u.oldProvince = u.code
		l.provinces[u.code] = u
	}
	for _, r := range rows("province_new.csv") {
		u := named(r["name_2025_07_01"])
		u.code, u.province = number(r["code"]), number(r["code"])
		l.newProvince[u.code] = u
	}
	for _, r := range rows("district_old.csv") {
		u := named(r["name"])
		u.code, u.oldProvince = number(r["code"]), number(r["province_code"])
		u.province = l.provinces[u.oldProvince].province
		l.districts[u.code] = u
	}
	olds := l.readCommunes()
	l.readHistory(olds)
	return l
}

func (l *lists) readCommunes() map[int]*unit {
	olds := map[int]*unit{}
	for _, r := range rows("commune_old.csv") {
		u := named(r["name"])
		u.code, u.above, u.oldProvince = number(r["code"]), number(r["district_code"]), number(r["province_code"])
		u.province = l.provinces[u.oldProvince].province
		olds[u.code] = u
		l.olds = append(l.olds, u)
	}
	for _, r := range rows("commune_new.csv") {
		u := named(r["name_2025_07_01"])
		u.code, u.above, u.province = number(r["code"]), number(r["province_code"]), number(r["province_code"])
		u.targets = []int{u.code}
		l.news = append(l.news, u)
	}
	settled := map[int]bool{}
	for _, r := range rows("commune_old_to_new.csv") {
		u := olds[number(r["old_commune_code"])]
		if u == nil || settled[u.code] {
			continue
		}
		if r["kind"] == "part_area_all_people" {
			settled[u.code], u.targets = true, nil
		}
		u.targets = append(u.targets, number(r["new_commune_code"]))
	}
	return olds
}

// Quarters of Hồ Chí Minh City that were districts until 2021, and their wards
// that were still there in 2025. Source: general knowledge, not the parser's table.
var formerDistricts = map[string]string{
	"2":       "An Phú;Bình Trưng Đông;Bình Trưng Tây;Cát Lái;Thạnh Mỹ Lợi;Thảo Điền;Thủ Thiêm;An Lợi Đông",
	"9":       "Hiệp Phú;Long Bình;Long Phước;Long Thạnh Mỹ;Long Trường;Phú Hữu;Phước Bình;Phước Long A;Phước Long B;Tân Phú;Tăng Nhơn Phú A;Tăng Nhơn Phú B;Trường Thạnh",
	"Thủ Đức": "Bình Chiểu;Bình Thọ;Hiệp Bình Chánh;Hiệp Bình Phước;Linh Chiểu;Linh Đông;Linh Tây;Linh Trung;Linh Xuân;Tam Bình;Tam Phú;Trường Thọ",
}

// formerDistrict is the district that a ward of Thủ Đức lay in before 2021, nil for others.
func formerDistrict(u *unit) *unit {
	for name, wards := range formerDistricts {
		if u.above == 769 && slices.Contains(strings.Split(wards, ";"), u.name) {
			return &unit{typ: "Quận", name: name}
		}
	}
	return nil
}

// readHistory takes the names given up whose followers are known.
func (l *lists) readHistory(olds map[int]*unit) {
	for _, r := range rows("commune_history.csv") {
		now := olds[number(r["successor_commune_code"])]
		if now == nil || l.districts[number(r["district_code"])] == nil {
			continue
		}
		if r["status"] == "retired" && number(r["district_code"]) != now.above {
			continue // found by its name, a namesake
		}
		u := *now
		was := named(r["name"])
		u.typ, u.name, u.above = was.typ, was.name, number(r["district_code"])
		l.past = append(l.past, &u)
	}
}
