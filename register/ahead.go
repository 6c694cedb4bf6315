package register

import (
	"unsafe"

	"lamsach/internal/mmap"
	"lamsach/matchers/block"
	"lamsach/schemas"
)

// Look-ups wait for memory, one step after the other: a directory, what it
// points at, what that says. Whoever knows many of them beforehand has the memory
// of all brought near step by step, so that the waits overlap. Nothing is decided
// by what is read here: it has not been held against its checksums.

// bring asks for the cache line of an entry, if there is one.
func bring[T any](column []T, i uint32) {
	if int(i) < len(column) {
		mmap.Prefetch(unsafe.Pointer(&column[i]))
	}
}

// hint is an entry of a column, 0 where there is none.
func hint(column []uint32, i uint32) uint32 {
	if int(i) < len(column) {
		return column[i]
	}
	return 0
}

// aheadNumbers is how many look-ups of personal IDs are under way together.
const aheadNumbers = 128

// ahead brings near what find will read for numbers.
func (x *numberIndex) ahead(list []schemas.Number) {
	var cells [aheadNumbers]uint32
	for _, n := range list {
		bring(x.rows, uint32(n.Value()/suffixEnd))
	}
	for i, n := range list {
		prefix := n.Value() / suffixEnd
		cells[i] = (hint(x.rows, uint32(prefix))-1)<<(suffixBits-x.shift) + uint32((n.Value()-prefix*suffixEnd)>>x.shift)
		bring(x.cells, cells[i])
	}
	for i := range list {
		from := hint(x.cells, cells[i])
		bring(x.low, from)
		bring(x.low, from+16)
	}
}

// BringPeople brings near what nearly every comparison reads of people.
func (s *Snapshot) BringPeople(list []uint32) {
	for _, p := range list {
		bring(s.hot, p)
		bring(s.numbers.low, p)
	}
}

// BringPerson is BringPeople of one person.
func (s *Snapshot) BringPerson(p uint32) {
	bring(s.hot, p)
	bring(s.numbers.low, p)
}

// BringNames brings the names of some of the people near.
func (b Births) BringNames(at []uint32) {
	for _, i := range at {
		bring(b.Names, i)
	}
}

// BringCounts brings near what NameCounts of a name will read, of all decades.
func (s *Snapshot) BringCounts(foldedName uint64) {
	shift, ok := directoryShift(len(s.nameCounts.dir))
	if !ok {
		return
	}
	var at [genders * decades]uint32
	n := 0
	for g := range genders {
		for d := range decades {
			if s.frequencies.cohorts[g][d] > 0 {
				at[n] = uint32(nameKey(foldedName, schemas.Gender(g), d) >> shift)
				bring(s.nameCounts.dir, at[n])
				n++
			}
		}
	}
	for _, bucket := range at[:n] {
		from := hint(s.nameCounts.dir, bucket)
		bring(s.nameCounts.tags, from)
		bring(s.nameCounts.values, from)
	}
}

// Wanted is a row whose blocks will be looked into: fold hashes of its full name,
// of its last two syllables, and its birth date.
type Wanted struct {
	Full, Before, Last uint64
	Birth              schemas.Date

	name, tail, cell uint32
	counts           [2]uint32
}

// BringBlocks brings near what the look-ups of a list of rows will read: people
// of their birth dates and given names, of their names and birth years, and how
// many bear their names.
func (s *Snapshot) BringBlocks(list []Wanted) {
	nameShift, ok1 := directoryShift(len(s.byName.dir))
	tailShift, ok2 := directoryShift(len(s.byTail.dir))
	countShift, ok3 := directoryShift(len(s.nameCounts.dir))
	if !ok1 || !ok2 || !ok3 {
		return
	}
	for i := range list {
		w := &list[i]
		year := w.Birth.Year()
		w.name = uint32(uint64(block.Name(w.Full)) >> nameShift)
		w.tail = uint32(uint64(block.Tail(w.Before, w.Last, year)) >> tailShift)
		bring(s.byName.dir, w.name)
		bring(s.byTail.dir, w.tail)
		for g := range w.counts {
			w.counts[g] = uint32(nameKey(w.Full, schemas.Gender(g+1), Decade(year)) >> countShift)
			bring(s.nameCounts.dir, w.counts[g])
		}
		w.cell = ^uint32(0)
		if row, ok := s.byBirth.row(w.Birth); ok {
			w.cell = uint32(row<<s.birthWidth | uint64(block.Given(w.Last))>>(64-s.birthWidth))
			bring(s.byBirth.cells, w.cell)
		}
	}
	for i := range list {
		w := &list[i]
		w.name, w.tail = hint(s.byName.dir, w.name), hint(s.byTail.dir, w.tail)
		bring(s.byName.tags, w.name)
		bring(s.byTail.tags, w.tail)
		bring(s.byName.info, w.name)
		bring(s.byTail.info, w.tail)
		bring(s.byTail.info, w.tail+16)
		for g := range w.counts {
			w.counts[g] = hint(s.nameCounts.dir, w.counts[g])
			bring(s.nameCounts.tags, w.counts[g])
			bring(s.nameCounts.values, w.counts[g])
		}
		if w.cell != ^uint32(0) {
			from := hint(s.byBirth.cells, w.cell)
			bring(s.byBirth.Names, from)
			bring(s.byBirth.Names, from+8)
			bring(s.byBirth.Names, from+16)
			bring(s.byBirth.Ords, from)
			bring(s.byBirth.Ords, from+16)
			bring(s.byBirth.Where, from)
		}
	}
}
