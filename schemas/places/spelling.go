package places

import "unicode/utf8"

// number writes the number in the name of a unit without its leading zeros.
func (w *writer) number(i int) {
	t := &w.p.r.tokens[i]
	text := w.p.text[t.start:t.end]
	for len(text) > 1 && text[0] == '0' {
		text = text[1:]
	}
	w.dst = append(w.dst, text...)
}

// token writes one token in the case of the canonical text.
func (w *writer) token(i int) {
	t := &w.p.r.tokens[i]
	text := w.p.text[t.start:t.end]
	if !w.title || t.digits || !capitalise(text) {
		w.dst = append(w.dst, text...)
		return
	}
	first, quoted := true, false
	for len(text) > 0 {
		l, size := decodeAny(text)
		switch {
		case first && l.cases() == lowerCase:
			w.dst = appendUpper(w.dst, text[:size])
		case !first && !quoted && l.cases() == upperCase:
			w.dst = appendLower(w.dst, text[:size])
		default:
			w.dst = append(w.dst, text[:size]...)
		}
		quoted = l.class() == classIgnored
		first = first && l.class() != classLetter
		text = text[size:]
	}
}

// capitalise says whether a word is one to write in title case: not a single
// letter, not an abbreviation without vowels, not a Roman number.
func capitalise(text []byte) bool {
	letters, vowel, roman := 0, false, true
	for len(text) > 0 {
		l, size := decodeAny(text)
		if c := l.code(); l.class() == classLetter {
			letters++
			vowel = vowel || c != 63 && vowelBits>>c&1 == 1
			roman = roman && (c == codeI || c == codeV || c == codeX) && size == 1
		}
		text = text[size:]
	}
	return letters > 1 && vowel && !roman
}

// appendLower and appendUpper change the case of one letter that has one.
// Vietnamese capitals stand 32 before their small letters up to U+00DE, Ư and ư
// are U+01AF and U+01B0, all others stand in pairs of even and odd.
func appendLower(dst, text []byte) []byte {
	if text[0] < 0x80 {
		return append(dst, text[0]+32)
	}
	r, _ := utf8.DecodeRune(text)
	switch {
	case r < 0x100:
		r += 32
	default:
		r++
	}
	return utf8.AppendRune(dst, r)
}

func appendUpper(dst, text []byte) []byte {
	if text[0] < 0x80 {
		return append(dst, text[0]-32)
	}
	r, _ := utf8.DecodeRune(text)
	switch {
	case r < 0x100:
		r -= 32
	default:
		r--
	}
	return utf8.AppendRune(dst, r)
}
