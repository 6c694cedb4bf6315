package messages

import (
	"encoding/binary"

	"lamsach/pipeline/source/arrowipc/flat"
)

// Added is a text column that is added to a table. Its cells may be null.
type Added struct {
	Name  string
	Large bool // with offsets of 64 bits
}

// AddedColumn is such a column in one batch.
type AddedColumn struct {
	Nulls   int64
	Buffers [3]Span // validity, offsets, text
}

// WithColumns writes the message of a schema again with columns added.
func (m Message) WithColumns(old []byte, added []Added) ([]byte, error) {
	b := flat.NewBuild()
	header := m.begin(b, 0)
	addSchema(b, header, m.header, added)
	return b.Bytes(old), faultOr(m.walk, nil)
}

// WithCells writes the message of a record batch again with columns added,
// whose buffers lie behind the old ones in a body of so many bytes.
func (m Message) WithCells(old []byte, h *Head, added []AddedColumn, body int64) ([]byte, error) {
	b := flat.NewBuild()
	header := m.begin(b, body)
	rows := flat.Field{Width: 8, Value: uint64(h.Rows)}
	at, slots := b.Table(rows, flat.Link, flat.Link, linkIf(m.header.Table(batchCompression).Here()), linkIf(m.header.Vector(batchViews, 8).Here()))
	b.Point(header, at)
	nodes := m.header.Vector(batchNodes, 16).Bytes()
	nodes = nodes[:len(nodes):len(nodes)]
	buffers := m.header.Vector(batchBuffers, 16).Bytes()
	buffers = buffers[:len(buffers):len(buffers)]
	for _, a := range added {
		nodes = appendPair(nodes, h.Rows, a.Nulls)
		for _, s := range a.Buffers {
			buffers = appendPair(buffers, s.Offset, s.Length)
		}
	}
	at, _ = b.Vector(len(nodes)/16, 8, nodes)
	b.Point(slots[batchNodes], at)
	at, _ = b.Vector(len(buffers)/16, 8, buffers)
	b.Point(slots[batchBuffers], at)
	if t := m.header.Table(batchCompression); t.Here() {
		b.PointOld(slots[batchCompression], t.At())
	}
	if v := m.header.Vector(batchViews, 8); v.Here() {
		b.PointOld(slots[batchViews], v.At())
	}
	return b.Bytes(old), faultOr(m.walk, nil)
}

func appendPair(dst []byte, a, b int64) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(dst, uint64(a)), uint64(b))
}

// linkIf is a link, or nothing.
func linkIf(yes bool) flat.Field {
	if yes {
		return flat.Link
	}
	return flat.Absent
}

// begin writes the message itself; it gives where the link to its header lies.
func (m Message) begin(b *flat.Build, body int64) (header int) {
	notes := m.table.Vector(messageNotes, 4)
	_, slots := b.Table(
		flat.Field{Width: 2, Value: uint64(m.version)}, flat.Field{Width: 1, Value: uint64(m.Kind)},
		flat.Link, flat.Field{Width: 8, Value: uint64(body)}, linkIf(notes.Here()),
	)
	if notes.Here() {
		b.PointOld(slots[messageNotes], notes.At())
	}
	return slots[messageHeader]
}

// addSchema writes a schema with columns added and points a link at it.
func addSchema(b *flat.Build, link int, old flat.Table, added []Added) {
	fields, notes, features := old.Vector(schemaFields, 4), old.Vector(schemaNotes, 4), old.Vector(schemaFeatures, 8)
	at, slots := b.Table(flat.Field{Width: 2}, flat.Link, linkIf(notes.Here()), linkIf(features.Here()))
	b.Point(link, at)
	if notes.Here() {
		b.PointOld(slots[schemaNotes], notes.At())
	}
	if features.Here() {
		b.PointOld(slots[schemaFeatures], features.At())
	}
	n := fields.Len() + len(added)
	at, first := b.Vector(n, 4, make([]byte, 4*n))
	b.Point(slots[schemaFields], at)
	for i := range fields.Len() {
		b.PointOld(first+4*i, fields.Table(i).At())
	}
	for i, a := range added {
		addField(b, first+4*(fields.Len()+i), a)
	}
}

// addField writes a column that may be null. Readers want its list of children,
// though it is empty.
func addField(b *flat.Build, link int, a Added) {
	id := Utf8
	if a.Large {
		id = LargeUtf8
	}
	at, slots := b.Table(
		flat.Link, flat.Field{Width: 1, Value: 1}, flat.Field{Width: 1, Value: uint64(id)}, flat.Link,
		flat.Absent, flat.Link,
	)
	b.Point(link, at)
	b.Point(slots[fieldName], b.Text(a.Name))
	at, _ = b.Table()
	b.Point(slots[fieldType], at)
	at, _ = b.Vector(0, 4, nil)
	b.Point(slots[fieldChildren], at)
}

// FooterSchema writes the message that a file begins with, with columns added,
// from its footer.
func FooterSchema(old []byte, isV4 bool, added []Added) ([]byte, error) {
	version := v5
	if isV4 {
		version = v4
	}
	b := flat.NewBuild()
	_, slots := b.Table(
		flat.Field{Width: 2, Value: uint64(version)}, flat.Field{Width: 1, Value: uint64(SchemaKind)}, flat.Link,
		flat.Field{Width: 8},
	)
	w := flat.NewWalk(old)
	addSchema(b, slots[messageHeader], w.Root().Table(footerSchema), added)
	return b.Bytes(old), faultOr(w, nil)
}

// FooterWithColumns writes a file's footer again with columns added and the
// messages at other places.
func FooterWithColumns(old []byte, added []Added, dictionaries, batches []Block) ([]byte, error) {
	w := flat.NewWalk(old)
	t := w.Root()
	notes := t.Vector(footerNotes, 4)
	b := flat.NewBuild()
	_, slots := b.Table(
		flat.Field{Width: 2, Value: uint64(t.Int16(footerVersion, 0))}, flat.Link, flat.Link, flat.Link, linkIf(notes.Here()),
	)
	if notes.Here() {
		b.PointOld(slots[footerNotes], notes.At())
	}
	b.Point(slots[footerDictionaries], addBlocks(b, dictionaries))
	b.Point(slots[footerBatches], addBlocks(b, batches))
	addSchema(b, slots[footerSchema], t.Table(footerSchema), added)
	return b.Bytes(old), faultOr(w, nil)
}

func addBlocks(b *flat.Build, list []Block) int {
	bytes := make([]byte, 0, blockBytes*len(list))
	for _, k := range list {
		bytes = binary.LittleEndian.AppendUint64(bytes, uint64(k.At))
		bytes = binary.LittleEndian.AppendUint64(bytes, uint64(uint32(k.Metadata)))
		bytes = binary.LittleEndian.AppendUint64(bytes, uint64(k.Body))
	}
	at, _ := b.Vector(len(list), 8, bytes)
	return at
}
