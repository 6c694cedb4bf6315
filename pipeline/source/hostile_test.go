package source_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/sandbox"
	"lamsach/pipeline/source/table"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// What a file may take, whatever it is: processor time, and memory beyond what
// a harmless file takes.
const (
	mostTime   = 5 * time.Second
	mostMemory = 256 << 20
)

// canaries stand in the cells of every file. No error and no description may
// hold one.
var canaries = []string{"Mật", "079073778592", "Nguyễn Trãi"}

// hostile is a file of the campaign.
type hostile struct {
	name string // of the case
	key  string // of the object
	make func() []byte
	rows int64 // that it must give; -1: rows or an error; -2: an error
}

const (
	anything = -1
	refused  = -2
)

// TestHostileFiles opens and reads, in a child, some hundred files that were
// cut, flipped, forged or made to harm: each ends with all its rows or with an
// error about the file, within bounds.
func TestHostileFiles(t *testing.T) {
	files := hostileFiles(t)
	if len(files) < 270 {
		t.Errorf("%d files, there were 270 once", len(files))
	}
	base := try(t, hostile{name: "harmless", key: "harmless.csv", rows: 1, make: func() []byte { return []byte("Mã,Tên\n1,An\n") }})
	t.Logf("%d files; a harmless one takes %d MiB and %s", len(files), base.Peak>>20, base.CPU.Round(time.Millisecond))
	var mu sync.Mutex
	var most sandbox.Usage
	ends := map[string]int{}
	t.Run("files", func(t *testing.T) {
		for _, f := range files {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				took := try(t, f)
				if took.CPU > mostTime {
					t.Errorf("it took %s of processor time, at most %s is allowed", took.CPU, mostTime)
				}
				if over := took.Peak - base.Peak; over > mostMemory {
					t.Errorf("it took %d MiB more than a harmless file, at most %d are allowed", over>>20, mostMemory>>20)
				}
				mu.Lock()
				defer mu.Unlock()
				if took.CPU > 2*time.Second || took.Peak > 128<<20 {
					t.Logf("it took %d MiB and %s", took.Peak>>20, took.CPU.Round(time.Millisecond))
				}
				most.CPU, most.Peak = max(most.CPU, took.CPU), max(most.Peak, took.Peak)
				ends[took.end]++
			})
		}
	})
	t.Logf("%v; at most %d MiB and %s", ends, most.Peak>>20, most.CPU.Round(time.Millisecond))
}

// taken is what a file took and how it ended.
type taken struct {
	sandbox.Usage
	end string
}

// try opens and reads a file whole and holds the end against what it must be.
func try(t *testing.T, h hostile) (took taken) {
	t.Helper()
	data := h.make()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	obj := &file{f, store.Info{Key: h.key, Size: int64(len(data))}}
	rows, err := readWhole(obj, &took)
	bad := new(table.FormatError)
	switch {
	case err != nil && !errors.As(err, &bad):
		t.Errorf("it is no error about the file: %v", err)
	case err == nil && h.rows == refused:
		t.Errorf("it was read: %d rows", rows)
	case h.rows >= 0 && (err != nil || rows != h.rows):
		t.Errorf("%d rows, %v; want %d", rows, err, h.rows)
	}
	took.end = "read"
	if err != nil {
		took.end = "refused"
		checkText(t, err.Error())
		if bad.Object != h.key {
			t.Errorf("the error names %q: %v", bad.Object, err)
		}
	}
	if took.Died {
		took.end = "died"
		t.Logf("the decoder died: %v", err)
	}
	return took
}

func checkText(t *testing.T, text string) {
	t.Helper()
	for _, c := range canaries {
		if strings.Contains(text, c) {
			t.Errorf("a text holds a cell: %s", text)
		}
	}
	if len(text) > 2000 || strings.ContainsAny(text, "\n\x1b\x00") {
		t.Errorf("a text is no line: %q", text)
	}
}

// readWhole opens an object and reads all rows of all columns that can be read.
func readWhole(obj store.Object, took *taken) (rows int64, err error) {
	ctx := context.Background()
	f, err := sandbox.Open(ctx, obj, sandbox.Options{Ended: func(u sandbox.Usage) { took.Usage = u }})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var b pipeline.Batch
	for _, tab := range f.Tables() {
		var columns []int
		for i, c := range tab.Columns() {
			if c.Type != "nested" {
				columns = append(columns, i)
			}
		}
		var read int64
		for _, cut := range tab.Cuts(pipeline.UsualPartRows) {
			part := pipeline.Part{Sheet: tab.Sheet(), FirstRow: cut.FirstRow, Rows: cut.Rows}
			if err := tab.Read(ctx, part, columns, &b); err != nil {
				return rows, err
			}
			read += int64(b.Rows)
		}
		if read != tab.Rows() {
			return rows, fmt.Errorf("%d rows were read, %d were told", read, tab.Rows())
		}
		rows += read
	}
	return rows, nil
}

// file is a file of this machine as an object.
type file struct {
	*os.File
	info store.Info
}

func (f *file) Size() int64          { return f.info.Size }
func (f *file) Info() store.Info     { return f.info }
func (f *file) Descriptor() *os.File { return f.File }
