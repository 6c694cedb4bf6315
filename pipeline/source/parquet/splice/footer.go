package splice

import (
	"errors"
	"fmt"

	"lamsach/pipeline/source/parquet/compact"
)

// ErrFooter says that a footer is not what the format asks for.
var ErrFooter = errors.New("the footer cannot be read")

// Chunk is a column chunk that is added to a row group.
type Chunk struct {
	Start      int64 // where its first page lies
	Dictionary int64 // bytes of the dictionary page, 0 for none; data pages follow
	Packed     int64 // bytes of all pages with their headers
	Unpacked   int64 // the same before compression
	Values     int64 // with nulls
	Nulls      int64
	Codec      int32
	Encodings  []int32
}

// Footer is a footer that columns are added to.
type Footer struct {
	version int64
	fields  []compact.Field
	schema  []compact.Field // of the root element
	leaves  [][]byte        // the other elements
	groups  [][]byte
}

// Numbers of the fields of FileMetaData, and of others where they are used.
const (
	fileVersion   = 1
	fileSchema    = 2
	fileGroups    = 4
	filePairs     = 5
	fileOrders    = 7
	elementKids   = 5
	groupColumns  = 1
	groupUnpacked = 2
	groupPacked   = 6
)

// Parse reads a footer.
func Parse(b []byte) (*Footer, error) {
	f := &Footer{}
	var err error
	if f.fields, _, err = compact.Fields(b); err != nil {
		return nil, ErrFooter
	}
	seen := map[int16]bool{}
	for _, field := range f.fields {
		if seen[field.ID] {
			return nil, fmt.Errorf("%w: it has a field twice", ErrFooter)
		}
		seen[field.ID] = true
		switch field.ID {
		case fileVersion:
			f.version, err = compact.Int(field)
		case fileSchema:
			err = f.parseSchema(field)
		case fileGroups:
			f.groups, err = structs(field)
		}
		if err != nil {
			return nil, ErrFooter
		}
	}
	if f.schema == nil || !seen[fileGroups] {
		return nil, ErrFooter
	}
	return f, nil
}

// Version is that of the file, as it says: 1 or 2.
func (f *Footer) Version() int { return int(f.version) }

func (f *Footer) parseSchema(field compact.Field) error {
	elements, err := structs(field)
	if err != nil || len(elements) == 0 {
		return ErrFooter
	}
	f.schema, _, err = compact.Fields(elements[0])
	f.leaves = elements[1:]
	return err
}

// structs are the elements of a list of structs.
func structs(f compact.Field) ([][]byte, error) {
	typ, list, err := compact.Elements(f)
	if err != nil || (typ != compact.Struct && len(list) > 0) {
		return nil, ErrFooter
	}
	return list, nil
}

// Add gives the footer with columns of text added behind the others. chunks
// has, for each row group, one chunk for each name.
func (f *Footer) Add(names []string, chunks [][]Chunk) ([]byte, error) {
	if len(chunks) != len(f.groups) {
		return nil, fmt.Errorf("splice: %d row groups, the footer has %d", len(chunks), len(f.groups))
	}
	children := int64(0)
	for _, e := range f.schema {
		if e.ID == elementKids {
			var err error
			if children, err = compact.Int(e); err != nil {
				return nil, ErrFooter
			}
		}
	}
	var out compact.Writer
	for _, field := range f.fields {
		switch field.ID {
		case fileSchema:
			out.List(field.ID, compact.Struct, f.addedSchema(children, names)...)
		case fileGroups:
			groups, err := f.addedGroups(names, chunks)
			if err != nil {
				return nil, err
			}
			out.List(field.ID, compact.Struct, groups...)
		case filePairs:
			pairs, err := addedPairs(field, int(children), names)
			if err != nil {
				return nil, err
			}
			out.List(field.ID, compact.Struct, pairs...)
		case fileOrders:
			orders, err := structs(field)
			if err != nil {
				return nil, err
			}
			for range names {
				orders = append(orders, typeDefinedOrder)
			}
			out.List(field.ID, compact.Struct, orders...)
		default:
			out.Field(field)
		}
	}
	return out.End(), nil
}

// typeDefinedOrder is the only ColumnOrder there is: a union whose first
// member is an empty struct.
var typeDefinedOrder = []byte{0x1c, 0, 0}

func (f *Footer) addedSchema(children int64, names []string) [][]byte {
	var root compact.Writer
	kids := compact.Field{ID: elementKids, Type: compact.I32, Value: compact.AppendInt(nil, children+int64(len(names)))}
	written := false
	for _, e := range f.schema {
		if e.ID == elementKids {
			e, written = kids, true
		}
		root.Field(e)
	}
	if !written {
		root.Field(kids)
	}
	out := append([][]byte{root.End()}, f.leaves...)
	for _, name := range names {
		out = append(out, textElement(name))
	}
	return out
}

// textElement is the SchemaElement of an optional column of text.
func textElement(name string) []byte {
	const byteArray, optional, utf8 = 6, 1, 0
	var e, logical, str compact.Writer
	logical.Struct(1, str.End())
	e.I32(1, byteArray)
	e.I32(3, optional)
	e.Text(4, name)
	e.I32(6, utf8)
	e.Struct(10, logical.End())
	return e.End()
}

func (f *Footer) addedGroups(names []string, chunks [][]Chunk) ([][]byte, error) {
	out := make([][]byte, len(f.groups))
	for i, g := range f.groups {
		fields, _, err := compact.Fields(g)
		if err != nil {
			return nil, ErrFooter
		}
		var packed, unpacked int64
		for _, c := range chunks[i] {
			packed, unpacked = packed+c.Packed, unpacked+c.Unpacked
		}
		var w compact.Writer
		for _, field := range fields {
			switch field.ID {
			case groupColumns:
				columns, err := structs(field)
				if err != nil {
					return nil, err
				}
				for k, c := range chunks[i] {
					columns = append(columns, c.marshal(names[k]))
				}
				w.List(field.ID, compact.Struct, columns...)
			case groupUnpacked, groupPacked:
				v, err := compact.Int(field)
				if err != nil {
					return nil, ErrFooter
				}
				if field.ID == groupPacked {
					w.I64(field.ID, v+packed)
				} else {
					w.I64(field.ID, v+unpacked)
				}
			default:
				w.Field(field)
			}
		}
		out[i] = w.End()
	}
	return out, nil
}

// marshal gives the ColumnChunk.
func (c *Chunk) marshal(name string) []byte {
	const byteArray = 6
	var chunk, meta, statistics compact.Writer
	encodings := make([][]byte, len(c.Encodings))
	for i, e := range c.Encodings {
		encodings[i] = compact.AppendInt(nil, int64(e))
	}
	meta.I32(1, byteArray)
	meta.List(2, compact.I32, encodings...)
	meta.List(3, compact.Binary, compact.AppendText(nil, name))
	meta.I32(4, c.Codec)
	meta.I64(5, c.Values)
	meta.I64(6, c.Unpacked)
	meta.I64(7, c.Packed)
	meta.I64(9, c.Start+c.Dictionary)
	if c.Dictionary > 0 {
		meta.I64(11, c.Start)
	}
	statistics.I64(3, c.Nulls)
	meta.Struct(12, statistics.End())
	chunk.I64(2, 0) // where the metadata lies again: nowhere, as the format now asks
	chunk.Struct(3, meta.End())
	return chunk.End()
}
