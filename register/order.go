package register

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// People are ordered by personal ID: first by its first six digits (place,
// century with gender, year), of which there are few, by counting; then within
// each by the other six. The counts become the directory of the number index.
const (
	suffixEnd = 1_000_000
	prefixEnd = endPIN / suffixEnd
)

// ordered is the people that stay, in order.
type ordered struct {
	refs  []uint32 // chunk and place of each person
	pins  []uint64
	dir   []uint32 // by first six digits: the first ordinal; one entry more than the highest prefix
	names uint64   // bytes of all full names
	addrs uint64   // bytes of all addresses
}

func (b *Builder) record(ref uint32) (*chunk, *record) {
	c := b.all[ref>>chunkBits]
	return c, &c.rec[ref%chunkPeople]
}

// order sorts the people and settles which row of a number counts.
func (b *Builder) order(ctx context.Context) (*ordered, error) {
	starts := b.countPrefixes()
	entries := b.scatter(starts)
	const step = 64
	err := each(ctx, b.opts.Workers, spans(len(starts)-1, step), func(i int) error {
		from, to := span(i, len(starts)-1, step)
		for p := from; p < to; p++ {
			slices.Sort(entries[starts[p]:starts[p+1]])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.settle(starts, entries), nil
}

// countPrefixes returns where the people of each prefix begin.
func (b *Builder) countPrefixes() []uint64 {
	starts := make([]uint64, prefixEnd+1)
	highest := 0
	for _, c := range b.all {
		for i := range c.rec {
			p := int(c.rec[i].pin / suffixEnd)
			starts[p+1]++
			highest = max(highest, p)
		}
	}
	starts = starts[:highest+2]
	for p := 1; p < len(starts); p++ {
		starts[p] += starts[p-1]
	}
	return starts
}

// scatter puts every person, as suffix<<32 | ref, among those of its prefix.
func (b *Builder) scatter(starts []uint64) []uint64 {
	entries := make([]uint64, starts[len(starts)-1])
	next := slices.Clone(starts)
	for n, c := range b.all {
		for i := range c.rec {
			pin := c.rec[i].pin
			p := pin / suffixEnd
			entries[next[p]] = (pin-p*suffixEnd)<<32 | uint64(n)<<chunkBits | uint64(i)
			next[p]++
		}
	}
	return entries
}

// settle walks the sorted people and keeps one of each number.
func (b *Builder) settle(starts, entries []uint64) *ordered {
	o := &ordered{refs: make([]uint32, 0, len(entries)), pins: make([]uint64, 0, len(entries)), dir: make([]uint32, len(starts))}
	for _, c := range b.all {
		o.names, o.addrs = o.names+c.names, o.addrs+c.addrs
	}
	for p := range len(starts) - 1 {
		o.dir[p] = uint32(len(o.refs))
		group := entries[starts[p]:starts[p+1]]
		for i := 0; i < len(group); {
			end := i + 1
			for end < len(group) && group[end]>>32 == group[i]>>32 {
				end++
			}
			best := uint32(group[i])
			if end > i+1 {
				best = b.newest(group[i:end], o)
			}
			o.refs = append(o.refs, best)
			o.pins = append(o.pins, uint64(p)*suffixEnd+group[i]>>32)
			i = end
		}
	}
	o.dir[len(o.dir)-1] = uint32(len(o.refs))
	return o
}

// newest chooses among rows of one number and reports the others: the latest
// update wins; of equally late ones the content decides, so that the order in
// which they were added does not.
func (b *Builder) newest(group []uint64, o *ordered) uint32 {
	best := uint32(group[0])
	for _, e := range group[1:] {
		if b.compare(uint32(e), best) > 0 {
			best = uint32(e)
		}
	}
	for _, e := range group {
		if ref := uint32(e); ref != best {
			_, r := b.record(ref)
			r.marks |= markLost
			o.names, o.addrs = o.names-uint64(r.nameLen), o.addrs-uint64(r.addrLen)
			b.found[ProblemDuplicate].add(Address{r.file, r.row})
		}
	}
	return best
}

func (b *Builder) compare(x, y uint32) int {
	cx, rx := b.record(x)
	cy, ry := b.record(y)
	if c := cmp.Compare(rx.updated, ry.updated); c != 0 {
		return c
	}
	if c := bytes.Compare(cx.content(rx), cy.content(ry)); c != 0 {
		return c
	}
	return Address{ry.file, ry.row}.compare(Address{rx.file, rx.row})
}

// content is a person as bytes: equal for equal people, wherever they stood.
// It begins with a hash so that no field decides which of two people wins.
func (c *chunk) content(r *record) []byte {
	body := make([]byte, 8, 256)
	for _, v := range [...]uint64{
		r.household, r.kin[0], r.kin[1], r.kin[2], uint64(r.birth), uint64(r.death), uint64(r.cmnd), uint64(r.nameLen),
		uint64(r.addrLen), uint64(r.commune), uint64(r.birthProv), uint64(r.province), uint64(r.facts),
	} {
		body = binary.LittleEndian.AppendUint64(body, v)
	}
	body = append(body, c.text[r.text:][:uint32(r.nameLen)+uint32(r.addrLen)+r.rest]...)
	body = append(body, c.ethnicWord(r)...)
	binary.LittleEndian.PutUint64(body, xxhash.Sum64(body[8:]))
	return body
}

func (c *chunk) ethnicWord(r *record) string {
	if r.ethnic == 0 {
		return ""
	}
	return c.peopleAt[r.ethnic-1]
}
