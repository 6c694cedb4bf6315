package parquet_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	parquetgo "github.com/parquet-go/parquet-go"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
)

// broken is a writer that fails after some bytes.
type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

var errBroken = errors.New("no space left")

func TestRespondFaults(t *testing.T) {
	data := parquetOf(t, invent(3000), parquetgo.MaxRowsPerRowGroup(700))
	f := open(t, data)
	size := len(respond(t, data))
	for n := 0; n < size; n += 1 + size/50 {
		if err := f.Respond(ctx, &broken{left: n}, answerOf()); !errors.Is(err, errBroken) {
			t.Fatalf("a writer of %d bytes: %v", n, err)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := f.Respond(gone, io.Discard, answerOf()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	a := answerOf()
	a.Cells = func(context.Context, int, table.Cut) (*pipeline.Batch, error) { return nil, errBroken }
	if err := f.Respond(ctx, io.Discard, a); !errors.Is(err, errBroken) {
		t.Errorf("cells that fail: %v", err)
	}
	for what, change := range map[string]func(*pipeline.Batch){
		"a row less":     func(b *pipeline.Batch) { b.Rows-- },
		"no columns":     func(b *pipeline.Batch) { b.Columns = nil },
		"a short column": func(b *pipeline.Batch) { b.Columns[2].Index = b.Columns[2].Index[1:] },
		"outside":        func(b *pipeline.Batch) { b.Columns[1].Index[5] = 1 << 20 },
	} {
		a, good := answerOf(), answerOf()
		a.Cells = func(ctx context.Context, i int, c table.Cut) (*pipeline.Batch, error) {
			b, err := good.Cells(ctx, i, c)
			change(b)
			return b, err
		}
		if err := f.Respond(ctx, io.Discard, a); err == nil || !strings.Contains(err.Error(), "the answer to rows") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A row group whose answer does not fit in the memory given is refused by name.
func TestRespondKeepsToItsMemory(t *testing.T) {
	data := parquetOf(t, invent(60_000), parquetgo.Compression(&parquetgo.Uncompressed))
	f, err := parquet.Open(ctx, newObject(data), table.Options{Memory: 4 << 20})
	if err != nil {
		t.Fatal(err)
	}
	err = f.Respond(ctx, io.Discard, answerOf())
	var fault *table.FormatError
	if !errors.As(err, &fault) || fault.Group != 0 || !errors.Is(err, table.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
}

// A file that changed since it was opened is not answered.
func TestRespondToAChangedFile(t *testing.T) {
	data := parquetOf(t, invent(100))
	f := open(t, data)
	data[footerAt(data)+30] ^= 1
	err := f.Respond(ctx, io.Discard, answerOf())
	damagedAs(t, "a changed footer", err, "not what it was")
}

// However a footer is damaged, the answer is an error or a file that can be
// read.
func TestRespondToDamagedFooters(t *testing.T) {
	files := [][]byte{parquetOf(t, invent(20), parquetgo.MaxRowsPerRowGroup(8))}
	for _, name := range []string{"spark_snappy_v1", "arrowgo_v1_snappy"} {
		files = append(files, must(os.ReadFile("testdata/written/"+name+".parquet")))
	}
	answered := 0
	for _, data := range files {
		for i := footerAt(data); i < len(data); i++ {
			for _, flip := range []byte{1, 0x80} {
				data[i] ^= flip
				if answerDamaged(t, data) {
					answered++
				}
				data[i] ^= flip
			}
		}
	}
	if answered < 100 {
		t.Errorf("only %d files were answered: the rest of the test saw nothing", answered)
	}
}

// answerDamaged answers a file that may be damaged, and says whether it could.
func answerDamaged(t *testing.T, data []byte) bool {
	t.Helper()
	file, err := parquet.Open(ctx, newObject(data), table.Options{})
	if err != nil {
		return false
	}
	defer file.Close()
	if file.Rows() > 1<<20 {
		return false // true of few bytes, and slow to answer
	}
	var out bytes.Buffer
	err = file.Respond(ctx, &out, answerOf())
	var fault *table.FormatError
	if err != nil && !errors.As(err, &fault) {
		t.Fatal(err)
	}
	if err != nil {
		return false
	}
	again, err := parquet.Open(ctx, newObject(out.Bytes()), table.Options{})
	if err != nil || again.Rows() != file.Rows() || len(again.Columns()) != len(file.Columns())+len(added) {
		t.Fatalf("the response cannot be read: %v", err)
	}
	return true
}

func FuzzRespond(f *testing.F) {
	for _, options := range layouts {
		f.Add(parquetOf(f, invent(8), options...))
	}
	for _, name := range []string{"spark_snappy_v1", "hive", "arrowgo_v1_snappy", "spark_no_rows"} {
		data, err := os.ReadFile("testdata/written/" + name + ".parquet")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { answerDamaged(t, data) })
}
