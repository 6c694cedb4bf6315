package source

import (
	"context"

	"lamsach/pipeline"
	"lamsach/pipeline/source/pages"
)

// wholeDictionary is how small a dictionary is, as a share of the rows read,
// to be taken over whole. Of a larger one only the entries that the rows use
// are, so that nobody cleans values of other parts.
const wholeDictionary = 2

// segment appends rows of one chunk to one column of a batch.
type segment struct {
	reader *reader
	chunk  *chunk
	out    *pipeline.Column
	rows   int   // that will be read
	base   int32 // where the dictionary's entries begin, -1 before they are there
	picked bool  // entries are taken as they are met

	atStart bool // lists: in the first page of the chunk
}

// flat reads n rows of a column of values.
func (s *segment) flat(ctx context.Context, row, n int64) error {
	ck := s.chunk
	for n > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		i, e, err := ck.find(ctx, s.reader, row)
		if err != nil {
			return err
		}
		k := min(n, e.first+e.rows-row)
		p, err := ck.page(s.reader, i, e, k)
		if err == nil {
			err = s.flatPage(p, int(row-e.first), int(k))
		}
		if err != nil {
			return ck.file.fault(ck.place(row), err)
		}
		row, n = row+k, n-k
	}
	return nil
}

// flatPage appends n rows of a page behind the first skip.
func (s *segment) flatPage(p *pages.Page, skip, n int) error {
	start := len(s.out.Index)
	s.out.Index = extend(s.out.Index, n)
	dst := s.out.Index[start:]
	top := s.chunk.col.MaxDef
	if top == 0 {
		return s.values(p, dst, skip)
	}
	def := p.Definitions()
	if all := def; all.All(skip+n, uint32(top)) {
		return s.values(p, dst, skip)
	}
	before, err := def.Count(skip, top)
	if err != nil {
		return err
	}
	levels := s.reader.bytes(&s.reader.levels, n)
	there, err := def.Levels(levels, top)
	if err != nil {
		return err
	}
	if there == n {
		return s.values(p, dst, before)
	}
	s.reader.indexes = extend(s.reader.indexes[:0], there)
	packed := s.reader.indexes
	if err := s.values(p, packed, before); err != nil {
		return err
	}
	for i, l := range levels {
		if int(l) == top {
			dst[i], packed = packed[0], packed[1:]
		} else {
			dst[i] = -1
		}
	}
	return nil
}

// values fills dst with the entries of values that are there, behind the first
// skip of the page, and adds the entries to the column.
func (s *segment) values(p *pages.Page, dst []int32, skip int) error {
	if len(dst) == 0 {
		return nil
	}
	if p.IsDictionary() {
		return s.indexes(p, dst, skip)
	}
	first := s.entries()
	out := pages.Texts{Offsets: s.out.Offsets, Bytes: s.out.Bytes}
	err := s.reader.entries(p, s.chunk.col, skip, len(dst), &out)
	s.out.Offsets, s.out.Bytes = out.Offsets, out.Bytes
	if err != nil {
		return err
	}
	for i := range dst {
		dst[i] = first + int32(i)
	}
	return nil
}

func (s *segment) entries() int32 { return int32(len(s.out.Offsets) - 1) }

// indexes is values for a page of dictionary indexes.
func (s *segment) indexes(p *pages.Page, dst []int32, skip int) error {
	d, err := s.chunk.dictionary(s.reader)
	if err != nil {
		return err
	}
	if s.base < 0 {
		s.base = s.entries()
		if s.picked = d.Len() > s.rows/wholeDictionary; s.picked {
			s.reader.remap = extend(s.reader.remap[:0], d.Len())
			for i := range s.reader.remap {
				s.reader.remap[i] = -1
			}
		} else if err := s.adopt(d); err != nil {
			return err
		}
	}
	if !s.picked {
		return p.Indexes(dst, skip, s.base, d.Len())
	}
	if err := p.Indexes(dst, skip, 0, d.Len()); err != nil {
		return err
	}
	remap, next := s.reader.remap, s.entries()
	for i, v := range dst {
		if remap[v] < 0 {
			remap[v] = next
			next++
			s.out.Bytes = append(s.out.Bytes, d.Bytes[d.Offsets[v]:d.Offsets[v+1]]...)
			s.out.Offsets = append(s.out.Offsets, int32(len(s.out.Bytes)))
		}
		dst[i] = remap[v]
	}
	if len(s.out.Bytes) > pages.MaxTexts {
		return damage("the cells of one part take more than 1 GiB")
	}
	return nil
}

// adopt adds all entries of a dictionary.
func (s *segment) adopt(d *dictionary) error {
	if len(s.out.Bytes)+len(d.Bytes) > pages.MaxTexts {
		return damage("the cells of one part take more than 1 GiB")
	}
	shift := int32(len(s.out.Bytes))
	s.out.Bytes = append(s.out.Bytes, d.Bytes...)
	for _, o := range d.Offsets[min(1, len(d.Offsets)):] {
		s.out.Offsets = append(s.out.Offsets, o+shift)
	}
	return nil
}

// entries appends take values behind the first skip of a page to out, as text.
func (r *reader) entries(p *pages.Page, col *column, skip, take int, out *pages.Texts) error {
	t := col.Value.Type
	if t < pages.Int96 || t == pages.Float || t == pages.Double {
		numbers, err := p.Numbers(r.numbers[:0], t, skip, take, &r.scratch)
		r.numbers = numbers
		if err != nil {
			return err
		}
		if len(out.Offsets) == 0 {
			out.Offsets = append(out.Offsets, 0)
		}
		for _, v := range numbers {
			out.Bytes = col.number(out.Bytes, v)
			out.Offsets = append(out.Offsets, int32(len(out.Bytes)))
		}
		return nil
	}
	if col.text == nil {
		return p.Texts(out, t, col.Value.Length, skip, take, &r.scratch)
	}
	r.raw.Offsets, r.raw.Bytes = r.raw.Offsets[:0], r.raw.Bytes[:0]
	if err := p.Texts(&r.raw, t, col.Value.Length, skip, take, &r.scratch); err != nil {
		return err
	}
	if len(out.Offsets) == 0 {
		out.Offsets = append(out.Offsets, 0)
	}
	for i := range r.raw.Len() {
		out.Bytes = col.text(out.Bytes, r.raw.Bytes[r.raw.Offsets[i]:r.raw.Offsets[i+1]])
		out.Offsets = append(out.Offsets, int32(len(out.Bytes)))
	}
	return nil
}

// extend makes a slice n longer; what the new elements hold is not said.
func extend[T any](s []T, n int) []T {
	if len(s)+n <= cap(s) {
		return s[:len(s)+n]
	}
	out := make([]T, len(s)+n, max(len(s)+n, 2*cap(s)))
	copy(out, s)
	return out
}
