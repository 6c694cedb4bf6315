//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// A nibble is the sixteen letters that share their high four bits: AVX2 looks up
// sixteen bytes at once, so the places of a letter are found byte by byte, in the
// tables of those nibbles only that the pattern has letters of. Every table
// stands twice, once for each half of a vector.
type nibble struct {
	high   [32]uint8    // the high four bits, in place
	places [4][32]uint8 // by byte of the places, then by the low four bits of the letter
}

// nibbles writes the tables of a pattern read forward or backward.
func (w *widePattern) nibbles(dst []nibble, text []byte, places *[32]uint32) []nibble {
	dst = dst[:0]
	for _, c := range text {
		i := 0
		for i < len(dst) && dst[i].high[0] != c&0xf0 {
			i++
		}
		if i == len(dst) {
			dst = append(dst, nibble{})
			for k := range dst[i].high {
				dst[i].high[k] = c & 0xf0
			}
		}
		at := places[w.class[c]&31]
		for b := range dst[i].places {
			dst[i].places[b][c&15], dst[i].places[b][c&15+16] = uint8(at>>(8*b)), uint8(at>>(8*b))
		}
	}
	return dst
}

// index makes the letters of the nibble indexes into its tables and sets the
// highest bit of all others, for which a look-up gives 0.
func (t *nibble) index(letters archsimd.Uint8x32) archsimd.Int8x32 {
	return letters.Xor(archsimd.LoadUint8x32(&t.high)).AddSaturated(archsimd.BroadcastUint8x32(0x70)).AsInt8x32()
}

func (t *nibble) byte(b int, index archsimd.Int8x32) archsimd.Uint8x32 {
	return archsimd.LoadUint8x32(&t.places[b&3]).PermuteOrZeroGrouped(index)
}

// lookAVX2 is look.
func (w *widePattern) lookAVX2(letters [][group]byte, tables []nibble) {
	for j := range letters {
		at := &w.at[j&(laneLetters-1)]
		for lane := 0; lane < group; lane += 32 {
			x := archsimd.LoadUint8x32((*[32]uint8)(letters[j][lane:]))
			var b0, b1 archsimd.Uint8x32
			for i := range tables {
				index := tables[i].index(x)
				b0, b1 = b0.Or(tables[i].byte(0, index)), b1.Or(tables[i].byte(1, index))
			}
			both(b0.GetLo(), b1.GetLo()).Store((*[16]uint16)(at[lane:]))
			both(b0.GetHi(), b1.GetHi()).Store((*[16]uint16)(at[lane+16:]))
		}
	}
	archsimd.ClearAVXUpperBits()
}

// look32AVX2 is look32.
func (w *widePattern) look32AVX2(letters [][group]byte, tables []nibble) {
	for j := range letters {
		at := &w.at32[j&(laneLetters-1)]
		for lane := 0; lane < group; lane += 32 {
			x := archsimd.LoadUint8x32((*[32]uint8)(letters[j][lane:]))
			var b0, b1, b2, b3 archsimd.Uint8x32
			for i := range tables {
				index := tables[i].index(x)
				b0, b1 = b0.Or(tables[i].byte(0, index)), b1.Or(tables[i].byte(1, index))
				b2, b3 = b2.Or(tables[i].byte(2, index)), b3.Or(tables[i].byte(3, index))
			}
			low, high := both(b0.GetLo(), b1.GetLo()), both(b2.GetLo(), b3.GetLo())
			both16(low.GetLo(), high.GetLo()).Store((*[8]uint32)(at[lane:]))
			both16(low.GetHi(), high.GetHi()).Store((*[8]uint32)(at[lane+8:]))
			low, high = both(b0.GetHi(), b1.GetHi()), both(b2.GetHi(), b3.GetHi())
			both16(low.GetLo(), high.GetLo()).Store((*[8]uint32)(at[lane+16:]))
			both16(low.GetHi(), high.GetHi()).Store((*[8]uint32)(at[lane+24:]))
		}
	}
	archsimd.ClearAVXUpperBits()
}

// both puts low and high bytes together.
func both(low, high archsimd.Uint8x16) archsimd.Uint16x16 {
	return low.ExtendToUint16().Or(high.ExtendToUint16().ShiftAllLeft(8))
}

// both16 puts low and high halves together.
func both16(low, high archsimd.Uint16x8) archsimd.Uint32x8 {
	return low.ExtendToUint32().Or(high.ExtendToUint32().ShiftAllLeft(16))
}

// ones16 counts the bits of each lane, two, four and eight at a time. The shifts
// are of signed lanes, whose sign no mask lets through: only those are compiled
// to one instruction.
func ones16(x archsimd.Uint16x16) archsimd.Uint16x16 {
	half := x.AsInt16x16().ShiftAllRight(1).AsUint16x16().And(archsimd.BroadcastUint16x16(0x5555))
	x = x.Sub(half)
	quarter := archsimd.BroadcastUint16x16(0x3333)
	x = x.And(quarter).Add(x.AsInt16x16().ShiftAllRight(2).AsUint16x16().And(quarter))
	x = x.Add(x.AsInt16x16().ShiftAllRight(4).AsUint16x16()).And(archsimd.BroadcastUint16x16(0x0f0f))
	return x.Add(x.ShiftAllLeft(8)).AsInt16x16().ShiftAllRight(8).AsUint16x16()
}

// ones32 is ones16 of 32 bits.
func ones32(x archsimd.Uint32x8) archsimd.Uint32x8 {
	x = ones16(x.AsUint16x16()).AsUint32x8()
	return x.Add(x.ShiftAllLeft(16)).AsInt32x8().ShiftAllRight(16).AsUint32x8()
}

// narrow writes sixteen counts below 2^16.
func narrow(dst []uint16, a, b archsimd.Uint32x8) {
	x := a.AsInt32x8().SaturateToUint16ConcatGrouped(b.AsInt32x8()).AsUint64x4() // half a, half b, twice
	lo, hi := x.GetLo(), x.GetHi()
	lo.InterleaveLo(hi).AsUint16x8().Store((*[8]uint16)(dst))
	lo.InterleaveHi(hi).AsUint16x8().Store((*[8]uint16)(dst[8:]))
}
