package schemas

import (
	"slices"
	"strings"
)

// trait is a thing that the values of a column can look like.
type trait uint8

const (
	noTrait trait = iota
	traitPersonalID
	traitCMND
	traitAnyNumber
	traitName
	traitBirth
	traitReport // one recent date throughout
	traitDate   // any dates
	traitGender
	traitPhone
	traitAddress
	traitSurname          // one word, a surname
	traitSurnameAndMiddle // a name that begins like one and is too short
	traitGiven            // one word out of given names
	traitDay              // 1 to 31
	traitMonth            // 1 to 12
	traitYear             // years of births
	traitStreet           // house, street, hamlet
	traitCommune          // units with their words: Xã, P., TT
	traitDistrict         // Quận, H., TX
	traitProvince         // the same, or the bare names
	traitCommuneCode      // 5 digits of either list
	traitDistrictCode     // 3 digits of the old list
	traitProvinceCode     // 2 digits of either
	traits
)

// traitOf says what a column of a role looks like; noTrait for roles whose
// values have no look of their own.
var traitOf = map[Role]trait{
	RolePersonalID: traitPersonalID, RoleCMND: traitCMND, RoleAnyNumber: traitAnyNumber,
	RoleFullName: traitName, RoleBirthDate: traitBirth, RoleReportDate: traitReport, RoleIssueDate: traitDate,
	RoleLoanStart: traitDate, RoleLoanDue: traitDate, RoleDeathDate: traitDate, RoleGender: traitGender,
	RolePhone: traitPhone, RoleAddress: traitAddress, RoleAnyAddress: traitAddress,
	RoleCurrentAddress: traitAddress, RoleTemporaryAddress: traitAddress,
	RoleSurname: traitSurname, RoleSurnameAndMiddle: traitSurnameAndMiddle, RoleGivenName: traitGiven,
	RoleBirthDay: traitDay, RoleBirthMonth: traitMonth, RoleBirthYear: traitYear,
	RoleCommune: traitCommune, RoleDistrict: traitDistrict, RoleProvince: traitProvince,
	RoleStreet: traitStreet, RoleHamlet: traitStreet, RoleCommuneCode: traitCommuneCode,
	RoleDistrictCode: traitDistrictCode, RoleProvinceCode: traitProvinceCode,
}

// profile is what the values of a column look like. Every figure is a share
// or a score between 0 and 1.
type profile struct {
	n           int // values that are not empty
	filled      float64
	distinct    float64
	strict      [traits]float64 // how well the values fit a trait
	loose       [traits]float64 // the share that damaged values of the trait would fit
	mixed       bool            // personal IDs and CMND in one column
	coded       bool            // a gender by figures only
	figures     float64         // the share that is digits alone
	manyFigures float64         // the share that is three digits or more and nothing else
	short       bool            // of what looks like names most have two words or one
	upper       float64         // the share that names a unit above the street
}

// maxValues bounds the work of a profile.
const maxValues = 4096

// tally counts what single values look like.
type tally struct {
	n                         int
	pin, cmnd                 int
	phone                     float64
	date, serial              int
	names, surnames           int
	syllables, address        float64
	genderWord                int
	manyDigits, letters, tiny int
	years                     []int
	values                    map[string]int
	cmndHeads                 map[string]bool
	figures, manyFigures      int
	upper                     int
	parts                     [traits]int // what parts of names, dates and addresses look like
	words                     int         // of what looks like names
}

func profileOf(sample []string) profile {
	t := tally{values: map[string]int{}, cmndHeads: map[string]bool{}}
	for _, v := range sample[:min(len(sample), maxValues)] {
		if v = strings.TrimSpace(v); len(v) > maxLook {
			v = v[:maxLook]
		}
		if v != "" && !nullWords[strings.ToLower(v)] {
			t.add(v)
		}
	}
	if t.n == 0 {
		return profile{}
	}
	slices.Sort(t.years)
	p := t.profile()
	p.filled = float64(t.n) / float64(min(len(sample), maxValues))
	return p
}

// NoValue says whether a text is how programs write that there is no value.
func NoValue(text string) bool { return nullWords[strings.ToLower(text)] }

var nullWords = map[string]bool{"null": true, "nan": true, "none": true, "n/a": true, "-": true, `\n`: true}

func (t *tally) add(v string) {
	t.n++
	t.values[v]++
	t.addNumber(v)
	if year, serial, ok := yearOf(v); ok {
		t.years = append(t.years, year)
		t.date++
		if serial {
			t.serial++
		}
	}
	if look := lookAtName(v); look.shape {
		t.names++
		t.syllables += look.syllable
		if look.surname {
			t.surnames++
		}
	}
	t.address += addressLook(v)
	if genderWords[foldKey(v)] {
		t.genderWord++
	}
	t.addParts(v)
	digits, letters := 0, 0
	for i := range len(v) {
		switch c := v[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80:
			letters++
		}
	}
	if digits >= 3 {
		t.manyDigits++
	}
	if letters >= 2 {
		t.letters++
	}
	if len(v) <= 12 && digits < 3 {
		t.tiny++
	}
}

// addNumber looks for numbers of people, also for two in one cell.
func (t *tally) addNumber(v string) {
	for _, part := range strings.FieldsFunc(v, func(r rune) bool { return r == '/' || r == ';' || r == '|' }) {
		digits := bareNumber(part)
		if isPersonalID(digits) {
			t.pin++
			return
		}
		if isCMND(digits) {
			t.cmnd++
			t.cmndHeads[digits[:2]] = true
		}
		if isPhone(part, digits) {
			t.phone += phoneWorth(digits)
			return
		}
		if isCMND(digits) {
			return
		}
	}
}

func (t *tally) profile() profile {
	n := float64(t.n)
	p := profile{n: t.n, distinct: float64(len(t.values)) / n}
	variety := 1.0 // names, numbers, addresses differ from row to row
	if t.n >= 20 {
		variety = min(1, p.distinct/0.3)
	}
	pin, cmnd := float64(t.pin)/n, float64(t.cmnd)/n
	heads := min(1, float64(len(t.cmndHeads))/min(8, n/4+1))
	p.strict[traitPersonalID] = pin * variety
	p.strict[traitCMND] = cmnd * variety * (0.85 + 0.15*heads)
	p.strict[traitAnyNumber] = (pin + cmnd) * variety
	p.mixed = pin >= 0.1 && cmnd >= 0.1
	p.strict[traitPhone] = t.phone / n * variety
	if t.names > 0 {
		shaped := float64(t.names) / n
		p.strict[traitName] = shaped * variety * (0.45 + 0.35*float64(t.surnames)/float64(t.names) + 0.2*t.syllables/float64(t.names))
	}
	p.strict[traitAddress] = t.address / n * variety
	p.strict[traitGender], p.coded = t.gender()
	t.dates(&p)
	t.partsOf(&p)
	for _, id := range []trait{traitPersonalID, traitCMND, traitAnyNumber, traitBirth, traitReport, traitDate, traitPhone} {
		p.loose[id] = float64(t.manyDigits) / n
	}
	p.loose[traitName], p.loose[traitAddress] = float64(t.letters)/n, float64(t.letters)/n
	for id := traitSurname; id < traits; id++ {
		switch p.loose[id] = p.loose[traitName]; id {
		case traitDay, traitMonth, traitYear:
			p.loose[id] = p.figures
		case traitCommuneCode, traitDistrictCode, traitProvinceCode: // known, but for slips
			p.loose[id] = p.strict[id]
		case traitStreet, traitCommune, traitDistrict: // houses, wards and districts are numbers too
			p.loose[id] += p.figures - p.manyFigures
		}
	}
	if len(t.values) <= 12 || p.distinct < 0.05 {
		p.loose[traitGender] = float64(t.tiny) / n
	}
	return p
}

// gender: words of the vocabulary, or two codes that share the rows.
func (t *tally) gender() (score float64, coded bool) {
	if word := float64(t.genderWord) / float64(t.n); word > 0.3 {
		return word, false
	}
	codes, smallest := 0, t.n
	for _, code := range []string{"0", "1", "2"} {
		if c := t.values[code]; c*50 > t.n {
			codes, smallest = codes+1, min(smallest, c)
		}
	}
	counted := t.values["0"] + t.values["1"] + t.values["2"] + t.values["3"]
	if codes == 2 && t.n >= 10 && smallest*3 >= t.n && counted*20 >= t.n*19 {
		return 0.75, true
	}
	return 0, false
}

// dates tells births (spread over decades) from one report date and from
// recent dates of papers and loans.
func (t *tally) dates(p *profile) {
	if t.date == 0 {
		return
	}
	share := float64(t.date) / float64(t.n)
	if t.serial*2 > t.date { // five digits may be anything
		share *= 0.7
	}
	p.strict[traitDate] = share
	old := 0
	for _, y := range t.years {
		if y < 1996 {
			old++
		}
	}
	middle := t.years[len(t.years)/2]
	if len(t.values) <= 2 && t.n >= 5 {
		if middle >= 2005 {
			p.strict[traitReport] = share * 0.95
		}
		return
	}
	adults := min(1, float64(old)/float64(t.date)/0.25)
	p.strict[traitBirth] = share * (0.5 + 0.5*adults)
}

// phoneWorth is less than one for forms of a phone number that many a code or
// amount has too: eleven digits of before 2018, nine without the zero.
func phoneWorth(digits string) float64 {
	switch {
	case len(digits) == 11 && digits[0] == '0':
		return 0.5
	case len(digits) == 9 && strings.HasSuffix(digits, "000"):
		return 0
	case len(digits) == 9:
		return 0.8
	}
	return 1
}
