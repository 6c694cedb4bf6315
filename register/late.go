package register

import (
	"context"

	"lamsach/matchers/kernel"
)

// Most names are coded when they are added. What is left for the end are names
// of more than four syllables, whose table is in order of ordinals, and names
// with words outside the base syllabary, which get codes when all of them are
// known.

// lateSpan is how many names one task codes: their texts lie within a few
// megabytes of the file.
const lateSpan = 1 << 10

// codeNames codes the names that are left.
func (a *assembly) codeNames(ctx context.Context, unknown unknownWords, text *sectionWriter) error {
	text.closeOpen()
	a.extra = unknown.sorted(kernel.MaxCodes - a.base.Len())
	a.words = a.base.Extend(a.extra)
	late := a.cols.sparse.late
	parts := make([]sparse, spans(len(late), lateSpan))
	coders := scratch[lateCoder]{make: func() *lateCoder { return &lateCoder{columns: a.cols, words: a.words} }}
	err := each(ctx, a.opts.Workers, len(parts), func(i int) error {
		c := coders.take()
		defer coders.give(c)
		from, to := span(i, len(late), lateSpan)
		return c.code(late[from:to], text, &parts[i])
	})
	if err != nil {
		return err
	}
	s := &a.cols.sparse
	s.late = nil
	for i := range parts {
		s.append(&parts[i])
	}
	a.cols.settleLong()
	s.nameOthers(a.words)
	return nil
}

// lateCoder is one goroutine's scratch.
type lateCoder struct {
	*columns
	words *kernel.Syllabary
	coder *kernel.Coder // over words, when one is needed
	buf   []byte
}

// lateWindow is how much of the file is read at once.
const lateWindow = 1 << 18

// code reads names back from the file and codes them.
func (c *lateCoder) code(late []lateName, text *sectionWriter, out *sparse) error {
	start := uint64(0)
	c.buf = c.buf[:0]
	for _, l := range late {
		if end := l.at + uint64(l.size); end > start+uint64(len(c.buf)) {
			start = l.at
			c.buf = sized(c.buf, int(min(lateWindow, uint64(text.length)-start)))
			if err := text.read(c.buf, int64(start)); err != nil {
				return err
			}
		}
		raw := c.buf[l.at-start:][:l.size]
		var name kernel.Name
		if c.words.Encode(raw, &name) > 0 {
			c.rare(l.ord, raw, out)
		}
		if name.Len <= shortName {
			c.hot[l.ord].name = packShort(&name)
			continue
		}
		out.longOrd, out.long = append(out.longOrd, l.ord), append(out.long, packLong(&name))
	}
	return nil
}

// rare keeps the hashes of a name with a word for which the syllabary had no
// room: its codes no longer tell them.
func (c *lateCoder) rare(p uint32, raw []byte, out *sparse) {
	if c.coder == nil {
		c.coder = kernel.NewCoder(c.words)
	}
	var name kernel.Name
	c.coder.Reserve()
	c.coder.Encode(raw, &name)
	out.rareOrd, out.rare = append(out.rareOrd, p), append(out.rare, c.coder.Hashes(&name))
}

// nameOthers codes the other names.
func (s *sparse) nameOthers(words *kernel.Syllabary) {
	s.otherName = make([][kernel.MaxSyllables]uint16, len(s.otherLen))
	at := 0
	for i, n := range s.otherLen {
		var name kernel.Name
		words.Encode(s.otherText[at:at+int(n)], &name)
		s.otherName[i], at = packLong(&name), at+int(n)
	}
}
