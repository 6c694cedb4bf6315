package arrowipc

import (
	"context"
	"encoding/binary"
	"errors"
	"io"

	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

const (
	// largeRows is how many rows a batch has at most for an added column to have
	// offsets of 32 bits: 512 bytes are left for each cell.
	largeRows = 1 << 22
	// bodyAlign is to what the added buffers are aligned, as the format advises.
	bodyAlign = 64
	copyBytes = 1 << 20
)

// Respond writes the object again, message by message, with text columns added:
// the same kind of object, schema, dictionaries, record batches and metadata.
// Wrong cells cannot be marked in this format. The cells of a record batch are
// held until it is written; see cells.
func (f *File) Respond(ctx context.Context, w io.Writer, a table.Answer) error {
	var add table.Addition
	if len(a.Tables) > 0 {
		add = a.Tables[0]
	}
	s := &response{file: f, out: &counted{w: w}, align: f.align(), cells: newCells(f, a, len(add.Names))}
	if !add.None() && len(add.Names) == 0 {
		if err := s.cells.skim(ctx); err != nil {
			return err
		}
	}
	if len(add.Names) == 0 {
		return s.copy(ctx, 0, f.object.Size())
	}
	for _, name := range add.Names {
		s.added = append(s.added, messages.Added{Name: name, Large: f.largest() > largeRows})
	}
	return s.write(ctx)
}

// largest is how many rows the largest record batch has.
func (f *File) largest() (rows int64) {
	for _, i := range f.batches {
		rows = max(rows, f.messages[i].rows)
	}
	return rows
}

// align is to how many bytes the bodies of the messages are aligned: 64 or 8.
func (f *File) align() int64 {
	for _, m := range f.messages {
		if m.bodyAt()%bodyAlign != 0 {
			return 8
		}
	}
	return bodyAlign
}

// response is a response being written.
type response struct {
	file  *File
	out   *counted
	align int64
	added []messages.Added
	cells *cells
	buf   []byte
	meta  []byte
	head  messages.Head

	dictionaries, batches []messages.Block
}

func (s *response) write(ctx context.Context) error {
	f := s.file
	first, footer, err := s.schema()
	if err != nil {
		return f.fault(whole, err)
	}
	if !f.form.stream {
		if err := s.copy(ctx, 0, headerBytes); err != nil {
			return err
		}
	}
	if _, err := s.message(first); err != nil {
		return err
	}
	for _, k := range f.messages {
		if err := s.one(ctx, k); err != nil {
			return err
		}
	}
	if _, err := s.out.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0}); err != nil || f.form.stream {
		return err
	}
	if footer, err = messages.FooterWithColumns(footer, s.added, s.dictionaries, s.batches); err != nil {
		return f.fault(whole, err)
	}
	footer = append(binary.LittleEndian.AppendUint32(footer, uint32(len(footer))), magic...)
	_, err = s.out.Write(footer)
	return err
}

// schema is the metadata of the first message with the columns added, and the
// footer of a file as it is.
func (s *response) schema() (first, footer []byte, err error) {
	f := s.file
	if f.form.stream {
		old := make([]byte, f.form.schemaBytes)
		if err := f.readAt(old, messages.PrefixBytes); err != nil {
			return nil, nil, err
		}
		m, err := messages.Read(old)
		if err == nil && m.Kind != messages.SchemaKind {
			err = errChanged
		}
		if err != nil {
			return nil, nil, err
		}
		first, err = m.WithColumns(old, s.added)
		return first, nil, err
	}
	footer = make([]byte, f.form.footerBytes)
	if err := f.readAt(footer, f.form.footerAt); err != nil {
		return nil, nil, err
	}
	if _, err := messages.ReadFooter(footer); err != nil {
		return nil, nil, err
	}
	first, err = messages.FooterSchema(footer, f.schema.V4, s.added)
	return first, footer, err
}

// one writes a dictionary batch as it is, or a record batch with its cells.
func (s *response) one(ctx context.Context, k message) error {
	f := s.file
	if !k.batch {
		old := grow(&s.meta, int(k.metadata))
		if err := f.readAt(old, k.at+messages.PrefixBytes); err != nil {
			return f.fault(whole, err)
		}
		block, err := s.message(old)
		if err != nil {
			return err
		}
		block.Body = k.body
		s.dictionaries = append(s.dictionaries, block)
		return s.copy(ctx, k.bodyAt(), k.body)
	}
	here := place{group: len(s.batches), row: -1}
	m, err := f.readMessage(k, f.layout, &s.meta, &s.head)
	if err != nil {
		return f.fault(here, err)
	}
	added, err := s.cells.batch(ctx, k.rows, s.head.Codec, s.added)
	switch {
	case errors.Is(err, errCells):
		return f.fault(here, err)
	case err != nil:
		return err // of the caller
	}
	columns, body := layOut(added, k.body, s.align)
	metadata, err := m.WithCells(s.meta[:k.metadata], &s.head, columns, body)
	if err != nil {
		return f.fault(here, err)
	}
	block, err := s.message(metadata)
	if err != nil {
		return err
	}
	block.Body = body
	s.batches = append(s.batches, block)
	if err := s.copy(ctx, k.bodyAt(), k.body); err != nil {
		return err
	}
	return s.buffers(added, block.At+int64(block.Metadata), columns, body)
}

// layOut says where the added buffers lie, behind a body of so many bytes, and
// how long the body is with them.
func layOut(added []addedColumn, old, align int64) (columns []messages.AddedColumn, body int64) {
	up := func(n, to int64) int64 { return (n + to - 1) / to * to }
	body = old
	for _, a := range added {
		c := messages.AddedColumn{Nulls: a.nulls}
		for i, b := range a.buffers {
			body = up(body, bodyAlign)
			c.Buffers[i] = messages.Span{Offset: body, Length: b.bytes}
			body += b.bytes
		}
		columns = append(columns, c)
	}
	return columns, up(body, align)
}

// buffers writes the added buffers to their places in a body that begins at a
// position.
func (s *response) buffers(added []addedColumn, start int64, columns []messages.AddedColumn, body int64) error {
	for i, a := range added {
		for k, b := range a.buffers {
			if err := s.zeros(start + columns[i].Buffers[k].Offset - s.out.n); err != nil {
				return err
			}
			if err := b.write(s.out); err != nil {
				return err
			}
		}
	}
	return s.zeros(start + body - s.out.n)
}

// zeros writes less than 128 of them.
func (s *response) zeros(n int64) error {
	var zeros [2 * bodyAlign]byte
	_, err := s.out.Write(zeros[:n])
	return err
}

// message writes metadata with its prefix, so that a body behind it is aligned.
func (s *response) message(metadata []byte) (messages.Block, error) {
	block := messages.Block{At: s.out.n}
	for (s.out.n+messages.PrefixBytes+int64(len(metadata)))%s.align != 0 {
		metadata = append(metadata, 0)
	}
	block.Metadata = int32(messages.PrefixBytes + len(metadata))
	s.buf = messages.AppendPrefixed(s.buf[:0], metadata)
	_, err := s.out.Write(s.buf)
	return block, err
}

// copy writes bytes of the object as they are.
func (s *response) copy(ctx context.Context, at, n int64) error {
	buf := grow(&s.buf, int(min(n, copyBytes)))
	for n > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := buf[:min(n, copyBytes)]
		if err := s.file.readAt(b, at); err != nil {
			return s.file.fault(whole, err)
		}
		if _, err := s.out.Write(b); err != nil {
			return err
		}
		at, n = at+int64(len(b)), n-int64(len(b))
	}
	return nil
}

// counted counts what is written.
type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
