package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lamsach/benchmarks/measure"
)

type config struct {
	bin, dir, results, memory, probe, numbers, only string
	people, tiny, small, large                      int
	workers, seed                                   int
	score, spare                                    bool
}

func main() {
	var c config
	flag.StringVar(&c.bin, "bin", "bin/lamsach", "the binary to measure")
	flag.StringVar(&c.dir, "dir", ".cache/national", "where the invented files lie; kept and reused")
	flag.StringVar(&c.results, "results", "benchmarks/results", "where the raw figures go")
	flag.StringVar(&c.memory, "memory", "", "limits.memory of the jobs, such as 8GiB; the job's default without")
	flag.IntVar(&c.people, "people", national.people, "people in the register")
	flag.IntVar(&c.tiny, "tiny", national.tiny, "rows of a small file, for the cost of a row; 0 to leave it out")
	flag.IntVar(&c.small, "small", national.small, "rows of a large bank's file")
	flag.IntVar(&c.large, "large", national.large, "rows of the sector's file; 0 to leave it out")
	flag.IntVar(&c.workers, "workers", 0, "workers of the jobs, 0 as the job says")
	flag.IntVar(&c.seed, "seed", 1, "seed of the invented people")
	flag.StringVar(&c.only, "jobs", "only,all,tiny,core,large", "which jobs: outcomes only, default outputs, the small file, one core, the sector")
	flag.BoolVar(&c.score, "score", true, "hold the outcomes against the truth")
	flag.BoolVar(&c.spare, "spare", false, "delete invented files as soon as they are no longer needed")
	flag.StringVar(&c.probe, "probe", "", "open this snapshot, look people up, and say how long it took (what the measurement calls itself with)")
	flag.StringVar(&c.numbers, "numbers", "", "truth whose people the probe looks up")
	flag.Parse()
	do := c.measure
	if c.probe != "" {
		do = c.look
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "national:", err)
		os.Exit(1)
	}
}

// national are the sizes that the goals speak of.
var national = struct{ people, tiny, small, large int }{104_000_000, 1_000_000, 41_000_000, 134_000_000}

// report is what is kept of one measurement.
type report struct {
	Machine       measure.Machine `json:"machine"`
	People        int             `json:"people"`
	RegisterBytes int64           `json:"register_bytes"`
	SnapshotBytes int64           `json:"snapshot_bytes"`
	Build         measure.Sample  `json:"register_build"`
	Cold          *look           `json:"cold,omitempty"` // nothing of the snapshot in memory
	Warm          *look           `json:"warm,omitempty"`
	Jobs          []*job          `json:"jobs"`
}

func (c *config) measure() error {
	if c.people < 1 || c.small < 1 {
		return fmt.Errorf("-people and -small must be 1 or more")
	}
	if err := os.MkdirAll(filepath.Join(c.dir, "work"), 0o755); err != nil {
		return err
	}
	if err := c.room(); err != nil {
		return err
	}
	r := &report{Machine: measure.ReadMachine(), People: c.people}
	fmt.Printf("machine: %s\n", r.Machine)
	if err := c.register(r); err != nil {
		return err
	}
	jobs := c.jobs()
	for i, j := range jobs {
		if err := c.run(j); err != nil {
			return fmt.Errorf("%s: %w", j.Name, err)
		}
		r.Jobs = append(r.Jobs, j)
		j.print(os.Stdout)
		if err := c.keep(r); err != nil { // a later job that fails must not take the figures along
			return err
		}
		if c.spare && !slices.ContainsFunc(jobs[i+1:], func(later *job) bool { return later.Rows == j.Rows }) {
			if err := os.RemoveAll(c.files(j.Rows).Input()); err != nil {
				return err
			}
		}
	}
	r.goals(os.Stdout)
	return nil
}

func (c *config) keep(r *report) error {
	return r.Machine.Keep(c.results, fmt.Sprintf("national-%d.json", c.people), r)
}

// files are the invented files with so many rows.
func (c *config) files(rows int) measure.Files {
	return measure.Files{Bin: c.bin, Dir: c.dir, People: c.people, Rows: rows, Seed: c.seed, Mix: "default"}
}

// env keeps what the program puts aside in the folder whose room was checked.
func (c *config) env() []string {
	work := filepath.Join(c.dir, "work")
	if a, err := filepath.Abs(work); err == nil {
		work = a
	}
	return []string{"LAMSACH_CACHE=" + work, "TMPDIR=" + work}
}

// register invents the register and all files, builds the snapshot and looks
// into it.
func (c *config) register(r *report) error {
	began := time.Now()
	for _, rows := range c.sizes() {
		if err := c.files(rows).Invent(); err != nil {
			return err
		}
	}
	if took := time.Since(began); took > time.Second {
		fmt.Printf("inventing: %.0f s\n", took.Seconds())
	}
	files := c.files(c.small)
	os.Remove(files.Snapshot())
	var err error
	r.Build, err = measure.Command{
		Bin: c.bin, Env: c.env(), Watch: true,
		Args: []string{"register", "build", "--input", filepath.Join(files.Register(), "*.parquet"), "--out", files.Snapshot()},
	}.Run()
	if err != nil {
		return err
	}
	r.RegisterBytes, r.SnapshotBytes = size(files.Register()), size(files.Snapshot())
	fmt.Printf("register build: %.0f people/s, wall %.1f s, CPU %.1f s, peak %.2f GiB; %.2f GiB of Parquet to %.2f GiB\n",
		float64(c.people)/r.Build.WallSeconds, r.Build.WallSeconds, r.Build.CPUSeconds, gib(r.Build.All()), gib(float64(r.RegisterBytes)), gib(float64(r.SnapshotBytes)))
	if r.Cold, err = c.probed(files, true); err != nil {
		return err
	}
	if r.Warm, err = c.probed(files, false); err != nil {
		return err
	}
	if c.spare {
		if err := os.RemoveAll(files.Register()); err != nil {
			return err
		}
	}
	r.Cold.print(os.Stdout, "cold")
	r.Warm.print(os.Stdout, "warm")
	return c.keep(r)
}

// sizes are the files' rows, each once.
func (c *config) sizes() (list []int) {
	for _, rows := range []int{c.tiny, c.small, c.large} {
		if rows > 0 {
			list = append(list, rows)
		}
	}
	return list
}

// size is the bytes of a file or of all files below a folder; what cannot be
// read counts nothing.
func size(path string) (bytes int64) {
	_ = filepath.WalkDir(path, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

func gib(bytes float64) float64 { return bytes / (1 << 30) }
