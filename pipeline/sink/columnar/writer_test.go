package columnar_test

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/pipeline/sink/columnar"
)

func texts(list ...string) (t columnar.Texts) {
	t.Offsets = []int32{0}
	for _, s := range list {
		t.Bytes = append(t.Bytes, s...)
		t.Offsets = append(t.Offsets, int32(len(t.Bytes)))
	}
	return t
}

// table is what a test file should hold: cells by column, in file order.
type table struct {
	names []string
	cells [][]string
}

func (t *table) add(name string, rows int, cell func(i int) string) {
	t.names = append(t.names, name)
	column := make([]string, rows)
	for i := range column {
		column[i] = cell(i)
	}
	t.cells = append(t.cells, column)
}

// write makes a file of every kind of column, and says what it should hold.
func write(w *columnar.Writer, rows int) ([]byte, table) {
	rnd := rand.New(rand.NewPCG(1, uint64(rows)))
	var want table
	w.Begin(rows)
	entry := func(t columnar.Texts, e int32) string {
		if e < 0 {
			return "null"
		}
		return string(t.Bytes[t.Offsets[e]:t.Offsets[e+1]])
	}
	text := func(name string, t columnar.Texts, nulls float64) {
		index := make([]int32, rows)
		for i := range index {
			index[i] = int32(rnd.IntN(t.Entries()))
			if rnd.Float64() < nulls {
				index[i] = -1
			}
		}
		w.Text(name, index, t, nulls > 0)
		want.add(name, rows, func(i int) string { return entry(t, index[i]) })
	}
	few := texts("một", "hai", "", "bốn", "năm")
	var unique []string
	for i := range rows + 1 {
		unique = append(unique, fmt.Sprintf("giá trị %d %s", i, strings.Repeat("x", i%20)))
	}
	text("few", few, 0)
	text("few_nulls", few, 0.3)
	text("all_null", few, 1.1)
	text("one", texts("một mình"), 0)
	text("many", texts(unique...), 0)
	text("many_nulls", texts(unique...), 0.9)
	text("hundreds", texts(unique[:min(len(unique), 300)]...), 0.01)
	w.Constant("constant", "in/tệp.parquet", false)
	want.add("constant", rows, func(int) string { return "in/tệp.parquet" })
	w.Constant("sheet", "Trang 1", true)
	want.add("sheet", rows, func(int) string { return "Trang 1" })
	w.Null("nothing")
	want.add("nothing", rows, func(int) string { return "null" })
	w.Sequence("row", 1_000_000_007)
	want.add("row", rows, func(i int) string { return fmt.Sprint(1_000_000_007 + i) })
	numbers(w, rnd, rows, &want)
	lists(w, rnd, rows, few, &want)
	return w.Finish(map[string]string{"b": "2", "a": "một"}), want
}

func numbers(w *columnar.Writer, rnd *rand.Rand, rows int, want *table) {
	longs, maybe, dates := make([]int64, rows), make([]int64, rows), make([]int32, rows)
	doubles, floats := make([]float64, rows), make([]float32, rows)
	for i := range rows {
		longs[i], maybe[i], dates[i] = rnd.Int64()-rnd.Int64(), columnar.NoInt, columnar.NoDate
		doubles[i], floats[i] = math.NaN(), float32(math.NaN())
		if rnd.IntN(3) > 0 {
			maybe[i], dates[i], doubles[i], floats[i] = rnd.Int64(), rnd.Int32N(50000)-20000, rnd.Float64(), rnd.Float32()
		}
	}
	w.Int64("longs", longs, false)
	want.add("longs", rows, func(i int) string { return fmt.Sprint(longs[i]) })
	w.Int64("maybe", maybe, true)
	want.add("maybe", rows, func(i int) string { return orNull(maybe[i] == columnar.NoInt, maybe[i]) })
	w.Dates("dates", dates)
	want.add("dates", rows, func(i int) string { return orNull(dates[i] == columnar.NoDate, dates[i]) })
	w.Doubles("doubles", doubles)
	want.add("doubles", rows, func(i int) string { return orNull(math.IsNaN(doubles[i]), doubles[i]) })
	w.Floats("floats", floats)
	want.add("floats", rows, func(i int) string { return orNull(floats[i] != floats[i], floats[i]) })
}

func orNull(null bool, v any) string {
	if null {
		return "null"
	}
	return fmt.Sprint(v)
}

func lists(w *columnar.Writer, rnd *rand.Rand, rows int, few columnar.Texts, want *table) {
	ends := make([]int32, rows+1)
	var a, b []int32
	for i := range rows {
		for range rnd.IntN(4) * rnd.IntN(2) {
			a = append(a, int32(rnd.IntN(few.Entries())))
			b = append(b, int32(rnd.IntN(few.Entries()+1))-1)
		}
		ends[i+1] = int32(len(a))
	}
	cell := func(index []int32) func(i int) string {
		return func(i int) string {
			var out []string
			for _, e := range index[ends[i]:ends[i+1]] {
				if e < 0 {
					out = append(out, "null")
				} else {
					out = append(out, string(few.Bytes[few.Offsets[e]:few.Offsets[e+1]]))
				}
			}
			return "[" + strings.Join(out, " ") + "]"
		}
	}
	w.Lists("reasons", ends, columnar.Member{Index: a, Texts: few})
	want.add("reasons", rows, cell(a))
	w.Lists("maybes", ends, columnar.Member{Index: b, Texts: few, Nullable: true})
	want.add("maybes", rows, cell(b))
	w.StructLists("repairs", ends, columnar.Member{Name: "field", Index: a, Texts: few}, columnar.Member{Name: "original", Index: b, Texts: few, Nullable: true})
	want.add("repairs.field", rows, cell(a))
	want.add("repairs.original", rows, cell(b))
}

// read gives the cells of a file as another reader sees them.
func read(t *testing.T, data []byte) (*parquet.File, [][]string) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]string, len(f.Schema().Columns()))
	list := make([]bool, len(out))
	for i, path := range f.Schema().Columns() {
		leaf, _ := f.Schema().Lookup(path...)
		list[i] = leaf.MaxRepetitionLevel > 0
	}
	for _, g := range f.RowGroups() {
		rows := g.Rows()
		buf := make([]parquet.Row, 100)
		for {
			n, err := rows.ReadRows(buf)
			for _, row := range buf[:n] {
				row.Range(func(i int, values []parquet.Value) bool {
					out[i] = append(out[i], cellOf(values, list[i]))
					return true
				})
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return f, out
}

func cellOf(values []parquet.Value, list bool) string {
	if !list {
		if values[0].IsNull() {
			return "null"
		}
		return values[0].String()
	}
	var out []string
	for _, v := range values {
		switch {
		case v.DefinitionLevel() == 0: // an empty list
		case v.IsNull():
			out = append(out, "null")
		default:
			out = append(out, v.String())
		}
	}
	return "[" + strings.Join(out, " ") + "]"
}

func TestAnotherReaderSeesTheSame(t *testing.T) {
	var w columnar.Writer
	for _, rows := range []int{0, 1, 2, 7, 8, 9, 1000, 16383, 16384, 16385, 40_000, 3} {
		data, want := write(&w, rows)
		f, got := read(t, data)
		if f.NumRows() != int64(rows) {
			t.Fatalf("%d rows, want %d", f.NumRows(), rows)
		}
		for i, name := range want.names {
			if len(got[i]) != rows {
				t.Fatalf("%d rows: column %s has %d", rows, name, len(got[i]))
			}
			for r := range rows {
				if got[i][r] != want.cells[i][r] {
					t.Fatalf("%d rows: %s row %d: got %q, want %q", rows, name, r, got[i][r], want.cells[i][r])
				}
			}
		}
		for key, value := range map[string]string{"a": "một", "b": "2"} {
			if v, ok := f.Lookup(key); !ok || v != value {
				t.Errorf("metadata %s is %q", key, v)
			}
		}
	}
}

// The bytes are those of the rows alone: a writer that wrote other files
// before gives the same ones.
func TestBytesAreAFunctionOfTheRows(t *testing.T) {
	var fresh, used columnar.Writer
	write(&used, 40_000)
	write(&used, 17)
	a, _ := write(&fresh, 5000)
	b, _ := write(&used, 5000)
	if !bytes.Equal(a, b) {
		t.Error("a used writer writes other bytes")
	}
	if sum := crc32.ChecksumIEEE(a); !bytes.Contains(a, []byte("lamsach")) || sum == 0 {
		t.Error("created_by is missing")
	}
}

// A flipped byte of a page does not get past a reader that looks at checksums.
func TestPagesHaveChecksums(t *testing.T) {
	var w columnar.Writer
	data, _ := write(&w, 3000)
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, chunk := range f.Metadata().RowGroups[0].Columns {
		m := chunk.MetaData
		damaged := bytes.Clone(data)
		damaged[m.DataPageOffset+m.TotalCompressedSize/2] ^= 1
		if m.DictionaryPageOffset > 0 {
			damaged = bytes.Clone(data)
			damaged[m.DictionaryPageOffset+m.TotalCompressedSize-1] ^= 1
		}
		g, err := parquet.OpenFile(bytes.NewReader(damaged), int64(len(damaged)))
		if err != nil {
			t.Fatal(err)
		}
		if readPages(g) == nil {
			t.Errorf("%v: a flipped byte was not noticed", m.PathInSchema)
		}
	}
}

func readPages(f *parquet.File) error {
	for _, c := range f.RowGroups()[0].ColumnChunks() {
		pages := c.Pages()
		for {
			if _, err := pages.ReadPage(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
		}
		pages.Close()
	}
	return nil
}

func BenchmarkText(b *testing.B) {
	const rows = 1 << 18
	var list []string
	index := make([]int32, rows)
	for i := range rows {
		list = append(list, fmt.Sprintf("Nguyễn Văn %d", i))
		index[i] = int32(i)
	}
	t := texts(list...)
	var w columnar.Writer
	for b.Loop() {
		w.Begin(rows)
		w.Text("a", index, t, true)
		b.SetBytes(int64(len(w.Finish(nil))))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
