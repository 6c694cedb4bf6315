//go:build goexperiment.simd && amd64

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// fillAVX2 is lay with AVX2, which has no loads of single bytes: a name is loaded
// with what lies behind it in its own memory, which is then masked, or copied if
// there is too little.
func (w *widePattern) fillAVX2(names [][]byte) (letters [][group]byte, long bool) {
	if len(names) < group {
		w.blank(len(names))
	}
	longest := 0
	for lane, name := range names {
		if len(name) > laneLetters {
			name, long = name[:0], true
		}
		w.lengths[lane&(group-1)] = uint8(len(name))
		longest = max(longest, len(name))
		if cap(name) < laneLetters {
			w.copy(lane, name)
			continue
		}
		mask, behind := &firstBytes[len(name)&63], name[:laneLetters]
		first := archsimd.LoadUint8x16((*[16]uint8)(behind)).And(archsimd.LoadUint8x16((*[16]uint8)(mask[:])))
		first.Store(&w.packed[0][lane&15][lane>>4&3])
		last := archsimd.LoadUint8x16((*[16]uint8)(behind[16:])).And(archsimd.LoadUint8x16((*[16]uint8)(mask[16:])))
		last.Store(&w.packed[1][lane&15][lane>>4&3])
	}
	turnAVX2((*[16][group]byte)(w.letters[:16]), (*[16][group]byte)(unsafe.Pointer(&w.packed[0])))
	if longest > 16 {
		turnAVX2((*[16][group]byte)(w.letters[16:]), (*[16][group]byte)(unsafe.Pointer(&w.packed[1])))
	}
	return w.letters[:longest], long
}

// firstBytes are all ones in as many bytes as the index says.
var firstBytes = func() (masks [64][laneLetters]uint8) {
	for n := range masks {
		for i := range min(n, laneLetters) {
			masks[n][i] = 0xff
		}
	}
	return masks
}()

// copy packs a name of at most 32 letters byte by byte. It stands apart for the
// reason that blank does.
//
//go:noinline
func (w *widePattern) copy(lane int, name []byte) {
	for half := range w.packed {
		dst := &w.packed[half][lane&15][lane>>4&3]
		n := copy(dst[:], name)
		clear(dst[n:])
		name = name[n:]
	}
}

// turnAVX2 is turn, 32 lanes at a time.
func turnAVX2(rows, packed *[16][group]byte) {
	apart := archsimd.LoadInt8x32((*[32]int8)(pairsApart[:]))
	for half := 0; half < group; half += 32 {
		for i := 0; i < 16; i += 8 {
			p := (*[8][group]byte)(packed[i:])
			a, b := words16AVX2(p[0][half:]), words16AVX2(p[1][half:])
			c, d := words16AVX2(p[2][half:]), words16AVX2(p[3][half:])
			ab, AB := a.InterleaveLoGrouped(b).AsUint32x8(), a.InterleaveHiGrouped(b).AsUint32x8()
			cd, CD := c.InterleaveLoGrouped(d).AsUint32x8(), c.InterleaveHiGrouped(d).AsUint32x8()
			s0, s1 := ab.InterleaveLoGrouped(cd).AsUint64x4(), ab.InterleaveHiGrouped(cd).AsUint64x4()
			s2, s3 := AB.InterleaveLoGrouped(CD).AsUint64x4(), AB.InterleaveHiGrouped(CD).AsUint64x4()
			a, b = words16AVX2(p[4][half:]), words16AVX2(p[5][half:])
			c, d = words16AVX2(p[6][half:]), words16AVX2(p[7][half:])
			ab, AB = a.InterleaveLoGrouped(b).AsUint32x8(), a.InterleaveHiGrouped(b).AsUint32x8()
			cd, CD = c.InterleaveLoGrouped(d).AsUint32x8(), c.InterleaveHiGrouped(d).AsUint32x8()
			t0, t1 := ab.InterleaveLoGrouped(cd).AsUint64x4(), ab.InterleaveHiGrouped(cd).AsUint64x4()
			t2, t3 := AB.InterleaveLoGrouped(CD).AsUint64x4(), AB.InterleaveHiGrouped(CD).AsUint64x4()
			s0.InterleaveLoGrouped(t0).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[0][half:]))
			s0.InterleaveHiGrouped(t0).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[1][half:]))
			s1.InterleaveLoGrouped(t1).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[2][half:]))
			s1.InterleaveHiGrouped(t1).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[3][half:]))
			s2.InterleaveLoGrouped(t2).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[4][half:]))
			s2.InterleaveHiGrouped(t2).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[5][half:]))
			s3.InterleaveLoGrouped(t3).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[6][half:]))
			s3.InterleaveHiGrouped(t3).AsUint8x32().PermuteOrZeroGrouped(apart).Store((*[32]uint8)(p[7][half:]))
		}
		for i := range 8 {
			lo, hi := archsimd.LoadUint8x32((*[32]uint8)(packed[i][half:])).AsUint64x4(), archsimd.LoadUint8x32((*[32]uint8)(packed[i+8][half:])).AsUint64x4()
			lo.InterleaveLoGrouped(hi).AsUint8x32().Store((*[32]uint8)(rows[2*i][half:]))
			lo.InterleaveHiGrouped(hi).AsUint8x32().Store((*[32]uint8)(rows[2*i+1][half:]))
		}
	}
	archsimd.ClearAVXUpperBits()
}

func words16AVX2(row []byte) archsimd.Uint16x16 {
	return archsimd.LoadUint8x32((*[32]uint8)(row)).AsUint16x16()
}
