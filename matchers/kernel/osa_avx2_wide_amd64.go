//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// osa16AVX2 is osa16 for the two vectors of lanes from first on.
func (w *widePattern) osa16AVX2(m, steps int, lengths *[group]uint8, first int) {
	ones := archsimd.BroadcastUint16x16(1<<16 - 1)
	var notA, notB, downA, downB, diagonalA, diagonalB, beforeA, beforeB archsimd.Uint16x16
	lengthA, lengthB := archsimd.LoadUint8x16((*[16]uint8)(lengths[first:])).ExtendToUint16(), archsimd.LoadUint8x16((*[16]uint8)(lengths[first+16:])).ExtendToUint16()
	place := archsimd.BroadcastUint16x16(uint16(steps))
	waitA, waitB := place.Sub(lengthA), place.Sub(lengthB)
	for j := steps - 1; j >= 0; j-- {
		row := (*[32]uint16)(w.at[j&(laneLetters-1)][first:])
		waitA, waitB = waitA.Add(ones), waitB.Add(ones)
		at := archsimd.LoadUint16x16((*[16]uint16)(row[0:]))
		exchanged := at.AndNot(diagonalA)
		exchanged = exchanged.Add(exchanged).And(beforeA)
		carried := downA.Add(downA).Sub(waitA.AsInt16x16().ShiftAllRight(15).AsUint16x16())
		diagonalA = notA.Sub(at.AndNot(notA)).Xor(notA).Or(exchanged.Or(at).Or(downA))
		right := notA.AndNot(diagonalA)
		right = right.Add(right)
		left := diagonalA.AndNot(notA)
		left = left.Add(left)
		notA, downA = diagonalA.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalA)
		beforeA = at

		at = archsimd.LoadUint16x16((*[16]uint16)(row[16:]))
		exchanged = at.AndNot(diagonalB)
		exchanged = exchanged.Add(exchanged).And(beforeB)
		carried = downB.Add(downB).Sub(waitB.AsInt16x16().ShiftAllRight(15).AsUint16x16())
		diagonalB = notB.Sub(at.AndNot(notB)).Xor(notB).Or(exchanged.Or(at).Or(downB))
		right = notB.AndNot(diagonalB)
		right = right.Add(right)
		left = diagonalB.AndNot(notB)
		left = left.Add(left)
		notB, downB = diagonalB.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalB)
		beforeB = at
	}
	used := archsimd.BroadcastUint16x16(uint16(1<<m - 1))
	lengthA.Add(ones16(used.AndNot(notA))).Sub(ones16(downA.And(used))).Store((*[16]uint16)(w.distant[first:]))
	lengthB.Add(ones16(used.AndNot(notB))).Sub(ones16(downB.And(used))).Store((*[16]uint16)(w.distant[first+16:]))
	archsimd.ClearAVXUpperBits()
}

// osa32AVX2 is osa16AVX2 of patterns of more than 16 letters.
func (w *widePattern) osa32AVX2(m, steps int, lengths *[group]uint8, first int) {
	ones := archsimd.BroadcastUint32x8(1<<32 - 1)
	var notA, notB, downA, downB, diagonalA, diagonalB, beforeA, beforeB archsimd.Uint32x8
	lengths16 := archsimd.LoadUint8x16((*[16]uint8)(lengths[first:])).ExtendToUint16()
	lengthA, lengthB := lengths16.GetLo().ExtendToUint32(), lengths16.GetHi().ExtendToUint32()
	place := archsimd.BroadcastUint32x8(uint32(steps))
	waitA, waitB := place.Sub(lengthA), place.Sub(lengthB)
	for j := steps - 1; j >= 0; j-- {
		row := (*[16]uint32)(w.at32[j&(laneLetters-1)][first:])
		waitA, waitB = waitA.Add(ones), waitB.Add(ones)
		at := archsimd.LoadUint32x8((*[8]uint32)(row[0:]))
		exchanged := at.AndNot(diagonalA)
		exchanged = exchanged.Add(exchanged).And(beforeA)
		carried := downA.Add(downA).Sub(waitA.AsInt32x8().ShiftAllRight(31).AsUint32x8())
		diagonalA = notA.Sub(at.AndNot(notA)).Xor(notA).Or(exchanged.Or(at).Or(downA))
		right := notA.AndNot(diagonalA)
		right = right.Add(right)
		left := diagonalA.AndNot(notA)
		left = left.Add(left)
		notA, downA = diagonalA.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalA)
		beforeA = at

		at = archsimd.LoadUint32x8((*[8]uint32)(row[8:]))
		exchanged = at.AndNot(diagonalB)
		exchanged = exchanged.Add(exchanged).And(beforeB)
		carried = downB.Add(downB).Sub(waitB.AsInt32x8().ShiftAllRight(31).AsUint32x8())
		diagonalB = notB.Sub(at.AndNot(notB)).Xor(notB).Or(exchanged.Or(at).Or(downB))
		right = notB.AndNot(diagonalB)
		right = right.Add(right)
		left = diagonalB.AndNot(notB)
		left = left.Add(left)
		notB, downB = diagonalB.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalB)
		beforeB = at
	}
	used := archsimd.BroadcastUint32x8(uint32(1<<m - 1))
	narrow(w.distant[first:],
		lengthA.Add(ones32(used.AndNot(notA))).Sub(ones32(downA.And(used))),
		lengthB.Add(ones32(used.AndNot(notB))).Sub(ones32(downB.And(used))))
	archsimd.ClearAVXUpperBits()
}
