package kernel

import (
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"lamsach/benchmarks/synth"
)

// inventedNames are folded names as they stand in a register, and their mean
// length in letters.
func inventedNames(n int) (names [][]byte, mean float64) {
	for _, name := range synth.Names(n, 1) {
		var words []string
		for word := range strings.FieldsSeq(name) {
			_, _, folded := spell(word)
			words = append(words, folded)
		}
		names = append(names, []byte(strings.Join(words, " ")))
		mean += float64(len(names[len(names)-1])) / float64(n)
	}
	return names, mean
}

// cpuTime is the processor time of this process: on a shared machine the clock on
// the wall measures the neighbours.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkNames holds names against a list of 1,024, at every width: given as
// slices, laid out before, and one by one.
func BenchmarkNames(b *testing.B) {
	names, mean := inventedNames(2048)
	queries, list := names[:1024], names[1024:]
	flat := bytes.Join(list, nil) // as a column holds them, and apart
	column := make([][]byte, len(list))
	for i, at := 0, 0; i < len(list); i++ {
		column[i] = flat[at : at+len(list[i])]
		at += len(list[i])
	}
	lanes := new(Lanes)
	lanes.Set(list)
	osa, jaro := make([]uint16, len(list)), make([]float64, len(list))
	var p Pattern
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			start := cpuTime()
			for i := 0; b.Loop(); i++ {
				p.Set(queries[i%len(queries)])
				f()
			}
			b.ReportMetric(float64(b.N)*float64(len(list))/(cpuTime()-start).Seconds()/1e6, "Mpairs/s")
			b.ReportMetric(mean, "letters")
		})
	}
	eachWidth(b, func(width string) {
		run(fmt.Sprintf("jarowinkler/slices/%s", width), func() { p.JaroWinklers(jaro, list) })
		run(fmt.Sprintf("jarowinkler/column/%s", width), func() { p.JaroWinklers(jaro, column) })
		run(fmt.Sprintf("jarowinkler/lanes/%s", width), func() { p.JaroWinklerLanes(jaro, lanes) })
		run(fmt.Sprintf("osa/slices/%s", width), func() { p.OSAs(osa, list) })
		run(fmt.Sprintf("osa/column/%s", width), func() { p.OSAs(osa, column) })
		run(fmt.Sprintf("osa/lanes/%s", width), func() { p.OSALanes(osa, lanes) })
	})
	for name, f := range map[string]func([]byte) int{"levenshtein": p.Levenshtein, "damerau": p.Damerau} {
		run(name+"/one by one", func() {
			for i, other := range list {
				osa[i] = uint16(f(other))
			}
		})
	}
}

// BenchmarkSet is what a new pattern costs.
func BenchmarkSet(b *testing.B) {
	names, _ := inventedNames(64)
	var p Pattern
	for i := 0; b.Loop(); i++ {
		p.Set(names[i%64])
	}
}
