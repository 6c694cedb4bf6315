package arrowipc

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

// cells are the added cells on their way from cuts to record batches. The head
// of a record batch says how long its buffers are and stands before them, so
// the cells of a whole batch are held, as 4 bytes a cell and the distinct texts.
type cells struct {
	file   *File
	ask    func(ctx context.Context, table int, cut table.Cut) (*pipeline.Batch, error)
	cuts   []table.Cut // not asked for yet
	now    *pipeline.Batch
	used   int // rows of it
	held   []heldColumn
	packer packer
}

// heldColumn is one added column of a record batch.
type heldColumn struct {
	pipeline.Column
	words   words
	remap   []int32 // entry of the cut → entry here + 1, 0 for not yet
	touched []int32 // which of them are not 0
}

// addedColumn is one added column as it is written.
type addedColumn struct {
	nulls   int64
	buffers [3]buffer // validity, offsets, text
}

// buffer is bytes that are made when they are written.
type buffer struct {
	bytes int64
	write func(w io.Writer) error
}

var errCells = unsupported("send it in smaller record batches to be answered", "a record batch whose added cells take so much memory is")

func newCells(f *File, a table.Answer, columns int) *cells {
	return &cells{file: f, ask: a.Cells, cuts: f.Cuts(pipeline.UsualPartRows), held: make([]heldColumn, columns)}
}

// next asks for the cells of the next cut.
func (c *cells) next(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cut := c.cuts[0]
	b, err := c.ask(ctx, 0, cut)
	if err != nil {
		return err
	}
	if b.Rows != cut.Rows || len(b.Columns) < len(c.held) {
		return fmt.Errorf("source: %s: %d cells in %d columns are the answer to %d rows", c.file.key, b.Rows, len(b.Columns), cut.Rows)
	}
	c.now, c.used, c.cuts = b, 0, c.cuts[1:]
	for i := range c.held {
		c.held[i].begin(&b.Columns[i])
	}
	return nil
}

// skim asks for all cells and forgets them.
func (c *cells) skim(ctx context.Context) error {
	for len(c.cuts) > 0 {
		if err := c.next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// batch gives the added columns of the next rows. They are valid until the next
// call.
func (c *cells) batch(ctx context.Context, rows int64, codec messages.Codec, added []messages.Added) ([]addedColumn, error) {
	for i := range c.held {
		c.held[i].reset()
	}
	for rows > 0 {
		if c.now == nil || c.used == c.now.Rows {
			if err := c.next(ctx); err != nil {
				return nil, err
			}
		}
		n := int(min(rows, int64(c.now.Rows-c.used)))
		sum := int64(0)
		for i := range c.held {
			h := &c.held[i]
			h.take(&c.now.Columns[i], c.used, n)
			sum += int64(len(h.Bytes)) + 4*int64(len(h.Index)+len(h.Offsets))
			if len(h.Bytes) > maxTexts {
				sum = math.MaxInt64 - 1
			}
		}
		if sum > c.file.memory/cellShare {
			return nil, errCells
		}
		c.used += n
		rows -= int64(n)
	}
	out := make([]addedColumn, len(c.held))
	for i := range c.held {
		var err error
		if out[i], err = c.held[i].added(added[i].Large); err != nil {
			return nil, err
		}
		if codec == messages.Plain {
			continue
		}
		for k := range out[i].buffers {
			if err := c.packer.pack(&out[i].buffers[k], codec); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// reset begins a record batch, perhaps inside of a cut.
func (h *heldColumn) reset() {
	h.Index, h.Bytes, h.Offsets = h.Index[:0], h.Bytes[:0], append(h.Offsets[:0], 0)
	h.words.reset()
	for _, e := range h.touched {
		h.remap[e] = 0
	}
	h.touched = h.touched[:0]
}

// begin begins a cut.
func (h *heldColumn) begin(from *pipeline.Column) {
	h.remap = extend(h.remap[:0], from.Entries())
	clear(h.remap)
	h.touched = h.touched[:0]
}

// take appends n cells of a cut.
func (h *heldColumn) take(from *pipeline.Column, skip, n int) {
	for _, e := range from.Index[skip : skip+n] {
		if e < 0 {
			h.Index = append(h.Index, -1)
			continue
		}
		if h.remap[e] == 0 {
			h.remap[e] = h.words.entry(from.Entry(e), &h.Column, false) + 1
			h.touched = append(h.touched, e)
		}
		h.Index = append(h.Index, h.remap[e]-1)
	}
}

// added gives the column as three buffers.
func (h *heldColumn) added(large bool) (out addedColumn, err error) {
	total, width := int64(0), int64(4)
	for _, e := range h.Index {
		if e < 0 {
			out.nulls++
		} else {
			total += int64(h.Offsets[e+1] - h.Offsets[e])
		}
	}
	if large {
		width = 8
	} else if total > math.MaxInt32 {
		return out, errCells
	}
	n := int64(len(h.Index))
	if out.nulls > 0 {
		out.buffers[0] = buffer{(n + 7) / 8, h.writeValid}
	}
	out.buffers[1] = buffer{(n + 1) * width, func(w io.Writer) error { return h.writeOffsets(w, large) }}
	out.buffers[2] = buffer{total, h.writeText}
	for i := range out.buffers {
		if out.buffers[i].bytes == 0 {
			out.buffers[i].write = func(io.Writer) error { return nil }
		}
	}
	return out, nil
}

func (h *heldColumn) writeValid(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<14)
	for i := 0; i < len(h.Index); i += 8 {
		bits := byte(0)
		for k, e := range h.Index[i:min(i+8, len(h.Index))] {
			if e >= 0 {
				bits |= 1 << k
			}
		}
		_ = b.WriteByte(bits) // Flush says it
	}
	return b.Flush()
}

func (h *heldColumn) writeOffsets(w io.Writer, large bool) error {
	b := bufio.NewWriterSize(w, 1<<16)
	at := uint64(0)
	var word [8]byte
	for i := -1; i < len(h.Index); i++ {
		if i >= 0 && h.Index[i] >= 0 {
			at += uint64(h.Offsets[h.Index[i]+1] - h.Offsets[h.Index[i]])
		}
		binary.LittleEndian.PutUint64(word[:], at)
		if large {
			_, _ = b.Write(word[:])
		} else {
			_, _ = b.Write(word[:4])
		}
	}
	return b.Flush()
}

func (h *heldColumn) writeText(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for _, e := range h.Index {
		if e >= 0 {
			_, _ = b.Write(h.Entry(e))
		}
	}
	return b.Flush()
}

// packer compresses buffers as the other columns of the batch are.
type packer struct {
	zstd *zstd.Encoder
	lz4  *lz4.Writer
}

// pack replaces a buffer by its compressed form: its size, then the frame. An
// empty one stays empty.
func (p *packer) pack(b *buffer, codec messages.Codec) error {
	if b.bytes == 0 {
		return nil
	}
	var out bytes.Buffer
	out.Write(binary.LittleEndian.AppendUint64(nil, uint64(b.bytes)))
	into, err := p.writer(&out, codec)
	if err == nil {
		err = b.write(into)
	}
	if err == nil {
		err = into.Close()
	}
	packed := out.Bytes()
	*b = buffer{int64(len(packed)), func(w io.Writer) error {
		_, err := w.Write(packed)
		return err
	}}
	return err
}

func (p *packer) writer(w io.Writer, codec messages.Codec) (_ io.WriteCloser, err error) {
	if codec == messages.Zstd {
		if p.zstd == nil {
			p.zstd, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
		}
		if err == nil {
			p.zstd.Reset(w)
		}
		return p.zstd, err
	}
	if p.lz4 == nil {
		p.lz4 = lz4.NewWriter(w)
		return p.lz4, p.lz4.Apply(lz4.ChecksumOption(false), lz4.BlockSizeOption(lz4.Block256Kb))
	}
	p.lz4.Reset(w)
	return p.lz4, nil
}
