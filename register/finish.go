package register

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"lamsach/matchers/block"
	"lamsach/matchers/kernel"
)

// Finish writes the snapshot: beside its path first, then moved there whole.
// Nothing is left behind when it fails. The builder is used up either way.
func (b *Builder) Finish(ctx context.Context) (*BuildReport, error) {
	defer b.Close()
	switch {
	case binary.NativeEndian.Uint16([]byte{1, 0}) != 1:
		return nil, errors.New("register: snapshots need a little-endian machine")
	case b.rows > maxPeople:
		return nil, fmt.Errorf("register: %d people are more than a snapshot can hold (%d): build it in slices", b.rows, int64(maxPeople))
	case b.err != nil:
		return nil, b.err
	}
	w, err := createFile(b.opts.Path)
	if err != nil {
		return nil, err
	}
	a := &assembly{Builder: b, w: w, base: b.words}
	h, err := a.write(ctx)
	if err == nil {
		err = w.commit(h)
	}
	if err != nil {
		w.abandon()
		return nil, err
	}
	return &BuildReport{ID: h.idText(), Rows: b.rows, People: int64(h.people), Bytes: h.length, Problems: b.found.report()}, nil
}

// assembly is one Finish on its way.
type assembly struct {
	*Builder
	w     *fileWriter
	order *ordered
	base  *kernel.Syllabary
	extra []string          // words beside the base syllabary
	words *kernel.Syllabary // with them
	cols  *columns
}

func (a *assembly) write(ctx context.Context) (*header, error) {
	err := a.spill.settle()
	if err == nil && a.spill.file != nil {
		debug.FreeOSMemory() // the memory of what now is on disk is needed for the columns
	}
	if err == nil {
		a.order, err = a.spill.order(ctx)
	}
	if err == nil {
		err = a.people(ctx)
	}
	if err == nil {
		err = a.writeSparse()
	}
	if err != nil {
		return nil, err
	}
	runtime.GC() // a collection is quick where nothing is a pointer, and keeps the peak low
	if err := a.indexes(ctx); err != nil {
		return nil, err
	}
	return &header{rules: a.opts.Rules, syllables: baseFingerprint(), people: uint64(a.cols.people), kinds: uint32(block.Kinds)}, nil
}

// writeSparse writes what few people have.
func (a *assembly) writeSparse() error {
	s := &a.cols.sparse
	for _, fill := range []func() error{
		column(a.w, tagLongNames, s.long), column(a.w, tagMoreOrd, s.moreOrd), column(a.w, tagMoreNumber, s.more),
		column(a.w, tagFormerOrd, s.formerOrd), column(a.w, tagFormer, s.former),
		column(a.w, tagKinOrd, s.kinOrd), column(a.w, tagKinNumber, s.kin),
		column(a.w, tagOtherOrd, s.otherOrd), column(a.w, tagOtherName, s.otherName),
	} {
		if err := fill(); err != nil {
			return err
		}
	}
	base, off := placeTexts(s.otherLen)
	return errors.Join(
		putColumn(beginColumn(a.w, tagOtherText+".bas", base), base),
		putColumn(beginColumn(a.w, tagOtherText+".off", off), off),
		a.w.begin(tagOtherText+".txt", int64(len(s.otherText))).write(s.otherText))
}

// placeTexts says where texts of given lengths begin, and where the last ends.
func placeTexts(lengths []uint32) (base []uint64, off []uint32) {
	at := uint64(0)
	for i := 0; i <= len(lengths); i++ {
		if i&(groupSize-1) == 0 {
			base = append(base, at)
		}
		off = append(off, uint32(at-base[i>>groupBits]))
		if i < len(lengths) {
			at += uint64(lengths[i])
		}
	}
	return base, off
}

// writeWords writes the word lists, and how addresses end by commune.
func (a *assembly) writeWords(ethnics []string) error {
	codes, tails := a.units.tailList()
	if err := column(a.w, tagTailCodes, codes)(); err != nil {
		return err
	}
	for _, list := range []struct {
		tag   string
		words []string
	}{{tagEthnics, ethnics}, {tagSyllables, a.extra}, {tagTails, tails}} {
		packed := packWords(list.words)
		if err := a.w.begin(list.tag, int64(len(packed))).write(packed); err != nil {
			return err
		}
	}
	return nil
}

// indexes writes everything that is derived from the columns.
func (a *assembly) indexes(ctx context.Context) error {
	c := a.cols
	x, err := c.index(ctx, a.opts.Workers, a.words)
	if err != nil {
		return err
	}
	if err := a.writeTally(x.tally); err != nil {
		return err
	}
	sections := a.beginIndexes(x)
	return each(ctx, a.opts.Workers, len(sections), func(i int) error { return sections[i]() })
}

// beginIndexes reserves the places of the number indexes, blocks and name
// counts and returns what is to be done to fill them. What depends on the keys
// alone is known before they are sorted: how many there are.
func (a *assembly) beginIndexes(x *indexed) (fill []func() error) {
	c := a.cols
	for k := range x.blocks {
		fill = append(fill, a.beginPostings(tagBlock(block.Kind(k)), &x.blocks[k]))
	}
	fill = append(fill,
		a.beginPostings(tagByCMND, c.cmndKeys()),
		a.beginPostings(tagByFormer, c.formerKeys()))
	counts := countNames(&x.names)
	dir := beginColumn(a.w, tagNameCount+".dir", counts.dir)
	tags := beginColumn(a.w, tagNameCount+".tag", counts.tags)
	count := beginColumn(a.w, tagNameCount+".cnt", counts.ords)
	return append(fill, func() error {
		return errors.Join(putColumn(dir, counts.dir), putColumn(tags, counts.tags), putColumn(count, counts.ords))
	})
}

func (a *assembly) beginPostings(tag string, keys *keyList) func() error {
	n := keys.len()
	dir := a.w.begin(tag+".dir", 4*(1<<bucketBits(n)+1))
	tags, ords := a.w.begin(tag+".tag", 4*int64(n)), a.w.begin(tag+".ord", 4*int64(n))
	return func() error {
		p := buildPostings(keys)
		*keys = keyList{} // a country's keys of one kind are most of a gigabyte
		return errors.Join(putColumn(dir, p.dir), putColumn(tags, p.tags), putColumn(ords, p.ords))
	}
}

func (c *columns) cmndKeys() *keyList {
	l := &keyList{byPerson: make([]uint64, c.people)}
	for p := range c.hot {
		if v := c.hot[p].cmnd; v != 0 {
			l.byPerson[p] = mixNumber(uint64(v & cmndMask))
		}
	}
	for i, p := range c.sparse.moreOrd {
		l.more = append(l.more, posting{mixNumber(uint64(c.sparse.more[i])), p})
	}
	return l
}

func (c *columns) formerKeys() *keyList {
	l := &keyList{}
	for i, p := range c.sparse.formerOrd {
		l.more = append(l.more, posting{mixNumber(c.sparse.former[i]), p})
	}
	return l
}

// countNames turns the name keys into postings whose ordinals are counts, of
// names that at least two people bear.
func countNames(keys *keyList) *postings {
	dir, entries := keys.sorted()
	p := &postings{dir: make([]uint32, len(dir))}
	for b := range len(dir) - 1 {
		list := entries[dir[b]:dir[b+1]]
		for i := 0; i < len(list); {
			end := i + 1
			for end < len(list) && list[end]>>32 == list[i]>>32 {
				end++
			}
			if end-i > 1 {
				p.tags, p.ords = append(p.tags, uint32(list[i]>>32)), append(p.ords, uint32(end-i))
			}
			i = end
		}
		p.dir[b+1] = uint32(len(p.tags))
	}
	return p
}

func (a *assembly) writeTally(t *tally) error {
	hashes, uses := t.folded(a.words)
	var byYear []uint32
	for g := range t.years {
		byYear = append(byYear, t.years[g]...)
	}
	days, provinces, communes := trim(t.days), trim(t.provinces), trim(t.communes)
	return errors.Join(
		putColumn(beginColumn(a.w, tagYears, byYear), byYear),
		putColumn(beginColumn(a.w, tagDays, days), days),
		putColumn(beginColumn(a.w, tagProvinces, provinces), provinces),
		putColumn(beginColumn(a.w, tagCommunes, communes), communes),
		putColumn(beginColumn(a.w, tagTokens, hashes), hashes),
		putColumn(beginColumn(a.w, tagTokenUses, uses), uses))
}
