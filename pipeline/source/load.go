package source

import (
	"sync"

	"lamsach/pipeline/source/pages"
)

// sharedPages is how many such pages of one column are kept. Parts are read
// about in order by a few workers, so the pages in use are neighbours.
const sharedPages = 4

// sharedPage is an unpacked page that reaches over the edge of a part.
type sharedPage struct {
	load sync.Once
	page pages.Page
	err  error
	left int64 // rows that no part has read yet
}

// dictionary holds the entries of a dictionary page as text.
type dictionary struct{ pages.Texts }

// page gives the unpacked page of e, of which rows are wanted. It belongs to r
// until the next call, or is shared and read-only.
func (c *chunk) page(r *reader, i int, e entry, rows int64) (*pages.Page, error) {
	if rows == e.rows || !r.counted {
		buf := r.bytes(&r.unpacked, e.head.Unpacked)
		return &r.page, r.unpack(c, e, &r.page, buf)
	}
	c.mu.Lock()
	s := c.shared[i]
	if s == nil {
		s = &sharedPage{left: e.rows}
		if c.shared == nil {
			c.shared = map[int]*sharedPage{}
		}
		c.dropShared()
		c.shared[i] = s
	}
	if s.left -= rows; s.left <= 0 {
		delete(c.shared, i) // whoever still reads it holds it
	}
	c.mu.Unlock()
	s.load.Do(func() {
		s.err = damage("unpacking was interrupted") // stays if the decoder panics
		s.err = r.unpack(c, e, &s.page, make([]byte, e.head.Unpacked))
	})
	return &s.page, s.err
}

// dropShared makes room for one more shared page. The caller holds the lock.
func (c *chunk) dropShared() {
	if len(c.shared) < sharedPages {
		return
	}
	oldest := -1
	for i := range c.shared {
		if oldest < 0 || i < oldest {
			oldest = i
		}
	}
	delete(c.shared, oldest)
}

// unpack reads and unpacks a page into buf.
func (r *reader) unpack(c *chunk, e entry, p *pages.Page, buf []byte) error {
	packed, err := r.body(c, e.at, e.head)
	if err != nil {
		return err
	}
	return p.Unpack(&r.unpacker, c.meta.Codec, e.head, c.col.MaxRep, c.col.MaxDef, packed, buf)
}

// body reads the bytes of a page as they lie in the file.
func (r *reader) body(c *chunk, at int64, h pages.Header) ([]byte, error) {
	codec, packed, unpacked := c.meta.Codec, h.Packed, h.Unpacked
	if h.Kind == pages.DataV2 {
		front := h.RepBytes + h.DefBytes
		packed, unpacked = packed-front, unpacked-front
		if h.Stored || (packed == 0 && unpacked == 0) {
			codec = pages.Uncompressed
		}
	}
	if !pages.Plausible(codec, packed, unpacked) {
		return nil, damage("a page of %d bytes claims %d", packed, unpacked)
	}
	b := r.bytes(&r.packed, h.Packed)
	return b, r.readAt(b, at)
}

// dictionary gives the chunk's dictionary, reading it if nobody has.
func (c *chunk) dictionary(r *reader) (*dictionary, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dict != nil {
		return c.dict, nil
	}
	if c.dictAt == 0 {
		return nil, damage("values point into a dictionary that is not there")
	}
	packed, err := r.body(c, c.dictAt, c.dictH)
	if err != nil {
		return nil, err
	}
	var p pages.Page
	buf := make([]byte, c.dictH.Unpacked)
	if err := p.UnpackDictionary(&r.unpacker, c.meta.Codec, c.dictH, packed, buf); err != nil {
		return nil, err
	}
	d := &dictionary{}
	if err := r.entries(&p, c.col, 0, c.dictH.Values, &d.Texts); err != nil {
		return nil, err
	}
	c.dict = d
	return d, nil
}

// countRows counts the rows that begin in a page of a list column whose header
// does not say.
func (r *reader) countRows(c *chunk, e entry) (int64, error) {
	var p pages.Page
	if err := r.unpack(c, e, &p, r.bytes(&r.unpacked, e.head.Unpacked)); err != nil {
		return 0, err
	}
	rep := p.Repetitions()
	n, err := rep.Count(e.head.Values, 0)
	return int64(n), err
}
