package register

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"sync"

	"github.com/cespare/xxhash/v2"

	"lamsach/matchers/kernel"
)

// FormatVersion is the version of the file's layout. A program reads only its
// own. docs/formats/snapshot.md has the history.
const FormatVersion = 2

// blockKinds is how many block indexes there are: by birth, by name, by tail.
const blockKinds = 3

// Layout of the file. All numbers are little-endian.
const (
	magic      = "\x89LAMSNAP"
	headerSize = 4096    // header and section table, padded with zeros
	align      = 4096    // every section begins at a multiple
	blockSize  = 1 << 15 // of a section, for checksums
	tableAt    = 128
	entrySize  = 32
	maxTable   = (headerSize - tableAt - 8) / entrySize
)

// Offsets in the header.
const (
	atVersion   = 8
	atEntries   = 12
	atRules     = 16
	atSyllables = 24
	atPeople    = 32
	atLength    = 40
	atKinds     = 48
	atID        = 64
	idSize      = 16
	atSum       = headerSize - 8
)

// section is an entry of the table. Its checksum is that of its blocks'
// checksums; only for the section of checksums itself it is that of its bytes.
type section struct {
	tag    string // at most 8 bytes
	offset int64
	length int64
	sum    uint64
}

func (s *section) blocks() int {
	if s.tag == tagSums {
		return 0
	}
	return int((s.length + blockSize - 1) / blockSize)
}

// header is the first page of a snapshot.
type header struct {
	rules     uint64
	syllables uint64 // fingerprint of the base syllabary
	people    uint64
	length    int64 // of the file
	kinds     uint32
	id        [idSize]byte
	sections  []section
}

// append writes the page, checksum included. The identity is that of everything
// before it and of the table, hence of every byte of the file.
func (h *header) append(dst []byte) []byte {
	page := make([]byte, headerSize)
	copy(page, magic)
	le := binary.LittleEndian
	le.PutUint32(page[atVersion:], FormatVersion)
	le.PutUint32(page[atEntries:], uint32(len(h.sections)))
	le.PutUint64(page[atRules:], h.rules)
	le.PutUint64(page[atSyllables:], h.syllables)
	le.PutUint64(page[atPeople:], h.people)
	le.PutUint64(page[atLength:], uint64(h.length))
	le.PutUint32(page[atKinds:], h.kinds)
	for i, s := range h.sections {
		e := page[tableAt+i*entrySize:]
		copy(e[:8], s.tag)
		le.PutUint64(e[8:], uint64(s.offset))
		le.PutUint64(e[16:], uint64(s.length))
		le.PutUint64(e[24:], s.sum)
	}
	h.id = identity(page)
	copy(page[atID:], h.id[:])
	le.PutUint64(page[atSum:], xxhash.Sum64(page[:atSum]))
	return append(dst, page...)
}

// identity hashes a page whose identity and checksum are still zero.
func identity(page []byte) (id [idSize]byte) {
	sum := sha256.Sum256(page)
	return [idSize]byte(sum[:idSize])
}

func (h *header) idText() string { return hex.EncodeToString(h.id[:]) }

// parseHeader reads a header page. Everything it returns has been checked: the
// sections lie one after the other within the file.
func parseHeader(path string, page []byte, fileSize int64) (*header, error) {
	damage := func(offset int64, problem string) error {
		return &DamageError{Path: path, Section: "header", Offset: offset, Problem: problem}
	}
	le := binary.LittleEndian
	switch {
	case len(page) < atEntries || string(page[:len(magic)]) != magic:
		return nil, damage(0, "this is no register snapshot")
	case le.Uint32(page[atVersion:]) != FormatVersion:
		return nil, &VersionError{Path: path, What: "format", Have: uint64(le.Uint32(page[atVersion:])), Want: FormatVersion}
	case len(page) < headerSize:
		return nil, damage(int64(len(page)), "the file ends within the header")
	case le.Uint64(page[atSum:]) != xxhash.Sum64(page[:atSum]):
		return nil, damage(0, "checksum differs")
	}
	h := &header{
		rules: le.Uint64(page[atRules:]), syllables: le.Uint64(page[atSyllables:]), people: le.Uint64(page[atPeople:]),
		length: int64(le.Uint64(page[atLength:])), kinds: le.Uint32(page[atKinds:]), id: [idSize]byte(page[atID:]),
	}
	switch entries := le.Uint32(page[atEntries:]); {
	case h.length != fileSize:
		return nil, damage(min(h.length, fileSize), "the file has another length than it was written with")
	case entries > maxTable:
		return nil, damage(atEntries, "more sections than the header has room for")
	case h.people > maxPeople:
		return nil, damage(atPeople, "more people than a snapshot can hold")
	default:
		h.sections = make([]section, entries)
	}
	return h, h.parseTable(page, damage)
}

func (h *header) parseTable(page []byte, damage func(int64, string) error) error {
	le := binary.LittleEndian
	end := int64(headerSize)
	for i := range h.sections {
		at := tableAt + i*entrySize
		e := page[at:]
		s := section{tag: tagText(e[:8]), offset: int64(le.Uint64(e[8:])), length: int64(le.Uint64(e[16:])), sum: le.Uint64(e[24:])}
		if s.offset != alignUp(end) || s.length < 0 || s.length > h.length-s.offset {
			return damage(int64(at), "section lies outside the file")
		}
		end = s.offset + s.length
		h.sections[i] = s
	}
	if end != h.length {
		return damage(tableAt, "the sections do not fill the file")
	}
	return nil
}

func tagText(b []byte) string {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	return string(b)
}

func alignUp(n int64) int64 { return (n + align - 1) &^ (align - 1) }

// baseFingerprint tells base syllabaries apart: codes of a snapshot mean
// something only with the one it was built with.
var baseFingerprint = sync.OnceValue(func() uint64 {
	base := kernel.Base()
	d := xxhash.New()
	var line []byte
	for code := 1; code < base.Len(); code++ {
		line = append(append(line[:0], base.Text(uint16(code))...), '\n')
		line = binary.LittleEndian.AppendUint64(line, base.FoldHash(uint16(code)))
		_, _ = d.Write(line) // never fails
	}
	return d.Sum64()
})

// Tags of the sections.
const (
	tagPIN        = "pin" // with .stp, .row, .dir
	tagHot        = "hot"
	tagBirthProv  = "birthprv"
	tagDeath      = "death"
	tagHousehold  = "househld"
	tagFather     = "father"
	tagMother     = "mother"
	tagSpouse     = "spouse"
	tagUpdated    = "updated"
	tagAddrHash   = "addrhash"
	tagEthnic     = "ethnic"
	tagEthnics    = "ethnics"
	tagSyllables  = "syllable"
	tagLongNames  = "longname"
	tagMoreOrd    = "cmore.or"
	tagMoreNumber = "cmore.nr"
	tagFormerOrd  = "formr.or"
	tagFormer     = "formr.nr"
	tagOtherOrd   = "other.or"
	tagOtherName  = "other.nm"
	tagKinOrd     = "kin.or"
	tagKinNumber  = "kin.nr"
	tagTexts      = "text" // with .bas, .off, .txt
	tagOtherText  = "othr"
	tagTailCodes  = "tails.cd"
	tagTails      = "tails"
	tagByBirth    = "birt" // with .row, .dir, .nam, .ord, .whr
	tagByName     = "name" // with .dir, .tag, .ord, .inf
	tagByTail     = "tail" // likewise
	tagByCMND     = "cmnd" // with .dir, .tag, .ord
	tagByFormer   = "frmr"
	tagNameCount  = "namc"
	tagYears      = "f.years"
	tagDays       = "f.days"
	tagProvinces  = "f.provs"
	tagCommunes   = "f.comms"
	tagTokens     = "f.tokens"
	tagTokenUses  = "f.uses"
	tagSums       = "sums"
)

// kinTags are the sections of relatives, by their number in the table of those
// who are not in the register.
var kinTags = [3]string{tagFather, tagMother, tagSpouse}

// Bits of a person's facts.
const (
	factGender  = 3 // the two low bits
	factStatus  = 2 // shift of the next two
	factFormer  = 1 << 4
	factOther   = 1 << 5
	factSpelled = 1 << 6  // the full name stands in the texts
	factPlaced  = 1 << 7  // the address ends as those of its commune do
	cmndMore    = 1 << 31 // of the CMND column: further ones lie in their table
	cmndMask    = 1<<30 - 1
)

// Texts have an absolute offset for each group and relative ones for each entry.
const (
	groupBits = 8
	groupSize = 1 << groupBits
)

// Years that the frequencies tell apart; other years, and none, count as year 0.
const (
	firstYear = 1880
	endYear   = 2120
	genders   = 3
)
