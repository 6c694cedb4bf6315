package parquet_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	parquetgo "github.com/parquet-go/parquet-go"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

// layouts are ways to write the same rows.
var layouts = map[string][]parquetgo.WriterOption{
	"one group":     nil,
	"small pages":   {parquetgo.PageBufferSize(600)},
	"small pages 2": {parquetgo.PageBufferSize(600), parquetgo.DataPageVersion(2)},
	"version 1":     {parquetgo.PageBufferSize(2000), parquetgo.DataPageVersion(1), parquetgo.Compression(&parquetgo.Zstd)},
	"groups":        {parquetgo.MaxRowsPerRowGroup(700), parquetgo.Compression(&parquetgo.Snappy)},
	"tiny groups":   {parquetgo.MaxRowsPerRowGroup(13)},
	"big pages":     {parquetgo.PageBufferSize(1 << 24), parquetgo.Compression(&parquetgo.Gzip)},
}

func TestPartsGiveTheWholeFile(t *testing.T) {
	rows := invent(4000)
	want := cells(rows)
	for name, options := range layouts {
		f := open(t, parquetOf(t, rows, options...))
		if f.Rows() != 4000 {
			t.Fatalf("%s: %d rows", name, f.Rows())
		}
		for _, max := range []int{1, 97, 1000, pipeline.MaxPartRows} {
			if max == 1 && name != "groups" {
				continue // one layout is enough for the slow one
			}
			compare(t, name, readAll(t, f, max), want)
		}
	}
}

// Any run of rows is a part, and workers may read them at once in any order.
func TestReadersInAnyOrder(t *testing.T) {
	rows := invent(6000)
	want := cells(rows)
	for name, options := range layouts {
		f := open(t, parquetOf(t, rows, options...))
		var wg sync.WaitGroup
		for worker := range 3 {
			wg.Go(func() {
				rnd := rand.New(rand.NewPCG(1, uint64(worker)))
				var b pipeline.Batch
				for range 25 {
					first := rnd.IntN(6000)
					n := rnd.IntN(min(1500, 6000-first) + 1)
					columns := rnd.Perm(9)[:1+rnd.IntN(9)]
					if err := f.Read(ctx, pipeline.Part{FirstRow: int64(first), Rows: n}, columns, &b); err != nil {
						t.Errorf("%s: rows %d+%d: %v", name, first, n, err)
						return
					}
					for i, got := range cellsOf(t, &b) {
						for r := range got {
							if !reflect.DeepEqual(got[r], want[columns[i]][first+r]) {
								t.Errorf("%s: column %d row %d: got %v, want %v", name, columns[i], first+r, got[r], want[columns[i]][first+r])
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

func TestCuts(t *testing.T) {
	// rows per group => at most => cuts
	cases := []struct{ rows, group, max, want int }{
		{0, 10, 10, 0},
		{1, 10, 10, 1},
		{100, 10, 10, 10},
		{100, 10, 25, 5},
		{100, 100, 30, 4},
		{100, 100, 100, 1},
		{100, 100, 99, 2},
		{100, 7, 20, 7},
		{100, 60, 30, 4},
	}
	for _, c := range cases {
		f := open(t, parquetOf(t, invent(c.rows), parquetgo.MaxRowsPerRowGroup(int64(c.group))))
		cuts := f.Cuts(c.max)
		next := int64(0)
		for _, cut := range cuts {
			if cut.FirstRow != next || cut.Rows > c.max || cut.Rows < 1 {
				t.Errorf("%+v: cut %+v", c, cut)
			}
			next += int64(cut.Rows)
		}
		if next != int64(c.rows) || len(cuts) != c.want {
			t.Errorf("%+v: %d cuts of %d rows", c, len(cuts), next)
		}
	}
}

// counting counts what is read of an object.
type counting struct {
	*object
	bytes atomic.Int64
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	c.bytes.Add(int64(len(b)))
	return c.object.ReadAt(b, at)
}

// One row group with pages larger than a part is read about once, not once
// for each part.
func TestHugeGroupIsReadOnce(t *testing.T) {
	data := parquetOf(t, invent(120_000), parquetgo.PageBufferSize(1<<26), parquetgo.Compression(&parquetgo.Snappy))
	c := &counting{object: newObject(data)}
	f, err := parquet.Open(ctx, c, table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, f, 3000)
	if got, most := c.bytes.Load(), int64(len(data))*3/2; got > most {
		t.Errorf("%d bytes were read of a file of %d", got, len(data))
	}
}

func TestSampleIsTheSameEachTime(t *testing.T) {
	rows := invent(5000)
	want := cells(rows)
	f := open(t, parquetOf(t, rows, parquetgo.MaxRowsPerRowGroup(900)))
	one, err := f.Sample(ctx, []int{0, 8}, 400)
	if err != nil {
		t.Fatal(err)
	}
	two, err := f.Sample(ctx, []int{0, 8}, 400)
	if err != nil || !reflect.DeepEqual(one, two) {
		t.Errorf("two samples differ, %v", err)
	}
	got := cellsOf(t, one)
	if one.Rows != 400 || got[0][0] != want[0][0] || got[0][399] != want[0][4999] || got[0][200] == want[0][200] {
		t.Errorf("%d rows from %v to %v", one.Rows, got[0][0], got[0][399])
	}
	all, err := f.Sample(ctx, columnsOf(f), 1<<30)
	if err != nil || all.Rows != 5000 {
		t.Fatalf("sample of everything: %d rows, %v", all.Rows, err)
	}
	compare(t, "sample", cellsOf(t, all), want)
}

func TestColumnsNobodyCanRead(t *testing.T) {
	type row struct {
		Name string                  `parquet:"name"`
		Tags map[string]string       `parquet:"tags"`
		Deep []struct{ B, C string } `parquet:"deep"`
	}
	f := open(t, parquetOf(t, []row{{Name: "x"}}))
	var b pipeline.Batch
	for i, c := range f.Columns() {
		err := f.Read(ctx, pipeline.Part{Rows: 1}, []int{i}, &b)
		if c.Name == "name" {
			if err != nil || string(b.Columns[0].Value(0)) != "x" {
				t.Errorf("the flat column beside them: %v", err)
			}
			continue
		}
		var format *table.FormatError
		if !errors.As(err, &format) || format.Column != c.Name || !errors.Is(err, table.ErrUnsupported) || c.Type != "nested" {
			t.Errorf("column %s (%s): %v", c.Name, c.Type, err)
		}
	}
}

// Fields of structs are columns of their own, where no list is around them.
func TestFieldsOfStructs(t *testing.T) {
	type person struct {
		Name string   `parquet:"name,optional"`
		Old  []string `parquet:"old,list"`
		Home struct {
			Commune *string           `parquet:"commune"`
			Tags    map[string]string `parquet:"tags"`
		} `parquet:"home"`
	}
	type row struct {
		Code  string   `parquet:"code"`
		Owner *person  `parquet:"owner"`
		Heirs []person `parquet:"heirs,list"`
		Last  int64    `parquet:"last"`
	}
	commune := "Xã Đông Anh"
	rows := []row{{Code: "1"}, {Code: "2", Owner: &person{Name: "A", Old: []string{"x", "y"}}, Last: 5}, {Code: "3", Owner: &person{}}}
	rows[2].Owner.Home.Commune = &commune
	f := open(t, parquetOf(t, rows))
	var got []string
	var readable []int
	for i, c := range f.Columns() {
		got = append(got, c.Name+" "+c.Type)
		if c.Type != "nested" {
			readable = append(readable, i)
		}
	}
	if want := []string{"code string", "owner.name string", "owner.old string", "owner.home.commune string", "owner.home.tags nested", "heirs nested", "last integer"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("columns %q, want %q", got, want)
	}
	compare(t, "structs", readColumns(t, f, readable, 2), [][]any{
		{"1", "2", "3"},
		{nil, "A", nil},
		{[]any{}, []any{"x", "y"}, []any{}},
		{nil, nil, commune},
		{"0", "5", "0"},
	})
}

func TestReadChecksItsArguments(t *testing.T) {
	f := open(t, parquetOf(t, invent(10)))
	var b pipeline.Batch
	for _, p := range []pipeline.Part{{FirstRow: -1, Rows: 1}, {FirstRow: 5, Rows: 6}, {Rows: -1}, {Rows: pipeline.MaxPartRows + 1}} {
		if err := f.Read(ctx, p, []int{0}, &b); err == nil {
			t.Errorf("%+v was read", p)
		}
	}
	if err := f.Read(ctx, pipeline.Part{Rows: 1}, []int{9}, &b); err == nil {
		t.Error("a column that is not there was read")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := f.Read(gone, pipeline.Part{Rows: 1}, []int{0}, &b); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := f.Read(ctx, pipeline.Part{FirstRow: 10}, []int{0, 8}, &b); err != nil || b.Rows != 0 || len(b.Columns[1].Lists) != 1 {
		t.Errorf("no rows: %v", err)
	}
}

// failing is an object whose store fails.
type failing struct{ *object }

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errors.New("connection reset") }

func TestStoreFaultIsNoDamage(t *testing.T) {
	o := failing{newObject(parquetOf(t, invent(10)))}
	_, err := parquet.Open(ctx, o, table.Options{})
	var unavailable *store.Unavailable
	if !errors.As(err, &unavailable) || !strings.Contains(err.Error(), "connection reset") {
		t.Errorf("got %v", err)
	}
	if !o.closed {
		t.Error("the object stays open")
	}
}

// After the first parts have grown the buffers, reading allocates nothing per row.
func TestReadAllocatesNothingPerRow(t *testing.T) {
	rows := invent(20_000)
	f := open(t, parquetOf(t, rows, parquetgo.Compression(&parquetgo.Snappy)))
	var b pipeline.Batch
	part := pipeline.Part{FirstRow: 10, Rows: 15_000}
	read := func() {
		if err := f.Read(ctx, part, columnsOf(f), &b); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if n := testing.AllocsPerRun(3, read); n > 1500 {
		t.Errorf("%.0f allocations for %d rows", n, part.Rows)
	}
}

func BenchmarkRead(b *testing.B) {
	const rows = 200_000
	for _, codec := range []struct {
		name  string
		codec parquetgo.WriterOption
	}{{"none", parquetgo.Compression(&parquetgo.Uncompressed)}, {"snappy", parquetgo.Compression(&parquetgo.Snappy)}, {"zstd", parquetgo.Compression(&parquetgo.Zstd)}} {
		data := parquetOf(b, invent(rows), codec.codec)
		f := open(b, data)
		b.Run(codec.name, func(b *testing.B) {
			var batch pipeline.Batch
			b.ReportAllocs()
			for b.Loop() {
				if err := f.Read(ctx, pipeline.Part{Rows: rows}, []int{0, 1, 2, 3, 4, 5, 6, 7}, &batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}

// BenchmarkPeer reads the same columns page by page with the library alone,
// without checking them first or turning them into a batch.
func BenchmarkPeer(b *testing.B) {
	const rows = 200_000
	data := parquetOf(b, invent(rows), parquetgo.Compression(&parquetgo.Snappy))
	f, err := parquetgo.OpenFile(newObject(data), int64(len(data)))
	if err != nil {
		b.Fatal(err)
	}
	var seen int64
	for b.Loop() {
		for _, g := range f.RowGroups() {
			for _, c := range g.ColumnChunks()[:8] {
				p := c.Pages()
				for {
					page, err := p.ReadPage()
					if err != nil {
						break
					}
					seen += page.NumValues()
					parquetgo.Release(page)
				}
				p.Close()
			}
		}
	}
	if seen%(8*rows) != 0 {
		b.Fatal(seen)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
