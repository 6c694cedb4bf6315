package source_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source"
)

// Files that other programs wrote say what those programs say they do.
func TestForeignFiles(t *testing.T) {
	dir := t.TempDir()
	python, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(python, "-c", "import pyarrow.parquet").Run()
	}
	if err != nil {
		if os.Getenv("LAMSACH_REQUIRE_PEERS") == "1" {
			t.Fatal("python3 with pyarrow is required here:", err)
		}
		t.Skip("no python3 with pyarrow:", err)
	}
	if out, err := exec.Command(python, "testdata/write_foreign.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".parquet"), func(t *testing.T) {
			foreignFile(t, name)
			damagedFile(t, name)
		})
	}
}

// damagedFile scatters wrong bytes over pages that mostly have no checksum:
// that is a FormatError or goes unseen, and never takes much memory.
func damagedFile(t *testing.T, name string) {
	rnd := rand.New(rand.NewPCG(3, 4))
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		data := bytes.Clone(good)
		for range 1 + rnd.IntN(30) {
			data[rnd.IntN(len(data))] = byte(rnd.UintN(256)) | byte(rnd.UintN(2)*255)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readThrough(data)
		runtime.ReadMemStats(&after)
		var format *source.FormatError
		if err != nil && !errors.As(err, &format) {
			t.Errorf("damaged: %v", err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 700<<20 { // one page of the largest size, read and decoded
			t.Errorf("damaged: %d MiB allocated, %v", took>>20, err)
		}
	}
}

func foreignFile(t *testing.T, name string) {
	data, err := os.ReadFile(strings.TrimSuffix(name, ".parquet") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Columns []string
		Values  [][]any
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	data, err = os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, data)
	if len(f.Columns()) != len(want.Columns) {
		t.Fatalf("%d columns, want %d", len(f.Columns()), len(want.Columns))
	}
	for i, c := range f.Columns() {
		if c.Name != want.Columns[i] || f.Rows() != int64(len(want.Values[i])) {
			t.Fatalf("column %d is %q with %d rows, want %q with %d", i, c.Name, f.Rows(), want.Columns[i], len(want.Values[i]))
		}
	}
	for _, max := range []int{pipeline.MaxPartRows, 333} {
		for i, got := range readAll(t, f, max) {
			for r := range got {
				if !sameCell(got[r], want.Values[i][r]) {
					t.Fatalf("parts of %d: column %q row %d: got %v, want %v", max, want.Columns[i], r, got[r], want.Values[i][r])
				}
			}
		}
	}
}

// sameCell compares a cell of ours with one from JSON: nil, string, or a list
// of them. A null list and an empty one are the same to us.
func sameCell(got, want any) bool {
	list, ok := got.([]any)
	if !ok {
		return got == want
	}
	other, _ := want.([]any)
	if len(list) != len(other) {
		return false
	}
	for i := range list {
		if list[i] != other[i] {
			return false
		}
	}
	return true
}
