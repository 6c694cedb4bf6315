package kernel

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The toned alphabet gives each letter a name is written with one byte below
// 128, so that kernels over bytes tell tones and vowel marks apart. Letters
// without marks, digits and the signs of names stand as in ASCII; the 67 letters
// with marks take the places that ASCII gives to controls, capitals and signs
// that no name has. 0 is no letter.
const (
	marked = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
	signs  = " '-.?0123456789abcdefghijklmnopqrstuvwxyz"
)

// OtherLetter is the code of every letter outside the alphabet.
const OtherLetter = 127

// lastLetter is the last letter of the alphabet in Unicode.
const lastLetter = 'ỹ'

// letterCodes holds the code of each letter, small and capital; 0 is outside the
// alphabet.
var letterCodes = func() (codes [lastLetter + 1]uint8) {
	for _, r := range signs {
		codes[r], codes[unicode.ToUpper(r)] = uint8(r), uint8(r)
	}
	code := uint8(0)
	for _, r := range marked {
		for code++; code < 128 && codes[code] == code; { // a place that ASCII keeps
			code++
		}
		codes[r], codes[unicode.ToUpper(r)] = code, code
	}
	return codes
}()

// AppendLetters appends a name in UTF-8, in any case and composition, in the
// toned alphabet, a byte a letter. A letter outside it, or a byte that is no
// UTF-8, becomes OtherLetter.
func AppendLetters(dst, name []byte) []byte {
	if !norm.NFC.IsNormal(name) {
		name = norm.NFC.Bytes(name)
	}
	for len(name) > 0 {
		r, n := utf8.DecodeRune(name)
		name = name[n:]
		code := uint8(0)
		if r <= lastLetter {
			code = letterCodes[r]
		}
		if code == 0 {
			code = OtherLetter
		}
		dst = append(dst, code)
	}
	return dst
}
