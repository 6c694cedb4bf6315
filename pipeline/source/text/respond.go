package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// Respond implements table.File. Every line is written as it was submitted,
// byte for byte, its end included. Rows, and the last record of the header, get
// the added cells behind the widest record of the file, so that they stand in
// one column: shorter rows are filled with empty cells. Only a row that is more
// than 64 cells longer than the header and the head of the file has them behind
// its own end.
//
// One thing is not left as it was: a cell that begins with a stray quote is
// enclosed properly. Its value is the same, but what is added behind it cannot
// become a part of it.
func (f *File) Respond(ctx context.Context, w io.Writer, a table.Answer) error {
	if len(a.Tables) == 0 || a.Tables[0].None() {
		return f.copy(ctx, w)
	}
	src, err := f.open(ctx, !f.direct())
	if err != nil {
		return f.fault(-1, err)
	}
	defer src.Close()
	packed, err := pack(f.packing, sink{w})
	if err != nil {
		return err
	}
	out := &answer{f: f, ctx: ctx, to: packed, asked: a, names: a.Tables[0].Names}
	out.added = added{grammar: f.grammar, all: f.allQuoted, bytes: f.cells == byteCells, encoder: encoderOf(a.Encoding)}
	out.c.start(f.grammar, src, 0, readBytes)
	out.c.marks, out.c.blank = f.index.points, out.copyLine
	err = out.write()
	if err == nil {
		err = packed.Close()
	}
	var not sinkError
	if errors.As(err, &not) {
		return not.error
	}
	return f.fault(max(out.c.next-f.first, -1), err)
}

// copy writes the object as it is.
func (f *File) copy(ctx context.Context, w io.Writer) error {
	_, err := io.CopyBuffer(sink{w}, &objectReader{ctx: ctx, obj: f.obj}, make([]byte, readBytes))
	var not sinkError
	if errors.As(err, &not) {
		return not.error
	}
	return f.fault(-1, err)
}

// sinkError keeps an error of those who ask for and take the answer from being
// taken for one of the file.
type sinkError struct{ error }

type sink struct{ io.Writer }

// Write implements io.Writer.
func (s sink) Write(p []byte) (int, error) {
	n, err := s.Writer.Write(p)
	if err != nil {
		err = sinkError{err}
	}
	return n, err
}

// answer is a response that is being written.
type answer struct {
	f     *File
	c     cursor
	added added
	ctx   context.Context
	to    io.Writer
	asked table.Answer
	names []string
	out   []byte // not yet written
	wide  []byte // the same as UTF-16
}

// flushBytes are written at once.
const flushBytes = 256 << 10

func (o *answer) write() error {
	if err := o.preamble(); err != nil {
		return err
	}
	for record := range o.f.first {
		last := o.f.header.Rows > 0 && record == o.f.first-1
		if err := o.line(last, func(j int) []byte { return []byte(o.names[j]) }); err != nil {
			return err
		}
	}
	for _, cut := range o.f.Cuts(pipeline.UsualPartRows) {
		if err := o.ctx.Err(); err != nil {
			return err
		}
		b, err := o.asked.Cells(o.ctx, 0, cut)
		if err != nil {
			return sinkError{err}
		}
		if b.Rows != cut.Rows || len(b.Columns) < len(o.names) {
			return sinkError{fmt.Errorf("text: %d rows of %d added cells for %d of %d", b.Rows, len(b.Columns), cut.Rows, len(o.names))}
		}
		for row := range cut.Rows {
			if err := o.line(true, func(j int) []byte { return b.Columns[j].Value(row) }); err != nil {
				return err
			}
		}
	}
	return o.end()
}

// preamble copies what stands before the first line.
func (o *answer) preamble() error {
	c := &o.c
	for c.offset() < o.f.begin {
		if c.at == c.n {
			if c.eof {
				return errChanged
			}
			if err := c.fill(); err != nil {
				return err
			}
		}
		n := int(min(o.f.begin-c.offset(), int64(c.n-c.at)))
		o.out = append(o.out, c.buf[c.at:c.at+n]...)
		c.at += n
	}
	return nil
}

// end copies the empty lines at the end, and makes sure that there are no more
// records.
func (o *answer) end() error {
	for {
		l, ok, err := o.c.records.next()
		switch {
		case err != nil:
			return err
		case !ok:
			return o.flush(0)
		case !l.blank():
			return errChanged
		}
		if err := o.copyLine(l); err != nil {
			return err
		}
	}
}

func (o *answer) copyLine(l line) error {
	o.out = append(o.out, o.c.buf[l.from:l.next]...)
	return o.flush(flushBytes)
}

// line writes the next record, with cells added if it gets some.
func (o *answer) line(more bool, value func(column int) []byte) error {
	l, err := o.c.step()
	if err != nil {
		return err
	}
	text := o.c.buf[l.from:l.end]
	cells := 0
	switch {
	case !l.split:
		o.out = append(o.out, text...)
		cells = bytes.Count(text, []byte{o.f.sep}) + 1
	case o.c.stray:
		o.repair()
		cells = len(o.c.cells)
	default:
		o.out = append(o.out, text...)
		cells = len(o.c.cells)
	}
	if more {
		for n := o.f.columnsBefore(); cells < n; cells++ {
			o.out = o.added.append(o.out, nil)
		}
		for j := range o.names {
			o.out = o.added.append(o.out, value(j))
		}
	}
	o.out = append(o.out, o.c.buf[l.end:l.next]...)
	return o.flush(flushBytes)
}

// columnsBefore is how many cells a row is given before the added ones.
func (f *File) columnsBefore() int {
	return max(len(f.names), min(f.index.longest, f.base+extraColumns))
}

// repair writes a record that has cells which begin with a stray quote: those
// enclosed, the others as they are.
func (o *answer) repair() {
	for i, c := range o.c.cells {
		if i > 0 {
			o.out = append(o.out, o.f.sep)
		}
		raw := o.c.buf[c.from:c.to]
		switch {
		case c.kind == enclosed:
			o.out = append(append(append(o.out, '"'), raw...), '"')
		case c.kind == plain && len(raw) > 0 && raw[0] == '"':
			o.out = appendEnclosed(o.out, raw)
		default:
			o.out = append(o.out, raw...)
		}
	}
}

// flush writes what is there when it is more than a number of bytes.
func (o *answer) flush(most int) error {
	if len(o.out) <= most {
		return nil
	}
	text := o.out
	if o.f.width != octets {
		o.wide = widen(o.wide[:0], text, o.f.width.order())
		text = o.wide
	}
	o.out = o.out[:0]
	_, err := o.to.Write(text)
	return err
}
