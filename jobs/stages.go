package jobs

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"lamsach/pipeline/link"
)

// stage is a kind of work whose time is told at the end of a run.
type stage uint8

// The stages, in the order of a row's way. The report includes the workbook,
// which is made beside settling and outcomes.
const (
	stageSource stage = iota
	stageClean
	stageLink
	stageTables // and waiting for the store to take them
	stageSpill
	stageSettle
	stageOutcomes
	stageReport
	stages
)

var stageNames = [stages]string{"source", "clean", "link", "tables", "spill", "settle", "outcomes", "report"}

// stopwatch adds up the time of each stage over all workers, and what linking
// says of the blocks it went through. It is asked once for each stage of a part,
// never for a row.
type stopwatch struct {
	spent [stages]atomic.Int64

	mu     sync.Mutex
	blocks Blocks
}

// Blocks says how linking looked for people whom a number did not settle.
type Blocks struct {
	Scanned int64 `json:"scanned"` // entries gone through
	Largest int   `json:"largest"` // entries of the largest block
	// Unseen is the greatest share of a row's odds that people who were passed
	// over could have had, by what their entries say of them.
	Unseen float64 `json:"unseen"`
}

// went counts what linking says of a part.
func (s *stopwatch) went(r link.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := &s.blocks
	b.Scanned, b.Largest, b.Unseen = b.Scanned+r.Scanned, max(b.Largest, r.LargestBlock), max(b.Unseen, r.Unseen)
}

// lap counts the time since the stage began, and gives the time now, at which
// the next one begins.
func (s *stopwatch) lap(at stage, began time.Time) time.Time {
	now := time.Now()
	s.spent[at].Add(int64(now.Sub(began)))
	return now
}

// StageTime is what one stage took of a worker's time for each row.
type StageTime struct {
	Name     string  `json:"name"`
	NSPerRow float64 `json:"ns_per_row"`
}

// event tells what the stages took for each row. Those of parts were done for
// fewer rows than all if an earlier process did some.
func (s *stopwatch) event(ofParts, all, pairs int64) Event {
	e := Event{Event: EventStages, Pairs: pairs, Blocks: &s.blocks}
	for at := range stages {
		rows := all
		if at < stageSettle {
			rows = ofParts
		}
		t := StageTime{Name: stageNames[at]}
		if rows > 0 {
			t.NSPerRow = math.Round(10*float64(s.spent[at].Load())/float64(rows)) / 10
		}
		e.Stages = append(e.Stages, t)
	}
	return e
}

// stagesText is the event as a line for people.
func (e Event) stagesText() string {
	var list []string
	for _, t := range e.Stages {
		list = append(list, fmt.Sprintf("%s %.2f", t.Name, t.NSPerRow/1000))
	}
	text := fmt.Sprintf("µs a row: %s; %s pairs", strings.Join(list, ", "), Thousands(e.Pairs))
	if e.Blocks != nil && e.Blocks.Largest > 0 {
		text += fmt.Sprintf(", largest block %s", Thousands(int64(e.Blocks.Largest)))
	}
	return text
}
