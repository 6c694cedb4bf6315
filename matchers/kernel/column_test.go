package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// naive is the textbook: the positions one by one.
func naive[T comparable](column []T, v T) (at []uint32) {
	for i, x := range column {
		if x == v {
			at = append(at, uint32(i))
		}
	}
	return at
}

func naiveMatch(column []uint32, m Match) (at []uint32) {
	for i, x := range column {
		day := x >> m.DayAt % 512
		inDays := m.Days[day/32]&(1<<(day%32)) != 0
		if inDays || slices.ContainsFunc(m.Wants[:], func(w Want) bool { return x&w.Mask == w.Value }) {
			at = append(at, uint32(i))
		}
	}
	return at
}

func checkEqual[T comparable](t *testing.T, name string, column []T, v T, got []uint32, count int, bitmap []uint64) {
	t.Helper()
	want := naive(column, v)
	if !slices.Equal(got, want) || count != len(want) {
		t.Fatalf("%s, %d entries of %T: positions %v, count %d; want %v", name, len(column), v, got, count, want)
	}
	if at := appendPositions(nil, bitmap[:words(len(column))], 0); !slices.Equal(at, want) {
		t.Fatalf("%s, %d entries of %T: bits %v, want %v", name, len(column), v, at, want)
	}
	if n := Ones(bitmap[:words(len(column))]); n != len(want) {
		t.Fatalf("%s: %d bits counted, want %d", name, n, len(want))
	}
}

// checkColumns holds every column kernel at every width to the textbook.
func checkColumns(t *testing.T, bytes []byte, v uint32) {
	t.Helper()
	c16, c32 := make([]uint16, len(bytes)), make([]uint32, len(bytes))
	for i, b := range bytes {
		// High bytes that differ while the low ones agree, and lanes above 2^31.
		c16[i] = uint16(b&7) | uint16(b>>3&1)<<15
		c32[i] = uint32(b&7) | uint32(b>>3&1)<<31
	}
	v16, v32 := uint16(v&7|v>>3&1<<15), v&7|v>>3&1<<31
	run := slices.Clone(c32)
	slices.Sort(run)
	bitmap := make([]uint64, words(len(bytes))+1)
	eachWidth(t, func(name string) {
		for i := range bitmap {
			bitmap[i] = ^uint64(0)
		}
		EqualBitsU8(bitmap, bytes, byte(v))
		checkEqual(t, name, bytes, byte(v), EqualU8(nil, bytes, byte(v)), CountU8(bytes, byte(v)), bitmap)
		EqualBitsU16(bitmap, c16, v16)
		checkEqual(t, name, c16, v16, EqualU16(nil, c16, v16), CountU16(c16, v16), bitmap)
		EqualBitsU32(bitmap, c32, v32)
		checkEqual(t, name, c32, v32, EqualU32(nil, c32, v32), CountU32(c32, v32), bitmap)
		m := Match{Wants: [4]Want{{7, v & 7}, {1 << 31, 1 << 31}, {^uint32(0), v32}, {0, 1}}, DayAt: uint8(v >> 4 % 24)}
		if v&8 == 0 {
			m.Wants[1] = Want{6, 6}
		}
		// Entries of days all over the year, every seventh of them meant.
		dated := make([]uint32, len(bytes))
		for i, b := range bytes {
			dated[i] = (uint32(b)*2654435761+uint32(i))%512<<m.DayAt | c32[i]&(1<<m.DayAt-1)
		}
		for day := v % 7; day < 512; day += 7 {
			m.Days.Add(uint16(day))
		}
		for _, column := range [][]uint32{c32, dated} {
			if got, want := MatchU32(nil, column, &m), naiveMatch(column, m); !slices.Equal(got, want) {
				t.Fatalf("%s, %d entries: %v match, want %v", name, len(column), got, want)
			}
		}
		if bitmap[len(bitmap)-1] != ^uint64(0) {
			t.Fatalf("%s: wrote past the words of the column", name)
		}
		want, _ := slices.BinarySearch(run, v32)
		if got := LowerU32(run, v32); got != want {
			t.Fatalf("%s: %d of %d entries below %#x, want %d", name, got, len(run), v32, want)
		}
	})
}

func FuzzColumns(f *testing.F) {
	f.Add([]byte("nguyen thi"), uint32('n'))
	f.Add(make([]byte, 300), uint32(0))
	f.Fuzz(func(t *testing.T, column []byte, v uint32) { checkColumns(t, column, v) })
}

// Every length to past two words and around the block, few distinct values.
func TestColumnsOfEveryLength(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	lengths := []int{block - 1, block, block + 1, 2*block + 77}
	for n := range 200 {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		column := make([]byte, n)
		for i := range column {
			column[i] = byte(dice.IntN(16))
		}
		for v := range uint32(16) {
			checkColumns(t, column, v)
		}
	}
}

func TestColumnsAllocateNothing(t *testing.T) {
	column := make([]uint16, 5000)
	dst := make([]uint32, 0, 5000)
	eachWidth(t, func(name string) {
		if n := testing.AllocsPerRun(20, func() { EqualU16(dst, column, 0); CountU16(column, 1) }); n != 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	})
}

func BenchmarkColumns(b *testing.B) {
	const n = 16384
	c8, c16, c32 := make([]uint8, n), make([]uint16, n), make([]uint32, n)
	dice := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		x := dice.Uint32()
		c8[i], c16[i], c32[i] = uint8(x), uint16(x%1000), x%1000
	}
	run := c32[:33]
	slices.Sort(run)
	dst := make([]uint32, 0, n)
	entries := func(b *testing.B, per int) {
		b.ReportMetric(float64(b.N)*float64(per)/b.Elapsed().Seconds()/1e6, "Mentries/s")
	}
	eachWidth(b, func(name string) {
		b.Run(fmt.Sprintf("equal8/%s", name), func(b *testing.B) {
			for b.Loop() {
				dst = EqualU8(dst[:0], c8, 7)
			}
			entries(b, n)
		})
		b.Run(fmt.Sprintf("equal16/%s", name), func(b *testing.B) {
			for b.Loop() {
				dst = EqualU16(dst[:0], c16, 7)
			}
			entries(b, n)
		})
		b.Run(fmt.Sprintf("equal32/%s", name), func(b *testing.B) {
			for b.Loop() {
				dst = EqualU32(dst[:0], c32, 7)
			}
			entries(b, n)
		})
		b.Run(fmt.Sprintf("match32/%s", name), func(b *testing.B) {
			m := Match{Wants: [4]Want{{0xFF, 7}, {0x3FF00, 0x100}, {0, 1}, {0, 1}}, DayAt: 15}
			m.Days.Add(7<<5 | 2)
			for b.Loop() {
				dst = MatchU32(dst[:0], c32, &m)
			}
			entries(b, n)
		})
		b.Run(fmt.Sprintf("count16/%s", name), func(b *testing.B) {
			for b.Loop() {
				CountU16(c16, 7)
			}
			entries(b, n)
		})
		b.Run(fmt.Sprintf("lower32of33/%s", name), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				LowerU32(run, uint32(i*7%1000))
			}
		})
	})
}
