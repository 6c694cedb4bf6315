//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// windows tell, by place of the name's letter and by reach, the places of the
// pattern within reach.
var windows16, windows32 = func() (short [laneLetters][32]uint16, long [laneLetters][16]uint32) {
	for j := range short {
		for far := range long[j] {
			window := uint64(1)<<(j+far+1) - 1
			if j > far {
				window &^= 1<<(j-far) - 1
			}
			short[j][far], long[j][far] = uint16(window), uint32(window)
		}
	}
	return short, long
}()

// common16 finds the common letters of a group of names with steps letters at
// most. A first pass over the letters finds which are common; a second takes the
// common places of the pattern in order, one for each common letter, and keeps
// those that agree.
func (w *widePattern) common16(m, steps int, lengths *[group]uint8) {
	var zero archsimd.Uint16x32
	pattern := archsimd.BroadcastUint16x32(uint16(m))
	one := archsimd.BroadcastUint16x32(1)
	c := &w.counts
	farA := archsimd.LoadUint8x32((*[32]uint8)(lengths[:32])).ExtendToUint16()
	farB := archsimd.LoadUint8x32((*[32]uint8)(lengths[32:])).ExtendToUint16()
	farA.Store((*[32]uint16)(c.length[:32]))
	farB.Store((*[32]uint16)(c.length[32:]))
	farA = farA.Max(pattern).AsInt16x32().ShiftAllRight(1).AsUint16x32().SubSaturated(one)
	farB = farB.Max(pattern).AsInt16x32().ShiftAllRight(1).AsUint16x32().SubSaturated(one)
	var takenA, takenB archsimd.Uint16x32
	for j := range steps {
		row, hit := &w.at[j&(laneLetters-1)], &w.hit[j&(laneLetters-1)]
		window := archsimd.LoadUint16x32(&windows16[j&(laneLetters-1)])
		free := window.Permute(farA).And(archsimd.LoadUint16x32((*[32]uint16)(row[:32]))).AndNot(takenA)
		rest := zero.Sub(free)
		takenA = takenA.Or(free.And(rest))
		free.Or(rest).AsInt16x32().ShiftAllRight(15).AsUint16x32().Store((*[32]uint16)(hit[:32]))

		free = window.Permute(farB).And(archsimd.LoadUint16x32((*[32]uint16)(row[32:]))).AndNot(takenB)
		rest = zero.Sub(free)
		takenB = takenB.Or(free.And(rest))
		free.Or(rest).AsInt16x32().ShiftAllRight(15).AsUint16x32().Store((*[32]uint16)(hit[32:]))
	}
	var agreeA, agreeB archsimd.Uint16x32
	leftA, leftB := takenA, takenB
	for j := range steps {
		row, hit := &w.at[j&(laneLetters-1)], &w.hit[j&(laneLetters-1)]
		next := leftA.And(archsimd.LoadUint16x32((*[32]uint16)(hit[:32]))).And(zero.Sub(leftA))
		agreeA = agreeA.Or(next.And(archsimd.LoadUint16x32((*[32]uint16)(row[:32]))))
		leftA = leftA.Xor(next)

		next = leftB.And(archsimd.LoadUint16x32((*[32]uint16)(hit[32:]))).And(zero.Sub(leftB))
		agreeB = agreeB.Or(next.And(archsimd.LoadUint16x32((*[32]uint16)(row[32:]))))
		leftB = leftB.Xor(next)
	}
	takenA.OnesCount().Store((*[32]uint16)(c.letters[:32]))
	takenB.OnesCount().Store((*[32]uint16)(c.letters[32:]))
	takenA.Xor(agreeA).OnesCount().AsInt16x32().ShiftAllRight(1).AsUint16x32().Store((*[32]uint16)(c.transposed[:32]))
	takenB.Xor(agreeB).OnesCount().AsInt16x32().ShiftAllRight(1).AsUint16x32().Store((*[32]uint16)(c.transposed[32:]))

	// The letters equal in place, as bits 0 to 3; what counts are those below the
	// first that is not.
	var equalA, equalB archsimd.Uint16x32
	place := one
	for j := range min(4, steps) {
		row := &w.at[j]
		equalA = equalA.Or(place.And(archsimd.LoadUint16x32((*[32]uint16)(row[:32]))))
		equalB = equalB.Or(place.And(archsimd.LoadUint16x32((*[32]uint16)(row[32:]))))
		place = place.Add(place)
	}
	equalA.AndNot(equalA.Add(one)).OnesCount().Store((*[32]uint16)(c.prefix[:32]))
	equalB.AndNot(equalB.Add(one)).OnesCount().Store((*[32]uint16)(c.prefix[32:]))
	archsimd.ClearAVXUpperBits()
}

// common32 is common16 of patterns of more than 16 letters, for the two vectors
// of lanes from first on.
func (w *widePattern) common32(m, steps int, lengths *[group]uint8, first int) {
	var zero archsimd.Uint32x16
	pattern := archsimd.BroadcastUint32x16(uint32(m))
	one := archsimd.BroadcastUint32x16(1)
	// A pattern of more than 16 letters reaches 7 at least.
	c := &w.counts
	farA := archsimd.LoadUint8x16((*[16]uint8)(lengths[first:])).ExtendToUint32()
	farB := archsimd.LoadUint8x16((*[16]uint8)(lengths[first+16:])).ExtendToUint32()
	farA.TruncateToUint16().Store((*[16]uint16)(c.length[first:]))
	farB.TruncateToUint16().Store((*[16]uint16)(c.length[first+16:]))
	farA = farA.Max(pattern).AsInt32x16().ShiftAllRight(1).AsUint32x16().Sub(one)
	farB = farB.Max(pattern).AsInt32x16().ShiftAllRight(1).AsUint32x16().Sub(one)
	var takenA, takenB archsimd.Uint32x16
	for j := range steps {
		row, hit := (*[32]uint32)(w.at32[j&(laneLetters-1)][first:]), (*[32]uint32)(w.hit32[j&(laneLetters-1)][first:])
		window := archsimd.LoadUint32x16(&windows32[j&(laneLetters-1)])
		free := window.Permute(farA).And(archsimd.LoadUint32x16((*[16]uint32)(row[:16]))).AndNot(takenA)
		rest := zero.Sub(free)
		takenA = takenA.Or(free.And(rest))
		free.Or(rest).AsInt32x16().ShiftAllRight(31).AsUint32x16().Store((*[16]uint32)(hit[:16]))

		free = window.Permute(farB).And(archsimd.LoadUint32x16((*[16]uint32)(row[16:]))).AndNot(takenB)
		rest = zero.Sub(free)
		takenB = takenB.Or(free.And(rest))
		free.Or(rest).AsInt32x16().ShiftAllRight(31).AsUint32x16().Store((*[16]uint32)(hit[16:]))
	}
	var agreeA, agreeB archsimd.Uint32x16
	leftA, leftB := takenA, takenB
	for j := range steps {
		row, hit := (*[32]uint32)(w.at32[j&(laneLetters-1)][first:]), (*[32]uint32)(w.hit32[j&(laneLetters-1)][first:])
		next := leftA.And(archsimd.LoadUint32x16((*[16]uint32)(hit[:16]))).And(zero.Sub(leftA))
		agreeA = agreeA.Or(next.And(archsimd.LoadUint32x16((*[16]uint32)(row[:16]))))
		leftA = leftA.Xor(next)

		next = leftB.And(archsimd.LoadUint32x16((*[16]uint32)(hit[16:]))).And(zero.Sub(leftB))
		agreeB = agreeB.Or(next.And(archsimd.LoadUint32x16((*[16]uint32)(row[16:]))))
		leftB = leftB.Xor(next)
	}
	var equalA, equalB archsimd.Uint32x16
	place := one
	for j := range min(4, steps) {
		row := (*[32]uint32)(w.at32[j][first:])
		equalA = equalA.Or(place.And(archsimd.LoadUint32x16((*[16]uint32)(row[:16]))))
		equalB = equalB.Or(place.And(archsimd.LoadUint32x16((*[16]uint32)(row[16:]))))
		place = place.Add(place)
	}
	takenA.OnesCount().TruncateToUint16().Store((*[16]uint16)(c.letters[first:]))
	takenB.OnesCount().TruncateToUint16().Store((*[16]uint16)(c.letters[first+16:]))
	takenA.Xor(agreeA).OnesCount().AsInt32x16().ShiftAllRight(1).AsUint32x16().TruncateToUint16().Store((*[16]uint16)(c.transposed[first:]))
	takenB.Xor(agreeB).OnesCount().AsInt32x16().ShiftAllRight(1).AsUint32x16().TruncateToUint16().Store((*[16]uint16)(c.transposed[first+16:]))
	equalA.AndNot(equalA.Add(one)).OnesCount().TruncateToUint16().Store((*[16]uint16)(c.prefix[first:]))
	equalB.AndNot(equalB.Add(one)).OnesCount().TruncateToUint16().Store((*[16]uint16)(c.prefix[first+16:]))
	archsimd.ClearAVXUpperBits()
}

// The constants of the scores, in memory so that none is broadcast in the loop.
var (
	sevenTenths = [8]float64{0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7}
	aTenth      = [8]float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}
	unit        = [8]float64{1, 1, 1, 1, 1, 1, 1, 1}
	three       = [8]float64{3, 3, 3, 3, 3, 3, 3, 3}
)

// scores does with eight lanes what jaroOf and winkler do with one, operation by
// operation, so that the last bit is the same.
func (w *widePattern) scores(m int) {
	threshold, tenth := archsimd.LoadFloat64x8(&sevenTenths), archsimd.LoadFloat64x8(&aTenth)
	one, third := archsimd.LoadFloat64x8(&unit), archsimd.LoadFloat64x8(&three)
	pattern := archsimd.BroadcastInt32x8(int32(m)).ConvertToFloat64()
	var zero archsimd.Float64x8
	c := &w.counts
	for i := 0; i < group; i += 8 {
		k := wide8(c.letters[i:])
		sum := k.Div(pattern).Add(k.Div(wide8(c.length[i:])))
		sum = sum.Add(k.Sub(wide8(c.transposed[i:])).Div(k))
		jaro := sum.Div(third)
		jaro = jaro.Merge(zero, k.Greater(zero))
		raised := jaro.Add(wide8(c.prefix[i:]).Mul(tenth).Mul(one.Sub(jaro)))
		raised.Merge(jaro, jaro.Greater(threshold)).Min(one).Store((*[8]float64)(w.similar[i:]))
	}
	archsimd.ClearAVXUpperBits()
}

// wide8 makes eight counts numbers.
func wide8(counts []uint16) archsimd.Float64x8 {
	return archsimd.LoadUint16x8((*[8]uint16)(counts)).ExtendToUint32().AsInt32x8().ConvertToFloat64()
}
