package messages_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"lamsach/pipeline/source/arrowipc/messages"
	"lamsach/pipeline/source/table"
)

// metadata gives the metadata of a stream with a few types: schema, dictionary,
// record batch.
func metadata(t testing.TB) (out [][]byte, bodies []int64) {
	t.Helper()
	notes := arrow.NewMetadata([]string{"a"}, []string{"b"})
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "tên", Type: arrow.BinaryTypes.String, Nullable: true, Metadata: notes},
		{Name: "kind", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint8, ValueType: arrow.BinaryTypes.String}},
		{Name: "old", Type: arrow.ListOf(arrow.PrimitiveTypes.Int16)},
		{Name: "inside", Type: arrow.StructOf(arrow.Field{Name: "x", Type: &arrow.Decimal128Type{Precision: 9, Scale: 2}})},
	}, &notes)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range b.Fields() {
		b.Field(i).AppendNull()
		b.Field(i).AppendEmptyValue()
	}
	var data bytes.Buffer
	w := ipc.NewWriter(&data, ipc.WithSchema(schema), ipc.WithZstd())
	if err := w.Write(b.NewRecord()); err != nil {
		t.Fatal(err)
	}
	for rest := data.Bytes(); len(rest) > 0; {
		n, ok := messages.Prefix(rest)
		if !ok {
			t.Fatal("no message")
		}
		meta := rest[messages.PrefixBytes:][:n]
		m, err := messages.Read(meta)
		if err != nil {
			t.Fatal(err)
		}
		out, bodies = append(out, meta), append(bodies, m.Body)
		rest = rest[messages.PrefixBytes+n+m.Body:]
	}
	return out, bodies
}

func TestSchema(t *testing.T) {
	list, _ := metadata(t)
	m, err := messages.Read(list[0])
	if err != nil || m.Kind != messages.SchemaKind {
		t.Fatal(m.Kind, err)
	}
	s, err := m.Schema()
	if err != nil {
		t.Fatal(err)
	}
	want := []messages.Field{
		{Name: "tên", Type: messages.Type{ID: messages.Utf8}, Children: []messages.Field{}},
		{
			Name: "kind", Type: messages.Type{ID: messages.Utf8}, Children: []messages.Field{},
			Dictionary: &messages.Encoding{Index: messages.Type{ID: messages.Int, Bytes: 1}},
		},
		{Name: "old", Type: messages.Type{ID: messages.List}, Children: []messages.Field{
			{Name: "item", Type: messages.Type{ID: messages.Int, Bytes: 2, Signed: true}, Children: []messages.Field{}},
		}},
		{Name: "inside", Type: messages.Type{ID: messages.Struct}, Children: []messages.Field{
			{Name: "x", Type: messages.Type{ID: messages.Decimal, Bytes: 16, Scale: 2}, Children: []messages.Field{}},
		}},
	}
	if s.Fields[1].Dictionary != nil {
		want[1].Dictionary.ID = s.Fields[1].Dictionary.ID // any number will do
	}
	if !reflect.DeepEqual(s.Fields, want) {
		t.Errorf("got  %+v\nwant %+v", s.Fields, want)
	}
	longer, err := m.WithColumns(list[0], []messages.Added{{Name: "KẾT QUẢ"}, {Name: "LỚN", Large: true}})
	if err != nil {
		t.Fatal(err)
	}
	again, err := messages.Read(longer)
	if err != nil {
		t.Fatal(err)
	}
	more, err := again.Schema()
	if err != nil {
		t.Fatal(err)
	}
	want = append(want,
		messages.Field{Name: "KẾT QUẢ", Type: messages.Type{ID: messages.Utf8}, Children: []messages.Field{}},
		messages.Field{Name: "LỚN", Type: messages.Type{ID: messages.LargeUtf8}, Children: []messages.Field{}})
	if !reflect.DeepEqual(more.Fields, want) {
		t.Errorf("with columns: got %+v", more.Fields)
	}
}

// A record batch fits its schema and no other, with columns added too.
func TestHead(t *testing.T) {
	list, bodies := metadata(t)
	read := func(b []byte) messages.Message {
		m, err := messages.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := read(list[0])
	s, err := first.Schema()
	if err != nil {
		t.Fatal(err)
	}
	layout := messages.NewLayout(s)
	last := len(list) - 1
	batch := read(list[last])
	var h messages.Head
	if err := batch.Head(&h); err != nil || h.Rows != 2 || h.Codec != messages.Zstd {
		t.Fatal(h, err)
	}
	if err := h.Check(layout, bodies[last]); err != nil {
		t.Error(err)
	}
	if err := h.Check(layout, bodies[last]-64); !errors.Is(err, table.ErrDamaged) {
		t.Error("a shorter body:", err)
	}
	fewer := *s
	fewer.Fields = s.Fields[:3]
	if err := h.Check(messages.NewLayout(&fewer), bodies[last]); !errors.Is(err, table.ErrDamaged) {
		t.Error("another schema:", err)
	}
	columns := []messages.AddedColumn{{Nulls: 1, Buffers: [3]messages.Span{{Offset: bodies[last], Length: 24}, {Offset: bodies[last] + 64, Length: 24}, {}}}}
	cells, err := batch.WithCells(list[last], &h, columns, bodies[last]+128)
	if err != nil {
		t.Fatal(err)
	}
	longer := read(cells)
	if err := longer.Head(&h); err != nil || longer.Body != bodies[last]+128 || h.Codec != messages.Zstd {
		t.Fatal(h, err)
	}
	if h.Check(layout, longer.Body) == nil {
		t.Error("a batch with more columns fits the old schema")
	}
	s.Fields = append(s.Fields, messages.Field{Type: messages.Type{ID: messages.Utf8}})
	if err := h.Check(messages.NewLayout(s), longer.Body); err != nil {
		t.Error(err)
	}
}

// Whatever the bytes, reading ends with an error or something that can be used.
func FuzzRead(f *testing.F) {
	list, _ := metadata(f)
	for _, b := range list {
		f.Add(b, int64(1000))
	}
	f.Fuzz(func(t *testing.T, b []byte, body int64) {
		_, _ = messages.ReadFooter(b)
		m, err := messages.Read(b)
		if err != nil {
			return
		}
		if m.Kind == messages.SchemaKind {
			s, err := m.Schema()
			if err != nil {
				return
			}
			messages.NewLayout(s)
			longer, err := m.WithColumns(b, []messages.Added{{Name: "x"}})
			if err != nil {
				return
			}
			again, err := messages.Read(longer)
			if err != nil {
				t.Fatal(err)
			}
			if more, err := again.Schema(); err != nil || len(more.Fields) != len(s.Fields)+1 {
				t.Fatalf("with a column: %v; before: %+v, after: %+v", err, s, more)
			}
			return
		}
		var h messages.Head
		if m.Head(&h) != nil {
			return
		}
		for _, id := range []messages.ID{messages.Utf8, messages.Int, messages.Utf8View, messages.Null} {
			l := messages.NewLayout(&messages.Schema{Fields: []messages.Field{{Type: messages.Type{ID: id, Bytes: 4}}}})
			_ = h.Check(l, body)
		}
	})
}
