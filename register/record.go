package register

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"strings"
	"sync"
	"unicode"
	"unsafe"

	"github.com/cespare/xxhash/v2"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// record is the fixed part of a person as the builder keeps it. Behind it lie,
// as far as marks and lengths say so: the personal IDs of father, mother and
// spouse and the date of death, 8 bytes each; the full name where the codes
// do not spell it; the address without what its commune says; the lists. Then
// zeros up to a multiple of 8, so that records are read where they lie.
type record struct {
	size      uint16 // of everything
	nameLen   uint16 // 0 when the codes spell the name
	addrLen   uint16
	rest      uint16 // bytes of the lists
	name      [shortName]uint16
	household uint64
	updated   int64
	place     uint64 // file and row, for the report
	suffix    uint32 // last six digits of the personal ID
	birth     schemas.Date
	cmnd      uint32 // the first one, and cmndMore
	addrHash  uint32
	commune   uint16
	ethnic    uint16 // place in the builder's list + 1, 0 none
	birthProv uint8
	province  uint8
	facts     uint8
	marks     uint8
}

const recordSize = int(unsafe.Sizeof(record{}))

// Marks of a record. The first bits say which relatives follow.
const (
	markFather = 1 << iota
	markMother
	markSpouse
	markDeath
	markLate // the name is coded when all words are known, or has more than four syllables
	markOdd  // a name has a word outside the base syllabary
)

// rowBits is how many bits of a record's place are the row.
const rowBits = 40

// noFile is the file of people whose problems are not reported.
const noFile = 1<<(64-rowBits) - 1

func placeOf(p *Person) uint64 {
	return uint64(min(p.File, noFile))<<rowBits | uint64(p.Row)&(1<<rowBits-1)
}

func (r *record) at() Address { return address(r.place) }

func address(place uint64) Address {
	return Address{uint32(place >> rowBits), int64(place & (1<<rowBits - 1))}
}

// readRecord views the record that begins at a multiple of 8.
func readRecord(b []byte) *record { return (*record)(unsafe.Pointer(unsafe.SliceData(b))) }

// parts cuts what lies behind a record; b begins with the record.
type parts struct {
	kin   [3]uint64
	death schemas.Date
	name  []byte
	addr  []byte
	lists []byte
}

func (r *record) parts(b []byte) (p parts) {
	at := recordSize
	for i := range p.kin {
		if r.marks>>i&1 != 0 {
			p.kin[i] = binary.LittleEndian.Uint64(b[at:])
			at += 8
		}
	}
	if r.marks&markDeath != 0 {
		p.death = schemas.Date(binary.LittleEndian.Uint64(b[at:]))
		at += 8
	}
	p.name, at = b[at:at+int(r.nameLen)], at+int(r.nameLen)
	p.addr, at = b[at:at+int(r.addrLen)], at+int(r.addrLen)
	p.lists = b[at : at+int(r.rest)]
	return p
}

// encoders are used again: each holds a batch.
var encoders = sync.Pool{New: func() any { return &encoder{speller: newSpeller()} }}

// encoder turns people into records, one after the other in bytes.
type encoder struct {
	b       *Builder
	speller *speller
	bytes   []byte
	heads   []head
	found   findings
	err     error
}

// head is where a record belongs.
type head struct {
	prefix uint32 // first six digits of the personal ID
	suffix uint32
	size   uint16
}

func (e *encoder) reset(b *Builder) {
	*e = encoder{b: b, speller: e.speller, bytes: e.bytes[:0], heads: e.heads[:0]}
}

// add checks a person and takes it in.
func (e *encoder) add(p *Person) {
	at := Address{p.File, p.Row}
	if !kept(p) {
		if usable(p.PIN, schemas.PersonalID, endPIN) {
			e.found[ProblemNoName].add(at)
		} else {
			e.found[ProblemNoNumber].add(at)
		}
		return
	}
	pin := p.PIN.Value()
	r := record{
		household: p.Household, updated: p.Updated, place: placeOf(p), suffix: uint32(pin % suffixEnd), birth: p.Birth,
		birthProv: p.BirthProvince, province: p.Province, commune: p.Commune,
	}
	r.check(e.b.units, at, &e.found)
	r.facts = uint8(min(p.Gender, schemas.Female)) | uint8(min(p.Status, Missing))<<factStatus
	start := len(e.bytes)
	e.bytes = append(e.bytes, make([]byte, recordSize)...)
	e.relatives(p, &r, at)
	name := e.cut(strings.TrimSpace(p.Name), maxNameBytes, at)
	e.name(name, &r)
	e.address(e.cut(strings.TrimSpace(p.Address), maxAddressBytes, at), &r)
	e.lists(p, name, &r, at)
	e.ethnicity(p.Ethnicity, &r, at)
	for len(e.bytes)&7 != 0 {
		e.bytes = append(e.bytes, 0)
	}
	r.size = uint16(len(e.bytes) - start)
	*readRecord(e.bytes[start:]) = r
	e.heads = append(e.heads, head{uint32(pin / suffixEnd), r.suffix, r.size})
}

// kept says whether a row is a person's.
func kept(p *Person) bool {
	return usable(p.PIN, schemas.PersonalID, endPIN) && strings.TrimSpace(p.Name) != ""
}

// check leaves out what is no unit and no date of birth.
func (r *record) check(u *units, at Address, found *findings) {
	if !r.birth.Valid() {
		r.birth = 0
		found[ProblemBirthDate].add(at)
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
	if r.province == 0 {
		r.province = u.provinceOf[r.commune]
	}
}

// relatives appends the numbers of relatives and the date of death.
func (e *encoder) relatives(p *Person, r *record, at Address) {
	for i, pin := range [...]uint64{p.Father, p.Mother, p.Spouse} {
		if pin != 0 {
			r.marks |= 1 << i
			e.bytes = binary.LittleEndian.AppendUint64(e.bytes, pin)
		}
	}
	switch {
	case p.Death == 0:
	case !p.Death.Valid():
		e.found[ProblemDeathDate].add(at)
	default:
		r.marks |= markDeath
		e.bytes = binary.LittleEndian.AppendUint64(e.bytes, uint64(p.Death))
	}
}

// cut shortens a text, between characters, to a limit.
func (e *encoder) cut(s string, limit int, at Address) string {
	if len(s) <= limit {
		return s
	}
	e.found[ProblemTooMuch].add(at)
	for limit > 0 && s[limit]&0xC0 == 0x80 {
		limit--
	}
	return strings.TrimRightFunc(s[:limit], unicode.IsSpace)
}

// name codes the full name as far as the base syllabary knows it, and keeps
// the text of one that the codes do not spell.
func (e *encoder) name(s string, r *record) {
	var name kernel.Name
	unknown, own := e.speller.encode(s, &name)
	if unknown {
		r.marks |= markOdd
	}
	if unknown || name.Len > shortName {
		r.marks |= markLate
	} else {
		r.name = packShort(&name)
	}
	if r.marks&markLate != 0 || !own {
		r.facts |= factSpelled
		r.nameLen = uint16(len(s))
		e.bytes = append(e.bytes, s...)
	}
}

// address keeps what an address says beyond its commune and province.
func (e *encoder) address(s string, r *record) {
	if s == "" {
		return
	}
	r.addrHash = hashAddress(s)
	if tail := e.b.units.tails[r.commune]; tail != "" && strings.HasSuffix(s, tail) {
		r.facts |= factPlaced
		s = s[:len(s)-len(tail)]
	}
	r.addrLen = uint16(len(s))
	e.bytes = append(e.bytes, s...)
}

// hashAddress is 32 bits of the address text, 0 only when there is none.
func hashAddress(s string) uint32 { return max(uint32(xxhash.Sum64String(s)), 1) }

func (e *encoder) ethnicity(word string, r *record, at Address) {
	word = strings.TrimSpace(word)
	if word == "" {
		return
	}
	if len(word) > maxNameBytes {
		e.found[ProblemTooMuch].add(at)
		return
	}
	var err error
	if r.ethnic, err = e.b.ethnics.place(word); err != nil {
		e.err = err
	}
}

// newer chooses between two rows of one number: the latest update wins; of
// equally late ones the content decides, so that the order in which they were
// added does not.
func (b *Builder) newer(x, y []byte) int {
	rx, ry := readRecord(x), readRecord(y)
	if c := cmp.Compare(rx.updated, ry.updated); c != 0 {
		return c
	}
	if c := bytes.Compare(b.content(x), b.content(y)); c != 0 {
		return c
	}
	return ry.at().compare(rx.at())
}

// content is a person as bytes: equal for equal people, wherever they stood.
// It begins with a hash so that no field decides which of two people wins.
func (b *Builder) content(raw []byte) []byte {
	body := append(make([]byte, 8, 512), raw[:readRecord(raw).size]...)
	for i := range 8 {
		body[8+int(unsafe.Offsetof(record{}.place))+i] = 0
	}
	at := 8 + int(unsafe.Offsetof(record{}.ethnic))
	place := binary.LittleEndian.Uint16(body[at:])
	binary.LittleEndian.PutUint16(body[at:], 0)
	body = append(body, b.ethnics.word(place)...)
	binary.LittleEndian.PutUint64(body, xxhash.Sum64(body[8:]))
	return body
}

// maxRecord is the largest record: the length of one must fit in its size.
const maxRecord = recordSize + 4*8 + maxNameBytes + maxAddressBytes + 3 + maxListed*(4+8+2+maxNameBytes) + 7

var _ = [math.MaxUint16 - maxRecord]struct{}{}
