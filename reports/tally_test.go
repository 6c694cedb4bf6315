package reports

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lamsach/schemas"
)

var allAgree = [schemas.Fields]schemas.Result{schemas.Agree, schemas.Agree, schemas.Agree, schemas.Agree, schemas.Agree}

// part fills a tally with rows that look like a bank's, from a seed.
func part(seed uint64, rows, units int) *Tally {
	rng := rand.New(rand.NewPCG(seed, 0))
	t := NewTally()
	fill(t, rng, seed, rows, units)
	return t
}

func fill(t *Tally, rng *rand.Rand, seed uint64, rows, units int) {
	columns := []string{"full_name", "birth_date", "address", "personal_id"}
	for i := range rows {
		unit := fmt.Appendf(nil, "CN%04d", rng.IntN(units))
		at := Address{File: fmt.Sprintf("part%d.parquet", seed%3), Row: int64(i)}
		t.Row(unit, schemas.Verdict(rng.IntN(int(schemas.Verdicts))), schemas.ReasonSet(rng.Uint64()&(1<<schemas.Reasons-1)), allAgree, at)
		t.Mismatch(unit, schemas.Field(rng.IntN(int(schemas.Fields))), schemas.Mechanism(1+rng.IntN(int(schemas.Mechanisms)-1)), at)
		t.Note(unit, columns[rng.IntN(len(columns))], schemas.Code(1+rng.IntN(int(schemas.Codes)-1)), at)
	}
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestTallySurvivesTheManifest(t *testing.T) {
	before := part(1, 5000, 30)
	data := encoded(t, before)
	var after Tally
	if err := json.Unmarshal([]byte(data), &after); err != nil {
		t.Fatal(err)
	}
	if again := encoded(t, &after); again != data {
		t.Error("written again, the tally has other bytes")
	}
	if got, want := encoded(t, Build(&after, Facts{})), encoded(t, Build(before, Facts{})); got != want {
		t.Error("the report of the stored tally is another one")
	}
	after.Merge(part(2, 100, 30)) // what was read can be merged into
	if after.Rows() != 5100 {
		t.Errorf("rows %d, want 5100", after.Rows())
	}
}

// Merging parts must count what counting all rows in one tally counts, in
// whatever groups the parts are merged.
func TestMergeIsCountingTogether(t *testing.T) {
	whole := NewTally()
	var parts []*Tally
	for seed := range uint64(6) {
		fill(whole, rand.New(rand.NewPCG(seed, 0)), seed, 400, 30)
		parts = append(parts, part(seed, 400, 30))
	}
	one := NewTally()
	for _, p := range parts {
		one.Merge(p)
	}
	left, right := NewTally(), NewTally()
	for i, p := range parts {
		if i < 3 {
			left.Merge(p)
		} else {
			right.Merge(p)
		}
	}
	left.Merge(right)
	for name, got := range map[string]*Tally{"one by one": one, "in two halves": left} {
		if g, w := counts(got), counts(whole); g != w {
			t.Errorf("%s: counts differ", name)
		}
		for cell, want := range whole.examples {
			if cell < firstNote && !slices.Equal(got.examples[cell], want) {
				t.Errorf("%s: cell %d has examples %v, want %v", name, cell, got.examples[cell], want)
				break
			}
		}
	}
}

// counts writes all counters, columns and units in the order of their names.
func counts(t *Tally) string {
	var b strings.Builder
	cells := func(c cells) {
		for cell := range firstNote {
			fmt.Fprint(&b, c.at(cell), " ")
		}
		for _, name := range []string{"address", "birth_date", "full_name", "personal_id"} {
			for code := range columnWidth {
				fmt.Fprint(&b, c.at(noteCell(t.columnsBy[name], schemas.Code(code))), " ")
			}
		}
	}
	cells(t.total)
	units := slices.Clone(t.units)
	slices.SortFunc(units, func(a, b *unit) int { return strings.Compare(a.name, b.name) })
	for _, u := range units {
		b.WriteString(u.name)
		cells(u.cells)
	}
	return b.String()
}

func TestUnitsAreBounded(t *testing.T) {
	a, b := newTally(3), newTally(3)
	count := func(t *Tally, name string, n int) {
		for range n {
			t.Row([]byte(name), schemas.Verified, 0, allAgree, Address{})
		}
	}
	for i, name := range []string{"A", "B", "C", "D", "E"} {
		count(a, name, 5+i)
	}
	if got := names(a); got != "A B C" || a.others[rowsCell] != 8+9 {
		t.Errorf("units %q and %d rows of others, want A B C and 17", got, a.others[rowsCell])
	}
	for i, name := range []string{"X", "Y", "Z"} {
		count(b, name, 6+i)
	}
	a.Merge(b)
	if got := names(a); got != "Z C Y" || a.Rows() != 35+21 {
		t.Errorf("units %q of %d rows, want those with most rows, the first by name of equal ones", got, a.Rows())
	}
	u := Build(a, Facts{}).Units
	sum := u.Others.Of + u.Without
	for _, listed := range u.Listed {
		sum += listed.Rows
	}
	if sum != a.Rows() {
		t.Errorf("units and others have %d rows, read were %d", sum, a.Rows())
	}
}

func names(t *Tally) string {
	var out []string
	for _, u := range t.units {
		out = append(out, u.name)
	}
	return strings.Join(out, " ")
}

func TestNamesAreBoundedAndValid(t *testing.T) {
	tally := NewTally()
	for _, name := range []string{"\xff\xfe", strings.Repeat("ắ", 1000), "CN01"} {
		tally.Row([]byte(name), schemas.Verified, 0, allAgree, Address{})
		tally.Note([]byte(name), name, schemas.RepairNameTitle, Address{})
	}
	if len(tally.units) != 3 || len(tally.columns) != 3 {
		t.Fatalf("%d units, %d columns, want 3 and 3", len(tally.units), len(tally.columns))
	}
	for _, u := range tally.units {
		if len(u.name) > maxNameBytes {
			t.Errorf("a name of %d bytes was kept", len(u.name))
		}
	}
	data := encoded(t, tally)
	var again Tally
	if err := json.Unmarshal([]byte(data), &again); err != nil {
		t.Errorf("cannot be read back: %v", err)
	}
	for i := range 100 {
		tally.Note(nil, fmt.Sprint("column", i), schemas.RepairNameTitle, Address{})
	}
	if len(tally.columns) != maxColumns {
		t.Errorf("%d columns are told apart, want %d", len(tally.columns), maxColumns)
	}
}

func TestDamagedTallyIsRefused(t *testing.T) {
	good := encoded(t, part(1, 50, 3))
	for name, change := range map[string]string{
		"other layout":   strings.Replace(good, `{"layout":[1,`, `{"layout":[99,`, 1),
		"cell too high":  strings.Replace(good, `"total":[`, `"total":[99999999,1,`, 1),
		"odd pairs":      strings.Replace(good, `"total":[`, `"total":[1,`, 1),
		"huge gap":       strings.Replace(good, `"total":[`, `"total":[18446744073709551615,1,`, 1),
		"file unknown":   strings.Replace(good, `"examples":[`, `"examples":[1,77,3,`, 1),
		"cell negative":  strings.Replace(good, `"examples":[`, `"examples":[-1,0,3,`, 1),
		"nameless unit":  strings.Replace(good, `"unit":"CN0000"`, `"unit":""`, 1),
		"unit twice":     strings.Replace(good, `"unit":"CN0001"`, `"unit":"CN0000"`, 1),
		"column twice":   strings.Replace(good, `"columns":["`, `"columns":["full_name","full_name","`, 1),
		"not an object":  `[]`,
		"no object":      ``,
		"cut":            good[:len(good)/2],
		"empty is other": `{}`,
	} {
		if change == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := json.Unmarshal([]byte(change), new(Tally)); err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}

func FuzzTally(f *testing.F) {
	data, _ := json.Marshal(part(1, 50, 3))
	f.Add(data)
	f.Add(fmt.Appendf(nil, `{"layout":%s,"total":[0,1]}`, strings.ReplaceAll(fmt.Sprint(layout()), " ", ",")))
	f.Fuzz(func(t *testing.T, data []byte) {
		var tally Tally
		if json.Unmarshal(data, &tally) != nil {
			return
		}
		tally.Merge(part(2, 20, 2))
		if _, err := json.Marshal(Build(&tally, Facts{})); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkRow(b *testing.B) {
	t := NewTally()
	units := make([][]byte, 200)
	for i := range units {
		units[i] = fmt.Appendf(nil, "01149%03d", i)
	}
	rs := schemas.ReasonSet(0).With(schemas.ReasonNumberAgrees).With(schemas.ReasonNameMarksLost).With(schemas.ReasonPlaceDiffers)
	at := Address{File: "khach_hang.parquet"}
	for i := 0; b.Loop(); i++ {
		at.Row = int64(i)
		t.Row(units[i*7919%len(units)], schemas.Verified, rs, allAgree, at)
	}
}
