package clean

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lamsach/schemas"
)

// typist builds a syllable from keystrokes: letters with their marks, and the
// tone beside them.
type typist struct {
	letters [24]rune
	n       int
	tone    rune // combining mark, 0 none
	keys    int  // keystrokes that were no letters of their own
}

func (t *typist) put(r rune) bool {
	if t.n == len(t.letters) {
		return false
	}
	t.letters[t.n] = r
	t.n++
	return true
}

// mark turns the nearest of the plain letters in from into the one at the same
// place of to, going back from the end; false when there is none.
func (t *typist) mark(from, to string) bool {
	for i := t.n - 1; i >= 0; i-- {
		at := strings.IndexRune(from, t.letters[i])
		if at < 0 {
			continue
		}
		for _, r := range to {
			if at == 0 {
				t.letters[i] = r
				t.keys++
				return true
			}
			at--
		}
	}
	return false
}

// horn marks u and o; in "uo" both.
func (t *typist) horn() bool {
	for i := t.n - 1; i > 0; i-- {
		if t.letters[i] == 'o' && (t.letters[i-1] == 'u' || t.letters[i-1] == 'ư') {
			t.letters[i-1], t.letters[i] = 'ư', 'ơ'
			t.keys++
			return true
		}
	}
	return t.mark("ou", "ơư")
}

func (t *typist) setTone(r rune) bool {
	if t.tone != 0 || !t.vowel() {
		return false
	}
	t.tone = r
	t.keys++
	return true
}

func (t *typist) vowel() bool {
	for _, r := range t.letters[:t.n] {
		if r < foldLimit {
			switch foldTable[r] {
			case 'a', 'e', 'i', 'o', 'u', 'y':
				return true
			}
		}
	}
	return false
}

// appendTo writes the syllable, the tone on its last vowel: where it belongs is
// for the dictionary to say.
func (t *typist) appendTo(dst []byte) []byte {
	start, last := len(dst), -1
	for i, r := range t.letters[:t.n] {
		switch foldTable[r%foldLimit] {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			last = i
		}
	}
	for i, r := range t.letters[:t.n] {
		dst = utf8.AppendRune(dst, r)
		if i == last && t.tone != 0 {
			dst = utf8.AppendRune(dst, t.tone)
		}
	}
	return append(dst[:start], norm.NFC.Bytes(dst[start:])...)
}

// typedTones are the tones in the order of their keys: 1 2 3 4 5, s f r x j.
var typedTones = [...]rune{'\u0301', '\u0300', '\u0309', '\u0303', '\u0323'}

// method is a way of typing Vietnamese with Latin keys: it takes a word apart
// into a syllable, false when the keys make no sense.
type method func(t *typist, word []byte) bool

// typeVNI reads digits: 1-5 tones, 6 â ê ô, 7 ơ ư, 8 ă, 9 đ, 0 no tone.
func typeVNI(t *typist, word []byte) bool {
	for _, c := range word {
		ok := true
		switch c {
		case '0':
			t.tone = 0
		case '1', '2', '3', '4', '5':
			ok = t.setTone(typedTones[c-'1'])
		case '6':
			ok = t.mark("aeo", "âêô")
		case '7':
			ok = t.horn() || t.hornDone()
		case '8':
			ok = t.mark("a", "ă")
		case '9':
			ok = t.mark("d", "đ")
		default:
			ok = c|0x20 >= 'a' && c|0x20 <= 'z' && t.put(rune(c|0x20))
		}
		if !ok {
			return false
		}
	}
	return true
}

// hornDone accepts the second 7 of "u7o7", when the first has marked u and the
// second finds o alone.
func (t *typist) hornDone() bool {
	return t.n >= 2 && (t.letters[t.n-1] == 'ư' || t.letters[t.n-1] == 'ơ')
}

// typeTelex reads f s r x j as tones, aa ee oo dd aw ow uw w as marked letters.
func typeTelex(t *typist, word []byte) bool {
	for _, c := range word {
		c |= 0x20
		if c < 'a' || c > 'z' {
			return false
		}
		ok := true
		last := rune(0)
		if t.n > 0 {
			last = t.letters[t.n-1]
		}
		switch {
		case strings.IndexByte("sfrxj", c) >= 0 && t.vowel():
			ok = t.setTone(typedTones[strings.IndexByte("sfrxj", c)])
		case c == 'z' && t.vowel():
			t.tone = 0
		case last == rune(c) && (c == 'a' || c == 'e' || c == 'o'):
			ok = t.double(c)
		case last == 'd' && c == 'd':
			ok = t.mark("d", "đ")
		case c == 'w':
			ok = t.telexW(last)
		default:
			ok = t.put(rune(c))
		}
		if !ok {
			return false
		}
	}
	return true
}

// double marks the letter before a doubled one.
func (t *typist) double(c byte) bool {
	switch c {
	case 'a':
		return t.mark("a", "â")
	case 'e':
		return t.mark("e", "ê")
	}
	return t.mark("o", "ô")
}

func (t *typist) telexW(last rune) bool {
	if last == 'a' {
		return t.mark("a", "ă")
	}
	if t.horn() {
		return true
	}
	if t.vowel() {
		return t.mark("a", "ă") || t.hornDone()
	}
	t.keys++
	return t.put('ư')
}

// typeVIQR reads ^ ( + as marks, ' ` ? ~ . as tones, dd as đ.
func typeVIQR(t *typist, word []byte) bool {
	for _, c := range word {
		ok := true
		switch c {
		case '^':
			ok = t.n > 0 && t.mark("aeo", "âêô")
		case '(':
			ok = t.mark("a", "ă")
		case '+':
			ok = t.mark("ou", "ơư")
		case '\'', '`', '?', '~', '.':
			ok = t.setTone(typedTones[strings.IndexByte("'`?~.", c)])
		default:
			c |= 0x20
			if c == 'd' && t.n > 0 && t.letters[t.n-1] == 'd' {
				ok = t.mark("d", "đ")
				break
			}
			ok = c >= 'a' && c <= 'z' && t.put(rune(c))
		}
		if !ok {
			return false
		}
	}
	return true
}

const codeTyping codes = 1 << schemas.RepairNameTyping

// resolveTyping resolves what was left of VNI or Telex typing, when every word
// of the cell then is a syllable with its marks.
func (w *Worker) resolveTyping() codes {
	if w.asciiWords() && (w.typed(w.names.words) && w.retype(vni) || w.retype(telex)) || w.retypeSome() {
		return codeTyping
	}
	return 0
}

func (w *Worker) asciiWords() bool {
	for _, word := range w.names.words {
		if !ascii(word) {
			return false
		}
	}
	return true
}

// retypeSome resolves single words among others that have their marks (Nguyễn
// Vawn Hùng), where no other reading is left: the keys are beyond doubt and the
// word is a usual name. Foreign names stand behind Vietnamese surnames too
// (Nguyễn Max, Nguyễn Lee).
func (w *Worker) retypeSome() bool {
	n := &w.names
	if len(n.words) == 0 || w.surname(n.words[0]) == 0 || !slices.ContainsFunc(n.words, func(word []byte) bool { return !ascii(word) && w.lookSafe(word) == wordSyllable }) {
		return false
	}
	done := false
	for i, word := range n.words {
		kind := w.lookSafe(word)
		if i == 0 || !ascii(word) || len(word) < 3 || kind != wordForeign && kind != wordOdd {
			continue
		}
		m := typeTelex
		if kind == wordOdd {
			m = typeVNI
		}
		t := &n.typist
		*t = typist{}
		if !m(t, word) || t.keys == 0 || t.keys == 1 && !sureKey(word) {
			continue
		}
		at := len(n.buffer)
		n.buffer = t.appendTo(n.buffer)
		if read := n.buffer[at:len(n.buffer):len(n.buffer)]; w.lookSafe(read) == wordSyllable && w.knownName(read) {
			n.words[i], done = read, true
		}
	}
	return done
}

// sureKey says whether a word has a key that no name in another language has at
// its place: w as a mark, f or j as a tone at the end, a doubled d in front, a
// digit of VNI inside.
func sureKey(word []byte) bool {
	last := word[len(word)-1] | 0x20
	return bytes.ContainsAny(word[1:], "wW") || last == 'f' || last == 'j' || word[0]|0x20 == 'd' && word[1]|0x20 == 'd' || bytes.ContainsAny(word[:len(word)-1], "123456789")
}

// vniKeys says whether digits stand in a word as VNI typing puts them.
func vniKeys(word []byte) bool { return bytes.ContainsAny(word, "123456789") && hasLetter(word) }

// telexKeys says whether a word has keys that no written syllable has.
func telexKeys(word []byte) bool { return !onlyDigits(word) }

// typing is a method with what it takes to believe in it.
type typing struct {
	read    method
	keys    func(word []byte) bool
	others  int  // typed words that become no syllable, for each that does
	foreign bool // every foreign name has keys of it: the first word must be a surname, or two words have keys beyond doubt
}

// VNI's digits are no letters, so that words of minorities are seen to be typed
// too, while nearly every foreign word has keys of Telex.
var (
	vni   = typing{read: typeVNI, keys: vniKeys, others: 2}
	telex = typing{read: typeTelex, keys: telexKeys, others: 1, foreign: true}
)

// retype rewrites the words by a method. All words are ASCII; those without
// keys must be Vietnamese and the typed ones must become syllables, but for some
// others. A single typed word must be beyond doubt, because a doubled letter or
// a number behind a name looks like a key.
func (w *Worker) retype(m typing) bool {
	n := &w.names
	rewritten := n.spare[:0]
	typed, syllables, unmarked, keyed, sure := 0, 0, 0, 0, false
	for i, word := range n.words {
		t := &n.typist
		*t = typist{}
		word = bytes.TrimSuffix(word, dot)
		if len(word) == 0 || len(word) > maxWord || !m.keys(word) || !m.read(t, word) || t.keys == 0 {
			s := w.lookSafe(word)
			if s == wordOdd || s == wordForeign {
				return false
			}
			if s == wordPlain {
				unmarked++
			}
			rewritten = append(rewritten, word)
			continue
		}
		at := len(n.buffer)
		n.buffer = t.appendTo(n.buffer)
		typed++
		if w.lookSafe(n.buffer[at:]) == wordSyllable {
			syllables++
			if sureKey(word) {
				keyed++
			}
			sure = sure || w.surelyTyped(word, n.buffer[at:], t.keys, i, m.foreign)
		}
		rewritten = append(rewritten, n.buffer[at:len(n.buffer):len(n.buffer)])
	}
	n.spare = rewritten
	if syllables == 0 || typed-syllables > m.others*syllables || typed == 1 && (!sure || unmarked > 0) {
		return false
	}
	if m.foreign && w.surname(rewritten[0]) == 0 && (keyed < 2 || syllables < typed) {
		return false
	}
	n.words = append(n.words[:0], rewritten...)
	return true
}

// surelyTyped says whether one typed word proves a whole name: two keys in it, a
// digit of a letter inside it, a w inside a usual name, a usual surname (but
// Lee), or a tone at its end that makes a usual name of it. A digit behind the
// last word may be a number.
func (w *Worker) surelyTyped(word, syllable []byte, keys, i int, foreign bool) bool {
	last := i+1 == len(w.names.words)
	if foreign && (bytes.ContainsAny(word[1:], "wW") && w.knownName(syllable) || i == 0 && w.surname(syllable) >= usualSurname && !bytes.EqualFold(word, []byte("lee"))) {
		return true
	}
	if keys > 1 || bytes.ContainsAny(word[:len(word)-1], "6789") {
		return true
	}
	end := word[len(word)-1] | 0x20
	digit := end >= '1' && end <= '5'
	if !digit && strings.IndexByte("sfrxj", end) < 0 || digit && last {
		return false
	}
	return w.knownName(syllable)
}

// knownName says whether a syllable is a usual part of names.
func (w *Worker) knownName(syllable []byte) bool {
	n := &w.names
	n.fold = appendLower(n.fold[:0], syllable)
	f := w.facts
	return f.surnames[string(n.fold)]+f.middles[string(n.fold)]+f.givens[string(n.fold)] > 0
}

func ascii(word []byte) bool {
	for _, c := range word {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// lookSafe is look for words of any length.
func (w *Worker) lookSafe(word []byte) wordKind {
	if len(word) == 0 || len(word) > maxWord {
		return wordOdd
	}
	return w.look(word).what.word
}

// resolveVIQR rewrites a cell typed in VIQR; its keys are punctuation, so it is
// tried on
// the cell as it stands. Every word must become a syllable.
func (w *Worker) resolveVIQR(text []byte) ([]byte, bool) {
	if !bytes.ContainsAny(text, "^(+~`") || !ascii(text) {
		return text, false
	}
	n := &w.names
	start := len(n.buffer)
	typed := 0
	for from := 0; from < len(text); {
		end := bytes.IndexByte(text[from:], ' ')
		if end < 0 {
			end = len(text) - from
		}
		if end == 0 {
			from++
			continue
		}
		var t typist
		if !typeVIQR(&t, text[from:from+end]) {
			n.buffer = n.buffer[:start]
			return text, false
		}
		at := len(n.buffer)
		n.buffer = t.appendTo(n.buffer)
		if k := w.lookSafe(n.buffer[at:]); k != wordSyllable {
			n.buffer = n.buffer[:start]
			return text, false
		}
		if t.keys > 0 {
			typed++
		}
		n.buffer = append(n.buffer, ' ')
		from += end + 1
	}
	if typed == 0 {
		n.buffer = n.buffer[:start]
		return text, false
	}
	return bytes.TrimSpace(n.buffer[start:]), true
}
