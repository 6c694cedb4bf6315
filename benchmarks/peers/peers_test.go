package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"lamsach/benchmarks/measure"
)

// fourRows: two people of the register, one row under a stranger's number, one
// about nobody.
func fourRows() *facts {
	return &facts{
		files: map[string]int{"a": 0},
		rows:  [][]fact{{{1, match}, {2, match}, {3, contradicted}, {0, absent}}},
		kinds: [kinds]int{match: 2, contradicted: 1, absent: 1},
	}
}

func TestCuts(t *testing.T) {
	links := []link{
		{row: 0, person: 1, score: 0.9}, {row: 1, person: 9, score: 0.4}, // the second is wrong
		{row: 2, person: 3, score: 0.9, other: true}, {row: 3, person: 4, score: 0.2},
	}
	res := &result{}
	res.cut(fourRows(), links, "own", 0.3)
	got := map[string]cut{}
	for _, c := range res.Cuts {
		got[c.Name] = c
	}
	for _, want := range []struct {
		name                 string
		links                int
		p, lenient, r        float64
		absent, contradicted float64
	}{
		{"own", 3, 1.0 / 3, 2.0 / 3, 0.5, 0, 0},
		{"best F1", 2, 0.5, 1, 0.5, 0, 0}, // from 0.9 on: the two of one score stay together
		{"own + rule", 2, 0.5, 0.5, 0.5, 0, 1},
		{"best F1 + rule", 1, 1, 1, 0.5, 0, 1},
		{"P >= 0.999 + rule", 1, 1, 1, 0.5, 0, 1},
	} {
		c := got[want.name]
		if c.Links != want.links || c.Precision != want.p || c.Lenient != want.lenient || c.Recall != want.r || c.AbsentLinked != want.absent || c.Unlinked != want.contradicted {
			t.Errorf("%s: %+v, want %+v", want.name, c, want)
		}
	}
	if !got["P >= 0.999"].Unreached {
		t.Error("a precision that no cut has is said to be reached")
	}
}

func TestLinksOfOneScoreHaveOneCut(t *testing.T) {
	res := &result{}
	res.cut(fourRows(), []link{{row: 0, person: 1, score: 1}, {row: 3, person: 4, score: 1}}, "as it comes", 0)
	if len(res.Cuts) != 1 || res.Cuts[0].Links != 2 || res.Cuts[0].AbsentLinked != 1 {
		t.Errorf("%+v", res.Cuts)
	}
}

func TestWithoutPythonPeersAreAbsent(t *testing.T) {
	c := config{scripts: "scripts", venv: t.TempDir(), python: filepath.Join(t.TempDir(), "nothing")}
	p, err := c.install()
	if err != nil {
		t.Fatal(err)
	}
	for _, peer := range peers {
		if why := p.missing(peer.Needs); !strings.Contains(why, "no Python environment") {
			t.Errorf("%s could run: %q", peer.Name, why)
		}
		for _, need := range peer.Needs {
			if p.packages[need] == "" {
				t.Errorf("%s needs %s, which requirements.txt does not pin", peer.Name, need)
			}
		}
		if _, err := os.Stat(filepath.Join("scripts", peer.Script)); err != nil {
			t.Errorf("%s: %v", peer.Name, err)
		}
	}
}

func TestGoalsSayWhatWasNotMeasured(t *testing.T) {
	r := &report{}
	r.of(peers[0]).Failed = "not installed: no such version"
	var text strings.Builder
	r.print(&text)
	for _, want := range []string{fmt.Sprintf("%-26s not installed: no such version", peers[0].Name), "not measured here (not installed: no such version)"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the print-out lacks %q:\n%s", want, text.String())
		}
	}
}

func TestABetterPeerIsShown(t *testing.T) {
	second := []measure.Sample{{WallSeconds: 1, CPUSeconds: 1, PeakBytes: 100}}
	r := &report{Results: []*result{
		{Name: onlyOutcomes, Runs: second, Cuts: []cut{{Name: "verdicts", Precision: 0.99, Recall: 0.9, Unlinked: 1}, {Name: "best F1", F1: 0.95}, {Name: "P >= 0.999", Recall: 0.8}, {Name: "P >= 0.9999", Unreached: true}}},
		{
			Name: "peer", Runs: []measure.Sample{{WallSeconds: 0.5, CPUSeconds: 2, PeakBytes: 100}},
			Cuts: []cut{{Name: "as it comes", Precision: 0.9, Recall: 0.95, Unlinked: 1}, {Name: "best F1", F1: 0.94}, {Name: "P >= 0.999 + rule", Recall: 0.81}, {Name: "P >= 0.9999", Recall: 0.1}},
		},
	}}
	const want = "wall time, R, P >= 0.999 + rule, P >= 0.9999"
	if got := strings.Join(r.better(r.Results[1]), ", "); got != want {
		t.Errorf("better: %s, want %s", got, want)
	}
}

func TestLinksAreReadAsTheyAreWritten(t *testing.T) {
	type row struct {
		File   string  `parquet:"source_file"`
		Row    int64   `parquet:"source_row"`
		Person string  `parquet:"person_id"`
		Score  float64 `parquet:"score"`
	}
	path := filepath.Join(t.TempDir(), "links.parquet")
	if err := parquet.WriteFile(path, []row{{"a", 1, "000000000002", 0.5}, {"a", 3, "001085000001", 0.25}}); err != nil {
		t.Fatal(err)
	}
	got, err := fourRows().readLinks(path)
	want := []link{{row: 1, person: 2, score: 0.5}, {row: 3, person: 1085000001, score: 0.25}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	for name, bad := range map[string]row{"another file": {"b", 0, "1", 1}, "a row too far": {"a", 4, "1", 1}, "no number": {"a", 0, "Nguyễn Văn An", 1}} {
		if err := parquet.WriteFile(path, []row{bad}); err != nil {
			t.Fatal(err)
		}
		if _, err := fourRows().readLinks(path); err == nil || strings.Contains(err.Error(), "Nguyễn") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
