package schemas

import (
	"strings"
	"sync"
	"unicode"
)

// unitLevel is the level of an administrative unit, or what lies below one.
type unitLevel uint8

const (
	noUnit     unitLevel = iota
	unitStreet           // house, street, hamlet, quarter
	unitCommune
	unitDistrict
	unitProvince
	unitWhole // an address with several of these
)

// levelWords are the words that units begin with, folded; of two words the
// spellings without a space too. Source: domain facts 3.2.
var levelWords = func() map[string]unitLevel {
	words := map[string]unitLevel{}
	for level, list := range map[unitLevel]string{
		unitStreet: "so sn duong dg d pho ngo ngach hem kiet thon xom ap ban buon lang soc to tdp kp khu cum doi lo can cc ktt chungcu khupho " +
			"khutapthe plei bon phum tapthe",
		unitCommune:  "xa x phuong p f ward thitran tt dackhu",
		unitDistrict: "quan q huyen h thixa tx district dist",
		unitProvince: "tinh t province",
	} {
		for _, w := range strings.Fields(list) {
			words[w] = level
		}
	}
	return words
}()

// provinceNames are the names of provinces of either list, folded, with the
// usual abbreviations.
var provinceNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, rec := range mustTable("admin/province_old.csv") {
		names[foldKey(rec[3])] = true
	}
	for _, rec := range mustTable("admin/province_new.csv") {
		names[foldKey(rec[5])] = true
	}
	for _, short := range strings.Fields("hn hcm tphcm hcmc sg saigon brvt tthue ttthue daklak daclak backan baccan kontum hatay") {
		names[short] = true
	}
	return names
})

// communeCodes are the codes of communes of either list.
var communeCodes = sync.OnceValue(func() map[string]bool {
	codes := firstColumn("admin/commune_old.csv")
	for code := range firstColumn("admin/commune_new.csv") {
		codes[code] = true
	}
	return codes
})

// districtCodes and provinceCodes are the codes of the lists before 2025-07-01;
// the present provinces have none of their own.
var (
	districtCodes = sync.OnceValue(func() map[string]bool { return firstColumn("admin/district_old.csv") })
	provinceCodes = sync.OnceValue(func() map[string]bool { return firstColumn("admin/province_old.csv") })
)

// unitLook says which level of an address a value is, by the word it begins
// with. A name without such a word is none, unless it is a province's.
func unitLook(v string) unitLevel {
	look := noUnit
	for piece := range strings.SplitSeq(v, ",") {
		level := pieceLevel(piece)
		switch {
		case level == noUnit && look == unitStreet, level == look: // the name of a street, a lane of a lane
		case look == noUnit:
			look = level
		case level != noUnit:
			return unitWhole
		}
	}
	return look
}

func pieceLevel(piece string) unitLevel {
	words := strings.FieldsFunc(piece, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) == 0 || len(words) > 12 {
		return noUnit
	}
	keys := make([]string, len(words))
	for i, w := range words {
		keys[i] = foldKey(w)
	}
	two := keys[0]
	if len(keys) > 1 {
		two += keys[1]
	}
	switch {
	case provinceNames()[strings.Join(keys, "")]:
		return unitProvince
	case keys[0] == "tp" || keys[0] == "thanhpho" || two == "thanhpho":
		name := strings.TrimPrefix(strings.TrimPrefix(strings.Join(keys, ""), "tp"), "thanhpho")
		if provinceNames()[name] {
			return unitProvince
		}
		return unitDistrict
	case levelWords[two] != noUnit && len(keys) > 1:
		return levelWords[two]
	case levelWords[keys[0]] != noUnit && len(keys) > 1:
		return levelWords[keys[0]]
	case unicode.IsDigit([]rune(words[0])[0]) && !onlyDigits(strings.Join(keys, "")): // 12/3 Hùng Vương, but no date
		return unitStreet
	}
	if first := []rune(keys[0]); len(first) > 1 && unicode.IsDigit(first[len(first)-1]) { // Q7, P8, Q.4
		return levelWords[strings.TrimRight(keys[0], "0123456789")]
	}
	return noUnit
}

// upperUnits says whether a word of a unit above the street stands anywhere in a
// text.
func upperUnits(v string) bool {
	last := ""
	for _, w := range strings.FieldsFunc(v, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		key := foldKey(w)
		switch {
		case key == "xa" || key == "phuong" || key == "huyen" || key == "tinh" || key == "tp" || key == "tx":
			return true
		case last == "thi" && (key == "xa" || key == "tran") || last == "thanh" && key == "pho":
			return true
		}
		last = key
	}
	return false
}
