package clean

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names of the central highlands begin with a prefix: H' (women of the Ê Đê,
// Gia Rai and M'Nông), K' (men of the K'Ho and Mạ), Y (men of the Ê Đê). H' and
// K' belong to their word, Y stands by itself; files write all of them with a
// space, a dot, a hyphen, a quotation mark or nothing between (domain facts 4.4).
// Only what cannot be anything else is joined: H where a clan's name stands in
// the name too, since elsewhere it is an initial.

// clans are the clan names of peoples with the prefix H'.
// Source: domain facts 4.4; published lists of Ê Đê and Gia Rai clans.
var clans = func() map[string]bool {
	m := make(map[string]bool)
	for _, s := range strings.Split("Niê,Êban,Ê Ban,Mlô,M'Lô,Ayŭn,Ayun,Kpă,Kpơr,Kpor,Ksor,Kso,Rmah,Rơ Mah,Siu,Rơ Châm,Rcom,Rcăm,Nay,Ênuôl,Êñuôl,Byă,Buôn Yă,Buôn Krông,Kbuôr,Ktla,Ktul,"+
		"Kđoh,Kđăm,Knul,Knŭl,Hđơk,Hmok,Hwing,Hlong,Bkrông,Mdrang,Kriêng,Adrơng,Êung,Eung,Arul,Ndu,Lŭk,Triêk,Rah Lan,Rơ Lan,Rlan,Puih,Kpuih,Rơ Ô,Rô,Rơ Ông,Hrah,Čil,Krông", ",") {
		lower := strings.ToLower(s)
		m[lower] = true
		m[string(appendFold(nil, []byte(lower)))] = true
	}
	delete(m, "ro") // Rô, and half of Rơ Châm
	return m
}()

// joinPrefixes brings the prefixes of a name into their canonical form.
func (w *Worker) joinPrefixes() (cs codes) {
	n := &w.names
	for i := 0; i < len(n.words); i++ {
		first := n.words[i][0] | 0x20
		if first != 'h' && first != 'k' && first != 'y' || len(n.words[i]) > maxWord {
			continue
		}
		prefix, rest, apart := cutPrefix(n.words[i])
		if prefix == nil {
			continue
		}
		next := i + 1
		if rest == nil { // the word behind it
			if next == len(n.words) {
				break
			}
			rest, next = n.words[next], next+1
		}
		if !w.prefixed(first, rest, apart, i, next) {
			continue
		}
		if first == 'y' {
			if next == i+1 { // written as one word
				n.words = append(n.words, nil)
				copy(n.words[i+2:], n.words[i+1:])
				n.words[i+1] = rest
				cs |= codeSplit
			}
			n.words[i] = prefix
			continue
		}
		at := len(n.buffer)
		n.buffer = append(append(append(n.buffer, prefix...), '\''), rest...)
		n.words[i] = n.buffer[at:len(n.buffer):len(n.buffer)]
		n.words = append(n.words[:i+1], n.words[next:]...)
		cs |= codeSplit
	}
	return cs
}

// apart is how a prefix is told from its word.
type apart uint8

const (
	apartSpace   apart = iota // the word behind it, perhaps with a dot between
	apartSign                 // a hyphen, or the apostrophe of Y'
	apartCapital              // HBia
	apartNothing              // HBIA, Hbia
)

// cutPrefix cuts a word that may be or begin with a prefix; rest is nil where
// the word is the prefix alone, prefix where there is none to look at.
func cutPrefix(word []byte) (prefix, rest []byte, how apart) {
	prefix = word[:1]
	switch {
	case len(word) == 1 || len(word) == 2 && word[1] == '.':
		return prefix, nil, apartSpace
	case word[1] == '-' && len(word) > 3, word[1] == '\'' && len(word) > 3 && word[0]|0x20 == 'y':
		return prefix, word[2:], apartSign
	case word[1] == '\'':
		return nil, nil, 0
	}
	second, size := utf8.DecodeRune(word[1:])
	if len(word) < 3 || !unicode.IsLetter(second) || bytes.IndexByte(word, '\'') > 0 {
		return nil, nil, 0
	}
	third, _ := utf8.DecodeRune(word[1+size:])
	if unicode.IsUpper(rune(word[0])) && unicode.IsUpper(second) && unicode.IsLower(third) {
		return prefix, word[1:], apartCapital
	}
	return prefix, word[1:], apartNothing
}

// prefixed says whether rest is the word of a prefix: word i and what follows
// it up to next.
func (w *Worker) prefixed(first byte, rest []byte, how apart, i, next int) bool {
	words := w.names.words
	if bare(first, rest, how) {
		return false
	}
	if !wordOfLetters(rest) || len(rest) > maxWord-2 || len(rest) < 2 || w.isClan(words[i]) {
		return false
	}
	clan := func() bool { return w.clanBeside(i, next) }
	whole := i == 0 && next == len(words)
	foreign := func() bool { return w.lookSafe(rest) == wordForeign }
	consonant := !vowelAt(rest)
	switch first {
	case 'y':
		return how == apartSign || how == apartCapital && clan() || how == apartSpace && len(words[i]) == 2 && clan()
	case 'h':
		switch how {
		case apartSpace, apartSign:
			return clan()
		case apartCapital:
			return consonant && (whole || clan())
		}
		return consonant && w.lookSafe(words[i]) == wordForeign && clan()
	}
	switch how {
	case apartSpace:
		return whole && consonant && foreign() && utf8.RuneCount(rest) <= 4
	case apartSign:
		return whole && foreign()
	case apartCapital:
		return whole && consonant
	}
	// An onset that no Western name has.
	return whole && strings.IndexByte("bcdgjmpstvx", rest[0]|0x20) >= 0 && w.lookSafe(words[i]) == wordForeign
}

// bare says whether a word that begins with the letter of a prefix never has one:
// nearly all of them.
func bare(first byte, rest []byte, how apart) bool {
	return how == apartNothing && (first == 'y' || first == 'h' && vowelAt(rest))
}

// mayBePrefixed says whether a word of several may be or have a prefix.
func (w *Worker) mayBePrefixed(word []byte) bool {
	first := word[0] | 0x20
	if first != 'h' && first != 'k' && first != 'y' {
		return false
	}
	prefix, rest, how := cutPrefix(word)
	switch {
	case prefix == nil:
		return false
	case rest == nil:
		return first != 'y' || len(word) == 2
	case first == 'k': // and nothing beside it
		return false
	}
	return !bare(first, rest, how)
}

// vowelAt says whether a word begins with a vowel.
func vowelAt(word []byte) bool {
	r, _ := utf8.DecodeRune(word)
	return r < foldLimit && strings.IndexByte("aeiouy", foldTable[r]) >= 0
}

// clanBeside says whether a clan's name stands in the name but for the words
// from i up to next.
func (w *Worker) clanBeside(i, next int) bool {
	words := w.names.words
	for k := range words {
		if k >= i && k < next {
			continue
		}
		if w.isClan(words[k]) {
			return true
		}
		if k+1 < len(words) && (k+1 < i || k >= next) {
			n := &w.names
			n.fold = appendLower(n.fold[:0], words[k])
			n.fold = appendLower(append(n.fold, ' '), words[k+1])
			if clans[string(n.fold)] {
				return true
			}
		}
	}
	return false
}

// highland says whether the words from i on are a name with Y or H' in front.
func (w *Worker) highland(i int) bool {
	word := w.names.words[i]
	switch {
	case len(word) == 1 && word[0]|0x20 == 'y':
		return i+1 < len(w.names.words)
	case len(word) > 3 && word[0]|0x20 == 'h' && word[1] == '\'':
		return true
	}
	return false
}

func (w *Worker) isClan(word []byte) bool {
	n := &w.names
	n.fold = appendLower(n.fold[:0], word)
	return clans[string(n.fold)]
}
