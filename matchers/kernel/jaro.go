package kernel

import "math/bits"

// Jaro is the Jaro similarity, 1 for equal names and 0 for names without a
// common letter: the mean of the shares of common letters on both sides and the
// share of those that are not transposed (Jaro 1989). Letters are common if they
// stand no further apart than half the longer name less one. Two empty names
// are equal.
func (p *Pattern) Jaro(name []byte) float64 {
	if len(p.text) == 0 && len(name) == 0 {
		return 1
	}
	return jaroOf(p.common(name), len(p.text), len(name))
}

// JaroWinkler is Jaro raised by a tenth of what lacks to 1 for each of at most
// four equal first letters, if it is above 0.7 (Winkler 1990): the values of
// rapidfuzz, bit for bit.
func (p *Pattern) JaroWinkler(name []byte) float64 {
	prefix := 0
	for prefix < min(4, len(name), len(p.text)) && name[prefix] == p.text[prefix] {
		prefix++
	}
	return winkler(p.Jaro(name), prefix)
}

// common counts the letters two names have in common, and the pairs of them
// that stand in another order.
type common struct{ letters, transposed int }

// jaroOf does not let a compiler fuse a product into a sum, which would change
// the last bit on some processors.
func jaroOf(c common, m, n int) float64 {
	if c.letters == 0 {
		return 0
	}
	k := float64(c.letters)
	sum := k/float64(m) + k/float64(n)
	sum += float64(c.letters-c.transposed) / k
	return sum / 3
}

func winkler(jaro float64, prefix int) float64 {
	if jaro > 0.7 {
		jaro += float64(float64(prefix) * 0.1 * (1 - jaro))
	}
	return min(jaro, 1)
}

// reach is how far apart letters may stand to be common.
func reach(m, n int) int { return max(max(m, n)/2-1, 0) }

// common finds for each letter of name the first free equal letter within
// reach, all places of the pattern at once.
func (p *Pattern) common(name []byte) common {
	m, n := len(p.text), len(name)
	if m > word || n > word {
		return p.commonLong(name)
	}
	far := reach(m, n)
	var taken, matched uint64                 // places of the pattern, of the name
	window := uint64(1)<<min(far+1, word) - 1 // places within reach of place 0
	for j, c := range name {
		if free := p.at[c] & window &^ taken; free != 0 {
			taken |= free & -free
			matched |= 1 << j
		}
		window = window<<1 | uint64(j-far)>>63 // the low end stays until it is out of reach
	}
	c := common{letters: bits.OnesCount64(taken)}
	for matched != 0 {
		if p.at[name[bits.TrailingZeros64(matched)]]&taken&-taken == 0 {
			c.transposed++
		}
		matched, taken = matched&(matched-1), taken&(taken-1)
	}
	c.transposed /= 2
	return c
}

// commonLong is common for names that do not fit a word, letter by letter.
func (p *Pattern) commonLong(name []byte) (c common) {
	m, far := len(p.text), reach(len(p.text), len(name))
	p.flag = append(p.flag[:0], make([]bool, m+len(name))...)
	taken, matched := p.flag[:m], p.flag[m:]
	for j, x := range name {
		for i := max(0, j-far); i < min(m, j+far+1); i++ {
			if !taken[i] && p.text[i] == x {
				taken[i], matched[j] = true, true
				c.letters++
				break
			}
		}
	}
	i := 0
	for j, x := range name {
		if matched[j] {
			for !taken[i] {
				i++
			}
			if p.text[i] != x {
				c.transposed++
			}
			i++
		}
	}
	c.transposed /= 2
	return c
}
