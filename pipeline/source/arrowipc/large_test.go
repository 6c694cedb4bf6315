package arrowipc_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc"
	"lamsach/pipeline/source/table"
)

// A compressed batch far larger than what may be kept of it, read in order and
// in no order.
func TestOneLargeCompressedBatch(t *testing.T) {
	records, want := invent(t, 30, []invented{columns[0], columns[10], columns[28]}, 200_000)
	for _, o := range []ipc.Option{ipc.WithLZ4(), ipc.WithZstd()} {
		f, err := arrowipc.Open(ctx, newObject(write(t, true, records, o)), table.Options{Memory: 6 << 20})
		if err != nil {
			t.Fatal(err)
		}
		tab := f.Tables()[0]
		cuts := tab.Cuts(4000)
		few := []table.Cut{cuts[40], cuts[3], cuts[49], cuts[0], cuts[1]}
		var b pipeline.Batch
		for _, c := range append(cuts, few...) {
			if err := tab.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, []int{0, 1, 2}, &b); err != nil {
				t.Fatal(err)
			}
			for i, cells := range cellsOf(&b) {
				for r := range cells {
					if !same(cells[r], want[i][int(c.FirstRow)+r]) {
						t.Fatalf("column %d row %d: got %v, want %v", i, int(c.FirstRow)+r, cells[r], want[i][int(c.FirstRow)+r])
					}
				}
			}
		}
	}
}

// A dictionary is read in steps, and only what a part uses of it travels.
func TestLargeDictionary(t *testing.T) {
	const entries = 300_000
	values := array.NewStringBuilder(memory.DefaultAllocator)
	for i := range entries {
		values.Append(fmt.Sprint("mục ", i))
	}
	rnd := rand.New(rand.NewPCG(8, 8))
	index := array.NewInt32Builder(memory.DefaultAllocator)
	var want []any
	for range 9000 {
		i := rnd.IntN(entries)
		index.Append(int32(i))
		want = append(want, fmt.Sprint("mục ", i))
	}
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{{Name: "d", Type: typ}}, nil)
	column := array.NewDictionaryArray(typ, index.NewArray(), values.NewArray())
	record := array.NewRecord(schema, []arrow.Array{column}, 9000)
	for _, options := range [][]ipc.Option{nil, {ipc.WithZstd()}} {
		data := write(t, false, []arrow.Record{record}, options...)
		compare(t, "dictionary", readAll(t, data, 2000), [][]any{want})
		var b pipeline.Batch
		if err := open(t, data).Tables()[0].Read(ctx, pipeline.Part{Rows: 100}, []int{0}, &b); err != nil {
			t.Fatal(err)
		}
		if n := b.Columns[0].Entries(); n > 100 {
			t.Errorf("%d entries for 100 rows", n)
		}
		_, err := readWith(data, 8<<20)
		told(t, "a dictionary larger than the memory", err, "whose dictionaries take more than 4 MiB")
	}
}

func readWith(data []byte, memory int64) ([][]any, error) {
	f, err := arrowipc.Open(ctx, newObject(data), table.Options{Memory: memory})
	if err != nil {
		return nil, err
	}
	return readParts(f.Tables()[0], readable(f.Tables()[0]), 2000)
}

// What takes more memory than is given is refused with a word on what to do.
func TestTooLargeCells(t *testing.T) {
	long := invented{"long", arrow.BinaryTypes.String, func(b array.Builder, rnd *rand.Rand) any {
		b.(*array.StringBuilder).Append(string(make([]byte, 3000)))
		return nil
	}}
	records, _ := invent(t, 31, []invented{long}, 1000)
	for _, l := range layouts {
		_, err := readWith(write(t, l.stream, records, l.options...), 1<<20)
		var format *table.FormatError
		if !errors.As(err, &format) || !errors.Is(err, table.ErrUnsupported) || format.Column != "long" {
			t.Errorf("%s: %v", l.name, err)
		}
	}
}
