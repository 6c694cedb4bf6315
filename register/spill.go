package register

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// spill holds records by the first six digits of their personal ID (place,
// century with gender, year), of which a country has some ten thousand. They
// lie in chunks in memory until the budget is used up; then all of them are
// written to a file, part after part, as one run, and the memory is used
// again. So the records of a range of parts are one piece of every run, and
// what is in memory.
//
// The file has no name where the system allows it, so that not even a killed
// build leaves people behind.
type spill struct {
	path    string // of the snapshot: the file lies beside it
	budget  int64
	workers int

	parts []part // by prefix, up to the highest
	slabs [][]byte
	used  int // chunks
	file  *os.File
	end   int64 // of the last run
	runs  []flushed
}

// part is what has one prefix.
type part struct {
	suffixes []uint32 // of every row
	chunks   []uint32 // in memory
	bytes    int64    // in memory
}

// flushed is what was written when the memory was full: the parts that had records
// and where in the file they lie, from at[i] to at[i+1].
type flushed struct {
	parts []uint32
	at    []int64
}

// find is the range of entries of a range of parts.
func (r *flushed) find(from, to int) (first, end int) {
	first, _ = slices.BinarySearch(r.parts, uint32(from))
	end, _ = slices.BinarySearch(r.parts, uint32(to))
	return first, end
}

// Chunks are cut from slabs.
const (
	chunkSize  = 2 << 10
	slabChunks = 1 << 10
)

// append takes in records that lie one after the other.
func (s *spill) append(bytes []byte, heads []head) error {
	for _, h := range heads {
		if int64(s.used)*chunkSize >= s.budget {
			if err := s.flush(); err != nil {
				return err
			}
		}
		if more := int(h.prefix) + 1 - len(s.parts); more > 0 {
			s.parts = append(s.parts, make([]part, more)...)
		}
		p := &s.parts[h.prefix]
		p.suffixes = append(p.suffixes, h.suffix)
		s.put(p, bytes[:h.size])
		bytes = bytes[h.size:]
	}
	return nil
}

// put appends a record to a part.
func (s *spill) put(p *part, rec []byte) {
	for len(rec) > 0 {
		at := int(p.bytes % chunkSize)
		if at == 0 {
			if s.used == len(s.slabs)*slabChunks {
				s.slabs = append(s.slabs, make([]byte, slabChunks*chunkSize))
			}
			p.chunks = append(p.chunks, uint32(s.used))
			s.used++
		}
		n := copy(s.chunk(p.chunks[len(p.chunks)-1])[at:], rec)
		p.bytes, rec = p.bytes+int64(n), rec[n:]
	}
}

func (s *spill) chunk(i uint32) []byte {
	return s.slabs[i/slabChunks][int(i%slabChunks)*chunkSize:][:chunkSize]
}

// flush writes a run and empties the memory.
func (s *spill) flush() error {
	if s.file == nil {
		f, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+buildingMark+"*") // mode 0600
		if err != nil {
			return err
		}
		s.file = f
		_ = os.Remove(f.Name()) // where this fails close does it
	}
	r := flushed{at: []int64{s.end}}
	for p := range s.parts {
		if n := s.parts[p].bytes; n > 0 {
			s.end += n
			r.parts, r.at = append(r.parts, uint32(p)), append(r.at, s.end)
		}
	}
	pieces := 4 * s.workers
	err := each(context.Background(), s.workers, pieces, func(i int) error {
		return s.write(&r, r.cut(i, pieces), r.cut(i+1, pieces))
	})
	if err != nil {
		return err
	}
	for _, p := range r.parts {
		s.parts[p].chunks, s.parts[p].bytes = s.parts[p].chunks[:0], 0
	}
	s.runs, s.used = append(s.runs, r), 0
	return nil
}

// cut is the entry at which the i-th of n pieces of about equal length begins.
func (r *flushed) cut(i, n int) int {
	if i == n {
		return len(r.parts)
	}
	first, last := r.at[0], r.at[len(r.parts)]
	at, _ := slices.BinarySearch(r.at[:len(r.parts)], first+(last-first)/int64(n)*int64(i))
	return at
}

// write writes a range of entries of a run to the file.
func (s *spill) write(r *flushed, from, to int) error {
	buf, offset := make([]byte, 0, 1<<20), r.at[from]
	for _, p := range r.parts[from:to] {
		left := s.parts[p].bytes
		for _, c := range s.parts[p].chunks {
			n := min(left, chunkSize)
			if len(buf)+int(n) > cap(buf) {
				if _, err := s.file.WriteAt(buf, offset); err != nil {
					return err
				}
				buf, offset = buf[:0], offset+int64(len(buf))
			}
			buf, left = append(buf, s.chunk(c)[:n]...), left-n
		}
	}
	_, err := s.file.WriteAt(buf, offset)
	return err
}

// settle ends the adding: what went to the file in part goes there whole, so
// that its memory is free for what follows.
func (s *spill) settle() error {
	if s.file == nil {
		return nil
	}
	if err := s.flush(); err != nil {
		return err
	}
	s.slabs = nil
	return nil
}

// size is how many bytes a range of parts has.
func (s *spill) size(from, to int) (n int64) {
	for i := range s.runs {
		r := &s.runs[i]
		first, end := r.find(from, to)
		n += r.at[end] - r.at[first]
	}
	for p := from; p < to; p++ {
		n += s.parts[p].bytes
	}
	return n
}

// loaded is the records of a range of parts.
type loaded struct {
	words   []uint64 // the memory of bytes, so that records lie at multiples of 8
	bytes   []byte
	entries []uint64 // part - from, suffix, place in bytes / 8: ascending
}

// Bits of an entry.
const (
	entryPlace  = 32
	entrySuffix = 20
	maxParts    = 1 << (64 - entryPlace - entrySuffix)
)

func (l *loaded) record(entry uint64) []byte { return l.bytes[entry<<entryPlace>>(entryPlace-3):] }

// load reads a range of at most maxParts parts and sorts the records by number.
func (s *spill) load(from, to int, l *loaded) error {
	size := int(s.size(from, to))
	if n := size / 8; cap(l.words) < n {
		l.words = make([]uint64, n+n/8)
	}
	l.bytes, l.entries = asBytes(l.words[:cap(l.words)])[:size], l.entries[:0]
	at := 0
	for i := range s.runs {
		r := &s.runs[i]
		first, end := r.find(from, to)
		if err := readFull(s.file, l.bytes[at:][:r.at[end]-r.at[first]], r.at[first]); err != nil {
			return err
		}
		for e := first; e < end; e++ {
			at = l.list(int(r.parts[e])-from, at, at+int(r.at[e+1]-r.at[e]))
		}
	}
	for p := from; p < to; p++ {
		end := at
		for left, i := s.parts[p].bytes, 0; left > 0; i++ {
			n := copy(l.bytes[end:], s.chunk(s.parts[p].chunks[i])[:min(left, chunkSize)])
			end, left = end+n, left-int64(n)
		}
		at = l.list(p-from, at, end)
	}
	slices.Sort(l.entries)
	return nil
}

// list lists the records of a part that lie from at to end.
func (l *loaded) list(part, at, end int) int {
	for at < end {
		r := readRecord(l.bytes[at:])
		l.entries = append(l.entries, uint64(part)<<(entryPlace+entrySuffix)|uint64(r.suffix)<<entryPlace|uint64(at/8))
		at += int(r.size)
	}
	return end
}

// readFull reads all of p.
func readFull(f io.ReaderAt, p []byte, at int64) error {
	n, err := f.ReadAt(p, at)
	switch {
	case n == len(p):
		return nil
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	}
	return err
}

// close lets the memory and the file go.
func (s *spill) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
	*s = spill{path: s.path, budget: s.budget, workers: s.workers}
}
