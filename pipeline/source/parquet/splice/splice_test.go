package splice

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"lamsach/pipeline/source/parquet/compact"
)

// unknown is a field that no version of the format has.
func unknown(w *compact.Writer, text string) { w.Text(77, text) }

// footerOf makes a footer of two columns and two row groups with fields that
// nobody knows in every place.
func footerOf(pairs ...[2]string) []byte {
	element := func(children int32, name string) []byte {
		var w compact.Writer
		if name != "" {
			w.I32(1, 2)
			w.I32(3, 0)
		}
		w.Text(4, name)
		if children > 0 {
			w.I32(5, children)
		}
		unknown(&w, "element "+name)
		return w.End()
	}
	group := func(name string) []byte {
		var column, w compact.Writer
		column.I64(2, 4)
		unknown(&column, "column of "+name)
		c := column.End()
		w.List(1, compact.Struct, c, c)
		w.I64(2, 100)
		w.I64(3, 10)
		w.I64(5, 4)
		w.I64(6, 60)
		unknown(&w, name)
		return w.End()
	}
	var list [][]byte
	for _, p := range pairs {
		var w compact.Writer
		w.Text(1, p[0])
		w.Text(2, p[1])
		unknown(&w, "pair")
		list = append(list, w.End())
	}
	var w compact.Writer
	w.I32(1, 2)
	w.List(2, compact.Struct, element(2, ""), element(0, "a"), element(0, "b"))
	w.I64(3, 20)
	w.List(4, compact.Struct, group("one"), group("two"))
	w.List(5, compact.Struct, list...)
	w.Text(6, "somebody")
	w.List(7, compact.Struct, typeDefinedOrder, typeDefinedOrder)
	unknown(&w, "file")
	return w.End()
}

func chunksOf(groups int) [][]Chunk {
	out := make([][]Chunk, groups)
	for i := range out {
		out[i] = []Chunk{
			{Start: 1000, Dictionary: 20, Packed: 50, Unpacked: 70, Values: 10, Nulls: 3, Codec: 1, Encodings: []int32{0, 3, 8}},
			{Start: 1050, Packed: 5, Unpacked: 6, Values: 10, Nulls: 10, Encodings: []int32{0, 3}},
		}
	}
	return out
}

// field finds a field of a struct.
func field(t *testing.T, b []byte, id int16) compact.Field {
	t.Helper()
	fields, _, err := compact.Fields(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no field %d", id)
	return compact.Field{}
}

func list(t *testing.T, b []byte, id int16) [][]byte {
	t.Helper()
	_, out, err := compact.Elements(field(t, b, id))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func number(t *testing.T, b []byte, id int16) int64 {
	t.Helper()
	v, err := compact.Int(field(t, b, id))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAddKeepsWhatNobodyKnows(t *testing.T) {
	before := footerOf([2]string{"geo", "{}"})
	f, err := Parse(before)
	if err != nil || f.Version() != 2 {
		t.Fatalf("version %d, %v", f.Version(), err)
	}
	after, err := f.Add([]string{"kết quả", "lý do"}, chunksOf(2))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []int16{1, 3, 5, 6, 77} {
		if !bytes.Equal(field(t, before, id).Value, field(t, after, id).Value) {
			t.Errorf("field %d of the file changed", id)
		}
	}
	old, schema := list(t, before, 2), list(t, after, 2)
	if len(schema) != 5 || !bytes.Equal(schema[1], old[1]) || !bytes.Equal(schema[2], old[2]) || number(t, schema[0], 5) != 4 ||
		!bytes.Equal(field(t, schema[0], 77).Value, field(t, old[0], 77).Value) {
		t.Error("the schema is not the old one and two elements")
	}
	if name, err := compact.Bytes(field(t, schema[4], 4)); string(name) != "lý do" || err != nil {
		t.Errorf("the last element is %q, %v", name, err)
	}
	if n := len(list(t, after, 7)); n != 4 {
		t.Errorf("%d column orders", n)
	}
	for i, g := range list(t, after, 4) {
		was := list(t, before, 4)[i]
		for _, id := range []int16{3, 5, 77} {
			if !bytes.Equal(field(t, was, id).Value, field(t, g, id).Value) {
				t.Errorf("field %d of row group %d changed", id, i)
			}
		}
		columns := list(t, g, 1)
		if len(columns) != 4 || !bytes.Equal(columns[1], list(t, was, 1)[1]) || number(t, g, 2) != 176 || number(t, g, 6) != 115 {
			t.Errorf("row group %d: %d columns, %d and %d bytes", i, len(columns), number(t, g, 2), number(t, g, 6))
		}
		meta := field(t, columns[2], 3).Value
		if number(t, meta, 9) != 1020 || number(t, meta, 11) != 1000 || number(t, meta, 7) != 50 {
			t.Error("a chunk with a dictionary lies elsewhere")
		}
	}
}

func TestSchemasThatWritersKeep(t *testing.T) {
	names := []string{"verdict", `lý "do"`}
	cases := []struct{ what, key, value, want string }{ // want "" for left out
		{
			"Spark", "org.apache.spark.sql.parquet.row.metadata", `{"type":"struct","fields":[{"name":"a"}]}`,
			`{"type":"struct","fields":[{"name":"a"},{"name":"verdict","type":"string","nullable":true,"metadata":{}},{"name":"lý \"do\"","type":"string","nullable":true,"metadata":{}}]}`,
		},
		{
			"Spark without columns", "org.apache.spark.sql.parquet.row.metadata", ` {"fields": [ ] , "type":"struct"} `,
			` {"fields": [ {"name":"verdict","type":"string","nullable":true,"metadata":{}},{"name":"lý \"do\"","type":"string","nullable":true,"metadata":{}}] , "type":"struct"} `,
		},
		{
			"Avro", "parquet.avro.schema", `{"type":"record","name":"r","fields":[{"name":"a","type":"int"}]}`,
			`{"type":"record","name":"r","fields":[{"name":"a","type":"int"},{"name":"verdict","type":["null","string"],"default":null}]}`,
		},
		{"no JSON", "org.apache.spark.sql.parquet.row.metadata", `{"type":`, ""},
		{"no object", "org.apache.spark.sql.parquet.row.metadata", `[1]`, ""},
		{"no fields", "org.apache.spark.sql.parquet.row.metadata", `{"type":"struct"}`, ""},
		{"fields of another kind", "org.apache.spark.sql.parquet.row.metadata", `{"fields":7}`, ""},
		{"fields of nothing", "org.apache.spark.sql.parquet.row.metadata", `{"fields":null}`, ""},
		{"fields twice", "org.apache.spark.sql.parquet.row.metadata", `{"fields":[],"fields":[]}`, ""},
		{"cut short", "parquet.avro.schema", `{"fields":[1,2`, ""},
		{"Arrow in no base64", "ARROW:schema", `%%%`, ""},
		{"Arrow of nothing", "ARROW:schema", ``, ""},
		{"pandas", "pandas", `{"fields":[]}`, `{"fields":[]}`},
	}
	for _, c := range cases {
		f, err := Parse(footerOf([2]string{c.key, c.value}))
		if err != nil {
			t.Fatal(err)
		}
		after, err := f.Add(names, chunksOf(2))
		if err != nil {
			t.Fatal(err)
		}
		pairs := list(t, after, 5)
		if c.want == "" {
			if len(pairs) != 0 {
				t.Errorf("%s: is kept", c.what)
			}
			continue
		}
		if len(pairs) != 1 {
			t.Errorf("%s: left out", c.what)
			continue
		}
		if got, _ := compact.Bytes(field(t, pairs[0], 2)); string(got) != c.want {
			t.Errorf("%s: got\n%s, want\n%s", c.what, got, c.want)
		}
		field(t, pairs[0], 77)
	}
}

func TestFootersThatCannotBeRead(t *testing.T) {
	good := footerOf()
	fields, _, err := compact.Fields(good)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(compact.Field) []compact.Field) []byte {
		var w compact.Writer
		for _, f := range fields {
			for _, g := range change(f) {
				w.Field(g)
			}
		}
		return w.End()
	}
	cases := map[string][]byte{
		"nothing":     nil,
		"cut short":   good[:len(good)-3],
		"twice":       with(func(f compact.Field) []compact.Field { return []compact.Field{f, f} }),
		"no schema":   with(func(f compact.Field) []compact.Field { return []compact.Field{f}[:min(1, int(f.ID)^2)] }),
		"no groups":   with(func(f compact.Field) []compact.Field { return []compact.Field{f}[:min(1, int(f.ID)^4)] }),
		"empty field": {0x15, 2, 0},
	}
	for what, b := range cases {
		if _, err := Parse(b); err == nil {
			t.Errorf("%s was read", what)
		}
	}
	f, err := Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Add([]string{"a", "b"}, chunksOf(1)); err == nil {
		t.Error("chunks of one row group were added to two")
	}
}

// arrowSchema is a schema with much of what Arrow has, as a writer keeps it.
func arrowSchema(t testing.TB) (*arrow.Schema, []byte) {
	t.Helper()
	about := arrow.NewMetadata([]string{"nguồn"}, []string{"thử"})
	s := arrow.NewSchema([]arrow.Field{
		{Name: "a", Type: arrow.BinaryTypes.LargeString, Metadata: about},
		{Name: "b", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}, Nullable: true},
		{Name: "c", Type: &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "Asia/Ho_Chi_Minh"}},
		{Name: "d", Type: arrow.StructOf(arrow.Field{Name: "x", Type: arrow.ListOf(arrow.PrimitiveTypes.Int8)})},
	}, &about)
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(s))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return s, b.Bytes()[:b.Len()-8] // without the end of the stream
}

func TestArrowSchemaLearnsColumns(t *testing.T) {
	s, message := arrowSchema(t)
	names := []string{"kết quả", "", "lý do dài hơn tám byte"}
	for _, old := range [][]byte{message, message[4:]} { // before 0.15 there was no continuation in front
		value, ok := extendArrow([]byte(base64.StdEncoding.EncodeToString(old)), 4, names)
		if !ok {
			t.Fatal("not extended")
		}
		b, err := base64.StdEncoding.DecodeString(string(value))
		if err != nil || len(b)%8 != 0 {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		r, err := ipc.NewReader(bytes.NewReader(append(b, 255, 255, 255, 255, 0, 0, 0, 0)))
		if err != nil {
			t.Fatal(err)
		}
		fields := s.Fields()
		for _, name := range names {
			fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true})
		}
		about := s.Metadata()
		if want := arrow.NewSchema(fields, &about); !r.Schema().Equal(want) || !r.Schema().Metadata().Equal(about) || !r.Schema().Field(0).Metadata.Equal(about) {
			t.Errorf("got %v, want %v", r.Schema(), want)
		}
	}
	if _, ok := extendMessage(message, 5, names); ok {
		t.Error("a schema of four fields was taken for one of five")
	}
}

func FuzzExtendMessage(f *testing.F) {
	_, message := arrowSchema(f)
	f.Add(message, 4)
	f.Add(message[4:], 4)
	f.Add([]byte{255, 255, 255, 255, 4, 0, 0, 0, 0, 0, 0, 0}, 0)
	f.Fuzz(func(t *testing.T, b []byte, children int) {
		once, ok := extendMessage(b, children, []string{"a", "b"})
		if !ok {
			return
		}
		if _, ok := extendMessage(once, children+2, []string{"c"}); !ok {
			t.Error("what was extended cannot be extended again")
		}
	})
}

func FuzzFooter(f *testing.F) {
	f.Add(footerOf([2]string{"ARROW:schema", "x"}, [2]string{"avro.schema", `{"fields":[]}`}))
	f.Fuzz(func(t *testing.T, b []byte) {
		footer, err := Parse(b)
		if err != nil {
			return
		}
		after, err := footer.Add([]string{"a", "b"}, chunksOf(len(footer.groups)))
		if err != nil {
			return
		}
		again, err := Parse(after)
		if err != nil || len(again.leaves) != len(footer.leaves)+2 || len(again.groups) != len(footer.groups) {
			t.Errorf("the new footer cannot be read: %v", err)
		}
	})
}
