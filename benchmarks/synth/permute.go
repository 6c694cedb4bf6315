package synth

// permutation is a keyed bijection of [0, size): a Feistel network of four
// rounds over the next even power of two, walked until it lands inside (Black
// and Rogaway 2002). It makes serial numbers look random and stay unique
// without a memory of those given away.
type permutation struct {
	size uint64
	half uint   // bits of one half
	mask uint64 // of one half
	key  uint64
}

func newPermutation(size, key uint64) permutation {
	half := uint(1)
	for uint64(1)<<(2*half) < size {
		half++
	}
	return permutation{size, half, 1<<half - 1, key}
}

// at returns the image of x, which must be below size.
func (p permutation) at(x uint64) uint64 {
	for {
		left, right := x>>p.half, x&p.mask
		for round := range uint64(4) {
			left, right = right, left^(mix(right^p.key^round<<56)&p.mask)
		}
		x = left<<p.half | right
		if x < p.size {
			return x
		}
	}
}
