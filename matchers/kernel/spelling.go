package kernel

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spelledLimit bounds the letters that are taken apart by table: Latin with all
// its extensions.
const spelledLimit = 0x1F00

// spelledLetters is what spellAny makes of every letter that it leaves one
// letter: without its tone, in lower case; 0 for all others, and for those that
// may join the letter before.
type spelledLetters [spelledLimit]struct {
	letter rune
	tone   uint8
	plain  string
}

var loadSpelled = sync.OnceValue(func() *spelledLetters {
	t := new(spelledLetters)
	for r := rune(0); r < spelledLimit; r++ {
		if !unicode.IsLetter(r) {
			continue
		}
		untoned, tone, plain := spellAny(string(r))
		if l, n := utf8.DecodeRuneInString(untoned); n == len(untoned) && norm.NFC.PropertiesString(untoned).BoundaryBefore() {
			t[r].letter, t[r].tone, t[r].plain = l, tone, plain
		}
	}
	return t
})

// maxKey is the longest key that is made without allocating, in bytes.
const maxKey = 64

// appendKey appends the spelling key of a word (see spellingKey); false when it
// has other characters than letters of the table, or too many.
func (t *spelledLetters) appendKey(key, word []byte) ([]byte, bool) {
	if len(word) > maxKey/2 {
		return key, false
	}
	key = append(key, 0)
	tone := uint8(0)
	for i := 0; i < len(word); {
		r, n := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(word[i:])
		}
		if r >= spelledLimit || t[r].letter == 0 {
			return key, false
		}
		i += n
		key = utf8.AppendRune(key, t[r].letter)
		if t[r].tone != 0 {
			tone = t[r].tone
		}
	}
	return append(key, '0'+tone), true
}
