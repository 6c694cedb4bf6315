package places

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// sameText says whether two texts have the same letters and digits, whatever
// their case, spaces and punctuation. It is sameLetters, with short cuts over
// what is the same byte by byte.
func sameText(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		c, d := a[i], b[j]
		switch {
		case c|d < utf8.RuneSelf && (c == d || lowered[c] == lowered[d]):
			i++
			j++
		case c < utf8.RuneSelf && lowered[c] == 0:
			i++
		case d < utf8.RuneSelf && lowered[d] == 0:
			j++
		case c|d < utf8.RuneSelf:
			return false
		default:
			if n := sameRune(a[i:], b[j:]); n > 0 {
				i += n
				j += n
				continue
			}
			var r, s rune
			r, i = nextLetter(a, i)
			s, j = nextLetter(b, j)
			if r != s {
				return false
			}
		}
	}
	return sameLetters(a[i:], b[j:])
}

// sameRune is the length of the rune of two or three bytes at the start of both
// texts, 0 when there is none.
func sameRune(a, b []byte) int {
	n := 0
	switch c := a[0]; {
	case c >= 0xC2 && c < 0xE0:
		n = 2
	case c > 0xE0 && c < 0xED:
		n = 3
	default:
		return 0
	}
	if len(a) < n || len(b) < n || string(a[:n]) != string(b[:n]) || !continues(a[1]) || !continues(a[n-1]) {
		return 0
	}
	return n
}

func continues(c byte) bool { return c&0xC0 == 0x80 }

// lowered is the lower case of ASCII letters and digits, 0 for every sign.
var lowered = func() (t [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case c >= 'A' && c <= 'Z':
			t[c] = c + 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			t[c] = c
		}
	}
	return t
}()

// sameLetters compares letter by letter.
func sameLetters(a, b []byte) bool {
	i, j := 0, 0
	for {
		var r, s rune
		r, i = nextLetter(a, i)
		s, j = nextLetter(b, j)
		if r != s {
			return false
		}
		if r == 0 {
			return true
		}
	}
}

// nextLetter returns the next letter or digit in lower case and the place
// behind it; 0 at the end.
func nextLetter(text []byte, i int) (rune, int) {
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			if l := lowered[c]; l != 0 {
				return rune(l), i
			}
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		if unicode.IsLetter(r) {
			return unicode.ToLower(r), i
		}
	}
	return 0, i
}
