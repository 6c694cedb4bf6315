package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lamsach/benchmarks/formats"
	"lamsach/benchmarks/measure"
)

type config struct {
	bin, dir, results, kinds, gateway, outputs string
	people, rows, runs                         int
}

func main() {
	var c config
	flag.StringVar(&c.bin, "bin", "bin/lamsach", "the binary to measure")
	flag.StringVar(&c.dir, "dir", ".cache/bench", "where the invented files lie; kept and reused")
	flag.StringVar(&c.results, "results", "benchmarks/results", "where the raw figures go")
	flag.StringVar(&c.kinds, "kinds", "", "formats to measure, by comma; all by default")
	flag.StringVar(&c.gateway, "gateway", "", "an S3 server program (versitygw), to measure a job on S3 against the same on a folder")
	flag.StringVar(&c.outputs, "outputs", "outcomes,cleaned,mismatches,report", "what the job writes")
	flag.IntVar(&c.people, "people", 1_000_000, "people in the register")
	flag.IntVar(&c.rows, "rows", 1_000_000, "rows in the file")
	flag.IntVar(&c.runs, "runs", 3, "counted runs of each step")
	flag.Parse()
	if err := c.measure(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "tables:", err)
		os.Exit(1)
	}
}

// figures of one measurement.
type figures struct {
	Machine measure.Machine `json:"machine"`
	People  int             `json:"people"`
	Rows    int             `json:"rows"`
	Outputs string          `json:"outputs"`
	Kinds   []figure        `json:"kinds"`
}

// figure is one way of handing the file in.
type figure struct {
	Name     string           `json:"name"`
	Bytes    int64            `json:"bytes"` // of the input
	Runs     []measure.Sample `json:"runs"`
	Verdicts map[string]int64 `json:"verdicts"` // the same for all, or something is wrong
}

func (c *config) measure(ctx context.Context) error {
	set, err := c.invent(ctx)
	if err != nil {
		return err
	}
	f := figures{Machine: measure.ReadMachine(), People: c.people, Rows: c.rows, Outputs: c.outputs}
	fmt.Printf("machine: %s\n", f.Machine)
	places := set.places
	if c.gateway != "" {
		stop, more, err := c.upload(ctx, set)
		if err != nil {
			return err
		}
		defer stop()
		places = append(places, more)
	}
	f.Kinds = make([]figure, len(places))
	for run := range c.runs { // in turn: what the host does meanwhile meets all of them
		for i, p := range places {
			sample, verdicts, err := c.job(p)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			k := &f.Kinds[i]
			k.Name, k.Bytes, k.Verdicts = p.name, p.bytes, verdicts
			k.Runs = append(k.Runs, sample)
			if run == c.runs-1 {
				k.print(c.rows)
			}
		}
	}
	return f.Machine.Keep(c.results, fmt.Sprintf("tables-%dx%d.json", c.people, c.rows), f)
}

func (k *figure) print(rows int) {
	low, mid, high := measure.Spread(k.Runs, measure.Sample.Wall)
	_, cpu, _ := measure.Spread(k.Runs, measure.Sample.CPU)
	_, _, peak := measure.Spread(k.Runs, measure.Sample.Peak)
	words := make([]string, 0, len(k.Verdicts))
	for _, v := range []string{"verified", "corrected", "not_found", "contradicted", "review", "rejected", "ambiguous"} {
		words = append(words, strconv.FormatInt(k.Verdicts[v], 10))
	}
	fmt.Printf("%-18s %8.0f rows/s (wall %.2f s, %.2f to %.2f; CPU %.2f s; peak %.0f MiB; input %.0f MB)  %s\n",
		k.Name, float64(rows)/mid, mid, low, high, cpu, peak/(1<<20), float64(k.Bytes)/1e6, strings.Join(words, " "))
}

// place is where a job finds its input and leaves its output.
type place struct {
	name, input, register, output string
	bytes                         int64
	env                           []string
	clean                         func() error // takes the output away
}

// job runs the job on one place.
func (c *config) job(p place) (measure.Sample, map[string]int64, error) {
	if err := p.clean(); err != nil {
		return measure.Sample{}, nil, err
	}
	file := filepath.Join(c.dir, "tables-"+p.name+".yaml")
	text := fmt.Sprintf("version: 1\nkind: link\nname: tables\ndataset: bank-credit\ninput: [ %q ]\nregister: %q\noutput: %q\noutputs: [ %s ]\n",
		p.input, p.register, p.output, c.outputs)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return measure.Sample{}, nil, err
	}
	result := filepath.Join(c.dir, "tables-result.json")
	sample, err := measure.RunTo(result, c.bin, p.env, "run", file, "--json")
	if err != nil {
		return sample, nil, err
	}
	verdicts, err := verdictsOf(result)
	return sample, verdicts, err
}

// verdictsOf reads the verdicts from what a run said.
func verdictsOf(file string) (map[string]int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var said struct {
		Verdicts map[string]int64 `json:"verdicts"`
	}
	for line := range strings.Lines(string(text)) {
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			return nil, fmt.Errorf("what the run said cannot be read: %w", err)
		}
	}
	if len(said.Verdicts) == 0 {
		return nil, fmt.Errorf("the run said no verdicts")
	}
	return said.Verdicts, nil
}

// wanted are the kinds to measure.
func (c *config) wanted() ([]formats.Kind, error) {
	if c.kinds == "" {
		return formats.Kinds, nil
	}
	var out []formats.Kind
	for name := range strings.SplitSeq(c.kinds, ",") {
		k, err := formats.Find(name)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}
