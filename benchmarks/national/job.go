package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lamsach/benchmarks/measure"
	"lamsach/benchmarks/quality"
	"lamsach/matchers/evaluate"
)

// job is one run of the binary over one file.
type job struct {
	Name    string `json:"name"`
	Rows    int    `json:"rows"`
	Outputs string `json:"outputs"` // "" for the default
	OneCore bool   `json:"one_core,omitempty"`

	Run         measure.Sample   `json:"run"`
	InputBytes  int64            `json:"input_bytes"`
	OutputBytes int64            `json:"output_bytes"`
	Phases      []phase          `json:"phases"`
	Stages      []stage          `json:"stages,omitempty"` // where the program tells them
	Pairs       int64            `json:"pairs,omitempty"`
	Verdicts    map[string]int64 `json:"verdicts"`
	Quality     *evaluate.Result `json:"quality,omitempty"`

	key   string // in -jobs
	score bool
}

// phase and stage are what the program says of itself.
type phase struct {
	Name    string  `json:"phase"`
	Seconds float64 `json:"seconds"`
}

type stage struct {
	Name     string  `json:"name"`
	NSPerRow float64 `json:"ns_per_row"` // of a worker
}

// Names of the jobs, which the goals refer to.
const (
	tinyAll      = "small file, default outputs"
	smallOnly    = "bank, outcomes only"
	smallOneCore = "bank, outcomes only, one core"
	smallAll     = "bank, default outputs"
	largeAll     = "sector, default outputs"
)

// jobs are what is to be run, the accuracy of each file once.
func (c *config) jobs() []*job {
	list := []*job{
		{key: "only", Name: smallOnly, Rows: c.small, Outputs: "outcomes", score: c.score},
		{key: "all", Name: smallAll, Rows: c.small},
		{key: "tiny", Name: tinyAll, Rows: c.tiny},
		{key: "core", Name: smallOneCore, Rows: c.small, Outputs: "outcomes", OneCore: true},
		{key: "large", Name: largeAll, Rows: c.large, score: c.score},
	}
	_, noTaskset := exec.LookPath("taskset")
	asked := strings.Split(c.only, ",")
	return slices.DeleteFunc(list, func(j *job) bool {
		return j.Rows == 0 || j.OneCore && noTaskset != nil || !slices.Contains(asked, j.key)
	})
}

// run does a job, reads what it said, scores it and takes its output away.
func (c *config) run(j *job) error {
	files := c.files(j.Rows)
	work := filepath.Join(c.dir, "work")
	output, spec, said := filepath.Join(work, "output"), filepath.Join(work, "job.yaml"), filepath.Join(work, "said.json")
	if err := os.RemoveAll(output); err != nil {
		return err
	}
	defer os.RemoveAll(output)
	if err := files.Job(spec, output, j.Outputs, c.memory); err != nil {
		return err
	}
	command := measure.Command{Bin: c.bin, Args: []string{"run", spec, "--json", "--workers", strconv.Itoa(c.workers)}, Env: c.env(), Stdout: said, Watch: true}
	if j.OneCore {
		command.Args = append([]string{"-c", "0", c.bin}, command.Args[:3]...)
		command.Args = append(command.Args, "--workers", "1")
		command.Bin, command.Env = "taskset", append(command.Env, "GOMAXPROCS=1")
	}
	var err error
	if j.Run, err = command.Run(); err != nil {
		return err
	}
	if err := j.read(said); err != nil {
		return err
	}
	published := measure.Newest(output)
	j.InputBytes, j.OutputBytes = size(files.Input())-size(files.Truth()), size(published)
	if j.score {
		j.Quality, err = quality.Score(c.bin, c.env(), output, files.Truth())
	}
	return err
}

// read keeps what the program said of itself.
func (j *job) read(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		var said struct {
			Event    string           `json:"event"`
			Phase    string           `json:"phase"`
			Seconds  float64          `json:"seconds"`
			Stages   []stage          `json:"stages"`
			Pairs    int64            `json:"pairs"`
			Verdicts map[string]int64 `json:"verdicts"`
		}
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			return fmt.Errorf("what the run said cannot be read: %w", err)
		}
		switch said.Event {
		case "phase":
			j.Phases = append(j.Phases, phase{said.Phase, said.Seconds})
		case "stages":
			j.Stages, j.Pairs = said.Stages, said.Pairs
		case "published":
			j.Verdicts = said.Verdicts
		}
	}
	if len(j.Verdicts) == 0 {
		return fmt.Errorf("the run published nothing")
	}
	return nil
}

// rate is rows a second of wall time.
func (j *job) rate() float64 { return float64(j.Rows) / j.Run.WallSeconds }

func (j *job) print(w io.Writer) {
	f := j.Run.Family
	fmt.Fprintf(w, "\n%s: %d rows, %.0f rows/s (wall %.1f s, CPU %.1f s); %.2f GB in, %.2f GB out\n",
		j.Name, j.Rows, j.rate(), j.Run.WallSeconds, j.Run.CPUSeconds, float64(j.InputBytes)/1e9, float64(j.OutputBytes)/1e9)
	fmt.Fprintf(w, "  memory %.2f GiB at the peak of %d processes: own %.2f, mapped %.2f, shared %.2f; largest process %.2f\n",
		gib(j.Run.All()), f.Processes, gib(float64(f.OwnBytes)), gib(float64(f.MappedBytes)), gib(float64(f.SharedBytes)), gib(float64(f.LargestBytes)))
	var words []string
	for _, p := range j.Phases {
		words = append(words, fmt.Sprintf("%s %.1f", p.Name, p.Seconds))
	}
	fmt.Fprintf(w, "  phases, s: %s\n", strings.Join(words, ", "))
	if words = nil; len(j.Stages) > 0 {
		for _, s := range j.Stages {
			words = append(words, fmt.Sprintf("%s %.0f", s.Name, s.NSPerRow))
		}
		fmt.Fprintf(w, "  stages, ns of a worker for each row: %s\n", strings.Join(words, ", "))
	}
	if j.Pairs > 0 {
		fmt.Fprintf(w, "  pairs: %d, %.2f for each row, %.2f M for each second of the run\n", j.Pairs, float64(j.Pairs)/float64(j.Rows), float64(j.Pairs)/j.Run.WallSeconds/1e6)
	}
	if q := j.Quality; q != nil {
		fmt.Fprintf(w, "  precision %.6f, recall %.4f, found %.4f, left to people %.4f, absent linked %.6f, contradicted said so %.4f\n",
			q.Precision.Share, q.Recall.Share, q.Found.Share, q.LeftToPeople.Share, q.AbsentLinked.Share, q.Contradicted.Share)
	}
}
