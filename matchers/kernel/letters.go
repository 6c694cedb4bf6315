package kernel

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The five tones as combining marks; a syllable without one has the level tone.
const tones = "\u0300\u0301\u0303\u0309\u0323"

// The numbers of ngã and hỏi.
const toneTilde, toneHook = 3, 4

// spell takes a word apart: its letters without the tone (vowel marks kept,
// lower case, NFC), the tone (0 none, 1 to 5 in the order of tones), and the
// letters folded to plain a to z. Marks that are no tone and no Vietnamese
// vowel mark (ŏ, č) stay with the untoned letters and fold away. Where the
// tone was written does not matter, so hòa and hoà are the same word.
func spell(word string) (untoned string, tone uint8, folded string) {
	t := loadSpelled()
	var letters, plain [maxKey]byte
	n, m := 0, 0
	for _, r := range word {
		if r >= spelledLimit || t[r].letter == 0 || n+utf8.UTFMax > maxKey || m+len(t[r].plain) > maxKey {
			return spellAny(word)
		}
		n += utf8.EncodeRune(letters[n:], t[r].letter)
		m += copy(plain[m:], t[r].plain)
		if t[r].tone != 0 {
			tone = t[r].tone
		}
	}
	return string(letters[:n]), tone, string(plain[:m])
}

// spellAny is spell of any word, by Unicode's own decomposition.
func spellAny(word string) (untoned string, tone uint8, folded string) {
	var letters, plain strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		if at := strings.IndexRune(tones, r); at >= 0 {
			tone = uint8(at/2 + 1)
			continue
		}
		letters.WriteRune(r)
		switch {
		case r == 'đ' || r == 'ð' || r == 'ɖ':
			plain.WriteByte('d')
		case r >= 'a' && r <= 'z' || r == '?':
			plain.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '-', r == '.':
		case r >= '0' && r <= '9':
			plain.WriteRune(r)
		case unicode.IsLetter(r):
			plain.WriteRune(r)
		}
	}
	return norm.NFC.String(letters.String()), tone, plain.String()
}

// isPlain says whether a word has no tone and no vowel mark; an apostrophe is
// none.
func isPlain(untoned string, tone uint8, folded string) bool {
	return tone == 0 && strings.ReplaceAll(untoned, "'", "") == folded
}

// hashText is FNV-1a over the bytes, finished by a multiply-shift so that all
// bits depend on all bytes. Stored in snapshots: changing it changes the format.
func hashText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>29
}
