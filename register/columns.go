package register

import (
	"encoding/binary"

	"github.com/cespare/xxhash/v2"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// columns is a snapshot's people as they will lie in the file.
type columns struct {
	people int

	hot       []hot
	death     []uint32
	birthProv []uint8
	household []uint64
	kin       [3][]uint32
	addrHash  []uint32
	ethnic    []uint16
	full      textIndex
	address   textIndex
	sparse    sparse
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

// textIndex is where the texts of a column begin: an absolute offset for each
// group of entries, one relative to it for each entry, and the end.
type textIndex struct {
	base []uint64
	off  []uint32
}

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
	rareOrd       []uint32 // not stored: names with a word without a code
	rare          []kernel.FoldedName
}

func (s *sparse) append(t *sparse) {
	s.longOrd, s.long = append(s.longOrd, t.longOrd...), append(s.long, t.long...)
	s.moreOrd, s.more = append(s.moreOrd, t.moreOrd...), append(s.more, t.more...)
	s.formerOrd, s.former = append(s.formerOrd, t.formerOrd...), append(s.former, t.former...)
	s.otherOrd, s.otherName = append(s.otherOrd, t.otherOrd...), append(s.otherName, t.otherName...)
	s.otherLen, s.otherText = append(s.otherLen, t.otherLen...), append(s.otherText, t.otherText...)
	s.rareOrd, s.rare = append(s.rareOrd, t.rareOrd...), append(s.rare, t.rare...)
}

// reset empties the lists and keeps their memory.
func (s *sparse) reset() {
	*s = sparse{
		longOrd: s.longOrd[:0], long: s.long[:0], moreOrd: s.moreOrd[:0], more: s.more[:0],
		formerOrd: s.formerOrd[:0], former: s.former[:0], otherOrd: s.otherOrd[:0], otherName: s.otherName[:0],
		otherLen: s.otherLen[:0], otherText: s.otherText[:0], rareOrd: s.rareOrd[:0], rare: s.rare[:0],
	}
}

func newTextIndex(n int) textIndex {
	return textIndex{base: make([]uint64, n>>groupBits+1), off: make([]uint32, n+1)}
}

func newColumns(n int) *columns {
	c := &columns{
		people: n, hot: make([]hot, n), death: make([]uint32, n), birthProv: make([]uint8, n), household: make([]uint64, n),
		addrHash: make([]uint32, n), ethnic: make([]uint16, n),
		full: newTextIndex(n), address: newTextIndex(n),
	}
	for i := range c.kin {
		c.kin[i] = make([]uint32, n)
	}
	return c
}

// gatherer fills the columns of one span of people.
type gatherer struct {
	*columns
	words   *kernel.Syllabary // base and extra words
	coder   *kernel.Coder     // over words
	numbers *numberIndex
	found   findings
	sparse  sparse // of this span
	names   []byte // full names of this span, one after the other
	addrs   []byte
}

// put copies a person to its ordinal.
func (g *gatherer) put(p uint32, c *chunk, r *record, ethnic []uint16) {
	g.hot[p] = hot{birth: r.birth, cmnd: r.cmnd, commune: r.commune, province: r.province, facts: r.facts}
	g.death[p], g.birthProv[p], g.household[p] = uint32(r.death), r.birthProv, r.household
	g.ethnic[p] = ethnic[r.ethnic]
	name, addr := c.name(r), c.address(r)
	g.addrHash[p] = hashAddress(addr)
	g.putName(p, r, name)
	g.full.off[p], g.address.off[p] = uint32(len(g.names)), uint32(len(g.addrs)) // relative to the span, see settleTexts
	g.names, g.addrs = append(g.names, name...), append(g.addrs, addr...)
	if r.rest > 0 {
		g.putLists(p, c.restOf(r))
	}
	for i, pin := range r.kin {
		g.putKin(p, i, pin, r)
	}
}

func (g *gatherer) putName(p uint32, r *record, text []byte) {
	if r.marks&(markOdd|markLong) == 0 {
		g.hot[p].name = r.name
		return
	}
	var name kernel.Name
	if g.words.Encode(text, &name) > 0 {
		g.putRare(p, text)
	}
	if name.Len <= shortName {
		g.hot[p].name = packShort(&name)
		return
	}
	g.sparse.longOrd = append(g.sparse.longOrd, p)
	g.sparse.long = append(g.sparse.long, packLong(&name))
}

// putRare keeps the hashes of a name with a word for which the syllabary had no
// room: its codes no longer tell them.
func (g *gatherer) putRare(p uint32, text []byte) {
	var name kernel.Name
	g.coder.Reserve()
	g.coder.Encode(text, &name)
	g.sparse.rareOrd = append(g.sparse.rareOrd, p)
	g.sparse.rare = append(g.sparse.rare, g.coder.Hashes(&name))
}

func (g *gatherer) putLists(p uint32, l rest) {
	s := &g.sparse
	for b := l.cmnd; len(b) > 0; b = b[4:] {
		s.moreOrd, s.more = append(s.moreOrd, p), append(s.more, binary.LittleEndian.Uint32(b))
	}
	for b := l.former; len(b) > 0; b = b[8:] {
		s.formerOrd, s.former = append(s.formerOrd, p), append(s.former, binary.LittleEndian.Uint64(b))
	}
	for text, ok := l.nextName(); ok; text, ok = l.nextName() {
		var name kernel.Name
		g.words.Encode(text, &name)
		s.otherOrd, s.otherName = append(s.otherOrd, p), append(s.otherName, packLong(&name))
		s.otherLen, s.otherText = append(s.otherLen, uint32(len(text))), append(s.otherText, text...)
	}
}

func (g *gatherer) putKin(p uint32, which int, pin uint64, r *record) {
	at := uint32(NoPerson)
	if pin != 0 {
		var found bool
		if at, found = g.numbers.find(pin); !found {
			g.found[ProblemRelative].add(Address{r.file, r.row})
		}
	}
	g.kin[which][p] = at
}

// hashAddress is 32 bits of the address text, 0 only when there is none.
func hashAddress(text []byte) uint32 {
	if len(text) == 0 {
		return 0
	}
	return max(uint32(xxhash.Sum64(text)), 1)
}

// settleTexts turns offsets within a span (which begins with a group) into
// offsets within their groups, at being the end of the texts of all earlier
// spans.
func (x *textIndex) settleTexts(from, to int, at uint64) {
	for group := from; group < to; group += groupSize {
		first := x.off[group]
		x.base[group>>groupBits] = at + uint64(first)
		for p := group; p < min(group+groupSize, to); p++ {
			x.off[p] -= first
		}
	}
}

// close sets the end of the last text, at being the end of all.
func (x *textIndex) close(at uint64) {
	n := len(x.off) - 1
	if n&(groupSize-1) == 0 {
		x.base[n>>groupBits] = at
	}
	x.off[n] = uint32(at - x.base[n>>groupBits])
}

// settleLong points the names of more than four syllables at their table.
func (c *columns) settleLong() {
	for i, p := range c.sparse.longOrd {
		c.hot[p].name = [shortName]uint16{longMark, uint16(i), uint16(i >> 16)}
	}
}

// birthOf is the birth date of a person.
func (c *columns) birthOf(p uint32) schemas.Date { return c.hot[p].birth }
