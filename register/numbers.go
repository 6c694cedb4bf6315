package register

import (
	"math/bits"
	"slices"
)

// numberIndex finds a personal ID and gives one back. The sorted column keeps
// the low 32 bits of each number; steps says where the high bits change. The
// first six digits (place, century with gender, year) lead to a row of the
// directory, the six others to a cell of it: about sixteen people, one cache
// line.
type numberIndex struct {
	guard *guard   // of the file it lies in; nil in memory
	low   []uint32 // by ordinal
	steps []uint32 // steps[h] is the first ordinal whose number is at least h<<32
	rows  []uint32 // by first six digits: 1 + row of the directory, 0 for none
	cells []uint32 // of all rows, and the end
	shift uint     // of the other six digits, to give the cell
}

// suffixBits is how many bits six digits take.
const suffixBits = 20

// cellBits is how many bits of the suffix choose a cell, from the lengths of
// the two tables.
func cellBits(rows, cells int) int {
	if rows == 0 {
		return 0
	}
	return bits.Len(uint((cells-1)/rows)) - 1
}

// find returns the ordinal of a personal ID, or NoPerson and false.
func (x *numberIndex) find(pin uint64) (uint32, bool) {
	from, to := x.cell(pin)
	return x.among(from, to, pin)
}

// cell is where a number may stand.
func (x *numberIndex) cell(pin uint64) (from, to uint32) {
	prefix := pin / suffixEnd
	if prefix >= uint64(len(x.rows)) || *at(x.guard, x.rows, uint32(prefix)) == 0 {
		return 0, 0
	}
	cell := (uint64(*at(x.guard, x.rows, uint32(prefix)))-1)<<(suffixBits-x.shift) + (pin-prefix*suffixEnd)>>x.shift
	if cell+1 >= uint64(len(x.cells)) {
		return 0, 0
	}
	return *at(x.guard, x.cells, uint32(cell)), *at(x.guard, x.cells, uint32(cell+1))
}

// among finds a number in a cell: its people share all but the low bits.
func (x *numberIndex) among(from, to uint32, pin uint64) (uint32, bool) {
	if from >= to || int(to) > len(x.low) { // beyond the column only in a damaged file
		return NoPerson, false
	}
	for i, v := range whole(x.guard, x.low[from:to]) {
		if v == uint32(pin) {
			if p := from + uint32(i); x.pin(p) == pin {
				return p, true
			}
		}
	}
	return NoPerson, false
}

// pin is the number of a person.
func (x *numberIndex) pin(p uint32) uint64 {
	h, exact := slices.BinarySearch(x.steps, p)
	for ; exact && h+1 < len(x.steps) && x.steps[h+1] == p; h++ { // steps that nobody stands between
	}
	if !exact {
		h--
	}
	return uint64(max(h, 0))<<32 | uint64(*at(x.guard, x.low, p))
}

// indexNumbers makes the index of ascending personal IDs.
func indexNumbers(pins []uint64) *numberIndex {
	x := &numberIndex{low: make([]uint32, len(pins))}
	used := 0
	highest := 0
	for p, pin := range pins {
		x.low[p] = uint32(pin)
		for len(x.steps) <= int(pin>>32) {
			x.steps = append(x.steps, uint32(p))
		}
		if prefix := int(pin / suffixEnd); p == 0 || prefix != highest {
			highest = prefix
			used++
		}
	}
	width := min(bits.Len(uint(len(pins)/max(used, 1)/16)), 10)
	x.shift = uint(suffixBits - width)
	if len(pins) > 0 {
		x.rows = make([]uint32, highest+1)
	}
	x.cells = make([]uint32, used<<width+1)
	row, last := uint32(0), -1
	for _, pin := range pins {
		prefix := pin / suffixEnd
		if int(prefix) != last {
			row, last = row+1, int(prefix)
			x.rows[prefix] = row
		}
		x.cells[uint64(row-1)<<width+(pin-prefix*suffixEnd)>>x.shift+1]++
	}
	for i := 1; i < len(x.cells); i++ {
		x.cells[i] += x.cells[i-1]
	}
	return x
}
