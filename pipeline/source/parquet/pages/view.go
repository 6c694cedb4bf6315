package pages

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Where the one row group of a view has its pages. Nothing lies there: a
// Decoder shows one page at a time in these places.
const (
	dictAt = 4
	dataAt = 1 << 40
	endAt  = 1 << 41
)

// View is a file as the library sees it: only the columns that are read, with
// their physical types, without compression.
type View struct {
	fields []Field
	chunks []parquet.ColumnChunk
}

// NewView makes the view of some fields, none of them nested. They are told
// apart by their place.
func NewView(fields []Field) (*View, error) {
	if len(fields) == 0 {
		return &View{}, nil
	}
	meta := format.FileMetaData{Version: 1, Schema: []format.SchemaElement{{Name: "v", NumChildren: thrift.New(int32(len(fields)))}}}
	columns := make([]format.ColumnChunk, len(fields))
	for i := range fields {
		for k := range fields[i].tree {
			e := &fields[i].tree[k]
			plain := format.SchemaElement{Name: fmt.Sprint("c", i), Type: e.Type, TypeLength: e.TypeLength, RepetitionType: e.RepetitionType, NumChildren: e.NumChildren}
			meta.Schema = append(meta.Schema, plain)
		}
		columns[i].MetaData = format.ColumnMetaData{
			Type: fields[i].Type(), Codec: format.Uncompressed, PathInSchema: []string{"c"},
			Encoding: []format.Encoding{format.Plain}, DictionaryPageOffset: dictAt, DataPageOffset: dataAt, TotalCompressedSize: endAt,
		}
	}
	meta.RowGroups = []format.RowGroup{{Columns: columns}}
	var protocol thrift.CompactProtocol
	b, err := thrift.Marshal(&protocol, &meta)
	if err != nil {
		return nil, err
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(b)))
	b = append(b, "PAR1"...)
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)),
		parquet.SkipMagicBytes(true), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, unsupported("a schema that the library refuses")
	}
	return &View{fields: fields, chunks: f.RowGroups()[0].ColumnChunks()}, nil
}

// window is what the library reads: a header and a body where the data pages
// of the view lie, and another where its dictionaries do.
type window struct {
	data, dict [2][]byte
}

func (w *window) ReadAt(b []byte, at int64) (n int, err error) {
	parts := &w.dict
	if at -= dictAt; at >= dataAt-dictAt {
		parts, at = &w.data, at-(dataAt-dictAt)
	}
	for _, p := range parts {
		if at < int64(len(p)) {
			k := copy(b[n:], p[at:])
			n, at = n+k, at+int64(k)
		}
		at -= int64(len(p))
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}
