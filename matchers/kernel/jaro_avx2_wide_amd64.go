//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// The windows of places within reach move by a place each step, as AVX2 has no
// table of 16 entries of 16 bits: they double, and stay open below as long as the
// letter stands nearer to the beginning than its reach.

// common16AVX2 is common16 for the two vectors of lanes from first on.
func (w *widePattern) common16AVX2(m, steps int, lengths *[group]uint8, first int) {
	var zero archsimd.Uint16x16
	one := archsimd.BroadcastUint16x16(1)
	pattern := archsimd.BroadcastUint16x16(uint16(m))
	c := &w.counts
	lengthA, lengthB := archsimd.LoadUint8x16((*[16]uint8)(lengths[first:])).ExtendToUint16(), archsimd.LoadUint8x16((*[16]uint8)(lengths[first+16:])).ExtendToUint16()
	lengthA.Store((*[16]uint16)(c.length[first:]))
	lengthB.Store((*[16]uint16)(c.length[first+16:]))
	// A pattern and a name of one letter reach -1, for which no bit would be set.
	farA := lengthA.Max(pattern).AsInt16x16().ShiftAllRight(1).AsUint16x16().Max(one).Sub(one).AsInt16x16()
	farB := lengthB.Max(pattern).AsInt16x16().ShiftAllRight(1).AsUint16x16().Max(one).Sub(one).AsInt16x16()
	windowA, windowB := reach16(farA), reach16(farB)
	var takenA, takenB archsimd.Uint16x16
	var place archsimd.Int16x16
	for j := range steps {
		row, hit := (*[32]uint16)(w.at[j&(laneLetters-1)][first:]), (*[32]uint16)(w.hit[j&(laneLetters-1)][first:])
		free := windowA.And(archsimd.LoadUint16x16((*[16]uint16)(row[0:]))).AndNot(takenA)
		rest := zero.Sub(free)
		takenA = takenA.Or(free.And(rest))
		free.Or(rest).AsInt16x16().ShiftAllRight(15).AsUint16x16().Store((*[16]uint16)(hit[0:]))
		windowA = windowA.Add(windowA).Sub(farA.Greater(place).ToInt16x16().AsUint16x16())

		free = windowB.And(archsimd.LoadUint16x16((*[16]uint16)(row[16:]))).AndNot(takenB)
		rest = zero.Sub(free)
		takenB = takenB.Or(free.And(rest))
		free.Or(rest).AsInt16x16().ShiftAllRight(15).AsUint16x16().Store((*[16]uint16)(hit[16:]))
		windowB = windowB.Add(windowB).Sub(farB.Greater(place).ToInt16x16().AsUint16x16())
		place = place.Add(one.AsInt16x16())
	}
	var agreeA, agreeB archsimd.Uint16x16
	leftA, leftB := takenA, takenB
	for j := range steps {
		row, hit := (*[32]uint16)(w.at[j&(laneLetters-1)][first:]), (*[32]uint16)(w.hit[j&(laneLetters-1)][first:])
		next := leftA.And(archsimd.LoadUint16x16((*[16]uint16)(hit[0:]))).And(zero.Sub(leftA))
		agreeA = agreeA.Or(next.And(archsimd.LoadUint16x16((*[16]uint16)(row[0:]))))
		leftA = leftA.Xor(next)

		next = leftB.And(archsimd.LoadUint16x16((*[16]uint16)(hit[16:]))).And(zero.Sub(leftB))
		agreeB = agreeB.Or(next.And(archsimd.LoadUint16x16((*[16]uint16)(row[16:]))))
		leftB = leftB.Xor(next)
	}
	var equalA, equalB archsimd.Uint16x16
	bit := one
	for j := range min(4, steps) {
		row := (*[32]uint16)(w.at[j][first:])
		equalA = equalA.Or(bit.And(archsimd.LoadUint16x16((*[16]uint16)(row[:]))))
		equalB = equalB.Or(bit.And(archsimd.LoadUint16x16((*[16]uint16)(row[16:]))))
		bit = bit.Add(bit)
	}
	equalA, equalB = equalA.AndNot(equalA.Add(one)), equalB.AndNot(equalB.Add(one))
	ones16(takenA).Store((*[16]uint16)(c.letters[first:]))
	ones16(takenB).Store((*[16]uint16)(c.letters[first+16:]))
	ones16(takenA.Xor(agreeA)).AsInt16x16().ShiftAllRight(1).AsUint16x16().Store((*[16]uint16)(c.transposed[first:]))
	ones16(takenB.Xor(agreeB)).AsInt16x16().ShiftAllRight(1).AsUint16x16().Store((*[16]uint16)(c.transposed[first+16:]))
	ones16(equalA).Store((*[16]uint16)(c.prefix[first:]))
	ones16(equalB).Store((*[16]uint16)(c.prefix[first+16:]))
	archsimd.ClearAVXUpperBits()
}

// common32AVX2 is common16AVX2 of patterns of more than 16 letters.
func (w *widePattern) common32AVX2(m, steps int, lengths *[group]uint8, first int) {
	var zero archsimd.Uint32x8
	one := archsimd.BroadcastUint32x8(1)
	pattern := archsimd.BroadcastUint32x8(uint32(m))
	c := &w.counts
	lengths16 := archsimd.LoadUint8x16((*[16]uint8)(lengths[first:])).ExtendToUint16()
	lengthA, lengthB := lengths16.GetLo().ExtendToUint32(), lengths16.GetHi().ExtendToUint32()
	narrow(c.length[first:], lengthA, lengthB)
	// A pattern and a name of one letter reach -1, for which no bit would be set.
	farA := lengthA.Max(pattern).AsInt32x8().ShiftAllRight(1).AsUint32x8().Max(one).Sub(one).AsInt32x8()
	farB := lengthB.Max(pattern).AsInt32x8().ShiftAllRight(1).AsUint32x8().Max(one).Sub(one).AsInt32x8()
	windowA, windowB := one.ShiftLeft(farA.AsUint32x8().Add(one)).Sub(one), one.ShiftLeft(farB.AsUint32x8().Add(one)).Sub(one)
	var takenA, takenB archsimd.Uint32x8
	var place archsimd.Int32x8
	for j := range steps {
		row, hit := (*[16]uint32)(w.at32[j&(laneLetters-1)][first:]), (*[16]uint32)(w.hit32[j&(laneLetters-1)][first:])
		free := windowA.And(archsimd.LoadUint32x8((*[8]uint32)(row[0:]))).AndNot(takenA)
		rest := zero.Sub(free)
		takenA = takenA.Or(free.And(rest))
		free.Or(rest).AsInt32x8().ShiftAllRight(31).AsUint32x8().Store((*[8]uint32)(hit[0:]))
		windowA = windowA.Add(windowA).Sub(farA.Greater(place).ToInt32x8().AsUint32x8())

		free = windowB.And(archsimd.LoadUint32x8((*[8]uint32)(row[8:]))).AndNot(takenB)
		rest = zero.Sub(free)
		takenB = takenB.Or(free.And(rest))
		free.Or(rest).AsInt32x8().ShiftAllRight(31).AsUint32x8().Store((*[8]uint32)(hit[8:]))
		windowB = windowB.Add(windowB).Sub(farB.Greater(place).ToInt32x8().AsUint32x8())
		place = place.Add(one.AsInt32x8())
	}
	var agreeA, agreeB archsimd.Uint32x8
	leftA, leftB := takenA, takenB
	for j := range steps {
		row, hit := (*[16]uint32)(w.at32[j&(laneLetters-1)][first:]), (*[16]uint32)(w.hit32[j&(laneLetters-1)][first:])
		next := leftA.And(archsimd.LoadUint32x8((*[8]uint32)(hit[0:]))).And(zero.Sub(leftA))
		agreeA = agreeA.Or(next.And(archsimd.LoadUint32x8((*[8]uint32)(row[0:]))))
		leftA = leftA.Xor(next)

		next = leftB.And(archsimd.LoadUint32x8((*[8]uint32)(hit[8:]))).And(zero.Sub(leftB))
		agreeB = agreeB.Or(next.And(archsimd.LoadUint32x8((*[8]uint32)(row[8:]))))
		leftB = leftB.Xor(next)
	}
	var equalA, equalB archsimd.Uint32x8
	bit := one
	for j := range min(4, steps) {
		row := (*[16]uint32)(w.at32[j][first:])
		equalA = equalA.Or(bit.And(archsimd.LoadUint32x8((*[8]uint32)(row[:]))))
		equalB = equalB.Or(bit.And(archsimd.LoadUint32x8((*[8]uint32)(row[8:]))))
		bit = bit.Add(bit)
	}
	equalA, equalB = equalA.AndNot(equalA.Add(one)), equalB.AndNot(equalB.Add(one))
	narrow(c.letters[first:], ones32(takenA), ones32(takenB))
	narrow(c.transposed[first:], ones32(takenA.Xor(agreeA)).AsInt32x8().ShiftAllRight(1).AsUint32x8(), ones32(takenB.Xor(agreeB)).AsInt32x8().ShiftAllRight(1).AsUint32x8())
	narrow(c.prefix[first:], ones32(equalA), ones32(equalB))
	archsimd.ClearAVXUpperBits()
}

// The low and the high byte of the bits 0 to reach, by reach.
var lowReach, highReach = func() (low, high [32]uint8) {
	for i := range low {
		bits := uint32(2)<<(i%16) - 1
		low[i], high[i] = uint8(bits), uint8(bits>>8)
	}
	return low, high
}()

// reach16 is the window of the first letter. An index with its highest bit set
// gives 0.
func reach16(far archsimd.Int16x16) archsimd.Uint16x16 {
	low := far.Or(archsimd.BroadcastInt16x16(-1 << 8)).AsInt8x32()
	high := far.ShiftAllLeft(8).Or(archsimd.BroadcastInt16x16(0xff)).AsInt8x32()
	return archsimd.LoadUint8x32(&lowReach).PermuteOrZeroGrouped(low).AsUint16x16().
		Or(archsimd.LoadUint8x32(&highReach).PermuteOrZeroGrouped(high).AsUint16x16())
}

// scoresAVX2 is scores with four lanes.
func (w *widePattern) scoresAVX2(m int) {
	pattern := archsimd.BroadcastInt32x4(int32(m)).ConvertToFloat64()
	c := &w.counts
	for i := 0; i < group; i += 8 {
		k, kk := fours(c.letters[i:])
		n, nn := fours(c.length[i:])
		t, tt := fours(c.transposed[i:])
		p, pp := fours(c.prefix[i:])
		score4(k, pattern, n, t, p).Store((*[4]float64)(w.similar[i:]))
		score4(kk, pattern, nn, tt, pp).Store((*[4]float64)(w.similar[i+4:]))
	}
	archsimd.ClearAVXUpperBits()
}

// score4 scores four names with letters in common, of m and n letters.
func score4(letters, m, n, transposed, prefix archsimd.Float64x4) archsimd.Float64x4 {
	one := archsimd.LoadFloat64x4((*[4]float64)(unit[:]))
	var zero archsimd.Float64x4
	sum := letters.Div(m).Add(letters.Div(n)).Add(letters.Sub(transposed).Div(letters))
	jaro := sum.Div(archsimd.LoadFloat64x4((*[4]float64)(three[:]))).Merge(zero, letters.Greater(zero))
	raised := jaro.Add(prefix.Mul(archsimd.LoadFloat64x4((*[4]float64)(aTenth[:]))).Mul(one.Sub(jaro)))
	return raised.Merge(jaro, jaro.Greater(archsimd.LoadFloat64x4((*[4]float64)(sevenTenths[:])))).Min(one)
}

// fours makes eight counts numbers.
func fours(counts []uint16) (lo, hi archsimd.Float64x4) {
	x := archsimd.LoadUint16x8((*[8]uint16)(counts)).ExtendToUint32().AsInt32x8()
	return x.GetLo().ConvertToFloat64(), x.GetHi().ConvertToFloat64()
}
