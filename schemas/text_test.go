package schemas

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// textCase is one line "input -> want" of a table under testdata.
type textCase struct {
	line        int
	input, want string
}

// readCases reads a table; lines that begin with # are comments.
func readCases(t *testing.T, name string) []textCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var cases []textCase
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		input, want, ok := strings.Cut(line, "->")
		if !ok {
			t.Fatalf("%s:%d: no ->", name, i+1)
		}
		cases = append(cases, textCase{i + 1, strings.TrimSpace(input), strings.TrimSpace(want)})
	}
	if len(cases) == 0 {
		t.Fatalf("%s has no cases", name)
	}
	return cases
}

func TestFoldKey(t *testing.T) {
	for _, c := range readCases(t, "fold.txt") {
		if got := foldKey(c.input); got != c.want {
			t.Errorf("fold.txt:%d: got %q, want %q", c.line, got, c.want)
		}
	}
	composed, decomposed := "Số điện thoại", "So\u0302\u0301 đie\u0323\u0302n thoa\u0323i"
	if foldKey(composed) != foldKey(decomposed) {
		t.Errorf("composed and decomposed text fold apart: %q, %q", foldKey(composed), foldKey(decomposed))
	}
}

func TestFoldKeyAppends(t *testing.T) {
	if got := string(FoldKey([]byte("x:"), "Đỏ")); got != "x:do" {
		t.Errorf("got %q", got)
	}
}

func TestHeaders(t *testing.T) {
	d := mustDataset(t, "bank-credit")
	strengths := map[strength]string{weak: "weak", alias: "alias", direct: "direct"}
	for _, c := range readCases(t, "headers.txt") {
		clues, known := d.clues(c.input)
		var got []string
		for _, clue := range clues {
			got = append(got, string(clue.role)+" "+strengths[clue.strength])
		}
		if len(got) == 0 {
			got = []string{"-"}
			if known {
				got[0] += " known"
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("headers.txt:%d: %s: got %s, want %s", c.line, c.input, s, c.want)
		}
	}
}

func TestShapes(t *testing.T) {
	for _, c := range readCases(t, "shapes.txt") {
		if got := strings.Join(Shapes(strings.Split(c.input, "|")), " | "); got != c.want {
			t.Errorf("shapes.txt:%d: got %q, want %q", c.line, got, c.want)
		}
	}
}

func TestForms(t *testing.T) {
	for _, c := range readCases(t, "forms.txt") {
		if got := formOf(c.input); got != c.want {
			t.Errorf("forms.txt:%d: %s: got %s, want %s", c.line, c.input, got, c.want)
		}
	}
}

// formOf names the first form that a value has.
func formOf(v string) string {
	digits := bareNumber(v)
	switch {
	case isPersonalID(digits):
		return "personal id"
	case isCMND(digits):
		return "cmnd"
	}
	if year, serial, ok := yearOf(v); ok {
		s := "year " + Date(year<<9).String()
		if serial {
			s += " serial"
		}
		return s
	}
	switch {
	case isPhone(v, digits):
		return "phone"
	case lookAtName(v).shape:
		return "name"
	}
	return "nothing"
}

func mustDataset(t testing.TB, name string) *Description {
	t.Helper()
	d, err := Dataset(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
