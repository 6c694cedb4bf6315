package synth

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// soundRule replaces a part of a word by what it sounds like somewhere (domain
// facts 5.4). The parts are lower case.
type soundRule struct {
	from, to string
	place    byte // '<' at the beginning, '>' at the end, '=' the whole word
}

var soundRules = []soundRule{
	{"s", "x", '<'},
	{"x", "s", '<'},
	{"ch", "tr", '<'},
	{"tr", "ch", '<'},
	{"d", "gi", '<'},
	{"gi", "d", '<'},
	{"r", "d", '<'},
	{"l", "n", '<'},
	{"n", "l", '<'},
	{"v", "d", '<'},
	{"n", "ng", '>'},
	{"ng", "n", '>'},
	{"t", "c", '>'},
	{"c", "t", '>'},
	{"nh", "n", '>'},
	{"phúc", "phước", '='},
	{"phước", "phúc", '='},
	{"hoàng", "huỳnh", '='},
	{"huỳnh", "hoàng", '='},
	{"vũ", "võ", '='},
	{"võ", "vũ", '='},
	{"sinh", "sanh", '='},
	{"chính", "chánh", '='},
	{"tính", "tánh", '='},
	{"nhật", "nhựt", '='},
	{"nhân", "nhơn", '='},
	{"cương", "cang", '='},
	{"thịnh", "thạnh", '='},
	{"bảo", "bửu", '='},
	{"hoa", "huê", '='},
	{"chu", "châu", '='},
	{"tùng", "tòng", '='},
	{"kim", "kiêm", '='},
	{"lưu", "liu", '='},
}

// soundAlike changes one word by one rule, or hỏi to ngã and back.
func soundAlike(d *dice, s string) string {
	words := strings.Fields(s)
	for range 12 {
		at := d.n(len(words))
		if at == 0 && len(words) > 1 && d.p(0.7) {
			continue // surnames are seldom misheard
		}
		changed := words[at]
		if d.p(0.3) {
			changed = hookTilde(changed)
		} else {
			changed = one(d, soundRules).apply(changed)
		}
		if changed != words[at] {
			words[at] = changed
			break
		}
	}
	return strings.Join(words, " ")
}

func (r soundRule) apply(word string) string {
	low := strings.ToLower(word)
	switch {
	case r.place == '=' && low == r.from:
		low = r.to
	case r.place == '<' && strings.HasPrefix(low, r.from) && !strings.HasPrefix(low, r.from+"h") && !strings.HasPrefix(low, r.from+"g") && !strings.HasPrefix(low, r.from+"r"):
		low = r.to + low[len(r.from):]
	case r.place == '>' && strings.HasSuffix(low, r.from) && len(low) > len(r.from)+1 && (r.from != "n" || !strings.HasSuffix(low, "in")):
		low = low[:len(low)-len(r.from)] + r.to
	default:
		return word
	}
	return title(low)
}

func title(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// hookTilde exchanges hỏi and ngã.
func hookTilde(word string) string {
	const hook, tilde = 3, 4
	return strings.Map(func(r rune) rune {
		l := apart(r)
		switch {
		case l.known && l.tone == hook:
			l.tone = tilde
		case l.known && l.tone == tilde:
			l.tone = hook
		default:
			return r
		}
		return l.rune()
	}, word)
}

// slip makes one letter wrong, missing or doubled, or exchanges two.
func slip(d *dice, s string) string {
	runes := []rune(s)
	var places []int
	for i := 1; i < len(runes); i++ {
		if unicode.IsLetter(runes[i]) && unicode.IsLetter(runes[i-1]) {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return s
	}
	at := one(d, places)
	switch d.n(4) {
	case 0:
		runes[at] = rune("abcdeghiklmnopqrstuvxy"[d.n(22)])
	case 1:
		runes = append(runes[:at], runes[at+1:]...)
	case 2:
		runes = append(runes[:at+1], runes[at:]...)
	default:
		first, second := unicode.ToLower(runes[at]), unicode.ToLower(runes[at-1])
		if unicode.IsUpper(runes[at-1]) {
			first = unicode.ToUpper(first)
		}
		runes[at-1], runes[at] = first, second
	}
	return string(runes)
}

// scan makes one or two letters what a scanner sees.
func scan(d *dice, s string) string {
	for range 1 + d.n(2) {
		look := one(d, lookAlikes)
		if strings.Contains(s, look[0]) {
			s = strings.Replace(s, look[0], look[1], 1)
			continue
		}
		runes := []rune(s)
		places := vowelsIn(runes, func(l letter) bool { return l.tone != 0 || plain[l.vowel] != l.vowel })
		if len(places) > 0 {
			at := one(d, places)
			l := apart(runes[at])
			l.tone, l.vowel = 0, one(d, []int8{l.vowel, plain[l.vowel]})
			runes[at] = l.rune()
			s = string(runes)
		}
	}
	return s
}

// lookAlikes of scanned cards (domain facts 7).
var lookAlikes = [][2]string{
	{"O", "0"},
	{"o", "0"},
	{"I", "l"},
	{"l", "1"},
	{"i", "1"},
	{"B", "8"},
	{"S", "5"},
	{"Z", "2"},
	{"G", "6"},
	{"g", "9"},
	{"m", "rn"},
	{"Đ", "D"},
	{"Đ", "B"},
	{"h", "b"},
	{"n", "ri"},
	{"u", "ii"},
	{"ế", "é"},
	{"ê", "e"},
}

// questionMarks is what a lossy conversion leaves.
func questionMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x100 || r == 'Đ' || r == 'đ' {
			return '?'
		}
		return r
	}, s)
}

var (
	telexTones = [6]string{"", "f", "s", "r", "x", "j"}
	vniTones   = [6]string{"", "2", "1", "3", "4", "5"}
	telexMarks = [12]string{"a", "aw", "aa", "e", "ee", "i", "o", "oo", "ow", "u", "uw", "y"}
	vniMarks   = [12]string{"a", "a8", "a6", "e", "e6", "i", "o", "o6", "o7", "u", "u7", "y"}
)

// typed writes a name as its keys were pressed: tones behind the word.
func typed(s string, marks, tones *[12]string, toneKeys *[6]string, stroke string) string {
	var b strings.Builder
	for i, word := range strings.Fields(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		tone := ""
		for _, r := range word {
			l := apart(r)
			switch {
			case r == 'đ':
				b.WriteString(stroke)
			case r == 'Đ':
				b.WriteString(strings.ToUpper(stroke))
			case !l.known:
				b.WriteRune(r)
			default:
				if l.tone != 0 {
					tone = toneKeys[l.tone]
				}
				keys := marks[l.vowel]
				if l.upper {
					keys = tones[l.vowel]
				}
				b.WriteString(keys)
			}
		}
		b.WriteString(tone)
	}
	return b.String()
}

var telexCapitals, vniCapitals = capitals(telexMarks), capitals(vniMarks)

func capitals(marks [12]string) (upper [12]string) {
	for i, m := range marks {
		upper[i] = title(m)
	}
	return upper
}

func telex(s string) string { return typed(s, &telexMarks, &telexCapitals, &telexTones, "dd") }

func vniTyping(s string) string { return typed(s, &vniMarks, &vniCapitals, &vniTones, "d9") }
