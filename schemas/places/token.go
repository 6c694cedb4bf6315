package places

// A token is a run of letters or of digits. Hashes and signatures are rolling
// sums over all letters so far, so that those of any run of tokens cost one
// multiplication (see key and sig), and a name written without its spaces
// ("Daklak") has the key of the name written with them.
type token struct {
	hash       uint64 // over the letters before this token
	sum        uint32 // over the marks of the letters before this token
	off        uint32 // letters before this token
	start, end uint32 // bytes of the text
	sep        uint8  // the strongest class of signs between the token before and this one, 0 none
	word       word
	dash       bool // a dash or slash between spaces stands before this token
	digits     bool
	marked     bool // the token carries marks
}

const (
	hashBase = 0x9E3779B97F4A7C15
	sumBase  = 0x85EBCA6B
	toneUnit = 0xC2B2AE35
	// maxName is the longest run of letters that is looked up: the longest
	// official name has 21, glued writings of a type included.
	maxName = 40
	// longestWord is the length of the longest token of words.
	longestWord = 8
	upperCase   = 1
	lowerCase   = 2
)

var (
	hashPowers [maxText + 1]uint64
	sumPowers  [maxText + 1]uint32
)

func init() {
	hashPowers[0], sumPowers[0] = 1, 1
	for i := 1; i <= maxText; i++ {
		hashPowers[i] = hashPowers[i-1] * hashBase
		sumPowers[i] = sumPowers[i-1] * sumBase
	}
}

// A reading is a text cut into tokens; the last one is a sentinel at its end.
type reading struct {
	tokens []token
	n      int   // tokens without the sentinel
	cases  uint8 // upperCase, lowerCase
	marked bool  // marks occur beyond those of words, which other programs write out in front of names that have lost theirs
	rough  bool  // combining marks, invisible signs or broken bytes occur
}

// key is the folded hash of tokens i to j-1; ok is false when they are too long
// to be a name.
func (r *reading) key(i, j int) (uint64, bool) {
	a, b := &r.tokens[i], &r.tokens[j]
	n := b.off - a.off
	if n > maxName {
		return 0, false
	}
	return b.hash - a.hash*hashPowers[n], true
}

// sig is the signature of the marks of tokens i to j-1, 0 when there are none.
// The tone counts for its syllable, not for the letter it stands on, so that
// hoà and hòa agree. The run must have passed key.
func (r *reading) sig(i, j int) uint32 {
	a, b := &r.tokens[i], &r.tokens[j]
	return b.sum - a.sum*sumPowers[b.off-a.off]
}

const (
	codeC, codeH, codeI, codeK, codeQ, codeU, codeV, codeX, codeY = 3, 8, 9, 11, 17, 21, 22, 24, 25

	vowelBits uint64 = 1<<1 | 1<<5 | 1<<9 | 1<<15 | 1<<21 | 1<<25
	// foldBits are the letters that folding may change, or that change it.
	foldBits uint64 = 1<<codeK | 1<<codeH | 1<<codeY
)

// rolling is the state of the sums between two tokens.
type rolling struct {
	hash uint64
	sum  uint32
	off  uint32
}

// read cuts a text into tokens in one pass.
func (r *reading) read(text []byte, words *wordTable) {
	r.tokens, r.cases, r.marked, r.rough = r.tokens[:0], 0, false, false
	var s rolling
	sep, dash := uint8(0), noDash
	for i := 0; i < len(text); {
		l, size := lowLetters[text[i]&0x7F], 1
		if text[i] >= 0x80 {
			l, size = decode(text[i:])
		}
		switch class := l.class(); class {
		case classLetter, classDigit:
			t := token{hash: s.hash, sum: s.sum, off: s.off, start: uint32(i), sep: sep, dash: dash == dashFound, digits: class == classDigit}
			if t.digits {
				i = s.number(text, i)
			} else {
				i = r.word(&s, text, i)
			}
			t.end = uint32(i)
			sum := s.sum - t.sum*sumPowers[min(s.off-t.off, maxName)]
			t.marked = sum != 0
			if words != nil && !t.digits && s.off-t.off <= longestWord {
				t.word = words.find(s.hash-t.hash*hashPowers[s.off-t.off], sum)
			}
			r.marked = r.marked || t.marked && t.word == wordNone
			r.tokens = append(r.tokens, t)
			sep, dash = 0, noDash
			continue
		case classIgnored, classMark:
			r.rough = r.rough || l == invisible || class == classMark
		default:
			r.rough = r.rough || l == strange && size == 1 && text[i] >= 0x80
			sep = max(sep, uint8(class))
		}
		dash = dash.next(l, text[i:i+size])
		i += size
	}
	r.n = len(r.tokens)
	end := uint32(len(text))
	r.tokens = append(r.tokens, token{hash: s.hash, sum: s.sum, off: s.off, start: end, end: end, sep: classHard})
}

// word takes the letters from text[i] on and returns where they end. Folding
// beyond marks: k is c unless h follows (Bắc Cạn, Đắc Lắc), y after a consonant
// or after qu is i (Qui Nhơn).
func (r *reading) word(s *rolling, text []byte, i int) int {
	hash, sum, off, tone := s.hash, s.sum, s.off, uint32(0)
	prev, last, cases := uint64(0), uint64(0), uint8(0)
	for i < len(text) {
		l, size := lowLetters[text[i]&0x7F], 1
		if text[i] >= 0x80 {
			l, size = decode(text[i:])
		}
		if class := l.class(); class != classLetter {
			if class != classIgnored && class != classMark {
				break
			}
			if class == classMark {
				sum += l.quality()
				if t := l.tone(); t != 0 {
					tone = t
				}
			}
			r.rough = r.rough || l == invisible || class == classMark
			i += size
			continue
		}
		c := l.code()
		if foldBits>>c&1 == 1 {
			switch {
			case c == codeK:
				c = codeC
			case c == codeH && last == codeK:
				hash += codeK - codeC
			case c == codeY && last != 0 && (vowelBits>>last&1 == 0 || last == codeU && prev == codeQ):
				c = codeI
			}
		}
		hash = hash*hashBase + c
		sum = sum*sumBase + l.quality()
		if t := l.tone(); t != 0 {
			tone = t
		}
		off++
		cases |= l.cases()
		prev, last = last, l.code()
		i += size
	}
	r.cases |= cases
	s.hash, s.sum, s.off = hash, sum+tone*toneUnit, off
	return i
}

// number takes the digits from text[i] on, without leading zeros, and returns
// where they end.
func (s *rolling) number(text []byte, i int) int {
	for ; i+1 < len(text) && text[i] == '0' && text[i+1] >= '0' && text[i+1] <= '9'; i++ {
	}
	for ; i < len(text) && text[i] >= '0' && text[i] <= '9'; i++ {
		s.hash = s.hash*hashBase + lowLetters[text[i]].code()
		s.sum *= sumBase
		s.off++
	}
	return i
}

// dashes follows the signs between two tokens and notices a dash or slash that
// stands between spaces.
type dashes uint8

const (
	noDash    dashes = iota
	afterGap         // a space was the last sign
	afterDash        // a dash after a space was
	dashFound
)

func (d dashes) next(l letter, sign []byte) dashes {
	switch {
	case d == dashFound:
		return d
	case l.class() == classSpace && d == afterDash:
		return dashFound
	case l.class() == classSpace:
		return afterGap
	case d == afterGap && (string(sign) == "-" || string(sign) == "/" || string(sign) == "–" || string(sign) == "—"):
		return afterDash
	}
	return noDash
}

// shortSig is the part of a signature that a Place keeps.
func shortSig(sig uint32) uint16 { return uint16(sig * sumBase >> 16) }
