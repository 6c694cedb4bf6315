package kernel

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"lamsach/schemas/data"
)

// MaxCodes is how many syllables a syllabary can hold; codes above are for the
// private words of a Coder.
const MaxCodes = 60000

// MaxSyllables is how many syllables of a name are coded. Of a longer one the
// first seven and the last are.
const MaxSyllables = 8

// Name is a name as syllable codes, surname first, given name last. Codes mean
// something only together with the syllabary that made them; 0 is no syllable.
type Name struct {
	Len uint8
	Syl [MaxSyllables]uint16
}

// Syllabary is the dictionary between written syllables and codes. It is
// immutable and shared. Code 0 is no syllable.
type Syllabary struct {
	index map[string]uint16 // as written in lower, title and upper case; and by spelling key
	syl   []syllable        // by code
	folds []string          // by fold id; 0 is ""
	byFol map[string]uint16

	spelled *spelledLetters
}

// syllable is what comparisons need to know of one code.
type syllable struct {
	text    string // lower case, as first met
	untoned string // without the tone, vowel marks kept
	hash    uint64 // of the folded text
	fold    uint16 // id of the folded text
	tone    uint8
	plain   bool // written without any mark
}

// Base returns the syllabary of every syllable that the spelling rules allow,
// of the attested ones (data/names), and of all of them without their marks. Its codes are the same in every run of
// a program with the same data.
var Base = sync.OnceValue(func() *Syllabary {
	s := &Syllabary{index: make(map[string]uint16, 1<<16), byFol: make(map[string]uint16, 1<<12), spelled: loadSpelled()}
	s.syl = append(s.syl, syllable{})
	s.folds = append(s.folds, "")
	for _, file := range []string{"names/syllables_wellformed.txt", "names/syllables.txt"} {
		text, err := data.Files.ReadFile(file)
		if err != nil {
			panic("BUG: embedded " + file + " is missing")
		}
		for line := range strings.Lines(string(text)) {
			s.add(strings.TrimSpace(line))
		}
	}
	for _, plain := range s.folds[1:] {
		s.add(plain) // names from ASCII systems: nguyen, huong
	}
	return s
})

// Len is the number of codes, the empty one included.
func (s *Syllabary) Len() int { return len(s.syl) }

// Extend returns a syllabary with more words, coded in the given order after
// the present ones. Words already known are passed over; those beyond MaxCodes
// are left out.
func (s *Syllabary) Extend(words []string) *Syllabary {
	if len(words) == 0 {
		return s
	}
	t := &Syllabary{
		index: make(map[string]uint16, len(s.index)+4*len(words)),
		byFol: make(map[string]uint16, len(s.byFol)+len(words)),
		syl:   append([]syllable(nil), s.syl...),
		folds: append([]string(nil), s.folds...),

		spelled: s.spelled,
	}
	for k, v := range s.index {
		t.index[k] = v
	}
	for k, v := range s.byFol {
		t.byFol[k] = v
	}
	for _, w := range words {
		if len(t.syl) < MaxCodes {
			t.add(w)
		}
	}
	return t
}

// add gives a word the next code, unless it is known under another spelling.
func (s *Syllabary) add(word string) {
	untoned, tone, folded := spell(word)
	if word == "" {
		return
	}
	key := spellingKey(untoned, tone)
	code, known := s.index[key]
	if !known {
		code = uint16(len(s.syl))
		s.syl = append(s.syl, s.describe(strings.ToLower(word), untoned, tone, folded))
		s.index[key] = code
	}
	lower := strings.ToLower(word)
	for _, form := range [...]string{lower, title(lower), strings.ToUpper(lower), word} {
		if _, taken := s.index[form]; !taken {
			s.index[form] = code
		}
	}
}

func (s *Syllabary) describe(text, untoned string, tone uint8, folded string) syllable {
	fold, known := s.byFol[folded]
	if !known {
		fold = uint16(len(s.folds))
		s.folds = append(s.folds, folded)
		s.byFol[folded] = fold
	}
	return syllable{text: text, untoned: untoned, hash: hashText(folded), fold: fold, tone: tone, plain: isPlain(untoned, tone, folded)}
}

// spellingKey names a word by letters and tone, wherever the tone is written.
// The leading NUL keeps keys apart from written forms.
func spellingKey(untoned string, tone uint8) string {
	return "\x00" + untoned + string(rune('0'+tone))
}

func title(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}

// Code returns the code of a word as it stands in a canonical name, in any case
// and tone style; 0 when the word is unknown. It allocates only for words with
// marks or signs apart from their letters that the dictionary does not have.
func (s *Syllabary) Code(word []byte) uint16 {
	if code, ok := s.index[string(word)]; ok {
		return code
	}
	var buffer [maxKey]byte
	if key, ok := s.spelled.appendKey(buffer[:0], word); ok {
		return s.index[string(key)]
	}
	untoned, tone, _ := spell(string(word))
	return s.index[spellingKey(untoned, tone)]
}

// Text returns the word of a code in lower case.
func (s *Syllabary) Text(code uint16) string { return s.syl[code].text }

// Folded returns the word of a code in plain letters a to z.
func (s *Syllabary) Folded(code uint16) string { return s.folds[s.syl[code].fold] }

// Fold numbers the folded word of a code: equal for words that differ only in
// marks. Numbers mean something in this syllabary alone.
func (s *Syllabary) Fold(code uint16) uint16 { return s.syl[code].fold }

// FoldHash returns the hash of the folded word: equal for equal letters in
// every syllabary, so it may be stored and shared.
func (s *Syllabary) FoldHash(code uint16) uint64 { return s.syl[code].hash }

// Of returns a code whose folded word has this hash, 0 for none.
func (s *Syllabary) Of(foldHash uint64) uint16 {
	for code := 1; code < len(s.syl); code++ {
		if s.syl[code].hash == foldHash {
			return uint16(code)
		}
	}
	return 0
}

// Encode splits a canonical name into its words and codes them. Unknown words
// get code 0 and are counted.
func (s *Syllabary) Encode(name []byte, dst *Name) (unknown int) {
	*dst = Name{}
	EachWord(name, func(word []byte) {
		code := s.Code(word)
		if code == 0 {
			unknown++
		}
		dst.add(code)
	})
	return unknown
}

// add appends a code; past the last place it replaces the last one.
func (n *Name) add(code uint16) {
	if n.Len < MaxSyllables {
		n.Len++
	}
	n.Syl[n.Len-1] = code
}

// BetweenWords says whether a byte of a canonical name stands between words: a
// space, or the hyphen of a foreign name, which half of all systems write as a
// space (Marie-Louise).
func BetweenWords(c byte) bool { return c == ' ' || c == '-' }

// EachWord calls f with every word of a canonical name.
func EachWord(name []byte, f func(word []byte)) {
	start := 0
	for i := 0; i <= len(name); i++ {
		if i == len(name) || BetweenWords(name[i]) {
			if i > start {
				f(name[start:i])
			}
			start = i + 1
		}
	}
}
