package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldLimit bounds the letters that fold by table: Latin with all its
// extensions up to the end of Latin Extended Additional.
const foldLimit = 0x1F00

// folds maps a letter to its plain lower-case letter, 0 where there is none.
var foldTable = func() (t [foldLimit]byte) {
	for r := rune(0); r < foldLimit; r++ {
		if !unicode.IsLetter(r) {
			continue
		}
		base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(unicode.ToLower(r))))
		switch {
		case base >= 'a' && base <= 'z':
			t[r] = byte(base)
		case base == 'đ' || base == 'ð' || base == 'ɖ':
			t[r] = 'd'
		case base == 'ı':
			t[r] = 'i'
		}
	}
	return t
}()

// appendFold appends the plain lower-case letters of a text: marks fall away,
// letters without a plain form and every other character stay as they are.
func appendFold(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		switch {
		case r < foldLimit && foldTable[r] != 0:
			dst = append(dst, foldTable[r])
		case unicode.Is(unicode.Mn, r):
		default:
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// vietnamese says whether a letter is one of the Vietnamese alphabet, or a
// plain Latin one.
func vietnamese(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	case r < foldLimit:
		return vietnameseTable[r]
	}
	return false
}

var vietnameseTable = func() (t [foldLimit]bool) {
	for _, base := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"} {
			r, _ := utf8.DecodeRuneInString(norm.NFC.String(string(base) + tone))
			t[r], t[unicode.ToUpper(r)] = true, true
		}
	}
	t['đ'], t['Đ'] = true, true
	return t
}()

// lookAlike returns the letter that a confusable character stands for in a
// Vietnamese name, or the character itself.
// Source: domain facts 5.1 (confusable characters).
func lookAlike(r rune) rune {
	switch r {
	case 'Ð', 'Ɖ':
		return 'Đ'
	case 'ð', 'ɖ':
		return 'đ'
	case 'ı':
		return 'i'
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full-width forms
		return r - 0xFF01 + '!'
	}
	if r >= firstLookAlike && r <= lastLookAlike {
		if l, ok := lookAlikes[r]; ok {
			return l
		}
	}
	return r
}

// Greek and Cyrillic letters, some of which look like Latin ones.
const firstLookAlike, lastLookAlike = 0x370, 0x4FF

// script is whose letters a text is written in.
type script uint8

const (
	scriptUnknown script = iota
	scriptLatin          // but for letters that look alike
	scriptOther          // Greek or Cyrillic as such: Иванов
)

// scriptOf finds out whether all Greek and Cyrillic letters of a text, from the
// first one on, may stand for Latin ones.
func scriptOf(text []byte) script {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		i += n
		if r >= firstLookAlike && r <= lastLookAlike && lookAlikes[r] == 0 && unicode.IsLetter(r) {
			return scriptOther
		}
	}
	return scriptLatin
}

var lookAlikes = func() map[rune]rune {
	m := make(map[rune]rune)
	from, to := []rune("АВЕКМНОРСТХУІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"), []rune("ABEKMHOPCTXYIJSaeopcyxijsABEZHIKMNOPTYXo")
	for i, r := range from {
		m[r] = to[i]
	}
	return m
}()

// invisible says whether a character is left out of every text: zero-width
// characters, byte order marks, soft hyphens, direction marks.
func invisible(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r == 0x2060 || r == 0xFEFF || r == 0xAD
}

// spaceLike says whether a character separates words.
func spaceLike(r rune) bool {
	return r <= ' ' || r == 0x7F || r == 0xA0 || r == 0x85 || r >= 0x2000 && r <= 0x200A ||
		r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000 || r == 0x1680
}

// quoteLike says whether a character is one of the shapes of an apostrophe.
func quoteLike(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʹ', '′', '＇', 'ʻ', '‛':
		return true
	}
	return false
}

// quotation says whether a character is a quotation mark.
func quotation(r rune) bool {
	return r >= '“' && r <= '‟' || r == '«' || r == '»' || r == '＂'
}

// dashLike says whether a character is one of the shapes of a hyphen or dash.
func dashLike(r rune) bool {
	return r == '-' || r >= 0x2010 && r <= 0x2015 || r == 0x2212 || r == 0xFE58 || r == 0xFE63
}

// appendTitle appends a word in title case: the first letter of it upper case,
// and of each part behind a hyphen, and behind the apostrophe of a prefix of
// one letter or of two that end in a consonant (H'Hen, K'Brể, O'Brien).
func appendTitle(dst, word []byte) []byte {
	upper, consonant := true, false
	letters := 0
	for i := 0; i < len(word); {
		r, n := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(word[i:])
		}
		i += n
		switch {
		case r == '\'':
			upper = letters == 1 || letters == 2 && consonant
			letters = 0
		case r == '-':
			upper = true
			letters = 0
		case upper && unicode.IsLetter(r):
			r = unicode.ToUpper(r)
			upper = false
			letters++
		default:
			r = unicode.ToLower(r)
			upper = false // a lost letter was the first one
			letters++
		}
		consonant = r < foldLimit && strings.IndexByte("aeiouy", foldTable[r]) < 0
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// appendTidy appends a text with compatible white space, without invisible
// characters, with one shape of apostrophes and hyphens, in NFC and with single
// inner spaces. Letters that only look alike are replaced; changed says so.
func appendTidy(dst, text []byte) (out []byte, changed bool) {
	if tidyASCII(text) {
		return append(dst, text...), false
	}
	return appendTidied(dst, text)
}

// tidyASCII says whether a text is tidy as it stands: printed ASCII with single
// spaces inside.
func tidyASCII(text []byte) bool {
	space := true
	for _, c := range text {
		switch {
		case c > ' ' && c < 0x7F && c != '`':
			space = false
		case c != ' ' || space:
			return false
		default:
			space = true
		}
	}
	return !space || len(text) == 0
}

// appendTidied is appendTidy letter by letter.
func appendTidied(dst, text []byte) (out []byte, changed bool) {
	start := len(dst)
	space := false
	plain := true
	script := scriptUnknown
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		i += n
		switch {
		case invisible(r):
			continue
		case spaceLike(r):
			space = true
			continue
		case quoteLike(r):
			r = '\''
		case quotation(r):
			r = '"'
		case dashLike(r):
			r = '-'
		case r == utf8.RuneError:
			r = '?'
		case r >= utf8.RuneSelf:
			l := r
			if r < firstLookAlike || r > lastLookAlike {
				l = lookAlike(r)
			} else {
				if script == scriptUnknown {
					script = scriptOf(text[i-n:])
				}
				if script == scriptLatin {
					l = lookAlike(r)
				}
			}
			changed = changed || l != r && unicode.IsLetter(r)
			r = l
			plain = plain && composed(r)
		}
		if space && len(dst) > start {
			dst = append(dst, ' ')
		}
		space = false
		dst = utf8.AppendRune(dst, r)
	}
	if !plain && !norm.NFC.IsNormal(dst[start:]) {
		composed := norm.NFC.Bytes(dst[start:])
		dst = append(dst[:start], composed...)
	}
	if !plain && hasTone(dst[start:]) {
		composed := orderMarks(dst[start:])
		changed = changed || len(composed) != len(dst)-start
		dst = append(dst[:start], composed...)
	}
	return dst, changed
}

// composed says whether a character is in NFC whatever stands beside it, and no
// mark: ASCII, Latin and its extensions.
func composed(r rune) bool { return r < 0x300 || r >= 0x1E00 && r <= 0x1EFF }

// hasTone says whether a tone stands apart from its vowel.
func hasTone(text []byte) bool {
	for i := 0; i+1 < len(text); i++ {
		if text[i] == 0xCC && text[i+1] >= 0x80 { // U+0300 to U+033F
			return true
		}
	}
	return false
}

// orderMarks composes letters whose tone was written before the mark of their
// vowel (á and then a circumflex), which Unicode does not take for the same.
func orderMarks(text []byte) []byte {
	runes := []rune(string(norm.NFD.Bytes(text)))
	for i := 1; i+1 < len(runes); i++ {
		if isTone(runes[i]) && (runes[i+1] == '\u0302' || runes[i+1] == '\u0306') {
			runes[i], runes[i+1] = runes[i+1], runes[i]
		}
	}
	return norm.NFC.Bytes([]byte(string(runes)))
}

func isTone(r rune) bool {
	return r == '\u0300' || r == '\u0301' || r == '\u0303' || r == '\u0309' || r == '\u0323'
}
