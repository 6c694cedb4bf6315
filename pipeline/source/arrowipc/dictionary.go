package arrowipc

import (
	"context"
	"sort"
	"sync"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc/messages"
)

// maxEntries is how many entries a dictionary may have.
const maxEntries = 1 << 30

// dictionary is the values that columns point into. In a stream it may be
// replaced, and in both kinds of object entries may follow later. What stands
// between two replacements is a generation; it only grows, so a batch that saw
// fewer entries reads a beginning of it.
type dictionary struct {
	file     *File
	id       int64
	values   messages.Type
	text     render
	readable bool
	layout   *messages.Layout
	parts    []dictionaryPart

	mu          sync.Mutex
	generations []*generation // lately used ones, the last used last
	reader      *reader
}

// dictionaryPart is one dictionary batch.
type dictionaryPart struct {
	message int   // of the file
	base    int   // the part that began the generation
	entries int64 // of the generation up to here
}

// generation is the entries as text: entry e is the column's row e.
type generation struct {
	base, loaded int // parts base to loaded-1 are there
	column       pipeline.Column
	counted      int64 // bytes of it in File.dictBytes
}

// entries is what a batch sees of a dictionary.
type entries struct {
	of     *generation
	column pipeline.Column
	n      int
}

// addDictionary enters a dictionary batch, which is the last message, into the
// index.
func (f *File) addDictionary(k message, head *messages.Head) error {
	d := f.dicts[head.Dictionary]
	if d == nil {
		return damage("a dictionary of number %d, which no column has", head.Dictionary)
	}
	if err := head.Check(d.layout, k.body); err != nil {
		return err
	}
	p := dictionaryPart{message: len(f.messages) - 1, base: len(d.parts), entries: head.Rows}
	switch {
	case head.Delta && len(d.parts) == 0:
		return damage("a dictionary goes on before it began")
	case head.Delta:
		before := d.parts[len(d.parts)-1]
		p.base, p.entries = before.base, p.entries+before.entries
	case len(d.parts) > 0 && !f.form.stream:
		return damage("a dictionary of a file is replaced")
	}
	if p.entries > maxEntries {
		return damage("a dictionary of %d entries", p.entries)
	}
	d.parts = append(d.parts, p)
	return nil
}

// seenBy gives the entries that the record batch with some number among the
// messages sees.
func (d *dictionary) seenBy(ctx context.Context, message int) (entries, error) {
	n := len(d.parts)
	if d.file.form.stream {
		n = sort.Search(n, func(i int) bool { return d.parts[i].message > message })
	}
	if n == 0 {
		return entries{}, damage("values point into a dictionary that is not there")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.parts[n-1]
	g := d.generation(p.base)
	for g.loaded < n {
		if err := d.load(ctx, g); err != nil {
			d.drop(g)
			return entries{}, err
		}
	}
	return entries{of: g, column: g.column, n: int(p.entries)}, nil
}

// generation finds or begins a generation. The caller holds the lock.
func (d *dictionary) generation(base int) *generation {
	for i, g := range d.generations {
		if g.base == base {
			d.generations = append(append(d.generations[:i:i], d.generations[i+1:]...), g)
			return g
		}
	}
	if len(d.generations) == 2 { // of parts that are read at the same time
		d.drop(d.generations[0])
	}
	g := &generation{base: base, loaded: base}
	d.generations = append(d.generations, g)
	return g
}

// drop forgets a generation; who still reads it holds it.
func (d *dictionary) drop(g *generation) {
	for i, other := range d.generations {
		if other == g {
			d.generations = append(d.generations[:i:i], d.generations[i+1:]...)
		}
	}
	d.file.dictMu.Lock()
	defer d.file.dictMu.Unlock()
	d.file.dictBytes -= g.counted
}

// load appends the entries of the next part. The caller holds the lock.
func (d *dictionary) load(ctx context.Context, g *generation) error {
	if d.reader == nil {
		d.reader = &reader{file: d.file}
	}
	r, p := d.reader, d.parts[g.loaded]
	if err := r.begin(p.message, d.layout); err != nil {
		return err
	}
	if len(g.column.Offsets) == 0 {
		g.column.Offsets = append(g.column.Offsets, 0)
	}
	l := &leaf{place: d.layout.Columns[0], text: d.text}
	s := &state{plain: true}
	const step = 1 << 16 // entries at a time
	r.entire = r.head.Rows <= step
	for at := int64(0); at < r.head.Rows; at += step {
		r.left = d.file.memory / dictShare
		if err := r.values(ctx, l, at, min(step, r.head.Rows-at), &g.column, s); err != nil {
			return err
		}
		if err := d.count(g); err != nil {
			return err
		}
	}
	g.loaded++
	return nil
}

// count holds all dictionaries of the file together to their share of memory.
func (d *dictionary) count(g *generation) error {
	f := d.file
	f.dictMu.Lock()
	defer f.dictMu.Unlock()
	now := int64(cap(g.column.Bytes)) + 4*int64(cap(g.column.Offsets)+cap(g.column.Index))
	f.dictBytes += now - g.counted
	g.counted = now
	if f.dictBytes > f.memory/dictShare {
		return unsupported("write such columns without dictionary", "an object whose dictionaries take more than %d MiB is", f.memory/dictShare>>20)
	}
	return nil
}
