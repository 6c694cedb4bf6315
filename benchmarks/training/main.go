package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"strings"

	"lamsach/benchmarks/measure"
)

func main() {
	var c config
	var mixes string
	flag.StringVar(&c.bin, "bin", "bin/lamsach", "the binary to measure")
	flag.StringVar(&c.dir, "dir", ".cache/bench", "where the invented files lie; kept and reused")
	results := flag.String("results", "benchmarks/results", "where the raw figures go")
	flag.StringVar(&mixes, "mixes", "default,dirty,noid", "error mixes of the files")
	flag.StringVar(&c.years, "years", "", "birth years of the register, for a dense slice: FROM-TO")
	flag.IntVar(&c.people, "people", 200_000, "people in the register")
	flag.IntVar(&c.rows, "rows", 200_000, "rows in each file")
	flag.IntVar(&c.seed, "seed", 5, "seed of the invented people")
	flag.Float64Var(&c.outside, "outside", 0, "share of the people whom the register lacks; they then count as lost, and who is linked in their place as wrong")
	flag.Parse()
	worse := 0
	var all []figures
	for mix := range strings.SplitSeq(mixes, ",") {
		f, err := c.measure(mix)
		if err != nil {
			fmt.Fprintln(os.Stderr, "training:", err)
			os.Exit(1)
		}
		f.print(os.Stdout)
		for _, why := range f.worse() {
			fmt.Printf("WORSE: %s\n", why)
			worse++
		}
		all = append(all, *f)
	}
	machine := measure.ReadMachine()
	name := fmt.Sprintf("training-%dx%d-%s.json", c.rows, c.people, cmp.Or(c.years, "population"))
	if c.outside > 0 {
		name = strings.Replace(name, ".json", fmt.Sprintf("-without-%g.json", c.outside), 1)
	}
	if err := machine.Keep(*results, name, map[string]any{"machine": machine, "people": c.people, "rows": c.rows, "years": c.years, "outside": c.outside, "mixes": all}); err != nil {
		fmt.Fprintln(os.Stderr, "training:", err)
		os.Exit(1)
	}
	if worse > 0 {
		os.Exit(1)
	}
}
