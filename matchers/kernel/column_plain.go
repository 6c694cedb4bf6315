package kernel

import "math/bits"

// plainEqual is the twin of the wide comparisons.
func plainEqual[T uint8 | uint16 | uint32](dst []uint64, column []T, v T) {
	for i := range dst {
		var word uint64
		for j, x := range column[i*64 : min(i*64+64, len(column))] {
			var bit uint64
			if x == v {
				bit = 1
			}
			word |= bit << j
		}
		dst[i] = word
	}
}

// plainMatch is the twin of the wide matchU32.
func plainMatch(dst []uint64, column []uint32, m *Match) {
	for i := range dst {
		var word uint64
		for j, x := range column[i*64 : min(i*64+64, len(column))] {
			month, day := x>>m.DayAt>>5&15, x>>m.DayAt&31
			word |= uint64(m.Days[month]>>day&1) << j
			for _, w := range m.Wants {
				if x&w.Mask == w.Value {
					word |= 1 << j
				}
			}
		}
		dst[i] = word
	}
}

func plainOnes(bitmap []uint64) (n int) {
	for _, word := range bitmap {
		n += bits.OnesCount64(word)
	}
	return n
}

func plainLower(run []uint32, v uint32) (n int) {
	for _, x := range run {
		if x < v {
			n++
		}
	}
	return n
}
