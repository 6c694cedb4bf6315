package dedupe

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"unsafe"

	"lamsach/pipeline"
)

// entry is one row's part in one group.
type entry struct {
	key  uint64 // what the group has in common
	who  uint64 // whom the row means by it; kinds person and number
	row  uint32 // global row
	kind uint32
}

const (
	kindPerson uint32 = iota
	kindIdentity
	kindNumber
)

const (
	entrySize   = int64(unsafe.Sizeof(entry{}))
	rowEntries  = 2 // a usual row contributes: whom it is about, and one number
	flushAt     = 1 << 15
	minParts    = 16
	memoryFloor = 64 << 20
)

// partitions holds the entries of the job by a hash of their keys: in memory
// as long as they fit the budget, in files beyond.
type partitions struct {
	dir   string
	spill bool // entries go to files
	list  []partition
}

type partition struct {
	mu   sync.Mutex
	mem  []entry
	file *os.File
	n    int
}

func newPartitions(rows int64, o Options) *partitions {
	need := rows * rowEntries * entrySize
	memory := max(o.Memory, memoryFloor)
	n := int(max(minParts, need*int64(max(o.Workers, 1))*2/memory+1))
	return &partitions{dir: o.Dir, spill: need > memory, list: make([]partition, n)}
}

func (ps *partitions) of(e *entry) int {
	h := (e.key ^ uint64(e.kind)) * 0x9e3779b97f4a7c15
	return int((h >> 33) % uint64(len(ps.list)))
}

// scatter distributes the entries of one part. Entries reach a partition in any
// order; it is sorted later.
func (ps *partitions) scatter(outcomes []pipeline.Outcome, start uint32) error {
	local := make([][]entry, len(ps.list))
	var err error
	flush := func(i int) {
		if e := ps.list[i].take(ps, i, local[i]); err == nil {
			err = e
		}
		local[i] = local[i][:0]
	}
	for i := range outcomes {
		entriesOf(&outcomes[i], start+uint32(i), func(e entry) {
			at := ps.of(&e)
			if local[at] = append(local[at], e); len(local[at]) == flushAt {
				flush(at)
			}
		})
	}
	for i := range local {
		flush(i)
	}
	return err
}

func (p *partition) take(ps *partitions, i int, entries []entry) error {
	if len(entries) == 0 {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n += len(entries)
	if !ps.spill {
		p.mem = append(p.mem, entries...)
		return nil
	}
	if p.file == nil {
		f, err := os.OpenFile(filepath.Join(ps.dir, "settle-"+strconv.Itoa(i)), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		p.file = f
	}
	_, err := p.file.Write(entryBytes(entries))
	return err
}

// load returns the entries of a partition.
func (ps *partitions) load(i int) ([]entry, error) {
	p := &ps.list[i]
	if p.file == nil {
		return p.mem, nil
	}
	entries := make([]entry, p.n)
	_, err := io.ReadFull(io.NewSectionReader(p.file, 0, int64(p.n)*entrySize), entryBytes(entries))
	return entries, err
}

func (ps *partitions) remove() {
	for i := range ps.list {
		if f := ps.list[i].file; f != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}
}

func entryBytes(entries []entry) []byte {
	if len(entries) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&entries[0])), len(entries)*int(entrySize))
}
