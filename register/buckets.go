package register

import (
	"context"
	"math/bits"
	"slices"
)

// A block index is entries in the order of their buckets. The bucket is the top
// bits of a key; what follows it in an entry (a tag of the key, a year, an
// ordinal) orders the entries of one bucket, so the order depends on the people
// alone. Sorting takes 8 bytes an entry: people emit their entries span by
// span, once to be counted and once to be laid into one of at most 1,024
// partitions, each of which is then sorted within the processor's cache.

// An emitter calls put for each entry of a span of people: a key, and at most
// 48 bits that order the entries of a bucket. It must emit the same each time.
type emitter func(from, to int, put func(key, rest uint64))

const (
	partitionBits = 10
	restBits      = 48
	emitSpan      = 1 << 17 // people; whole spans of whatever else spans are
)

// bucketed is a sorted block index before it is written.
type bucketed struct {
	dir     []uint32 // bucket → first entry; one more for the end
	rest    []uint64 // of each entry, in order
	bits    int      // of a bucket
	starts  []uint32 // of the partitions, in entries
	workers int
}

// bucketBits makes about four entries share a bucket, and leaves room for the
// bucket beside rest in an entry.
func bucketBits(entries int) int {
	return min(max(bits.Len(uint(entries))-2, 0), partitionBits+64-restBits)
}

// sortBuckets sorts the entries of n people. width is how many bits of a key
// make the bucket; a negative one lets the number of entries decide.
func sortBuckets(ctx context.Context, workers, n, width int, emit emitter) (*bucketed, error) {
	all := spans(n, emitSpan)
	counts := make([][1 << partitionBits]uint32, all+1)
	err := each(ctx, workers, all, func(i int) error {
		from, to := span(i, n, emitSpan)
		c := &counts[i]
		emit(from, to, func(key, _ uint64) { c[key>>(64-partitionBits)]++ })
		return nil
	})
	if err != nil {
		return nil, err
	}
	b := &bucketed{starts: make([]uint32, 1<<partitionBits+1), workers: workers}
	sum := uint32(0)
	for p := range 1 << partitionBits {
		b.starts[p] = sum
		for i := range counts {
			counts[i][p], sum = sum, sum+counts[i][p]
		}
	}
	b.starts[1<<partitionBits] = sum
	if b.bits = width; width < 0 {
		b.bits = bucketBits(int(sum))
	}
	b.rest = make([]uint64, sum)
	inner := max(b.bits-partitionBits, 0)
	err = each(ctx, workers, all, func(i int) error {
		from, to := span(i, n, emitSpan)
		next := &counts[i]
		emit(from, to, func(key, rest uint64) {
			at := &next[key>>(64-partitionBits)]
			b.rest[*at] = key<<partitionBits>>(64-inner)<<restBits | rest
			*at++
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	b.dir = make([]uint32, 1<<b.bits+1)
	err = each(ctx, workers, 1<<partitionBits, func(p int) error { b.sortPartition(p, inner); return nil })
	if err != nil {
		return nil, err
	}
	b.closeDirectory()
	return b, nil
}

// sortPartition sorts a partition and counts its buckets. Where a bucket is
// wider than a partition, it is counted by the partitions' starts.
func (b *bucketed) sortPartition(p, inner int) {
	list := b.rest[b.starts[p]:b.starts[p+1]]
	slices.Sort(list)
	if b.bits < partitionBits {
		return
	}
	first := p << inner
	for i, e := range list {
		b.dir[first+int(e>>restBits)+1]++
		list[i] = e & (1<<restBits - 1)
	}
}

// closeDirectory turns the counts of buckets into their starts.
func (b *bucketed) closeDirectory() {
	if b.bits < partitionBits {
		for i := range b.dir {
			b.dir[i] = b.starts[i<<(partitionBits-b.bits)]
		}
		for i := range len(b.dir) - 1 { // several partitions in one bucket
			slices.Sort(b.rest[b.dir[i]:b.dir[i+1]])
		}
		return
	}
	for i := 1; i < len(b.dir); i++ {
		b.dir[i] += b.dir[i-1]
	}
}

// each calls f for spans of the entries on several goroutines.
func (b *bucketed) each(ctx context.Context, f func(from, to int)) error {
	const step = 1 << 16
	return each(ctx, b.workers, spans(len(b.rest), step), func(i int) error {
		f(span(i, len(b.rest), step))
		return nil
	})
}
