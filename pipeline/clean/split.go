package clean

import (
	"bytes"
	"math"
	"unicode"
	"unicode/utf8"

	"lamsach/schemas"
)

const (
	codeSplit codes = 1 << schemas.RepairNameSplit
	codeOCR   codes = 1 << schemas.RepairNameOCR
)

// splitWords goes over the words one by one: hyphenated and glued ones are
// taken apart, digits in them are read as the letters they look like, dots fall
// away.
func (w *Worker) splitWords() (cs codes) {
	n := &w.names
	words := n.spare[:0]
	for i, word := range n.words {
		if word[len(word)-1] == '.' {
			word = word[:len(word)-1]
			if utf8.RuneCount(word) == 1 {
				cs |= codeAbbreviated
			}
		}
		if len(word) == 0 || len(word) > maxWord {
			if len(word) > 0 {
				words = append(words, word)
			}
			continue
		}
		before := len(words)
		if bytes.IndexByte(word, '-') > 0 {
			if stroke := w.strokeTyped(word); stroke != nil {
				words, cs = append(words, stroke), cs|codeComposed
				continue
			}
			if words = w.splitHyphens(words, word); len(words) > before+1 {
				cs |= codeSplit
				continue
			}
			words = words[:before]
		}
		kind := w.look(word).what.word
		if kind == wordOdd {
			rewritten, c := w.readDigits(word, i == 0 && len(n.words) > 2)
			word, cs = rewritten, cs|c
		}
		if bytes.IndexByte(word, '\'') > 0 {
			rewritten, c := w.dropApostrophes(word)
			word, cs = rewritten, cs|c
		}
		if i > 1 || kind != wordForeign && kind != wordOdd { // nothing is glued there
			words = append(words, word)
			continue
		}
		kind = w.look(word).what.word
		if i == 1 && kind == wordForeign && w.surname(n.words[0]) >= usualSurname {
			if words = w.splitMiddle(words, word); len(words) > before+1 {
				cs |= codeSplit
				continue
			}
			words = words[:before]
		}
		if kind == wordForeign && (i == 0 || len(n.words) == 1) {
			if words = w.splitGlued(words, word, len(n.words) == 1); len(words) > before+1 {
				cs |= codeSplit
				continue
			}
			words = words[:before]
		}
		words = append(words, word)
	}
	n.spare, n.words = n.words, words
	return cs
}

// strokeTyped reads Đ typed as D and a hyphen: D-ức.
func (w *Worker) strokeTyped(word []byte) []byte {
	if len(word) < 3 || word[0]|0x20 != 'd' || word[1] != '-' {
		return nil
	}
	n := &w.names
	at := len(n.buffer)
	n.buffer = append(append(n.buffer, "đ"...), word[2:]...)
	read := n.buffer[at:len(n.buffer):len(n.buffer)]
	if k := w.lookSafe(read); k != wordSyllable && k != wordPlain {
		return nil
	}
	return read
}

// splitMiddle takes Văn or Thị off the front of the word behind a surname
// (Nguyễn VănHùng, TRAN THIHOA). Other glued middle names are not told from
// foreign ones (Nguyen Anna).
func (w *Worker) splitMiddle(words [][]byte, word []byte) [][]byte {
	n := &w.names
	n.fold = appendLower(n.fold[:0], word)
	if len(n.fold) != len(word) {
		return words
	}
	for _, middle := range [...]string{"văn", "thị", "van", "thi"} {
		rest, found := bytes.CutPrefix(n.fold, []byte(middle))
		if found && len(rest) > 1 && w.facts.givens[string(rest)] > 0 {
			return append(words, word[:len(middle)], word[len(middle):])
		}
	}
	return words
}

// splitHyphens cuts Nguyen-Van-A when every part is Vietnamese.
func (w *Worker) splitHyphens(words [][]byte, word []byte) [][]byte {
	before := len(words)
	for len(word) > 0 {
		part, rest, _ := bytes.Cut(word, []byte{'-'})
		word = rest
		switch w.lookSafe(part) {
		case wordSyllable, wordPlain, wordShort:
			words = append(words, part)
		default:
			return words[:before]
		}
	}
	return words
}

// digitLetters are the letters that a scanner takes for a digit, the likeliest
// first. Source: domain facts 7 (OCR).
var digitLetters = map[byte]string{'0': "o", '1': "li", '5': "s", '8': "b", '6': "g", '9': "g", '2': "z"}

// readDigits reads the digits inside a word as letters, and drops a number that
// is glued to the end of a syllable. surname says that the word must be one: of
// these two letters are enough (V0 for VO).
func (w *Worker) readDigits(word []byte, surname bool) ([]byte, codes) {
	n := &w.names
	stem := bytes.TrimRight(word, "0123456789")
	if len(stem) > 1 && len(stem) < len(word) {
		if k := w.lookSafe(stem); k == wordSyllable || k == wordPlain {
			if word[len(stem)] == '0' && len(stem)+1 == len(word) { // nobody is numbered 0
				at := len(n.buffer)
				n.buffer = append(append(n.buffer, stem...), 'o')
				if read := n.buffer[at:len(n.buffer):len(n.buffer)]; w.lookSafe(read) != wordForeign && w.knownName(read) {
					return read, codeOCR
				}
			}
			return stem, codeNote
		}
	}
	digits := 0
	for _, c := range word {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	short := utf8.RuneCount(word) < 2*digits+1
	if digits == 0 || digits > 2 || short && (!surname || len(word) < 2) {
		return word, 0
	}
	best := []byte(nil)
	for try := range 2 {
		at := len(n.buffer)
		for _, c := range word {
			if c >= '0' && c <= '9' {
				letters := digitLetters[c]
				if letters == "" {
					return word, 0
				}
				c = letters[try%len(letters)]
			}
			n.buffer = append(n.buffer, c)
		}
		read := n.buffer[at:len(n.buffer):len(n.buffer)]
		if short && w.surname(read) < usualSurname {
			continue
		}
		switch w.lookSafe(read) {
		case wordSyllable, wordPlain:
			return read, codeOCR
		case wordForeign:
			if best == nil {
				best = read
			}
		}
	}
	if best == nil {
		return word, 0
	}
	return best, codeOCR
}

// dropApostrophes reads the apostrophes that a scanner saw at ơ and ư, or drops
// them, when that gives a syllable. Those behind a consonant belong to the name (H'Hen).
func (w *Worker) dropApostrophes(word []byte) ([]byte, codes) {
	n := &w.names
	for try := range 2 {
		at := len(n.buffer)
		for i, c := range word {
			if c != '\'' {
				n.buffer = append(n.buffer, c)
				continue
			}
			before := word[i-1] | 0x20
			if before != 'o' && before != 'u' {
				return word, 0
			}
			if try == 0 {
				hooked := 'ơ'
				if before == 'u' {
					hooked = 'ư'
				}
				n.buffer = utf8.AppendRune(n.buffer[:len(n.buffer)-1], hooked)
			}
		}
		read := n.buffer[at:len(n.buffer):len(n.buffer)]
		if k := w.lookSafe(read); k == wordSyllable || k == wordPlain && try == 1 {
			return read, codeOCR
		}
	}
	return word, 0
}

// pieces is the scratch of taking a glued name apart.
type pieces struct {
	lower []byte
	start []int        // byte offsets of the runes of lower, and its end
	best  [8][]float64 // by count of pieces and end
	from  [8][]int
}

// maxPieces is how many syllables a glued name may have.
const maxPieces = 5

// maxGlued bounds the letters of a glued word; longer ones stay as they are.
const maxGlued = 40

// splitGlued takes a glued name apart: at its capitals (NguyenVanAn), or into
// syllables that are known names, the likeliest way (NGUYENVANAN). The whole
// word must parse; whole says that the word is the whole name.
func (w *Worker) splitGlued(words [][]byte, word []byte, whole bool) [][]byte {
	before := len(words)
	if words = w.splitCapitals(words, word); len(words) > before+1 && (whole || w.surname(words[before]) >= usualSurname) {
		return words
	}
	words = words[:before]
	count := utf8.RuneCount(word)
	if count < 6 || count > maxGlued || !w.glue(word, whole) {
		return words
	}
	p := &w.names.pieces
	k, end := 0, len(p.start)-1
	score := math.Inf(-1)
	for c := 2; c <= maxPieces; c++ {
		if s := p.best[c][end]; s > score {
			k, score = c, s
		}
	}
	if k == 0 {
		return words
	}
	var cuts [maxPieces + 1]int
	for c, e := k, end; c > 0; c-- {
		cuts[c] = e
		e = p.from[c][e]
	}
	for c := 1; c <= k; c++ {
		words = append(words, word[w.names.pieces.start[cuts[c-1]]:w.names.pieces.start[cuts[c]]])
	}
	return words
}

// splitCapitals cuts a word before its inner capitals when every part is
// Vietnamese.
func (w *Worker) splitCapitals(words [][]byte, word []byte) [][]byte {
	before, from := len(words), 0
	lower := false
	for i := 0; i <= len(word); {
		r, size := rune('A'), 1
		if i < len(word) {
			r, size = utf8.DecodeRune(word[i:])
		}
		if unicode.IsUpper(r) && i > 0 && (lower || i == len(word)) {
			switch w.lookSafe(word[from:i]) {
			case wordSyllable, wordPlain:
				words = append(words, word[from:i])
			default:
				return words[:before]
			}
			from = i
		}
		lower = unicode.IsLower(r) || i == from && i > 0
		i += size
	}
	return words
}

// glue fills the table of the best ways to cut a word. It works on the letters
// as they are; a cut is good when first piece, middle pieces and last piece are
// known in those places.
func (w *Worker) glue(word []byte, whole bool) bool {
	p := &w.names.pieces
	p.lower = appendLower(p.lower[:0], word)
	p.start = p.start[:0]
	for i := 0; i < len(p.lower); {
		p.start = append(p.start, i)
		_, n := utf8.DecodeRune(p.lower[i:])
		i += n
	}
	p.start = append(p.start, len(p.lower))
	if len(p.lower) != len(word) {
		return false
	}
	ends := len(p.start)
	for c := 0; c <= maxPieces; c++ {
		p.best[c] = fill(p.best[c], ends, math.Inf(-1))
		p.from[c] = sized(p.from[c], ends)
	}
	p.best[0][0] = 0
	for c := 1; c <= maxPieces; c++ {
		for e := 1; e < ends; e++ {
			for b := max(0, e-7); b < e; b++ {
				if math.IsInf(p.best[c-1][b], -1) {
					continue
				}
				s := p.best[c-1][b] + w.pieceScore(p.lower[p.start[b]:p.start[e]], c == 1, e == ends-1, whole)
				if s > p.best[c][e] {
					p.best[c][e], p.from[c][e] = s, b
				}
			}
		}
	}
	return true
}

// usualSurname is the share of people from which on a surname makes it likely
// that the first word of a longer name is glued rather than misspelt.
const usualSurname = 0.003

// pieceScore is the log share of a piece in its place, minus infinity when it
// is not known there. In a whole name syllables that are no known names pass,
// at a price.
func (w *Worker) pieceScore(piece []byte, first, last, whole bool) float64 {
	f := w.facts
	var share float64
	switch {
	case first:
		if share = f.surnames[string(piece)]; !whole && share < usualSurname {
			share = 0
		}
		return math.Log(share) // minus infinity for 0
	case last && whole:
		share = f.givens[string(piece)]
	default:
		share = max(f.middles[string(piece)], f.givens[string(piece)]/4)
	}
	if share == 0 {
		if !whole || len(piece) < 2 || w.lookSafe(piece) != wordSyllable {
			return math.Inf(-1)
		}
		share = 1e-7
	}
	return math.Log(share)
}

// appendGarbled appends a word with everything that is no letter or digit as a
// question mark: the wildcard of comparisons.
func appendGarbled(dst, word []byte) []byte {
	at := len(dst)
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRune(word[i:])
		i += n
		switch {
		case r == utf8.RuneError, r < utf8.RuneSelf && !(r|0x20 >= 'a' && r|0x20 <= 'z') && !(r >= '0' && r <= '9') && r != '-' && r != '\'':
			r = '?'
		case r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r):
			r = '?'
		}
		dst = utf8.AppendRune(dst, r)
	}
	titled := appendTitle(dst, dst[at:])
	return append(dst[:at], titled[len(dst):]...)
}
