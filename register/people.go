package register

import "context"

// people gathers the columns slice by slice, in order of ordinals. What the
// indexes need stays in memory; the rest goes to the file at once.
func (a *assembly) people(ctx context.Context) error {
	a.cols = newColumns(a.order)
	if err := a.writeNumbers(ctx, indexNumbers(a.order.pins)); err != nil {
		return err
	}
	hot, cold := column(a.w, tagHot, a.cols.hot), a.beginCold()
	all, turn := a.order.slices(), newTurns()
	gatherers := scratch[gatherer]{make: func() *gatherer { return &gatherer{assembly: a, unknown: unknownWords{}} }}
	err := each(ctx, a.opts.Workers, len(all), func(i int) error {
		g := gatherers.take()
		defer gatherers.give(g)
		err := g.gather(all[i])
		if err == nil && turn.wait(i) {
			err = cold.append(g)
		}
		turn.end(err)
		return err
	})
	if err != nil {
		return err
	}
	unknown := unknownWords{}
	for _, g := range gatherers.all {
		a.found.merge(&g.found)
		unknown.merge(g.unknown)
	}
	a.spill.close()
	if err := a.codeNames(ctx, unknown, cold.text); err != nil {
		return err
	}
	words := a.ethnics.sorted(a.cols.ethnic)
	if err := a.writeAll(ctx, hot, cold.close, func() error { return putColumn(cold.ethnic, a.cols.ethnic) }); err != nil {
		return err
	}
	a.cols.ethnic, a.order = nil, nil
	return a.writeWords(words)
}

func (a *assembly) writeNumbers(ctx context.Context, x *numberIndex) error {
	return a.writeAll(ctx,
		column(a.w, tagPIN, x.low), column(a.w, tagPIN+".stp", x.steps), column(a.w, tagPIN+".row", x.rows), column(a.w, tagPIN+".dir", x.cells))
}

func column[T plain](w *fileWriter, tag string, list []T) func() error {
	s := beginColumn(w, tag, list)
	return func() error { return putColumn(s, list) }
}

// coldSections is where the cold columns go. The texts come last: how long
// they are is known at their end.
type coldSections struct {
	a *assembly

	birthProv, death, household, updated, addrHash, ethnic *sectionWriter
	kin                                                    [3]*sectionWriter
	textBase, textOff, text                                *sectionWriter

	next  int      // ordinal
	base  uint64   // of its group of texts
	bases []uint64 // scratch
	offs  []uint32
}

func (a *assembly) beginCold() *coldSections {
	n := int64(a.cols.people)
	c := &coldSections{
		a: a, birthProv: a.w.begin(tagBirthProv, n), death: a.w.begin(tagDeath, 4*n), household: a.w.begin(tagHousehold, 8*n),
		updated: a.w.begin(tagUpdated, 8*n),
	}
	for i, tag := range kinTags {
		c.kin[i] = a.w.begin(tag, 4*n)
	}
	c.addrHash, c.ethnic = a.w.begin(tagAddrHash, 4*n), a.w.begin(tagEthnic, 2*n)
	c.textBase, c.textOff = a.w.begin(tagTexts+".bas", 8*(n>>groupBits+1)), a.w.begin(tagTexts+".off", 4*(n+1))
	c.text = a.w.beginOpen(tagTexts + ".txt")
	return c
}

// append writes the columns of the next slice and keeps what few people have.
func (c *coldSections) append(g *gatherer) error {
	for i := range g.sparse.late {
		g.sparse.late[i].at += uint64(c.text.written)
	}
	c.a.cols.sparse.append(&g.sparse)
	c.placeTexts(g.cold.textEnd)
	for _, s := range []struct {
		to   *sectionWriter
		data []byte
	}{
		{c.birthProv, g.cold.birthProv},
		{c.death, asBytes(g.cold.death)},
		{c.household, asBytes(g.cold.household)},
		{c.updated, asBytes(g.cold.updated)},
		{c.addrHash, asBytes(g.cold.addrHash)},
		{c.kin[0], asBytes(g.cold.kin[0])},
		{c.kin[1], asBytes(g.cold.kin[1])},
		{c.kin[2], asBytes(g.cold.kin[2])},
		{c.textBase, asBytes(c.bases)},
		{c.textOff, asBytes(c.offs)},
		{c.text, g.cold.texts},
	} {
		if err := s.to.write(s.data); err != nil {
			return err
		}
	}
	return nil
}

// placeTexts says where the texts of a slice begin, which end at ends within it.
func (c *coldSections) placeTexts(ends []uint32) {
	c.bases, c.offs = c.bases[:0], c.offs[:0]
	start, at := uint64(c.text.written), uint64(c.text.written)
	for _, end := range ends {
		c.place(at)
		at = start + uint64(end)
	}
}

func (c *coldSections) place(at uint64) {
	if c.next&(groupSize-1) == 0 {
		c.base = at
		c.bases = append(c.bases, at)
	}
	c.offs = append(c.offs, uint32(at-c.base))
	c.next++
}

// close writes where the last text ends.
func (c *coldSections) close() error {
	c.bases, c.offs = c.bases[:0], c.offs[:0]
	c.place(uint64(c.text.written))
	if err := c.textBase.write(asBytes(c.bases)); err != nil {
		return err
	}
	return c.textOff.write(asBytes(c.offs))
}
