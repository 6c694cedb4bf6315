package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lamsach/benchmarks/synth"
	"lamsach/jobs"
)

// Options of a demo.
type Options struct {
	People  int64
	Rows    int64
	Seed    uint64
	Dir     string
	Workers int
	Voice   jobs.Voice
}

// Result is what a demo shows.
type Result struct {
	Event           string           `json:"event"` // "demo"
	Dir             string           `json:"dir"`
	People          int64            `json:"people"`
	Rows            int64            `json:"rows"`
	Verdicts        map[string]int64 `json:"verdicts"`
	Precision       float64          `json:"precision"`
	Recall          float64          `json:"recall"`
	FalseLinks      float64          `json:"false_links"`
	PeoplePerSecond float64          `json:"people_per_second"` // of the snapshot build
	RowsPerSecond   float64          `json:"rows_per_second"`   // of the run
	Output          string           `json:"output"`            // of the job
	Report          string           `json:"report"`
	Again           bool             `json:"again"` // the run was published before
	Exit            jobs.Exit        `json:"exit"`
}

// Places within the demo's folder.
const (
	stateName    = "demo.json"
	registerName = "register"
	inboxName    = "inbox"
	snapshotName = "people.snapshot"
	jobName      = "job.yaml"
	outputName   = "cleaned"
)

// state is what the folder remembers of itself: whose data lies in it, and how
// long the work took when it was done.
type state struct {
	Version      string  `json:"version"`
	People       int64   `json:"people"`
	Rows         int64   `json:"rows"`
	Seed         uint64  `json:"seed"`
	Invented     bool    `json:"invented"`
	BuildSeconds float64 `json:"build_seconds,omitempty"`
	RunSeconds   float64 `json:"run_seconds,omitempty"`
}

// Run does the demo. A folder that holds the same demo is used again.
func Run(ctx context.Context, o Options) (*Result, error) {
	if o.People < 1 || o.Rows < 1 {
		return nil, jobs.Usage(errors.New("--people and --rows must be at least 1"))
	}
	var err error
	if o.Dir, err = filepath.Abs(o.Dir); err != nil {
		return nil, jobs.Usage(err)
	}
	if o.Voice == nil {
		o.Voice = jobs.Silent{}
	}
	s, err := o.open()
	if err != nil {
		return nil, err
	}
	if err := o.invent(ctx, s); err != nil {
		return nil, err
	}
	if err := o.build(ctx, s); err != nil {
		return nil, err
	}
	done, err := o.run(ctx, s)
	if err != nil {
		return nil, err
	}
	score, err := jobs.Evaluate(ctx, jobs.EvaluateOptions{Output: done.Folder, Truth: []string{o.path(inboxName, "truth")}, NoRelink: true})
	if err != nil {
		return nil, err
	}
	m := done.Manifest
	return &Result{
		Event: "demo", Dir: o.Dir, People: m.Snapshot.People, Rows: m.Rows, Verdicts: m.Verdicts,
		Precision: score.Precision.Share, Recall: score.Recall.Share, FalseLinks: score.FalseLinks.Share,
		PeoplePerSecond: perSecond(m.Snapshot.People, s.BuildSeconds), RowsPerSecond: perSecond(m.Rows, s.RunSeconds),
		Output: o.path(outputName), Report: done.Report, Again: done.Again, Exit: m.Exit,
	}, nil
}

func perSecond(n int64, seconds float64) float64 {
	if seconds <= 0 {
		return 0
	}
	return float64(n) / seconds
}

func (o *Options) path(elements ...string) string {
	return filepath.Join(append([]string{o.Dir}, elements...)...)
}

// open makes the folder ready: empty, or with the same demo in it.
func (o *Options) open() (*state, error) {
	want := state{Version: jobs.Version, People: o.People, Rows: o.Rows, Seed: o.Seed}
	data, err := os.ReadFile(o.path(stateName))
	if errors.Is(err, os.ErrNotExist) {
		if entries, _ := os.ReadDir(o.Dir); len(entries) > 0 {
			return nil, jobs.Usage(fmt.Errorf("%s is not empty and no demo's folder; name another with --dir", o.Dir))
		}
		if err := os.MkdirAll(o.Dir, 0o755); err != nil {
			return nil, jobs.PlainFault(err)
		}
		return &want, o.remember(&want)
	}
	if err != nil {
		return nil, jobs.PlainFault(err)
	}
	var have state
	if json.Unmarshal(data, &have) == nil && have.Version == want.Version && have.People == want.People &&
		have.Rows == want.Rows && have.Seed == want.Seed {
		return &have, nil
	}
	for _, name := range []string{registerName, inboxName, snapshotName, jobName, outputName} {
		if err := os.RemoveAll(o.path(name)); err != nil {
			return nil, jobs.PlainFault(err)
		}
	}
	return &want, o.remember(&want)
}

// remember writes the state down.
func (o *Options) remember(s *state) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return jobs.PlainFault(os.WriteFile(o.path(stateName), append(data, '\n'), 0o644))
}

// invent makes the register and the bank's file.
func (o *Options) invent(ctx context.Context, s *state) error {
	if s.Invented {
		return nil
	}
	r := synth.RegisterOptions{People: o.People, Seed: o.Seed, Dir: o.path(registerName), Workers: o.Workers}
	if err := jobs.PlainFault(synth.WriteRegister(ctx, r)); err != nil {
		return err
	}
	in := synth.InputOptions{Register: r.Dir, Dataset: synth.Dataset, Rows: o.Rows, Seed: o.Seed, Dir: o.path(inboxName), Workers: o.Workers}
	if err := jobs.PlainFault(synth.WriteInputs(ctx, in)); err != nil {
		return err
	}
	s.Invented = true
	return o.remember(s)
}

// build makes the snapshot, unless there is one that this program can use.
func (o *Options) build(ctx context.Context, s *state) error {
	if s.BuildSeconds > 0 && jobs.SnapshotFits(ctx, o.path(snapshotName)) {
		return nil
	}
	built, err := jobs.BuildRegister(ctx, jobs.RegisterBuild{
		Input: []string{o.path(registerName, "*.parquet")}, Out: o.path(snapshotName), Workers: o.Workers, Voice: o.Voice,
	})
	if err != nil {
		return err
	}
	s.BuildSeconds = built.Seconds
	return o.remember(s)
}

// run writes the job file and does the job.
func (o *Options) run(ctx context.Context, s *state) (*jobs.Outcome, error) {
	text := fmt.Sprintf(`version: 1
kind: link
name: demo
dataset: %s
input: [ %s ]
register: %s
output: %s
`, synth.Dataset, quote(o.path(inboxName, "*.parquet")), quote(o.path(snapshotName)), quote(o.path(outputName)))
	if err := os.WriteFile(o.path(jobName), []byte(text), 0o644); err != nil {
		return nil, jobs.PlainFault(err)
	}
	spec, err := jobs.LoadSpec(o.path(jobName))
	if err != nil {
		return nil, err
	}
	done, err := jobs.Run(ctx, spec, jobs.RunOptions{Workers: o.Workers, Voice: o.Voice})
	if err != nil {
		return nil, err
	}
	o.Voice.Say(done.Event())
	if !done.Again {
		s.RunSeconds = done.Seconds
		err = o.remember(s)
	}
	return done, err
}

// quote makes a path a YAML string.
func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", "''") + "'" }

// WriteText tells people what came of it.
func (r *Result) WriteText(w io.Writer) {
	fmt.Fprintf(w, "\n%s invented people, %s invented rows of a bank\n", jobs.Thousands(r.People), jobs.Thousands(r.Rows))
	jobs.WriteVerdicts(w, r.Rows, r.Verdicts)
	fmt.Fprintf(w, "\nprecision     %.6f   of the rows that were linked, linked to the right person\n", r.Precision)
	fmt.Fprintf(w, "recall        %.6f   of the rows of people in the register, linked to the right person\n", r.Recall)
	fmt.Fprintf(w, "build         %s people/s\n", jobs.Thousands(int64(r.PeoplePerSecond)))
	fmt.Fprintf(w, "run           %s rows/s\n", jobs.Thousands(int64(r.RowsPerSecond)))
	fmt.Fprintf(w, "report        %s\n", r.Report)
	if r.Again {
		fmt.Fprintf(w, "\nThe work was done before (the figures are of then); remove %s to see it again.\n", r.Dir)
	}
}
