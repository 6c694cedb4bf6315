package xlsx

import (
	"context"
	"errors"
	"io"
	"math"

	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// File is an open workbook.
type File struct {
	key     string
	object  store.Object
	archive *archive
	book    book
	styles  *part // nil when the workbook has none
	sheets  []*sheet
	left    leftOut
	readers readers
}

// leftOut counts the sheets that are no tables.
type leftOut struct{ hidden, empty, other int }

// Open looks through a workbook, which the File owns from then on. An object
// that is none, or is damaged, encrypted, or cut short, is a *table.FormatError;
// a store that fails is a *store.Unavailable. After an error the object is
// closed.
func Open(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
	f := &File{key: obj.Info().Key, object: obj}
	if err := f.open(ctx, o); err != nil {
		return nil, errors.Join(fault(f.key, "", err), obj.Close())
	}
	return f, nil
}

func (f *File) open(ctx context.Context, o table.Options) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if o.Memory <= 0 {
		o.Memory = table.DefaultMemory
	}
	f.readers.limit = int(min(o.Memory/2, math.MaxInt32))
	src := source{f.object}
	if err := notCompound(src, f.object.Size()); err != nil {
		return err
	}
	var err error
	if f.archive, err = openArchive(src, f.object.Size()); err != nil {
		return err
	}
	w, err := readWorkbook(f.archive)
	if err != nil {
		return err
	}
	f.styles = w.styles
	f.book.base1904 = w.base1904
	if f.book.styles, err = readStyles(f.archive, w.styles); err != nil {
		return err
	}
	if f.book.strings, err = readStrings(f.archive, w.strings, o.Memory/2); err != nil {
		return err
	}
	return f.choose(ctx, w, o)
}

// notCompound tells compound files from archives.
func notCompound(src io.ReaderAt, size int64) error {
	head := make([]byte, min(size, int64(len(compoundMagic))))
	if err := readFull(src, head, 0); err != nil {
		return err
	}
	if string(head) == compoundMagic {
		return compound(src, size)
	}
	return nil
}

// choose looks through the sheets and takes those that are tables: the visible
// ones with rows, else the hidden ones with rows, else one that has a header.
func (f *File) choose(ctx context.Context, w *workbook, o table.Options) error {
	f.left.other = w.other
	var headed, hollow *sheet
	var x indexer
	for _, hidden := range []bool{false, true} {
		for _, ref := range w.sheets {
			if ref.hidden != hidden {
				continue
			}
			if hidden && len(f.sheets) > 0 {
				f.left.hidden++
				continue
			}
			t, err := f.look(ctx, &x, ref, o)
			switch {
			case err != nil:
				return fault(f.key, ref.name, err)
			case t == nil:
				f.left.other++
				continue
			case t.hollow && hollow == nil:
				hollow = t
			}
			if t.rows > 0 {
				f.sheets = append(f.sheets, t)
				continue
			}
			f.left.empty++
			if headed == nil && t.header > 0 {
				headed = t
			}
		}
		if hidden {
			break
		}
	}
	switch {
	case len(f.sheets) > 0:
		return nil
	case hollow != nil:
		return fault(f.key, hollow.name, errHollow)
	case headed != nil:
		f.sheets = []*sheet{headed}
		f.left.empty--
		return nil
	}
	return unsupported("workbooks whose sheets are all empty")
}

var errHollow = unsupported("its formulas have no stored values; open the workbook in a spreadsheet program, let it calculate, and save it")

// look looks through one sheet; nil when it is no worksheet.
func (f *File) look(ctx context.Context, x *indexer, ref sheetRef, o table.Options) (*sheet, error) {
	t := &sheet{file: f, name: ref.name, part: ref.part}
	if ok, err := x.index(ctx, t); err != nil || !ok {
		return nil, err
	}
	if err := t.conclude(o.Headers); err != nil {
		return nil, err
	}
	if t.hollow && t.missing >= topRows {
		return nil, errHollow // rows would be lost if it were taken for empty
	}
	return t, nil
}

// Tables implements table.File.
func (f *File) Tables() []table.Table {
	out := make([]table.Table, len(f.sheets))
	for i, t := range f.sheets {
		out[i] = t
	}
	return out
}

// Close implements table.File.
func (f *File) Close() error { return f.object.Close() }

// source gives the errors of an object their type.
type source struct{ obj store.Object }

// ReadAt implements io.ReaderAt.
func (s source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.obj.ReadAt(p, off)
	var unavailable *store.Unavailable
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &unavailable) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return n, err
	}
	return n, &store.Unavailable{Op: "read", Key: s.obj.Info().Key, Err: err}
}
