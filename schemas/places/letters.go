package places

import "unicode/utf8"

// A letter is what one rune means to the reader of addresses, packed:
//
//	bits 0-5   letter: 1..26 a..z, 27..36 digits, 63 a letter of no use here
//	bits 6-7   what the letter carries: 1 circumflex or the stroke of đ, 2 breve, 3 horn
//	bits 8-10  tone: 0 none, 1 grave, 2 acute, 3 hook, 4 tilde, 5 dot below
//	bits 11-13 class
//	bits 14-15 1 upper case, 2 lower case
type letter uint16

// Classes of runes, in the order in which they separate.
const (
	classIgnored = iota // apostrophes, zero-width marks: M'Drắk is one word
	classLetter         //
	classDigit          //
	classMark           // a combining mark
	classSpace          //
	classDot            //
	classSoft           // dash, slash and other signs
	classHard           // comma, semicolon, line end, bar, bracket
)

func (l letter) code() uint64    { return uint64(l & 63) }
func (l letter) quality() uint32 { return uint32(l >> 6 & 3) }
func (l letter) tone() uint32    { return uint32(l >> 8 & 7) }
func (l letter) class() int      { return int(l >> 11 & 7) }
func (l letter) cases() uint8    { return uint8(l >> 14) }

const (
	foreign = letter(63 | classLetter<<11)
	strange = letter(classSoft << 11)
	// invisible signs are ignored like apostrophes but have no place in a text
	invisible = letter(1 | classIgnored<<11)
	lowRunes  = 0x370
	topFirst  = 0x1E00
	topLast   = 0x206F
)

var (
	lowLetters [lowRunes]letter
	topLetters [topLast - topFirst + 1]letter
)

// Rows of vowels: plain and with the five tones in the order of letter.tone.
var vowels = []struct {
	base    byte
	quality letter
	row     string
}{
	{'a', 0, "aàáảãạ"},
	{'a', 1, "âầấẩẫậ"},
	{'a', 2, "ăằắẳẵặ"},
	{'e', 0, "eèéẻẽẹ"},
	{'e', 1, "êềếểễệ"},
	{'i', 0, "iìíỉĩị"},
	{'o', 0, "oòóỏõọ"},
	{'o', 1, "ôồốổỗộ"},
	{'o', 3, "ơờớởỡợ"},
	{'u', 0, "uùúủũụ"},
	{'u', 3, "ưừứửữự"},
	{'y', 0, "yỳýỷỹỵ"},
}

// The same rows in capitals: there is no room for a case table at run time.
var capitals = []string{
	"AÀÁẢÃẠ", "ÂẦẤẨẪẬ", "ĂẰẮẲẴẶ", "EÈÉẺẼẸ", "ÊỀẾỂỄỆ", "IÌÍỈĨỊ",
	"OÒÓỎÕỌ", "ÔỒỐỔỖỘ", "ƠỜỚỞỠỢ", "UÙÚỦŨỤ", "ƯỪỨỬỮỰ", "YỲÝỶỸỴ",
}

// Letters of neighbours that turn up in names of places and streets.
const neighbours = "ä a Ä a å a Å a ç c Ç c ë e Ë e ï i Ï i î i Î i ĭ i Ĭ i ñ n Ñ n ö o Ö o ŏ o Ŏ o ĕ e Ĕ e ü u Ü u û u Û u ŭ u Ŭ u č c Č c š s ž z"

func init() {
	for i := range lowLetters {
		lowLetters[i] = strange
	}
	for i := range topLetters {
		topLetters[i] = strange
	}
	for r := rune(0xAA); r < 0x250; r++ {
		if r >= 0xC0 && r != '×' && r != '÷' || r == 'ª' || r == 'º' || r == 'µ' {
			set(r, foreign)
		}
	}
	for r := rune(topFirst); r < 0x2000; r++ {
		set(r, foreign)
	}
	setSigns()
	for r := 'a'; r <= 'z'; r++ {
		set(r, letter(r-'a'+1)|classLetter<<11|2<<14)
		set(r-32, letter(r-'a'+1)|classLetter<<11|1<<14)
	}
	for r := '0'; r <= '9'; r++ {
		set(r, letter(r-'0'+27)|classDigit<<11)
	}
	setVietnamese()
}

func setSigns() {
	for r := rune(0); r <= ' '; r++ {
		set(r, classSpace<<11)
	}
	for r := rune(0x2000); r <= 0x200A; r++ {
		set(r, classSpace<<11)
	}
	for _, r := range "\u0085\u00A0\u202F\u205F" {
		set(r, classSpace<<11)
	}
	for _, r := range ",;\n\r|()[]{}\u2028\u2029" {
		set(r, classHard<<11)
	}
	for _, r := range "'`´’‘ʼʻ" {
		set(r, classIgnored<<11)
	}
	for _, r := range "\u00AD\u200B\u200C\u200D\u200E\u200F\u2060" {
		set(r, invisible)
	}
	set('.', classDot<<11)
	for r := rune(0x300); r < 0x370; r++ {
		set(r, classMark<<11)
	}
	// The combining marks of Vietnamese carry what they add to the letter.
	for i, r := range []rune{0x300, 0x301, 0x309, 0x303, 0x323} {
		set(r, classMark<<11|letter(i+1)<<8)
	}
	for i, r := range []rune{0x302, 0x306, 0x31B} {
		set(r, classMark<<11|letter(i+1)<<6)
	}
}

func setVietnamese() {
	for i, v := range vowels {
		for c, row := range []string{v.row, capitals[i]} {
			cases := letter(2 - c)
			tone := letter(0)
			for _, r := range row {
				set(r, letter(v.base-'a'+1)|v.quality<<6|tone<<8|classLetter<<11|cases<<14)
				tone++
			}
		}
	}
	d := letter('d'-'a'+1) | 1<<6 | classLetter<<11
	set('đ', d|2<<14)
	set('Đ', d|1<<14)
	set('Ð', d|1<<14) // the Icelandic letter looks the same
	set('ð', d|2<<14)
	plain := []rune(neighbours)
	for i := 0; i < len(plain); i += 4 {
		set(plain[i], letter(plain[i+2]-'a'+1)|classLetter<<11)
	}
}

func set(r rune, l letter) {
	if r < lowRunes {
		lowLetters[r] = l
	} else {
		topLetters[r-topFirst] = l
	}
}

// decode reads the non-ASCII rune at the start of text: its meaning and its
// length in bytes. Broken bytes are signs of length 1.
func decode(text []byte) (letter, int) {
	c := text[0]
	if c >= 0xC2 && c < 0xE0 && len(text) > 1 && text[1]&0xC0 == 0x80 {
		if r := rune(c&0x1F)<<6 | rune(text[1]&0x3F); r < lowRunes {
			return lowLetters[r], 2
		}
		return foreign, 2
	}
	if c == 0xE1 && len(text) > 2 && text[1] >= 0xB8 && text[1] < 0xC0 && text[2]&0xC0 == 0x80 {
		return topLetters[rune(text[1]&0x3F)<<6|rune(text[2]&0x3F)-0xE00], 3
	}
	r, size := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError:
		return strange, size
	case r >= topFirst && r <= topLast:
		return topLetters[r-topFirst], size
	case r == 0xFEFF:
		return invisible, size
	case r == 0x3000:
		return classSpace << 11, size
	case r == 0xFF0C || r == 0x3001:
		return classHard << 11, size
	}
	return foreign, size
}
