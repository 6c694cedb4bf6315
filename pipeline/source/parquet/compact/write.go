package compact

import "encoding/binary"

// Writer writes the fields of one struct, in any order of their numbers. The
// zero value is ready; End ends the struct and gives its bytes.
type Writer struct {
	b    []byte
	last int16
}

// Field writes a field with the bytes of its value.
func (w *Writer) Field(f Field) {
	w.head(f.ID, f.Type)
	w.b = append(w.b, f.Value...)
}

// I32 writes a field of a 32-bit integer.
func (w *Writer) I32(id int16, v int32) {
	w.head(id, I32)
	w.b = binary.AppendVarint(w.b, int64(v))
}

// I64 writes a field of a 64-bit integer.
func (w *Writer) I64(id int16, v int64) {
	w.head(id, I64)
	w.b = binary.AppendVarint(w.b, v)
}

// Text writes a field of text.
func (w *Writer) Text(id int16, s string) {
	w.head(id, Binary)
	w.b = AppendText(w.b, s)
}

// Struct writes a field of a struct, given as its bytes.
func (w *Writer) Struct(id int16, b []byte) { w.Field(Field{ID: id, Type: Struct, Value: b}) }

// List writes a field of a list of elements, given as their bytes.
func (w *Writer) List(id int16, typ Type, elements ...[]byte) {
	w.head(id, List)
	w.b = AppendList(w.b, typ, len(elements))
	for _, e := range elements {
		w.b = append(w.b, e...)
	}
}

// End ends the struct.
func (w *Writer) End() []byte { return append(w.b, 0) }

func (w *Writer) head(id int16, typ Type) {
	if delta := int(id) - int(w.last); delta > 0 && delta < 16 {
		w.b = append(w.b, byte(delta)<<4|byte(typ))
	} else {
		w.b = binary.AppendVarint(append(w.b, byte(typ)), int64(id))
	}
	w.last = id
}

// AppendList appends the head of a list of n elements.
func AppendList(b []byte, typ Type, n int) []byte {
	if n < 15 {
		return append(b, byte(n)<<4|byte(typ))
	}
	return binary.AppendUvarint(append(b, 0xf0|byte(typ)), uint64(n))
}

// AppendText appends text with its length.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// AppendInt appends an integer of a list.
func AppendInt(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }
