package dedupe

import (
	"sync"
	"unsafe"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// entry is one row's part in one group.
type entry struct {
	key  uint64 // what the group has in common
	who  uint64 // whom the row means by it; kinds person and number
	row  uint32 // global row
	what uint32 // its kind, and above it what tells the row from others of one person
}

const (
	kindPerson uint32 = iota
	kindIdentity
	kindNumber

	kindBits = 2
	kindMask = 1<<kindBits - 1
)

func (e *entry) kind() uint32 { return e.what & kindMask }

// apart is equal for rows that nothing tells apart.
func (e *entry) apart() uint32 { return e.what >> kindBits }

// hash spreads what a group has in common over 64 bits.
func (e *entry) hash() uint64 {
	h := (e.key ^ uint64(e.kind())<<62) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

const (
	entrySize      = int64(unsafe.Sizeof(entry{}))
	pairEntries    = 5       // two rows contribute: whom each is about, its number, and another number of one
	partitionRows  = 1 << 13 // rows whose entries are settled at a time, in a processor's cache
	blockEntries   = 1 << 8  // entries that a worker collects before it hands them over
	memoryFloor    = 64 << 20
	mostPartitions = 1 << 16
)

// block is some entries of one partition.
type block struct {
	n    int
	list [blockEntries]entry
}

// cut says how the entries of a job are divided: into partitions by the hash of
// their keys, of which some are looked for in each of several passes over the
// spills. So nothing has to be written, however little memory there is.
type cut struct {
	passes  int
	perPass int // partitions
}

func cutOf(rows int64, o Options) cut {
	memory := max(o.Memory, memoryFloor)
	n := min(max(rows/partitionRows, 1), mostPartitions)
	open := int64(max(o.Workers, 1)) * int64(unsafe.Sizeof(block{})) // blocks of a partition that are not full
	need := rows*pairEntries/2*entrySize + n*open
	passes := (need + memory - 1) / memory
	return cut{passes: int(passes), perPass: int((n + passes - 1) / passes)}
}

// of is the partition of an entry in a pass, -1 if it belongs to another.
func (c cut) of(e *entry, pass int) int {
	at := int((e.hash()>>32)*uint64(c.passes*c.perPass)>>32) - pass*c.perPass
	if uint(at) >= uint(c.perPass) {
		return -1
	}
	return at
}

// partitions holds the entries of one pass. Blocks are used again in the next.
type partitions struct {
	mu   sync.Mutex
	list [][]*block
	free []*block
}

// swap takes a block that is full, or the last, and gives an empty one.
func (ps *partitions) swap(at int, full *block) *block {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if full != nil {
		ps.list[at] = append(ps.list[at], full)
	}
	if n := len(ps.free); n > 0 {
		b := ps.free[n-1]
		ps.free = ps.free[:n-1]
		b.n = 0
		return b
	}
	return new(block)
}

// take gives the blocks of a partition; clear gives them back.
func (ps *partitions) clear(at int) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.free = append(ps.free, ps.list[at]...)
	ps.list[at] = ps.list[at][:0]
}

// scatterer distributes the entries of some parts. It belongs to one goroutine.
// Entries reach a partition in any order.
type scatterer struct {
	cut    cut
	pass   int
	to     *partitions
	open   []*block // by partition
	reader Spiller
}

func (s *scatterer) add(e entry) {
	at := s.cut.of(&e, s.pass)
	if at < 0 {
		return
	}
	b := s.open[at]
	if b == nil || b.n == blockEntries {
		b = s.to.swap(at, b)
		s.open[at] = b
	}
	b.list[b.n] = e
	b.n++
}

// finish hands over what is not full.
func (s *scatterer) finish() {
	s.to.mu.Lock()
	defer s.to.mu.Unlock()
	for at, b := range s.open {
		if b != nil {
			s.to.list[at] = append(s.to.list[at], b)
			s.open[at] = nil
		}
	}
}

// part adds the entries of a spill: whom each row is about (the person, or for
// an unlinked row the identity it submitted) and the numbers it used.
func (s *scatterer) part(spill Spill) error {
	p, err := s.reader.open(spill.Path)
	if err != nil {
		return err
	}
	cmnds, aparts := p.cmnd, p.apart
	for i := range p.rows {
		row := uint32(spill.Part.StartRow) + uint32(i)
		var cmnd schemas.Number
		if p.rare[i]&hasCMND != 0 {
			cmnd, cmnds = numberAt(cmnds), cmnds[6:]
		}
		apart := uint32(0)
		if p.rare[i]&hasApart != 0 {
			apart, aparts = half(aparts, 0), aparts[4:]
		}
		if verdictOf(word(p.class, i)) == schemas.Rejected {
			continue
		}
		pin, identity, person := numberAt(p.pin[6*i:]), word(p.identity, i), half(p.person, i)
		who := identity
		if person != pipeline.NoPerson {
			who = uint64(person) << 1
			s.add(entry{what: kindPerson | apart<<kindBits, key: uint64(person), who: identity, row: row})
		} else {
			s.add(entry{what: kindIdentity | apart<<kindBits, key: identity ^ uint64(pin)*0x9e3779b97f4a7c15 ^ uint64(cmnd)*0xff51afd7ed558ccd, row: row})
		}
		if pin != 0 {
			s.add(entry{what: kindNumber, key: uint64(pin), who: who, row: row})
		}
		if cmnd != 0 {
			s.add(entry{what: kindNumber, key: uint64(cmnd), who: who, row: row})
		}
	}
	return nil
}
