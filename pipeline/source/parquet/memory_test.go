package parquet_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	parquetgo "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

// One row group of pages that no reader can keep all of: the cells are the
// same with little memory, and in the end all of it is given back.
func TestLittleMemoryGivesTheSameCells(t *testing.T) {
	rows := invent(40_000)
	want := cells(rows)
	data := parquetOf(t, rows, parquetgo.PageBufferSize(300_000), parquetgo.Compression(&parquetgo.Snappy))
	for _, memory := range []int64{8 << 20, 16 << 20, 1 << 30} {
		f, err := parquet.Open(ctx, newObject(data), table.Options{Memory: memory})
		if err != nil {
			t.Fatal(err)
		}
		if room := f.Room(); room != memory/2 {
			t.Errorf("room of %d bytes out of %d", room, memory)
		}
		compare(t, "in order", readAll(t, f, 1500), want)
		if room := f.Room(); room != memory/2 {
			t.Errorf("in order: %d bytes of %d were not given back", memory/2-room, memory/2)
		}
		inAnyOrder(t, f, want)
		if room := f.Room(); room != memory/2 {
			t.Errorf("in any order: %d bytes of %d were not given back", memory/2-room, memory/2)
		}
	}
}

// inAnyOrder has three workers read every part of a file once.
func inAnyOrder(t *testing.T, f *parquet.File, want [][]any) {
	t.Helper()
	cuts := f.Cuts(1500)
	rand.New(rand.NewPCG(8, 9)).Shuffle(len(cuts), func(i, k int) { cuts[i], cuts[k] = cuts[k], cuts[i] })
	work := make(chan table.Cut, len(cuts))
	for _, c := range cuts {
		work <- c
	}
	close(work)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			var b pipeline.Batch
			for c := range work {
				if err := f.Read(ctx, pipeline.Part{FirstRow: c.FirstRow, Rows: c.Rows}, columnsOf(f), &b); err != nil {
					t.Error(err)
					return
				}
				for r, v := range cellsOf(t, &b)[0] {
					if v != want[0][c.FirstRow+int64(r)] {
						t.Errorf("row %d: got %v", c.FirstRow+int64(r), v)
						return
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestPagesLargerThanTheMemory(t *testing.T) {
	data := parquetOf(t, invent(60_000), parquetgo.PageBufferSize(1<<24))
	f, err := parquet.Open(ctx, newObject(data), table.Options{Memory: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	var b pipeline.Batch
	err = f.Read(ctx, pipeline.Part{Rows: 10}, []int{0}, &b)
	damagedAs(t, "a large page", err, "is not supported with the memory given")
	if !errors.Is(err, table.ErrUnsupported) {
		t.Error("it is called damaged")
	}
}

// A page that decompresses to far more than it says, or says far more than
// any page has, takes no memory worth speaking of.
func TestBombs(t *testing.T) {
	var packed bytes.Buffer
	w := brotli.NewWriter(&packed)
	for range 64 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		claim int32
		want  string
	}{
		{1000, "does not decompress"},
		{1<<31 - 1, "larger than 256 MiB"},
	}
	for _, c := range cases {
		page := dataPage(250, format.Plain, packed.Bytes())
		page.head.UncompressedPageSize = c.claim
		data := forge(t, format.ByteArray, 250, []forged{page}, func(f *format.FileMetaData) {
			f.RowGroups[0].Columns[0].MetaData.Codec = format.Brotli
		})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readThrough(data)
		runtime.ReadMemStats(&after)
		damagedAs(t, "a bomb", err, c.want)
		if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
			t.Errorf("a bomb of %d bytes that claims %d took %d", packed.Len(), c.claim, took)
		}
	}
}
