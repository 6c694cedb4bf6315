package strict

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// garden is an invented format with a field of every kind.
type garden struct {
	Reader
	name, kind, header string
	parts              int
}

var gardenFile = Document{One: "one file is one garden", Compulsory: "version and name"}

func (g *garden) read(root Node) {
	g.Mapping(root, "a garden",
		Field{Key: "version", Must: true, Read: func(n Node) { g.Version(n, 1) }},
		Field{Key: "name", Must: true, Read: func(n Node) { g.name = g.Text(n, "name", "rose") }},
		Field{Key: "count", Read: func(n Node) { g.Number(n, "count", "3") }},
		Field{Key: "kind", Read: func(n Node) { g.kind = g.Word(n, "kind", "bed", "pot") }},
		Field{Key: "open", Read: func(n Node) { g.Truth(n, "open") }},
		Field{Key: "header", Read: func(n Node) { g.header = g.Written(n, "header", "No") }},
		Field{Key: "parts", Read: func(n Node) { g.List(n, "parts", "{ name: rose }", g.part) }},
	)
}

func (g *garden) part(n Node) {
	g.parts++
	g.Mapping(n, "a part", Field{Key: "name", Must: true, Read: func(n Node) { g.Text(n, "name", "rose") }})
}

func readGarden(text []byte) (*garden, error) {
	g := &garden{}
	if root := g.Parse(text, gardenFile); root != nil {
		g.read(root)
	}
	return g, g.Err("garden.yaml")
}

// TestFaultsAllAtOnce holds the faults of every case of testdata/faults.txt
// against those written below its last line of dashes.
func TestFaultsAllAtOnce(t *testing.T) {
	text, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(text), "=== ")[1:] {
		name, rest, _ := strings.Cut(c, "\n")
		at := strings.LastIndex("\n"+rest, "\n---\n")
		if at < 0 {
			t.Fatalf("case %s has no ---", name)
		}
		_, err := readGarden([]byte(rest[:at]))
		var faults *FaultsError
		if !errors.As(err, &faults) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var want []string
		for _, line := range strings.Split(strings.TrimSpace(rest[at+len("---\n"):]), "\n") {
			want = append(want, "garden.yaml:"+line)
		}
		if got := err.Error(); got != strings.Join(want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, strings.Join(want, "\n"))
		}
	}
}

func TestValues(t *testing.T) {
	g, err := readGarden([]byte("{version: 1, name: ' a b ', kind: pot, header: No, parts: [{name: x}, {name: y}]}"))
	if err != nil || g.name != "a b" || g.kind != "pot" || g.header != "No" || g.parts != 2 {
		t.Errorf("%+v, %v", g, err)
	}
	if n := g.Faults(); n != 0 {
		t.Errorf("%d faults", n)
	}
}

func TestPeek(t *testing.T) {
	for text, want := range map[string]string{
		"kind: pot": "pot", "a: 1\nkind: bed": "bed", "kind: [pot]": "", "kind: 1": "", "- kind": "", "name: kind": "",
	} {
		var r Reader
		if got := Peek(r.Parse([]byte(text), gardenFile), "kind"); got != want || r.Faults() != 0 {
			t.Errorf("%q: got %q, %d faults", text, got, r.Faults())
		}
	}
}

func TestDepth(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a: [{b: [1]}, []]": 3, "]]] [": 1, "- - ? - a": 4, "  - a\n  - b": 1, "---\n-": 1, "a: - - -": 0, "--- - -": 0, "-5": 0, "- -5": 1, "-\t?\r\n": 2,
	} {
		if got := depth([]byte(text)); got != want {
			t.Errorf("%q: depth %d, want %d", text, got, want)
		}
	}
}

// TestCostlyTextsAreRefused: the parser would take seconds or recurse deeply.
func TestCostlyTextsAreRefused(t *testing.T) {
	for _, c := range []struct{ part, says string }{
		{"[", "deep"},
		{"{a: ", "deep"},
		{"- ", "deep"},
		{"? ", "deep"},
		{"-\t", "deep"},
		{"# \n", "longer than 65536 bytes"},
	} {
		n := maxDepth + 1
		if c.part == "# \n" {
			n = MaxBytes
		}
		_, err := readGarden([]byte(strings.Repeat(c.part, n)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.part, err)
		}
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"empty": 0, "full": MaxBytes, "long": MaxBytes + 1} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := ReadFile(file)
		if refused := size > MaxBytes; refused != (err != nil) || !refused && len(text) != size {
			t.Errorf("%s: %d bytes, %v", name, len(text), err)
		}
	}
	if _, err := ReadFile(filepath.Join(dir, "absent")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
	if _, err := ReadFile(dir); err == nil || !strings.Contains(err.Error(), "not a file of at most") {
		t.Errorf("a folder: %v", err)
	}
}

// FuzzReader: any bytes are a garden or a list of faults in reading order, each
// with a place and one printable line; never a panic.
func FuzzReader(f *testing.F) {
	text, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range strings.Split(string(text), "=== ")[1:] {
		_, rest, _ := strings.Cut(c, "\n")
		f.Add([]byte(rest))
	}
	for _, s := range []string{
		"", "{", "%", "\x00\xff", "a: &x [*x]", "a: &a [*a, *a]\n<<: *a\n", "? a\n: b", "? [a]\n: b", "- - -", "a: !!binary x", "a: |\n  b", "name: >\n",
		"count: .nan", "count: -.inf", "count: 0x1F", "count: 1e999", "open: !!bool true", "&a : b", "\ufeffname: a", "name: a\r\nversion: 1\r\n",
		strings.Repeat("[", maxDepth), strings.Repeat("- ", maxDepth),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g, err := readGarden(text)
		if err == nil {
			if g.name == "" {
				t.Error("a garden without the compulsory name was accepted")
			}
			return
		}
		var faults *FaultsError
		if !errors.As(err, &faults) || len(faults.Faults) == 0 {
			t.Fatalf("not a list of faults: %v", err)
		}
		last := Fault{Line: 1, Column: 1}
		for _, fault := range faults.Faults {
			if fault.Line < last.Line || fault.Line == last.Line && fault.Column < last.Column {
				t.Errorf("%v after %v", fault, last)
			}
			if m := fault.Message; m == "" || m != oneLine(m, maxMessage+1) || !utf8.ValidString(m) {
				t.Errorf("message %q", m)
			}
			last = fault
		}
	})
}
