//go:build goexperiment.simd && amd64

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// fill lays out at most a group of names and says whether some of them are too
// long for lanes, where they stand as empty.
func (w *widePattern) fill(names [][]byte) (letters [][group]byte, long bool) {
	longest := 0
	w.lengths = [group]uint8{}
	for lane, name := range names {
		n := len(name)
		if n > laneLetters {
			n, long = 0, true
		}
		w.lengths[lane&(group-1)] = uint8(n)
		longest = max(longest, n)
	}
	if longest <= 16 {
		return w.turn16(names, longest), long
	}
	return w.turn32(names, longest), long
}

// load loads a name and zeros behind it, touching no byte behind it.
func load(name []byte) archsimd.Uint8x64 {
	mask := archsimd.Mask8x64FromBits(1<<len(name) - 1)
	return archsimd.LoadMaskedUint8x64((*[64]uint8)(unsafe.Pointer(unsafe.SliceData(name))), mask)
}

// turn16 packs names of at most 16 letters 16 bytes apart and turns the table by
// taking even and odd bytes apart four times: each time the lowest bit of a
// byte's address becomes the highest.
func (w *widePattern) turn16(names [][]byte, longest int) [][group]byte {
	for lane, name := range names {
		if len(name) > laneLetters {
			name = nil
		}
		load(name).GetLo().GetLo().Store((*[16]uint8)(w.packed[lane/4&(laneLetters-1)][lane&3*16:]))
	}
	if n := len(names); n < group {
		clear(w.packed[n/4][n%4*16:])
		clear(w.packed[n/4+1 : 16])
	}
	apart((*[16][group]byte)(w.letters[:]), (*[16][group]byte)(w.packed[:]))
	apart((*[16][group]byte)(w.packed[:]), (*[16][group]byte)(w.letters[:]))
	apart((*[16][group]byte)(w.letters[:]), (*[16][group]byte)(w.packed[:]))
	apart((*[16][group]byte)(w.packed[:]), (*[16][group]byte)(w.letters[:]))
	archsimd.ClearAVXUpperBits()
	return w.packed[:longest]
}

// turn32 is turn16 of names of at most 32 letters.
func (w *widePattern) turn32(names [][]byte, longest int) [][group]byte {
	for lane, name := range names {
		if len(name) > laneLetters {
			name = nil
		}
		load(name).GetLo().Store((*[32]uint8)(w.packed[lane/2&(laneLetters-1)][lane&1*32:]))
	}
	if n := len(names); n < group {
		clear(w.packed[n/2][n%2*32:])
		clear(w.packed[n/2+1:])
	}
	apart32(&w.letters, &w.packed)
	apart32(&w.packed, &w.letters)
	apart32(&w.letters, &w.packed)
	apart32(&w.packed, &w.letters)
	apart32(&w.letters, &w.packed)
	archsimd.ClearAVXUpperBits()
	return w.letters[:longest]
}

var evenBytes, oddBytes = func() (even, odd [64]uint8) {
	for i := range even {
		even[i], odd[i] = uint8(2*i), uint8(2*i+1)
	}
	return even, odd
}()

func apart(dst, src *[16][group]byte) {
	even, odd := archsimd.LoadUint8x64(&evenBytes), archsimd.LoadUint8x64(&oddBytes)
	for i := range 8 {
		a, b := archsimd.LoadUint8x64(&src[2*i]), archsimd.LoadUint8x64(&src[2*i+1])
		a.ConcatPermute(b, even).Store(&dst[i])
		a.ConcatPermute(b, odd).Store(&dst[i+8])
	}
}

func apart32(dst, src *[32][group]byte) {
	even, odd := archsimd.LoadUint8x64(&evenBytes), archsimd.LoadUint8x64(&oddBytes)
	for i := range 16 {
		a, b := archsimd.LoadUint8x64(&src[2*i]), archsimd.LoadUint8x64(&src[2*i+1])
		a.ConcatPermute(b, even).Store(&dst[i])
		a.ConcatPermute(b, odd).Store(&dst[i+16])
	}
}
