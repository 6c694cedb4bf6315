package markup

import (
	"bytes"
	"unicode/utf8"
)

// Unescape appends text to dst with its references resolved: the five entities
// of XML and character references. What is none of these stays as it stands. A
// reference to no character gives U+FFFD. Line ends become "\n" (XML 1.0, 2.11).
func Unescape(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return lines(dst, text)
		}
		dst = lines(dst, text[:i])
		text = text[i:]
		n := 0
		if dst, n = reference(dst, text); n == 0 {
			dst = append(dst, '&')
			n = 1
		}
		text = text[n:]
	}
}

// lines appends text with its line ends made "\n".
func lines(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(append(dst, text[:i]...), '\n')
		text = text[i+1:]
		if len(text) > 0 && text[0] == '\n' {
			text = text[1:]
		}
	}
}

// longestReference is how many bytes a reference has at most; longer ones are
// no references.
const longestReference = 12

// reference appends what the reference at the beginning of text stands for and
// says how long it is, 0 when it is none.
func reference(dst, text []byte) ([]byte, int) {
	end := bytes.IndexByte(text[:min(len(text), longestReference)], ';')
	if end < 2 {
		return dst, 0
	}
	body := text[1:end]
	switch string(body) {
	case "amp":
		return append(dst, '&'), end + 1
	case "lt":
		return append(dst, '<'), end + 1
	case "gt":
		return append(dst, '>'), end + 1
	case "quot":
		return append(dst, '"'), end + 1
	case "apos":
		return append(dst, '\''), end + 1
	}
	if body[0] != '#' {
		return dst, 0
	}
	r, ok := number(body[1:])
	if !ok {
		return dst, 0
	}
	if !character(r) {
		r = utf8.RuneError
	}
	return utf8.AppendRune(dst, r), end + 1
}

// number reads the number of a character reference.
func number(digits []byte) (r rune, ok bool) {
	base := rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	if len(digits) == 0 || len(digits) > 8 {
		return 0, false
	}
	for _, c := range digits {
		var d rune
		switch {
		case '0' <= c && c <= '9':
			d = rune(c - '0')
		case base == 16 && 'a' <= c|0x20 && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
		if r = r*base + d; r > utf8.MaxRune {
			r = utf8.MaxRune + 1 // too large stays too large
		}
	}
	return r, true
}

// character says whether XML 1.0 knows a character.
func character(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= ' ' && r < 0xd800 || r >= 0xe000 && r < 0xfffe || r >= 0x10000 && r <= utf8.MaxRune
}

// Escape appends text so that it can stand between tags or in an attribute. A
// byte that is no UTF-8 and a character that XML does not know become U+FFFD.
func Escape(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&quot;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case !character(r) || r == utf8.RuneError && n == 1:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = append(dst, text[i:i+n]...)
		}
		i += n
	}
	return dst
}
