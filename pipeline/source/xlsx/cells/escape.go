package cells

import (
	"bytes"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// Decode appends text with its escapes resolved: _x000D_ stands for the
// character of that number (22.9.2.19). Bytes that are no UTF-8 become U+FFFD.
func Decode(dst, text []byte) []byte {
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\ufffd"))
	}
	for {
		i := bytes.Index(text, []byte("_x"))
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		text = text[i:]
		r := escaped(text)
		if r < 0 {
			dst = append(dst, "_x"...)
			text = text[2:]
			continue
		}
		if utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, escaped(text[escapeLen:])); pair != utf8.RuneError {
				r = pair
				text = text[escapeLen:]
			}
		}
		dst = utf8.AppendRune(dst, r) // U+FFFD for half a pair
		text = text[escapeLen:]
	}
}

const escapeLen = len("_x0000_")

// escaped is the number of the escape at the beginning of text, -1 if none.
func escaped(text []byte) rune {
	if len(text) < escapeLen || text[escapeLen-1] != '_' {
		return -1
	}
	return begun(text)
}

// begun is the number of the escape at the beginning of text, -1 if none,
// whatever stands behind its digits.
func begun(text []byte) rune {
	if len(text) < escapeLen-1 || text[0] != '_' || text[1] != 'x' {
		return -1
	}
	var r rune
	for _, c := range text[2:6] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}

// Encode appends text so that Decode gives it back and XML can hold it: control
// characters are escaped, and what looks like an
// escape, or would before the next one, is.
func Encode(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c < ' ' && c != '\t' && c != '\n':
			dst = fmt.Appendf(dst, "_x%04X_", c)
		case c == '_' && begun(text[i:]) >= 0:
			dst = append(dst, "_x005F_"...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
