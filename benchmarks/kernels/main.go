package main

import (
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lamsach/benchmarks/measure"
	"lamsach/matchers/kernel"
)

//go:embed cdist.py
var cdist string

type config struct {
	python, dir, results    string
	queries, others, rounds int
}

func main() {
	var c config
	flag.StringVar(&c.python, "python", "python3", "an interpreter with rapidfuzz and numpy")
	flag.StringVar(&c.dir, "dir", ".cache/bench/kernels", "where the invented names lie")
	flag.StringVar(&c.results, "results", "benchmarks/results", "where the raw figures go")
	flag.IntVar(&c.queries, "queries", 2_000, "names held against the others")
	flag.IntVar(&c.others, "others", 20_000, "names they are held against")
	flag.IntVar(&c.rounds, "rounds", 5, "rounds, each with both sides")
	flag.Parse()
	if err := c.measure(); err != nil {
		fmt.Fprintln(os.Stderr, "kernels:", err)
		os.Exit(1)
	}
}

// peer is what rapidfuzz did in one round, in pairs a second.
type peer struct {
	Version      string  `json:"version"`
	JaroWinkler  float64 `json:"jaro_winkler"`
	JaroWinkler8 float64 `json:"jaro_winkler_float64"` // results of 8 bytes, as ours are
	OSA          float64 `json:"osa"`
}

// own is what the kernels did, in pairs a second: with names laid out before,
// with names as slices, and one by one without vectors.
type own struct {
	JaroWinklerLanes  float64 `json:"jaro_winkler_lanes"`
	JaroWinklerSlices float64 `json:"jaro_winkler_slices"`
	JaroWinklerSingle float64 `json:"jaro_winkler_single"`
	OSALanes          float64 `json:"osa_lanes"`
	OSASlices         float64 `json:"osa_slices"`
	OSASingle         float64 `json:"osa_single"`
}

// report is what is kept. Ratios are medians of those of the rounds, against the
// quicker of the peer's result types.
type report struct {
	Machine  measure.Machine    `json:"machine"`
	Width    string             `json:"width"`
	Letters  float64            `json:"mean_letters"`
	Queries  int                `json:"queries"`
	Others   int                `json:"others"`
	Peer     []peer             `json:"rapidfuzz"`
	Own      []own              `json:"lamsach"`
	Ratios   map[string]float64 `json:"ratios"`
	Checked  int                `json:"pairs_compared"`
	JaroOff  int                `json:"jaro_winkler_that_differ"`
	JaroMost float64            `json:"jaro_winkler_greatest_difference"`
	OSAOff   int                `json:"osa_that_differ"`
}

func (c *config) measure() error {
	names, letters := invent(c.queries + c.others)
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return err
	}
	file, values := filepath.Join(c.dir, "names.txt"), filepath.Join(c.dir, "values")
	if err := os.WriteFile(file, []byte(strings.Join(names, "\n")+"\n"), 0o600); err != nil {
		return err
	}
	r := report{Machine: measure.ReadMachine(), Width: kernel.Width(), Letters: letters, Queries: c.queries, Others: c.others}
	b := newBench(names, c.queries)
	for range c.rounds {
		p, err := c.ask(file, values)
		if err != nil {
			return err
		}
		r.Peer = append(r.Peer, p)
		r.Own = append(r.Own, b.round())
	}
	if err := b.compare(values, &r); err != nil {
		return err
	}
	r.rate()
	r.print()
	return r.Machine.Keep(c.results, "kernels.json", r)
}

// ask runs the peer once.
func (c *config) ask(names, values string) (p peer, err error) {
	cmd := exec.Command(c.python, "-c", cdist, names, strconv.Itoa(c.queries), values)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return p, fmt.Errorf("%s with rapidfuzz and numpy: %w", c.python, err)
	}
	return p, json.Unmarshal(out, &p)
}

func (r *report) rate() {
	r.Ratios = map[string]float64{}
	ratio := func(name string, of func(own, peer) float64) {
		var list []float64
		for i := range r.Own {
			list = append(list, of(r.Own[i], r.Peer[i]))
		}
		slices.Sort(list)
		r.Ratios[name] = list[len(list)/2]
	}
	ratio("jaro_winkler_lanes", func(o own, p peer) float64 { return o.JaroWinklerLanes / max(p.JaroWinkler, p.JaroWinkler8) })
	ratio("jaro_winkler_slices", func(o own, p peer) float64 { return o.JaroWinklerSlices / max(p.JaroWinkler, p.JaroWinkler8) })
	ratio("osa_lanes", func(o own, p peer) float64 { return o.OSALanes / p.OSA })
	ratio("osa_slices", func(o own, p peer) float64 { return o.OSASlices / p.OSA })
}

func (r *report) print() {
	fmt.Println(r.Machine)
	fmt.Printf("%d × %d names of %.1f letters, one core, processor time; width %s\n", r.Queries, r.Others, r.Letters, r.Width)
	for i, o := range r.Own {
		p := r.Peer[i]
		fmt.Printf("M pairs/s: Jaro-Winkler rapidfuzz %s %.1f (float64 %.1f), lanes %.0f, slices %.0f, single %.1f; OSA rapidfuzz %.1f, lanes %.0f, slices %.0f, single %.1f\n",
			p.Version, p.JaroWinkler/1e6, p.JaroWinkler8/1e6, o.JaroWinklerLanes/1e6, o.JaroWinklerSlices/1e6, o.JaroWinklerSingle/1e6,
			p.OSA/1e6, o.OSALanes/1e6, o.OSASlices/1e6, o.OSASingle/1e6)
	}
	fmt.Printf("ratios (medians): Jaro-Winkler lanes %.2f, slices %.2f; OSA lanes %.2f, slices %.2f\n",
		r.Ratios["jaro_winkler_lanes"], r.Ratios["jaro_winkler_slices"], r.Ratios["osa_lanes"], r.Ratios["osa_slices"])
	fmt.Printf("%d pairs compared: %d similarities differ (by %.2g at most), %d distances\n", r.Checked, r.JaroOff, r.JaroMost, r.OSAOff)
}
