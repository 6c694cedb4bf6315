package datasets

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/benchmarks/synth"
	"lamsach/schemas"
)

// aRegister is an invented register of a few thousand people.
func aRegister(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "register")
	if err := synth.WriteRegister(context.Background(), synth.RegisterOptions{People: 3000, Seed: 8, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// columnsOf are the columns of a dataset's example, with what each means.
func columnsOf(t *testing.T, register string, f *form) (cols []schemas.ColumnInfo, roles []schemas.Role) {
	t.Helper()
	made, err := f.make(t.Context(), synth.InputOptions{Register: register, Dataset: f.dataset, Rows: 60, Seed: 3, Mix: "default"})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range f.columns {
		col := schemas.ColumnInfo{Name: c.header}
		for _, row := range made.rows {
			if row[i] != "" {
				col.Sample = append(col.Sample, row[i])
			}
		}
		cols, roles = append(cols, col), append(roles, c.role)
	}
	return cols, roles
}

func description(t *testing.T, name string) *schemas.Description {
	t.Helper()
	d, err := schemas.Dataset(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Every dataset has a form; under its own headers every column is what it is, no
// compulsory one is missing, and the file is taken for nothing else.
func TestExamplesAreRecognised(t *testing.T) {
	register := aRegister(t)
	for _, name := range Names() {
		if name == synth.Dataset { // made by synth and held to this there
			continue
		}
		f := formOf(name)
		if f == nil {
			t.Errorf("%s has no example", name)
			continue
		}
		cols, roles := columnsOf(t, register, f)
		d := description(t, name)
		found := d.Recognise(cols)
		for i, r := range found {
			if r.Role != roles[i] {
				t.Errorf("%s: %s: taken for %q (%s), is %q", name, cols[i].Name, r.Role, r.By, roles[i])
			}
		}
		if missing := d.Missing(found); len(missing) > 0 {
			t.Errorf("%s lacks %v", name, missing)
		}
		if fits := schemas.Rank(cols); fits[0].Dataset.Name != name {
			t.Errorf("%s is taken for %s (%.2f, %.2f)", name, fits[0].Dataset.Name, fits[0].Certainty, fits[1].Certainty)
		}
	}
}

// readHeaders reads spellings of no description: dataset → role → Vietnamese, English.
func readHeaders(t *testing.T, file string) map[string]map[schemas.Role][2]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[schemas.Role][2]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(cells) != 4 {
			t.Fatalf("%s: not four cells: %s", file, line)
		}
		if all[cells[0]] == nil {
			all[cells[0]] = map[schemas.Role][2]string{}
		}
		all[cells[0]][schemas.Role(cells[1])] = [2]string{cells[2], cells[3]}
	}
	return all
}

// The shares of roles that must be right under headers that no description was
// made from: of all columns of all files renamed, and of those headers alone that
// were written after everything else and looked at once. At first sight the
// former were 0.84 (Vietnamese) and 0.52 (English) and made the rules of
// headersets.go and relatives.go; the latter were 0.83 and 0.81.
const leastRight, leastFresh = 0.9, 0.8

// Headers renamed in Vietnamese or in English and shuffled: of all roles of all
// files most are found, and of those under headers that nothing was made from
// (freshheaders.txt) as well.
func TestOtherHeaders(t *testing.T) {
	register, headers, fresh := aRegister(t), readHeaders(t, "otherheaders.txt"), readHeaders(t, "freshheaders.txt")
	for lang, word := range []string{"Vietnamese", "English"} {
		for _, first := range []bool{false, true} {
			var right, all int
			for _, f := range forms {
				cols, roles := columnsOf(t, register, &f)
				counted := make([]bool, len(cols))
				for i, role := range roles {
					if h, ok := headers[f.dataset][role]; ok {
						cols[i].Name, counted[i] = h[lang], !first
					}
					if h, ok := fresh[f.dataset][role]; ok && first {
						cols[i].Name, counted[i] = h[lang], true
					}
				}
				order := rand.New(rand.NewPCG(1, uint64(lang))).Perm(len(cols))
				shuffled := make([]schemas.ColumnInfo, len(cols))
				for to, from := range order {
					shuffled[to] = cols[from]
				}
				for to, r := range description(t, f.dataset).Recognise(shuffled) {
					switch want := roles[order[to]]; {
					case !counted[order[to]]:
					case r.Role == want:
						all, right = all+1, right+1
					default:
						all++
						t.Logf("%s: %s: taken for %q (%s), is %s", f.dataset, shuffled[to].Name, r.Role, r.By, want)
					}
				}
			}
			share := float64(right) / float64(all)
			t.Logf("%s, fresh %v: %d of %d roles right (%.1f %%)", word, first, right, all, 100*share)
			least := leastRight
			if first {
				least = leastFresh
			}
			if share < least {
				t.Errorf("%s, fresh %v: %.3f of the roles are right, want %g", word, first, share, least)
			}
		}
	}
}

// The same options give the same bytes, another seed others.
func TestDeterministic(t *testing.T) {
	register := aRegister(t)
	for _, name := range Names() {
		var first []byte
		for turn, seed := range []uint64{3, 3, 4} {
			dir := t.TempDir()
			if err := WriteInputs(t.Context(), synth.InputOptions{Register: register, Dataset: name, Rows: 30, Seed: seed, Dir: dir}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			files, _ := filepath.Glob(filepath.Join(dir, name+"-00000.*"))
			if len(files) != 1 {
				t.Fatalf("%s: files %v", name, files)
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if turn == 0 {
				first = data
			} else if bytes.Equal(first, data) != (turn == 1) {
				t.Errorf("%s: turn %d with seed %d: same bytes %v", name, turn, seed, turn != 1)
			}
		}
	}
}

func TestWriteInputsRefuses(t *testing.T) {
	for _, o := range []synth.InputOptions{
		{Dataset: "vehicles", Rows: 1, Register: "r", Dir: "d"},
		{Dataset: "vehicle", Rows: 0, Register: "r", Dir: "d"},
		{Dataset: "vehicle", Rows: maxRows + 1, Register: "r", Dir: "d"},
		{Dataset: "vehicle", Rows: 1, Register: "r"},
		{Dataset: "vehicle", Rows: 1, Register: "no/such", Dir: t.TempDir()},
		{Dataset: "vehicle", Rows: 1, Register: "r", Dir: "d", Mix: "odd"},
	} {
		if err := WriteInputs(t.Context(), o); err == nil {
			t.Errorf("%+v was not refused", o)
		}
	}
}
