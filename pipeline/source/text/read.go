package text

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

const (
	// partText is how much text a cut has, about: rows of the usual length are
	// cut by their number long before.
	partText = 128 << 20
	// handedOut is how much text a forward cursor hands out at once; a longer
	// run is taken apart while the cursor moves.
	handedOut = 64 << 20
	readBytes = 1 << 20 // of a plain file at once
)

// Cuts implements table.Table: max rows each, fewer where they are very long.
func (f *File) Cuts(max int) []table.Cut {
	var out []table.Cut
	for row := int64(0); row < f.Rows(); {
		n := f.fits(row, min(int64(max), f.Rows()-row))
		out = append(out, table.Cut{FirstRow: row, Rows: int(n)})
		row += n
	}
	return out
}

// fits is how many of n rows from one on have about partText bytes.
func (f *File) fits(row, n int64) int64 {
	points := f.index.points
	record := f.first + row
	here := max(f.index.before(record), 0)
	limit := points[here].offset + partText
	best := n
	for i := here + 1; i < len(points) && points[i].record < record+n; i++ {
		if rows := points[i].record - record; points[i].offset > limit && rows > 0 {
			best = rows
			break
		}
	}
	return best
}

// bytes is about how many bytes the records from one to another have; the last
// stretch counts as nothing.
func (x *index) bytes(from, to int64) int64 {
	if len(x.points) == 0 {
		return 0
	}
	a, b := max(x.before(from), 0), x.before(to)+1
	return x.points[max(min(b, len(x.points)-1), a)].offset - x.points[a].offset
}

// reader is the scratch of one read.
type reader struct {
	cursor           // over a plain file, or over run
	src    []byte    // the cursor's buffer when it reads a plain file
	run    []byte    // what a forward cursor handed out
	wanted []wanted  // by ascending column
	builds []builder // one for each of wanted
	joined []byte
}

type wanted struct{ column, target int }

type pool struct {
	mu   sync.Mutex
	idle []*reader
}

func (p *pool) get() *reader {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		r := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return r
	}
	return &reader{}
}

func (p *pool) put(r *reader) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, r)
}

// Read implements table.Table.
func (f *File) Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error {
	b.Part = part
	return f.read(ctx, []table.Cut{{FirstRow: part.FirstRow, Rows: part.Rows}}, columns, b, true)
}

// Sample implements table.Table: runs of rows spread evenly.
func (f *File) Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error) {
	b := &pipeline.Batch{}
	return b, f.read(ctx, table.SampleCuts(f.Rows(), rows), columns, b, false)
}

// read fills a batch with the rows of some spans. parts says that others read
// what lies between.
func (f *File) read(ctx context.Context, spans []table.Cut, columns []int, b *pipeline.Batch, parts bool) error {
	r := f.pool.get()
	defer f.pool.put(r)
	rows := 0
	for _, s := range spans {
		if s.FirstRow < 0 || s.Rows < 0 || s.Rows > pipeline.MaxPartRows || s.FirstRow > f.Rows() || int64(s.Rows) > f.Rows()-s.FirstRow {
			return fmt.Errorf("text: %d rows from row %d on of a table of %d were asked for", s.Rows, s.FirstRow, f.Rows())
		}
		rows += s.Rows
	}
	for _, c := range columns {
		if c < 0 || c >= len(f.names) {
			return fmt.Errorf("text: column %d of %d was asked for", c, len(f.names))
		}
	}
	if err := r.prepare(f, columns, rows, b); err != nil {
		return f.fault(-1, err)
	}
	at := 0
	for _, s := range spans {
		if err := r.span(ctx, f, s, at, parts); err != nil {
			return f.fault(min(max(r.next-f.first, s.FirstRow), s.FirstRow+int64(s.Rows)), err)
		}
		at += s.Rows
	}
	r.copyTwice(columns, b)
	return nil
}

// prepare empties the batch for a number of rows.
func (r *reader) prepare(f *File, columns []int, rows int, b *pipeline.Batch) error {
	if int64(rows)*int64(len(columns))*4 > f.memory {
		return unsupported("%d rows of %d columns need more than %d MiB; raise limits.memory", rows, len(columns), f.memory>>20)
	}
	b.Rows = rows
	b.Columns = slices.Grow(b.Columns[:0], len(columns))[:len(columns)]
	r.wanted = r.wanted[:0]
	for i, c := range columns {
		r.wanted = append(r.wanted, wanted{c, i})
	}
	slices.SortStableFunc(r.wanted, func(a, b wanted) int { return a.column - b.column })
	r.wanted = slices.CompactFunc(r.wanted, func(a, b wanted) bool { return a.column == b.column })
	for len(r.builds) < len(r.wanted) {
		r.builds = append(r.builds, builder{})
	}
	for k, w := range r.wanted {
		r.builds[k].begin(f.cells, &b.Columns[w.target], rows)
	}
	return nil
}

// copyTwice fills the columns that were asked for more than once.
func (r *reader) copyTwice(columns []int, b *pipeline.Batch) {
	if len(r.wanted) == len(columns) {
		return
	}
	for i, c := range columns {
		k, _ := slices.BinarySearchFunc(r.wanted, c, func(w wanted, c int) int { return w.column - c })
		if first := r.wanted[k].target; first != i {
			from, to := &b.Columns[first], &b.Columns[i]
			to.Index = append(to.Index[:0], from.Index...)
			to.Offsets = append(to.Offsets[:0], from.Offsets...)
			to.Bytes = append(to.Bytes[:0], from.Bytes...)
			to.Lists = nil
		}
	}
}

// span reads one run of rows into the builders from row at on.
func (r *reader) span(ctx context.Context, f *File, s table.Cut, at int, parts bool) error {
	if s.Rows == 0 {
		return nil
	}
	first, n := f.first+s.FirstRow, int64(s.Rows)
	x := f.index
	switch {
	case f.moving == nil:
		p := x.before(first)
		from := x.points[p]
		r.records.buf = r.src
		r.start(f.grammar, &objectReader{ctx: ctx, obj: f.obj, at: from.offset}, from.offset,
			int(min(readBytes, f.obj.Size()-from.offset+1)))
		r.next, r.marks = from.record, x.points[p:]
		err := r.skip(ctx, first, nil)
		if err == nil {
			err = r.fillRows(ctx, f, &r.cursor, at, s.Rows)
		}
		r.src = r.records.buf
		return err
	case x.bytes(first, first+n) > min(handedOut, f.memory/8):
		return f.moving.through(ctx, first, func(c *cursor) error { return r.fillRows(ctx, f, c, at, s.Rows) })
	}
	var err error
	r.next = first
	if r.run, err = f.moving.take(ctx, first, n, parts, r.run[:0]); err != nil {
		return err
	}
	r.over(f.grammar, r.run)
	r.next, r.marks = first, nil
	return r.fillRows(ctx, f, &r.cursor, at, s.Rows)
}

// fillRows takes n records of a cursor into the builders.
func (r *reader) fillRows(ctx context.Context, f *File, c *cursor, at, n int) error {
	last := len(f.names) - 1
	for i := range n {
		l, err := c.step()
		if err != nil {
			r.next = c.next
			return err
		}
		if l.split {
			r.placeSplit(c, last, at+i)
		} else {
			r.place(c.buf[l.from:l.end], c.sep, last, at+i)
		}
		if i%256 == 255 {
			if err := r.checkSize(ctx, f); err != nil {
				r.next = c.next
				return err
			}
		}
	}
	return r.checkSize(ctx, f)
}

// checkSize holds the batch to the memory it may take, and to what the offsets
// of a column can say: 256 cells more fit in any case.
func (r *reader) checkSize(ctx context.Context, f *File) error {
	total := int64(0)
	for k := range r.wanted {
		n := int64(len(r.builds[k].out.Bytes))
		if total += n; total > f.memory || n > 1<<30 {
			return unsupported("the rows of one part need more than %d MiB; raise limits.memory", min(f.memory, 1<<30)>>20)
		}
	}
	return ctx.Err()
}
