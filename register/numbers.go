package register

import "sort"

// numberIndex finds a personal ID in the sorted column: the directory gives
// the people of its first six digits, whose other six are spread evenly or run
// on, so that a proportional guess lands near.
type numberIndex struct {
	dir  []uint32
	pins []uint64
}

// find returns the ordinal of a personal ID, or NoPerson and false.
func (x numberIndex) find(pin uint64) (uint32, bool) {
	prefix := pin / suffixEnd
	if prefix+1 >= uint64(len(x.dir)) {
		return NoPerson, false
	}
	lo, hi := int(x.dir[prefix]), int(x.dir[prefix+1])
	if lo >= hi || hi > len(x.pins) { // beyond the column only in a damaged file
		return NoPerson, false
	}
	group := x.pins[lo:hi]
	if i := search(group, pin); i < len(group) && group[i] == pin {
		return uint32(lo + i), true
	}
	return NoPerson, false
}

// search is the first place in an ascending list whose value is not below v.
func search(list []uint64, v uint64) int {
	lo, hi := 0, len(list) // list[:lo] < v <= list[hi:]
	for tries := 0; hi-lo > 8; tries++ {
		first, last := list[lo], list[hi-1]
		switch {
		case v <= first:
			return lo
		case v > last:
			return hi
		case tries > 4: // not spread evenly
			return lo + sort.Search(hi-lo, func(i int) bool { return list[lo+i] >= v })
		}
		at := lo + int(float64(hi-1-lo)*(float64(v-first)/float64(last-first)))
		if list[at] < v {
			lo = at + 1
		} else {
			hi = at
		}
	}
	for lo < hi && list[lo] < v {
		lo++
	}
	return lo
}
