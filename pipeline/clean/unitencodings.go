package clean

import (
	"slices"

	"lamsach/pipeline"
)

// Where one branch of many exports an encoding of its own, the same bytes are
// one name in its rows and another elsewhere. So before anything is cleaned the
// entries of text columns that rows of such a unit use become entries of their
// own: as submitted in the batch, for whoever shows the original, and decoded
// beside it, for cleaning.

// unitDecoder says how the rows of each unit are decoded.
type unitDecoder struct {
	codecs []unitCodec
	of     map[string]uint8 // unit → codec + 1
}

type unitCodec struct {
	*codec
	whole bool
}

func newUnitDecoder(units []UnitEncoding) (d unitDecoder) {
	known := loadCodecs()
	d.of = make(map[string]uint8, len(units))
	for _, u := range units {
		c := unitCodec{known[u.Encoding], u.Whole}
		if c.codec == nil {
			continue
		}
		at := slices.Index(d.codecs, c)
		if at < 0 {
			at = len(d.codecs)
			d.codecs = append(d.codecs, c)
		}
		d.of[u.Unit] = uint8(at + 1)
	}
	return d
}

// unitTexts is the scratch of one worker for the columns of one batch.
type unitTexts struct {
	codec  []uint8 // of each entry of the column of units, plus one
	splits []unitSplit
}

// unitSplit is a column whose entries are told apart by encoding.
type unitSplit struct {
	from  int             // entries from here on were decoded
	shown pipeline.Column // as submitted
	text  pipeline.Column // decoded
	known map[uint64]int32
}

// splitByUnit puts the columns of texts that rows of units with an encoding of
// their own use into the view, and returns for names and addresses what is to
// be cleaned: nil where it is the column itself.
func (w *Worker) splitByUnit(b *pipeline.Batch, c *Columns) (_ *pipeline.Batch, name, address *unitSplit) {
	d := &w.plan.units
	if len(d.codecs) == 0 || c.Unit < 0 {
		return b, nil, nil
	}
	u, units := &w.units, &b.Columns[c.Unit]
	u.codec = sized(u.codec, units.Entries())
	foreign := false
	for e := range u.codec {
		u.codec[e] = d.of[string(units.Entry(int32(e)))]
		foreign = foreign || u.codec[e] != 0
	}
	if !foreign {
		return b, nil, nil
	}
	if b != &w.view {
		w.view.Part, w.view.Rows = b.Part, b.Rows
		w.view.Columns = append(w.view.Columns[:0], b.Columns...)
	}
	used := 0
	split := func(at int) *unitSplit {
		if used == len(u.splits) {
			u.splits = append(u.splits, unitSplit{known: map[uint64]int32{}})
		}
		s := &u.splits[used]
		if !s.of(w, &w.view.Columns[at], units.Index) {
			return nil
		}
		used++
		return s
	}
	// Room first: what split returns must stay where it is.
	u.splits = slices.Grow(u.splits, 2+len(c.PlaceParts)+len(c.Pass))
	if c.Name >= 0 {
		if name = split(c.Name); name != nil {
			w.view.Columns[c.Name] = name.shown
		}
	}
	if c.Address >= 0 {
		if address = split(c.Address); address != nil {
			w.view.Columns[c.Address] = address.shown
		}
	}
	decoded := func(at int) {
		if at == c.Unit || at == c.Name || at == c.Address {
			return
		}
		if s := split(at); s != nil {
			w.view.Columns[at] = s.text
		}
	}
	for _, p := range c.PlaceParts {
		decoded(p.Column)
	}
	for _, p := range c.Pass {
		decoded(p.Column)
	}
	return &w.view, name, address
}

// of splits a column by the units of the rows; false when nothing changes.
func (s *unitSplit) of(w *Worker, c *pipeline.Column, units []int32) bool {
	if !slices.ContainsFunc(w.plan.units.codecs, func(u unitCodec) bool { return u.concerns(c.Bytes) }) {
		return false
	}
	clear(s.known)
	s.from, s.text = c.Entries(), pipeline.Column{Index: s.text.Index, Offsets: s.text.Offsets, Bytes: s.text.Bytes}
	index := append(s.text.Index[:0], c.Index...)
	fresh := false
	for row, e := range c.Index {
		if e < 0 || units[row] < 0 || w.units.codec[units[row]] == 0 {
			continue
		}
		by := w.units.codec[units[row]]
		key := uint64(e)<<8 | uint64(by)
		to, known := s.known[key]
		if !known {
			to = e
			if text, ok := w.decodeAs(&w.plan.units.codecs[by-1], c.Entry(e)); ok {
				if !fresh {
					s.begin(c)
					fresh = true
				}
				to = int32(s.text.Entries())
				s.text.Bytes = append(s.text.Bytes, text...)
				s.shown.Bytes = append(s.shown.Bytes, c.Entry(e)...)
				endEntry(&s.text)
				endEntry(&s.shown)
			}
			s.known[key] = to
		}
		index[row] = to
	}
	s.text.Index, s.shown.Index = index, index
	return fresh
}

// begin copies the entries of a column.
func (s *unitSplit) begin(c *pipeline.Column) {
	for _, to := range []*pipeline.Column{&s.shown, &s.text} {
		to.Offsets = append(to.Offsets[:0], c.Offsets...)
		to.Bytes = append(to.Bytes[:0], c.Bytes...)
		to.Lists = nil
	}
}

// decodeAs decodes a cell of a unit. Where not all of its rows are in its
// encoding the cell must prove to be: it is not made of syllables as it stands,
// and is decoded.
func (w *Worker) decodeAs(c *unitCodec, cell []byte) ([]byte, bool) {
	if !c.concerns(cell) || hasToned(cell) {
		return cell, false
	}
	raw, ok := bytesOf1252(w.decoded[:0], cell)
	w.decoded = raw
	if !ok || !c.whole && w.syllablesOnly(cell) {
		return cell, false
	}
	text, ok := c.decode(w.trial[:0], raw, &w.spare)
	if !ok {
		return cell, false
	}
	w.trial = text[:0]
	return text, c.whole || w.decodedWell(text)
}

// column is what is cleaned: the decoded column, or the batch's own.
func (s *unitSplit) column(b *pipeline.Batch, at int) *pipeline.Column {
	if s == nil {
		return column(b, at)
	}
	return &s.text
}
