package parquet_test

import (
	"encoding/binary"
	"testing"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// forged is one page of a forged file.
type forged struct {
	head format.PageHeader
	body []byte
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := thrift.Marshal(new(thrift.CompactProtocol), v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// dataPage is an uncompressed page of a required column.
func dataPage(values int32, encoding format.Encoding, body []byte) forged {
	return forged{body: body, head: format.PageHeader{
		Type: format.DataPage, UncompressedPageSize: int32(len(body)), CompressedPageSize: int32(len(body)),
		DataPageHeader: thrift.New(format.DataPageHeader{NumValues: values, Encoding: encoding, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE}),
	}}
}

func dictionaryPage(values int32, body []byte) forged {
	return forged{body: body, head: format.PageHeader{
		Type: format.DictionaryPage, UncompressedPageSize: int32(len(body)), CompressedPageSize: int32(len(body)),
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: values, Encoding: format.Plain}),
	}}
}

func plainTexts(list ...string) (b []byte) {
	for _, s := range list {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
	}
	return b
}

// forge makes a file with one required column from pages that need not be
// true. change may alter the footer.
func forge(t testing.TB, typ format.Type, rows int64, pages []forged, change func(*format.FileMetaData)) []byte {
	t.Helper()
	out := []byte("PAR1")
	meta := format.ColumnMetaData{Type: typ, Encoding: []format.Encoding{format.Plain}, PathInSchema: []string{"a"}, NumValues: rows, DataPageOffset: 4}
	for i, p := range pages {
		if i == 1 && pages[0].head.Type == format.DictionaryPage {
			meta.DictionaryPageOffset, meta.DataPageOffset = 4, int64(len(out))
		}
		out = append(append(out, marshal(t, &p.head)...), p.body...)
	}
	meta.TotalCompressedSize = int64(len(out)) - 4
	footer := format.FileMetaData{Version: 1, NumRows: rows, Schema: []format.SchemaElement{
		{Name: "root", NumChildren: thrift.New[int32](1)},
		{Name: "a", Type: thrift.New(typ), RepetitionType: thrift.New(format.Required)},
	}, RowGroups: []format.RowGroup{{NumRows: rows, Columns: []format.ColumnChunk{{MetaData: meta}}}}}
	if change != nil {
		change(&footer)
	}
	return seal(t, out, &footer)
}

// seal puts a footer behind pages.
func seal(t testing.TB, pages []byte, footer *format.FileMetaData) []byte {
	t.Helper()
	b := marshal(t, footer)
	out := append(pages[:len(pages):len(pages)], b...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(b)))
	return append(out, "PAR1"...)
}

// refoot gives a file another footer.
func refoot(t testing.TB, data []byte, change func(*format.FileMetaData)) []byte {
	t.Helper()
	n := int(binary.LittleEndian.Uint32(data[len(data)-8:]))
	at := len(data) - 8 - n
	var footer format.FileMetaData
	if err := thrift.Unmarshal(new(thrift.CompactProtocol), data[at:len(data)-8], &footer); err != nil {
		t.Fatal(err)
	}
	change(&footer)
	return seal(t, data[:at], &footer)
}
