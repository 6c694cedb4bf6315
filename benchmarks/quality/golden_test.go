package quality

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
	"lamsach/matchers/evaluate"
	"lamsach/pipeline/source/sandbox"
	"lamsach/schemas"
)

var (
	update = flag.Bool("update", false, "write the golden text again")
	full   = flag.Bool("full", false, "at full size: golden/full-*.txt")
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// density is a register to link against.
type density struct {
	name     string
	people   int64
	from, to int // birth years; 0 for the whole population
	rows     int64
}

// A thin register flatters everyone: few people share a name and a birth date.
// The dense one is as crowded as the country's at full size, where 1.3 million
// people are born in a year, and a third of that at the small one.
var small, large = []density{
	{name: "thin", people: 200_000, rows: 100_000},
	{name: "dense", people: 400_000, from: 1985, to: 1985, rows: 60_000},
}, []density{
	{name: "thin", people: 1_000_000, rows: 500_000},
	{name: "dense", people: 1_330_000, from: 1985, to: 1985, rows: 300_000},
}

// mixes of errors: the usual ones, three times as many, no number at all.
var mixes = []string{"default", "dirty", "noid"}

// Mixes whose groups are held against what the data can decide.
var bounded = []string{"default", "noid"}

// TestGolden holds how right the program is against the text that is kept. Every
// count is exact: whatever moves one is a change of how rows are judged (or of
// how they are invented), and belongs into a diff with its reason.
func TestGolden(t *testing.T) {
	prefix, densities := "", small
	if *full {
		prefix, densities = "full-", large
	}
	for _, d := range densities {
		dir := t.TempDir()
		d.build(t, dir)
		for _, mix := range mixes {
			_, e := d.measure(t, dir, mix, 12)
			title := d.title(mix)
			hold(t, prefix+d.name+"-"+mix+".txt", golden(title, e.Result))
			if mix == "default" {
				hold(t, prefix+d.name+"-borrowed.txt", borrowed(t, title, e.Result))
			}
			if slices.Contains(bounded, mix) {
				all := boundsOf(t, filepath.Join(dir, mix+"-out"), filepath.Join(dir, mix, "truth"))
				hold(t, "bounds-"+prefix+d.name+"-"+mix+".txt", boundsText(t, title, all, e.Result))
			}
		}
	}
}

// hold compares text with what is kept under a name, or keeps it.
func hold(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("golden", name)
	if *update {
		write(t, name, string(got))
		return
	}
	want, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if changed := diff.Diff(name, want, "now", got); changed != nil {
		t.Errorf("the figures moved; if that is meant, make quality-update and say why in the commit\n%s", changed)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// build makes the register and its snapshot.
func (d *density) build(t *testing.T, dir string) {
	t.Helper()
	register := filepath.Join(dir, "register")
	if err := synth.WriteRegister(t.Context(), synth.RegisterOptions{People: d.people, From: d.from, To: d.to, Seed: 11, Dir: register}); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{Input: []string{register + "/*.parquet"}, Out: filepath.Join(dir, "people.snapshot")}); err != nil {
		t.Fatal(err)
	}
}

// measure invents a file, does the real job and evaluates it.
func (d *density) measure(t *testing.T, dir, mix string, seed uint64) (*jobs.Manifest, *jobs.Evaluated) {
	t.Helper()
	in, out, file := filepath.Join(dir, mix), filepath.Join(dir, mix+"-out"), filepath.Join(dir, mix+".yaml")
	o := synth.InputOptions{Register: filepath.Join(dir, "register"), Dataset: synth.Dataset, Rows: d.rows, Seed: seed, Mix: mix, Dir: in}
	if err := synth.WriteInputs(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("version: 1\nkind: link\ndataset: %s\ninput: [ '%s/*.parquet' ]\nregister: '%s'\noutput: '%s'\noutputs: [ outcomes ]\n",
		synth.Dataset, in, filepath.Join(dir, "people.snapshot"), out)
	write(t, file, text)
	spec, err := jobs.LoadSpec(file)
	if err != nil {
		t.Fatal(err)
	}
	run, err := jobs.Run(t.Context(), spec, jobs.RunOptions{Voice: jobs.Silent{}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := jobs.Evaluate(t.Context(), jobs.EvaluateOptions{Output: out, Truth: []string{filepath.Join(in, "truth")}, NoRelink: true})
	if err != nil {
		t.Fatal(err)
	}
	if e.Rows != d.rows || e.Unlabelled != 0 || e.Unanswered != 0 {
		t.Fatalf("%d of %d rows were scored", e.Rows, d.rows)
	}
	return run.Manifest, e
}

// title says what is measured.
func (d *density) title(mix string) string {
	years := ""
	if d.from > 0 {
		years = fmt.Sprintf(" born %d to %d", d.from, d.to)
	}
	return fmt.Sprintf("%d rows of the mix %s against %d people%s", d.rows, mix, d.people, years)
}

// golden writes what is kept: counts, and of shares so many digits as the rows
// are good for.
func golden(title string, r *evaluate.Result) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n\n", title)
	for _, f := range []struct {
		name string
		s    evaluate.Share
	}{
		{"precision", r.Precision},
		{"false links", r.FalseLinks},
		{"recall", r.Recall},
		{"recall, all", r.RecallAll},
		{"found", r.Found},
		{"left to people", r.LeftToPeople},
		{"absent linked", r.AbsentLinked},
		{"contradicted", r.Contradicted},
		{"not shown", r.Blocking.NotShown},
	} {
		fmt.Fprintf(&b, "%-16s %8.6f  %7d of %d\n", f.name, f.s.Share, f.s.Hits, f.s.Of)
	}
	fmt.Fprintf(&b, "\n%-14s", "verdict")
	for k := evaluate.Match; k < evaluate.Kinds; k++ {
		fmt.Fprintf(&b, " %12s", k)
	}
	fmt.Fprintf(&b, " %8s %8s %10s\n", "right", "wrong", "candidate")
	for v := range schemas.Verdicts {
		fmt.Fprintf(&b, "%-14s", v)
		for k := evaluate.Match; k < evaluate.Kinds; k++ {
			fmt.Fprintf(&b, " %12d", r.Table[k.String()][v.String()])
		}
		c := r.Verdicts[v.String()]
		fmt.Fprintf(&b, " %8d %8d %10d\n", c.Right, c.Wrong, c.Candidate)
	}
	fmt.Fprintf(&b, "\n%-26s %8s %8s %8s %10s %8s\n", "class of error", "rows", "right", "wrong", "candidate", "people")
	for _, c := range r.Classes {
		if synth.IsError(c.Name) {
			fmt.Fprintf(&b, "%-26s %8d %8d %8d %10d %8d\n", c.Name, c.Rows, c.Right, c.Wrong, c.Candidate, c.ToPeople)
		}
	}
	b.WriteByte('\n')
	for _, best := range r.Curve.Best {
		reached := "not reached"
		if best.Reached {
			reached = fmt.Sprintf("recall %.4f", best.Recall.Share)
		}
		fmt.Fprintf(&b, "at precision %-8g %s\n", best.Least, reached)
	}
	fmt.Fprintf(&b, "\nmatch_probability %24s   %24s\n%-17s %8s %7s %7s   %8s %7s %7s\n",
		"all rows", "without a number", "from", "rows", "said", "right", "rows", "said", "right")
	for i, all := range r.Calibration.All.Bins {
		without := r.Calibration.Without.Bins[i]
		fmt.Fprintf(&b, "%-17.1f %s   %s\n", all.From, tenth(all), tenth(without))
	}
	return b.Bytes()
}

func tenth(b evaluate.Bin) string {
	if b.Rows == 0 {
		return fmt.Sprintf("%8d %7s %7s", 0, "-", "-")
	}
	return fmt.Sprintf("%8d %7.4f %7.4f", b.Rows, b.Said, b.Right.Share)
}

// What is kept has no trailing blanks and the same bytes for the same result.
func TestGoldenTextIsPlain(t *testing.T) {
	r := &evaluate.Result{Table: map[string]map[string]int64{}, Verdicts: map[string]evaluate.Counts{}}
	r.Calibration.All.Bins = make([]evaluate.Bin, 10)
	r.Calibration.Without.Bins = make([]evaluate.Bin, 10)
	text := string(golden("nothing", r))
	for line := range strings.Lines(text) {
		if strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
			t.Errorf("a blank ends the line %q", line)
		}
	}
	if !strings.HasPrefix(text, "nothing\n") {
		t.Error("it does not begin with what was measured")
	}
}
