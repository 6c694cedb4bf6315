package suite

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/synth"
	"lamsach/schemas"
)

// orderRows make more than one part, and groups of duplicates across them.
const orderRows = 70_000

// TestOrderDoesNotMatter shuffles the rows of a file, cuts it into other row
// groups and files, and expects the same answer to every row: all that linking
// decides, and of what settling finds all but which of the rows about one person
// is the first.
//
// In the default and dirty mixes a few of many branches write in legacy encodings,
// code genders or order dates otherwise, and names are cut off: which
// ones is asked of all rows, so it does not hang on where they stand.
func TestOrderDoesNotMatter(t *testing.T) {
	dir, s := t.TempDir(), readTables(t)
	snapshot := buildRegister(t, dir, s)
	for _, mix := range []string{"ascii", "default", "dirty"} {
		in := filepath.Join(dir, mix)
		o := synth.InputOptions{Register: filepath.Join(dir, "dense"), Dataset: synth.Dataset, Rows: orderRows, Seed: 23, Mix: mix, Dir: in}
		if err := synth.WriteInputs(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		schema, rows := readRows(t, filepath.Join(in, synth.Dataset+"-00000.parquet"))
		as := runJob(t, filepath.Join(in, "*.parquet"), snapshot, in+"-out")
		if len(as) != len(rows) || len(rows) != orderRows {
			t.Fatalf("%d answers to %d rows", len(as), len(rows))
		}
		for _, cut := range []struct{ files, group int }{{1, 7_000}, {3, 20_000}} {
			order := rand.New(rand.NewPCG(24, uint64(cut.files))).Perm(len(rows))
			other := fmt.Sprintf("%s-in-%d", in, cut.files)
			writeRows(t, other, schema, rows, order, cut.files, cut.group)
			got := runJob(t, filepath.Join(other, "*.parquet"), snapshot, other+"-out")
			if len(got) != len(order) {
				t.Fatalf("%d answers to %d rows", len(got), len(order))
			}
			if said := differences(as, got, order); len(said) > 0 {
				t.Errorf("%s: %d of %d rows are answered otherwise:\n%s", mix, len(said), len(order), strings.Join(said[:min(len(said), 3)], "\n"))
			}
		}
	}
}

// differences holds the answers to shuffled rows against those to the rows as
// they were; order[i] is where row i stood. Of every person as many rows must be
// no duplicate as before.
func differences(as, got []answer, order []int) (said []string) {
	firsts := map[string]int{} // of a person: rows that are no duplicate, as they were less shuffled
	for i, at := range order {
		was, now := settledApart(&as[at], firsts, 1), settledApart(&got[i], firsts, -1)
		if was != now {
			said = append(said, fmt.Sprintf("row %d, shuffled to row %d:\n   was %s\n   now %s", at, i, was, now))
		}
	}
	if len(said) > 0 {
		return said // who is claimed then differs as well
	}
	for _, n := range firsts {
		if n != 0 {
			said = append(said, "a person has another number of rows that are no duplicate")
		}
	}
	return said
}

// settledApart is an answer as text, but for what says which row is the first
// about its person; of those it adds up how many there are.
func settledApart(a *answer, firsts map[string]int, by int) string {
	duplicate := schemas.ReasonDuplicate.String()
	if a.Person != nil && !slices.Contains(a.Reasons, duplicate) {
		firsts[*a.Person] += by
	}
	reasons := slices.DeleteFunc(slices.Clone(a.Reasons), func(r string) bool { return r == duplicate })
	return fmt.Sprint(a.Verdict, " ", text(a.Person), " ", text(a.Candidate), " ", text(a.Owner), " ",
		number(a.Probability), " ", number(a.Weight), " ", number(a.RunnerUp), " ", strings.Join(reasons, "+"), " ",
		a.ID, " ", a.Name, " ", a.Birth, " ", a.Gender, " ", a.Place)
}

func text(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func number[T float32 | float64](x *T) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprint(*x)
}

func readRows(t *testing.T, path string) (*parquet.Schema, []parquet.Row) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := parquet.NewReader(f)
	var rows []parquet.Row
	buffer := make([]parquet.Row, 1000)
	for {
		n, err := r.ReadRows(buffer)
		for _, row := range buffer[:n] {
			rows = append(rows, row.Clone())
		}
		if errors.Is(err, io.EOF) {
			return r.Schema(), rows
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// writeRows writes rows in an order into so many files of row groups of a size.
func writeRows(t *testing.T, dir string, schema *parquet.Schema, rows []parquet.Row, order []int, files, group int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for file := range files {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("cut-%d.parquet", file)))
		if err != nil {
			t.Fatal(err)
		}
		w := parquet.NewWriter(f, schema, parquet.MaxRowsPerRowGroup(int64(group)))
		for _, at := range order[len(order)*file/files : len(order)*(file+1)/files] {
			if _, err := w.WriteRows(rows[at : at+1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(w.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
