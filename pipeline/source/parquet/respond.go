package parquet

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/parquet/splice"
	"lamsach/pipeline/source/table"
)

// copyBytes is how much of the file is copied at a time.
const copyBytes = 1 << 20

// Respond implements table.File: the file as it is up to its footer, byte for
// byte, so that every offset in it stays true; then the chunks of the added
// columns, row group by row group; then the footer with these added. The added
// columns are optional text, in the compression of their row group. Nothing of
// the file is decoded.
//
// A chunk must lie in one piece, so the packed pages of the added columns of
// one row group wait in memory: a few bytes for each row. They may take half
// of what the reader may; no spill is needed for row groups that people make.
// Cells that are marked cannot be shown in this format.
func (f *File) Respond(ctx context.Context, w io.Writer, a table.Answer) error {
	var names []string
	if len(a.Tables) > 0 {
		names = a.Tables[0].Names
	}
	if len(names) == 0 {
		return f.copy(ctx, w, f.object.Size())
	}
	whole := place{group: -1, row: -1}
	old, err := f.footer.Again(f.object)
	if err != nil {
		return f.fault(whole, err)
	}
	footer, err := splice.Parse(old)
	if err != nil {
		return f.fault(whole, damage("%w", err))
	}
	r := &response{file: f, answer: a, names: names, out: w, at: f.footer.Start, old: footer.Version() < 2}
	if err := f.copy(ctx, w, f.footer.Start); err != nil {
		return err
	}
	if err := r.groups(ctx); err != nil {
		return err
	}
	b, err := footer.Add(names, r.chunks)
	if err != nil {
		return f.fault(whole, damage("%w", err))
	}
	if len(b) > pages.MaxFooter {
		return f.fault(whole, fmt.Errorf("a file whose footer would have %d bytes is %w: write larger row groups", len(b), table.ErrUnsupported))
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(b)))
	return r.write(append(b, "PAR1"...))
}

// copy copies the first n bytes of the file.
func (f *File) copy(ctx context.Context, w io.Writer, n int64) error {
	buf := make([]byte, min(n, copyBytes))
	for at := int64(0); at < n; at += int64(len(buf)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		buf = buf[:min(n-at, int64(len(buf)))]
		if k, err := f.object.ReadAt(buf, at); k < len(buf) {
			if err == nil || errors.Is(err, io.EOF) {
				err = damage("the file is shorter than it was when it was opened")
			}
			return f.fault(place{group: -1, row: -1}, err)
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// response is what is written behind the file's own pages.
type response struct {
	file    *File
	answer  table.Answer
	names   []string
	out     io.Writer
	at      int64 // bytes written
	old     bool  // the file is of version 1: its readers may know only the old name of dictionaries
	group   int   // that is being made
	rows    int64 // of it, so far
	columns []*annex
	chunks  [][]splice.Chunk // of the row groups that are done
}

func (r *response) write(b []byte) error {
	n, err := r.out.Write(b)
	r.at += int64(n)
	return err
}

// groups asks for the cells of each cut and makes row groups of them. A cut is
// either of whole row groups or lies in one.
func (r *response) groups(ctx context.Context) error {
	for range r.names {
		r.columns = append(r.columns, &annex{old: r.old})
	}
	r.begin()
	for _, cut := range r.file.Cuts(pipeline.UsualPartRows) {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := r.answer.Cells(ctx, 0, cut)
		if err != nil {
			return err
		}
		if err := r.check(b, cut); err != nil {
			return err
		}
		for _, c := range r.columns {
			c.remap = c.remap[:0] // other entries than before
		}
		for from := 0; from < cut.Rows; {
			if err := r.flush(); err != nil { // groups without rows
				return err
			}
			n := int(min(int64(cut.Rows-from), r.groupRows()-r.rows))
			for i, c := range r.columns {
				if err := c.add(&b.Columns[i], from, n); err != nil {
					return err
				}
			}
			from, r.rows = from+n, r.rows+int64(n)
			if err := r.fits(); err != nil {
				return err
			}
		}
	}
	return r.flush()
}

func (r *response) groupRows() int64 { return r.file.footer.Groups[r.group].Rows }

// begin begins a row group.
func (r *response) begin() {
	codec := format.Snappy
	if r.group < len(r.file.footer.Groups) {
		codec = annexCodec(r.file.footer.Groups[r.group].Chunks)
	}
	r.rows = 0
	for _, c := range r.columns {
		c.reset(codec)
	}
}

// flush writes the row groups that are complete.
func (r *response) flush() error {
	for r.group < len(r.file.footer.Groups) && r.rows == r.groupRows() {
		chunks := make([]splice.Chunk, len(r.columns))
		for i, c := range r.columns {
			list, chunk, err := c.finish()
			if err != nil {
				return err
			}
			chunk.Start = r.at
			chunks[i] = chunk
			for _, b := range list {
				if err := r.write(b); err != nil {
					return err
				}
			}
		}
		r.chunks = append(r.chunks, chunks)
		r.group++
		r.begin()
	}
	return nil
}

// fits holds what waits in memory against what may.
func (r *response) fits() error {
	most, waits := r.file.memory.waits, int64(0)
	for _, c := range r.columns {
		waits += c.packed
	}
	if waits <= most {
		return nil
	}
	err := fmt.Errorf("an answer of more than %d bytes for one row group is %w with the memory given: write smaller row groups", most, table.ErrUnsupported)
	return r.file.fault(place{group: r.group, row: -1}, err)
}

// check holds a batch of cells to what was asked for.
func (r *response) check(b *pipeline.Batch, cut table.Cut) error {
	wrong := func(what string) error {
		return fmt.Errorf("source: %s: the answer to rows %d+%d %s", r.file.key, cut.FirstRow, cut.Rows, what)
	}
	if b == nil || b.Rows != cut.Rows || len(b.Columns) < len(r.names) {
		return wrong("has other rows or columns")
	}
	for i := range r.names {
		c := &b.Columns[i]
		if len(c.Index) != cut.Rows {
			return wrong("has other rows")
		}
		for _, e := range c.Index {
			if int(e) >= c.Entries() {
				return wrong("has a cell outside its column")
			}
		}
	}
	return nil
}

var _ table.File = (*File)(nil)
