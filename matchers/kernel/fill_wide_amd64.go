//go:build goexperiment.simd && amd64

package kernel

import (
	"simd/archsimd"
	"unsafe"

	"lamsach/internal/cpu"
)

// packed holds the names of a group before they are turned: the first and the
// last 16 letters; of 16 names one in each row; of these every sixteenth name.
type packed [laneLetters / 16][16][group / 16][16]byte

// lay lays out at most a group of names and says whether some of them are too
// long for lanes, where they stand as empty.
func (w *widePattern) lay(names [][]byte) (letters [][group]byte, long bool) {
	if width == cpu.AVX2 {
		return w.fillAVX2(names)
	}
	return w.fill(names)
}

// fill is lay with AVX-512.
func (w *widePattern) fill(names [][]byte) (letters [][group]byte, long bool) {
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
		x := load(name)
		x.GetLo().Store(&w.packed[0][lane&15][lane>>4&3])
		x.GetHi().Store(&w.packed[1][lane&15][lane>>4&3])
	}
	turn((*[16][group]byte)(w.letters[:16]), (*[16][group]byte)(unsafe.Pointer(&w.packed[0])))
	if longest > 16 {
		turn((*[16][group]byte)(w.letters[16:]), (*[16][group]byte)(unsafe.Pointer(&w.packed[1])))
	}
	archsimd.ClearAVXUpperBits()
	return w.letters[:longest], long
}

// blank empties the lanes from first on. It stands apart because the compiler
// clears memory with instructions that must not meet wide registers.
//
//go:noinline
func (w *widePattern) blank(first int) {
	for lane := first; lane < group; lane++ {
		w.lengths[lane&(group-1)] = 0
		w.packed[0][lane&15][lane>>4&3] = [16]byte{}
		w.packed[1][lane&15][lane>>4&3] = [16]byte{}
	}
}

// load loads a name of at most 32 letters with zeros behind it. No byte behind
// the name is touched.
//
//go:nocheckptr
func load(name []byte) archsimd.Uint8x32 {
	mask := archsimd.Mask8x64FromBits(1<<(len(name)&63) - 1)
	return archsimd.LoadMaskedUint8x64((*[64]uint8)(unsafe.Pointer(unsafe.SliceData(name))), mask).GetLo()
}

// pairsApart takes the even bytes of 16 to the first half and the odd ones to the
// second.
var pairsApart = func() (order [64]int8) {
	for i := range order {
		order[i] = int8(i%8*2 + i/8%2)
	}
	return order
}()

// turn writes 16 letters of each name into 16 rows by place. Eight vectors of
// pairs of letters are turned as a table of eight by eight, once for the names 0
// to 7 of every 16 and once for the others; then the pairs are taken apart and
// the halves put together. It overwrites what was packed.
func turn(rows, packed *[16][group]byte) {
	apart := archsimd.LoadInt8x64(&pairsApart)
	for i := 0; i < 16; i += 8 {
		p := (*[8][group]byte)(packed[i:])
		a, b := words16(&p[0]), words16(&p[1])
		c, d := words16(&p[2]), words16(&p[3])
		ab, AB := a.InterleaveLoGrouped(b).AsUint32x16(), a.InterleaveHiGrouped(b).AsUint32x16()
		cd, CD := c.InterleaveLoGrouped(d).AsUint32x16(), c.InterleaveHiGrouped(d).AsUint32x16()
		s0, s1 := ab.InterleaveLoGrouped(cd).AsUint64x8(), ab.InterleaveHiGrouped(cd).AsUint64x8()
		s2, s3 := AB.InterleaveLoGrouped(CD).AsUint64x8(), AB.InterleaveHiGrouped(CD).AsUint64x8()
		a, b = words16(&p[4]), words16(&p[5])
		c, d = words16(&p[6]), words16(&p[7])
		ab, AB = a.InterleaveLoGrouped(b).AsUint32x16(), a.InterleaveHiGrouped(b).AsUint32x16()
		cd, CD = c.InterleaveLoGrouped(d).AsUint32x16(), c.InterleaveHiGrouped(d).AsUint32x16()
		t0, t1 := ab.InterleaveLoGrouped(cd).AsUint64x8(), ab.InterleaveHiGrouped(cd).AsUint64x8()
		t2, t3 := AB.InterleaveLoGrouped(CD).AsUint64x8(), AB.InterleaveHiGrouped(CD).AsUint64x8()
		s0.InterleaveLoGrouped(t0).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[0])
		s0.InterleaveHiGrouped(t0).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[1])
		s1.InterleaveLoGrouped(t1).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[2])
		s1.InterleaveHiGrouped(t1).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[3])
		s2.InterleaveLoGrouped(t2).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[4])
		s2.InterleaveHiGrouped(t2).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[5])
		s3.InterleaveLoGrouped(t3).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[6])
		s3.InterleaveHiGrouped(t3).AsUint8x64().PermuteOrZeroGrouped(apart).Store(&p[7])
	}
	for i := range 8 {
		lo, hi := archsimd.LoadUint8x64(&packed[i]).AsUint64x8(), archsimd.LoadUint8x64(&packed[i+8]).AsUint64x8()
		lo.InterleaveLoGrouped(hi).AsUint8x64().Store(&rows[2*i])
		lo.InterleaveHiGrouped(hi).AsUint8x64().Store(&rows[2*i+1])
	}
}

func words16(row *[group]byte) archsimd.Uint16x32 { return archsimd.LoadUint8x64(row).AsUint16x32() }
