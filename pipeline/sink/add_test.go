package sink

import (
	"math/rand/v2"
	"testing"
)

// cells are n cells of the lengths that addresses have, one behind another.
func cells(n int) [][]byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	all := make([]byte, n*120)
	for i := range all {
		all[i] = 'a' + byte(rnd.IntN(26))
	}
	out := make([][]byte, n)
	at := 0
	for i := range out {
		size := rnd.IntN(110)
		out[i] = all[at : at+size]
		at += size
	}
	out = append(out, all[len(all)-3:], all[len(all)-95:], all[len(all)-97:], nil)
	return out
}

// However a value is moved, it is that value and nothing is written behind.
func TestAddedValuesStand(t *testing.T) {
	var b builder
	for range 2 { // the second time there is room
		b.reset()
		list := cells(1000)
		for _, c := range list {
			b.add(c)
		}
		b.mend()
		for i, c := range list {
			if got := b.texts.Bytes[b.texts.Offsets[i]:b.texts.Offsets[i+1]]; string(got) != string(c) {
				t.Fatalf("value %d is %q, want %q", i, got, c)
			}
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	list := cells(1 << 16)
	var to builder
	for b.Loop() {
		to.reset()
		for _, c := range list {
			to.add(c)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(list)), "ns/value")
}
