package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"lamsach/benchmarks/measure"
)

// print writes the table, how far the goals are reached, and the configuration.
func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "\n%d rows x %d people%s, mix %s, %d threads, %d GiB; medians of %d runs\n",
		r.Rows, r.People, suffixed(" born ", r.Years), r.Mix, r.Threads, r.MemoryGB, len(r.Build))
	fmt.Fprintf(w, "%-26s %-28s %8s %8s %8s %8s %8s %8s %9s %17s %8s %8s %10s\n",
		"", "cut", "P", "P lenient", "R", "F1", "absent", "contrad.", "wall s", "(least-most)", "CPU s", "peak MiB", "rows/s")
	line(w, build, "", cut{}, r.Build, 0)
	for _, res := range r.Results {
		r.lines(w, res)
		if res.Name == onlyOutcomes || res.Name == allOutputs {
			line(w, "  the build counted in", "", cut{}, sums(r.Build, res.Runs), r.Rows)
		}
	}
	r.goals(w)
	r.configuration(w)
}

func suffixed(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

func (r *report) lines(w io.Writer, res *result) {
	name := res.Name
	if len(res.Runs) == 0 || len(res.Cuts) == 0 {
		fmt.Fprintf(w, "%-26s %s\n", name, res.Failed)
		return
	}
	for i, c := range res.Cuts {
		if i > 0 && res.Name == allOutputs {
			break // the same as with outcomes only
		}
		if i == 0 {
			line(w, name, c.Name+at(c, i), c, res.Runs, r.Rows)
		} else {
			line(w, "", c.Name+at(c, i), c, nil, 0)
		}
	}
	if res.Failed != "" {
		fmt.Fprintf(w, "%-26s then %s\n", "", res.Failed)
	}
}

// at shows where a cut lies, when it was chosen.
func at(c cut, i int) string {
	if i == 0 || c.Unreached {
		return ""
	}
	return fmt.Sprintf(" (%.3g)", c.From)
}

func line(w io.Writer, name, what string, c cut, runs []measure.Sample, rows int) {
	fmt.Fprintf(w, "%-26s %-28s", name, what)
	switch {
	case what == "":
		fmt.Fprintf(w, " %8s %8s %8s %8s %8s %8s", "", "", "", "", "", "")
	case c.Unreached:
		fmt.Fprintf(w, " %8s", "not reached at any cut")
	default:
		fmt.Fprintf(w, " %8.5f %9.5f %7.4f %8.4f %8.5f %8.4f", c.Precision, c.Lenient, c.Recall, c.F1, c.AbsentLinked, c.Unlinked)
	}
	if len(runs) > 0 {
		low, mid, high := measure.Spread(runs, measure.Sample.Wall)
		_, cpu, _ := measure.Spread(runs, measure.Sample.CPU)
		_, _, peak := measure.Spread(runs, measure.Sample.All)
		fmt.Fprintf(w, " %9.2f %17s %8.2f %8.0f", mid, fmt.Sprintf("(%.2f-%.2f)", low, high), cpu, peak/(1<<20))
		if rows > 0 {
			fmt.Fprintf(w, " %10.0f", float64(rows)/mid)
		}
	}
	fmt.Fprintln(w)
}

// sums adds runs of two steps that follow one another.
func sums(first, second []measure.Sample) []measure.Sample {
	out := make([]measure.Sample, min(len(first), len(second)))
	for i := range out {
		a, b := first[i], second[i]
		out[i] = measure.Sample{
			WallSeconds: a.WallSeconds + b.WallSeconds, CPUSeconds: a.CPUSeconds + b.CPUSeconds,
			PeakBytes: int64(max(a.All(), b.All())),
		}
	}
	return out
}

// goals are the ratios that lamsach wants, outcomes only with the snapshot
// built, each against a peer of this very run.
var goals = []struct {
	peer  string
	ratio float64 // peer's time over lamsach's
}{{"duckdb-exact", 1}, {"duckdb-rules", 10}, {"splink-custom", 100}}

func (r *report) goals(w io.Writer) {
	own, ownCPU := r.median(onlyOutcomes, measure.Sample.Wall), r.median(onlyOutcomes, measure.Sample.CPU)
	fmt.Fprintf(w, "\n%s, times faster than:\n  %-18s %8s %8s\n", onlyOutcomes, "", "wall", "CPU")
	for _, res := range r.Results {
		if res.Name == onlyOutcomes || res.Name == allOutputs {
			continue
		}
		mid := r.median(res.Name, measure.Sample.Wall)
		if mid == 0 {
			fmt.Fprintf(w, "  %-18s not measured here (%s)\n", res.Name, res.Failed)
			continue
		}
		fmt.Fprintf(w, "  %-18s %8.2f %8.2f", res.Name, mid/own, r.median(res.Name, measure.Sample.CPU)/ownCPU)
		for _, g := range goals {
			if g.peer == res.Name {
				fmt.Fprintf(w, "   goal %.0f: %s", g.ratio, map[bool]string{true: "reached", false: "not reached"}[mid/own >= g.ratio])
			}
		}
		if better := r.better(res); len(better) > 0 {
			fmt.Fprintf(w, "   better here: %s", strings.Join(better, ", "))
		}
		fmt.Fprintln(w)
	}
}

// advantage is something that one may do better than another.
type advantage struct {
	what string
	has  bool
}

// better names what a peer does better than lamsach with outcomes only: what it
// costs, what it links as it comes, and at the same kind of cut.
func (r *report) better(peer *result) (list []string) {
	var all []advantage
	for _, f := range []struct {
		what string
		of   func(measure.Sample) float64
	}{{"wall time", measure.Sample.Wall}, {"CPU time", measure.Sample.CPU}, {"memory", measure.Sample.All}} {
		all = append(all, advantage{f.what, r.median(peer.Name, f.of) < r.median(onlyOutcomes, f.of)})
	}
	own := r.of(contestant{Name: onlyOutcomes}).Cuts
	for i, c := range peer.Cuts {
		if i == 0 && len(own) > 0 {
			all = append(all,
				advantage{"P", c.Precision > own[0].Precision}, advantage{"R", c.Recall > own[0].Recall},
				advantage{"absent people linked", c.AbsentLinked < own[0].AbsentLinked}, advantage{"contradicted rows left alone", c.Unlinked > own[0].Unlinked})
			continue
		}
		for _, o := range own {
			if o.Name == strings.TrimSuffix(c.Name, " + rule") && !c.Unreached {
				all = append(all, advantage{c.Name, o.Unreached || c.value() > o.value()})
			}
		}
	}
	for _, a := range all {
		if a.has {
			list = append(list, a.what)
		}
	}
	return list
}

// value is what a cut of its kind is chosen for.
func (c cut) value() float64 {
	if strings.HasPrefix(c.Name, "best F1") {
		return c.F1
	}
	return c.Recall
}

// median is a contestant's median of a figure, 0 for none.
func (r *report) median(name string, of func(measure.Sample) float64) float64 {
	for _, res := range r.Results {
		if res.Name == name && len(res.Runs) > 0 {
			_, mid, _ := measure.Spread(res.Runs, of)
			return mid
		}
	}
	return 0
}

func (r *report) configuration(w io.Writer) {
	fmt.Fprintln(w, "\nP: linked rows that are about that person, a link of a row under somebody else's number is wrong; P lenient: it is right when it is to the person")
	fmt.Fprintln(w, "described. R: of the rows about somebody in the register. absent: of rows about nobody in it, linked. contrad.: of rows under somebody else's number,")
	fmt.Fprintln(w, "not linked. Cuts but the first are chosen with the truth; \"+ rule\": links taken back when the row's own number belongs to another person.")
	fmt.Fprintln(w, "lamsach's candidates for review count below its links: their scores are probability - 1. Peak: the largest, processes together, mapped pages counted in.")
	for _, res := range r.Results {
		versions := ""
		for _, name := range slices.Sorted(maps.Keys(res.Versions)) {
			versions += " " + name + " " + res.Versions[name]
		}
		fmt.Fprintf(w, "  %s: %s%s%s\n", res.Name, res.What, suffixed(";", versions), stageText(res.Stages))
	}
}

// stageText are the times of the last run's stages.
func stageText(stages []map[string]any) string {
	if len(stages) == 0 {
		return ""
	}
	last := stages[len(stages)-1]
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(last)) {
		if x, ok := last[name].(float64); ok && name != "cut" {
			parts = append(parts, fmt.Sprintf("%s %.6g", strings.TrimSuffix(name, "_s"), x))
		}
	}
	return "; last run: " + strings.Join(parts, ", ")
}
