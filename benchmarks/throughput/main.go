package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"lamsach/benchmarks/measure"
	"lamsach/benchmarks/quality"
	"lamsach/matchers/evaluate"
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
	Quality *evaluate.Result `json:"quality"`
}

func (c *config) measure() error {
	files := measure.Files{Bin: c.bin, Dir: c.dir, People: c.people, Rows: c.rows, Seed: c.seed, Years: c.years, Mix: c.mix}
	if err := files.Invent(); err != nil {
		return err
	}
	r := report{Machine: measure.ReadMachine(), People: c.people, Rows: c.rows, Years: c.years, Mix: c.mix}
	for range c.runs {
		os.Remove(files.Snapshot())
		s, err := c.run("register", "build", "--input", filepath.Join(files.Register(), "*.parquet"), "--out", files.Snapshot())
		if err != nil {
			return err
		}
		r.Build = append(r.Build, s)
	}
	output, job := filepath.Join(files.Input(), "output"), filepath.Join(files.Input(), "job.yaml")
	if err := files.Job(job, output, "", ""); err != nil {
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
	score, err := quality.Score(c.bin, nil, output, files.Truth())
	if err != nil {
		return err
	}
	r.Quality = score
	r.print(os.Stdout)
	score.WriteText(os.Stdout)
	return r.Machine.Keep(c.results, fmt.Sprintf("main_job-%dx%d%s-%s.json", r.People, r.Rows, r.Years, r.Mix), r)
}

func (c *config) run(args ...string) (measure.Sample, error) { return measure.Run(c.bin, nil, args...) }

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
