package register

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"lamsach/matchers/kernel"
)

// BuildOptions of a snapshot.
type BuildOptions struct {
	Path    string // of the snapshot file
	Rules   uint64 // fingerprint of the cleaning rules the people went through
	Workers int    // goroutines of Finish; 0 is one for each processor
	Memory  int64  // bytes the build may take; 0 is 8 GiB. It never shows in the snapshot
}

// usualMemory is what a build may take unless told otherwise.
const usualMemory = 8 << 30

// Builder collects people and writes them as a snapshot. A quarter of the
// memory holds the people themselves; what is more lies in a file beside the
// snapshot until Finish, about 110 bytes for each.
type Builder struct {
	opts  BuildOptions
	words *kernel.Syllabary
	units *units

	mu      sync.Mutex
	spill   spill
	ethnics ethnics
	found   findings
	rows    int64
	err     error // the first failure to keep people
}

// NewBuilder returns a builder. Nothing is written before Finish unless the
// people outgrow the memory. Close must be called when Finish is not.
func NewBuilder(opts BuildOptions) *Builder {
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	if opts.Memory <= 0 {
		opts.Memory = usualMemory
	}
	return &Builder{
		opts: opts, words: kernel.Base(), units: knownUnits(),
		spill:   spill{path: opts.Path, budget: opts.Memory / 4, workers: opts.Workers},
		ethnics: ethnics{places: make(map[string]uint16)},
	}
}

// Add takes people in. It copies everything, is safe for concurrent use, and
// the order of calls does not show in the snapshot. Rows that cannot be kept
// are counted for the build report. An error is that of the disk; nothing can
// be added after it. It must not be called after Finish.
func (b *Builder) Add(people []Person) error {
	b.mu.Lock()
	b.rows += int64(len(people))
	b.mu.Unlock()
	return b.add(people, &b.found)
}

// add takes people in and merges what was wrong with them into found, unless
// that is nil.
func (b *Builder) add(people []Person, found *findings) error {
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	e.reset(b)
	for i := range people {
		e.add(&people[i])
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if found != nil {
		found.merge(&e.found)
	}
	b.err = errors.Join(b.err, e.err)
	if b.err == nil {
		b.err = b.spill.append(e.bytes, e.heads)
	}
	return b.err
}

// Close removes what a build that is not finished left on disk.
func (b *Builder) Close() { b.spill.close() }

// ethnics numbers the ethnicities in the order in which they are met; Finish
// sorts them.
type ethnics struct {
	mu     sync.RWMutex
	places map[string]uint16 // word → place in words + 1
	words  []string
}

// maxEthnics is how many ethnicities a snapshot can tell apart. A column of
// more is no column of ethnicities.
const maxEthnics = 1<<16 - 1

func (x *ethnics) place(word string) (uint16, error) {
	x.mu.RLock()
	place, known := x.places[word]
	x.mu.RUnlock()
	if known {
		return place, nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if place, known := x.places[word]; known {
		return place, nil
	}
	if len(x.words) == maxEthnics {
		return 0, fmt.Errorf("register: more than %d different ethnicities: is the column one of ethnicities?", maxEthnics)
	}
	word = strings.Clone(word)
	x.words = append(x.words, word)
	x.places[word] = uint16(len(x.words))
	return uint16(len(x.words)), nil
}

func (x *ethnics) word(place uint16) string {
	if place == 0 {
		return ""
	}
	return x.words[place-1]
}

// sorted lists the words that people of a column have and rewrites the column
// to places in that list.
func (x *ethnics) sorted(column []uint16) []string {
	used := make([]bool, len(x.words)+1)
	for _, place := range column {
		used[place] = true
	}
	var words []string
	for i, w := range x.words {
		if used[i+1] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	to := make([]uint16, len(x.words)+1)
	for i, w := range words {
		to[x.places[w]] = uint16(i + 1)
	}
	for i, place := range column {
		column[i] = to[place]
	}
	return words
}
