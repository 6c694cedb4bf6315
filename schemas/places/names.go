package places

// ProvinceName is the official name of a present province with its type as of
// 2025-07-01, such as "Tỉnh Lào Cai"; "" for an unknown code.
func ProvinceName(code uint8) string { return load().provinces[code].name }

// ProvinceShortName is the name of a present province without its type.
func ProvinceShortName(code uint8) string { return load().provinces[code].short }

// OldProvinceName is the official name of one of the 63 provinces.
func OldProvinceName(code uint8) string { return load().oldProvinces[code].name }

// DistrictName is the official name of an old district, such as "Huyện Ba Vì".
func DistrictName(code uint16) string {
	if t := load(); int(code) < len(t.districts) {
		return t.districts[code].name
	}
	return ""
}

// CommuneName is the official name of a present commune with its type as of
// 2025-07-01, such as "Xã Tân Long"; "" for an unknown code.
func CommuneName(code uint16) string {
	t := load()
	if at := t.news.at(code); at >= 0 {
		return t.news.list[at].name
	}
	return ""
}

// OldCommuneName is the official name of a commune in the list of 2025-03-01.
func OldCommuneName(code uint16) string {
	t := load()
	if at := t.olds.at(code); at >= 0 {
		return t.olds.list[at].name
	}
	return ""
}

// CommuneProvince is the present province of a present commune, 0 if unknown.
func CommuneProvince(code uint16) uint8 {
	t := load()
	if at := t.news.at(code); at >= 0 {
		return t.news.list[at].province
	}
	return 0
}

// OldCommuneDistrict is the old district of an old commune, 0 if unknown.
func OldCommuneDistrict(code uint16) uint16 {
	t := load()
	if at := t.olds.at(code); at >= 0 {
		return t.olds.list[at].district
	}
	return 0
}

// DistrictProvince is the old province of an old district, 0 if unknown.
func DistrictProvince(code uint16) uint8 {
	if t := load(); int(code) < len(t.districts) {
		return t.districts[code].oldProvince
	}
	return 0
}

// NewProvince is the present province that an old one became part of, 0 if the
// code is none of the 63. No commune was divided between two provinces.
func NewProvince(old uint8) uint8 { return load().oldProvinces[old].province }

// KnownCommune says whether a code is in the present list. Xã Ba Chẽ is known
// under both codes in use (06978 and 06970).
func KnownCommune(code uint16) bool { return load().news.at(code) >= 0 }

// KnownOldCommune says whether a code is in the list of 2025-03-01.
func KnownOldCommune(code uint16) bool { return load().olds.at(code) >= 0 }

// KnownDistrict says whether a code is one of the 696 old districts.
func KnownDistrict(code uint16) bool { return DistrictName(code) != "" }

// KnownProvince says whether a code is one of the 34 present provinces.
func KnownProvince(code uint8) bool { return load().provinces[code].name != "" }

// KnownOldProvince says whether a code is one of the 63 provinces, and so one
// that a personal ID number may begin with.
func KnownOldProvince(code uint8) bool { return load().oldProvinces[code].name != "" }

// Communes returns the codes of the present communes, ascending.
func Communes() []uint16 { return load().news.codes() }

// OldCommunes returns the codes of the communes of 2025-03-01, ascending.
func OldCommunes() []uint16 { return load().olds.codes() }

// AppendTargets appends the present communes that people of an old commune may
// live in now: one where it went whole or where one target took all the people.
func AppendTargets(dst []uint16, oldCommune uint16) []uint16 {
	t := load()
	at := t.olds.at(oldCommune)
	if at < 0 {
		return dst
	}
	for _, to := range t.targetsOf(uint16(at)) {
		dst = append(dst, t.news.list[to].code)
	}
	return dst
}
