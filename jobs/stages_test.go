package jobs

import (
	"encoding/json"
	"testing"
	"time"

	"lamsach/pipeline/link"
)

// What a script reads of the stages, and what people read.
func TestStagesEvent(t *testing.T) {
	var s stopwatch
	for at := range stages {
		s.spent[at].Store(int64(at+1) * 1_000_000)
	}
	s.went(link.Result{Scanned: 40_000, LargestBlock: 700, Unseen: 0.25})
	s.went(link.Result{Scanned: 2000, LargestBlock: 1900, Unseen: 0.125})
	e := s.event(1000, 4000, 12345)
	got, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"event":"stages","stages":[{"name":"source","ns_per_row":1000},{"name":"clean","ns_per_row":2000},` +
		`{"name":"link","ns_per_row":3000},{"name":"tables","ns_per_row":4000},{"name":"spill","ns_per_row":5000},` +
		`{"name":"settle","ns_per_row":1500},{"name":"outcomes","ns_per_row":1750},{"name":"report","ns_per_row":2000}],"pairs":12345,"blocks":{"scanned":42000,"largest":1900,"unseen":0.25}}`
	if string(got) != want {
		t.Errorf("event:\n%s, want\n%s", got, want)
	}
	const line = "µs a row: source 1.00, clean 2.00, link 3.00, tables 4.00, spill 5.00, settle 1.50, outcomes 1.75, report 2.00; 12,345 pairs, largest block 1,900"
	if text := e.text(); text != line {
		t.Errorf("text: %s", text)
	}
	if e := new(stopwatch).event(0, 0, 0); e.Stages[0].NSPerRow != 0 {
		t.Errorf("a job without rows took %v", e.Stages[0])
	}
}

// A lap ends where the next one begins.
func TestLapsFollowOneAnother(t *testing.T) {
	var s stopwatch
	began := time.Now()
	end := s.lap(stageClean, s.lap(stageSource, began))
	if sum := s.spent[stageSource].Load() + s.spent[stageClean].Load(); sum != int64(end.Sub(began)) {
		t.Errorf("two laps are %d ns, from beginning to end it is %d", sum, end.Sub(began))
	}
}
