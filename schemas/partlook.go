package schemas

import (
	"strings"
	"unicode"
)

// addParts looks for parts: of names, of dates, of addresses.
func (t *tally) addParts(v string) {
	if digits := strings.TrimSuffix(v, ".0"); onlyDigits(digits) {
		t.figures++
		if len(digits) >= 3 {
			t.manyFigures++
		}
		t.addFigures(digits)
		return
	}
	if strings.IndexFunc(v, unicode.IsLetter) < 0 {
		return
	}
	level := unitLook(v)
	switch level {
	case unitStreet:
		t.parts[traitStreet]++
	case unitCommune:
		t.parts[traitCommune]++
	case unitDistrict:
		t.parts[traitDistrict]++
	case unitProvince:
		t.parts[traitProvince]++
	}
	if level > unitStreet || upperUnits(v) {
		t.upper++
	}
	t.addNameParts(v)
}

func (t *tally) addFigures(digits string) {
	n := number(digits)
	if len(digits) <= 2 && provinceCodes()[pad(digits, 2)] {
		t.parts[traitProvinceCode]++
	}
	if len(digits) <= 3 && districtCodes()[pad(digits, 3)] {
		t.parts[traitDistrictCode]++
	}
	switch {
	case len(digits) <= 2 && n <= 12:
		t.parts[traitMonth]++
		t.parts[traitDay]++
	case len(digits) <= 2 && n <= 31:
		t.parts[traitDay]++
	case len(digits) == 4 && n >= 1900 && n <= lastYear:
		t.parts[traitYear]++
	case len(digits) == 5 && communeCodes()[digits]:
		t.parts[traitCommuneCode]++
	}
}

// pad puts lost zeros back before digits.
func pad(digits string, length int) string {
	return strings.Repeat("0", max(length-len(digits), 0)) + digits
}

func (t *tally) addNameParts(v string) {
	tokens := strings.Fields(v)
	if len(tokens) == 0 || len(tokens) > 7 || strings.IndexFunc(v, unicode.IsDigit) >= 0 {
		return
	}
	known := words()
	first := foldKey(tokens[0])
	begins := known.surnames[first] || known.garbled(tokens[0], first) && known.skeletons[skeleton(tokens[0])]
	t.words += len(tokens)
	if len(tokens) == 1 {
		if known.syllables[first] || known.garbled(tokens[0], first) {
			t.parts[traitGiven]++
		}
		if begins {
			t.parts[traitSurname]++
		}
	}
	if begins && len(tokens) <= 4 && !strings.Contains(v, ",") {
		t.parts[traitSurnameAndMiddle]++
	}
}

// fewWords separates full names (three words, seldom four or two) from those
// without the given name (two, seldom three or one). Domain facts 4.1.
const fewWords = 2.6

// partsOf turns counts into shares. Parts of names vary, or they are the words
// of some short list.
func (t *tally) partsOf(p *profile) {
	n := float64(t.n)
	p.figures, p.manyFigures, p.upper = float64(t.figures)/n, float64(t.manyFigures)/n, float64(t.upper)/n
	for id := traitSurname; id < traits; id++ {
		p.strict[id] = float64(t.parts[id]) / n
	}
	various := 1.0
	if t.n >= 20 {
		various = min(1, float64(len(t.values))/8)
	}
	if t.n >= 200 {
		various = min(various, p.distinct/0.02)
	}
	p.short = t.words > 0 && float64(t.words)/float64(max(t.n-t.figures, 1)) < fewWords
	p.strict[traitGiven] *= various
	p.strict[traitSurname] *= min(1, float64(len(t.values))/4)
	p.strict[traitSurnameAndMiddle] *= various
	if !p.short {
		p.strict[traitSurnameAndMiddle] = 0
	}
	days := 0
	for v := range t.values {
		if onlyDigits(v) && len(v) <= 2 && number(v) > 12 {
			days++
		}
	}
	if days == 0 { // not a day beyond 12 in it: months
		p.strict[traitDay] *= 0.8
	}
	if t.n >= 20 {
		p.strict[traitCommuneCode] *= min(1, float64(len(t.values))/10)
	}
	// Codes of communes look like serial dates.
	if p.strict[traitCommuneCode] >= codeNeeds {
		for _, id := range []trait{traitBirth, traitDate, traitReport} {
			p.strict[id] = 0
		}
	}
}

// codeNeeds is the share of known codes from which five digits are codes of
// communes: a third of all five-digit numbers of their range are codes.
const codeNeeds = 0.95

func onlyDigits(v string) bool {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return false
		}
	}
	return v != ""
}
