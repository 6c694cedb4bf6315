package dedupe

// grouper finds the groups of one partition by a table of their keys. It is
// the scratch of one goroutine.
type grouper struct {
	table   []uint32 // hash → 1 + the entry of the group that was met last
	before  []uint32 // entry → 1 + the entry of its group that was met before
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
		if o := at(blocks, there-1); o.key == e.key && o.kind == e.kind {
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
	first, who, differ := at(blocks, last).row, at(blocks, last).who, false
	for i := last + 1; i != 0; i = g.before[i-1] {
		e := at(blocks, i-1)
		first = min(first, e.row)
		differ = differ || e.who != who
	}
	for i := last + 1; i != 0; i = g.before[i-1] {
		e := at(blocks, i-1)
		var flags uint32
		switch {
		case e.kind == kindNumber && differ:
			flags = flagShared
		case e.kind == kindPerson && differ:
			flags = flagClaimed
		}
		if e.kind != kindNumber && e.row != first {
			flags |= flagDuplicate
			s.first[e.row] = first + 1
		}
		if flags != 0 {
			s.flag(e.row, flags)
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
