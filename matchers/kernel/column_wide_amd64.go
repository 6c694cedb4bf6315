//go:build goexperiment.simd && amd64

package kernel

import (
	"math/bits"
	"simd/archsimd"

	"lamsach/internal/cpu"
)

// The wide comparisons fill whole words of 64 entries and leave the last word,
// if it is not full, to the plain twin.

func equalU8(dst []uint64, column []uint8, v uint8) {
	done := len(column) / 64
	switch {
	case width == cpu.AVX512:
		equalU8x64(dst[:done], column, v)
	case width == cpu.AVX2:
		equalU8x32(dst[:done], column, v)
	default:
		done = 0
	}
	plainEqual(dst[done:], column[done*64:], v)
}

func equalU16(dst []uint64, column []uint16, v uint16) {
	done := len(column) / 64
	switch {
	case width == cpu.AVX512:
		equalU16x32(dst[:done], column, v)
	case width == cpu.AVX2:
		equalU16x16(dst[:done], column, v)
	default:
		done = 0
	}
	plainEqual(dst[done:], column[done*64:], v)
}

func equalU32(dst []uint64, column []uint32, v uint32) {
	done := len(column) / 64
	switch {
	case width == cpu.AVX512:
		equalU32x16(dst[:done], column, v)
	case width == cpu.AVX2:
		equalU32x8(dst[:done], column, v)
	default:
		done = 0
	}
	plainEqual(dst[done:], column[done*64:], v)
}

func equalU8x64(dst []uint64, column []uint8, v uint8) {
	want := archsimd.BroadcastUint8x64(v)
	for i := range dst {
		dst[i] = archsimd.LoadUint8x64((*[64]uint8)(column[i*64:])).Equal(want).ToBits()
	}
	archsimd.ClearAVXUpperBits()
}

func equalU8x32(dst []uint64, column []uint8, v uint8) {
	want := archsimd.BroadcastUint8x32(v)
	for i := range dst {
		c := (*[64]uint8)(column[i*64:])
		lo := archsimd.LoadUint8x32((*[32]uint8)(c[:32])).Equal(want).ToBits()
		hi := archsimd.LoadUint8x32((*[32]uint8)(c[32:])).Equal(want).ToBits()
		dst[i] = uint64(lo) | uint64(hi)<<32
	}
	archsimd.ClearAVXUpperBits()
}

func equalU16x32(dst []uint64, column []uint16, v uint16) {
	want := archsimd.BroadcastUint16x32(v)
	for i := range dst {
		c := (*[64]uint16)(column[i*64:])
		lo := archsimd.LoadUint16x32((*[32]uint16)(c[:32])).Equal(want).ToBits()
		hi := archsimd.LoadUint16x32((*[32]uint16)(c[32:])).Equal(want).ToBits()
		dst[i] = uint64(lo) | uint64(hi)<<32
	}
	archsimd.ClearAVXUpperBits()
}

// lowBytes moves the low bytes of eight lanes of 16 bits to the first half of
// each group of 16 bytes, highHalf to the second.
var (
	lowBytes = [32]int8{
		0, 2, 4, 6, 8, 10, 12, 14, -1, -1, -1, -1, -1, -1, -1, -1,
		0, 2, 4, 6, 8, 10, 12, 14, -1, -1, -1, -1, -1, -1, -1, -1,
	}
	highHalf = [32]int8{
		-1, -1, -1, -1, -1, -1, -1, -1, 0, 2, 4, 6, 8, 10, 12, 14,
		-1, -1, -1, -1, -1, -1, -1, -1, 0, 2, 4, 6, 8, 10, 12, 14,
	}
)

// AVX2 has no bit mask of 16-bit lanes and the library no pack to bytes, so two
// comparisons are shuffled into one vector of bytes, its middle bytes exchanged.
func equalU16x16(dst []uint64, column []uint16, v uint16) {
	want := archsimd.BroadcastUint16x16(v)
	low, high := archsimd.LoadInt8x32(&lowBytes), archsimd.LoadInt8x32(&highHalf)
	var zero archsimd.Int8x32
	for i := range dst {
		c := (*[64]uint16)(column[i*64:])
		var word uint64
		for h := 0; h < 64; h += 32 {
			a := archsimd.LoadUint16x16((*[16]uint16)(c[h:])).Equal(want).ToInt16x16().AsInt8x32()
			b := archsimd.LoadUint16x16((*[16]uint16)(c[h+16:])).Equal(want).ToInt16x16().AsInt8x32()
			packed := a.PermuteOrZeroGrouped(low).Or(b.PermuteOrZeroGrouped(high))
			m := zero.Greater(packed).ToBits()
			m = m&0xff0000ff | m>>8&0x0000ff00 | m<<8&0x00ff0000
			word |= uint64(m) << h
		}
		dst[i] = word
	}
	archsimd.ClearAVXUpperBits()
}

func equalU32x16(dst []uint64, column []uint32, v uint32) {
	want := archsimd.BroadcastUint32x16(v)
	for i := range dst {
		c := (*[64]uint32)(column[i*64:])
		var word uint64
		for h := 0; h < 64; h += 16 {
			word |= uint64(archsimd.LoadUint32x16((*[16]uint32)(c[h:])).Equal(want).ToBits()) << h
		}
		dst[i] = word
	}
	archsimd.ClearAVXUpperBits()
}

func equalU32x8(dst []uint64, column []uint32, v uint32) {
	want := archsimd.BroadcastUint32x8(v)
	for i := range dst {
		c := (*[64]uint32)(column[i*64:])
		var word uint64
		for h := 0; h < 64; h += 8 {
			word |= uint64(archsimd.LoadUint32x8((*[8]uint32)(c[h:])).Equal(want).ToBits()) << h
		}
		dst[i] = word
	}
	archsimd.ClearAVXUpperBits()
}

func matchU32(dst []uint64, column []uint32, m *Match) {
	done := len(column) / 64
	switch {
	case width == cpu.AVX512:
		matchU32x16(dst[:done], column, m)
	case width == cpu.AVX2:
		matchU32x8(dst[:done], column, m)
	default:
		done = 0
	}
	plainMatch(dst[done:], column[done*64:], m)
}

// matchU32x16 finds a day as its bit in the word of its month: sixteen words are
// one vector, and one permutation looks up sixteen months.
func matchU32x16(dst []uint64, column []uint32, m *Match) {
	days, fifteen, thirtyOne, one := archsimd.LoadUint32x16((*[16]uint32)(&m.Days)), archsimd.BroadcastUint32x16(15), archsimd.BroadcastUint32x16(31), archsimd.BroadcastUint32x16(1)
	dayAt, five := archsimd.BroadcastUint32x16(uint32(m.DayAt)), archsimd.BroadcastUint32x16(5)
	for i := range dst {
		c := (*[64]uint32)(column[i*64:])
		var word uint64
		for h := 0; h < 64; h += 16 {
			x := archsimd.LoadUint32x16((*[16]uint32)(c[h:])).ShiftRight(dayAt)
			of := days.Permute(x.ShiftRight(five).And(fifteen)).ShiftRight(x.And(thirtyOne))
			word |= uint64(of.And(one).Equal(one).ToBits()) << h
		}
		dst[i] = word
	}
	for w := range m.Wants {
		if never(m.Wants[w]) {
			continue
		}
		mask, want := archsimd.BroadcastUint32x16(m.Wants[w].Mask), archsimd.BroadcastUint32x16(m.Wants[w].Value)
		for i := range dst {
			c := (*[64]uint32)(column[i*64:])
			var word uint64
			for h := 0; h < 64; h += 16 {
				word |= uint64(archsimd.LoadUint32x16((*[16]uint32)(c[h:])).And(mask).Equal(want).ToBits()) << h
			}
			dst[i] |= word
		}
	}
	archsimd.ClearAVXUpperBits()
}

// matchU32x8 looks months up in two vectors of eight and keeps the one that the
// month's high bit names.
func matchU32x8(dst []uint64, column []uint32, m *Match) {
	low, high := archsimd.LoadUint32x8((*[8]uint32)(m.Days[:8])), archsimd.LoadUint32x8((*[8]uint32)(m.Days[8:]))
	seven, eight, thirtyOne, one := archsimd.BroadcastUint32x8(7), archsimd.BroadcastUint32x8(8), archsimd.BroadcastUint32x8(31), archsimd.BroadcastUint32x8(1)
	dayAt, five := archsimd.BroadcastUint32x8(uint32(m.DayAt)), archsimd.BroadcastUint32x8(5)
	for i := range dst {
		c := (*[64]uint32)(column[i*64:])
		var word uint64
		for h := 0; h < 64; h += 8 {
			x := archsimd.LoadUint32x8((*[8]uint32)(c[h:])).ShiftRight(dayAt)
			month := x.ShiftRight(five)
			at, upper := month.And(seven), month.And(eight).Equal(eight)
			of := high.Permute(at).Merge(low.Permute(at), upper).ShiftRight(x.And(thirtyOne))
			word |= uint64(of.And(one).Equal(one).ToBits()) << h
		}
		dst[i] = word
	}
	for w := range m.Wants {
		if never(m.Wants[w]) {
			continue
		}
		mask, want := archsimd.BroadcastUint32x8(m.Wants[w].Mask), archsimd.BroadcastUint32x8(m.Wants[w].Value)
		for i := range dst {
			c := (*[64]uint32)(column[i*64:])
			var word uint64
			for h := 0; h < 64; h += 8 {
				word |= uint64(archsimd.LoadUint32x8((*[8]uint32)(c[h:])).And(mask).Equal(want).ToBits()) << h
			}
			dst[i] |= word
		}
	}
	archsimd.ClearAVXUpperBits()
}

// never says whether a want matches nothing.
func never(w Want) bool { return w.Value&^w.Mask != 0 }

// ones has no AVX2 twin: the scalar instruction counts 8 bytes a cycle there.
func ones(bitmap []uint64) int {
	done := len(bitmap) &^ 7
	if width < cpu.AVX512 || done == 0 {
		return plainOnes(bitmap)
	}
	return onesU64x8(bitmap[:done]) + plainOnes(bitmap[done:])
}

func onesU64x8(bitmap []uint64) (n int) {
	var sum archsimd.Uint64x8
	for i := 0; i < len(bitmap); i += 8 {
		sum = sum.Add(archsimd.LoadUint64x8((*[8]uint64)(bitmap[i:])).OnesCount())
	}
	half := sum.GetLo().Add(sum.GetHi())
	quarter := half.GetLo().Add(half.GetHi())
	n = int(quarter.GetElem(0) + quarter.GetElem(1))
	archsimd.ClearAVXUpperBits()
	return n
}

func lowerU32(run []uint32, v uint32) int {
	switch {
	case width == cpu.AVX512 && len(run) >= 16:
		return lowerU32x16(run, v)
	case width == cpu.AVX2 && len(run) >= 8:
		return lowerU32x8(run, v)
	}
	return plainLower(run, v)
}

// lowerU32x16 counts the lanes below v without a branch on what it finds. The
// last vector overlaps the one before; what it shares is shifted out.
func lowerU32x16(run []uint32, v uint32) (n int) {
	want := archsimd.BroadcastUint32x16(v)
	i := 0
	for ; i+16 <= len(run); i += 16 {
		n += bits.OnesCount16(archsimd.LoadUint32x16((*[16]uint32)(run[i:])).Less(want).ToBits())
	}
	last := archsimd.LoadUint32x16((*[16]uint32)(run[len(run)-16:])).Less(want).ToBits()
	archsimd.ClearAVXUpperBits()
	return n + bits.OnesCount16(last>>(16-len(run)+i))
}

// lowerU32x8 finds x < v as max(x, v) ≠ x: AVX2 compares signed lanes only.
func lowerU32x8(run []uint32, v uint32) (n int) {
	want := archsimd.BroadcastUint32x8(v)
	i := 0
	for ; i+8 <= len(run); i += 8 {
		x := archsimd.LoadUint32x8((*[8]uint32)(run[i:]))
		n += 8 - bits.OnesCount8(x.Max(want).Equal(x).ToBits())
	}
	x := archsimd.LoadUint32x8((*[8]uint32)(run[len(run)-8:]))
	last := ^x.Max(want).Equal(x).ToBits()
	archsimd.ClearAVXUpperBits()
	return n + bits.OnesCount8(last>>(8-len(run)+i))
}
