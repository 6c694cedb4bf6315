package parquet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"

	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/table"
)

type chunkID struct{ group, column int }

// chunk is what all readers know together of one column of one row group:
// where its pages are (found by walking their headers once), its dictionary,
// and unpacked pages that several parts share. So parts of one huge row group
// can be read in any order by any worker, and no page is unpacked twice when
// they ascend.
type chunk struct {
	file *File
	id   chunkID
	col  *column
	meta pages.Chunk
	rows int64 // of the row group

	mu     sync.Mutex
	next   int64   // where the next header lies
	dir    []entry // data pages found so far
	found  int64   // rows in them
	values int64   // values in them
	done   bool    // there are no more pages
	taken  int64   // rows that parts have read
	dictAt int64   // the dictionary page's body, 0 when none was found
	dictH  pages.Header
	dict   *dictionary
	shared map[int]*sharedPage

	dictRoom int64 // reserved for the dictionary
	gone     bool  // all rows have been read: nothing is kept any more
}

// entry is one data page.
type entry struct {
	at    int64 // where its body lies in the object
	head  pages.Header
	first int64 // the first row that begins in it, within the group
	rows  int64 // rows that begin in it
}

// place is where a row of the group lies, for errors. row may be -1.
func (c *chunk) place(row int64) place {
	if row >= 0 {
		row += c.file.first[c.id.group]
	}
	return place{group: c.id.group, column: c.col.Name, row: row}
}

// find gives the page in which a row of the group begins, and its number.
func (c *chunk) find(ctx context.Context, r *reader, row int64) (int, entry, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.found <= row {
		if c.done {
			return 0, entry{}, c.file.fault(c.place(c.found), damage("the column has %d rows, the footer says %d", c.found, c.rows))
		}
		if err := c.extend(ctx, r); err != nil {
			return 0, entry{}, c.file.fault(c.place(c.found), err)
		}
	}
	// The last page that begins at or before the row and has rows.
	i := sort.Search(len(c.dir), func(i int) bool { return c.dir[i].first+c.dir[i].rows > row })
	return i, c.dir[i], nil
}

// after gives a page by its number; ok is false behind the last one.
func (c *chunk) after(ctx context.Context, r *reader, i int) (e entry, ok bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.dir) <= i && !c.done {
		if err := c.extend(ctx, r); err != nil {
			return entry{}, false, c.file.fault(c.place(c.found), err)
		}
	}
	if i >= len(c.dir) {
		return entry{}, false, nil
	}
	return c.dir[i], true, nil
}

// finish sees to it that the column ends where the footer says.
func (c *chunk) finish(ctx context.Context, r *reader) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !c.done {
		if err := c.extend(ctx, r); err != nil {
			return c.file.fault(c.place(c.found), err)
		}
	}
	switch {
	case c.found != c.rows:
		return c.file.fault(c.place(c.found), damage("the column has %d rows, the footer says %d", c.found, c.rows))
	case c.values != c.meta.Values:
		return c.file.fault(c.place(c.found), damage("the column has %d values, the footer says %d", c.values, c.meta.Values))
	}
	return nil
}

// extend reads the next page header. The caller holds the lock.
func (c *chunk) extend(ctx context.Context, r *reader) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	end := c.meta.Start + c.meta.Size
	if c.next >= end {
		c.done = true
		return nil
	}
	h, n, err := r.header(c.next, end)
	if err != nil {
		return err
	}
	body := c.next + int64(n)
	if int64(h.Packed) > end-body {
		return damage("a page of %d bytes ends behind its column", h.Packed)
	}
	if most := c.file.memory.page; h.Packed > most || h.Unpacked > most {
		return fmt.Errorf("a page of %d bytes is %w with the memory given (pages up to %d): write smaller pages", max(h.Packed, h.Unpacked), table.ErrUnsupported, most)
	}
	c.next = body + int64(h.Packed)
	switch h.Kind {
	case format.IndexPage:
	case format.DictionaryPage:
		if c.dictAt != 0 || len(c.dir) > 0 {
			return damage("a second dictionary")
		}
		c.dictAt, c.dictH = body, h
	default:
		return c.add(ctx, r, entry{at: body, head: h})
	}
	return nil
}

// add appends a data page to the directory.
func (c *chunk) add(ctx context.Context, r *reader, e entry) error {
	e.first, e.rows = c.found, int64(e.head.Values)
	if c.col.MaxRep > 0 {
		if e.rows = int64(e.head.Rows); e.rows < 0 {
			n, err := r.countRows(c, e)
			if err != nil {
				return err
			}
			e.rows = n
		}
	}
	if e.rows > c.rows-c.found || int64(e.head.Values) > c.meta.Values-c.values {
		return damage("the column has more rows than the footer's %d", c.rows)
	}
	c.dir = append(c.dir, e)
	c.found += e.rows
	c.values += int64(e.head.Values)
	return nil
}

// take counts rows that a part has read; when all have been, the chunk's
// state has done its service.
func (c *chunk) take(rows int64) {
	c.mu.Lock()
	c.taken += rows
	all := c.taken >= c.rows
	c.mu.Unlock()
	if all {
		c.file.forget(c.id)
	}
}

// header reads the page header at an offset, asking for more bytes only when
// it is an unusually long one.
func (r *reader) header(at, end int64) (pages.Header, int, error) {
	for want := int64(512); ; want *= 8 {
		b := r.bytes(&r.head, int(min(want, end-at)))
		if err := r.readAt(b, at); err != nil {
			return pages.Header{}, 0, err
		}
		h, n, err := pages.ParseHeader(b)
		if !errors.Is(err, pages.ErrShort) {
			return h, n, err
		}
		if want >= end-at || want >= pages.MaxHeader {
			return h, 0, damage("a page header is cut short")
		}
	}
}

// readAt fills b from the object.
func (r *reader) readAt(b []byte, at int64) error {
	n, err := r.file.object.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damage("the file is cut short")
	}
	return err
}
