package register

import (
	"sync/atomic"
	"unsafe"
)

// guard holds every part of a mapped snapshot against its checksums when it is
// first used. The file is cut into windows of a block's size; one bit says that
// the blocks of a window have been checked, so that every later use costs a
// look at that bit. Damage does not stop a look-up, which has no way to say so:
// it is kept for Damaged, which whoever publishes an answer asks before.
type guard struct {
	s      *Snapshot
	base   uintptr
	seen   []atomic.Uint64
	sums   []byte // of all blocks
	damage atomic.Pointer[DamageError]
}

func newGuard(s *Snapshot, sums []byte) *guard {
	return &guard{s: s, sums: sums, base: uintptr(unsafe.Pointer(unsafe.SliceData(s.data))), seen: make([]atomic.Uint64, len(s.data)/(64*blockSize)+1)}
}

// Damaged is what was found damaged in what has been used so far, nil if nothing
// was. Blocks that nobody used have not been looked at; Verify looks at all.
func (s *Snapshot) Damaged() error {
	if d := s.guard.damage.Load(); d != nil {
		return d
	}
	return nil
}

// at returns an entry of a column that has been held against its checksum.
func at[T any](g *guard, column []T, i uint32) *T {
	entry := &column[i]
	g.touch(uintptr(unsafe.Pointer(entry)))
	return entry
}

func (g *guard) touch(address uintptr) {
	if g == nil {
		return // built in memory, by a test
	}
	window := (address - g.base) / blockSize
	if g.seen[window/64].Load()>>(window%64)&1 == 0 {
		g.check(int64(window))
	}
}

// whole touches all of a slice of a column.
func whole[T any](g *guard, list []T) []T {
	if g == nil || len(list) == 0 {
		return list
	}
	first := uintptr(unsafe.Pointer(unsafe.SliceData(list)))
	last := first + uintptr(len(list))*unsafe.Sizeof(list[0]) - 1
	for address := first; address < last; address += blockSize {
		g.touch(address)
	}
	g.touch(last)
	return list
}

// check holds every block that reaches into a window against its checksum.
func (g *guard) check(window int64) {
	from, to := window*blockSize, (window+1)*blockSize
	sums := g.sums
	for i := range g.s.head.sections {
		sec := &g.s.head.sections[i]
		n := sec.blocks()
		if sec.offset < to && sec.offset+sec.length > from {
			for b := max(from-sec.offset, 0) / blockSize; b < int64(n) && sec.offset+b*blockSize < to; b++ {
				if err := g.s.verifyBlock(sec, int(b), sums[8*b:]); err != nil {
					g.damage.CompareAndSwap(nil, err.(*DamageError))
				}
			}
		}
		sums = sums[8*n:]
	}
	g.seen[window/64].Or(1 << (window % 64))
}
