//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// The lanes of OSA read both names backward, which changes no distance, so that
// a short name's lane waits at the beginning instead of at the end: as long as
// no letter comes and nothing is carried in, a column stays what it is. What is
// carried in is the sign of place - length. Instead of the places of +1 their
// complement is kept, which spares an instruction three times; and what does not
// depend on the diagonal is gathered apart, as the steps wait for each other.

// osa16 finds the distances of a group of names with steps letters at most. Two
// vectors run beside each other, as each step waits for the last.
func (w *widePattern) osa16(m, steps int, lengths *[group]uint8) {
	ones := archsimd.BroadcastUint16x32(0xffff)
	var notA, notB, downA, downB, diagonalA, diagonalB, beforeA, beforeB archsimd.Uint16x32
	lengthA := archsimd.LoadUint8x32((*[32]uint8)(lengths[:32])).ExtendToUint16()
	lengthB := archsimd.LoadUint8x32((*[32]uint8)(lengths[32:])).ExtendToUint16()
	place := archsimd.BroadcastUint16x32(uint16(steps))
	waitA, waitB := place.Sub(lengthA), place.Sub(lengthB)
	for j := steps - 1; j >= 0; j-- {
		row := &w.at[j&(laneLetters-1)]
		waitA, waitB = waitA.Add(ones), waitB.Add(ones)
		at := archsimd.LoadUint16x32((*[32]uint16)(row[:32]))
		exchanged := at.AndNot(diagonalA)
		exchanged = exchanged.Add(exchanged).And(beforeA)
		carried := downA.Add(downA).Sub(waitA.AsInt16x32().ShiftAllRight(15).AsUint16x32())
		diagonalA = notA.Sub(at.AndNot(notA)).Xor(notA).Or(exchanged.Or(at).Or(downA))
		right := notA.AndNot(diagonalA)
		right = right.Add(right)
		left := diagonalA.AndNot(notA)
		left = left.Add(left)
		notA, downA = diagonalA.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalA)
		beforeA = at

		at = archsimd.LoadUint16x32((*[32]uint16)(row[32:]))
		exchanged = at.AndNot(diagonalB)
		exchanged = exchanged.Add(exchanged).And(beforeB)
		carried = downB.Add(downB).Sub(waitB.AsInt16x32().ShiftAllRight(15).AsUint16x32())
		diagonalB = notB.Sub(at.AndNot(notB)).Xor(notB).Or(exchanged.Or(at).Or(downB))
		right = notB.AndNot(diagonalB)
		right = right.Add(right)
		left = diagonalB.AndNot(notB)
		left = left.Add(left)
		notB, downB = diagonalB.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalB)
		beforeB = at
	}
	used := archsimd.BroadcastUint16x32(1<<m - 1)
	lengthA.Add(used.AndNot(notA).OnesCount()).Sub(downA.And(used).OnesCount()).Store((*[32]uint16)(w.distant[:32]))
	lengthB.Add(used.AndNot(notB).OnesCount()).Sub(downB.And(used).OnesCount()).Store((*[32]uint16)(w.distant[32:]))
	archsimd.ClearAVXUpperBits()
}

// osa32 is osa16 of patterns of more than 16 letters, for the two vectors of
// lanes from first on.
func (w *widePattern) osa32(m, steps int, lengths *[group]uint8, first int) {
	ones := archsimd.BroadcastUint32x16(0xffffffff)
	var notA, notB, downA, downB, diagonalA, diagonalB, beforeA, beforeB archsimd.Uint32x16
	lengthA := archsimd.LoadUint8x16((*[16]uint8)(lengths[first:])).ExtendToUint32()
	lengthB := archsimd.LoadUint8x16((*[16]uint8)(lengths[first+16:])).ExtendToUint32()
	place := archsimd.BroadcastUint32x16(uint32(steps))
	waitA, waitB := place.Sub(lengthA), place.Sub(lengthB)
	for j := steps - 1; j >= 0; j-- {
		row := (*[32]uint32)(w.at32[j&(laneLetters-1)][first:])
		waitA, waitB = waitA.Add(ones), waitB.Add(ones)
		at := archsimd.LoadUint32x16((*[16]uint32)(row[:16]))
		exchanged := at.AndNot(diagonalA)
		exchanged = exchanged.Add(exchanged).And(beforeA)
		carried := downA.Add(downA).Sub(waitA.AsInt32x16().ShiftAllRight(31).AsUint32x16())
		diagonalA = notA.Sub(at.AndNot(notA)).Xor(notA).Or(exchanged.Or(at).Or(downA))
		right := notA.AndNot(diagonalA)
		right = right.Add(right)
		left := diagonalA.AndNot(notA)
		left = left.Add(left)
		notA, downA = diagonalA.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalA)
		beforeA = at

		at = archsimd.LoadUint32x16((*[16]uint32)(row[16:]))
		exchanged = at.AndNot(diagonalB)
		exchanged = exchanged.Add(exchanged).And(beforeB)
		carried = downB.Add(downB).Sub(waitB.AsInt32x16().ShiftAllRight(31).AsUint32x16())
		diagonalB = notB.Sub(at.AndNot(notB)).Xor(notB).Or(exchanged.Or(at).Or(downB))
		right = notB.AndNot(diagonalB)
		right = right.Add(right)
		left = diagonalB.AndNot(notB)
		left = left.Add(left)
		notB, downB = diagonalB.Or(carried).Or(right).AndNot(left), carried.Or(right).And(diagonalB)
		beforeB = at
	}
	used := archsimd.BroadcastUint32x16(uint32(1<<m - 1))
	distance := lengthA.Add(used.AndNot(notA).OnesCount()).Sub(downA.And(used).OnesCount())
	distance.TruncateToUint16().Store((*[16]uint16)(w.distant[first:]))
	distance = lengthB.Add(used.AndNot(notB).OnesCount()).Sub(downB.And(used).OnesCount())
	distance.TruncateToUint16().Store((*[16]uint16)(w.distant[first+16:]))
	archsimd.ClearAVXUpperBits()
}
