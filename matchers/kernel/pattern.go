package kernel

// Pattern is a name prepared to be held against others, letter by letter, a
// letter being a byte: folded names in ASCII, or the toned alphabet of
// AppendLetters. It is the scratch of one goroutine; its zero value is the empty
// name. Only a name of more than 64 letters, or its first one, allocates.
type Pattern struct {
	text []byte
	at   [256]uint64 // by letter: bit i is set if it stands at place i, of the first 64
	rows []int       // scratch of the comparisons of long names
	flag []bool      // the same
	wide widePattern
}

// word is how many letters the bit-parallel kernels hold in one word.
const word = 64

// Set makes name the one that is held against others. It keeps a copy.
func (p *Pattern) Set(name []byte) {
	for _, c := range p.text {
		p.at[c] = 0
	}
	p.text = append(p.text[:0], name...)
	for i, c := range p.text[:min(word, len(p.text))] {
		p.at[c] |= 1 << i
	}
	p.wide.set(p.text)
}

// Len is the number of letters.
func (p *Pattern) Len() int { return len(p.text) }
