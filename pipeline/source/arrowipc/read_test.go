package arrowipc_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc"
	"lamsach/pipeline/source/table"
)

func TestPartsGiveTheWholeTable(t *testing.T) {
	records, want := invent(t, 1, columns, 700, 1, 0, 1300, 64)
	for _, l := range layouts {
		data := write(t, l.stream, records, l.options...)
		for _, max := range []int{1, 97, 1000, pipeline.MaxPartRows} {
			if max == 1 && l.name != "file" {
				continue // one layout is enough for the slow one
			}
			compare(t, fmt.Sprintf("%s in parts of %d", l.name, max), readAll(t, data, max), want)
		}
	}
}

// One batch larger than a part, in any order of parts, by several workers.
func TestPartsOfOneBatch(t *testing.T) {
	records, want := invent(t, 2, columns, 9000)
	for _, l := range layouts {
		f := open(t, write(t, l.stream, records, l.options...))
		tab := f.Tables()[0]
		cols := readable(tab)
		cuts := tab.Cuts(500)
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(cuts), func(i, k int) { cuts[i], cuts[k] = cuts[k], cuts[i] })
		var wg sync.WaitGroup
		for w := range 3 {
			wg.Go(func() {
				var b pipeline.Batch
				for i := w; i < len(cuts); i += 3 {
					c := cuts[i]
					if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, cols, &b); err != nil {
						t.Error(l.name, err)
						return
					}
					for k, cells := range cellsOf(&b) {
						for r, got := range cells {
							if !same(got, want[k][int(c.FirstRow)+r]) {
								t.Errorf("%s: column %d row %d: got %v, want %v", l.name, k, int(c.FirstRow)+r, got, want[k][int(c.FirstRow)+r])
								return
							}
						}
					}
				}
			})
		}
		wg.Wait()
	}
}

func TestColumnsAreDescribed(t *testing.T) {
	records, _ := invent(t, 3, columns, 10)
	f := open(t, write(t, false, records))
	want := map[string]table.Column{
		"utf8": {Type: "string"}, "binary": {Type: "binary"}, "u8": {Type: "integer"}, "f16": {Type: "float"}, "f64": {Type: "double"},
		"bool": {Type: "bool"}, "date64": {Type: "date"}, "time32": {Type: "time"}, "nanos": {Type: "timestamp"}, "duration": {Type: "integer"},
		"decimal256": {Type: "decimal"}, "null": {Type: "string"}, "list": {Type: "string", List: true}, "fixed_list": {Type: "string", List: true},
		"struct": {Type: "nested"}, "map": {Type: "nested"},
	}
	for i, c := range f.Tables()[0].Columns() {
		w, ok := want[c.Name]
		if w.Name = c.Name; ok && c != w {
			t.Errorf("column %d is %+v, want %+v", i, c, w)
		}
		if c.Name != columns[i].name {
			t.Errorf("column %d is %q", i, c.Name)
		}
	}
	if f.Format() != "Arrow IPC file, not compressed" {
		t.Error(f.Format())
	}
	var b pipeline.Batch
	err := f.Tables()[0].Read(ctx, pipeline.Part{Rows: 1}, []int{len(columns) - 2}, &b)
	var format *table.FormatError
	if !errors.As(err, &format) || !errors.Is(err, table.ErrUnsupported) || format.Column != "map" {
		t.Errorf("a map: %v", err)
	}
}

// dictionaries makes record batches of dictionary columns, of every type of
// index, whose dictionary grows from batch to batch or is another each time.
func dictionaries(t testing.TB, replace bool, batches, rows int) ([]arrow.Record, [][]any) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(9, 9))
	index := []arrow.DataType{
		arrow.PrimitiveTypes.Int8, arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Uint16,
		arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Uint32, arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Uint64,
	}
	var fields []arrow.Field
	for i, it := range index {
		fields = append(fields, arrow.Field{Name: fmt.Sprint("d", i), Nullable: true, Type: &arrow.DictionaryType{IndexType: it, ValueType: arrow.BinaryTypes.String}})
	}
	fields = append(fields,
		arrow.Field{Name: "day", Nullable: true, Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: arrow.FixedWidthTypes.Date32}},
		arrow.Field{Name: "list", Nullable: true, Type: arrow.ListOf(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: arrow.BinaryTypes.String})})
	schema := arrow.NewSchema(fields, nil)
	want := make([][]any, len(fields))
	var records []arrow.Record
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for n := range batches {
		if replace {
			b = array.NewRecordBuilder(memory.DefaultAllocator, schema)
		}
		for i := range fields {
			for range rows {
				want[i] = append(want[i], dictionaryCell(t, b.Field(i), rnd, n))
			}
		}
		records = append(records, b.NewRecord())
	}
	return records, want
}

// dictionaryCell appends a value that the batch n may have.
func dictionaryCell(t testing.TB, b array.Builder, rnd *rand.Rand, n int) any {
	if l, ok := b.(*array.ListBuilder); ok {
		l.Append(true)
		out := []any{}
		for range rnd.IntN(3) {
			out = append(out, dictionaryCell(t, l.ValueBuilder(), rnd, n))
		}
		return out
	}
	if rnd.IntN(8) == 0 {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.BinaryDictionaryBuilder:
		s := fmt.Sprintf("Tỉnh %d", rnd.IntN(8*(n+1)))
		if err := b.AppendString(s); err != nil {
			t.Fatal(err)
		}
		return s
	case *array.Date32DictionaryBuilder:
		d := arrow.Date32(rnd.IntN(20 * (n + 1)))
		if err := b.Append(d); err != nil {
			t.Fatal(err)
		}
		return d.ToTime().Format("2006-01-02")
	}
	t.Fatalf("no cell for %T", b)
	return nil
}

func TestDictionaries(t *testing.T) {
	for _, replace := range []bool{false, true} {
		for _, l := range layouts {
			records, want := dictionaries(t, replace, 5, 300)
			if !l.stream {
				records, want = dictionaries(t, replace, 1, 1500) // a file has one dictionary
			}
			data := write(t, l.stream, records, l.options...)
			for _, max := range []int{70, 450, 5000} {
				compare(t, fmt.Sprintf("%s, replaced %v, parts of %d", l.name, replace, max), readAll(t, data, max), want)
			}
		}
	}
}

// Equal values of a part are one entry, where that is worth looking for.
func TestEqualValuesAreOneEntry(t *testing.T) {
	list := []invented{columns[0], columns[3], columns[4], columns[16]}
	list[0].add = func(b array.Builder, rnd *rand.Rand) any {
		b.(*array.StringBuilder).Append(names[rnd.IntN(len(names))])
		return nil
	}
	unique := 0
	list = append(list, invented{"unique", arrow.BinaryTypes.String, func(b array.Builder, _ *rand.Rand) any {
		unique++
		b.(*array.StringBuilder).Append(fmt.Sprint(unique))
		return nil
	}})
	records, _ := invent(t, 4, list, 5000, 5000)
	tab := open(t, write(t, true, records)).Tables()[0]
	var b pipeline.Batch
	if err := tab.Read(ctx, pipeline.Part{Rows: 10000}, []int{0, 1, 2, 3, 4}, &b); err != nil {
		t.Fatal(err)
	}
	for i, most := range []int{len(names), 1000, 256, 10000, 10000} {
		if n := b.Columns[i].Entries(); n > most || n == 0 {
			t.Errorf("column %d has %d entries, want at most %d", i, n, most)
		}
	}
}

func TestSampleIsSpreadAndWhole(t *testing.T) {
	records, want := invent(t, 5, columns, 3000, 2000)
	for _, l := range layouts {
		tab := open(t, write(t, l.stream, records, l.options...)).Tables()[0]
		b, err := tab.Sample(ctx, readable(tab), 160)
		if err != nil || b.Rows != 160 {
			t.Fatalf("%s: %v rows, %v", l.name, b.Rows, err)
		}
		got := cellsOf(b)
		for i := range got {
			if !same(got[i][0], want[i][0]) || !same(got[i][159], want[i][4999]) {
				t.Errorf("%s: column %d: the sample does not reach from end to end", l.name, i)
			}
		}
		if b, err = tab.Sample(ctx, readable(tab), 1e6); err != nil || b.Rows != 5000 {
			t.Fatalf("%s: %v", l.name, err)
		}
		compare(t, l.name, cellsOf(b), want)
	}
}

func TestWrongQuestions(t *testing.T) {
	records, _ := invent(t, 6, columns, 10)
	obj := newObject(write(t, false, records))
	f, err := arrowipc.Open(ctx, obj, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tab := f.Tables()[0]
	var b pipeline.Batch
	for _, p := range []pipeline.Part{{FirstRow: -1, Rows: 1}, {Rows: 11}, {FirstRow: 10, Rows: 1}, {Rows: -1}, {FirstRow: 1 << 62, Rows: 1 << 18}} {
		if tab.Read(ctx, p, []int{0}, &b) == nil {
			t.Errorf("rows %+v were read", p)
		}
	}
	for _, c := range []int{-1, len(columns)} {
		if tab.Read(ctx, pipeline.Part{Rows: 1}, []int{c}, &b) == nil {
			t.Errorf("column %d was read", c)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := tab.Read(gone, pipeline.Part{Rows: 10}, []int{0}, &b); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := arrowipc.Open(gone, newObject(write(t, false, records)), table.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := f.Close(); err != nil || !obj.closed {
		t.Error("not closed", err)
	}
}
