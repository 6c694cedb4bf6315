package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lamsach/benchmarks/measure"
)

type config struct {
	bin, dir, results, scripts, venv, python, provinces string
	years, mixes, only                                  string
	people, rows, slowPeople, slowRows                  int
	runs, threads, memory, seed                         int
}

func main() {
	var c config
	flag.StringVar(&c.bin, "bin", "bin/lamsach", "the binary to measure")
	flag.StringVar(&c.dir, "dir", ".cache/bench", "where the invented files lie; kept and reused")
	flag.StringVar(&c.results, "results", "benchmarks/results", "where the raw figures go")
	flag.StringVar(&c.scripts, "scripts", "benchmarks/peers/scripts", "the peers' scripts")
	flag.StringVar(&c.venv, "venv", ".cache/peers", "where the peers are installed; kept and reused")
	flag.StringVar(&c.python, "python", "python3", "the Python that makes that environment")
	flag.StringVar(&c.provinces, "provinces", "schemas/data/admin", "tables of provinces, for the peers' preparation")
	flag.IntVar(&c.people, "people", 1_000_000, "people in the register")
	flag.IntVar(&c.rows, "rows", 1_000_000, "rows in the file")
	flag.IntVar(&c.slowPeople, "slow-people", 1_000_000, "at most so many people for the slow peers")
	flag.IntVar(&c.slowRows, "slow-rows", 1_000_000, "at most so many rows for the slow peers")
	flag.StringVar(&c.years, "years", "", "birth years of the register, for a dense slice: FROM-TO")
	flag.StringVar(&c.mixes, "mixes", "default,noid", "error mixes, by comma")
	flag.StringVar(&c.only, "only", "", "peers to run, by comma; all by default")
	flag.IntVar(&c.runs, "runs", 3, "counted runs of each")
	flag.IntVar(&c.threads, "threads", 2, "threads of each")
	flag.IntVar(&c.memory, "memory", 16, "memory of each, in GiB: one that takes more is ended")
	flag.IntVar(&c.seed, "seed", 1, "seed of the invented people")
	flag.Parse()
	if err := c.compare(); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// report is what is kept of one comparison on one pair of files.
type report struct {
	Machine  measure.Machine   `json:"machine"`
	Packages map[string]string `json:"packages"` // as asked for
	Absent   map[string]string `json:"absent,omitempty"`
	People   int               `json:"people"`
	Rows     int               `json:"rows"`
	Years    string            `json:"years,omitempty"`
	Mix      string            `json:"mix"`
	Threads  int               `json:"threads"`
	MemoryGB int               `json:"memory_gib"`
	Build    []measure.Sample  `json:"register_build"`
	Results  []*result         `json:"results"`
}

func (c *config) compare() error {
	if c.runs < 1 || c.threads < 1 || c.memory < 1 {
		return fmt.Errorf("-runs, -threads and -memory must be 1 or more")
	}
	var err error
	for _, path := range []*string{&c.scripts, &c.venv, &c.provinces} { // the scripts run elsewhere
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	python, err := c.install()
	if err != nil {
		return err
	}
	machine := measure.ReadMachine()
	fmt.Printf("machine: %s\n", machine)
	for mix := range strings.SplitSeq(c.mixes, ",") {
		full := measure.Files{Bin: c.bin, Dir: c.dir, People: c.people, Rows: c.rows, Seed: c.seed, Years: c.years, Mix: mix}
		small := full
		small.People, small.Rows = min(c.people, c.slowPeople), min(c.rows, c.slowRows)
		chosen := c.chosen(mix)
		var slow []contestant
		if small != full { // the slow ones have a table of their own, with lamsach on the same files
			slow = slices.DeleteFunc(slices.Clone(chosen), func(p contestant) bool { return !p.Slow })
			chosen = slices.DeleteFunc(chosen, func(p contestant) bool { return p.Slow })
			if len(slow) > 0 {
				fmt.Printf("\nslow peers get smaller files: %d rows x %d people, see their own table\n", small.Rows, small.People)
			}
		}
		if err := c.table(machine, python, full, chosen); err != nil {
			return err
		}
		if len(slow) > 0 {
			if err := c.table(machine, python, small, slow); err != nil {
				return err
			}
		}
	}
	return nil
}

// chosen are the peers that were asked for and that can do something with the
// file.
func (c *config) chosen(mix string) (list []contestant) {
	for _, p := range peers {
		asked := c.only == "" || slices.Contains(strings.Split(c.only, ","), p.Name)
		if asked && !(mix == "noid" && p.Numbers) {
			list = append(list, p)
		}
	}
	return list
}

// table runs everybody on one pair of files and prints.
func (c *config) table(machine measure.Machine, python *python, files measure.Files, peers []contestant) error {
	if err := files.Invent(); err != nil {
		return err
	}
	facts, err := readFacts(files.Truth())
	if err != nil {
		return err
	}
	r := &report{
		Machine: machine, Packages: python.packages, Absent: python.absent, People: files.People, Rows: files.Rows, Years: files.Years, Mix: files.Mix,
		Threads: c.threads, MemoryGB: c.memory,
	}
	for run := range c.runs { // in turn: what the host does meanwhile meets all of them
		fmt.Fprintf(os.Stderr, "peers: %d rows x %d people, %s: run %d of %d\n", files.Rows, files.People, files.Mix, run+1, c.runs)
		if err := c.lamsach(r, files, facts); err != nil {
			return err
		}
		for _, p := range peers {
			c.peer(r.of(p), python, p, files, facts)
		}
	}
	r.print(os.Stdout)
	return r.Machine.Keep(c.results, fmt.Sprintf("peers-%dx%d%s-%s.json", r.People, r.Rows, r.Years, r.Mix), r)
}

// lamsach builds the snapshot and does the job both ways.
func (c *config) lamsach(r *report, files measure.Files, facts *facts) error {
	env := []string{"GOMAXPROCS=" + strconv.Itoa(c.threads)}
	limit := int64(c.memory) << 30
	os.Remove(files.Snapshot())
	s, err := measure.Command{
		Bin: c.bin, Env: env, Limit: limit,
		Args: []string{"register", "build", "--input", filepath.Join(files.Register(), "*.parquet"), "--out", files.Snapshot(), "--workers", strconv.Itoa(c.threads)},
	}.Run()
	if err != nil {
		return err
	}
	r.Build = append(r.Build, s)
	for _, way := range []contestant{
		{Name: onlyOutcomes, Args: []string{"outcomes"}, What: "snapshot built; the files read, cleaned and linked, one outcome for each row written"},
		{Name: allOutputs, Args: []string{""}, What: "the same with every cleaned value, every mismatch and the report written"},
	} {
		output, job := filepath.Join(files.Input(), "output"), filepath.Join(files.Input(), "job.yaml")
		if err := os.RemoveAll(output); err != nil {
			return err
		}
		if err := files.Job(job, output, way.Args[0], fmt.Sprintf("%dGiB", c.memory)); err != nil {
			return err
		}
		s, err := measure.Command{Bin: c.bin, Env: env, Limit: limit, Args: []string{"run", job, "--workers", strconv.Itoa(c.threads)}}.Run()
		if err != nil {
			return err
		}
		res := r.of(way)
		res.Runs = append(res.Runs, s)
		if len(res.Cuts) > 0 {
			continue // the same outcomes each time
		}
		links, err := facts.readOutcomes(filepath.Join(measure.Newest(output), "outcomes"))
		if err != nil {
			return err
		}
		res.cut(facts, links, "verdicts", 0)
	}
	return os.RemoveAll(filepath.Join(files.Input(), "output"))
}
