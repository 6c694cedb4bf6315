package register

import (
	"cmp"
	"math/bits"
	"slices"
)

// postings lists the people under each key. A directory on the top bits of the
// keys gives a bucket; within it tags (the low 32 bits of the key) ascend, and
// under one tag ordinals do.
type postings struct {
	dir  []uint32
	tags []uint32
	ords []uint32
}

// bucketBits makes two to four entries share a bucket.
func bucketBits(entries int) int { return max(bits.Len(uint(entries))-2, 0) }

// directoryShift is how far a key is shifted to give its bucket, from the
// length of a directory; ok is false when no directory has that length.
func directoryShift(length int) (shift uint, ok bool) {
	n := length - 1
	if n < 1 || n&(n-1) != 0 {
		return 0, false
	}
	return uint(64 - bits.Len(uint(n)) + 1), true
}

// bucket is the bucket of a key. A shift of 64, the only bucket, gives 0.
func bucket(key uint64, shift uint) uint64 { return key >> shift }

// keyList is keys of people before sorting: one for each person in order of
// ordinals, 0 for none, and further ones.
type keyList struct {
	byPerson []uint64
	more     []posting
}

type posting struct {
	key uint64
	ord uint32
}

func (l *keyList) len() (n int) {
	for _, k := range l.byPerson {
		if k != 0 {
			n++
		}
	}
	return n + len(l.more)
}

// each calls f with every key and its person.
func (l *keyList) each(f func(key uint64, ord uint32)) {
	for ord, key := range l.byPerson {
		if key != 0 {
			f(key, uint32(ord))
		}
	}
	for _, p := range l.more {
		f(p.key, p.ord)
	}
}

// sorted returns the entries as tag<<32 | ordinal, bucket after bucket, and the
// directory.
func (l *keyList) sorted() (dir []uint32, entries []uint64) {
	n := l.len()
	dir = make([]uint32, 1<<bucketBits(n)+1)
	shift, _ := directoryShift(len(dir))
	l.each(func(key uint64, _ uint32) { dir[bucket(key, shift)+1]++ })
	for i := 1; i < len(dir); i++ {
		dir[i] += dir[i-1]
	}
	entries = make([]uint64, n)
	next := slices.Clone(dir[:len(dir)-1])
	l.each(func(key uint64, ord uint32) {
		at := &next[bucket(key, shift)]
		entries[*at] = key<<32 | uint64(ord)
		*at++
	})
	for i := range len(dir) - 1 {
		sortBucket(entries[dir[i]:dir[i+1]])
	}
	return dir, entries
}

// sortBucket sorts, most often very few, entries.
func sortBucket(list []uint64) {
	if len(list) > 12 {
		slices.Sort(list)
		return
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j] < list[j-1]; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// buildPostings sorts keys into postings; a person under one key twice stands
// there once only if the list has it once.
func buildPostings(l *keyList) *postings {
	dir, entries := l.sorted()
	p := &postings{dir: dir, tags: make([]uint32, len(entries)), ords: make([]uint32, len(entries))}
	for i, e := range entries {
		p.tags[i], p.ords[i] = uint32(e>>32), uint32(e)
	}
	return p
}

// find returns the people under a key and, rarely, under another one that has
// the same tag in the same bucket. It answers nothing, rather than panic, from
// a damaged directory.
func (p *postings) find(key uint64) []uint32 {
	shift, ok := directoryShift(len(p.dir))
	if !ok {
		return nil
	}
	from, to := run(p.dir, p.tags, key, shift)
	return p.ords[from:to:to]
}

// run is the range of a key's tag in its bucket.
func run(dir, tags []uint32, key uint64, shift uint) (from, to int) {
	b := bucket(key, shift)
	lo, hi := int(dir[b]), int(dir[b+1])
	if lo >= hi || hi > len(tags) {
		return 0, 0
	}
	tag, list := uint32(key), tags[lo:hi]
	if len(list) <= 16 {
		for from < len(list) && list[from] < tag {
			from++
		}
	} else {
		from, _ = slices.BinarySearchFunc(list, tag, cmp.Compare[uint32])
	}
	return lo + from, lo + from + equal(list[from:], tag)
}

// equal is how many entries at the beginning of an ascending list are v,
// doubling its steps so that long runs cost little.
func equal(list []uint32, v uint32) int {
	step := 1
	for step < len(list) && list[step] == v {
		step *= 2
	}
	n := step / 2
	rest := list[n:min(step, len(list))]
	for len(rest) > 16 { // rest begins with v or is the whole list
		if half := len(rest) / 2; rest[half] == v {
			n, rest = n+half, rest[half:]
		} else {
			rest = rest[:half]
		}
	}
	for _, t := range rest {
		if t != v {
			break
		}
		n++
	}
	return n
}

// mixNumber spreads a number's value over all bits of a key (a finalizer of
// the murmur kind: multiply, fold, multiply). Part of the format.
func mixNumber(v uint64) uint64 {
	v *= 0x9e3779b97f4a7c15
	v ^= v >> 32
	v *= 0xd6e8feb86659fd93
	return v ^ v>>32
}
