package xlsx

import (
	"context"
	"fmt"
	"hash/crc32"
	"slices"
	"sync"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/xlsx/cells"
	"lamsach/pipeline/source/xlsx/markup"
)

// reader is the scratch of one read. Between two reads it stands somewhere in a
// sheet, holding the run it read last.
type reader struct {
	sheet     *sheet // nil: it stands nowhere
	held      int    // run in raw
	raw       []byte
	unpack    partReader // stands behind the run held
	s         markup.Scanner
	walker    walker
	want      []int32 // column of the table → of the batch, -1: not wanted
	interners []interner
	room      int // bytes that the texts of the batch may still take
}

// readers are the readers that nobody uses.
type readers struct {
	mu    sync.Mutex
	idle  []*reader
	limit int // bytes that the texts of one batch may take
}

// take gives a reader, if possible one that stands at a run of a sheet.
func (p *readers) take(t *sheet, run int) *reader {
	p.mu.Lock()
	defer p.mu.Unlock()
	best := len(p.idle) - 1
	if best < 0 {
		return &reader{}
	}
	for i, r := range p.idle {
		if r.sheet == t && (r.held == run || r.held == run-1) {
			best = i
		}
	}
	r := p.idle[best]
	p.idle = slices.Delete(p.idle, best, best+1)
	return r
}

func (p *readers) put(r *reader) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, r)
}

// Read implements table.Table.
func (t *sheet) Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error {
	b.Part = part
	return t.read(ctx, []table.Cut{{FirstRow: part.FirstRow, Rows: part.Rows}}, columns, b)
}

// Sample implements table.Table: runs of rows spread evenly over the sheet.
func (t *sheet) Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error) {
	b := &pipeline.Batch{}
	return b, t.read(ctx, table.SampleCuts(t.rows, rows), columns, b)
}

// read fills a batch with the rows of some spans.
func (t *sheet) read(ctx context.Context, spans []table.Cut, columns []int, b *pipeline.Batch) error {
	if err := t.prepare(spans, columns, b); err != nil {
		return err
	}
	r := t.file.readers.take(t, t.runOf(t.firstRow+int(spans[0].FirstRow)))
	defer t.file.readers.put(r)
	r.columns(t, columns, b)
	row := 0
	for _, span := range spans {
		if err := r.span(ctx, t, span, b, row); err != nil {
			r.sheet = nil
			return fault(t.file.key, t.name, err)
		}
		row += span.Rows
	}
	for i, column := range columns { // one that was asked for twice
		if first := slices.Index(columns, column); first < i {
			from, to := &b.Columns[first], &b.Columns[i]
			to.Index, to.Offsets, to.Bytes = append(to.Index[:0], from.Index...), append(to.Offsets[:0], from.Offsets...), append(to.Bytes[:0], from.Bytes...)
		}
	}
	return nil
}

// prepare checks what is asked for and empties the batch.
func (t *sheet) prepare(spans []table.Cut, columns []int, b *pipeline.Batch) error {
	b.Rows = 0
	for _, s := range spans {
		if s.FirstRow < 0 || s.Rows < 0 || s.Rows > pipeline.MaxPartRows || s.FirstRow > t.rows-int64(s.Rows) {
			return fmt.Errorf("xlsx: %s: %d rows from row %d on are not in a sheet of %d", t.file.key, s.Rows, s.FirstRow, t.rows)
		}
		b.Rows += s.Rows
	}
	if cap(b.Columns) < len(columns) {
		b.Columns = append(b.Columns[:cap(b.Columns)], make([]pipeline.Column, len(columns)-cap(b.Columns))...)
	}
	b.Columns = b.Columns[:len(columns)]
	for i, column := range columns {
		if column < 0 || column >= len(t.columns) {
			return fmt.Errorf("xlsx: %s: sheet %q has no column number %d", t.file.key, t.name, column)
		}
		c := &b.Columns[i]
		if cap(c.Index) < b.Rows {
			c.Index = make([]int32, b.Rows)
		}
		c.Index, c.Bytes, c.Lists = c.Index[:b.Rows], c.Bytes[:0], nil
		c.Offsets = append(c.Offsets[:0], 0)
		for k := range c.Index {
			c.Index[k] = -1
		}
	}
	return nil
}

// runOf is the last run that begins at or before a row; 0 if none does.
func (t *sheet) runOf(row int) int {
	i, found := slices.BinarySearchFunc(t.runs, row, func(r run, row int) int { return r.first - row })
	if !found {
		i--
	}
	return max(i, 0)
}

// columns notes which columns are wanted.
func (r *reader) columns(t *sheet, columns []int, b *pipeline.Batch) {
	r.want, r.room = r.want[:0], t.file.readers.limit
	for range t.columns {
		r.want = append(r.want, -1)
	}
	for len(r.interners) < len(columns) {
		r.interners = append(r.interners, interner{})
	}
	for i := len(columns) - 1; i >= 0; i-- {
		r.want[columns[i]] = int32(i)
		r.interners[i].begin(&b.Columns[i])
	}
}

// span reads the rows of a span into the batch, from a row of the batch on.
func (r *reader) span(ctx context.Context, t *sheet, span table.Cut, b *pipeline.Batch, at int) error {
	first := t.firstRow + int(span.FirstRow)
	end := first + span.Rows
	for i := t.runOf(first); i < len(t.runs) && t.runs[i].first < end; i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.load(t, i); err != nil {
			return err
		}
		if err := r.rows(t, first, end, b, at); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// load makes raw hold a run, and checks that it is the one that was looked at.
func (r *reader) load(t *sheet, i int) error {
	if r.sheet == t && r.held == i {
		return nil
	}
	run := &t.runs[i]
	if r.sheet != t || r.held != i-1 {
		r.sheet = nil
		if err := r.unpack.openAt(t.file.archive, t.part, &t.marks, run.off); err != nil {
			return err
		}
	}
	r.sheet = nil
	r.raw = slices.Grow(r.raw[:0], run.size)[:run.size]
	if err := r.unpack.readOn(r.raw); err != nil {
		return err
	}
	if crc32.Checksum(r.raw, castagnoli) != run.sum {
		return damage("its rows from number %d on are not those that were there when it was opened", run.first)
	}
	r.sheet, r.held = t, i
	return nil
}

// rows reads those rows of the run held that lie in [first, end).
func (r *reader) rows(t *sheet, first, end int, b *pipeline.Batch, at int) error {
	w := &r.walker
	r.s.ResetBytes(r.raw)
	w.begin(&r.s, &t.file.book, t.runs[r.held].first-1)
	for {
		more, err := w.nextRow()
		if err != nil || !more || w.row >= end {
			return err
		}
		if w.row < first {
			w.skipRow()
			continue
		}
		if err := r.row(at+w.row-first, b); err != nil {
			return err
		}
	}
}

// row reads the cells of the present row.
func (r *reader) row(row int, b *pipeline.Batch) error {
	w := &r.walker
	for {
		more, err := w.nextCell(r.want)
		if err != nil || !more {
			return err
		}
		i := r.want[w.cell.column]
		n, before := &r.interners[i], len(b.Columns[i].Bytes)
		entry := int32(-1)
		if w.cell.kind == typeShared && len(w.cell.value) > 0 {
			number, err := w.index()
			if err != nil {
				return err
			}
			entry = n.number(w.book.strings, number)
		} else {
			text, kind, err := w.meaning()
			if err != nil {
				return err
			}
			if kind != cells.Nothing {
				entry = n.text(text)
			}
		}
		b.Columns[i].Index[row] = entry
		if r.room -= len(b.Columns[i].Bytes) - before; r.room < 0 {
			return unsupported("texts of so many bytes in so few rows (near row %d); save the workbook as .csv", w.row)
		}
	}
}
