package clean

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// wordKind is what a word of a name is made of.
type wordKind uint8

const (
	wordOdd      wordKind = iota // something else than letters in it
	wordSyllable                 // a Vietnamese syllable as the spelling rules have it
	wordPlain                    // such a syllable without some or all of its marks
	wordShort                    // consonants only: an abbreviation
	wordForeign                  // letters, but no Vietnamese syllable
)

// wordFlags say what else a word may mean.
type wordFlags uint8

const (
	flagFirst  wordFlags = 1 << iota // at the start of a cell: a title, a company, a heading
	flagAny                          // anywhere: a note, a test
	flagAlike                        // look-alike letters were replaced
	flagNarrow                       // marked, and every letter is one of Windows-1252: may be a legacy encoding
	flagUntidy                       // not as tidy text has it
)

// nameScratch is the memory of cleaning names.
type nameScratch struct {
	word, fold []byte
	text       []byte   // the cell, decoded and tidied
	key        []byte   // the cell folded to words of letters and digits
	buffer     []byte   // words that were taken apart or rewritten
	words      [][]byte // words of the cell, in text or buffer
	spare      [][]byte
	out        []byte
	pieces     pieces
	typist     typist
}

// look returns what a word is; the slot is valid until the next look at a word
// that was not known.
func (w *Worker) look(word []byte) *memoSlot[knownWord] {
	h := hashWord(word)
	if s := w.memo.find(word, h); s != nil {
		return s
	}
	text, kind, flags := w.classify(word)
	return w.memo.add(word, h, text, knownWord{word: kind, flags: flags})
}

// classify looks at a word of at most maxWord bytes for the first time.
func (w *Worker) classify(word []byte) (text []byte, kind wordKind, flags wordFlags) {
	n := &w.names
	if !wordOfLetters(word) {
		return nil, wordOdd, 0
	}
	tidy, alike := appendTidy(n.word[:0], word)
	n.word = tidy
	if alike {
		flags |= flagAlike
	}
	if alike || !bytes.Equal(tidy, word) {
		flags |= flagUntidy
	}
	if narrow(word) {
		flags |= flagNarrow
	}
	if code := w.facts.syllables.Code(tidy); code != 0 {
		canonical := w.facts.canonical[code]
		n.fold = appendLower(n.fold[:0], tidy)
		flags |= special[string(n.fold)]
		n.word = append(n.word[:0], canonical...)
		return n.word, wordSyllable, flags
	}
	n.fold = appendLower(n.fold[:0], tidy)
	flags |= special[string(n.fold)]
	kind = w.kindOf(tidy)
	start := len(tidy)
	n.word = appendTitle(tidy, tidy)
	return n.word[start:], kind, flags
}

// kindOf tells apart the words that are no syllables.
func (w *Worker) kindOf(tidy []byte) wordKind {
	n := &w.names
	n.fold = appendFold(n.fold[:0], tidy)
	letters, vowels, own := 0, 0, true
	for i := 0; i < len(tidy); {
		r, size := utf8.DecodeRune(tidy[i:])
		i += size
		own = own && vietnamese(r)
		letters++
	}
	for _, c := range n.fold {
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			vowels++
		}
	}
	if own {
		if _, known := w.facts.folds[string(n.fold)]; known {
			return wordPlain
		}
		if vowels == 0 && (letters == 1 || shortOnsets[string(n.fold)]) {
			return wordShort
		}
	}
	return wordForeign
}

// shortOnsets are the beginnings that people write for a whole word.
var shortOnsets = wordSet("ng", "ngh", "nh", "ph", "th", "tr", "ch", "kh", "hg", "gh", "nhg")

// wordOfLetters says whether a word is valid UTF-8 of letters and their marks,
// with apostrophes and hyphens inside at most.
func wordOfLetters(word []byte) bool {
	quote := true // none at the start, nor two together
	for i := 0; i < len(word); {
		r, n := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(word[i:])
		}
		i += n
		switch {
		case r == utf8.RuneError:
			return false
		case r < utf8.RuneSelf && r|0x20 >= 'a' && r|0x20 <= 'z':
			quote = false
		case quoteLike(r), r == '-':
			if quote {
				return false
			}
			quote = true
		case r < utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r):
			return false
		default:
			quote = false
		}
	}
	return !quote
}

// narrow says whether a word has letters beyond ASCII and all of them are
// characters of Windows-1252.
func narrow(word []byte) bool {
	wide := false
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRune(word[i:])
		i += n
		if r >= utf8.RuneSelf {
			wide = true
			if _, ok := byteOf1252(r); !ok {
				return false
			}
		}
	}
	return wide
}

func appendLower(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		i += n
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}

// special holds the words that keep a cell from the short way, because they may
// be a title, a note, a company, a heading or a test: each as written with its
// marks and, so that it is found in unmarked text, without them.
var special = func() map[string]wordFlags {
	m := make(map[string]wordFlags)
	add := func(words []string, flag wordFlags) {
		for _, w := range words {
			m[w] |= flag
			m[string(appendFold(nil, []byte(w)))] |= flag
		}
	}
	add(firstWords, flagFirst)
	add(anyWords, flagAny)
	for w := range titles {
		add([]string{w}, flagFirst)
	}
	for w := range noteWords {
		add([]string{w}, flagAny)
	}
	for w := range saints {
		m[w] |= flagFirst
	}
	for _, w := range markedWords {
		m[w] |= flagAny
	}
	return m
}()

// plainName is quickName word by word.
func (w *Worker) plainName(dst, cell []byte) (out []byte, cs codes, ok bool) {
	start, at, first := len(dst), 0, true
	for {
		for at < len(cell) && cell[at] == ' ' {
			at++
		}
		if at == len(cell) {
			break
		}
		from := at
		for at < len(cell) && cell[at] != ' ' {
			at++
		}
		if at-from > maxWord {
			return dst[:start], 0, false
		}
		s := w.look(cell[from:at])
		if s.what.word == wordOdd || s.what.word == wordForeign || s.what.flags&flagAny != 0 || first && s.what.flags&flagFirst != 0 {
			return dst[:start], 0, false
		}
		if s.what.word == wordShort {
			cs |= codeAbbreviated
		}
		if s.what.flags&flagAlike != 0 {
			cs |= codeComposed
		}
		if !first {
			dst = append(dst, ' ')
		}
		dst = append(dst, w.memo.text(s)...)
		first = false
	}
	return dst, cs, !first
}
