package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "lamsach/"

// homes names the only rooms that may import a library.
var homes = map[string][]string{
	"github.com/minio/minio-go":       {"internal/store"},
	"github.com/xuri/excelize":        {"benchmarks"},
	"github.com/parquet-go":           {"pipeline/source/parquet", "benchmarks"},
	"github.com/spf13/cobra":          {"cmd/lamsach"},
	"github.com/goccy/go-yaml":        {"internal/strict"},
	"github.com/apache/arrow/go":      {"pipeline", "benchmarks"},
	"golang.org/x/sys":                {"internal"},
	"golang.org/x/term":               {"cmd/lamsach", "jobs"},
	"github.com/rogpeppe/go-internal": {"cmd/lamsach"},
	"simd/archsimd":                   {"matchers/kernel"},
}

// TestRoomsKeepTheirDoors fails when a package imports a room that its own
// doc.go does not name on its "May import:" line, or a library outside its home.
func TestRoomsKeepTheirDoors(t *testing.T) {
	root := filepath.Join("..", "..")
	rooms := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		if d.IsDir() && rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "tools" || d.Name() == "lamsach-demo") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		rooms++
		checkFile(t, root, rel)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if rooms == 0 {
		t.Fatal("no Go file was found: the test looks in the wrong place")
	}
}

func checkFile(t *testing.T, root, rel string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, rel), nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%s: %v", rel, err)
		return
	}
	room := path.Dir(rel)
	for _, spec := range f.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		to, local := strings.CutPrefix(imported, module)
		switch {
		case !local:
			checkHome(t, rel, room, imported)
		case strings.HasPrefix(room, "cmd/"):
			// the binary may open every door
		case !slices.Contains(doors(t, filepath.Join(root, room)), to):
			t.Errorf("%s imports %s, which %s/doc.go does not allow", rel, to, room)
		}
	}
}

func checkHome(t *testing.T, rel, room, imported string) {
	for library, allowed := range homes {
		if !strings.HasPrefix(imported, library) {
			continue
		}
		if !slices.ContainsFunc(allowed, func(home string) bool { return room == home || strings.HasPrefix(room, home+"/") }) {
			t.Errorf("%s imports %s, which lives only in %s", rel, imported, strings.Join(allowed, ", "))
		}
	}
}

// doors reads the "May import:" line of a room; the line may go on until the
// end of its paragraph.
func doors(t *testing.T, room string) []string {
	t.Helper()
	for _, name := range []string{"doc.go", path.Base(filepath.ToSlash(room)) + ".go"} {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(room, name), nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil || f.Doc == nil {
			continue
		}
		_, list, found := strings.Cut(f.Doc.Text(), "May import:")
		if !found {
			t.Fatalf("%s: no May import line in %s", room, name)
		}
		list, _, _ = strings.Cut(list, "\n\n")
		return strings.Fields(strings.ReplaceAll(list, ",", " "))
	}
	t.Fatalf("%s: every room needs a doc.go", room)
	return nil
}
