package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lamsach/benchmarks/measure"
	"lamsach/benchmarks/quality"
)

type config struct {
	bin, dir, results, years, mix string
	people, rows, runs, workers   int
	seed                          int
}

func main() {
	var c config
	flag.StringVar(&c.bin, "bin", "bin/lamsach", "the binary to measure")
	flag.StringVar(&c.dir, "dir", ".cache/bench", "where the invented files lie; kept and reused")
	flag.StringVar(&c.results, "results", "benchmarks/results", "where the raw figures go")
	flag.StringVar(&c.years, "years", "", "birth years of the register, for a dense slice: FROM-TO")
	flag.StringVar(&c.mix, "mix", "default", "error mix of the file")
	flag.IntVar(&c.people, "people", 1_000_000, "people in the register")
	flag.IntVar(&c.rows, "rows", 1_000_000, "rows in the file")
	flag.IntVar(&c.runs, "runs", 3, "counted runs of each step")
	flag.IntVar(&c.workers, "workers", 0, "workers of the job, 0 one for each processor")
	flag.IntVar(&c.seed, "seed", 1, "seed of the invented people")
	flag.Parse()
	if err := c.measure(); err != nil {
		fmt.Fprintln(os.Stderr, "throughput:", err)
		os.Exit(1)
	}
}

// report is what is kept of one measurement.
type report struct {
	Machine measure.Machine  `json:"machine"`
	People  int              `json:"people"`
	Rows    int              `json:"rows"`
	Years   string           `json:"years,omitempty"`
	Mix     string           `json:"mix"`
	Build   []measure.Sample `json:"register_build"`
	Run     []measure.Sample `json:"run"`
	Quality json.RawMessage  `json:"quality"`
}

func (c *config) measure() error {
	name := fmt.Sprintf("p%d-s%d%s", c.people, c.seed, c.years)
	people := filepath.Join(c.dir, name)
	inputs := filepath.Join(people, fmt.Sprintf("in-%d-%s", c.rows, c.mix))
	if err := c.invent(people, inputs); err != nil {
		return err
	}
	r := report{Machine: measure.ReadMachine(), People: c.people, Rows: c.rows, Years: c.years, Mix: c.mix}
	snapshot := filepath.Join(people, "register.lamsach")
	for range c.runs {
		os.Remove(snapshot)
		s, err := c.run("register", "build", "--input", filepath.Join(people, "register", "*.parquet"), "--out", snapshot)
		if err != nil {
			return err
		}
		r.Build = append(r.Build, s)
	}
	output := filepath.Join(inputs, "output")
	job := filepath.Join(inputs, "job.yaml")
	if err := os.WriteFile(job, []byte(jobFile(inputs, snapshot, output)), 0o600); err != nil {
		return err
	}
	for range c.runs {
		if err := os.RemoveAll(output); err != nil {
			return err
		}
		s, err := c.run("run", job, "--workers", strconv.Itoa(c.workers))
		if err != nil {
			return err
		}
		r.Run = append(r.Run, s)
	}
	score, err := quality.Score(filepath.Join(newest(output), "outcomes"), filepath.Join(inputs, "truth"))
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := score.JSON(&text); err != nil {
		return err
	}
	r.Quality = text.Bytes()
	r.print(os.Stdout)
	if err := score.Text(os.Stdout); err != nil {
		return err
	}
	return r.Machine.Keep(c.results, fmt.Sprintf("main_job-%dx%d%s-%s.json", r.People, r.Rows, r.Years, r.Mix), r)
}

func (c *config) run(args ...string) (measure.Sample, error) { return measure.Run(c.bin, nil, args...) }

// newest is the folder of the newest run of an output; the output itself when
// nothing was published.
func newest(output string) string {
	var latest struct {
		Path string `json:"path"`
	}
	if text, err := os.ReadFile(filepath.Join(output, "latest.json")); err == nil {
		_ = json.Unmarshal(text, &latest) // an unreadable pointer leaves the path empty, and the scorer says what it misses
	}
	return filepath.Join(output, latest.Path)
}

// invent makes the register and the file, unless they are there from before.
func (c *config) invent(people, inputs string) error {
	if _, err := os.Stat(filepath.Join(people, "register")); err != nil {
		args := []string{"synth", "register", "--people", strconv.Itoa(c.people), "--seed", strconv.Itoa(c.seed), "--out", filepath.Join(people, "register")}
		if c.years != "" {
			args = append(args, "--years", c.years)
		}
		if _, err := c.run(args...); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(inputs, "truth")); err == nil {
		return nil
	}
	_, err := c.run("synth", "inputs", "--register", filepath.Join(people, "register"), "--dataset", "bank-credit",
		"--rows", strconv.Itoa(c.rows), "--seed", strconv.Itoa(c.seed), "--mix", c.mix, "--out", inputs)
	return err
}

func jobFile(inputs, snapshot, output string) string {
	abs := func(p string) string {
		if a, err := filepath.Abs(p); err == nil {
			return a
		}
		return p
	}
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nkind: link\nname: benchmark\ndataset: bank-credit\n")
	fmt.Fprintf(&b, "input: [ %q ]\nregister: %q\noutput: %q\n", abs(inputs)+"/*.parquet", abs(snapshot), abs(output))
	return b.String()
}

func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "machine: %s\n", r.Machine)
	step(w, "register build", "people/s", float64(r.People), r.Build)
	step(w, "run", "rows/s", float64(r.Rows), r.Run)
}

func step(w io.Writer, what, unit string, n float64, samples []measure.Sample) {
	low, mid, high := measure.Spread(samples, measure.Sample.Wall)
	_, cpu, _ := measure.Spread(samples, measure.Sample.CPU)
	_, _, peak := measure.Spread(samples, measure.Sample.Peak)
	fmt.Fprintf(w, "%-15s %9.0f %s (wall %.2f s, %.2f to %.2f over %d runs; CPU %.2f s; peak %.0f MiB)\n",
		what, n/mid, unit, mid, low, high, len(samples), cpu, peak/(1<<20))
}
