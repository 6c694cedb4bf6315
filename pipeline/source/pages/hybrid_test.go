package pages_test

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"math/rand/v2"
	"testing"

	"lamsach/pipeline/source/pages"
)

// encode writes values of a width as runs and packed groups, at random.
func encode(rnd *rand.Rand, values []uint32, width int) (out []byte) {
	for len(values) > 0 {
		n := 1
		for n < len(values) && values[n] == values[0] {
			n++
		}
		if n > 3 && rnd.IntN(2) == 0 {
			out = binary.AppendUvarint(out, uint64(n)<<1)
			for i := range (width + 7) / 8 {
				out = append(out, byte(values[0]>>(8*i)))
			}
			values = values[n:]
			continue
		}
		groups := 1 + rnd.IntN(70)
		out = binary.AppendUvarint(out, uint64(groups)<<1|1)
		packed := make([]byte, groups*width)
		for i := range min(groups*8, len(values)) {
			for b := range width {
				bit := i*width + b
				packed[bit/8] |= byte(values[i]>>b&1) << (bit % 8)
			}
		}
		out = append(out, packed...)
		values = values[min(groups*8, len(values)):]
	}
	return out
}

func TestHybridReadsWhatWasWritten(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for width := range 33 {
		for range 20 {
			values := make([]uint32, rnd.IntN(2000))
			for i := range values {
				values[i] = rnd.Uint32() & (1<<width - 1)
				if i > 0 && rnd.IntN(3) > 0 {
					values[i] = values[i-1]
				}
			}
			b := encode(rnd, values, width)
			skip := rnd.IntN(len(values) + 1)
			var h pages.Hybrid
			h.Reset(b, width)
			if err := h.Skip(skip); err != nil {
				t.Fatal(err)
			}
			got := make([]int32, len(values)-skip)
			if err := h.Indexes(got, 7, 1<<32-1); err != nil {
				var largest uint32
				for _, v := range values {
					largest = max(largest, v)
				}
				if largest != 1<<32-1 {
					t.Fatalf("width %d: %v", width, err)
				}
				continue
			}
			for i, v := range got {
				if v != 7+int32(values[skip+i]) {
					t.Fatalf("width %d value %d: got %d, want %d", width, i, v-7, values[skip+i])
				}
			}
		}
	}
}

func TestLevelsAndTheirCount(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for top := 1; top <= 3; top++ {
		for range 200 {
			values := make([]uint32, rnd.IntN(500))
			for i := range values {
				values[i] = uint32(rnd.IntN(top + 1))
			}
			b := encode(rnd, values, bits.Len(uint(top)))
			skip := rnd.IntN(len(values) + 1)
			want := [2]int{}
			for i, v := range values {
				if v == uint32(top) {
					if i < skip {
						want[0]++
					} else {
						want[1]++
					}
				}
			}
			var h pages.Hybrid
			h.Reset(b, bits.Len(uint(top)))
			before, err := h.Count(skip, top)
			if err != nil {
				t.Fatal(err)
			}
			levels := make([]byte, len(values)-skip)
			after, err := h.Levels(levels, top)
			if err != nil || before != want[0] || after != want[1] {
				t.Fatalf("top %d: %d and %d full levels, want %v, %v", top, before, after, want, err)
			}
			for i, l := range levels {
				if uint32(l) != values[skip+i] {
					t.Fatalf("top %d level %d: got %d", top, skip+i, l)
				}
			}
		}
	}
}

// What a stream cannot give is an error, and what it gives stays in bounds.
func FuzzHybrid(f *testing.F) {
	f.Add([]byte{6, 1}, uint8(1), uint16(3), uint16(0))
	f.Add([]byte{3, 0x88, 0xc6, 0xfa}, uint8(3), uint16(8), uint16(2))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, uint8(32), uint16(900), uint16(900))
	f.Fuzz(func(t *testing.T, b []byte, width uint8, n, skip uint16) {
		var h pages.Hybrid
		h.Reset(b, int(width%33))
		if err := h.Skip(int(skip)); err != nil {
			if !errors.Is(err, pages.ErrDamaged) {
				t.Error(err)
			}
			return
		}
		dst := make([]int32, n)
		if err := h.Indexes(dst, 0, 1000); err == nil {
			for _, v := range dst {
				if v < 0 || v >= 1000 {
					t.Errorf("index %d", v)
				}
			}
		}
		h.Reset(b, int(width%9))
		_, _ = h.Levels(make([]byte, n), 3)
		h.Reset(b, int(width%9))
		_, _ = h.Count(int(n), 1)
	})
}

func FuzzHeader(f *testing.F) {
	f.Add([]byte{0x15, 0, 0x15, 8, 0x15, 8, 0x2c, 0x15, 4, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0})
	f.Add([]byte{0x15, 4, 0x15, 8, 0x15, 8, 0x4c, 0x15, 4, 0x15, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		h, n, err := pages.ParseHeader(b)
		switch {
		case err != nil && !errors.Is(err, pages.ErrDamaged) && !errors.Is(err, pages.ErrShort):
			t.Error(err)
		case err == nil && (n < 1 || n > len(b) || h.Packed < 0 || h.Packed > pages.MaxPage || h.Unpacked < 0 || h.Unpacked > pages.MaxPage):
			t.Errorf("accepted %+v in %d bytes", h, n)
		}
	})
}
