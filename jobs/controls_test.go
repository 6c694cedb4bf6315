package jobs

import (
	"testing"

	"lamsach/matchers/evaluate"
	"lamsach/pipeline"
	"lamsach/reports"
)

// However a job is cut into parts, it has the same number of controls, and at
// least one.
func TestControlsOfParts(t *testing.T) {
	for _, share := range []float64{0.001, 0.01, 0.0333, 0.1} {
		c := Controls{Share: share}
		want := c.rows(pipeline.Part{Rows: 100_003})
		for _, size := range []int{1, 7, 4096, 65_536} {
			sum := 0
			for start := 0; start < 100_003; start += size {
				sum += c.rows(pipeline.Part{StartRow: int64(start), Rows: min(size, 100_003-start)})
			}
			if sum != want || sum < 100_003*9/10*int(share*1e4)/1e4 {
				t.Errorf("share %g in parts of %d: %d controls, want %d", share, size, sum, want)
			}
		}
		if c.rows(pipeline.Part{Rows: 1}) != 1 {
			t.Errorf("share %g: a job of one row has no control", share)
		}
	}
	if c := (Controls{}); c.rows(pipeline.Part{Rows: 1 << 18}) != 0 {
		t.Error("a job without controls has some")
	}
}

func TestGatesOfControls(t *testing.T) {
	s := &ControlScore{Precision: evaluate.ShareOf(98, 100), Recall: evaluate.ShareOf(95, 100), AtLeast: Controls{Precision: 0.99, Recall: 0.95}}
	gates, failed := s.gates()
	if !failed || len(gates) != 2 || !gates[0].Failed || gates[1].Failed {
		t.Errorf("%+v, failed %v", gates, failed)
	}
	s.Precision = evaluate.ShareOf(0, 0) // none was linked
	if gates, failed := s.gates(); failed || gates[0].Failed {
		t.Errorf("%+v, failed %v", gates, failed)
	}
}

// A run that goes on finds the score of the parts that were done.
func TestControlsAreKept(t *testing.T) {
	l := &Ledger{dir: t.TempDir()}
	d := &done{Part: pipeline.Part{Index: 3, Rows: 10}, Tally: reports.NewTally()}
	d.Controls.Add(&evaluate.Label{Person: 7, Kind: evaluate.Match}, &evaluate.Answer{Candidate: 7})
	d.Controls.Add(&evaluate.Label{Kind: evaluate.Absent}, &evaluate.Answer{})
	if err := l.markDone(d); err != nil {
		t.Fatal(err)
	}
	back := l.isDone(d.Part)
	if back == nil || back.Controls != d.Controls || back.Controls.All.Rows != 2 || back.Controls.Match.Candidate != 1 {
		t.Fatalf("written %+v, read %+v", d.Controls, back)
	}
	back.Controls.Merge(&d.Controls)
	if c := back.Controls; c.All.Rows != 4 || c.Match.Rows != 2 || c.Match.Candidate != 2 {
		t.Errorf("merged %+v", c)
	}
}

func TestControlsAreConserved(t *testing.T) {
	p := pipeline.Part{Rows: 100}
	c := &crew{plan: &Plan{Spec: &Spec{Controls: Controls{Share: 0.02}}}, done: []*done{{Part: p}, nil}}
	if err := c.conserveControls(); ExitOf(err) != ExitInternal {
		t.Errorf("a part without its controls: %v", err)
	}
	c.done[0].Controls.All.Rows = 2
	if err := c.conserveControls(); err != nil {
		t.Error(err)
	}
}

func TestFormsOfControls(t *testing.T) {
	if got := unmarked("Nguyễn Thị Đào"); got != "NGUYEN THI DAO" {
		t.Errorf("unmarked: %q", got)
	}
	c := controlRows{dice: 5}
	like := make(map[string]bool)
	for range 200 {
		n := c.slip(1<<48 | 1085000011).String() // 001085000011
		wrong := 0
		for i, b := range []byte("001085000011") {
			if n[i] != b {
				wrong++
			}
		}
		if wrong != 1 || n[:6] != "001085" {
			t.Fatalf("slip of 001085000011: %s", n)
		}
		like[n] = true
	}
	if len(like) < 40 {
		t.Errorf("only %d slips", len(like))
	}
}
