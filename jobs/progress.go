package jobs

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"lamsach/reports"
)

// Event is something that happened to a job, or how far it is. It never holds
// a cell.
type Event struct {
	Event         string           `json:"event"` // see the constants
	Phase         string           `json:"phase,omitempty"`
	Message       string           `json:"message,omitempty"`
	RunID         string           `json:"run_id,omitempty"`
	File          string           `json:"file,omitempty"`
	Place         string           `json:"place,omitempty"`
	Files         int              `json:"files,omitempty"`
	Parts         int              `json:"parts,omitempty"`
	Resumed       int              `json:"resumed_parts,omitempty"`
	Workers       int              `json:"workers,omitempty"`
	Rows          int64            `json:"rows,omitempty"`
	Of            int64            `json:"of,omitempty"`
	RowsPerSecond float64          `json:"rows_per_second,omitempty"`
	Seconds       float64          `json:"seconds,omitempty"`
	SecondsLeft   float64          `json:"seconds_left,omitempty"`
	Verdicts      map[string]int64 `json:"verdicts,omitempty"`
	Stages        []StageTime      `json:"stages,omitempty"`
	Pairs         int64            `json:"pairs,omitempty"`
	Blocks        *Blocks          `json:"blocks,omitempty"`
	Path          string           `json:"path,omitempty"`
	Across        *reports.Across  `json:"across,omitempty"` // of a job over runs that was published
	Exit          *Exit            `json:"exit,omitempty"`

	Expected *reports.Estimate `json:"expected,omitempty"` // errors at the run's own threshold, without labels
}

// What an event can be.
const (
	EventPlanned   = "planned"   // Files, Parts, Rows, Workers, RunID
	EventSetAside  = "set_aside" // File, Place, Message
	EventProgress  = "progress"  // Phase, Rows of Of, RowsPerSecond, SecondsLeft
	EventPhase     = "phase"     // Phase is done: Rows, Seconds
	EventWarning   = "warning"   // Message
	EventStages    = "stages"    // Stages, Pairs, Blocks; before EventPublished
	EventPublished = "published" // Path, Rows, Verdicts, Exit, Expected
	EventUnchanged = "unchanged" // published before: Path, Rows, Verdicts, Exit
	EventFailed    = "failed"    // Message, Exit
)

// Voice tells people or programs of events. Safe for concurrent use.
type Voice interface {
	Say(Event)
	// Every is how often progress is worth saying; 0 for never.
	Every() time.Duration
}

// NewVoice returns a voice: JSON lines on out, a bar on a terminal, or plain
// lines for a log.
func NewVoice(asJSON bool, out, errs io.Writer, terminal bool) Voice {
	switch {
	case asJSON:
		return &jsonVoice{out: json.NewEncoder(out)}
	case terminal:
		return &barVoice{out: errs}
	}
	return &lineVoice{out: errs}
}

// Silent says nothing.
type Silent struct{}

// Say does nothing.
func (Silent) Say(Event) {}

// Every is never.
func (Silent) Every() time.Duration { return 0 }

type jsonVoice struct {
	mu  sync.Mutex
	out *json.Encoder
}

func (v *jsonVoice) Every() time.Duration { return time.Second }

func (v *jsonVoice) Say(e Event) {
	v.mu.Lock()
	defer v.mu.Unlock()
	_ = v.out.Encode(e) // a reader that went away is no reason to stop the work
}

type lineVoice struct {
	mu  sync.Mutex
	out io.Writer
}

func (v *lineVoice) Every() time.Duration { return 5 * time.Second }

func (v *lineVoice) Say(e Event) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if text := e.text(); text != "" {
		fmt.Fprintln(v.out, text)
	}
}

type barVoice struct {
	mu    sync.Mutex
	out   io.Writer
	drawn bool
}

func (v *barVoice) Every() time.Duration { return 200 * time.Millisecond }

const clearLine = "\r\x1b[K"

func (v *barVoice) Say(e Event) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.drawn {
		fmt.Fprint(v.out, clearLine)
		v.drawn = false
	}
	if e.Event == EventProgress {
		fmt.Fprint(v.out, e.bar())
		v.drawn = true
	} else if text := e.text(); text != "" {
		fmt.Fprintln(v.out, text)
	}
}

// bar is one line of progress: what, how much, how fast, how long still.
func (e Event) bar() string {
	const width = 30
	done := 0.0
	if e.Of > 0 {
		done = min(1, float64(e.Rows)/float64(e.Of))
	}
	full := int(done * width)
	return fmt.Sprintf("%-9s %s%s %3.0f %%  %s rows/s  %s left", e.Phase,
		strings.Repeat("█", full), strings.Repeat("░", width-full), done*100,
		Thousands(int64(e.RowsPerSecond)), duration(e.SecondsLeft))
}

// text is an event as a line of a log; "" for one that people need not read.
func (e Event) text() string {
	switch e.Event {
	case EventPlanned:
		return fmt.Sprintf("run %s: %d files, %s rows, %d parts%s, %d workers", e.RunID, e.Files, Thousands(e.Rows), e.Parts, resumed(e.Resumed), e.Workers)
	case EventSetAside:
		return fmt.Sprintf("warning: %s is set aside: %s%s", e.File, e.Message, prefixed(" at ", e.Place))
	case EventProgress:
		if e.RowsPerSecond == 0 {
			return fmt.Sprintf("%s: %s of %s rows", e.Phase, Thousands(e.Rows), Thousands(e.Of))
		}
		return fmt.Sprintf("%s: %s of %s rows, %s rows/s, %s left", e.Phase, Thousands(e.Rows), Thousands(e.Of), Thousands(int64(e.RowsPerSecond)), duration(e.SecondsLeft))
	case EventPhase:
		return fmt.Sprintf("%s: %s rows in %.1f s", e.Phase, Thousands(e.Rows), e.Seconds)
	case EventWarning:
		return "warning: " + e.Message
	case EventStages:
		return e.stagesText()
	case EventPublished:
		return "published " + e.Path
	case EventUnchanged:
		return "nothing to do: published before as " + e.Path
	}
	return ""
}

func resumed(parts int) string {
	if parts == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d done before)", parts)
}

func prefixed(before, s string) string {
	if s == "" {
		return ""
	}
	return before + s
}

func duration(seconds float64) string {
	s := int64(seconds + 0.5)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Thousands writes a count with commas between thousands.
func Thousands(n int64) string {
	if n < 0 {
		return "-" + Thousands(-n)
	}
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}
