package parquet

import (
	"bytes"
	"sync"

	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline/source/parquet/pages"
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
	room int64 // reserved for it
}

// dictionary holds the entries of a dictionary page as text.
type dictionary struct{ texts }

// page gives the decoded page of e, of which rows are wanted. It belongs to r
// until the next call, or is shared and read-only.
func (c *chunk) page(r *reader, i int, e entry, rows int64) (*pages.Page, error) {
	if r.pageOf == c && r.pageAt == i {
		return &r.page, nil
	}
	if rows == e.rows || !r.counted {
		return r.own(c, i, e)
	}
	s := c.share(i, e, rows)
	if s == nil {
		return r.own(c, i, e)
	}
	s.load.Do(func() {
		s.err = damage("decoding was interrupted") // stays if the decoder panics
		s.err = r.decode(c, e, true, &s.page)
	})
	return &s.page, s.err
}

// own decodes a page for this reader alone.
func (r *reader) own(c *chunk, i int, e entry) (*pages.Page, error) {
	if err := r.decode(c, e, false, &r.page); err != nil {
		return nil, err
	}
	r.pageOf, r.pageAt = c, i
	return &r.page, nil
}

// share finds or makes the shared page of e, of which so many rows are read
// now; nil when there is no room to share it.
func (c *chunk) share(i int, e entry, rows int64) *sharedPage {
	c.mu.Lock()
	_, there := c.shared[i]
	c.mu.Unlock()
	room := int64(0)
	if !there {
		if room = footprint(e.head); !c.file.reserve(c.id.group, room) {
			return nil
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		c.file.memory.give(room)
		return nil
	}
	s := c.shared[i]
	if s == nil {
		c.dropShared()
		s = &sharedPage{left: e.rows}
		c.shared[i] = s
	}
	s.room += room
	if s.left -= rows; s.left <= 0 {
		c.unshare(i)
	}
	return s
}

// dropShared makes room for one more shared page. The caller holds the lock.
func (c *chunk) dropShared() {
	if c.shared == nil {
		c.shared = map[int]*sharedPage{}
	}
	if len(c.shared) < sharedPages {
		return
	}
	oldest := -1
	for i := range c.shared {
		if oldest < 0 || i < oldest {
			oldest = i
		}
	}
	c.unshare(oldest)
}

// decode reads and decodes a page.
func (r *reader) decode(c *chunk, e entry, keep bool, p *pages.Page) error {
	r.pageOf = nil // what r.page holds may lie in the decoder
	err := r.file.memory.exclusive(2*e.head.Unpacked+e.head.Packed, func() error {
		packed, err := r.body(c, e.at, e.head)
		if err != nil {
			return err
		}
		defer r.decoder.Shed(r.file.memory.large)
		return r.decoder.Decode(c.col.leaf, c.meta.Codec, e.head, packed, keep, p)
	})
	if err != nil {
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
	if r.dictOf == c {
		return r.dict, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.dict
	if d == nil {
		if c.dictAt == 0 {
			return nil, damage("values point into a dictionary that is not there")
		}
		r.dictOf, r.dict = nil, nil
		d = &dictionary{}
		if err := c.file.memory.exclusive(3*c.dictH.Unpacked, func() error { return r.dictionary(c, d) }); err != nil {
			return nil, err
		}
		if room := int64(len(d.bytes) + 4*len(d.offsets)); !c.gone && c.file.memory.take(room) {
			c.dict, c.dictRoom = d, room
		}
	}
	r.dictOf, r.dict = c, d
	return d, nil
}

// dictionary reads and decodes the dictionary of a chunk.
func (r *reader) dictionary(c *chunk, d *dictionary) error {
	packed, err := r.body(c, c.dictAt, c.dictH)
	if err != nil {
		return err
	}
	if c.col.Type() == format.ByteArray {
		raw := texts{}
		if raw.bytes, raw.offsets, err = r.others.DictionaryTexts(c.meta.Codec, c.dictH, packed); err == nil {
			err = d.render(raw, c.col)
		}
		return err
	}
	values, err := r.others.Dictionary(c.col.leaf, c.meta.Codec, c.dictH, packed)
	if err != nil {
		return err
	}
	return r.entries(values, c.col, 0, c.dictH.Values, &d.texts)
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
