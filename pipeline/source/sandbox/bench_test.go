//go:build linux

package sandbox_test

import (
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

// BenchmarkRead reads an open Parquet file of 262,144 rows of five columns
// whole, in the program itself, in a child with the descriptor, and in a child
// that asks for ranges. cpu-ns/row counts the processor time of parent and child.
func BenchmarkRead(b *testing.B) {
	data := invented(b, 1<<18, 1<<16)
	boxed := func(obj store.Object) (table.File, error) { return sandbox.Open(ctx, obj, sandbox.Options{}) }
	for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		for _, c := range []struct {
			name string
			open func() (table.File, error)
		}{
			{"plain", func() (table.File, error) { return source.Open(ctx, openLocal(b, "a.parquet", data), table.Options{}) }},
			{"child", func() (table.File, error) { return boxed(openLocal(b, "a.parquet", data)) }},
			{"ranges", func() (table.File, error) { return boxed(&memory{key: "a.parquet", data: data}) }},
		} {
			b.Run(c.name+"/workers="+strconv.Itoa(workers), func(b *testing.B) { readWhole(b, c.open, workers) })
		}
	}
}

func readWhole(b *testing.B, open func() (table.File, error), workers int) {
	var rows, bytes int64
	before := processorTime()
	f, err := open()
	if err != nil {
		b.Fatal(err)
	}
	tab := f.Tables()[0]
	cuts := tab.Cuts(pipeline.UsualPartRows)
	batches := make([]pipeline.Batch, workers)
	var started time.Duration
	for i := 0; b.Loop(); i++ {
		if i == 1 { // the first round makes room
			before, rows, started = processorTime(), 0, sandbox.CPU(f)
		}
		var next, read atomic.Int64
		var all sync.WaitGroup
		for w := range batches {
			all.Go(func() {
				batch := &batches[w]
				for {
					i := int(next.Add(1)) - 1
					if i >= len(cuts) {
						return
					}
					if err := tab.Read(ctx, pipeline.Part{FirstRow: cuts[i].FirstRow, Rows: cuts[i].Rows}, []int{0, 1, 2, 3, 4}, batch); err != nil {
						b.Error(err)
					}
					read.Add(int64(batch.LaidSize()))
				}
			})
		}
		all.Wait()
		rows += tab.Rows()
		bytes = read.Load()
	}
	used := processorTime() - before + sandbox.CPU(f) - started
	f.Close()
	b.SetBytes(bytes)
	b.ReportMetric(float64(used.Nanoseconds())/float64(rows), "cpu-ns/row")
}

func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkOpen is what a child costs before it has read a row.
func BenchmarkOpen(b *testing.B) {
	data := invented(b, 10, 10)
	for b.Loop() {
		f, err := sandbox.Open(ctx, openLocal(b, "a.parquet", data), sandbox.Options{})
		if err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}

// BenchmarkOpenPlain is the same in the program itself.
func BenchmarkOpenPlain(b *testing.B) {
	data := invented(b, 10, 10)
	for b.Loop() {
		f, err := source.Open(ctx, openLocal(b, "a.parquet", data), table.Options{})
		if err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}
