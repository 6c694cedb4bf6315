package register

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
)

// postings lists a value (a person's ordinal, or a count) under each key. A
// directory on the top bits of the keys gives a bucket; within it tags, which
// are low bits of the keys, ascend.
type postings[T uint8 | uint32] struct {
	dir    []uint32
	tags   []T
	values []uint32
}

// directoryShift is how far a key is shifted to give its bucket, from the
// length of a directory; ok is false when no directory has that length.
func directoryShift(length int) (shift uint, ok bool) {
	n := length - 1
	if n < 1 || n&(n-1) != 0 {
		return 0, false
	}
	return uint(64 - bits.Len(uint(n)) + 1), true
}

// find returns the values under a key and, rarely, under another one that has
// the same tag in the same bucket. It answers nothing, rather than panic, from
// a damaged directory.
func (p *postings[T]) find(g *guard, key uint64) []uint32 {
	shift, ok := directoryShift(len(p.dir))
	if !ok {
		return nil
	}
	from, to := run(g, p.dir, p.tags, key, shift)
	return whole(g, p.values[from:to:to])
}

// run is the range of a key's tag in its bucket. A shift of 64, the only
// bucket, gives 0.
func run[T uint8 | uint32](g *guard, dir []uint32, tags []T, key uint64, shift uint) (from, to int) {
	b := uint32(key >> shift)
	lo, hi := int(*at(g, dir, b)), int(*at(g, dir, b+1))
	if lo >= hi || hi > len(tags) {
		return 0, 0
	}
	tag, list := T(key), whole(g, tags[lo:hi])
	if len(list) <= 16 {
		for from < len(list) && list[from] < tag {
			from++
		}
	} else {
		from, _ = slices.BinarySearchFunc(list, tag, cmp.Compare[T])
	}
	return lo + from, lo + from + equal(list[from:], tag)
}

// equal is how many entries at the beginning of an ascending list are v,
// doubling its steps so that long runs cost little.
func equal[T uint8 | uint32](list []T, v T) int {
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

// numberRest is a number's entry as it is sorted: tag, ordinal.
func numberRest(key uint64, p uint32) uint64 { return uint64(tagOf(key))<<32 | uint64(p) }

// numbersOf lays the postings of a sorted number index out.
func numbersOf(ctx context.Context, b *bucketed) (*postings[uint8], error) {
	p := &postings[uint8]{dir: b.dir, tags: make([]uint8, len(b.rest)), values: make([]uint32, len(b.rest))}
	err := b.each(ctx, func(from, to int) {
		for i, e := range b.rest[from:to] {
			p.tags[from+i], p.values[from+i] = uint8(e>>32), uint32(e)
		}
	})
	return p, err
}

// emitCMNDs emits everybody under the identity cards of 9 digits.
func (c *columns) emitCMNDs(from, to int, put func(key, rest uint64)) {
	for p := from; p < to; p++ {
		if v := c.hot[p].cmnd & cmndMask; v != 0 {
			key := mixNumber(uint64(v))
			put(key, numberRest(key, uint32(p)))
		}
	}
	eachSparse(c.sparse.moreOrd, c.sparse.more, from, to, put)
}

// emitFormers emits those who gave a personal ID up under it.
func (c *columns) emitFormers(from, to int, put func(key, rest uint64)) {
	eachSparse(c.sparse.formerOrd, c.sparse.former, from, to, put)
}

func eachSparse[T uint32 | uint64](ords []uint32, numbers []T, from, to int, put func(key, rest uint64)) {
	for i := first(nil, ords, uint32(from)); i < len(ords) && ords[i] < uint32(to); i++ {
		key := mixNumber(uint64(numbers[i]))
		put(key, numberRest(key, ords[i]))
	}
}

// countNames counts the bearers of full names by gender and decade, and keeps
// the counts of those that at least two people bear.
func (a *assembly) countNames(ctx context.Context) (*postings[uint32], error) {
	walk := a.walk()
	n := a.cols.people
	b, err := sortBuckets(ctx, a.opts.Workers, n, max(bucketBits(n)-2, 0), func(from, to int, put func(key, rest uint64)) {
		walk.each(from, to, func(p uint32, name *walked) {
			if name.own {
				h := &a.cols.hot[p]
				key := nameKey(name.folded.Full(), h.gender(), Decade(h.birth.Year()))
				put(key, uint64(uint32(key)))
			}
		})
	})
	if err != nil {
		return nil, err
	}
	c := &postings[uint32]{dir: make([]uint32, len(b.dir))}
	for i := range len(b.dir) - 1 {
		for list := b.rest[b.dir[i]:b.dir[i+1]]; len(list) > 0; {
			same := 1
			for same < len(list) && list[same] == list[0] {
				same++
			}
			if same > 1 {
				c.tags, c.values = append(c.tags, uint32(list[0])), append(c.values, uint32(same))
			}
			list = list[same:]
		}
		c.dir[i+1] = uint32(len(c.tags))
	}
	return c, nil
}
