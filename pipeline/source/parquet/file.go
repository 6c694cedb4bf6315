package parquet

import (
	"context"
	"errors"
	"sync"

	"lamsach/internal/store"
	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/table"
)

// File is an open Parquet object. Its methods are safe for concurrent use.
type File struct {
	key    string
	object store.Object
	footer *pages.Footer
	cols   []column
	view   *pages.View
	first  []int64 // row group → its first row; one more for the end

	memory memory

	mu     sync.Mutex
	chunks map[chunkID]*chunk
	idle   []*reader // scratch between reads
}

// column is one column of the file and how to read it.
type column struct {
	pages.Field
	render
	readable bool
	leaf     int // of the view, when it is readable
}

// Open reads the footer of a Parquet object, which the File owns from then on,
// and checks it. An object that is none, or is damaged, encrypted, or cut
// short, is a *table.FormatError; a store that fails is a *store.Unavailable. After
// an error the object is closed.
func Open(ctx context.Context, obj store.Object, o table.Options) (f *File, err error) {
	f = &File{key: obj.Info().Key, object: obj, chunks: map[chunkID]*chunk{}}
	f.memory.set(o)
	whole := place{group: -1, row: -1}
	defer func() {
		if v := recover(); v != nil {
			err = f.fault(whole, panicked(v))
		}
		if err != nil {
			f = nil
			err = errors.Join(err, obj.Close())
		}
	}()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if f.footer, err = pages.ReadFooter(obj, obj.Size()); err != nil {
		return nil, f.fault(whole, err)
	}
	fields, err := f.footer.Fields()
	if err != nil {
		return nil, f.fault(whole, err)
	}
	if err := f.setColumns(fields); err != nil {
		return nil, f.fault(whole, err)
	}
	f.first = append(f.first, 0)
	for i, g := range f.footer.Groups {
		f.first = append(f.first, f.first[i]+g.Rows)
		if err := f.checkGroup(i, g); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// setColumns finds out how each field is read.
func (f *File) setColumns(fields []pages.Field) (err error) {
	var readable []pages.Field
	for _, field := range fields {
		c := column{Field: field, render: render{name: "nested"}, leaf: len(readable)}
		if !field.Nested {
			c.render, c.readable = rendering(&field.Value)
		}
		if c.readable {
			readable = append(readable, field)
		}
		f.cols = append(f.cols, c)
	}
	f.view, err = pages.NewView(readable)
	return err
}

// checkGroup compares what a row group says of each column with the schema
// and with its number of rows.
func (f *File) checkGroup(i int, g pages.Group) error {
	for k := range f.cols {
		c := &f.cols[k]
		if c.Nested {
			continue
		}
		chunk := g.Chunks[c.Leaf]
		at := place{group: i, column: c.Name, row: -1}
		switch {
		case chunk.Type != c.Type():
			return f.fault(at, damage("its type is not the schema's"))
		case !c.List && chunk.Values != g.Rows, c.List && chunk.Values < g.Rows:
			return f.fault(at, damage("it claims %d values for %d rows", chunk.Values, g.Rows))
		}
	}
	return nil
}

// Rows is the number of rows, as footer and row groups agree.
func (f *File) Rows() int64 { return f.footer.Rows }

// Columns describes the columns, in file order.
func (f *File) Columns() []table.Column {
	out := make([]table.Column, len(f.cols))
	for i := range f.cols {
		c := &f.cols[i]
		out[i] = table.Column{Name: c.Name, Type: c.name, List: c.List}
	}
	return out
}

// Close closes the object. Nobody may read any more.
func (f *File) Close() error { return f.object.Close() }

// chunk finds or makes the shared state of one column of one row group.
func (f *File) chunk(group, col int) *chunk {
	id := chunkID{group, col}
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.chunks[id]
	if c == nil {
		g := f.footer.Groups[group]
		c = &chunk{file: f, id: id, col: &f.cols[col], meta: g.Chunks[f.cols[col].Leaf], rows: g.Rows}
		c.next = c.meta.Start
		f.chunks[id] = c
	}
	return c
}

// forget drops the state of a chunk whose rows have all been read.
func (f *File) forget(id chunkID) {
	f.mu.Lock()
	c := f.chunks[id]
	delete(f.chunks, id)
	f.mu.Unlock()
	if c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.gone = true
		c.shed()
	}
}

// reader takes the scratch of one read; put gives it back.
func (f *File) reader() *reader {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.idle); n > 0 {
		r := f.idle[n-1]
		f.idle = f.idle[:n-1]
		return r
	}
	return &reader{file: f, decoder: pages.NewDecoder(f.view), others: pages.NewDecoder(f.view)}
}

func (f *File) put(r *reader) {
	r.decoder.Close()
	r.others.Close()
	r.decoder.Shed(f.memory.large)
	r.others.Shed(f.memory.large)
	r.pageOf, r.dictOf, r.dict = nil, nil, nil
	if cap(r.packed) > f.memory.large {
		r.packed = nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle = append(f.idle, r)
}
