package register

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSearch holds the proportional search to the plain one, on lists that are
// even, that crowd at one end, and that are all but constant.
func TestSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for round := range 3000 {
		list := make([]uint64, r.IntN(300))
		for i := range list {
			switch round % 3 {
			case 0:
				list[i] = r.Uint64N(1000)
			case 1:
				list[i] = 1 << r.UintN(40)
			default:
				list[i] = r.Uint64N(3)
			}
		}
		slices.Sort(list)
		for range 20 {
			v := r.Uint64N(1100)
			if len(list) > 0 && r.IntN(2) == 0 {
				v = list[r.IntN(len(list))]
			}
			want, _ := slices.BinarySearch(list, v)
			if got := search(list, v); got != want {
				t.Fatalf("search for %d: place %d, want %d", v, got, want)
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
	for range 50_000 {
		pin := r.Uint64N(42 * suffixEnd)
		if r.IntN(2) == 0 {
			pin = pick(r, want)
		}
		at, met := slices.BinarySearch(want, pin)
		if got, found := o.find(pin); found != met || found && int(got) != at || !found && got != NoPerson {
			t.Fatalf("%d is found at %d, %v; want %d, %v", pin, got, found, at, met)
		}
	}
}

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

// TestPostings sorts keys that crowd in few buckets and tags.
func TestPostings(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{0, 9, 100, 5000} {
		l := &keyList{byPerson: make([]uint64, n)}
		want := make(map[uint64][]uint32)
		for i := range l.byPerson {
			key := uint64(r.IntN(4))<<62 | uint64(r.IntN(3))<<40 | uint64(r.IntN(9)) // the middle is in no tag
			l.byPerson[i] = key
			if key != 0 {
				want[key&^(0xFF<<40)] = append(want[key&^(0xFF<<40)], uint32(i))
			}
		}
		p := buildPostings(l)
		for key, list := range want {
			if got := p.find(key); !slices.Equal(got, list) {
				t.Fatalf("%d keys: %d people under a key, want %d", n, len(got), len(list))
			}
		}
		if got := p.find(1<<63 | 77); len(got) > 0 {
			t.Fatalf("%d keys: a key that is not there has %d people", n, len(got))
		}
	}
}
