package messages

import (
	"fmt"

	"lamsach/pipeline/source/arrowipc/flat"
	"lamsach/pipeline/source/table"
)

// Limits of a schema.
const (
	maxFields = 1 << 14 // with the fields inside of fields
	maxDepth  = 64
	maxFixed  = 1 << 20 // bytes of a value of fixed size, elements of a list of fixed size
)

// ID is a type as the format numbers it (Schema.fbs, union Type).
type ID uint8

// The types of version 1.5 of the format.
const (
	Null ID = iota + 1
	Int
	Float
	Binary
	Utf8
	Bool
	Decimal
	Date
	Time
	Timestamp
	Interval
	List
	Struct
	Union
	FixedBinary
	FixedList
	Map
	Duration
	LargeBinary
	LargeUtf8
	LargeList
	RunEnd
	BinaryView
	Utf8View
	ListView
	LargeListView
)

// Type is a type with what belongs to it.
type Type struct {
	ID     ID
	Bytes  int   // of a value of fixed width, 0 for others and for Bool
	Signed bool  // Int
	Scale  int   // Decimal
	Unit   int64 // ticks per second of Time, Timestamp, Duration, Date (0: days)
	Size   int   // elements of a FixedList
	Sparse bool  // Union
}

// Field is a column, or a field inside of one.
type Field struct {
	Name       string
	Type       Type      // of the values, be they in a dictionary
	Extension  string    // name of the extension type, "" for none
	Dictionary *Encoding // nil for values that stand in the batch
	Children   []Field
}

// Encoding says that a batch holds indexes into a dictionary.
type Encoding struct {
	ID    int64
	Index Type
}

// Schema is the columns of a table.
type Schema struct {
	Fields []Field
	V4     bool // unions have a validity buffer
}

// damage and unsupported are faults of the object; the caller says of which.
func damage(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, table.ErrDamaged)...)
}

func unsupported(format string, args ...any) error {
	return fmt.Errorf(format+" %w", append(args, table.ErrUnsupported)...)
}

// slots of Schema.fbs
const (
	schemaEndian, schemaFields, schemaNotes, schemaFeatures                                = 0, 1, 2, 3
	fieldName, fieldNullable, fieldTypeID, fieldType, fieldDict, fieldChildren, fieldNotes = 0, 1, 2, 3, 4, 5, 6
)

// schemaOf reads a Schema table.
func schemaOf(t flat.Table, version int16) (*Schema, error) {
	switch {
	case !t.Here():
		return nil, damage("the schema is missing")
	case t.Int16(schemaEndian, 0) != 0:
		return nil, unsupported("big-endian Arrow is")
	}
	t.Vector(schemaNotes, 4) // is inside, as what is only passed on must be
	t.Vector(schemaFeatures, 8)
	s := &Schema{V4: version == v4}
	left := maxFields
	fields, err := fieldsOf(t.Vector(schemaFields, 4), &left, 0)
	s.Fields = fields
	return s, err
}

func fieldsOf(v flat.Vector, left *int, depth int) ([]Field, error) {
	*left -= v.Len()
	switch {
	case *left < 0:
		return nil, unsupported("a schema of more than %d fields is", maxFields)
	case depth > maxDepth:
		return nil, unsupported("a schema of more than %d levels is", maxDepth)
	}
	out := make([]Field, v.Len())
	for i := range out {
		if err := out[i].read(v.Table(i), left, depth); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *Field) read(t flat.Table, left *int, depth int) (err error) {
	if !t.Here() {
		return damage("a field of the schema is missing")
	}
	f.Name = t.Text(fieldName)
	f.Extension = note(t.Vector(fieldNotes, 4), "ARROW:extension:name")
	if f.Type, err = typeOf(ID(t.Uint8(fieldTypeID, 0)), t.Table(fieldType)); err != nil {
		return err
	}
	if d := t.Table(fieldDict); d.Here() {
		index := Type{ID: Int, Bytes: 4, Signed: true}
		if it := d.Table(1); it.Here() {
			if index, err = typeOf(Int, it); err != nil {
				return err
			}
		}
		f.Dictionary = &Encoding{ID: d.Int64(0, 0), Index: index}
	}
	if f.Children, err = fieldsOf(t.Vector(fieldChildren, 4), left, depth+1); err != nil {
		return err
	}
	return f.checkChildren()
}

func (f *Field) checkChildren() error {
	want := 0
	switch f.Type.ID {
	case List, LargeList, FixedList, Map, ListView, LargeListView:
		want = 1
	case RunEnd:
		want = 2
	case Struct, Union:
		return nil
	}
	if len(f.Children) != want {
		return damage("a field of the schema has %d fields inside, its type has %d", len(f.Children), want)
	}
	return nil
}

// note finds a value among key-value pairs.
func note(v flat.Vector, key string) string {
	for i := range v.Len() {
		if pair := v.Table(i); pair.Text(0) == key {
			return pair.Text(1)
		}
	}
	return ""
}
