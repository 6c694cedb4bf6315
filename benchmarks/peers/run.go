package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lamsach/benchmarks/measure"
)

// result is what one contestant reached.
type result struct {
	Name     string            `json:"name"`
	What     string            `json:"what"`
	Failed   string            `json:"failed,omitempty"` // why there is nothing, or no more
	Versions map[string]string `json:"versions,omitempty"`
	Stages   []map[string]any  `json:"stages,omitempty"` // of each run, as the script says
	Runs     []measure.Sample  `json:"runs"`
	Cuts     []cut             `json:"cuts"`
}

// of returns the result of a contestant, a new one the first time.
func (r *report) of(p contestant) *result {
	for _, res := range r.Results {
		if res.Name == p.Name {
			return res
		}
	}
	res := &result{Name: p.Name, What: p.What}
	r.Results = append(r.Results, res)
	return res
}

// peer runs a peer's script once; whatever goes wrong is the peer's result.
func (c *config) peer(res *result, python *python, p contestant, files measure.Files, facts *facts) {
	if res.Failed != "" {
		return
	}
	if res.Failed = python.missing(p.Needs); res.Failed != "" {
		return
	}
	if err := c.script(res, python, p, files, facts); errors.Is(err, measure.ErrMemory) {
		res.Failed = fmt.Sprintf("ended: more than %d GiB", c.memory)
	} else if err != nil {
		res.Failed = "failed: " + err.Error()
	}
}

func (c *config) script(res *result, python *python, p contestant, files measure.Files, facts *facts) error {
	scratch, err := os.MkdirTemp(c.dir, "peer-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	out, said := filepath.Join(scratch, "links.parquet"), filepath.Join(scratch, "said.json")
	numbers := "1"
	if files.Mix == "noid" {
		numbers = "0"
	}
	threads := strconv.Itoa(c.threads)
	s, err := measure.Command{
		Bin: python.bin, Stdout: said, Limit: int64(c.memory) << 30,
		Args: append([]string{
			filepath.Join(c.scripts, p.Script), "--register", files.Register(), "--bank", files.Input(), "--out", out, "--scratch", scratch,
			"--provinces", c.provinces, "--threads", threads, "--memory-gb", strconv.Itoa(c.memory), "--numbers", numbers,
		}, p.Args...),
		Env: []string{"POLARS_MAX_THREADS=" + threads, "RAYON_NUM_THREADS=" + threads, "OMP_NUM_THREADS=" + threads, "PYTHONDONTWRITEBYTECODE=1"},
	}.Run()
	if err != nil {
		return err
	}
	res.Runs = append(res.Runs, s)
	cutAt, err := res.read(said)
	if err != nil || len(res.Runs) > 1 {
		return err // scored once: what a peer finds moves little from run to run
	}
	links, err := facts.readLinks(out)
	if err != nil {
		return err
	}
	res.cut(facts, links, "as it comes", cutAt)
	return nil
}

// read keeps what a script said of itself and returns where its links are cut.
func (r *result) read(file string) (cut float64, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	var said struct {
		Versions map[string]string `json:"versions"`
		Cut      float64           `json:"cut"`
	}
	stages := map[string]any{}
	last := []byte(lines[len(lines)-1])
	if err := errors.Join(json.Unmarshal(last, &said), json.Unmarshal(last, &stages)); err != nil {
		return 0, fmt.Errorf("what the script said cannot be read: %w", err)
	}
	delete(stages, "versions")
	r.Versions, r.Stages = said.Versions, append(r.Stages, stages)
	return said.Cut, nil
}
