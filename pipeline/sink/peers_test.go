package sink_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lamsach/pipeline/sink"
)

// pyarrow finds a python3 that has pyarrow, or skips the test.
func pyarrow(t *testing.T) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(python, "-c", "import pyarrow.parquet").Run()
	}
	if err != nil && os.Getenv("LAMSACH_REQUIRE_PEERS") == "1" {
		t.Fatal("python3 with pyarrow is required here:", err)
	}
	if err != nil {
		t.Skip("no python3 with pyarrow:", err)
	}
	return python
}

// The readers that data teams use see the types of the contract and the cells
// that were written.
func TestPyarrowReadsTheTables(t *testing.T) {
	python := pyarrow(t)
	dir := t.TempDir()
	w := newWriter(sink.Values)
	save := func(name string, data []byte, err error) {
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".parquet"), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	data, err := w.Outcomes(here, part, outcomes(), settled{part.StartRow}, register{}, meta)
	save("outcomes", data, err)
	data, err = w.Cleaned(here, part, cleaned(), meta)
	save("cleaned", data, err)
	data, err = w.Mismatches(here, part, cleaned(), mismatches(), register{}, meta)
	save("mismatches", data, err)

	cmd := exec.Command(python, "testdata/read_back.py", dir)
	cmd.Stderr = os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var tables map[string]map[string][]any
	if err := json.Unmarshal(answer, &tables); err != nil {
		t.Fatal(err)
	}
	checks := []struct {
		table, column string
		row           int
		want          any
	}{
		{"outcomes", "verdict", 1, "contradicted"},
		{"outcomes", "source_row", 3, 1003.0},
		{"outcomes", "match_probability", 2, nil},
		{"outcomes", "match_probability", 1, 0.93},
		{"outcomes", "duplicate_of_row", 1, 2.0},
		{"cleaned", "birth_date", 0, "1985-03-01"},
		{"cleaned", "birth_date", 2, nil},
		{"cleaned", "full_name", 0, "Lê Văn An"},
		{"cleaned", "commune_code", 0, "00004"},
		{"mismatches", "register_value", 2, "Trần Thị Bình"},
	}
	for _, c := range checks {
		if got := tables[c.table][c.column]; len(got) <= c.row || got[c.row] != c.want {
			t.Errorf("%s.%s: got %v, want %v in row %d", c.table, c.column, got, c.want, c.row)
		}
	}
	first := tables["cleaned"]["repairs"][1].([]any)[0].(map[string]any)
	if first["field"] != "personal_id" || first["original"] != "79085000009" || first["code"] != "number_zeros" {
		t.Errorf("repairs: %v", first)
	}
}
