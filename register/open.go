package register

import (
	"encoding/binary"
	"sync"
	"unsafe"

	"lamsach/internal/mmap"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Snapshot is an open snapshot: immutable, shared by all goroutines. Strings
// and slices it hands out lie in the mapping and must not be used after Close.
// Ordinals must be below People.
type Snapshot struct {
	path    string
	mapping *mmap.Mapping // nil for one opened from bytes
	data    []byte
	head    *header

	numbers     numberIndex
	hot         []hot
	long        [][kernel.MaxSyllables]uint16
	birthProv   []uint8
	death       []schemas.Date
	household   []uint64
	kin         [3][]uint32
	addrHash    []uint32
	ethnic      []uint16
	ethnics     []string
	extra       []string
	updated     []uint64
	text        texts
	tails       map[uint16]string
	kinOrd      []uint32
	kinNumber   []uint64
	moreOrd     []uint32
	more        []uint32
	formerOrd   []uint32
	former      []uint64
	otherOrd    []uint32
	otherName   [][kernel.MaxSyllables]uint16
	otherText   texts
	byBirth     birthIndex
	birthWidth  int // cell bits of byBirth
	byName      namesakeIndex
	byTail      namesakeIndex
	surnames    []uint64
	byCMND      postings[uint8]
	byFormer    postings[uint8]
	nameCounts  postings[uint32]
	frequencies Frequencies
	syllables   func() *kernel.Syllabary
	guard       *guard
}

// Open maps a snapshot. It checks the header, the structure, and the checksums
// of every section of at most 1 MiB, so it takes milliseconds at
// any size; Verify checks the rest. A missing file gives fs.ErrNotExist, one of
// another version *VersionError, a damaged one *DamageError.
func Open(path string) (*Snapshot, error) {
	m, err := mmap.Map(path)
	if err != nil {
		return nil, err
	}
	s, err := openBytes(path, m.Bytes())
	if err != nil {
		m.Close()
		return nil, err
	}
	s.mapping = m
	return s, nil
}

// Close ends the mapping.
func (s *Snapshot) Close() error {
	if s.mapping == nil {
		return nil
	}
	return s.mapping.Close()
}

// openBytes opens a snapshot that lies in memory, at an address that is a
// multiple of 8.
func openBytes(path string, data []byte) (*Snapshot, error) {
	h, err := parseHeader(path, data[:min(len(data), headerSize)], int64(len(data)))
	if err != nil {
		return nil, err
	}
	switch {
	case binary.NativeEndian.Uint16([]byte{1, 0}) != 1:
		return nil, &VersionError{Path: path, What: "byte order", Have: 1, Want: 2}
	case h.syllables != baseFingerprint():
		return nil, &VersionError{Path: path, What: "syllabary", Have: h.syllables, Want: baseFingerprint()}
	case h.kinds != blockKinds:
		return nil, &VersionError{Path: path, What: "blocks", Have: uint64(h.kinds), Want: blockKinds}
	}
	s := &Snapshot{path: path, data: data, head: h}
	sums, err := s.verifySmall()
	if err != nil {
		return nil, err
	}
	s.guard = newGuard(s, sums)
	b := binder{s: s, at: make(map[string]*section, len(h.sections))}
	for i := range h.sections {
		b.at[h.sections[i].tag] = &h.sections[i]
	}
	b.columns()
	b.tables()
	b.indexes()
	if b.err != nil {
		return nil, b.err
	}
	if err := s.Damaged(); err != nil { // of what has been read so far
		return nil, err
	}
	s.syllables = sync.OnceValue(func() *kernel.Syllabary { return kernel.Base().Extend(s.extra) })
	return s, nil
}

// binder views the sections of a file as columns and keeps the first fault.
type binder struct {
	s   *Snapshot
	at  map[string]*section
	err error
}

func (b *binder) fault(sec *section, problem string) {
	if b.err == nil {
		b.err = &DamageError{Path: b.s.path, Section: sec.tag, Offset: sec.offset, Problem: problem}
	}
}

func (b *binder) bytes(tag string) (*section, []byte) {
	sec := b.at[tag]
	if sec == nil {
		sec = &section{tag: tag}
		b.fault(sec, "the section is missing")
	}
	return sec, b.s.data[sec.offset:][:sec.length]
}

// anyLength lets a section have any number of entries.
const anyLength = -1

// view returns a section as a column of want entries.
func view[T plain | schemas.Date](b *binder, tag string, want int) []T {
	sec, raw := b.bytes(tag)
	var entry T
	size := int(unsafe.Sizeof(entry))
	n := len(raw) / size
	if len(raw)%size != 0 || want != anyLength && n != want {
		b.fault(sec, "the section has another length than the header says")
		return nil
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(raw))), n)
}

func (b *binder) columns() {
	s, n := b.s, int(b.s.head.people)
	s.numbers = b.numbers(n)
	s.hot, s.death = view[hot](b, tagHot, n), view[schemas.Date](b, tagDeath, n)
	s.birthProv = view[uint8](b, tagBirthProv, n)
	s.household = view[uint64](b, tagHousehold, n)
	s.updated = view[uint64](b, tagUpdated, n)
	for i, tag := range kinTags {
		s.kin[i] = view[uint32](b, tag, n)
	}
	s.addrHash = view[uint32](b, tagAddrHash, n)
	s.ethnic = view[uint16](b, tagEthnic, n)
	s.text = b.texts(tagTexts, n)
}

func (b *binder) texts(tag string, n int) texts {
	_, bytes := b.bytes(tag + ".txt")
	return texts{base: view[uint64](b, tag+".bas", n>>groupBits+1), off: view[uint32](b, tag+".off", n+1), bytes: bytes}
}

// tables views what few people have, and the word lists.
func (b *binder) tables() {
	s := b.s
	s.long = view[[kernel.MaxSyllables]uint16](b, tagLongNames, anyLength)
	s.moreOrd = view[uint32](b, tagMoreOrd, anyLength)
	s.more = view[uint32](b, tagMoreNumber, len(s.moreOrd))
	s.formerOrd = view[uint32](b, tagFormerOrd, anyLength)
	s.former = view[uint64](b, tagFormer, len(s.formerOrd))
	s.otherOrd = view[uint32](b, tagOtherOrd, anyLength)
	s.otherName = view[[kernel.MaxSyllables]uint16](b, tagOtherName, len(s.otherOrd))
	s.otherText = b.texts(tagOtherText, len(s.otherOrd))
	s.kinOrd = view[uint32](b, tagKinOrd, anyLength)
	s.kinNumber = view[uint64](b, tagKinNumber, len(s.kinOrd))
	s.ethnics, s.extra = b.words(tagEthnics), b.words(tagSyllables)
	s.tails = b.tails()
}

// tails reads how addresses end, by commune.
func (b *binder) tails() map[uint16]string {
	words := b.words(tagTails)
	codes := view[uint16](b, tagTailCodes, len(words))
	tails := make(map[uint16]string, len(codes))
	for i, code := range codes {
		tails[code] = words[i]
	}
	return tails
}

func (b *binder) words(tag string) []string {
	sec, raw := b.bytes(tag)
	words, ok := unpackWords(whole(b.s.guard, raw))
	if !ok && b.err == nil {
		b.fault(sec, "this is no word list")
	}
	return words
}

// numbers views the column of personal IDs and its index.
func (b *binder) numbers(n int) numberIndex {
	x := numberIndex{
		guard: b.s.guard,
		low:   view[uint32](b, tagPIN, n), steps: view[uint32](b, tagPIN+".stp", anyLength),
		rows: view[uint32](b, tagPIN+".row", anyLength), cells: view[uint32](b, tagPIN+".dir", anyLength),
	}
	if n > 0 && len(x.rows) > 0 && len(x.cells) > 0 {
		x.shift = suffixBits - uint(cellBits(int(x.rows[len(x.rows)-1]), len(x.cells)))
	}
	if x.shift > suffixBits || n > 0 && len(x.steps) == 0 {
		sec, _ := b.bytes(tagPIN + ".dir")
		b.fault(sec, "this is no directory")
	}
	return x
}

func (b *binder) indexes() {
	s := b.s
	s.byBirth = birthIndex{
		rows: view[uint32](b, tagByBirth+".row", anyLength), cells: view[uint32](b, tagByBirth+".dir", anyLength),
		Births: Births{Names: view[[shortName]uint16](b, tagByBirth+".nam", anyLength)},
	}
	n := len(s.byBirth.Names)
	s.byBirth.Ords, s.byBirth.Where = view[uint32](b, tagByBirth+".ord", n), view[Where](b, tagByBirth+".whr", n)
	if len(s.byBirth.cells) > 0 {
		s.birthWidth = s.byBirth.width()
	}
	if s.birthWidth < 0 || s.birthWidth > maxBirthWidth {
		sec, _ := b.bytes(tagByBirth + ".dir")
		b.fault(sec, "this is no directory")
	}
	s.surnames = view[uint64](b, tagByTail+".sur", anyLength)
	s.byName, s.byTail = b.namesakes(tagByName), b.namesakes(tagByTail)
	s.byCMND, s.byFormer = bindPostings[uint8](b, tagByCMND, ".ord"), bindPostings[uint8](b, tagByFormer, ".ord")
	s.nameCounts = bindPostings[uint32](b, tagNameCount, ".cnt")
	tokens := view[uint64](b, tagTokens, anyLength)
	s.frequencies = Frequencies{
		years: view[uint32](b, tagYears, genders*years), days: view[uint32](b, tagDays, anyLength),
		provinces: view[uint32](b, tagProvinces, anyLength), communes: view[uint32](b, tagCommunes, anyLength),
		tokens: tokens, uses: view[[3]uint32](b, tagTokenUses, len(tokens)),
	}
	if b.err == nil {
		s.frequencies.countCohorts()
	}
}

func (b *binder) directory(tag string) []uint32 {
	dir := view[uint32](b, tag+".dir", anyLength)
	if _, ok := directoryShift(len(dir)); !ok {
		sec, _ := b.bytes(tag + ".dir")
		b.fault(sec, "this is no directory")
	}
	return dir
}

func (b *binder) namesakes(tag string) namesakeIndex {
	x := namesakeIndex{dir: b.directory(tag), tags: view[uint8](b, tag+".tag", anyLength)}
	x.ords, x.info = view[uint32](b, tag+".ord", len(x.tags)), view[Namesake](b, tag+".inf", len(x.tags))
	return x
}

func bindPostings[T uint8 | uint32](b *binder, tag, value string) postings[T] {
	p := postings[T]{dir: b.directory(tag), tags: view[T](b, tag+".tag", anyLength)}
	p.values = view[uint32](b, tag+value, len(p.tags))
	return p
}
