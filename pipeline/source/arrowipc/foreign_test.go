package arrowipc_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
)

// python finds the interpreter with the other implementation, or skips.
func python(t *testing.T) string {
	t.Helper()
	name, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(name, "-c", "import pyarrow.ipc").Run()
	}
	if err != nil {
		if os.Getenv("LAMSACH_REQUIRE_PEERS") == "1" {
			t.Fatal("python3 with pyarrow is required here:", err)
		}
		t.Skip("no python3 with pyarrow:", err)
	}
	return name
}

// Objects that other programs wrote say what those programs say they do, and
// those programs read the responses.
func TestForeignObjects(t *testing.T) {
	dir, name := t.TempDir(), python(t)
	if out, err := exec.Command(name, "testdata/write_ipc.py", "write", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	list, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(list) < 20 {
		t.Fatalf("%d objects, %v", len(list), err)
	}
	for _, l := range list {
		file := strings.TrimSuffix(l, ".json")
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := foreignObject(t, file)
			if err := os.WriteFile(file+".response", respond(t, data, answer(nil)), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
	if out, err := exec.Command(name, "testdata/write_ipc.py", "check", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, l := range list {
		foreignAnswer(t, strings.TrimSuffix(l, ".json")+".added")
	}
}

func foreignObject(t *testing.T, name string) []byte {
	t.Helper()
	said, err := os.ReadFile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Columns, Read []string
		Values        [][]any
	}
	if err := json.Unmarshal(said, &want); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all, read []string
	for _, c := range open(t, data).Tables()[0].Columns() {
		if all = append(all, c.Name); c.Type != "nested" && c.Type != "other" {
			read = append(read, c.Name)
		}
	}
	if !slices.Equal(all, want.Columns) || !slices.Equal(read, want.Read) {
		t.Fatalf("columns %q, of which %q can be read; want %q and %q", all, read, want.Columns, want.Read)
	}
	for _, max := range []int{pipeline.MaxPartRows, 311} {
		compare(t, "parts", readAll(t, data, max), want.Values)
	}
	return data
}

// foreignAnswer compares the added cells, as the other program read them.
func foreignAnswer(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var batches [][][]any
	if err := json.Unmarshal(data, &batches); err != nil {
		t.Fatal(err)
	}
	row := int64(0)
	for _, b := range batches {
		for r := range len(b[0]) {
			for i, v := range answered(row) {
				if b[i][r] != v {
					t.Fatalf("%s: added column %d row %d: %v, want %v", filepath.Base(name), i, row, b[i][r], v)
				}
			}
			row++
		}
	}
}
