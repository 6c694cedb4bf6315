package synth

import (
	"math/bits"
	"math/rand/v2"
)

// dice is one stream of random numbers. Streams of different keys are
// independent, so a block can be made by any worker at any time.
type dice struct{ pcg rand.PCG }

// newDice returns the stream of a seed and a path of keys.
func newDice(seed uint64, keys ...uint64) dice {
	h := mix(seed)
	for _, k := range keys {
		h = mix(h ^ mix(k))
	}
	return dice{*rand.NewPCG(h, mix(h))}
}

// mix is the finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection
// that spreads every bit of x over all bits.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// mixText hashes a text (FNV-1a, then mix).
func mixText(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// n returns a number in [0, n).
func (d *dice) n(n int) int {
	hi, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int(hi)
}

// in returns a number in [low, high].
func (d *dice) in(low, high int) int { return low + d.n(high-low+1) }

// unit returns a number in [0, 1).
func (d *dice) unit() float64 { return float64(d.pcg.Uint64()>>11) / (1 << 53) }

// p is true with probability x.
func (d *dice) p(x float64) bool { return d.unit() < x }

// around returns a number in [middle-spread, middle+spread], the middle most
// likely (sum of two even numbers).
func (d *dice) around(middle, spread int) int {
	return middle - spread + d.n(spread+1) + d.n(spread+1)
}

// digits appends n random decimal digits.
func (d *dice) digits(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, byte('0'+d.n(10)))
	}
	return dst
}

// one returns an element of list.
func one[T any](d *dice, list []T) T { return list[d.n(len(list))] }

// weighted draws indexes with given weights in constant time (alias method,
// Walker 1977).
type weighted struct {
	keep  []float64
	other []int32
}

// newWeighted prepares weights; negative ones are a mistake of the caller, all
// zero draws evenly.
func newWeighted(weights []float64) weighted {
	n := len(weights)
	w := weighted{make([]float64, n), make([]int32, n)}
	sum := 0.0
	for _, x := range weights {
		sum += x
	}
	var small, large []int32
	for i, x := range weights {
		w.keep[i], w.other[i] = 1, int32(i)
		if sum > 0 {
			w.keep[i] = x * float64(n) / sum
		}
		if w.keep[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		w.other[s] = l
		w.keep[l] -= 1 - w.keep[s]
		if w.keep[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		w.keep[i], w.other[i] = 1, i
	}
	return w
}

// draw returns an index.
func (w *weighted) draw(d *dice) int {
	hi, lo := bits.Mul64(d.pcg.Uint64(), uint64(len(w.keep)))
	if float64(lo>>11)/(1<<53) < w.keep[hi] {
		return int(hi)
	}
	return int(w.other[hi])
}
