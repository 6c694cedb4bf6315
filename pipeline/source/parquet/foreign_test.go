package parquet_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// python finds the interpreter and the libraries with which other programs
// write and read files.
func python(t testing.TB) string {
	t.Helper()
	name, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(name, "-c", "import pyarrow.parquet, duckdb").Run()
	}
	if err != nil {
		if os.Getenv("LAMSACH_REQUIRE_PEERS") == "1" {
			t.Fatal("python3 with pyarrow and duckdb is required here:", err)
		}
		t.Skip("no python3 with pyarrow and duckdb:", err)
	}
	return name
}

// foreign is one file that another program wrote.
type foreign struct {
	File   string // its name without ending is the test's
	Expect string // file with what its cells are
	Error  string // what is said instead
	Damage bool
	path   string
}

// expected is what the cells of a file are.
type expected struct {
	Rows    int64
	Columns []string
	Values  [][]any // by column; nil for one that is listed and cannot be read
}

// foreignFiles are the files that testdata/write_foreign.py writes, and where
// they are.
var foreignFiles = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "foreign")
	if err != nil {
		return "", err
	}
	foreignFolder = dir
	out, err := foreignWriter(dir).CombinedOutput()
	if err != nil {
		err = errors.Join(err, errors.New(string(out)))
	}
	return dir, err
})

func foreignWriter(dir string) *exec.Cmd {
	cmd := exec.Command("python3", "testdata/write_foreign.py", dir)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	return cmd
}

// writtenElsewhere gives the files that the libraries here write, and those of
// testdata/written.
func writtenElsewhere(t *testing.T) (all []foreign) {
	python(t)
	dir, err := foreignFiles()
	if err != nil {
		t.Fatal(err)
	}
	all = append(index(t, dir), index(t, "testdata/written")...)
	if len(all) < 100 {
		t.Fatalf("only %d files", len(all))
	}
	return all
}

func index(t *testing.T, dir string) (all []foreign) {
	t.Helper()
	load(t, filepath.Join(dir, "index.json"), &all)
	for i := range all {
		all[i].path = filepath.Join(dir, all[i].File)
		if all[i].Expect != "" {
			all[i].Expect = filepath.Join(dir, all[i].Expect)
		}
	}
	return all
}

func load(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		t.Fatal(name, err)
	}
}

// foreignFolder is where they are, "" as long as no test wanted them.
var foreignFolder string

func TestMain(m *testing.M) {
	code := m.Run()
	if foreignFolder != "" {
		_ = os.RemoveAll(foreignFolder)
	}
	os.Exit(code)
}

// Files that other programs wrote say what those programs say they do.
func TestForeignFiles(t *testing.T) {
	for _, f := range writtenElsewhere(t) {
		t.Run(strings.TrimSuffix(f.File, ".parquet"), func(t *testing.T) { foreignFile(t, f) })
	}
}

// The same for the files of Spark, Hive, parquet-java and arrow/go, which are
// kept here: these writers are not at hand everywhere.
func TestWrittenFiles(t *testing.T) {
	for _, f := range index(t, "testdata/written") {
		t.Run(strings.TrimSuffix(f.File, ".parquet"), func(t *testing.T) { foreignFile(t, f) })
	}
}

func foreignFile(t *testing.T, file foreign) {
	data, err := os.ReadFile(file.path)
	if err != nil {
		t.Fatal(err)
	}
	if file.Error != "" {
		_, err := readThrough(data)
		damagedAs(t, file.File, err, file.Error)
		return
	}
	var want expected
	load(t, file.Expect, &want)
	f := open(t, data)
	if f.Rows() != want.Rows {
		t.Fatalf("%d rows, want %d", f.Rows(), want.Rows)
	}
	var columns []int
	var names []string
	for i, c := range f.Columns() {
		names = append(names, c.Name)
		readable := c.Type != "nested" && c.Type != "other"
		if readable {
			columns = append(columns, i)
		}
		if i < len(want.Values) && readable != (want.Values[i] != nil) {
			t.Errorf("column %q is %s", c.Name, c.Type)
		}
	}
	if !reflect.DeepEqual(names, append([]string(nil), want.Columns...)) {
		t.Fatalf("columns\n%q, want\n%q", names, want.Columns)
	}
	for _, max := range []int{pipeline.MaxPartRows, 333} {
		for i, got := range readColumns(t, f, columns, max) {
			for r := range got {
				if !sameCell(got[r], want.Values[columns[i]][r]) {
					t.Fatalf("parts of %d: column %q row %d: got %v, want %v", max, names[columns[i]], r, got[r], want.Values[columns[i]][r])
				}
			}
		}
	}
	if file.Damage {
		damagedFile(t, data)
	}
}

// damagedFile scatters wrong bytes over pages that mostly have no checksum:
// that is a table.FormatError or goes unseen, and never takes much memory.
func damagedFile(t *testing.T, good []byte) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		data := bytes.Clone(good)
		for range 1 + rnd.IntN(30) {
			data[rnd.IntN(len(data))] = byte(rnd.UintN(256)) | byte(rnd.UintN(2)*255)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readThrough(data)
		runtime.ReadMemStats(&after)
		var format *table.FormatError
		if err != nil && !errors.As(err, &format) {
			t.Errorf("damaged: %v", err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 700<<20 { // one page of the largest size, read and decoded
			t.Errorf("damaged: %d MiB allocated, %v", took>>20, err)
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
