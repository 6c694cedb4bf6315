package places

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// parts remembers what stands between two commas of an address, read by itself:
// its tokens, the units it names with their types, its tidy form. Nothing of
// that looks beyond a comma, but for what tangled knows of.
//
// The table is bounded: when it is full it forgets everything, which costs time
// and changes no answer. Parts with many digits, and long ones, are not kept:
// nobody will ask for them again.
type parts struct {
	slots   []part // open addressing, a power of two
	used    int
	kept    partStore
	passing partStore // parts of the text at hand that are not kept
	spare   [maxParts]part
	nspare  int
	one     Parser // reads one part
	counts  Memory
}

// Memory counts what a parser has found remembered.
type Memory struct {
	Texts int // that Read was given
	Whole int // of them, those that could not be read part by part
	Parts int // looked up
	Known int // of them, those that were remembered

	Answered int // texts whose units were remembered together
}

// Memory says how much of what Read was given it had met before.
func (p *Parser) Memory() Memory { return p.parts.counts }

// partStore is the memory of parts.
type partStore struct {
	bytes    []byte
	tokens   []token
	mentions []mention
}

// part holds no pointer, so that the garbage collector passes its table by.
type part struct {
	hash     uint32 // 0 is a free slot
	at       uint32 // of the raw text in bytes
	token    uint32 // the first of n tokens and a sentinel
	mention  uint32
	raw, n   uint16
	mentions uint8
	flags    uint8
	edges    uint8
	known    uint8 // by mode: tidy is known
	same     uint8 // by mode: tidy has the same letters
	forms    [modes]struct {
		at uint32
		n  uint16
	}
}

// What a part says of the whole text.
const (
	partCases     = upperCase | lowerCase
	partMarked    = 1 << 2 // see reading.marked
	partAnnounces = 1 << 3 // see announcesDistrict
	partShort     = 1 << 4 // has an abbreviation of a province behind a type
	partRough     = 1 << 5 // must be read as a whole
	partUnknown   = 1 << 6 // announces a unit of a name that is not known, or not whole
)

// What stands at the edges of a part.
const (
	edgePho   = 1 << iota // the first word may be phố
	edgeJoins             // the last word may stand before phố: khu phố, tổ dân phố
)

// The tidy form depends on whether the whole text is in capitals or small
// letters alone and, with partShort, on whether it writes marks.
const (
	modeTitle  = 1
	modeMarked = 2
	modes      = 4
)

const (
	// maxSlots, maxKeptTokens and maxKeptBytes bound the memory of one parser:
	// 4 MiB of slots, and up to 10 MiB of what they hold.
	maxSlots      = 1 << 16
	maxKept       = maxSlots / 4 * 3
	maxKeptTokens = maxKept * 5
	maxKeptBytes  = 1 << 21
	firstSlots    = 1 << 8
	maxPart       = 64 // bytes of a part that is kept
	maxPartDigits = 3  // digits of a part that is kept
)

// tangled says whether two parts beside each other would be read otherwise
// together: "tổ dân, phố Quan Nhân".
func (s *part) tangled(next *part) bool {
	return s.edges&edgeJoins != 0 && next.edges&edgePho != 0
}

// makeRoom makes sure that the parts of one text can be kept without moving
// others; it says whether all were forgotten.
func (t *parts) makeRoom() (forgotten bool) {
	t.nspare = 0
	t.passing.reset()
	switch {
	case t.used+maxParts > maxKept, len(t.kept.tokens) > maxKeptTokens, len(t.kept.bytes) > maxKeptBytes:
		clear(t.slots)
		t.used = 0
		t.kept.reset()
		return true
	case t.used+maxParts > len(t.slots)/4*3:
		old := t.slots
		t.slots = make([]part, max(2*len(old), firstSlots))
		for i := range old {
			if s := &old[i]; s.hash != 0 {
				*t.free(s.hash) = *s
			}
		}
		t.kept.grow(len(t.slots) / 4 * 3)
	}
	return false
}

// grow makes room for so many parts at once: step by step would copy more than
// it keeps.
func (s *partStore) grow(parts int) {
	s.bytes = slices.Grow(s.bytes, max(0, 32*parts-len(s.bytes)))
	s.tokens = slices.Grow(s.tokens, max(0, 4*parts-len(s.tokens)))
	s.mentions = slices.Grow(s.mentions, max(0, parts/2-len(s.mentions)))
}

func (s *partStore) reset() {
	s.bytes, s.tokens, s.mentions = s.bytes[:0], s.tokens[:0], s.mentions[:0]
}

func (t *parts) free(hash uint32) *part {
	mask := uint32(len(t.slots) - 1)
	i := hash & mask
	for t.slots[i].hash != 0 {
		i = (i + 1) & mask
	}
	return &t.slots[i]
}

// part looks a part up, or reads it. The result is valid until the next makeRoom.
func (t *parts) part(raw []byte) (*part, *partStore) {
	t.counts.Parts++
	hash := hashPart(raw)
	mask := uint32(len(t.slots) - 1)
	i := hash & mask
	for ; t.slots[i].hash != 0; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.hash == hash && int(s.raw) == len(raw) && bytes.Equal(t.kept.bytes[s.at:][:s.raw], raw) {
			t.counts.Known++
			return s, &t.kept
		}
	}
	s, to := &t.slots[i], &t.kept
	if len(raw) > maxPart || manyDigits(raw) {
		s, to = &t.spare[t.nspare], &t.passing
		t.nspare++
	} else {
		t.used++
	}
	*s = part{hash: hash}
	t.one.readPart(s, to, raw)
	return s, to
}

// tidy returns the tidy form of a part, and whether it has the same letters.
func (t *parts) tidy(s *part, from *partStore, mode int) (text []byte, same bool) {
	if s.flags&partShort == 0 {
		mode &^= modeMarked
	}
	f := &s.forms[mode]
	if s.known>>mode&1 == 0 {
		t.one.look(from.bytes[s.at:][:s.raw])
		t.one.writePart(s, from, mode)
	}
	return from.bytes[f.at:][:f.n], s.same>>mode&1 != 0
}

// writePart lays down the tidy form of the part that was looked at last.
func (p *Parser) writePart(s *part, to *partStore, mode int) {
	w := writer{p: p, dst: to.bytes, start: len(to.bytes), title: mode&modeTitle != 0, marked: mode&modeMarked != 0}
	w.write()
	to.bytes = w.dst
	s.forms[mode].at, s.forms[mode].n = uint32(w.start), uint16(len(w.dst)-w.start)
	s.known |= 1 << mode
	if sameText(p.text, w.dst[w.start:]) {
		s.same |= 1 << mode
	}
}

// readPart reads a part by itself and lays down what it says.
func (p *Parser) readPart(s *part, to *partStore, raw []byte) {
	p.look(raw)
	r := &p.r
	s.at, s.raw, s.n = uint32(len(to.bytes)), uint16(len(raw)), uint16(r.n)
	to.bytes = append(to.bytes, raw...)
	s.token = uint32(len(to.tokens))
	to.tokens = append(to.tokens, r.tokens...)
	s.mention, s.mentions = uint32(len(to.mentions)), uint8(len(p.mentions))
	to.mentions = append(to.mentions, p.mentions...)
	s.flags = r.cases
	if r.marked {
		s.flags |= partMarked
	}
	if r.announcesDistrict() {
		s.flags |= partAnnounces
	}
	if r.rough || r.tooLong() {
		s.flags |= partRough
	}
	if p.unknownAt(isProvince|isDistrict|isCommune).typ != typeNone {
		s.flags |= partUnknown
	}
	for i := range p.mentions {
		if p.t.shortOf(&p.mentions[i]) != nil {
			s.flags |= partShort
		}
	}
	s.edges = r.edges()
	mode := 0 // as a rule a part is written as the whole text is
	if r.cases == upperCase {
		mode = modeTitle
	}
	if s.flags&partShort == 0 {
		p.writePart(s, to, mode)
	}
}

// tooLong says whether a token is too long for its sums to be taken apart.
func (r *reading) tooLong() bool {
	for i := range r.n {
		if r.tokens[i+1].off-r.tokens[i].off > maxName {
			return true
		}
	}
	return false
}

func (r *reading) edges() (e uint8) {
	if r.n == 0 {
		return 0
	}
	if r.tokens[0].word == wordPho {
		e |= edgePho
	}
	switch r.tokens[r.n-1].word {
	case wordKhu, wordDan, wordThanh, wordT:
		e |= edgeJoins
	}
	return e
}

// manyDigits says whether a part has more digits than one that is kept.
func manyDigits(raw []byte) bool {
	n := 0
	for _, c := range raw {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n > maxPartDigits
}

// hashPart hashes a part, eight bytes at a time; never 0. Private to the
// process: nothing stored depends on it.
func hashPart(part []byte) uint32 {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
	h := uint64(len(part)) * k1
	for len(part) >= 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(part), k0)
		h = hi ^ lo
		part = part[8:]
	}
	var last uint64
	switch n := len(part); {
	case n >= 4: // the two halves overlap
		last = uint64(binary.LittleEndian.Uint32(part)) | uint64(binary.LittleEndian.Uint32(part[n-4:]))<<32
	case n > 0:
		last = uint64(part[0]) | uint64(part[n/2])<<8 | uint64(part[n-1])<<16
	}
	hi, lo := bits.Mul64(h^last, k1)
	return uint32((hi^lo)>>32) | 1<<31
}
