package kernel

import (
	"slices"
	"strings"
)

// Relation says how two syllables differ, from equal to unrelated. It is
// symmetric but for Initial and Prefix, where the first is the shorter.
type Relation uint8

// The relations, the nearest first.
const (
	Same      Relation = iota
	Unmarked           // same letters, one of them written without any mark
	Tone               // same letters and vowel marks, another tone
	VowelMark          // same letters, other vowel marks (and perhaps tone)
	Stroke             // đ against d
	IY                 // i against y
	Sound              // a regional sound-alike
	Letter             // one letter wrong, missing, too many, or two exchanged
	Wild               // agrees where a lossy encoding left question marks
	Initial            // the first abbreviates the second
	Prefix             // the first is the second cut short
	Different
	Relations
)

type memo struct {
	pair   uint32
	rel    Relation
	letter Relation // see RelateFolded
}

const (
	memoBits = 15
	memoSize = 1 << memoBits
)

// Relate says how the syllables of two codes differ; a stands in the row, b in
// the register. Pairs met before are answered from a table of the worker.
func (c *Coder) Relate(a, b uint16) Relation {
	if a == b {
		return Same
	}
	return c.remember(a, b).rel
}

// Related says whether RelateFolded calls two syllables related, from the same
// table.
func (c *Coder) Related(a, b uint16) bool { return a == b || c.remember(a, b).letter.related() }

func (c *Coder) remember(a, b uint16) *memo {
	pair := uint32(a)<<16 | uint32(b)
	slot := &c.memo[(pair*0x9e3779b1)>>(32-memoBits)]
	if slot.pair != pair {
		x, y, fx, fy := c.at(a), c.at(b), c.Folded(a), c.Folded(b)
		letter := relateFolded(x, y, fx, fy)
		*slot = memo{pair, unlessMarked(letter, x, y, fx, fy), letter}
	}
	return slot
}

// RelateFolded is Relate as far as the letters tell, whatever the marks: what it
// says depends on the folded texts alone where these differ, and it calls
// related whatever Relate does. It keeps nothing: it is for one syllable against
// very many.
func (c *Coder) RelateFolded(a, b uint16) Relation {
	return relateFolded(c.at(a), c.at(b), c.Folded(a), c.Folded(b))
}

// unlessMarked takes a word of other letters for a misspelling only if its marks are
// those of the right one, or were not written: Hợp is another name than Hoa.
func unlessMarked(rel Relation, a, b *syllable, fa, fb string) Relation {
	switch {
	case a.plain:
	case rel == Sound && !tonesFit(a.tone, b.tone),
		rel == Letter && !(tonesFit(a.tone, b.tone) && (oneLetter([]rune(a.untoned), []rune(b.untoned)) || scanned(fa, fb))):
		return Different
	}
	return rel
}

// tonesFit says whether tones are the same, or hỏi and ngã, which the south does
// not tell apart; a tone may be lost with its letter.
func tonesFit(row, person uint8) bool {
	return row == person || row == 0 || row == toneHook && person == toneTilde || row == toneTilde && person == toneHook
}

func relateFolded(a, b *syllable, fa, fb string) Relation {
	if fa == fb {
		switch {
		case a.untoned == b.untoned && a.tone == b.tone:
			return Same
		case a.plain || b.plain:
			return Unmarked
		case a.untoned == b.untoned:
			return Tone
		case unstroke(a.untoned) == unstroke(b.untoned):
			return Stroke
		}
		return VowelMark
	}
	switch {
	case fa == "" || fb == "":
		return Different
	case strings.IndexByte(fa, '?') >= 0:
		if wildMatch(fa, fb) {
			return Wild
		}
		return Different
	case sameButIY(fa, fb):
		return IY
	case soundAlike(fa, fb):
		return Sound
	case abbreviates(fa, fb):
		return Initial
	case min(len(fa), len(fb)) >= 2 && (oneLetter([]byte(fa), []byte(fb)) || scanned(fa, fb)):
		return Letter
	case len(fa) >= 2 && strings.HasPrefix(fb, fa):
		return Prefix
	}
	return Different
}

// scannedPairs are what a scanner sees in place of a letter. Source: domain facts
// 7 (OCR), and files of banks.
var scannedPairs = map[string]byte{"rn": 'm', "ri": 'n', "vv": 'w', "li": 'h', "cl": 'd', "ii": 'u'}

// scanned says whether a scanner saw two letters of a word where one stands.
func scanned(row, person string) bool {
	if len(row) != len(person)+1 {
		return false
	}
	i := 0
	for i < len(person) && row[i] == person[i] {
		i++
	}
	return i < len(person) && scannedPairs[row[i:i+2]] == person[i] && row[i+2:] == person[i+1:]
}

func unstroke(s string) string { return strings.ReplaceAll(s, "đ", "d") }

func sameButIY(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		x, y := a[i], b[i]
		if x != y && (x != 'i' || y != 'y') && (x != 'y' || y != 'i') {
			return false
		}
	}
	return true
}

// abbreviates says whether short is an initial or the initial cluster of a
// word, as Vietnamese names are abbreviated: N., Ng., Th., Tr.
func abbreviates(short, word string) bool {
	if len(short) == 0 || len(short) >= len(word) || !strings.HasPrefix(word, short) {
		return false
	}
	return len(short) == 1 || !strings.ContainsAny(short, "aeiouy")
}

// wildMatch matches a pattern whose question marks stand for one letter each,
// or whose runs of them stand for any one or two letters.
func wildMatch(pattern, s string) bool {
	for pattern != "" {
		if pattern[0] != '?' {
			if s == "" || s[0] != pattern[0] {
				return false
			}
			pattern, s = pattern[1:], s[1:]
			continue
		}
		rest := strings.TrimLeft(pattern, "?")
		for n := 1; n <= min(len(s), len(pattern)-len(rest)+1); n++ {
			if wildMatch(rest, s[n:]) {
				return true
			}
		}
		return false
	}
	return s == ""
}

// oneLetter says whether the optimal string alignment distance of two words is
// at most one: equal, or one substitution, insertion, deletion or exchange of
// neighbours.
func oneLetter[T byte | rune](a, b []T) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i >= len(a)-1 || slices.Equal(a[i+1:], b[i+1:]) {
		return true
	}
	return a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}
