package messages

import "lamsach/pipeline/source/arrowipc/flat"

// Codec is how the buffers of a batch are compressed.
type Codec int8

// The codecs of the format (BodyCompression of Message.fbs).
const (
	Plain Codec = iota
	LZ4
	Zstd
)

func (c Codec) String() string { return [...]string{"not compressed", "LZ4", "zstd"}[c] }

// Most is how many bytes so many packed ones can unpack to at most. A block of
// zstd has four bytes and 128 KiB at the extreme, one of LZ4 one byte for 255.
func (c Codec) Most(packed int64) int64 {
	switch c {
	case LZ4:
		return packed * 255
	case Zstd:
		return packed << 15
	}
	return packed
}

// Node is a field of a batch.
type Node struct{ Length, Nulls int64 }

// Span is where a buffer lies in the body.
type Span struct{ Offset, Length int64 }

// Head is what the metadata of a record batch or dictionary batch says. It can
// be filled again and again.
type Head struct {
	Rows       int64
	Nodes      []Node
	Codec      Codec
	Dictionary int64 // its number; of a dictionary batch
	Delta      bool  // the entries follow those that are there; of a dictionary batch
	buffers    []Span
	counts     []int64 // of buffers of each view field
	shift      []int   // buffers of views before each view field
}

// Head reads a message of a record batch or a dictionary batch.
func (m Message) Head(h *Head) error {
	t := m.header
	h.Dictionary, h.Delta = 0, false
	if m.Kind == DictionaryKind {
		h.Dictionary, h.Delta = t.Int64(dictionaryID, 0), t.Bool(dictionaryDelta)
		t = t.Table(dictionaryBatch)
	}
	if !t.Here() {
		return faultOr(m.walk, damage("a batch is missing"))
	}
	h.Rows = t.Int64(batchRows, 0)
	h.Nodes = h.Nodes[:0]
	for v, i := t.Vector(batchNodes, 16), 0; i < v.Len(); i++ {
		h.Nodes = append(h.Nodes, Node{v.Int64(i, 0), v.Int64(i, 8)})
	}
	h.buffers = h.buffers[:0]
	for v, i := t.Vector(batchBuffers, 16), 0; i < v.Len(); i++ {
		h.buffers = append(h.buffers, Span{v.Int64(i, 0), v.Int64(i, 8)})
	}
	h.counts = h.counts[:0]
	for v, i := t.Vector(batchViews, 8), 0; i < v.Len(); i++ {
		h.counts = append(h.counts, v.Int64(i, 0))
	}
	return faultOr(m.walk, h.readCodec(m, t.Table(batchCompression)))
}

func (h *Head) readCodec(m Message, t flat.Table) error {
	h.Codec = Plain
	if t.Here() {
		switch codec := t.Uint8(0, 0); {
		case t.Uint8(1, 0) != 0:
			return unsupported("compression method %d is", t.Uint8(1, 0))
		case codec > 1:
			return unsupported("compression number %d is", codec)
		default:
			h.Codec = LZ4 + Codec(codec)
		}
		return nil
	}
	if note(m.table.Vector(messageNotes, 4), "ARROW:experimental_compression") != "" {
		return unsupported("the compression of Arrow 0.17 is")
	}
	return nil
}

// Buffer is buffer i of the field at a place.
func (h *Head) Buffer(p Place, i int) Span { return h.buffers[p.Buffer+h.shift[p.Views]+i] }

// ViewBuffers is how many buffers hold the long values of a view field.
func (h *Head) ViewBuffers(p Place) int { return int(h.counts[p.Views]) }

// maxRows is how many rows a batch may claim; it keeps products within 64 bits.
const maxRows = 1 << 40

// unbackedRows is how many rows a batch may claim whose columns take no bytes.
const unbackedRows = 1 << 18

// Check holds what a batch claims against a layout and the size of its body.
// After it, every buffer lies in the body, none lies over another, and each
// column that can be read may hold as many values as are claimed.
func (h *Head) Check(l *Layout, body int64) error {
	if h.Rows < 0 || h.Rows > maxRows {
		return damage("a batch claims %d rows", h.Rows)
	}
	if len(h.Nodes) != len(l.nodes) {
		return damage("a batch has %d fields, the schema has %d", len(h.Nodes), len(l.nodes))
	}
	if err := h.checkBuffers(l, body); err != nil {
		return err
	}
	backed := false
	for i, p := range l.nodes {
		n := h.Nodes[i]
		if n.Length < 0 || n.Length > maxRows || n.Nulls < 0 || n.Nulls > n.Length {
			return damage("a batch claims a field of %d values with %d nulls", n.Length, n.Nulls)
		}
		if p.loose {
			continue
		}
		some, err := h.checkField(p, n)
		if err != nil {
			return err
		}
		if p.isList() {
			err = h.checkElements(p, n)
		}
		if err != nil {
			return err
		}
		backed = backed || some && n.Length >= h.Rows
	}
	for _, p := range l.Columns {
		if got := h.Nodes[p.Node].Length; got != h.Rows {
			return damage("a batch of %d rows has a column of %d", h.Rows, got)
		}
	}
	if !backed && h.Rows > unbackedRows {
		return damage("a batch claims %d rows without a byte for them", h.Rows)
	}
	return nil
}

func (h *Head) checkBuffers(l *Layout, body int64) error {
	if len(h.counts) != l.views {
		return damage("a batch has %d columns of views, the schema has %d", len(h.counts), l.views)
	}
	total := l.buffers
	h.shift = append(h.shift[:0], 0)
	for _, n := range h.counts {
		if n < 0 || n > int64(len(h.buffers)) {
			return damage("a batch claims %d buffers of views", n)
		}
		total += int(n)
		h.shift = append(h.shift, total-l.buffers)
	}
	if len(h.buffers) != total {
		return damage("a batch has %d buffers, the schema asks for %d", len(h.buffers), total)
	}
	end := int64(0)
	for i, b := range h.buffers {
		if b.Length == 0 {
			continue
		}
		if b.Offset < 0 || b.Length < 0 || b.Offset > body || b.Length > body-b.Offset {
			return damage("buffer %d of a batch lies outside its body", i)
		}
		if b.Offset < end {
			return damage("buffer %d of a batch lies over another", i)
		}
		end = b.Offset + b.Length
	}
	return nil
}
