package register

import (
	"cmp"
	"context"
	"slices"
	"unsafe"

	"lamsach/matchers/block"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Namesakes are the people under a key of names, side by side, with what tells
// most of them apart without a look at the person. The slices are parallel, lie
// in the mapping, and must not be written to. A few entries may stand under
// another key whose hash looks the same.
type Namesakes struct {
	Ords []uint32   // ascending within a year
	Info []Namesake // birth and residence
}

// Namesake is a person's birth date and residence in 32 bits.
type Namesake uint32

// Its fields: Where in the low bits, then month<<5|day as schemas.Date packs
// them, then the year.
const (
	namesakeDay  = 15
	namesakeYear = 24
	wherePart    = 1<<namesakeDay - 1
	dayPart      = daysOfYear - 1
)

func packNamesake(birth schemas.Date, where Where) Namesake {
	return Namesake(where) | Namesake(birth&dayPart)<<namesakeDay | Namesake(yearIndex(birth.Year()))<<namesakeYear
}

// Where is the residence.
func (n Namesake) Where() Where { return Where(n & wherePart) }

// Day is month<<5|day of the birth date.
func (n Namesake) Day() uint16 { return uint16(n >> namesakeDay & dayPart) }

// Birth is the birth date; 0 for one outside 1880 to 2119, or none: then only
// the person tells.
func (n Namesake) Birth() schemas.Date {
	if y := n >> namesakeYear; y != 0 {
		return schemas.Date(firstYear-1+y)<<9 | schemas.Date(n>>namesakeDay&dayPart)
	}
	return 0
}

// namesakeIndex finds people by keys of names. Within a bucket entries ascend
// by tag (eight bits of the key), then birth year, then ordinal.
type namesakeIndex struct {
	dir  []uint32
	tags []uint8
	ords []uint32
	info []Namesake
}

// tagOf is the tag of a key: bits that no bucket uses.
func tagOf(key uint64) uint8 { return uint8(key) }

func (x *namesakeIndex) find(g *guard, key uint64) Namesakes {
	shift, ok := directoryShift(len(x.dir))
	if !ok {
		return Namesakes{}
	}
	from, to := run(g, x.dir, x.tags, key, shift)
	return Namesakes{whole(g, x.ords[from:to:to]), whole(g, x.info[from:to:to])}
}

// Named returns everybody who bears a folded full name (kernel.FoldedName.Full,
// own or other name), by birth year.
func (s *Snapshot) Named(full uint64) Namesakes {
	return s.byName.find(s.guard, uint64(block.Name(full)))
}

// NamedIn returns those of them who were born in a year.
func (s *Snapshot) NamedIn(full uint64, year int) Namesakes {
	if yearIndex(year) == 0 {
		return Namesakes{}
	}
	return s.Named(full).BornIn(year)
}

// BornIn narrows the bearers of one name to a birth year.
func (n Namesakes) BornIn(year int) Namesakes {
	y := Namesake(yearIndex(year)) << namesakeYear
	from := firstFrom(n.Info, y)
	to := from + firstFrom(n.Info[from:], y+1<<namesakeYear)
	return Namesakes{n.Ords[from:to:to], n.Info[from:to:to]}
}

// Near appends the positions of those who were born on one of some days of
// whatever year, who live in one of two communes
// (0: none), or whose entry does not tell.
func (n Namesakes) Near(dst []uint32, days *kernel.Days, communes [2]uint16) []uint32 {
	unknownYear := kernel.Want{Mask: 0xFF << namesakeYear}
	return near(dst, n.Info, days, communes, unknownYear)
}

func near[T Namesake | Tail](dst []uint32, info []T, days *kernel.Days, communes [2]uint16, also kernel.Want) []uint32 {
	never := kernel.Want{Value: 1}
	m := kernel.Match{Wants: [4]kernel.Want{{Mask: wherePart, Value: uint32(WhereOdd)}, also, never, never}, Days: *days, DayAt: namesakeDay}
	for i, c := range communes {
		if c != 0 {
			m.Wants[2+i] = kernel.Want{Mask: wherePart, Value: uint32(c)}
		}
	}
	return kernel.MatchU32(dst, unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(info))), len(info)), &m)
}

// firstFrom is the first entry of a year or a later one.
func firstFrom(list []Namesake, year Namesake) int {
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := (lo + hi) / 2; list[mid]>>namesakeYear < year>>namesakeYear {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Tails are people of one birth year whose last two folded syllables are the
// same: parallel slices in the mapping, like Namesakes.
type Tails struct {
	Ords []uint32 // ascending
	Info []Tail
}

// Tail is a person's surname, day of birth and residence in 32 bits: Where and
// day as in a Namesake, then the surname.
type Tail uint32

// Where is the residence.
func (t Tail) Where() Where { return Where(t & wherePart) }

// Day is month<<5|day of the birth date.
func (t Tail) Day() uint16 { return uint16(t >> namesakeDay & dayPart) }

// Near is Namesakes.Near: the year is that of the look-up.
func (t Tails) Near(dst []uint32, days *kernel.Days, communes [2]uint16) []uint32 {
	return near(dst, t.Info, days, communes, kernel.Want{Value: 1})
}

// Surname is the number of the surname among Surnames, from 1; 0 for others,
// and for all who stand here under another than the full name.
func (t Tail) Surname() uint8 { return uint8(t >> namesakeYear) }

// TailIn returns the people born in a year whose last two folded syllables are
// these. Names of two syllables do not stand here: the whole name finds them.
func (s *Snapshot) TailIn(before, last uint64, year int) Tails {
	n := s.byTail.find(s.guard, uint64(block.Tail(before, last, year)))
	return Tails{n.Ords, unsafe.Slice((*Tail)(unsafe.SliceData(n.Info)), len(n.Info))}
}

// maxSurnames is how many surnames have a number.
const maxSurnames = 255

// Surnames are the fold hashes of the most frequent first syllables; the first
// of them is number 1.
func (s *Snapshot) Surnames() []uint64 { return s.surnames }

// frequentSurnames chooses them from the uses of syllables.
func frequentSurnames(hashes []uint64, uses [][3]uint32) []uint64 {
	order := make([]int, 0, len(hashes))
	for i := range hashes {
		if uses[i][0] > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(uses[b][0], uses[a][0]), cmp.Compare(hashes[a], hashes[b]))
	})
	var list []uint64
	for _, i := range order[:min(len(order), maxSurnames)] {
		list = append(list, hashes[i])
	}
	return list
}

// A name's entry as it is sorted: tag, year, ordinal.
func namesakeRest(key uint64, year int, p uint32) uint64 {
	return uint64(tagOf(key))<<40 | uint64(yearIndex(year))<<32 | uint64(p)
}

// emitNames emits everybody under the key of every full name.
func (w *nameWalk) emitNames(from, to int, put func(key, rest uint64)) {
	w.each(from, to, func(p uint32, n *walked) {
		key := uint64(block.Name(n.folded.Full()))
		put(key, namesakeRest(key, w.birthOf(p).Year(), p))
	})
}

// emitTails emits everybody with a birth year under the key of the last two
// syllables of every name of three or more.
func (w *nameWalk) emitTails(from, to int, put func(key, rest uint64)) {
	w.each(from, to, func(p uint32, n *walked) {
		l, year := n.folded.Len, w.birthOf(p).Year()
		if l < 3 || year == 0 {
			return
		}
		key := uint64(block.Tail(n.folded.Hash[l-2], n.folded.Hash[l-1], year))
		put(key, namesakeRest(key, 0, p))
	})
}

// namesakesOf lays the columns of a sorted index out; fill is what an entry
// says of a person.
func (a *assembly) namesakesOf(ctx context.Context, b *bucketed, fill func(p uint32, key namesakeKey) Namesake) (*namesakeIndex, error) {
	x := &namesakeIndex{dir: b.dir, tags: make([]uint8, len(b.rest)), ords: make([]uint32, len(b.rest)), info: make([]Namesake, len(b.rest))}
	err := b.each(ctx, func(from, to int) {
		for i, e := range b.rest[from:to] {
			x.tags[from+i], x.ords[from+i] = uint8(e>>40), uint32(e)
			x.info[from+i] = fill(uint32(e), namesakeKey{b.dir, uint32(from + i), uint8(e >> 40)})
		}
	})
	return x, err
}

// namesakeKey is what is left of the key of an entry: bucket and tag.
type namesakeKey struct {
	dir []uint32
	at  uint32
	tag uint8
}

// of says whether an entry can be one under a key.
func (k namesakeKey) of(key uint64) bool {
	shift, _ := directoryShift(len(k.dir))
	b := key >> shift
	return tagOf(key) == k.tag && k.at >= k.dir[b] && k.at < k.dir[b+1]
}

// names sorts everybody under the whole name.
func (a *assembly) names(ctx context.Context) (*namesakeIndex, error) {
	walk := a.walk()
	b, err := sortBuckets(ctx, a.opts.Workers, a.cols.people, -1, walk.emitNames)
	if err != nil {
		return nil, err
	}
	return a.namesakesOf(ctx, b, func(p uint32, _ namesakeKey) Namesake {
		h := &a.cols.hot[p]
		return packNamesake(h.birth, packWhere(h.province, h.commune))
	})
}

// tails sorts everybody under the last two syllables and the birth year.
func (a *assembly) tails(ctx context.Context, surnames []uint64) (*namesakeIndex, error) {
	walk := a.walk()
	b, err := sortBuckets(ctx, a.opts.Workers, a.cols.people, -1, walk.emitTails)
	if err != nil {
		return nil, err
	}
	numbers := make(map[uint64]Namesake, len(surnames))
	for i, hash := range surnames {
		numbers[hash] = Namesake(i + 1)
	}
	return a.namesakesOf(ctx, b, func(p uint32, key namesakeKey) Namesake {
		h, n := &a.cols.hot[p], walk.full(p)
		surname := numbers[n.Hash[0]]
		if h.facts&factOther != 0 && !key.of(uint64(block.Tail(n.Hash[max(n.Len, 2)-2], n.Hash[max(n.Len, 1)-1], h.birth.Year()))) {
			surname = 0 // another name stands here
		}
		return Namesake(packWhere(h.province, h.commune)) | Namesake(h.birth&dayPart)<<namesakeDay | surname<<namesakeYear
	})
}
