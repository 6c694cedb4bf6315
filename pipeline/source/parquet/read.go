package parquet

import (
	"context"
	"fmt"
	"runtime/debug"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/table"
)

// reader is the scratch of one read.
type reader struct {
	file    *File
	decoder *pages.Decoder // of the page that rows are taken from
	others  *pages.Decoder // of what is wanted meanwhile: dictionaries, levels
	page    pages.Page
	head    []byte  // page headers
	packed  []byte  // a page as it lies in the file
	indexes []int32 // of values that are there, before nulls are put between
	numbers []int64
	remap   []int32 // dictionary entry → entry of the batch
	pageOf  *chunk  // what page holds, nil for nothing
	pageAt  int
	dictOf  *chunk // what dict belongs to
	dict    *dictionary
	counted bool // the rows are read for good, not as a sample
}

// bytes gives n bytes of a buffer that grows as it must.
func (r *reader) bytes(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, max(n, 2*cap(*buf)))
	}
	return (*buf)[:n]
}

// Read fills b with the rows of a part: b.Columns[i] is the file's column
// columns[i]. The buffers of b are used again. It is safe for concurrent
// callers with their own batches; parts of one row group cost least in
// ascending order. Damage is a *table.FormatError, and then b holds nothing of use.
func (f *File) Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error {
	b.Part = part
	spans := []table.Cut{{FirstRow: part.FirstRow, Rows: part.Rows}}
	return f.read(ctx, spans, columns, b, true)
}

// Sample gives about so many rows of the file, in runs spread evenly over it:
// the same ones each time. A file with fewer rows is given whole.
func (f *File) Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error) {
	b := &pipeline.Batch{}
	return b, f.read(ctx, table.SampleCuts(f.Rows(), rows), columns, b, false)
}

// read appends the rows of some spans to an emptied batch. counted says that
// the rows are read for good, so that what is known of them can be forgotten.
func (f *File) read(ctx context.Context, spans []table.Cut, columns []int, b *pipeline.Batch, counted bool) (err error) {
	r := f.reader()
	r.counted = counted
	at := place{group: -1, row: -1}
	// What the library's assembly does to a page that we let through wrongly is
	// a fault of the file, not the end of the program.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			err = f.fault(at, panicked(v)) // r may be in any state: it is dropped
			return
		}
		f.put(r)
	}()
	if err := f.prepare(spans, columns, b); err != nil {
		return err
	}
	for i, col := range columns {
		c := &b.Columns[i]
		at.column = f.cols[col].Name
		for _, s := range spans {
			for g := f.groupOf(s.FirstRow); s.Rows > 0; g++ {
				n := int(min(int64(s.Rows), f.first[g+1]-s.FirstRow))
				if n == 0 {
					continue
				}
				at.group, at.row = g, s.FirstRow
				ck := f.chunk(g, col)
				if err := r.chunkRows(ctx, ck, s.FirstRow-f.first[g], int64(n), c); err != nil {
					return err
				}
				if counted {
					ck.take(int64(n))
				}
				s.FirstRow += int64(n)
				s.Rows -= n
			}
		}
		if f.cols[col].List {
			c.Lists = append(c.Lists, int32(len(c.Index)))
		}
	}
	return ctx.Err()
}

// prepare checks what is asked for and empties the batch.
func (f *File) prepare(spans []table.Cut, columns []int, b *pipeline.Batch) error {
	var err error
	if b.Rows, err = table.RowsOf(f.key, f.Rows(), spans); err != nil {
		return err
	}
	if cap(b.Columns) < len(columns) {
		b.Columns = append(b.Columns[:cap(b.Columns)], make([]pipeline.Column, len(columns)-cap(b.Columns))...)
	}
	b.Columns = b.Columns[:len(columns)]
	for i, col := range columns {
		if col < 0 || col >= len(f.cols) {
			return fmt.Errorf("source: %s has no column number %d", f.key, col)
		}
		if !f.cols[col].readable {
			return &table.FormatError{
				Object: f.key, Group: -1, Column: f.cols[col].Name, Row: -1,
				Err: fmt.Errorf("a column of type %s is %w; leave it out or write it flat", f.cols[col].name, table.ErrUnsupported),
			}
		}
		c := &b.Columns[i]
		c.Index, c.Bytes, c.Lists = c.Index[:0], c.Bytes[:0], c.Lists[:0]
		c.Offsets = append(c.Offsets[:0], 0)
		if !f.cols[col].List {
			c.Lists = nil
		}
	}
	return nil
}

// groupOf is the row group of a row: the last that begins at or before it.
func (f *File) groupOf(row int64) int {
	lo, hi := 0, len(f.first)-1
	for lo+1 < hi {
		if mid := (lo + hi) / 2; f.first[mid] <= row {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// chunkRows appends n rows of a chunk to c, the first being row of the group.
func (r *reader) chunkRows(ctx context.Context, ck *chunk, row, n int64, c *pipeline.Column) error {
	seg := &segment{reader: r, chunk: ck, out: c, rows: int(n), base: -1}
	var err error
	if ck.col.List {
		err = seg.lists(ctx, row, n)
	} else {
		err = seg.flat(ctx, row, n)
	}
	if err == nil && row+n == ck.rows {
		err = ck.finish(ctx, r)
	}
	return err
}
