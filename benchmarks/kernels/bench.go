package main

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"strings"
	"syscall"
	"time"

	"lamsach/benchmarks/synth"
	"lamsach/matchers/kernel"
)

// invent makes folded names and says how many letters they have on average.
func invent(n int) (names []string, letters float64) {
	c := kernel.NewCoder(kernel.Base())
	for _, name := range synth.Names(n, 1) {
		var coded kernel.Name
		c.Reserve()
		c.Encode([]byte(name), &coded)
		words := make([]string, coded.Len)
		for i := range words {
			words[i] = c.Folded(coded.Syl[i])
		}
		names = append(names, strings.Join(words, " "))
		letters += float64(len(names[len(names)-1])) / float64(n)
	}
	return names, letters
}

// bench is both lists of names and room for the results of one query.
type bench struct {
	queries, others [][]byte
	lanes           kernel.Lanes
	jaro            []float64
	osa             []uint16
	pattern         kernel.Pattern
}

func newBench(names []string, queries int) *bench {
	b := &bench{jaro: make([]float64, len(names)-queries), osa: make([]uint16, len(names)-queries)}
	text := []byte(strings.Join(names, "")) // one buffer, as columns are
	for i, name := range names {
		slice := text[:len(name)]
		text = text[len(name):]
		if i < queries {
			b.queries = append(b.queries, slice)
		} else {
			b.others = append(b.others, slice)
		}
	}
	b.lanes.Set(b.others)
	return b
}

// round does all there is to measure once.
func (b *bench) round() own {
	p := &b.pattern
	return own{
		JaroWinklerLanes:  b.rate(1, func() { p.JaroWinklerLanes(b.jaro, &b.lanes) }),
		JaroWinklerSlices: b.rate(1, func() { p.JaroWinklers(b.jaro, b.others) }),
		JaroWinklerSingle: b.rate(20, func() {
			for i, name := range b.others {
				b.jaro[i] = p.JaroWinkler(name)
			}
		}),
		OSALanes:  b.rate(1, func() { p.OSALanes(b.osa, &b.lanes) }),
		OSASlices: b.rate(1, func() { p.OSAs(b.osa, b.others) }),
		OSASingle: b.rate(20, func() {
			for i, name := range b.others {
				b.osa[i] = uint16(p.OSA(name))
			}
		}),
	}
}

// rate is the pairs a second of processor time; only every so many queries are
// asked.
func (b *bench) rate(every int, f func()) float64 {
	start, pairs := processorTime(), 0
	for i := 0; i < len(b.queries); i += every {
		b.pattern.Set(b.queries[i])
		f()
		pairs += len(b.others)
	}
	return float64(pairs) / (processorTime() - start).Seconds()
}

func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// compare holds what the peer found for the first names against the kernels.
func (b *bench) compare(values string, r *report) error {
	text, err := os.ReadFile(values)
	if err != nil {
		return err
	}
	queries, others := min(200, len(b.queries)), min(2000, len(b.others))
	if len(text) != queries*others*10 {
		return errors.New("the peer wrote another number of values")
	}
	similarities, distances := text[:queries*others*8], text[queries*others*8:]
	for _, query := range b.queries[:queries] {
		b.pattern.Set(query)
		b.pattern.JaroWinklers(b.jaro, b.others[:others])
		b.pattern.OSAs(b.osa[:others], b.others[:others])
		for i := range others {
			theirs := math.Float64frombits(binary.LittleEndian.Uint64(similarities))
			if off := math.Abs(theirs - b.jaro[i]); off != 0 {
				r.JaroOff++
				r.JaroMost = max(r.JaroMost, off)
			}
			if binary.LittleEndian.Uint16(distances) != b.osa[i] {
				r.OSAOff++
			}
			similarities, distances = similarities[8:], distances[2:]
		}
		r.Checked += others
	}
	return nil
}
