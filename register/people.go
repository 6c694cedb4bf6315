package register

import (
	"context"
	"sync"

	"lamsach/matchers/kernel"
)

// gatherSpan is how many people one task gathers; whole groups of texts.
const gatherSpan = 1 << 14

// people gathers the columns in order of ordinals and writes them. Texts go to
// the file wave by wave, so that they are in memory only once.
func (a *assembly) people(ctx context.Context) error {
	o := a.order
	a.cols = newColumns(len(o.refs))
	numbers := indexNumbers(o.pins)
	if err := a.writeNumbers(numbers); err != nil {
		return err
	}
	write := a.beginColumns()
	full, address := a.beginTexts(tagFullName, &a.cols.full, o.names), a.beginTexts(tagAddress, &a.cols.address, o.addrs)

	wave := make([]*gatherer, 4*a.opts.Workers)
	for i := range wave {
		wave[i] = &gatherer{columns: a.cols, words: a.words, coder: kernel.NewCoder(a.words), numbers: numbers}
	}
	all := spans(len(o.refs), gatherSpan)
	for first := 0; first < all; first += len(wave) {
		n := min(len(wave), all-first)
		err := each(ctx, a.opts.Workers, n, func(i int) error {
			from, to := span(first+i, len(o.refs), gatherSpan)
			a.gather(wave[i], from, to)
			return nil
		})
		if err != nil {
			return err
		}
		for i, g := range wave[:n] {
			from, to := span(first+i, len(o.refs), gatherSpan)
			a.cols.full.settleTexts(from, to, uint64(full.text.written))
			a.cols.address.settleTexts(from, to, uint64(address.text.written))
			if err := writeBoth(full.text, g.names, address.text, g.addrs); err != nil {
				return err
			}
			a.cols.sparse.append(&g.sparse)
		}
	}
	for _, g := range wave {
		a.found.merge(&g.found)
	}
	a.cols.settleLong()
	return each(ctx, a.opts.Workers, len(write)+2, func(i int) error {
		switch {
		case i < len(write):
			return write[i]()
		case i == len(write):
			return full.close()
		}
		return address.close()
	})
}

func (a *assembly) writeNumbers(x *numberIndex) error {
	for _, fill := range []func() error{
		column(a.w, tagPIN, x.low), column(a.w, tagPIN+".stp", x.steps), column(a.w, tagPIN+".row", x.rows), column(a.w, tagPIN+".dir", x.cells),
	} {
		if err := fill(); err != nil {
			return err
		}
	}
	return nil
}

// gather fills the columns of one span.
func (a *assembly) gather(g *gatherer, from, to int) {
	g.sparse.reset()
	g.names, g.addrs = g.names[:0], g.addrs[:0]
	for p := from; p < to; p++ {
		ref := a.order.refs[p]
		c, r := a.record(ref)
		g.put(uint32(p), c, r, a.places[ref>>chunkBits])
	}
}

// writeBoth writes to two sections at the same time.
func writeBoth(a *sectionWriter, x []byte, b *sectionWriter, y []byte) (err error) {
	var wg sync.WaitGroup
	wg.Go(func() { err = a.write(x) })
	other := b.write(y)
	wg.Wait()
	if err == nil {
		err = other
	}
	return err
}

// beginColumns reserves the places of the columns and returns how to fill them.
func (a *assembly) beginColumns() (fill []func() error) {
	c := a.cols
	fill = append(fill,
		column(a.w, tagHot, c.hot),
		column(a.w, tagBirthProv, c.birthProv), column(a.w, tagDeath, c.death), column(a.w, tagHousehold, c.household),
		column(a.w, tagFather, c.kin[0]), column(a.w, tagMother, c.kin[1]), column(a.w, tagSpouse, c.kin[2]),
		column(a.w, tagAddrHash, c.addrHash), column(a.w, tagEthnic, c.ethnic))
	return fill
}

func column[T plain](w *fileWriter, tag string, list []T) func() error {
	s := beginColumn(w, tag, list)
	return func() error { return putColumn(s, list) }
}

// textSection is the three sections of a text column.
type textSection struct {
	index           *textIndex
	base, off, text *sectionWriter
}

func (a *assembly) beginTexts(tag string, x *textIndex, bytes uint64) *textSection {
	return &textSection{
		index: x, base: beginColumn(a.w, tag+".bas", x.base), off: beginColumn(a.w, tag+".off", x.off),
		text: a.w.begin(tag+".txt", int64(bytes)),
	}
}

func (t *textSection) close() error {
	t.index.close(uint64(t.text.written))
	if err := putColumn(t.base, t.index.base); err != nil {
		return err
	}
	return putColumn(t.off, t.index.off)
}

// writeSparse writes what few people have.
func (a *assembly) writeSparse() error {
	s := &a.cols.sparse
	x := newTextIndex(len(s.otherLen))
	at := uint64(0)
	for i, n := range s.otherLen {
		if i&(groupSize-1) == 0 {
			x.base[i>>groupBits] = at
		}
		x.off[i] = uint32(at - x.base[i>>groupBits])
		at += uint64(n)
	}
	for _, fill := range []func() error{
		column(a.w, tagLongNames, s.long), column(a.w, tagMoreOrd, s.moreOrd), column(a.w, tagMoreNumber, s.more),
		column(a.w, tagFormerOrd, s.formerOrd), column(a.w, tagFormer, s.former),
		column(a.w, tagOtherOrd, s.otherOrd), column(a.w, tagOtherName, s.otherName),
	} {
		if err := fill(); err != nil {
			return err
		}
	}
	t := a.beginTexts(tagOtherText, &x, at)
	if err := t.text.write(s.otherText); err != nil {
		return err
	}
	return t.close()
}
