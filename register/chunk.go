package register

import (
	"strings"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// A chunk holds chunkPeople people as the builder keeps them: fixed records
// and one arena of texts, so that the garbage collector sees no pointers.
const (
	chunkBits   = 14
	chunkPeople = 1 << chunkBits
)

type chunk struct {
	rec   []record
	text  []byte
	odd   []uint32 // people whose names have words outside the base syllabary
	names uint64   // bytes of all full names
	addrs uint64   // bytes of all addresses

	peoples  map[string]uint16 // ethnicity → place in the list
	peopleAt []string
}

// record is the fixed part of a person in a chunk.
type record struct {
	pin, household uint64
	updated        int64
	kin            [3]uint64 // personal ID values of father, mother, spouse
	row            int64
	file           uint32
	birth, death   schemas.Date
	cmnd           uint32 // the first one, and cmndMore
	text           uint32 // where name, address and lists begin in the arena
	rest           uint32 // bytes of the lists
	nameLen        uint16
	addrLen        uint16
	name           [4]uint16 // packed; not valid when marks say so
	commune        uint16
	ethnic         uint16 // place in the chunk's list + 1, 0 none
	birthProv      uint8
	province       uint8
	facts          uint8
	marks          uint8
}

// Marks of a record.
const (
	markOdd  = 1 << iota // a name has a word outside the base syllabary
	markLong             // more than four syllables
	markLost             // another row of the same number won
)

// newChunk returns an empty chunk. Once a full one has been seen, given the
// most text that one needed, it is made to hold as much without growing.
func newChunk(fullText int) *chunk {
	c := &chunk{peoples: make(map[string]uint16)}
	if fullText > 0 {
		c.rec, c.text = make([]record, 0, chunkPeople), make([]byte, 0, fullText+fullText/32)
	}
	return c
}

func (c *chunk) full() bool { return len(c.rec) == chunkPeople }

// add checks a person and takes it in.
func (c *chunk) add(b *Builder, p *Person, found *findings) {
	at := Address{p.File, p.Row}
	name := strings.TrimSpace(p.Name)
	switch {
	case !usable(p.PIN, schemas.PersonalID, endPIN):
		found[ProblemNoNumber].add(at)
		return
	case name == "":
		found[ProblemNoName].add(at)
		return
	}
	r := record{
		pin: p.PIN.Value(), household: p.Household, updated: p.Updated, kin: [3]uint64{p.Father, p.Mother, p.Spouse},
		row: p.Row, file: p.File, text: uint32(len(c.text)), birth: p.Birth, death: p.Death,
		birthProv: p.BirthProvince, province: p.Province, commune: p.Commune,
	}
	r.check(b.units, found)
	r.facts = uint8(min(p.Gender, schemas.Female)) | uint8(min(p.Status, Missing))<<factStatus
	r.nameLen = uint16(c.keep(name, maxNameBytes, &r, found))
	r.addrLen = uint16(c.keep(strings.TrimSpace(p.Address), maxAddressBytes, &r, found))
	c.names, c.addrs = c.names+uint64(r.nameLen), c.addrs+uint64(r.addrLen)
	c.code(b.words, &r)
	c.lists(b.words, p, &r, found)
	c.ethnicity(p.Ethnicity, &r, found)
	if r.marks&markOdd != 0 {
		c.odd = append(c.odd, uint32(len(c.rec)))
	}
	c.rec = append(c.rec, r)
}

// check leaves out what is no date and no unit.
func (r *record) check(u *units, found *findings) {
	at := Address{r.file, r.row}
	if !r.birth.Valid() {
		r.birth = 0
		found[ProblemBirthDate].add(at)
	}
	if r.death != 0 && !r.death.Valid() {
		r.death = 0
		found[ProblemDeathDate].add(at)
	}
	if r.province != 0 && !u.province[r.province] {
		r.province = 0
		found[ProblemProvince].add(at)
	}
	if r.commune != 0 && !u.commune[r.commune] {
		r.commune = 0
		found[ProblemCommune].add(at)
	}
	if r.birthProv != 0 && !u.oldProvince[r.birthProv] {
		r.birthProv = 0
		found[ProblemBirthProvince].add(at)
	}
}

// keep appends a text to the arena, cut between characters at a limit.
func (c *chunk) keep(s string, limit int, r *record, found *findings) int {
	if len(s) > limit {
		found[ProblemTooMuch].add(Address{r.file, r.row})
		for limit > 0 && s[limit]&0xC0 == 0x80 {
			limit--
		}
		s = s[:limit]
	}
	c.text = append(c.text, s...)
	return len(s)
}

// code codes the full name, as far as the base syllabary knows it.
func (c *chunk) code(words *kernel.Syllabary, r *record) {
	var name kernel.Name
	if words.Encode(c.text[r.text:r.text+uint32(r.nameLen)], &name) > 0 {
		r.marks |= markOdd
	}
	if name.Len > shortName {
		r.marks |= markLong
		return
	}
	r.name = packShort(&name)
}

// ethnicity interns a word; a chunk has too few people to run out of places.
func (c *chunk) ethnicity(word string, r *record, found *findings) {
	word = strings.TrimSpace(word)
	if word == "" {
		return
	}
	if len(word) > maxNameBytes {
		found[ProblemTooMuch].add(Address{r.file, r.row})
		return
	}
	place, known := c.peoples[word]
	if !known {
		place = uint16(len(c.peopleAt)) + 1
		word = strings.Clone(word)
		c.peopleAt = append(c.peopleAt, word)
		c.peoples[word] = place
	}
	r.ethnic = place
}

func (c *chunk) name(r *record) []byte { return c.text[r.text:][:r.nameLen] }

func (c *chunk) address(r *record) []byte {
	return c.text[int(r.text)+int(r.nameLen):][:r.addrLen]
}
