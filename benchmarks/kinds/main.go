package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lamsach/benchmarks/datasets"
	"lamsach/benchmarks/measure"
	"lamsach/benchmarks/quality"
	"lamsach/benchmarks/synth"
	"lamsach/matchers/evaluate"
)

// commonest are the five kinds of which most rows come.
var commonest = []string{"bank-credit", "bank-account", "social-insurance", "tax-registration", "telecom"}

type config struct {
	bin, work  string
	rows, seed int
}

// figures are what became of one file.
type figures struct {
	Dataset string           `json:"dataset"`
	Sample  measure.Sample   `json:"run"`
	Result  *evaluate.Result `json:"result"`
}

func main() {
	var c config
	flag.StringVar(&c.bin, "bin", "bin/lamsach", "the binary to measure")
	usual := flag.String("register", ".cache/bench/p1000000-s1", "folder with register/ of a million people; only read")
	dense := flag.String("dense", ".cache/bench/p4000000-s11985-1987", "the same of a dense slice; left out where there is none")
	flag.StringVar(&c.work, "work", ".cache/kinds", "where invented files and answers go")
	results := flag.String("results", "benchmarks/results", "where the raw figures go")
	only := flag.String("only", "", "datasets to measure, separated by commas; nothing is kept then")
	flag.IntVar(&c.rows, "rows", 20_000, "rows in each file")
	flag.IntVar(&c.seed, "seed", 11, "seed of the invented rows")
	flag.Parse()
	if err := c.all(*usual, *dense, *results, *only); err != nil {
		fmt.Fprintln(os.Stderr, "kinds:", err)
		os.Exit(1)
	}
}

func (c *config) all(usual, dense, results, only string) error {
	names, some := datasets.Names(), commonest
	if only != "" {
		names = strings.Split(only, ",")
		some = slices.DeleteFunc(slices.Clone(commonest), func(name string) bool { return !slices.Contains(names, name) })
	}
	machine := measure.ReadMachine()
	var text strings.Builder
	fmt.Fprintf(&text, "# %s\n# %d rows in each file (some a line of totals more), seed %d; go run ./benchmarks/kinds\n", machine, c.rows, c.seed)
	for _, part := range []struct {
		title, register string
		names           []string
	}{{"against a million people", usual, names}, {"against four million people of three birth years", dense, some}} {
		if _, err := os.Stat(filepath.Join(part.register, "register")); err != nil && part.register == dense {
			continue
		}
		if err := c.build(part.register); err != nil {
			return err
		}
		fmt.Fprintf(&text, "\n## %s\n\n%s", part.title, heading)
		for _, name := range part.names {
			f, err := c.measure(name, part.register)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			text.WriteString(f.line())
			fmt.Print(f.line())
		}
	}
	if only != "" {
		return nil
	}
	return machine.KeepText(results, "datasets.txt", text.String())
}

// snapshot is where the snapshot of a register lies.
func (c *config) snapshot(register string) string {
	return filepath.Join(c.work, filepath.Base(register), "register.lamsach")
}

// build builds the snapshot of a register with the program at hand.
func (c *config) build(register string) error {
	if err := os.MkdirAll(filepath.Dir(c.snapshot(register)), 0o777); err != nil {
		return err
	}
	_, err := measure.Run(c.bin, nil, "register", "build", "--input", filepath.Join(register, "register", "*.parquet"), "--out", c.snapshot(register))
	return err
}

// measure invents the file of a dataset, answers it and scores the answer.
func (c *config) measure(name, register string) (*figures, error) {
	dir := filepath.Join(c.work, filepath.Base(register), name)
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	inbox, output := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	err := datasets.WriteInputs(context.Background(), synth.InputOptions{
		Register: filepath.Join(register, "register"), Dataset: name, Rows: int64(c.rows), Seed: uint64(c.seed), Dir: inbox,
	})
	if err != nil {
		return nil, err
	}
	job := filepath.Join(dir, "job.yaml")
	text := fmt.Sprintf("version: 1\nkind: link\nname: kinds\ndataset: %s\ninput: [ %q ]\nregister: %q\noutput: %q\noutputs: [ outcomes ]\nlimits: { max_rejected: 0.9 }\n",
		name, absolute(filepath.Join(inbox, "*.*")), absolute(c.snapshot(register)), absolute(output))
	if err := os.WriteFile(job, []byte(text), 0o600); err != nil {
		return nil, err
	}
	f := &figures{Dataset: name}
	if f.Sample, err = measure.Run(c.bin, nil, "run", job); err != nil {
		return nil, err
	}
	f.Result, err = quality.Score(c.bin, nil, output, filepath.Join(inbox, "truth"))
	return f, err
}

func absolute(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}
