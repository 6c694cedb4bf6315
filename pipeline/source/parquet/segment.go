package parquet

import (
	"bytes"
	"context"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet/pages"
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
	if p.Present == p.Values {
		return s.values(p, dst, skip)
	}
	top := []byte{byte(s.chunk.col.MaxDef)}
	before, levels := bytes.Count(p.Defs[:skip], top), p.Defs[skip:skip+n]
	there := bytes.Count(levels, top)
	if there == n {
		return s.values(p, dst, before)
	}
	s.reader.indexes = extend(s.reader.indexes[:0], there)
	packed := s.reader.indexes
	if err := s.values(p, packed, before); err != nil {
		return err
	}
	for i, l := range levels {
		if l == top[0] {
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
	if p.Indexes != nil {
		return s.indexes(p.Indexes[skip:skip+len(dst)], dst)
	}
	first := s.entries()
	out := texts{offsets: s.out.Offsets, bytes: s.out.Bytes}
	var err error
	if p.Texts != nil {
		err = out.plain(p.Texts.From(skip), s.chunk.col, len(dst))
	} else {
		err = s.reader.entries(p.Plain, s.chunk.col, skip, len(dst), &out)
	}
	s.out.Offsets, s.out.Bytes = out.offsets, out.bytes
	if err != nil {
		return err
	}
	for i := range dst {
		dst[i] = first + int32(i)
	}
	return nil
}

func (s *segment) entries() int32 { return int32(len(s.out.Offsets) - 1) }

// indexes fills dst with the entries that dictionary indexes point at.
func (s *segment) indexes(src, dst []int32) error {
	d, err := s.chunk.dictionary(s.reader)
	if err != nil {
		return err
	}
	if s.base < 0 {
		s.base = s.entries()
		if s.picked = d.len() > s.rows/wholeDictionary; s.picked {
			s.reader.remap = extend(s.reader.remap[:0], d.len())
			for i := range s.reader.remap {
				s.reader.remap[i] = -1
			}
		} else if err := s.adopt(d); err != nil {
			return err
		}
	}
	base, limit, over := s.base, uint32(d.len()), false
	for i, v := range src {
		over = over || uint32(v) >= limit
		dst[i] = base + v
	}
	if over {
		return damage("a value points outside its dictionary")
	}
	if s.picked {
		return s.pick(d, src, dst)
	}
	return nil
}

// pick adds the entries of a dictionary that are met for the first time.
func (s *segment) pick(d *dictionary, src, dst []int32) error {
	remap, next := s.reader.remap, s.entries()
	for i, v := range src {
		if remap[v] < 0 {
			remap[v] = next
			next++
			s.out.Bytes = append(s.out.Bytes, d.bytes[d.offsets[v]:d.offsets[v+1]]...)
			s.out.Offsets = append(s.out.Offsets, int32(len(s.out.Bytes)))
		}
		dst[i] = remap[v]
	}
	if len(s.out.Bytes) > maxTexts {
		return errTexts
	}
	return nil
}

// adopt adds all entries of a dictionary.
func (s *segment) adopt(d *dictionary) error {
	if len(s.out.Bytes)+len(d.bytes) > maxTexts {
		return errTexts
	}
	shift := int32(len(s.out.Bytes))
	s.out.Bytes = append(s.out.Bytes, d.bytes...)
	for _, o := range d.offsets[1:] {
		s.out.Offsets = append(s.out.Offsets, o+shift)
	}
	return nil
}
