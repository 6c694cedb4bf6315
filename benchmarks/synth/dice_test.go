package synth

import (
	"math"
	"testing"
)

func TestPermutationIsOne(t *testing.T) {
	for _, size := range []uint64{1, 2, 7, 1000, 65_537} {
		p, seen := newPermutation(size, 42), make([]bool, size)
		for x := range size {
			y := p.at(x)
			if y >= size || seen[y] {
				t.Fatalf("size %d: %d is out of range or comes twice", size, y)
			}
			seen[y] = true
		}
	}
}

func TestWeightedFollowsWeights(t *testing.T) {
	weights := []float64{5, 0, 1, 3, 0.5, 0.5}
	w, d := newWeighted(weights), newDice(1)
	counts := make([]int, len(weights))
	const n = 200_000
	for range n {
		counts[w.draw(&d)]++
	}
	for i, weight := range weights {
		if got := float64(counts[i]) / n; math.Abs(got-weight/10) > 0.005 {
			t.Errorf("index %d: %.4f, want %.4f", i, got, weight/10)
		}
	}
}

// TestBlocksNeverShareNumbers: every block's numbers, and those of people who
// are not in the register, are apart.
func TestBlocksNeverShareNumbers(t *testing.T) {
	g := theGeography()
	space := newNumberSpace(g, 9, 50)
	seen := map[uint64]uint64{}
	for block := range uint64(50) {
		n := newNumbers(space, g)
		n.start(block)
		for range 300 {
			id, _ := n.personalID(3, true, 1985)
			if other, taken := seen[id]; taken {
				t.Fatalf("blocks %d and %d give the same number", other, block)
			}
			seen[id] = block
		}
	}
	d := newDice(1)
	for range 20_000 {
		if _, taken := seen[space.absentID(g, &d, 3, true, 1985)]; taken {
			t.Fatal("somebody absent has a number of the register")
		}
	}
}

func TestNumbersMoveOnWhenAProvinceIsFull(t *testing.T) {
	g := theGeography()
	n := newNumbers(newNumberSpace(g, 9, 400_000), g) // one or two numbers for each block
	n.start(3)
	seen := map[uint64]bool{}
	for range 60 {
		id, province := n.personalID(0, false, 1990)
		if seen[id] || int(id/1_000_000_000) != g.provinces[province].code {
			t.Fatal("a number comes twice or names another province")
		}
		seen[id] = true
	}
}
