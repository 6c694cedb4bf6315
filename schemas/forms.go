package schemas

import (
	"strings"
	"sync"
	"unicode"
)

// The functions of this file tell what one value looks like. They only serve
// to recognise columns: cleaning reads values with far more care.

// maxLook is how much of a value is looked at, in bytes.
const maxLook = 256

// lastYear is beyond every year that a file of today can hold as a birth.
// It is fixed so that recognition does not depend on the clock.
const lastYear = 2040

// vocabulary is what names are made of, folded, from data/names.
type vocabulary struct {
	surnames, syllables map[string]bool
	wellFormed          map[string]bool // every spelling that Vietnamese allows
	skeletons           map[string]bool // consonants of the surnames
}

var words = sync.OnceValue(func() vocabulary {
	v := vocabulary{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, rec := range mustTable("names/surnames.csv") {
		v.surnames[foldKey(rec[0])] = true
		v.skeletons[skeleton(rec[0])] = true
	}
	for _, s := range strings.Fields(mustText("names/syllables_wellformed.txt")) {
		v.wellFormed[foldKey(s)] = true
	}
	for _, rec := range mustTable("names/given_names.csv") {
		v.syllables[foldKey(rec[0])] = true
	}
	for _, rec := range mustTable("names/middle_names.csv") {
		v.syllables[foldKey(rec[0])] = true
	}
	for s := range v.surnames {
		v.syllables[s] = true
	}
	return v
})

// birthPlaces are the three-digit codes at the head of a personal ID;
// cmndPrefixes the two-digit ones at the head of a CMND.
var (
	birthPlaces  = sync.OnceValue(func() map[string]bool { return firstColumn("identity/cccd_province_codes.csv") })
	cmndPrefixes = sync.OnceValue(func() map[string]bool { return firstColumn("identity/cmnd9_prefixes.csv") })
)

// oldMobiles are the prefixes of 11-digit mobile numbers before 2018.
var oldMobiles = sync.OnceValue(func() map[string]bool { return firstColumn("identity/mobile_prefix_migration_2018.csv") })

func firstColumn(table string) map[string]bool {
	set := make(map[string]bool)
	for _, rec := range mustTable(table) {
		set[rec[0]] = true
	}
	return set
}

// bareNumber returns the digits of a value that is a number, with whatever
// usually surrounds one: separators, a word before it, the .0 of a
// spreadsheet. It returns "" for anything else.
func bareNumber(v string) string {
	v = strings.TrimSuffix(v, ".0")
	var digits []byte
	letters := 0
	for _, r := range v {
		switch {
		case '0' <= r && r <= '9':
			digits = append(digits, byte(r))
		case unicode.IsLetter(r):
			if len(digits) > 0 {
				return ""
			}
			letters++
		}
	}
	if letters > 12 || len(digits) < 4 {
		return ""
	}
	return string(digits)
}

// isPersonalID: 12 digits with a known place of birth registration and a
// century and year that have been; also without its only leading zero.
func isPersonalID(digits string) bool {
	if len(digits) == 11 && digits[0] != '0' {
		digits = "0" + digits
	}
	if len(digits) != 12 || !birthPlaces()[digits[:3]] {
		return false
	}
	year := 1900 + int(digits[3]-'0')/2*100 + int(digits[4]-'0')*10 + int(digits[5]-'0')
	return year <= lastYear
}

// isCMND: nine digits with a known prefix. Round amounts are none.
func isCMND(digits string) bool {
	return len(digits) == 9 && cmndPrefixes()[digits[:2]] && !strings.HasSuffix(digits, "000")
}

// isPhone: a mobile or land line number in one of its usual forms.
func isPhone(v, digits string) bool {
	switch {
	case strings.HasPrefix(digits, "84") && (len(digits) == 11 || len(digits) == 12) && (len(digits) == 11 || strings.HasPrefix(v, "+")):
		digits = "0" + digits[2:]
	case len(digits) == 9 && digits[0] != '0' && digits[0] != '1':
		digits = "0" + digits
	}
	switch {
	case len(digits) == 10 && digits[0] == '0':
		return strings.IndexByte("35789", digits[1]) >= 0
	case len(digits) == 11 && digits[0] == '0':
		return digits[1] == '2' || oldMobiles()[digits[:4]]
	}
	return false
}

var genderWords = map[string]bool{
	"nam": true, "nu": true, "male": true, "female": true, "m": true, "f": true,
	"trai": true, "gai": true, "ong": true, "ba": true, "man": true, "woman": true,
}

// nameLook is what a value has of a person's name.
type nameLook struct {
	shape    bool    // two to seven words of letters
	surname  bool    // the first word is a known surname
	syllable float64 // share of the words known from names
}

// notNames are the beginnings, folded, of what is written like a name.
var notNames = []string{"congty", "congan", "cuccanhsat", "nganhang", "chinhanh", "uyban", "quyen", "huyen", "quan", "phuong", "thixa", "thitran", "thanhpho", "tinh", "xa", "tp"}

func lookAtName(v string) (look nameLook) {
	tokens := strings.Fields(v)
	if len(tokens) < 2 || len(tokens) > 7 {
		return look
	}
	for _, r := range v {
		if r < 0x80 && !unicode.IsLetter(r) && !strings.ContainsRune(" .'`-", r) {
			return look // digits, commas, slashes; legacy encodings are above 0x80
		}
	}
	known := words()
	for _, t := range tokens {
		if len(t) > 24 {
			return look
		}
		switch key := foldKey(t); {
		case known.syllables[key]:
			look.syllable += 1 / float64(len(tokens))
		case known.garbled(t, key):
			look.syllable += 0.7 / float64(len(tokens))
		}
	}
	first := foldKey(tokens[0])
	look.surname = known.surnames[first] || known.garbled(tokens[0], first) && known.skeletons[skeleton(tokens[0])]
	key := foldKey(v)
	for _, begin := range notNames {
		if strings.HasPrefix(key, begin) && !look.surname {
			return nameLook{}
		}
	}
	look.shape = true
	return look
}

// garbled says that a word has marked letters but is no spelling of Vietnamese:
// a legacy encoding, which the cleaning will decode.
func (v *vocabulary) garbled(word, key string) bool {
	return len(word) > len(key) && !v.wellFormed[key]
}

// skeleton is what legacy encodings leave of a word: its ASCII consonants.
func skeleton(word string) string {
	return strings.Map(func(r rune) rune {
		if r |= 0x20; r < 'a' || r > 'z' || strings.ContainsRune("aeiouy", r) {
			return -1
		}
		return r
	}, word)
}

// unitWords are the words of addresses, folded, with the usual abbreviations
// that are no syllables of names.
var unitWords = func() map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields("xa phuong quan huyen tinh tp pho thi tx tt tran thon ap xom ban buon lang to kp khu tdp duong dg so sn hem ngo ngach street ward district city p f q h t x") {
		set[w] = true
	}
	return set
}()

// addressLook is between 0 (no address) and 1.
func addressLook(v string) float64 {
	tokens := strings.FieldsFunc(v, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '.' || r == ';' })
	letters, units := 0, 0
	for _, t := range tokens {
		if unitWords[foldKey(t)] {
			units++
		}
		if strings.IndexFunc(t, unicode.IsLetter) >= 0 {
			letters++
		}
	}
	commas := strings.Count(v, ",")
	if len(tokens) < 3 || letters < 2 || units+commas == 0 {
		return 0
	}
	look := 0.5
	if commas > 0 || len(tokens) >= 6 {
		look += 0.25
	}
	if units >= 2 || commas >= 2 {
		look += 0.25
	}
	return look
}
