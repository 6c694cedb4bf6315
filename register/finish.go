package register

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

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
	return &header{rules: a.opts.Rules, syllables: baseFingerprint(), people: uint64(a.cols.people), kinds: blockKinds}, nil
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

// indexes writes everything that is derived from the columns, one index after
// the other: each takes 8 bytes a person to sort.
func (a *assembly) indexes(ctx context.Context) error {
	t, err := a.count(ctx)
	if err != nil {
		return err
	}
	hashes, uses := t.folded(a.words)
	if err := a.writeTally(t, hashes, uses); err != nil {
		return err
	}
	if err := a.writeBirths(ctx, trim(t.days)); err != nil {
		return err
	}
	surnames := frequentSurnames(hashes, uses)
	if err := a.writeAll(ctx, column(a.w, tagByTail+".sur", surnames)); err != nil {
		return err
	}
	for _, x := range []struct {
		tag    string
		sorted func() (*namesakeIndex, error)
	}{
		{tagByName, func() (*namesakeIndex, error) { return a.names(ctx) }},
		{tagByTail, func() (*namesakeIndex, error) { return a.tails(ctx, surnames) }},
	} {
		if err := a.writeNamesakes(ctx, x.tag, x.sorted); err != nil {
			return err
		}
	}
	for _, x := range []struct {
		tag  string
		emit emitter
	}{{tagByCMND, a.cols.emitCMNDs}, {tagByFormer, a.cols.emitFormers}} {
		if err := a.writePostings(ctx, x.tag, x.emit); err != nil {
			return err
		}
	}
	counts, err := a.countNames(ctx)
	if err != nil {
		return err
	}
	return a.writeAll(ctx, column(a.w, tagNameCount+".dir", counts.dir), column(a.w, tagNameCount+".tag", counts.tags), column(a.w, tagNameCount+".cnt", counts.values))
}

func (a *assembly) writeBirths(ctx context.Context, days []uint32) error {
	x, err := a.birthsOf(ctx, days)
	if err != nil {
		return err
	}
	return a.writeAll(ctx,
		column(a.w, tagByBirth+".row", x.rows), column(a.w, tagByBirth+".dir", x.cells), column(a.w, tagByBirth+".nam", x.Names),
		column(a.w, tagByBirth+".ord", x.Ords), column(a.w, tagByBirth+".whr", x.Where))
}

func (a *assembly) writeNamesakes(ctx context.Context, tag string, sorted func() (*namesakeIndex, error)) error {
	x, err := sorted()
	if err != nil {
		return err
	}
	return a.writeAll(ctx, column(a.w, tag+".dir", x.dir), column(a.w, tag+".tag", x.tags), column(a.w, tag+".ord", x.ords), column(a.w, tag+".inf", x.info))
}

func (a *assembly) writePostings(ctx context.Context, tag string, emit emitter) error {
	b, err := sortBuckets(ctx, a.opts.Workers, a.cols.people, -1, emit)
	if err != nil {
		return err
	}
	p, err := numbersOf(ctx, b)
	if err != nil {
		return err
	}
	return a.writeAll(ctx, column(a.w, tag+".dir", p.dir), column(a.w, tag+".tag", p.tags), column(a.w, tag+".ord", p.values))
}

// writeAll fills sections whose places are reserved, at the same time.
func (a *assembly) writeAll(ctx context.Context, fill ...func() error) error {
	return each(ctx, a.opts.Workers, len(fill), func(i int) error { return fill[i]() })
}

// writeTally writes the frequencies; hashes and uses are those of syllables.
func (a *assembly) writeTally(t *tally, hashes []uint64, uses [][3]uint32) error {
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
