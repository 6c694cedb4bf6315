package register

import (
	"encoding/binary"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// columns is what the indexes of a snapshot are made from, as it will lie in
// the file.
type columns struct {
	people int

	hot    []hot
	ethnic []uint16 // places in the builder's list, until Finish sorts it
	sparse sparse
}

// hot is what nearly every comparison reads of a person, side by side: one
// cache line instead of six. 20 bytes, as it lies in the file.
type hot struct {
	name     [shortName]uint16
	birth    schemas.Date
	cmnd     uint32 // the first one, and cmndMore
	commune  uint16
	province uint8
	facts    uint8
}

func (h *hot) gender() schemas.Gender { return min(schemas.Gender(h.facts&factGender), schemas.Female) }

// sparse is what few people have, by ascending ordinal.
type sparse struct {
	longOrd       []uint32 // not stored: the name column points at the table
	long          [][kernel.MaxSyllables]uint16
	moreOrd, more []uint32
	formerOrd     []uint32
	former        []uint64
	otherOrd      []uint32
	otherName     [][kernel.MaxSyllables]uint16
	otherLen      []uint32 // not stored: bytes of each other name
	otherText     []byte
	kinOrd        []uint32 // relatives who are not in the register: see kinNumber
	kin           []uint64
	rareOrd       []uint32 // not stored: names with a word without a code
	rare          []kernel.FoldedName
	late          []lateName // not stored
}

// lateName is a name that is coded when all words are known.
type lateName struct {
	at   uint64 // in the text section
	ord  uint32
	size uint16
}

// kinNumber is an entry of the table of relatives who are not in the register:
// which relative (0 father, 1 mother, 2 spouse) above the personal ID.
func kinNumber(which int, pin uint64) uint64 { return uint64(which)<<kinBits | pin }

const kinBits = 48

func (s *sparse) append(t *sparse) {
	s.longOrd, s.long = append(s.longOrd, t.longOrd...), append(s.long, t.long...)
	s.moreOrd, s.more = append(s.moreOrd, t.moreOrd...), append(s.more, t.more...)
	s.formerOrd, s.former = append(s.formerOrd, t.formerOrd...), append(s.former, t.former...)
	s.otherOrd, s.otherName = append(s.otherOrd, t.otherOrd...), append(s.otherName, t.otherName...)
	s.otherLen, s.otherText = append(s.otherLen, t.otherLen...), append(s.otherText, t.otherText...)
	s.kinOrd, s.kin = append(s.kinOrd, t.kinOrd...), append(s.kin, t.kin...)
	s.rareOrd, s.rare = append(s.rareOrd, t.rareOrd...), append(s.rare, t.rare...)
	s.late = append(s.late, t.late...)
}

// reset empties the lists and keeps their memory.
func (s *sparse) reset() {
	*s = sparse{
		longOrd: s.longOrd[:0], long: s.long[:0], moreOrd: s.moreOrd[:0], more: s.more[:0],
		formerOrd: s.formerOrd[:0], former: s.former[:0], otherOrd: s.otherOrd[:0], otherName: s.otherName[:0],
		otherLen: s.otherLen[:0], otherText: s.otherText[:0], kinOrd: s.kinOrd[:0], kin: s.kin[:0],
		rareOrd: s.rareOrd[:0], rare: s.rare[:0], late: s.late[:0],
	}
}

func newColumns(o *ordered) *columns {
	n := len(o.pins)
	return &columns{people: n, hot: make([]hot, n), ethnic: make([]uint16, n)}
}

// cold is the columns that decide seldom, of the people of one slice. They go
// to the file slice by slice.
type cold struct {
	birthProv []uint8
	death     []uint32
	household []uint64
	updated   []uint64
	kin       [3][]uint32
	addrHash  []uint32
	textEnd   []uint32 // within texts
	texts     []byte
}

func (c *cold) reset(n int) {
	c.birthProv, c.death, c.household, c.updated = sized(c.birthProv, n), sized(c.death, n), sized(c.household, n), sized(c.updated, n)
	for i := range c.kin {
		c.kin[i] = sized(c.kin[i], n)
	}
	c.addrHash, c.textEnd, c.texts = sized(c.addrHash, n), sized(c.textEnd, n), c.texts[:0]
}

// sized returns a list of n entries, its content undefined.
func sized[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, n, n+n/8)
	}
	return list[:n]
}

// gatherer fills the columns of slices; one goroutine's scratch.
type gatherer struct {
	*assembly
	cold    cold
	sparse  sparse
	loaded  loaded
	found   findings
	unknown unknownWords

	searches  []search
	relatives []relative // who asks
}

// relative is whom a search is for: the person at a place of the slice, which
// relative of his, and where the row stood.
type relative struct {
	at, which uint32
	place     uint64
}

// gather settles which row of each number of a slice counts and fills its
// columns.
func (g *gatherer) gather(s slice) error {
	if err := g.spill.load(s.from, s.to, &g.loaded); err != nil {
		return err
	}
	first := g.order.dir[s.from]
	g.sparse.reset()
	g.cold.reset(int(g.order.dir[s.to] - first))
	g.searches, g.relatives = g.searches[:0], g.relatives[:0]
	entries := g.loaded.entries
	for at := 0; len(entries) > 0; at++ {
		same := 1
		for same < len(entries) && entries[same]>>entryPlace == entries[0]>>entryPlace {
			same++
		}
		g.put(first+uint32(at), at, g.newest(entries[:same]))
		entries = entries[same:]
	}
	g.findRelatives(first)
	return nil
}

// newest chooses among rows of one number and reports the others.
func (g *gatherer) newest(group []uint64) []byte {
	best := g.loaded.record(group[0])
	for _, entry := range group[1:] {
		lost := g.loaded.record(entry)
		if g.newer(lost, best) > 0 {
			best, lost = lost, best
		}
		g.found[ProblemDuplicate].add(readRecord(lost).at())
	}
	return best
}

// put copies person p, the at-th of its slice, into the columns.
func (g *gatherer) put(p uint32, at int, raw []byte) {
	r, c := readRecord(raw), &g.cold
	parts := r.parts(raw)
	g.cols.hot[p] = hot{name: r.name, birth: r.birth, cmnd: r.cmnd, commune: r.commune, province: r.province, facts: r.facts}
	g.cols.ethnic[p] = r.ethnic
	c.birthProv[at], c.death[at], c.household[at], c.updated[at] = r.birthProv, uint32(parts.death), r.household, uint64(r.updated)
	c.addrHash[at] = r.addrHash
	for i, pin := range parts.kin {
		c.kin[i][at] = NoPerson
		if pin != 0 {
			g.searches, g.relatives = append(g.searches, search{pin: pin}), append(g.relatives, relative{uint32(at), uint32(i), r.place})
		}
	}
	if r.marks&markOdd != 0 {
		g.unknown.count(g.base, parts.name)
	}
	g.putText(p, r, &parts)
	if r.rest > 0 {
		g.putLists(p, restOf(parts.lists), r)
	}
	c.textEnd[at] = uint32(len(c.texts))
}

// putText puts the name, where the codes do not spell it, behind its length,
// and the address.
func (g *gatherer) putText(p uint32, r *record, parts *parts) {
	c := &g.cold
	if r.facts&factSpelled != 0 {
		c.texts = binary.LittleEndian.AppendUint16(c.texts, r.nameLen)
		if r.marks&markLate != 0 { // at is within the slice until append
			g.sparse.late = append(g.sparse.late, lateName{at: uint64(len(c.texts)), ord: p, size: r.nameLen})
		}
		c.texts = append(c.texts, parts.name...)
	}
	c.texts = append(c.texts, parts.addr...)
}

// findRelatives turns the numbers of relatives into ordinals; those who are not
// in the register go to a table of their own.
func (g *gatherer) findRelatives(first uint32) {
	g.order.find(g.searches)
	for i, r := range g.relatives {
		q := g.searches[i].at
		g.cold.kin[r.which][r.at] = q
		if q != NoPerson {
			continue
		}
		if at := address(r.place); at.File != noFile {
			g.found[ProblemRelative].add(at)
		}
		g.sparse.kinOrd = append(g.sparse.kinOrd, first+r.at)
		g.sparse.kin = append(g.sparse.kin, kinNumber(int(r.which), g.searches[i].pin))
	}
}

func (g *gatherer) putLists(p uint32, l rest, r *record) {
	s := &g.sparse
	for b := l.cmnd; len(b) > 0; b = b[4:] {
		s.moreOrd, s.more = append(s.moreOrd, p), append(s.more, binary.LittleEndian.Uint32(b))
	}
	for b := l.former; len(b) > 0; b = b[8:] {
		s.formerOrd, s.former = append(s.formerOrd, p), append(s.former, binary.LittleEndian.Uint64(b))
	}
	for text, ok := l.nextName(); ok; text, ok = l.nextName() {
		if r.marks&markOdd != 0 {
			g.unknown.count(g.base, text)
		}
		s.otherOrd, s.otherText = append(s.otherOrd, p), append(s.otherText, text...)
		s.otherLen = append(s.otherLen, uint32(len(text)))
	}
}

// settleLong points the names of more than four syllables at their table.
func (c *columns) settleLong() {
	for i, p := range c.sparse.longOrd {
		c.hot[p].name = [shortName]uint16{longMark, uint16(i), uint16(i >> 16)}
	}
}

// birthOf is the birth date of a person.
func (c *columns) birthOf(p uint32) schemas.Date { return c.hot[p].birth }
