package synth

import (
	"embed"
	"strings"
	"testing"
	"unicode/utf8"
)

//go:embed testdata
var testdata embed.FS

// TestTransformations runs testdata/transformations.txt: each line is what is
// done, the name before, the name after.
func TestTransformations(t *testing.T) {
	does := map[string]func(string) string{
		"telex": telex, "vni_typing": vniTyping, "question_marks": questionMarks, "fold": fold, "twice": twice, "new_tones": newTones,
		"ascii":      func(s string) string { return system("name_ascii", s) },
		"tcvn3":      func(s string) string { return system("name_tcvn3", s) },
		"vni":        func(s string) string { return system("name_vni", s) },
		"cp1258":     func(s string) string { return system("name_cp1258", s) },
		"vps":        func(s string) string { return system("name_vps", s) },
		"cut20":      func(s string) string { return truncate(s, 20) },
		"hook_tilde": hookTilde,
		"detail":     detailOf,
		"drop":       func(s string) string { d := newDice(1); return dropMiddle(&d, strings.Fields(s)) },
	}
	raw, err := testdata.ReadFile("testdata/transformations.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, rest, _ := strings.Cut(line, ": ")
		before, after, ok := strings.Cut(rest, " -> ")
		if !ok || does[what] == nil {
			t.Fatalf("testdata: line %q", line)
		}
		if got := does[what](before); got != after {
			t.Errorf("%s: %s -> %s, want %s", what, before, got, after)
		}
	}
}

// FuzzDamage: every error is total on any name, gives valid UTF-8 for valid
// UTF-8, and stays within bounds.
func FuzzDamage(f *testing.F) {
	for _, name := range []string{"", "A", "Nguyễn Văn An", "H'Hen Niê", "K'Brể", "Đỗ  Thị", "ế", "\xff\xfe"} {
		f.Add(name, uint64(1))
	}
	w := &inputWorker{g: theGeography(), names: theNames()}
	who := &subject{name: "Trần Thị Hoa", spouse: "Lê Văn Nam"}
	f.Fuzz(func(t *testing.T, name string, seed uint64) {
		d := newDice(seed)
		for _, c := range Classes() {
			got := name
			switch c.Group {
			case "name":
				if len(strings.Fields(name)) == 0 {
					continue // there is always a name to damage
				}
				got = w.damageName(&d, c.Name, name, who)
			case "name_form":
				got = formName(&d, c.Name, name)
			case "branch_text":
				got = system(c.Name, name)
			}
			if utf8.ValidString(name) && !utf8.ValidString(got) {
				t.Errorf("%s makes invalid UTF-8", c.Name)
			}
			if len(got) > 12*len(name)+64 {
				t.Errorf("%s makes %d bytes of %d", c.Name, len(got), len(name))
			}
		}
	})
}
