package source

import (
	"bytes"
	"sync"

	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline/source/pages"
)

// sharedPages is how many such pages of one column are kept. Parts are read
// about in order by a few workers, so the pages in use are neighbours.
const sharedPages = 4

// sharedPage is a decoded page that reaches over the edge of a part.
type sharedPage struct {
	load sync.Once
	page pages.Page
	err  error
	left int64 // rows that no part has read yet
}

// dictionary holds the entries of a dictionary page as text.
type dictionary struct{ texts }

// page gives the decoded page of e, of which rows are wanted. It belongs to r
// until the next call, or is shared and read-only.
func (c *chunk) page(r *reader, i int, e entry, rows int64) (*pages.Page, error) {
	if rows == e.rows || !r.counted {
		return &r.page, r.decode(c, e, false, &r.page)
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
		s.err = damage("decoding was interrupted") // stays if the decoder panics
		s.err = r.decode(c, e, true, &s.page)
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

// decode reads and decodes a page.
func (r *reader) decode(c *chunk, e entry, keep bool, p *pages.Page) error {
	packed, err := r.body(c, e.at, e.head)
	if err != nil {
		return err
	}
	if err := r.decoder.Decode(c.col.leaf, c.meta.Codec, e.head, packed, keep, p); err != nil {
		return err
	}
	if rows := e.head.Rows; c.col.List && rows >= 0 && bytes.Count(p.Reps, []byte{0}) != rows {
		return damage("a page does not begin the %d rows that it says", rows)
	}
	return nil
}

// body reads the bytes of a page as they lie in the file.
func (r *reader) body(c *chunk, at int64, h pages.Header) ([]byte, error) {
	codec, packed, unpacked := c.meta.Codec, h.Packed, h.Unpacked
	if h.Kind == format.DataPageV2 {
		front := h.RepBytes + h.DefBytes
		packed, unpacked = packed-front, unpacked-front
		if h.Stored || (packed == 0 && unpacked == 0) {
			codec = format.Uncompressed
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
	values, err := r.others.Dictionary(c.col.leaf, c.meta.Codec, c.dictH, packed)
	if err != nil {
		return nil, err
	}
	d := &dictionary{}
	if err := r.entries(values, c.col, 0, c.dictH.Values, &d.texts); err != nil {
		return nil, err
	}
	c.dict = d
	return d, nil
}

// countRows counts the rows that begin in a page of a list column whose header
// does not say.
func (r *reader) countRows(c *chunk, e entry) (int64, error) {
	packed, err := r.body(c, e.at, e.head)
	if err != nil {
		return 0, err
	}
	n, err := r.others.Rows(c.col.leaf, c.meta.Codec, e.head, packed)
	return int64(n), err
}
