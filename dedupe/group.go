package dedupe

import "slices"

// grouper finds the groups of one partition by a table of their keys. It is
// the scratch of one goroutine.
type grouper struct {
	table   []uint32 // hash → 1 + the entry of the group that was met last
	before  []uint32 // entry → 1 + the entry of its group that was met before
	coded   []uint64 // code and row of the entries of a group: see tellApart
	several []uint32 // places in the table of groups of more than one entry
}

// at gives an entry of the blocks of a partition, all of which but the last of
// each worker are full.
func at(blocks []*block, e uint32) *entry { return &blocks[e/blockEntries].list[e%blockEntries] }

// settle settles each group of a partition.
func (g *grouper) settle(s *Settlement, blocks []*block) {
	size := 16
	for size < 2*blockEntries*len(blocks) {
		size *= 2
	}
	g.table, g.before, g.several = cleared(g.table, size), cleared(g.before, blockEntries*len(blocks)), g.several[:0]
	for i, b := range blocks {
		for k := range b.list[:b.n] {
			g.add(blocks, uint32(i*blockEntries+k))
		}
	}
	for _, place := range g.several {
		g.group(s, blocks, g.table[place]-1)
	}
}

// add puts an entry into its group.
func (g *grouper) add(blocks []*block, i uint32) {
	e := at(blocks, i)
	mask := uint32(len(g.table) - 1)
	for place := uint32(e.hash()) & mask; ; place = (place + 1) & mask {
		there := g.table[place]
		if there == 0 {
			g.table[place] = i + 1
			return
		}
		if o := at(blocks, there-1); o.key == e.key && o.kind() == e.kind() {
			if g.before[there-1] == 0 {
				g.several = append(g.several, place)
			}
			g.before[i] = there
			g.table[place] = i + 1
			return
		}
	}
}

// group settles the rows of one person, one identity or one number, from the
// entry met last.
func (g *grouper) group(s *Settlement, blocks []*block, last uint32) {
	newest := at(blocks, last)
	first, differ, apart := newest.row, false, false
	for i := last + 1; i != 0; i = g.before[i-1] {
		e := at(blocks, i-1)
		first = min(first, e.row)
		differ = differ || e.who != newest.who
		apart = apart || e.apart() != newest.apart()
	}
	for i := last + 1; i != 0; i = g.before[i-1] {
		e := at(blocks, i-1)
		var flags uint32
		switch {
		case e.kind() == kindNumber && differ:
			flags = flagShared
		case e.kind() == kindPerson && differ:
			flags = flagClaimed
		}
		if flags != 0 {
			s.flag(e.row, flags)
		}
		if e.kind() != kindNumber && !apart && e.row != first {
			s.repeats(e.row, first)
		}
	}
	if apart {
		g.tellApart(s, blocks, last, first)
	}
}

// tellApart settles a group whose rows have codes of their own: only a row of
// the same code, or of none, repeats an earlier one.
func (g *grouper) tellApart(s *Settlement, blocks []*block, last, first uint32) {
	g.coded = g.coded[:0]
	for i := last + 1; i != 0; i = g.before[i-1] {
		switch e := at(blocks, i-1); {
		case e.apart() != 0:
			g.coded = append(g.coded, uint64(e.apart())<<32|uint64(e.row))
		case e.row != first:
			s.repeats(e.row, first)
		}
	}
	slices.Sort(g.coded)
	several := g.coded[0]>>32 != g.coded[len(g.coded)-1]>>32
	of := uint64(0) // the first row of the code
	for i, c := range g.coded {
		if several {
			s.flag(uint32(c), flagSeveral)
		}
		if i > 0 && c>>32 == of>>32 {
			s.repeats(uint32(c), uint32(of))
		} else {
			of = c
		}
	}
}

// cleared gives a slice of n zeros.
func cleared(s []uint32, n int) []uint32 {
	if cap(s) < n {
		return make([]uint32, n)
	}
	s = s[:n]
	clear(s)
	return s
}
