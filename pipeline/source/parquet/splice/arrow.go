package splice

import "encoding/binary"

// Parts of the flatbuffers that an Arrow schema is: slots of the tables, and
// members of the unions.
const (
	messageVersion, messageType, messageHeader               = 0, 1, 2
	schemaEndian, schemaFields, schemaCustom, schemaFeatures = 0, 1, 2, 3
	headerSchema, typeUtf8                                   = 1, 5
	continuation                                             = 0xffffffff
)

// extendMessage adds fields of text to a schema in an encapsulated IPC
// message. New tables are put in front: flatbuffers only point forward, so
// all that was there stays as it is, whatever types a newer Arrow may have.
// ok is false for what is no schema of so many fields.
func extendMessage(message []byte, children int, names []string) (_ []byte, ok bool) {
	old := flat(message)
	if n, ok := old.u32(0); ok && n == continuation {
		old = old[4:]
	}
	size, ok := old.u32(0)
	if !ok || uint64(size) > uint64(len(old)-4) {
		return nil, false
	}
	old = old[4 : 4+size]
	parts, ok := old.schema()
	if !ok || len(parts.fields) != children {
		return nil, false
	}
	w := &forward{}
	w.schema(parts, names)
	w.align(8)
	base := len(w.b)
	for _, p := range w.old {
		w.point(p.from, base+p.to)
	}
	body := append(w.b, old...)
	for len(body)%8 != 0 {
		body = append(body, 0)
	}
	out := binary.LittleEndian.AppendUint32(nil, continuation)
	return append(binary.LittleEndian.AppendUint32(out, uint32(len(body))), body...), true
}

// flat is a flatbuffer that need not be what it seems.
type flat []byte

func (b flat) u16(at int) (uint16, bool) {
	if at < 0 || at > len(b)-2 {
		return 0, false
	}
	return binary.LittleEndian.Uint16(b[at:]), true
}

func (b flat) u32(at int) (uint32, bool) {
	if at < 0 || at > len(b)-4 {
		return 0, false
	}
	return binary.LittleEndian.Uint32(b[at:]), true
}

// follow gives the place that an offset points to.
func (b flat) follow(at int) (int, bool) {
	off, ok := b.u32(at)
	return at + int(off), ok && off != 0 && int64(off) < int64(len(b)-at)
}

// slot gives the place of a field of a table, 0 when it is absent.
func (b flat) slot(table, n int) (int, bool) {
	back, ok := b.u32(table)
	vtable := table - int(int32(back))
	size, ok2 := b.u16(vtable)
	if !ok || !ok2 {
		return 0, false
	}
	if 4+2*n+2 > int(size) {
		return 0, true
	}
	off, ok := b.u16(vtable + 4 + 2*n)
	if off == 0 {
		return 0, ok
	}
	return table + int(off), ok
}

// parts is what is kept of an old message: places in it, and copied numbers.
type parts struct {
	version, endian  uint16
	fields           []int // the tables of the fields
	custom, features int   // vectors, 0 for none
}

// schema finds the parts of the message that the buffer is.
func (b flat) schema() (p parts, ok bool) {
	message, ok := b.follow(0)
	if !ok {
		return p, false
	}
	if at, ok := b.slot(message, messageType); !ok || at == 0 || at >= len(b) || b[at] != headerSchema {
		return p, false
	}
	at, ok := b.slot(message, messageHeader)
	if !ok || at == 0 {
		return p, false
	}
	schema, ok := b.follow(at)
	if !ok || !b.number(message, messageVersion, &p.version) || !b.number(schema, schemaEndian, &p.endian) ||
		!b.vector(schema, schemaCustom, &p.custom) || !b.vector(schema, schemaFeatures, &p.features) {
		return p, false
	}
	fields := 0
	if !b.vector(schema, schemaFields, &fields) {
		return p, false
	}
	if fields == 0 {
		return p, true
	}
	n, ok := b.u32(fields)
	if !ok || uint64(n) > uint64(len(b)-fields)/4 {
		return p, false
	}
	for i := range int(n) {
		field, ok := b.follow(fields + 4 + 4*i)
		if !ok {
			return p, false
		}
		p.fields = append(p.fields, field)
	}
	return p, true
}

// number reads a 16-bit field of a table, 0 when it is absent.
func (b flat) number(table, slot int, v *uint16) bool {
	at, ok := b.slot(table, slot)
	if ok && at != 0 {
		*v, ok = b.u16(at)
	}
	return ok
}

// vector finds the vector that a field of a table points to.
func (b flat) vector(table, slot int, v *int) bool {
	at, ok := b.slot(table, slot)
	if ok && at != 0 {
		*v, ok = b.follow(at)
	}
	return ok
}

// forward writes a flatbuffer from front to back: what is pointed at comes
// later, and the pointers are set then.
type forward struct {
	b   []byte
	old []pointer // pointers into the old buffer, to be set when it has its place
}

type pointer struct{ from, to int }

func (w *forward) align(n int) {
	for len(w.b)%n != 0 {
		w.b = append(w.b, 0)
	}
}

// point sets the offset at from to a place behind it.
func (w *forward) point(from, to int) {
	binary.LittleEndian.PutUint32(w.b[from:], uint32(to-from))
}

// table writes a table with fields of some sizes (0: absent) and zero values,
// and gives the places of the table and of its fields.
func (w *forward) table(sizes ...int) (table int, fields []int) {
	w.align(8)
	vtable, size := len(w.b), 4
	head := make([]byte, 4+2*len(sizes))
	for i, s := range sizes {
		fields = append(fields, 0)
		if s == 0 {
			continue
		}
		size = (size + s - 1) / s * s
		binary.LittleEndian.PutUint16(head[4+2*i:], uint16(size))
		fields[i] = size
		size += s
	}
	binary.LittleEndian.PutUint16(head, uint16(len(head)))
	binary.LittleEndian.PutUint16(head[2:], uint16(size))
	w.b = append(w.b, head...)
	w.align(8)
	table = len(w.b)
	w.b = append(w.b, make([]byte, size)...)
	binary.LittleEndian.PutUint32(w.b[table:], uint32(table-vtable))
	for i := range fields {
		fields[i] += table
	}
	return table, fields
}

// schema writes a message with a schema of old fields and new ones.
func (w *forward) schema(p parts, names []string) {
	w.b = make([]byte, 4)
	message, at := w.table(2, 1, 4)
	w.point(0, message)
	binary.LittleEndian.PutUint16(w.b[at[messageVersion]:], p.version)
	w.b[at[messageType]] = headerSchema
	sizes := []int{2, 4, 0, 0}
	if p.custom != 0 {
		sizes[schemaCustom] = 4
	}
	if p.features != 0 {
		sizes[schemaFeatures] = 4
	}
	schema, in := w.table(sizes...)
	w.point(at[messageHeader], schema)
	binary.LittleEndian.PutUint16(w.b[in[schemaEndian]:], p.endian)
	if p.custom != 0 {
		w.old = append(w.old, pointer{in[schemaCustom], p.custom})
	}
	if p.features != 0 {
		w.old = append(w.old, pointer{in[schemaFeatures], p.features})
	}
	w.align(4)
	vector := len(w.b)
	w.point(in[schemaFields], vector)
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(len(p.fields)+len(names)))
	w.b = append(w.b, make([]byte, 4*(len(p.fields)+len(names)))...)
	for i, f := range p.fields {
		w.old = append(w.old, pointer{vector + 4 + 4*i, f})
	}
	for i, name := range names {
		w.point(vector+4+4*(len(p.fields)+i), w.text(name))
	}
}

// text writes a nullable field of text.
func (w *forward) text(name string) int {
	const fieldName, fieldNullable, fieldUnion, fieldType, fieldChildren = 0, 1, 2, 3, 5
	field, at := w.table(4, 1, 1, 4, 0, 4)
	w.b[at[fieldNullable]], w.b[at[fieldUnion]] = 1, typeUtf8
	utf8, _ := w.table()
	w.point(at[fieldType], utf8)
	w.align(4)
	w.point(at[fieldChildren], len(w.b))
	w.b = append(w.b, 0, 0, 0, 0) // none, but readers want the vector
	w.point(at[fieldName], len(w.b))
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(len(name)))
	w.b = append(append(w.b, name...), 0)
	return field
}
