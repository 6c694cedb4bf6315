package arrowipc

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"lamsach/internal/store"
	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

// maxRows is how many rows an object may have in all.
const maxRows = 1 << 32

// Shares of table.Options.Memory that one thing may take at most. What is
// refused for its size is so at once, whatever else is in use.
const (
	bufferShare = 8 // one buffer of a column, as far as a part needs it
	textShare   = 4 // the cells of a part
	dictShare   = 2 // all dictionaries
	riverShare  = 4 // what is kept of compressed buffers that parts share
	cellShare   = 2 // the cells added to a record batch
)

// File is an open Arrow object. It is its only table. Its methods are safe for
// concurrent use.
type File struct {
	key    string
	object store.Object
	memory int64 // that readers may take, about
	form   form
	schema *messages.Schema
	layout *messages.Layout
	cols   []column

	messages []message // dictionaries and record batches in the order of the object
	batches  []int     // which of them are record batches
	first    []int64   // batch → its first row; one more for the end
	dicts    map[int64]*dictionary
	codec    messages.Codec // of the first batch, for people

	mu     sync.Mutex
	rivers map[int]*basin
	asked  int // counts uses of rivers
	idle   []*reader

	dictMu    sync.Mutex
	dictBytes int64
}

// form is how the messages are wrapped.
type form struct {
	stream      bool
	schemaBytes int // metadata of a stream's first message, without the prefix
	footerAt    int64
	footerBytes int
}

// message is a dictionary batch or a record batch as it lies in the object.
type message struct {
	at       int64 // of the prefix
	metadata int32 // bytes, without the prefix
	batch    bool
	body     int64
	rows     int64
}

func (m message) bodyAt() int64 { return m.at + messages.PrefixBytes + int64(m.metadata) }
func (m message) end() int64    { return m.bodyAt() + m.body }

// Open reads the heads of all messages of an Arrow object, which the File owns
// from then on, and checks them. An object that is none, or is damaged or cut
// short, is a *table.FormatError; a store that fails is a *store.Unavailable.
// After an error the object is closed.
func Open(ctx context.Context, obj store.Object, o table.Options) (_ table.File, err error) {
	f := &File{key: obj.Info().Key, object: obj, memory: o.Memory, dicts: map[int64]*dictionary{}, rivers: map[int]*basin{}}
	if f.memory <= 0 {
		f.memory = table.DefaultMemory
	}
	defer func() {
		if v := recover(); v != nil {
			err = f.fault(whole, panicked(v))
		}
		if err != nil {
			err = errors.Join(err, obj.Close())
		}
	}()
	if err := f.survey(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// Format implements table.File.
func (f *File) Format() string {
	kind := "file"
	if f.form.stream {
		kind = "stream"
	}
	return fmt.Sprintf("Arrow IPC %s, %s", kind, f.codec)
}

// Tables implements table.File: the file is its only table.
func (f *File) Tables() []table.Table { return []table.Table{f} }

// Sheet implements table.Table.
func (f *File) Sheet() string { return "" }

// Rows is the number of rows, as the record batches say.
func (f *File) Rows() int64 { return f.first[len(f.first)-1] }

// Columns describes the columns, in the order of the schema.
func (f *File) Columns() []table.Column {
	out := make([]table.Column, len(f.cols))
	for i := range f.cols {
		c := &f.cols[i]
		out[i] = table.Column{Name: c.name, Type: c.kind, List: c.list}
	}
	return out
}

// Close closes the object. Nobody may read any more.
func (f *File) Close() error { return f.object.Close() }

// Cuts divides the table into runs of at most max rows, along its record
// batches.
func (f *File) Cuts(max int) []table.Cut {
	return table.GroupCuts(func(yield func(int64) bool) {
		for _, i := range f.batches {
			if !yield(f.messages[i].rows) {
				return
			}
		}
	}, max)
}
