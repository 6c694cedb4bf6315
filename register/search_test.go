package register

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestEqual(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 3000 {
		run, rest := r.IntN(200), r.IntN(200)
		list := make([]uint32, run, run+rest)
		for range rest {
			list = append(list, 1+r.Uint32N(5))
		}
		slices.Sort(list)
		if got := equal(list, 0); got != run {
			t.Fatalf("run of %d before %d others is counted as %d", run, rest, got)
		}
	}
}

// TestBuckets sorts keys that crowd in few buckets, wide and narrow ones, and
// holds the index to a map.
func TestBuckets(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{0, 9, 100, 5000, 300_000} {
		keys := make([]uint64, n)
		for i := range keys {
			keys[i] = uint64(r.IntN(4))<<62 | uint64(r.IntN(max(n/4, 3)))<<40 | uint64(r.IntN(9))
		}
		want := make(map[uint64][]uint32)
		for _, width := range []int{-1, 0, 3, 12} {
			b, err := sortBuckets(t.Context(), 2, n, width, func(from, to int, put func(key, rest uint64)) {
				for i := from; i < to; i++ {
					put(keys[i], numberRest(keys[i], uint32(i)))
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			p, err := numbersOf(t.Context(), b)
			if err != nil {
				t.Fatal(err)
			}
			shift, _ := directoryShift(len(p.dir))
			clear(want)
			for i, k := range keys { // keys of one bucket and tag are one to the index
				k = k>>min(shift, 63)<<8 | k&0xFF
				if shift == 64 {
					k = k & 0xFF
				}
				want[k] = append(want[k], uint32(i))
			}
			for _, k := range keys {
				id := k>>min(shift, 63)<<8 | k&0xFF
				if shift == 64 {
					id = k & 0xFF
				}
				if got := p.find(nil, k); !slices.Equal(got, want[id]) {
					t.Fatalf("%d keys, %d bits: %d people under a key, want %d", n, b.bits, len(got), len(want[id]))
				}
			}
			if got := p.find(nil, 1<<63|77); len(got) > 0 {
				t.Fatalf("%d keys: a key that is not there has %d people", n, len(got))
			}
		}
	}
}

// TestNumberIndex finds and gives back numbers that are sparse, that crowd in
// one prefix, and that lie on both sides of a step of their high bits.
func TestNumberIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for round := range 60 {
		set := map[uint64]bool{}
		for range r.IntN(2000) {
			switch round % 4 {
			case 0:
				set[r.Uint64N(endPIN)] = true
			case 1:
				set[1_085_000_000+r.Uint64N(30_000)] = true
			case 2:
				set[uint64(1+r.IntN(9))<<32+r.Uint64N(2000)-1000] = true
			default:
				set[uint64(r.IntN(60))*suffixEnd+r.Uint64N(50)*20_000] = true
			}
		}
		var pins []uint64
		for v := range set {
			pins = append(pins, v)
		}
		slices.Sort(pins)
		x := indexNumbers(pins)
		if len(x.rows) > 0 {
			x.shift = suffixBits - uint(cellBits(int(x.rows[len(x.rows)-1]), len(x.cells))) // as from a file
		}
		for p, v := range pins {
			if got := x.pin(uint32(p)); got != v {
				t.Fatalf("round %d: person %d has %d, want %d", round, p, got, v)
			}
			if at, ok := x.find(v); !ok || at != uint32(p) {
				t.Fatalf("round %d: %d is found at %d, %v, want %d", round, v, at, ok, p)
			}
			if at, ok := x.find(v + 1); ok != set[v+1] || !ok && at != NoPerson {
				t.Fatalf("round %d: a neighbour is found: %v", round, ok)
			}
		}
	}
}

// TestOrderFinds holds the order of numbers to a sorted list.
func TestOrderFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var s spill
	var want []uint64
	for range 20_000 {
		pin := uint64(r.IntN(40))*suffixEnd + []uint64{r.Uint64N(suffixEnd), r.Uint64N(3), suffixEnd - 1 - r.Uint64N(5000)}[r.IntN(3)]
		for int(pin/suffixEnd) >= len(s.parts) {
			s.parts = append(s.parts, part{})
		}
		list := &s.parts[pin/suffixEnd].suffixes
		*list, want = append(*list, uint32(pin%suffixEnd)), append(want, pin)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	s.workers = 2
	o, err := s.order(context.Background())
	if err != nil || !slices.Equal(o.pins, want) {
		t.Fatalf("%d numbers in order, want %d; %v", len(o.pins), len(want), err)
	}
	searches := make([]search, 50_000)
	for i := range searches {
		searches[i].pin = r.Uint64N(42 * suffixEnd)
		if r.IntN(2) == 0 {
			searches[i].pin = pick(r, want)
		}
	}
	o.find(searches)
	for _, s := range searches {
		at, met := slices.BinarySearch(want, s.pin)
		if !met {
			at = NoPerson
		}
		if int(s.at) != at {
			t.Fatalf("%d is found at %d, want %d", s.pin, s.at, at)
		}
	}
	new(ordered).find(searches) // nobody at all
}
