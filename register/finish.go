package register

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"

	"lamsach/matchers/kernel"
)

// Finish writes the snapshot: beside its path first, then moved there whole.
// Nothing is left behind when it fails. The builder is used up either way.
func (b *Builder) Finish(ctx context.Context) (*BuildReport, error) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		return nil, errors.New("register: snapshots need a little-endian machine")
	}
	if b.rows > maxPeople || len(b.all) > 1<<(32-chunkBits) {
		return nil, fmt.Errorf("register: %d people are more than a snapshot can hold (%d): build it in slices", b.rows, int64(maxPeople))
	}
	w, err := createFile(b.opts.Path)
	if err != nil {
		return nil, err
	}
	a := &assembly{Builder: b, w: w}
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
	w      *fileWriter
	order  *ordered
	extra  []string          // words beside the base syllabary
	words  *kernel.Syllabary // with them
	places [][]uint16        // of each chunk's ethnicity words in the common list
	cols   *columns
}

func (a *assembly) write(ctx context.Context) (*header, error) {
	var err error
	if a.order, err = a.Builder.order(ctx); err != nil {
		return nil, err
	}
	runtime.GC() // the sorted entries are as large as the order
	a.extra = a.extraWords()
	ethnics, places := a.ethnicWords()
	a.words, a.places = a.Builder.words.Extend(a.extra), places
	if err := a.people(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(a.writeSparse(), a.writeWords(ethnics)); err != nil {
		return nil, err
	}
	a.all, a.free = nil, nil // from here on the columns are enough; a collection
	runtime.GC()             // is quick where nothing is a pointer, and halves the peak
	if err := a.indexes(ctx); err != nil {
		return nil, err
	}
	return &header{rules: a.opts.Rules, syllables: baseFingerprint(), people: uint64(a.cols.people), kinds: blockKinds}, nil
}

func (a *assembly) writeWords(ethnics []string) error {
	for _, list := range []struct {
		tag   string
		words []string
	}{{tagEthnics, ethnics}, {tagSyllables, a.extra}} {
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
	if err := a.writeTally(t); err != nil {
		return err
	}
	births, err := a.birthsOf(ctx, trim(t.days))
	if err != nil {
		return err
	}
	if err := a.writeAll(
		column(a.w, tagByBirth+".row", births.rows), column(a.w, tagByBirth+".dir", births.cells), column(a.w, tagByBirth+".nam", births.Names),
		column(a.w, tagByBirth+".ord", births.Ords), column(a.w, tagByBirth+".whr", births.Where)); err != nil {
		return err
	}
	births = nil
	hashes, uses := t.folded(a.words)
	surnames := frequentSurnames(hashes, uses)
	if err := a.writeAll(column(a.w, tagByTail+".sur", surnames)); err != nil {
		return err
	}
	names, err := a.names(ctx)
	if err != nil {
		return err
	}
	if err := a.writeNamesakes(tagByName, names); err != nil {
		return err
	}
	names = nil
	tails, err := a.tails(ctx, surnames)
	if err != nil {
		return err
	}
	if err := a.writeNamesakes(tagByTail, tails); err != nil {
		return err
	}
	tails = nil
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
	return a.writeAll(column(a.w, tagNameCount+".dir", counts.dir), column(a.w, tagNameCount+".tag", counts.tags), column(a.w, tagNameCount+".cnt", counts.values))
}

func (a *assembly) writeNamesakes(tag string, x *namesakeIndex) error {
	return a.writeAll(column(a.w, tag+".dir", x.dir), column(a.w, tag+".tag", x.tags), column(a.w, tag+".ord", x.ords), column(a.w, tag+".inf", x.info))
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
	return a.writeAll(column(a.w, tag+".dir", p.dir), column(a.w, tag+".tag", p.tags), column(a.w, tag+".ord", p.values))
}

// writeAll fills sections whose places are reserved, at the same time.
func (a *assembly) writeAll(fill ...func() error) error {
	return each(context.Background(), a.opts.Workers, len(fill), func(i int) error { return fill[i]() })
}

func (a *assembly) writeTally(t *tally) error {
	hashes, uses := t.folded(a.words)
	var byYear []uint32
	for g := range t.years {
		byYear = append(byYear, t.years[g]...)
	}
	days, provinces, communes := trim(t.days), trim(t.provinces), trim(t.communes)
	origin := make([]uint64, 2+Problems)
	origin[0], origin[1] = uint64(a.rows), uint64(Problems)
	for p := range a.found {
		origin[2+p] = uint64(a.found[p].Count)
	}
	return errors.Join(
		putColumn(beginColumn(a.w, tagYears, byYear), byYear),
		putColumn(beginColumn(a.w, tagDays, days), days),
		putColumn(beginColumn(a.w, tagProvinces, provinces), provinces),
		putColumn(beginColumn(a.w, tagCommunes, communes), communes),
		putColumn(beginColumn(a.w, tagTokens, hashes), hashes),
		putColumn(beginColumn(a.w, tagTokenUses, uses), uses),
		putColumn(beginColumn(a.w, tagOrigin, origin), origin))
}
