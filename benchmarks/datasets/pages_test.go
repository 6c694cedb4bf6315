package datasets_test

import (
	"os"
	"path/filepath"
	"testing"

	"lamsach/benchmarks/datasets"
)

// The pages of docs/datasets say what the descriptions say.
func TestPagesAreCurrent(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "datasets")
	pages := map[string]func() (string, error){"README": datasets.Index}
	for _, name := range datasets.Names() {
		pages[name] = func() (string, error) { return datasets.Page(name) }
	}
	for name, make := range pages {
		text, err := make()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name+".md")
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if is, err := os.ReadFile(file); err != nil || string(is) != text {
			t.Errorf("%s.md is not current (%v); go test ./benchmarks/datasets -run Pages -update", name, err)
		}
	}
	if there, _ := filepath.Glob(filepath.Join(dir, "*.md")); len(there) != len(pages)+1 { // and the figures, which are measured
		t.Errorf("%d pages, want %d", len(there), len(pages)+1)
	}
}
