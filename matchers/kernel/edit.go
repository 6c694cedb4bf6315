package kernel

import "math/bits"

// OSA is the optimal string alignment distance: the fewest insertions,
// deletions, substitutions and exchanges of neighbours, where no letter is
// touched twice. One word holds a column of the table (Hyyrö 2003).
func (p *Pattern) OSA(name []byte) int {
	if len(p.text) > word {
		return p.osaLong(name)
	}
	up, down := ^uint64(0), uint64(0) // vertical steps of +1 and of -1
	var diagonal, before uint64
	for _, c := range name {
		at := p.at[c]
		exchanged := (^diagonal & at) << 1 & before
		diagonal = ((at & up) + up) ^ up | at | down | exchanged
		right := (down|^(diagonal|up))<<1 | 1
		left := (diagonal & up) << 1
		up, down = left|^(diagonal|right), right&diagonal
		before = at
	}
	return p.bottom(up, down, len(name))
}

// Levenshtein is OSA without exchanges (Myers 1999).
func (p *Pattern) Levenshtein(name []byte) int {
	if len(p.text) > word {
		return p.levenshteinLong(name)
	}
	up, down := ^uint64(0), uint64(0)
	for _, c := range name {
		at := p.at[c]
		diagonal := ((at & up) + up) ^ up | at | down
		right := (down|^(diagonal|up))<<1 | 1
		left := (diagonal & up) << 1
		up, down = left|^(diagonal|right), right&diagonal
	}
	return p.bottom(up, down, len(name))
}

// bottom reads the last cell of a column: its first is the length of the name.
func (p *Pattern) bottom(up, down uint64, length int) int {
	used := uint64(1)<<len(p.text) - 1
	return length + bits.OnesCount64(up&used) - bits.OnesCount64(down&used)
}

// scratch returns n numbers of any value.
func (p *Pattern) scratch(n int) []int {
	if cap(p.rows) < n {
		p.rows = make([]int, n)
	}
	return p.rows[:n]
}

func (p *Pattern) levenshteinLong(name []byte) int {
	m := len(p.text)
	row := p.scratch(m + 1)
	for i := range row {
		row[i] = i
	}
	for j, c := range name {
		corner := row[0]
		row[0] = j + 1
		for i, x := range p.text {
			cost := corner
			if x != c {
				cost++
			}
			corner = row[i+1]
			row[i+1] = min(cost, row[i]+1, corner+1)
		}
	}
	return row[m]
}

func (p *Pattern) osaLong(name []byte) int {
	m := len(p.text)
	all := p.scratch(3 * (m + 1))
	before, above, row := all[:m+1], all[m+1:2*(m+1)], all[2*(m+1):]
	for i := range row {
		row[i] = i
	}
	for j, c := range name {
		before, above, row = above, row, before
		row[0] = j + 1
		for i, x := range p.text {
			cost := above[i]
			if x != c {
				cost++
			}
			cost = min(cost, row[i]+1, above[i+1]+1)
			if i > 0 && j > 0 && x == name[j-1] && p.text[i-1] == c {
				cost = min(cost, before[i-1]+1)
			}
			row[i+1] = cost
		}
	}
	return row[m]
}

// Damerau is the distance with exchanges of letters that may have others
// inserted between them, or be touched again (Lowrance and Wagner 1975): unlike
// OSA it obeys the triangle inequality. It takes time and memory by the product
// of the lengths.
func (p *Pattern) Damerau(name []byte) int {
	m, n := len(p.text), len(name)
	// The table has a border of two before the letters: what cannot be, and
	// what the empty name costs.
	width := m + 2
	d := p.scratch((n + 2) * width)
	never := m + n
	d[0] = never
	for i := range m + 1 {
		d[i+1], d[width+i+1] = never, i
	}
	for j := range n + 1 {
		d[(j+1)*width], d[(j+1)*width+1] = never, j
	}
	var lastRow [256]int // by letter: the last place of the name before this one, from 1
	for j := 1; j <= n; j++ {
		c, lastMatch := name[j-1], 0
		row, above := d[(j+1)*width:(j+2)*width], d[j*width:(j+1)*width]
		for i := 1; i <= m; i++ {
			jj, ii := lastRow[p.text[i-1]], lastMatch
			cost := above[i] + 1
			if p.text[i-1] == c {
				cost = above[i]
				lastMatch = i
			}
			exchange := d[jj*width+ii] + (j - jj - 1) + 1 + (i - ii - 1)
			row[i+1] = min(cost, row[i]+1, above[i+1]+1, exchange)
		}
		lastRow[c] = j
	}
	return d[(n+2)*width-1]
}
