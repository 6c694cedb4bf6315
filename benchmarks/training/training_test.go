package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/matchers/evaluate"
)

// One mix of make train-check, small: rows without any number, where everything
// hangs on what names, dates and places weigh.
func TestTrainingIsNoWorse(t *testing.T) {
	if testing.Short() {
		t.Skip("invents and answers a file")
	}
	bin := filepath.Join(t.TempDir(), "lamsach")
	if out, err := exec.Command("go", "build", "-o", bin, "lamsach/cmd/lamsach").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c := config{bin: bin, dir: t.TempDir(), people: 200_000, rows: 60_000, seed: 5}
	f, err := c.measure("noid")
	if err != nil {
		t.Fatal(err)
	}
	for _, why := range f.worse() {
		t.Error("worse:", why)
	}
	if f.Trained.Linked == f.Builtin.Linked && f.Trained.Error == f.Builtin.Error {
		t.Error("training changed nothing: was the model used?")
	}
	if f.Trained.AbsentLinked > f.Builtin.AbsentLinked {
		t.Errorf("%.4f of the people who are not in the register were linked, %.4f with the built-in model", f.Trained.AbsentLinked, f.Builtin.AbsentLinked)
	}
}

func TestWorse(t *testing.T) {
	base := score{Linked: 100_010, Right: 100_000, Wrong: 10, Named: 50_000, Misnamed: 100}
	with := func(right, wrong, named, misnamed int64) score {
		return score{Linked: right + wrong, Right: right, Wrong: wrong, Named: named, Misnamed: misnamed}
	}
	for _, c := range []struct {
		what    string
		trained score
		want    string // "" when it is no worse
	}{
		{"the same", base, ""},
		{"more right, as many wrong", with(101_000, 10, 50_000, 100), ""},
		{"a few more wrong, as chance has it", with(100_000, 15, 50_000, 100), ""},
		{"twice as many wrong", with(100_000, 20, 50_000, 100), "wrong links"},
		{"fewer right for nothing", with(99_000, 10, 50_000, 100), "links: 99000"},
		{"fewer right, and many fewer wrong", with(99_000, 2, 50_000, 100), ""},
		{"fewer shown for nothing", with(100_000, 10, 49_000, 100), "people shown: 49000"},
		{"fewer shown, but wrong ones too", with(100_000, 10, 49_900, 50), ""},
	} {
		why := strings.Join((&figures{Builtin: base, Trained: c.trained}).worse(), "; ")
		if (why == "") != (c.want == "") || !strings.Contains(why, c.want) {
			t.Errorf("%s: worse in %q, want %q", c.what, why, c.want)
		}
	}
}

func TestCalibrationError(t *testing.T) {
	bins := []evaluate.Bin{
		{Rows: 100, Said: 0.5, Right: evaluate.ShareOf(40, 100)}, {Rows: 10, Said: 0.9, Right: evaluate.ShareOf(0, 10)}, {Rows: 1000, Said: 0.95, Right: evaluate.ShareOf(950, 1000)},
	}
	if got := calibrationError(bins); got < 0.0499 || got > 0.0501 {
		t.Errorf("error %.4f, want 0.05: bins with few rows do not count", got)
	}
}
