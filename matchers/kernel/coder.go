package kernel

// Coder codes names for one goroutine. It knows the words of a shared
// syllabary and gives private codes to words outside it (slips of the pen,
// foreign names), so that they too can be compared letter by letter. Private
// codes never leave the worker; no answer depends on which code a word got.
type Coder struct {
	base    *Syllabary
	private map[string]uint16
	words   []syllable
	folds   []string // folded texts of the private words
	memo    []memo   // relations met before
}

// maxPrivate bounds the private words; when they run out the coder forgets
// them all, which costs time and changes no answer.
const maxPrivate = 4000

// NewCoder returns a coder over a syllabary.
func NewCoder(base *Syllabary) *Coder {
	return &Coder{base: base, private: make(map[string]uint16), memo: make([]memo, memoSize)}
}

// Reserve makes room for one more name. Names coded before may lose their
// meaning: call it before the first name of a row, and keep no name across.
func (c *Coder) Reserve() {
	if max(len(c.words), len(c.private))+MaxSyllables > maxPrivate {
		clear(c.private)
		clear(c.memo)
		c.words, c.folds = c.words[:0], c.folds[:0]
	}
}

// Encode codes a canonical name, known and unknown words alike.
func (c *Coder) Encode(name []byte, dst *Name) {
	*dst = Name{}
	start := 0
	for i := 0; i <= len(name); i++ {
		if i == len(name) || BetweenWords(name[i]) {
			if i > start {
				dst.add(c.code(name[start:i]))
			}
			start = i + 1
		}
	}
}

func (c *Coder) code(word []byte) uint16 {
	if code := c.base.index[string(word)]; code != 0 {
		return code
	}
	if code, ok := c.private[string(word)]; ok {
		return code
	}
	code := c.base.Code(word)
	if code == 0 {
		untoned, tone, folded := spell(string(word))
		code = MaxCodes + uint16(len(c.words))
		c.words = append(c.words, syllable{text: string(word), untoned: untoned, hash: hashText(folded), tone: tone, plain: isPlain(untoned, tone, folded)})
		c.folds = append(c.folds, folded)
	}
	c.private[string(word)] = code
	return code
}

func (c *Coder) at(code uint16) *syllable {
	if code >= MaxCodes {
		return &c.words[code-MaxCodes]
	}
	return &c.base.syl[code]
}

// Folded returns the word of a code in plain letters.
func (c *Coder) Folded(code uint16) string {
	if code >= MaxCodes {
		return c.folds[code-MaxCodes]
	}
	return c.base.Folded(code)
}

// FoldHash returns the hash of the folded word of a code.
func (c *Coder) FoldHash(code uint16) uint64 { return c.at(code).hash }

// Plain says whether every word of the name is written without a mark: a name
// from an ASCII system, or one that happens to have none.
func (c *Coder) Plain(n *Name) bool {
	for i := range n.Len {
		if !c.at(n.Syl[i]).plain {
			return false
		}
	}
	return true
}

// Hashes returns the fold hashes of a name.
func (c *Coder) Hashes(n *Name) FoldedName {
	f := FoldedName{Len: n.Len}
	for i := range n.Len {
		f.Hash[i] = c.at(n.Syl[i]).hash
	}
	return f
}

// Hashes returns the fold hashes of a name coded by this syllabary.
func (s *Syllabary) Hashes(n *Name) FoldedName {
	f := FoldedName{Len: n.Len}
	for i := range n.Len {
		f.Hash[i] = s.syl[n.Syl[i]].hash
	}
	return f
}

// FoldedName is a name as hashes of its folded syllables: what blocking keys
// and name frequencies are made of.
type FoldedName struct {
	Len  uint8
	Hash [MaxSyllables]uint64
}

// Full is the hash of the whole folded name, order included.
func (f *FoldedName) Full() uint64 {
	h := uint64(f.Len)
	for i := range f.Len {
		h = Mix(h, f.Hash[i])
	}
	return h
}

// Mix combines two hashes, order mattering. Stored in snapshots: changing it
// changes the format.
func Mix(a, b uint64) uint64 {
	h := (a ^ b*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>29
}
