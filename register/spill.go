package register

import (
	"context"
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
	end   int64     // of the last run
	runs  [][]int64 // part p of a run lies from run[p] to run[p+1], as far as it has parts
}

// part is what has one prefix.
type part struct {
	suffixes []uint32 // of every row
	chunks   []uint32 // in memory
	bytes    int64    // in memory
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
	at := make([]int64, len(s.parts)+1)
	at[0] = s.end
	for p := range s.parts {
		at[p+1] = at[p] + s.parts[p].bytes
	}
	pieces := 4 * s.workers
	err := each(context.Background(), s.workers, pieces, func(i int) error {
		from := cutAt(at, i, pieces)
		return s.writeParts(from, cutAt(at, i+1, pieces), at[from])
	})
	if err != nil {
		return err
	}
	s.runs, s.end, s.used = append(s.runs, at), at[len(s.parts)], 0
	for p := range s.parts {
		s.parts[p].chunks, s.parts[p].bytes = s.parts[p].chunks[:0], 0
	}
	return nil
}

// cutAt is the part at which the i-th of n pieces of about equal length begins.
func cutAt(at []int64, i, n int) int {
	if i == n {
		return len(at) - 1
	}
	first, last := at[0], at[len(at)-1]
	p, _ := slices.BinarySearch(at[:len(at)-1], first+(last-first)/int64(n)*int64(i))
	return p
}

// writeParts writes a range of parts to the file, beginning at an offset.
func (s *spill) writeParts(from, to int, offset int64) error {
	buf := make([]byte, 0, 1<<20)
	for p := from; p < to; p++ {
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
	for _, at := range s.runs {
		lo, hi := clip(at, from, to)
		n += hi - lo
	}
	for p := from; p < to; p++ {
		n += s.parts[p].bytes
	}
	return n
}

// clip is where a run has a range of parts; a run may end before them.
func clip(at []int64, from, to int) (lo, hi int64) {
	last := len(at) - 1
	return at[min(from, last)], at[min(to, last)]
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
	for _, run := range s.runs {
		lo, hi := clip(run, from, to)
		if n, err := s.file.ReadAt(l.bytes[at:at+int(hi-lo)], lo); n < int(hi-lo) {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		for p := from; p < to; p++ {
			lo, hi := clip(run, p, p+1)
			at = l.list(p-from, at, at+int(hi-lo))
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

// close lets the memory and the file go.
func (s *spill) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
	*s = spill{path: s.path, budget: s.budget, workers: s.workers}
}
