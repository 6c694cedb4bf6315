package text

import (
	"context"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
	"lamsach/schemas"
)

// File is an open delimited text. It is its own only table.
type File struct {
	key    string
	memory int64
	origin
	dialect
	index  *index
	cells  encoding
	first  int64 // records before row 0
	header schemas.Header
	lines  [2]int // of the header's first and last record, from 1
	names  []string
	base   int      // columns that header and head show
	pool   pool     // scratch of readers
	moving *forward // for what can be read only from its beginning
}

// Open reads an object through once: how it is written, how many records it
// has, where some of them begin. The File owns the object from then on; after
// an error it is closed. Damage is a *table.FormatError.
func Open(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
	f, err := open(ctx, obj, o, nil)
	if err != nil {
		return nil, errors.Join(err, obj.Close())
	}
	return f, nil
}

// open is Open with a dialect that a test may change.
func open(ctx context.Context, obj store.Object, o table.Options, change func(*dialect)) (*File, error) {
	f := &File{key: obj.Info().Key, memory: o.Memory, origin: origin{obj: obj}}
	if f.memory <= 0 {
		f.memory = table.DefaultMemory
	}
	r := &records{}
	src, head, err := f.sniff(ctx, r)
	if src != nil {
		defer src.Close()
	}
	headOnly := r.eof // all of the text is in its head
	if err == nil {
		f.dialect = dialectOf(head, headOnly)
		if change != nil {
			change(&f.dialect)
		}
		err = f.makeIndex(ctx, r)
	}
	if f.index != nil {
		f.settle(head, headOnly, o.Headers)
	}
	if err != nil {
		return nil, f.fault(f.rowAfterIndex(), err)
	}
	if f.base > maxColumns {
		return nil, f.fault(-1, unsupported("it has %d columns, and %d can be read; is the separator what it seems?", f.base, maxColumns))
	}
	if !f.direct() {
		f.moving = newForward(f, min(f.memory/8, 128<<20))
	}
	return f, nil
}

// sniff finds out what the text lies in and reads its head into r's buffer.
func (f *File) sniff(ctx context.Context, r *records) (*stream, []byte, error) {
	if f.obj.Size() == 0 {
		return nil, nil, damage("the object has no bytes")
	}
	start := make([]byte, min(f.obj.Size(), 64))
	if _, err := io.ReadFull(&objectReader{ctx: ctx, obj: f.obj}, start); err != nil {
		return nil, nil, err
	}
	f.packing = packingOf(start)
	if f.packing == bare {
		if err := refuse(start, bare); err != nil {
			return nil, nil, err
		}
	}
	src, err := f.open(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	head, eof, err := headOf(src)
	if err != nil {
		return src, nil, err
	}
	if len(head) == 0 {
		return src, nil, damage("there is nothing in its %s data", f.packing)
	}
	if err := refuse(head, f.packing); err != nil {
		return src, nil, err
	}
	if f.width, err = widthOf(head[:min(len(head), 64<<10)]); err != nil {
		return src, nil, err
	}
	switch {
	case f.width != octets:
		src.narrow(head, f.width)
		if head, eof, err = headOf(src); err != nil {
			return src, nil, err
		}
	case !looksLikeText(head):
		return src, nil, unsupported("its bytes are no text")
	}
	if !f.direct() && !eof {
		src.readAhead()
	}
	r.src, r.buf, r.n, r.eof = src, slices.Clip(head), len(head), eof
	r.reset()
	return src, head, nil
}

// headOf reads the head of a text.
func headOf(src io.Reader) (head []byte, eof bool, err error) {
	head = make([]byte, 4<<10)
	for n := 0; ; {
		if n+utf8.UTFMax > len(head) {
			if len(head) == headBytes {
				return head[:n], false, nil
			}
			head = append(head, make([]byte, min(7*len(head), headBytes-len(head)))...)
		}
		m, err := src.Read(head[n:])
		n += m
		if err == io.EOF {
			return head[:n], true, nil
		}
		if err != nil {
			return nil, false, err
		}
	}
}

// looksLikeText says whether few enough of the bytes are control characters;
// some legacy encodings have letters there.
func looksLikeText(head []byte) bool {
	if len(head) < 64 {
		return true
	}
	control := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != 0 {
			control++
		}
	}
	return control*100 <= len(head)*7
}

// makeIndex reads the text through. f.index is set even when that ends early.
func (f *File) makeIndex(ctx context.Context, r *records) (err error) {
	if f.direct() && !r.eof {
		f.index, err = indexDirect(ctx, &f.origin, &f.dialect)
		return err
	}
	r.grammar = f.grammar
	if !r.eof { // the head is still needed
		r.buf = append(make([]byte, 0, readBytes), r.buf...)[:readBytes]
	}
	if err := r.discard(f.begin); err != nil {
		return err
	}
	f.index, err = indexStream(r)
	return err
}

// rowAfterIndex is the row at which the index ended, -1 if it is before row 0.
func (f *File) rowAfterIndex() int64 {
	if f.index == nil {
		return -1
	}
	return max(f.index.records-f.first, -1)
}

// Tables implements table.File: the file is its only table.
func (f *File) Tables() []table.Table { return []table.Table{f} }

// Sheet implements table.Table.
func (f *File) Sheet() string { return "" }

// Rows implements table.Table.
func (f *File) Rows() int64 { return max(f.index.records-f.first, 0) }

// Close implements table.File.
func (f *File) Close() error {
	if f.moving != nil {
		f.moving.close()
	}
	return f.obj.Close()
}
