//go:build goexperiment.simd && amd64

package kernel

import (
	"simd/archsimd"

	"lamsach/internal/cpu"
)

// widePattern is what lanes need of a pattern, and their scratch. A letter is
// looked up twice: its class (0 for a letter the pattern has not), then the
// places of the class.
type widePattern struct {
	fits    bool // the pattern can be held against lanes
	short   bool // its places fit 16 bits
	classes int  // of letters, the class of all others counted

	class    [256]uint8
	places   [32]uint32 // by class: bit i is set if the letter stands at place i
	backward [32]uint32 // the same of the pattern read backward

	places16, backward16 [32]uint16

	tables, backTables []nibble // the same for AVX2

	letters [laneLetters][group]byte // of one group, by place and lane
	packed  packed
	lengths [group]uint8               // of the group's names
	at      [laneLetters][group]uint16 // by place and lane: the pattern's places of the letter
	hit     [laneLetters][group]uint16 // all ones where the letter is common to both
	at32    [laneLetters][group]uint32 // at, of patterns that need 32 bits
	hit32   [laneLetters][group]uint32 // hit, of them
	counts  commonLanes                // what the Jaro kernels found
	distant [group]uint16              // what the OSA kernels found
	similar [group]float64             // what the Jaro kernels made of it
}

// commonLanes is common for each lane, in parts that the scores are made of.
type commonLanes struct {
	letters, transposed, prefix, length [group]uint16
}

func (w *widePattern) set(text []byte) {
	if width == cpu.Plain {
		w.fits = false
		return
	}
	w.class = [256]uint8{}
	w.places, w.backward = [32]uint32{}, [32]uint32{}
	w.classes = 1
	w.fits = len(text) > 0 && len(text) <= laneLetters
	w.short = len(text) <= 16
	if !w.fits {
		return
	}
	for i, c := range text {
		if w.class[c] == 0 {
			if c == 0 || w.classes == len(w.places) {
				w.fits = false // a NUL fills the lanes up; and there are 31 classes
				return
			}
			w.class[c] = uint8(w.classes)
			w.classes++
		}
		k := w.class[c]
		w.places[k] |= 1 << i
		w.backward[k] |= 1 << (len(text) - 1 - i)
	}
	if width == cpu.AVX2 {
		w.tables = w.nibbles(w.tables, text, &w.places)
		w.backTables = w.nibbles(w.backTables, text, &w.backward)
		return
	}
	for k := range w.places {
		w.places16[k], w.backward16[k] = uint16(w.places[k]), uint16(w.backward[k])
	}
}

// look fills at for the letters of a group: the places of each.
func (w *widePattern) look(letters [][group]byte, places *[32]uint16) {
	c0, c1 := archsimd.LoadUint8x64((*[64]uint8)(w.class[0:])), archsimd.LoadUint8x64((*[64]uint8)(w.class[64:]))
	c2, c3 := archsimd.LoadUint8x64((*[64]uint8)(w.class[128:])), archsimd.LoadUint8x64((*[64]uint8)(w.class[192:]))
	table := archsimd.LoadUint16x32(places)
	var zero archsimd.Int8x64
	for j := range letters {
		x := archsimd.LoadUint8x64(&letters[j])
		class := c2.ConcatPermute(c3, x).Merge(c0.ConcatPermute(c1, x), x.AsInt8x64().Less(zero))
		at := &w.at[j&(laneLetters-1)]
		table.Permute(class.GetLo().ExtendToUint16()).Store((*[32]uint16)(at[:32]))
		table.Permute(class.GetHi().ExtendToUint16()).Store((*[32]uint16)(at[32:]))
	}
	archsimd.ClearAVXUpperBits()
}

// look32 is look of patterns of more than 16 letters.
func (w *widePattern) look32(letters [][group]byte, places *[32]uint32) {
	c0, c1 := archsimd.LoadUint8x64((*[64]uint8)(w.class[0:])), archsimd.LoadUint8x64((*[64]uint8)(w.class[64:]))
	c2, c3 := archsimd.LoadUint8x64((*[64]uint8)(w.class[128:])), archsimd.LoadUint8x64((*[64]uint8)(w.class[192:]))
	t0, t1 := archsimd.LoadUint32x16((*[16]uint32)(places[:16])), archsimd.LoadUint32x16((*[16]uint32)(places[16:]))
	var zero archsimd.Int8x64
	for j := range letters {
		x := archsimd.LoadUint8x64(&letters[j])
		class := c2.ConcatPermute(c3, x).Merge(c0.ConcatPermute(c1, x), x.AsInt8x64().Less(zero))
		at := &w.at32[j&(laneLetters-1)]
		lo, hi := class.GetLo(), class.GetHi()
		t0.ConcatPermute(t1, lo.GetLo().ExtendToUint32()).Store((*[16]uint32)(at[:16]))
		t0.ConcatPermute(t1, lo.GetHi().ExtendToUint32()).Store((*[16]uint32)(at[16:32]))
		t0.ConcatPermute(t1, hi.GetLo().ExtendToUint32()).Store((*[16]uint32)(at[32:48]))
		t0.ConcatPermute(t1, hi.GetHi().ExtendToUint32()).Store((*[16]uint32)(at[48:]))
	}
	archsimd.ClearAVXUpperBits()
}
