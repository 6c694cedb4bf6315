//go:build linux

package sandbox_test

import (
	"bytes"
	"reflect"
	"sync"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

// both opens the same bytes with and without a child, with and without a
// descriptor.
func both(t *testing.T, key string, data []byte, check func(t *testing.T, plain, boxed table.File)) {
	t.Helper()
	for _, c := range []struct {
		how string
		obj store.Object
	}{
		{"descriptor", openLocal(t, key, data)},
		{"ranges", &memory{key: key, data: data}},
	} {
		t.Run(c.how, func(t *testing.T) {
			plain, err := source.Open(ctx, &memory{key: key, data: data}, table.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer plain.Close()
			boxed, err := sandbox.Open(ctx, c.obj, sandbox.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer boxed.Close()
			check(t, plain, boxed)
		})
	}
}

func TestSameAsWithoutChild(t *testing.T) {
	both(t, "vào/tệp.parquet", invented(t, 30_000, 11_000), func(t *testing.T, plain, boxed table.File) {
		if got, want := boxed.Format(), plain.Format(); got != want {
			t.Errorf("format %q, want %q", got, want)
		}
		if got, want := len(boxed.Tables()), len(plain.Tables()); got != want {
			t.Fatalf("%d tables, want %d", got, want)
		}
		for i, p := range plain.Tables() {
			b := boxed.Tables()[i]
			if b.Sheet() != p.Sheet() || b.Rows() != p.Rows() || !reflect.DeepEqual(b.Columns(), p.Columns()) {
				t.Errorf("table %d: %q, %d rows, %v; want %q, %d rows, %v", i, b.Sheet(), b.Rows(), b.Columns(), p.Sheet(), p.Rows(), p.Columns())
			}
			for _, most := range []int{1, 999, 5000, pipeline.UsualPartRows, pipeline.MaxPartRows} {
				if got, want := b.Cuts(most), p.Cuts(most); !reflect.DeepEqual(got, want) {
					t.Errorf("cuts of %d: %v, want %v", most, got, want)
				}
			}
			sameRows(t, p, b)
		}
	})
}

// sameRows compares all rows, in parts of several lengths and several columns.
func sameRows(t *testing.T, plain, boxed table.Table) {
	t.Helper()
	var a, b pipeline.Batch
	index := 0
	for _, most := range []int{700, pipeline.UsualPartRows} {
		for _, columns := range [][]int{{0, 1, 2, 3, 4}, {3}, {4, 0, 0}, {}} {
			for _, cut := range plain.Cuts(most) {
				part := pipeline.Part{Index: index, FirstRow: cut.FirstRow, Rows: cut.Rows}
				index++
				if err := plain.Read(ctx, part, columns, &a); err != nil {
					t.Fatal(err)
				}
				if err := boxed.Read(ctx, part, columns, &b); err != nil {
					t.Fatal(err)
				}
				if diff := same(&a, &b); diff != "" {
					t.Fatalf("%+v, columns %v differ: %s", part, columns, diff)
				}
			}
		}
	}
	for _, rows := range []int{10, 5000, 1 << 20} {
		x, err := plain.Sample(ctx, []int{1, 3}, rows)
		if err != nil {
			t.Fatal(err)
		}
		y, err := boxed.Sample(ctx, []int{1, 3}, rows)
		if err != nil {
			t.Fatal(err)
		}
		if diff := same(x, y); diff != "" {
			t.Errorf("a sample of %d rows differs: %s", rows, diff)
		}
	}
}

// What cannot be read is the same error with the same place and kind.
func TestSameErrors(t *testing.T) {
	whole := invented(t, 3000, 1000)
	flipped := bytes.Clone(whole)
	for i := len(whole) / 2; i < len(whole)/2+40; i++ {
		flipped[i] ^= 0x5a
	}
	for _, c := range []struct {
		key  string
		data []byte
	}{
		{"cut.parquet", whole[:len(whole)-100]},
		{"tail.parquet", whole[:8]},
		{"flipped.parquet", flipped},
		{"locked.parquet", []byte("PARE0000PARE")},
		{"odd.docx", []byte("no table")},
		{"empty.csv", nil},
	} {
		read := func(f table.File, err error) error {
			if err == nil {
				_, err = all(f, 500)
				f.Close()
			}
			return err
		}
		plain := read(source.Open(ctx, &memory{key: c.key, data: c.data}, table.Options{}))
		boxed := read(sandbox.Open(ctx, openLocal(t, c.key, c.data), sandbox.Options{}))
		want, got := formatError(t, plain), formatError(t, boxed)
		if got.Error() != want.Error() || got.Place() != want.Place() {
			t.Errorf("%s: %v, want %v", c.key, got, want)
		}
		for _, kind := range []error{table.ErrDamaged, table.ErrEncrypted, table.ErrUnsupported} {
			if is(boxed, kind) != is(plain, kind) {
				t.Errorf("%s: %v is %v: %t", c.key, boxed, kind, is(boxed, kind))
			}
		}
	}
}

// What a caller asks for wrongly is no fault of the file, and costs no child.
func TestWrongQuestions(t *testing.T) {
	f, err := sandbox.Open(ctx, openLocal(t, "a.parquet", invented(t, 100, 100)), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b pipeline.Batch
	tab := f.Tables()[0]
	for _, c := range []struct {
		part    pipeline.Part
		columns []int
	}{
		{pipeline.Part{FirstRow: 50, Rows: 51}, []int{0}},
		{pipeline.Part{FirstRow: -1, Rows: 5}, []int{0}},
		{pipeline.Part{Rows: -5}, []int{0}},
		{pipeline.Part{Rows: 5}, []int{5}},
		{pipeline.Part{Rows: 5}, []int{-1}},
	} {
		if err := tab.Read(ctx, c.part, c.columns, &b); err == nil || as[*table.FormatError](err) {
			t.Errorf("%+v %v: %v", c.part, c.columns, err)
		}
	}
	if rows, err := all(f, 30); rows != 100 || err != nil {
		t.Errorf("%d rows, %v", rows, err)
	}
}

// Many read at once, more of them than there are lanes.
func TestManyReadersAtOnce(t *testing.T) {
	both(t, "a.parquet", invented(t, 20_000, 3000), func(t *testing.T, plain, boxed table.File) {
		var workers sync.WaitGroup
		cuts := plain.Tables()[0].Cuts(500)
		for w := range 3 * sandbox.Lanes() {
			workers.Go(func() {
				var a, b pipeline.Batch
				for i := range cuts {
					cut := cuts[(i*7+w)%len(cuts)]
					part := pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows}
					if err := boxed.Tables()[0].Read(ctx, part, []int{0, 1, 3}, &b); err != nil {
						t.Error(err)
						return
					}
					if err := plain.Tables()[0].Read(ctx, part, []int{0, 1, 3}, &a); err != nil {
						t.Error(err)
						return
					}
					if diff := same(&a, &b); diff != "" {
						t.Errorf("%+v differs: %s", part, diff)
						return
					}
				}
			})
		}
		workers.Wait()
	})
}

// A batch is the caller's: it outlives the file and is used again for others.
func TestBatchOutlivesItsFile(t *testing.T) {
	var a, b pipeline.Batch
	part := pipeline.Part{Rows: 1000}
	for _, rows := range []int{2000, 1000} {
		data := invented(t, rows, 1000)
		plain, err := source.Open(ctx, &memory{key: "a.parquet", data: data}, table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := plain.Tables()[0].Read(ctx, part, []int{1, 3}, &a); err != nil {
			t.Fatal(err)
		}
		boxed, err := sandbox.Open(ctx, openLocal(t, "a.parquet", data), sandbox.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := boxed.Tables()[0].Read(ctx, part, []int{1, 3}, &b); err != nil {
			t.Fatal(err)
		}
		if err := boxed.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := same(&a, &b); diff != "" {
			t.Errorf("after its file was closed: %s", diff)
		}
	}
}
