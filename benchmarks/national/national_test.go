package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/benchmarks/measure"
	"lamsach/matchers/evaluate"
)

func TestJobReadsWhatTheRunSaid(t *testing.T) {
	said := filepath.Join(t.TempDir(), "said.json")
	lines := `{"event":"planned","rows":10,"parts":1}
{"event":"progress","phase":"link","rows":5,"of":10}
{"event":"phase","phase":"link","rows":10,"seconds":2.5}
{"event":"phase","phase":"settle","rows":10,"seconds":0.5}
{"event":"stages","stages":[{"name":"source","ns_per_row":100},{"name":"clean","ns_per_row":200.5}],"pairs":77}
{"event":"published","rows":10,"verdicts":{"verified":9,"rejected":1}}
`
	if err := os.WriteFile(said, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	var j job
	if err := j.read(said); err != nil {
		t.Fatal(err)
	}
	if len(j.Phases) != 2 || j.Phases[1] != (phase{"settle", 0.5}) || len(j.Stages) != 2 || j.Stages[1].NSPerRow != 200.5 || j.Pairs != 77 || j.Verdicts["verified"] != 9 {
		t.Errorf("%+v", j)
	}
	if err := os.WriteFile(said, []byte(strings.SplitAfter(lines, "\n")[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := new(job).read(said); err == nil {
		t.Error("a run that published nothing is taken for one")
	}
}

// sector is a report of full size: the bank at 2.6 M rows/s, the sector in four
// minutes.
func sector() *report {
	r := &report{People: national.people}
	r.Jobs = []*job{
		{Name: smallOnly, Rows: national.small, Run: measure.Sample{WallSeconds: float64(national.small) / 2.6e6, PeakBytes: 5 << 30}},
		{Name: largeAll, Rows: national.large, Run: measure.Sample{WallSeconds: 240, PeakBytes: 7 << 30}, Quality: &evaluate.Result{Figures: evaluate.Figures{Recall: evaluate.Share{Share: 0.99}, AbsentLinked: evaluate.Share{Share: 1e-3}}}},
	}
	return r
}

func TestGoals(t *testing.T) {
	var text strings.Builder
	sector().goals(&text)
	for what, want := range map[string]string{
		"bank-credit against the country": "2.600 M rows/s   reached",
		"the same with outcomes":          "not measured here",
		"the whole sector":                "4.0 minutes   MISSED",
		"memory with every index":         "7.00 GiB (" + largeAll + ")   MISSED",
		"snapshot build":                  "not measured here",
		"the second core":                 "not measured here",
		"false links":                     "none   reached",
		"rows linked to the right":        "99.00 %   reached",
		"absent from the register":        "1 in 1000   MISSED",
	} {
		if line := lineOf(text.String(), what); !strings.HasSuffix(line, want) {
			t.Errorf("%q, want it to end in %q", line, want)
		}
	}
}

func TestScaledDownReachesNothing(t *testing.T) {
	r := sector()
	r.People /= 10
	var text strings.Builder
	r.goals(&text)
	if s := text.String(); strings.Contains(s, "MISSED") || strings.Contains(s, "rows/s   reached") || !strings.Contains(s, "2.600 M rows/s\n") {
		t.Error(s)
	}
}

func lineOf(text, begins string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begins) {
			return strings.TrimSuffix(line, "\n")
		}
	}
	return ""
}

func TestRoomIsAskedFor(t *testing.T) {
	c := config{dir: t.TempDir(), people: math.MaxInt64 / 1000, small: 1}
	if err := c.room(); err == nil || !strings.Contains(err.Error(), "-people") {
		t.Errorf("room for a register of %d people: %v", c.people, err)
	}
	c.people = 1
	if err := c.room(); err != nil {
		t.Error(err)
	}
}

func TestSparingNeedsLess(t *testing.T) {
	c := config{dir: t.TempDir(), people: 104, small: 41, large: 134}
	all := c.needed()
	if c.spare = true; c.needed() >= all {
		t.Errorf("sparing needs %d bytes, keeping %d", c.needed(), all)
	}
}
