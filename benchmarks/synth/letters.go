package synth

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// letter is a Vietnamese vowel taken apart; d with stroke is apart.
type letter struct {
	vowel int8 // index into vowels
	tone  int8 // 0 none, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng
	upper bool
	known bool
}

// vowels, each with its six tones.
var vowels = [12][6]rune{
	[6]rune([]rune("aàáảãạ")), [6]rune([]rune("ăằắẳẵặ")), [6]rune([]rune("âầấẩẫậ")), [6]rune([]rune("eèéẻẽẹ")),
	[6]rune([]rune("êềếểễệ")), [6]rune([]rune("iìíỉĩị")), [6]rune([]rune("oòóỏõọ")), [6]rune([]rune("ôồốổỗộ")),
	[6]rune([]rune("ơờớởỡợ")), [6]rune([]rune("uùúủũụ")), [6]rune([]rune("ưừứửữự")), [6]rune([]rune("yỳýỷỹỵ")),
}

// plain is the base letter of each vowel, cousins the vowels of the same base.
var (
	plain   = [12]int8{0, 0, 0, 3, 3, 5, 6, 6, 6, 9, 9, 11}
	cousins = [12][]int8{{1, 2}, {0, 0, 2}, {0, 0, 1}, {4}, {3}, nil, {7, 8}, {6, 6, 8}, {6, 6, 7}, {10}, {9}, nil}
)

var letters = takeApart()

func takeApart() (table [0x1f00]letter) {
	for v, tones := range vowels {
		for t, r := range tones {
			table[r] = letter{int8(v), int8(t), false, true}
			table[unicode.ToUpper(r)] = letter{int8(v), int8(t), true, true}
		}
	}
	return table
}

// apart returns the parts of a rune; known is false for anything but a vowel.
func apart(r rune) letter {
	if r < 0 || int(r) >= len(letters) {
		return letter{}
	}
	return letters[r]
}

// rune is the letter put together.
func (l letter) rune() rune {
	r := vowels[l.vowel][l.tone]
	if l.upper {
		return unicode.ToUpper(r)
	}
	return r
}

// fold removes marks and stroke; letters outside the alphabet lose theirs too
// as far as ASCII has a base, otherwise become ?.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return r
		}
		if l := apart(r); l.known {
			return letter{plain[l.vowel], 0, l.upper, true}.rune()
		}
		if base, ok := foreign[r]; ok {
			return base
		}
		return '?'
	}, s)
}

// foreign letters of minority names, and the strokes.
var foreign = map[rune]rune{
	'đ': 'd', 'Đ': 'D', 'č': 'c', 'Č': 'C', 'ñ': 'n', 'Ñ': 'N', 'ŏ': 'o', 'Ŏ': 'O', 'ŭ': 'u', 'Ŭ': 'U', 'ĕ': 'e', 'Ĕ': 'E', 'ĭ': 'i', 'Ĭ': 'I',
	'’': '\'', '‘': '\'',
}

// vowelsIn lists the places of vowels that satisfy want.
func vowelsIn(runes []rune, want func(letter) bool) (places []int) {
	for i, r := range runes {
		if l := apart(r); l.known && want(l) {
			places = append(places, i)
		}
	}
	return places
}

// changeTone loses one tone or makes it another.
func changeTone(d *dice, s string) string {
	runes := []rune(s)
	places := vowelsIn(runes, func(l letter) bool { return l.tone != 0 })
	if len(places) == 0 {
		return s
	}
	at := one(d, places)
	l := apart(runes[at])
	if old := l.tone; d.p(0.4) {
		l.tone = 0
	} else {
		for l.tone == old {
			l.tone = int8(1 + d.n(5))
		}
	}
	runes[at] = l.rune()
	return string(runes)
}

// changeMark loses the mark of one vowel, gives it one, or makes it another.
func changeMark(d *dice, s string) string {
	runes := []rune(s)
	places := vowelsIn(runes, func(l letter) bool { return plain[l.vowel] != l.vowel })
	if len(places) == 0 {
		places = vowelsIn(runes, func(l letter) bool { return cousins[l.vowel] != nil })
	}
	if len(places) == 0 {
		return s
	}
	at := one(d, places)
	l := apart(runes[at])
	l.vowel = one(d, cousins[l.vowel])
	runes[at] = l.rune()
	return string(runes)
}

// swapIY writes i for y or y for i at the end of a word, where both are used.
func swapIY(d *dice, s string) string {
	words := strings.Fields(s)
	var places []int
	for i, w := range words {
		if onset, _ := splitIY(w); onset != "" && strings.Contains(" h k l m s t v qu ", " "+strings.ToLower(onset)+" ") {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return s
	}
	at := one(d, places)
	onset, l := splitIY(words[at])
	const i, y = 5, 11
	if l.vowel == i {
		l.vowel = y
	} else {
		l.vowel = i
	}
	words[at] = onset + string(l.rune())
	return strings.Join(words, " ")
}

// splitIY cuts a final i or y off a word; onset is "" when there is none.
func splitIY(word string) (onset string, l letter) {
	r, size := utf8.DecodeLastRuneInString(word)
	if l = apart(r); !l.known || (l.vowel != 5 && l.vowel != 11) {
		return "", l
	}
	return word[:len(word)-size], l
}
