package store_test

import (
	"bytes"
	"io"
	"sync"
	"testing"

	"lamsach/internal/store"
	"lamsach/internal/store/s3test"
)

// benchSize is the object of the benchmarks: long enough that its first
// request does not matter.
const benchSize = 256 << 20

func benchStores(b *testing.B, do func(b *testing.B, s store.Store)) {
	data := bytes.Repeat([]byte("0123456789abcdef"), benchSize/16)
	for _, c := range []struct {
		name string
		make func(b *testing.B) store.Store
	}{
		{"files", func(b *testing.B) store.Store { return store.NewFiles(b.TempDir()) }},
		{"s3", func(b *testing.B) store.Store {
			s, _, err := store.Resolve(s3test.Start(b))
			if err != nil {
				b.Fatal(err)
			}
			return s
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := c.make(b)
			if _, err := s.PutFile(ctx, "object", bytes.NewReader(data), benchSize, store.PutOptions{}); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(benchSize)
			do(b, s)
		})
	}
}

// BenchmarkSequential reads an object from front to back in steps of 256 KiB,
// as a text reader does.
func BenchmarkSequential(b *testing.B) {
	benchStores(b, func(b *testing.B, s store.Store) {
		buf := make([]byte, 256<<10)
		for b.Loop() {
			o, err := s.Open(ctx, "object")
			if err != nil {
				b.Fatal(err)
			}
			readAll(b, o, 0, benchSize, buf)
			o.Close()
		}
	})
}

func readAll(b *testing.B, o store.Object, from, to int64, buf []byte) {
	for at := from; at < to; at += int64(len(buf)) {
		if _, err := o.ReadAt(buf[:min(int64(len(buf)), to-at)], at); err != nil && err != io.EOF {
			b.Error(err)
			return
		}
	}
}

// BenchmarkParts reads an object as two workers read the parts of a Parquet
// file: each part in column chunks of 3 MiB, verified.
func BenchmarkParts(b *testing.B) {
	benchStores(b, func(b *testing.B, s store.Store) {
		_, blocks, err := store.SumBlocks(ctx, s, "object")
		if err != nil {
			b.Fatal(err)
		}
		const part = 24 << 20
		for b.Loop() {
			o, err := blocks.Open(ctx, s, "object")
			if err != nil {
				b.Fatal(err)
			}
			var wg sync.WaitGroup
			for worker := range int64(2) {
				wg.Go(func() {
					buf := make([]byte, 3<<20)
					for from := worker * part; from < benchSize; from += 2 * part {
						readAll(b, o, from, min(from+part, benchSize), buf)
					}
				})
			}
			wg.Wait()
			o.Close()
		}
	})
}

// BenchmarkSumBlocks is the first reading of an input.
func BenchmarkSumBlocks(b *testing.B) {
	benchStores(b, func(b *testing.B, s store.Store) {
		for b.Loop() {
			if _, _, err := store.SumBlocks(ctx, s, "object"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPut writes objects of the size of a part's outcomes.
func BenchmarkPut(b *testing.B) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 16<<20/16)
	benchStores(b, func(b *testing.B, s store.Store) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := s.Put(ctx, "part", data, store.PutOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
