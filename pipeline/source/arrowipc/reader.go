package arrowipc

import (
	"context"
	"fmt"
	"runtime/debug"
	"sort"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

// reader is the scratch of one read.
type reader struct {
	file *File
	left int64 // bytes of text that this read may still make
	most int   // bytes that the column in hand may have

	message int // that is being read
	at      int64
	head    messages.Head
	meta    []byte
	entire  bool // all rows of the batch are read at once

	slots   [slots][]byte // buffers, unpacked
	packed  []byte
	views   [][]byte // buffers of views, as far as they are needed
	ranges  []viewRange
	numbers []int64
	zstd    *zstd.Decoder
	lz4     *lz4.Reader
	states  []state
}

// Slots are buffers that are in use at the same time.
const (
	validSlot = iota
	firstSlot
	dataSlot
	listValidSlot
	listSlot
	slots
)

// state is what a reader remembers of one wanted column from batch to batch.
type state struct {
	plain   bool // no values are looked for again
	words   words
	digits  digits
	dict    *generation
	remap   []int32 // dictionary entry → entry of the batch + 1; 0: not met yet, -1: null
	touched []int32 // which of them are not 0
}

func (s *state) reset() {
	s.forget()
	s.words.reset()
	s.digits.reset()
}

// forget drops what is known of a dictionary.
func (s *state) forget() {
	for _, e := range s.touched {
		s.remap[e] = 0
	}
	s.dict, s.touched = nil, s.touched[:0]
}

// take takes the scratch of one read; put gives it back.
func (f *File) take() *reader {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.idle); n > 0 {
		r := f.idle[n-1]
		f.idle = f.idle[:n-1]
		return r
	}
	return &reader{file: f}
}

func (f *File) put(r *reader) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.idle = append(f.idle, r)
}

// Read implements table.Table.
func (f *File) Read(ctx context.Context, part pipeline.Part, columns []int, b *pipeline.Batch) error {
	b.Part = part
	return f.read(ctx, []table.Cut{{FirstRow: part.FirstRow, Rows: part.Rows}}, columns, b)
}

// Sample gives about so many rows of the table, in runs spread evenly over it:
// the same ones each time. A table with fewer rows is given whole.
func (f *File) Sample(ctx context.Context, columns []int, rows int) (*pipeline.Batch, error) {
	b := &pipeline.Batch{}
	if err := f.read(ctx, table.SampleCuts(f.Rows(), rows), columns, b); err != nil {
		return nil, err
	}
	return b, nil
}

// read appends the rows of some spans to an emptied batch.
func (f *File) read(ctx context.Context, spans []table.Cut, columns []int, b *pipeline.Batch) (err error) {
	r := f.take()
	at := whole
	// What the assembly of a decompressor does to bytes that we let through
	// wrongly is a fault of the object, not the end of the program.
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
	r.reset(len(columns))
	for _, s := range spans {
		for k := f.batchOf(s.FirstRow); s.Rows > 0; k++ {
			n := min(int64(s.Rows), f.first[k+1]-s.FirstRow)
			if n == 0 {
				continue
			}
			at = place{group: k, row: s.FirstRow}
			if err := r.begin(f.batches[k], f.layout); err != nil {
				return f.fault(at, err)
			}
			r.entire = n == r.head.Rows
			for i, col := range columns {
				at.column = f.cols[col].name
				if err := r.column(ctx, &f.cols[col], s.FirstRow-f.first[k], n, &b.Columns[i], &r.states[i]); err != nil {
					return f.fault(at, err)
				}
			}
			s.FirstRow, s.Rows = s.FirstRow+n, s.Rows-int(n)
		}
	}
	for i, col := range columns {
		if c := &b.Columns[i]; f.cols[col].list {
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
			err := unsupported("leave it out or write it flat", "a column of type %s is", f.cols[col].kind)
			return f.fault(place{group: -1, column: f.cols[col].name, row: -1}, err)
		}
		c := &b.Columns[i]
		c.Index, c.Bytes, c.Lists = c.Index[:0], c.Bytes[:0], c.Lists[:0]
		c.Offsets = append(c.Offsets[:0], 0)
		if !f.cols[col].list {
			c.Lists = nil
		}
	}
	return nil
}

// reset makes the scratch ready for another read of so many columns.
func (r *reader) reset(columns int) {
	r.left = r.file.memory / textShare
	for len(r.states) < columns {
		r.states = append(r.states, state{})
	}
	for i := range r.states {
		r.states[i].reset()
	}
}

// batchOf is the record batch of a row: the last that begins at or before it.
func (f *File) batchOf(row int64) int {
	return max(sort.Search(len(f.first), func(i int) bool { return f.first[i] > row })-1, 0)
}

// begin reads the metadata of a message that is a batch.
func (r *reader) begin(message int, l *messages.Layout) error {
	k := r.file.messages[message]
	r.message, r.at, r.entire = message, k.bodyAt(), true
	_, err := r.file.readMessage(k, l, &r.meta, &r.head)
	return err
}
