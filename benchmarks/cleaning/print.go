package main

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"lamsach/pipeline"
)

func (r *report) print() {
	fmt.Println(r.Machine)
	fmt.Printf("%d rows of the mix %s about %d people, one core, processor time, a new worker each round\n\n", r.Rows, r.Mix, r.People)
	fmt.Printf("%-24s %8s %8s %8s %10s\n", "cleaner", "ns/row", "least", "most", "cells/row")
	for _, c := range r.Costs {
		least, most := c.Rounds[0], c.Rounds[0]
		for _, x := range c.Rounds {
			least, most = min(least, x), max(most, x)
		}
		fmt.Printf("%-24s %8.0f %8.0f %8.0f %10.2f\n", c.Cleaner, c.Middle, least, most, float64(c.Cells)/float64(r.Rows))
	}
	m := r.Memory
	fmt.Printf("\nwords of names met before: %.4f of %d; names the short way could not clean: %d of %d, met before: %.4f\n", m.WordHits, m.Words, m.SlowNames, m.Names, m.SlowHits)
	fmt.Printf("remembered: %.1f MB, on %d long names that are all different %.1f MB\n", float64(m.Bytes)/1e6, hostileRows, float64(m.HostileMax)/1e6)
}

func words(name []byte) iter.Seq[[]byte] { return bytes.SplitSeq(name, []byte{' '}) }

const hostileRows = 20_000

// hostile is a batch of names that nobody has: all different, of words that are
// all different, half of them longer than any that is remembered.
func hostile() *pipeline.Batch {
	c := pipeline.Column{Offsets: []int32{0}}
	for i := range hostileRows {
		word := strings.Map(func(r rune) rune { return 'a' + r - '0' }, strconv.Itoa(1_000_000+i))
		c.Bytes = append(c.Bytes, strings.Repeat(word+" x", 1+i%2*12)...)
		c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
		c.Index = append(c.Index, int32(i))
	}
	b := &pipeline.Batch{Rows: hostileRows, Columns: make([]pipeline.Column, width)}
	b.Columns[at["name"]] = c
	return b
}
