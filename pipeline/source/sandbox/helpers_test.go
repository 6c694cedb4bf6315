//go:build linux

package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	sandbox.SetOpen(hooked)
	sandbox.Main()
	if os.Getenv(middleName) != "" {
		middle()
		return
	}
	os.Exit(m.Run())
}

// memory is an object without a descriptor.
type memory struct {
	key    string
	data   []byte
	fail   error // of every read
	reads  atomic.Int64
	closed atomic.Bool
}

func (o *memory) Size() int64      { return int64(len(o.data)) }
func (o *memory) Info() store.Info { return store.Info{Key: o.key, Size: o.Size()} }
func (o *memory) Close() error     { o.closed.Store(true); return nil }

func (o *memory) ReadAt(p []byte, off int64) (int, error) {
	o.reads.Add(1)
	if o.fail != nil {
		return 0, o.fail
	}
	return bytes.NewReader(o.data).ReadAt(p, off)
}

// local is an object with a descriptor.
type local struct {
	*os.File
	info store.Info
}

func (o *local) Size() int64          { return o.info.Size }
func (o *local) Info() store.Info     { return o.info }
func (o *local) Descriptor() *os.File { return o.File }

func storeInfo(f *os.File) store.Info {
	info, err := f.Stat()
	if err != nil {
		panic(err)
	}
	return store.Info{Key: filepath.Base(f.Name()), Size: info.Size()}
}

func openLocal(t testing.TB, name string, data []byte) store.Object {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return &local{f, store.Info{Key: name, Size: int64(len(data))}}
}

// record is an invented customer.
type record struct {
	ID    string   `parquet:"id,dict"`
	Name  string   `parquet:"name"`
	Year  *int32   `parquet:"year,optional"`
	Phone []string `parquet:"phones,list"`
	Sum   float64  `parquet:"sum"`
}

// invented is a Parquet file of so many rows in groups of so many.
func invented(t testing.TB, rows, group int) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := parquet.NewGenericWriter[record](&buf, parquet.MaxRowsPerRowGroup(int64(group)))
	batch := make([]record, rows)
	for i := range batch {
		year := int32(1950 + i%60)
		r := record{ID: fmt.Sprintf("%012d", 79_000_000_000+i/3), Name: fmt.Sprintf("Nguyễn Văn %d", i%5003), Sum: float64(i) * 1.5}
		if i%7 > 0 {
			r.Year = &year
		}
		for k := range i % 3 {
			r.Phone = append(r.Phone, fmt.Sprintf("09%08d", i*3+k))
		}
		batch[i] = r
	}
	if _, err := w.Write(batch); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// same says where two batches differ, "" if nowhere.
func same(a, b *pipeline.Batch) string {
	if a.Rows != b.Rows || len(a.Columns) != len(b.Columns) || a.Part != b.Part {
		return fmt.Sprintf("%d rows, %d columns of %+v; %d rows, %d columns of %+v", a.Rows, len(a.Columns), a.Part, b.Rows, len(b.Columns), b.Part)
	}
	for i := range a.Columns {
		x, y := &a.Columns[i], &b.Columns[i]
		switch {
		case !slices.Equal(x.Index, y.Index), !slices.Equal(x.Offsets, y.Offsets), !bytes.Equal(x.Bytes, y.Bytes):
			return fmt.Sprintf("column %d", i)
		case !slices.Equal(x.Lists, y.Lists), (x.Lists == nil) != (y.Lists == nil):
			return fmt.Sprintf("the lists of column %d", i)
		}
	}
	return ""
}

// all reads a file through, part by part.
func all(f table.File, parts int) (rows int64, err error) {
	var b pipeline.Batch
	for _, t := range f.Tables() {
		columns := make([]int, len(t.Columns()))
		for i := range columns {
			columns[i] = i
		}
		for _, cut := range t.Cuts(parts) {
			part := pipeline.Part{FirstRow: cut.FirstRow, Rows: cut.Rows, Sheet: t.Sheet()}
			if err := t.Read(ctx, part, columns, &b); err != nil {
				return rows, err
			}
			rows += int64(b.Rows)
		}
	}
	return rows, nil
}

// formatError is the error of a file that cannot be read, or the end of the test.
func formatError(t *testing.T, err error) *table.FormatError {
	t.Helper()
	bad := new(table.FormatError)
	if !errors.As(err, &bad) {
		t.Fatalf("got %v, want a FormatError", err)
	}
	return bad
}
