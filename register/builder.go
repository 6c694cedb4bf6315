package register

import (
	"runtime"
	"sync"

	"lamsach/matchers/kernel"
)

// BuildOptions of a snapshot.
type BuildOptions struct {
	Path    string // of the snapshot file
	Rules   uint64 // fingerprint of the cleaning rules the people went through
	Workers int    // goroutines of Finish; 0 is one for each processor
}

// Builder collects people and writes them as a snapshot. Building needs about
// 350 bytes of memory for each person at its peak.
type Builder struct {
	opts  BuildOptions
	words *kernel.Syllabary
	units *units

	mu    sync.Mutex
	all   []*chunk // by number
	free  []*chunk // those with room that no goroutine is filling
	found findings
	rows  int64

	fullText int // the most text that a full chunk needed
}

// NewBuilder returns a builder. Nothing is written before Finish.
func NewBuilder(opts BuildOptions) *Builder {
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	return &Builder{opts: opts, words: kernel.Base(), units: knownUnits()}
}

// Add takes people in. It copies everything, is safe for concurrent use, and
// the order of calls does not show in the snapshot. Rows that cannot be kept
// are counted for the build report. It must not be called after Finish.
func (b *Builder) Add(people []Person) {
	var found findings
	for rest := people; len(rest) > 0; {
		c := b.take()
		for len(rest) > 0 && !c.full() {
			c.add(b, &rest[0], &found)
			rest = rest[1:]
		}
		b.giveBack(c)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rows += int64(len(people))
	b.found.merge(&found)
}

// take returns a chunk with room that belongs to the caller alone.
func (b *Builder) take() *chunk {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.free); n > 0 {
		c := b.free[n-1]
		b.free = b.free[:n-1]
		return c
	}
	c := newChunk(b.fullText)
	b.all = append(b.all, c)
	return c
}

func (b *Builder) giveBack(c *chunk) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c.full() {
		b.fullText = max(b.fullText, len(c.text))
		return
	}
	b.free = append(b.free, c)
}
