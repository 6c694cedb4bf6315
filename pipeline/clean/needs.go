package clean

import (
	"bytes"
	"slices"
	"strings"
)

// needs says which steps of a name may have something to do about a word. Most
// names that the short way leaves have one foreign word, or begin like a title
// and are none: each word is held against the lists once and remembered, and a
// step that no word needs is left out. A word may have a need too many, which
// costs time, never one too few (TestNeeds).
type needs uint16

const (
	needsKnown needs = 1 << iota
	needTitle        // as the first word
	needBehind       // as the last one
	needRemark       // as the third or a later one
	needOdd          // no word of letters
	needPrefix       // of the highlands
	needTyping       // has keys
	needSplit        // signs or digits in it
	needGlue         // as the first or second one
	needKey          // may tell of a test or a company
	needFirst        // as the first word may make the cell none of a person
	everyNeed  = 1<<16 - 1
)

// needed is what the words of a name need where they stand.
func (w *Worker) needed(words [][]byte) (all needs) {
	if len(words) == 1 || w.thorough {
		return everyNeed
	}
	for i, word := range words {
		if len(word) == 0 || len(word) > maxWord {
			return everyNeed
		}
		n := w.needsOf(word)
		if i > 0 {
			n &^= needTitle | needFirst
		}
		if i > 1 {
			n &^= needGlue
		} else {
			n &^= needRemark
		}
		if i+1 < len(words) {
			n &^= needBehind
		}
		all |= n
	}
	return all
}

func (w *Worker) needsOf(word []byte) needs {
	s := w.look(word)
	if n := s.what.needs; n != 0 {
		return n
	}
	n := w.findNeeds(word, s.what) | needsKnown
	w.look(word).what.needs = n
	return n
}

// findNeeds holds a word against the lists for the first time.
func (w *Worker) findNeeds(word []byte, what knownWord) (n needs) {
	switch what.word {
	case wordOdd:
		n = needOdd | needSplit | needKey | needFirst
	case wordForeign:
		n = needGlue
	}
	if word[len(word)-1] == '.' || what.flags&flagFirst != 0 {
		n |= needTitle
	}
	if what.flags&flagAny != 0 || titleBehind(word) {
		n |= needBehind
	}
	if bytes.ContainsAny(word, "-'.") { // whose parts are words of the key
		n |= needSplit | needKey | needFirst
	}
	if w.mayBePrefixed(word) {
		n |= needPrefix
	}
	if w.hasKeys(word) {
		n |= needTyping
	}
	fold := appendFold(w.names.fold[:0], bytes.TrimSuffix(word, dot))
	w.names.fold = fold
	n |= listed[string(fold)]
	if at, _ := slices.BinarySearch(w.facts.headings, string(fold)); at < len(w.facts.headings) && strings.HasPrefix(w.facts.headings[at], string(fold)) {
		n |= needFirst
	}
	return n
}

// listed are the needs of folded words by the lists that they begin an entry of.
var listed = func() map[string]needs {
	m := make(map[string]needs)
	add := func(entry string, n needs) {
		first, _, _ := strings.Cut(entry, " ")
		m[first] |= n
	}
	for first := range leads {
		add(first, needTitle)
	}
	for first := range remarks {
		add(first, needRemark)
	}
	for _, list := range []*phrases{tests, organisationWords} {
		for _, some := range list {
			for _, s := range some {
				add(s, needKey)
			}
		}
	}
	for _, list := range []*phrases{relatives, below, organisations} {
		for _, some := range list {
			for _, s := range some {
				add(s, needFirst)
			}
		}
	}
	for _, set := range []map[string]bool{placeholders, totals} {
		for s := range set {
			add(s, needFirst)
		}
	}
	return m
}()

// hasKeys says whether a word becomes a syllable by its keys.
func (w *Worker) hasKeys(word []byte) bool {
	if !ascii(word) {
		return false
	}
	word = bytes.TrimSuffix(word, dot)
	n := &w.names
	for _, m := range [...]typing{vni, telex} {
		t := &n.typist
		*t = typist{}
		if len(word) == 0 || !m.keys(word) || !m.read(t, word) || t.keys == 0 {
			continue
		}
		at := len(n.buffer)
		n.buffer = t.appendTo(n.buffer)
		kind := w.lookSafe(n.buffer[at:])
		n.buffer = n.buffer[:at]
		if kind == wordSyllable {
			return true
		}
	}
	return false
}

// simpleWords cuts a cell whose words are known to be of letters, tidy and no
// link between two people: nothing stands between them but spaces.
func (w *Worker) simpleWords(cell []byte) bool {
	n := &w.names
	n.words = n.words[:0]
	for at := 0; at < len(cell); {
		if cell[at] == ' ' {
			at++
			continue
		}
		end := bytes.IndexByte(cell[at:], ' ')
		if end < 0 {
			end = len(cell) - at
		}
		word := cell[at : at+end : at+end]
		if len(word) > maxWord {
			return false
		}
		if s := w.look(word); s.what.word == wordOdd || s.what.flags&(flagAny|flagUntidy) != 0 {
			return false
		}
		n.words = append(n.words, word)
		at += end
	}
	return len(n.words) > 1 && !w.thorough
}
