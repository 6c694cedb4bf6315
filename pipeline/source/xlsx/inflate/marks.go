package inflate

import (
	"io"
	"slices"
)

// Marks are places of a stream at which unpacking can be taken up again. Those
// of a finished stream are immutable and may be shared.
type Marks struct {
	Spacing int64 // unpacked bytes between two marks, at least
	Limit   int   // marks kept at most: then every second one is dropped and Spacing doubled
	list    []mark
}

// mark is the state of a stream between two symbols.
type mark struct {
	out    int64 // unpacked bytes before it
	in     int64 // next bit
	block  block
	window []byte
}

// Keep makes the stream add marks to m on its way. It is called after Reset.
func (s *Stream) Keep(m *Marks) { s.marks = m }

// mark keeps a mark when it is time for one. Everything unpacked was delivered.
func (s *Stream) mark() {
	at := s.start + int64(s.wrote)
	m := s.marks
	if m == nil || at < m.last()+m.Spacing || s.overrun() {
		return
	}
	have := int(min(history, at))
	m.list = append(m.list, mark{out: at, in: s.bit(), block: s.block, window: slices.Clone(s.out[s.wrote-have : s.wrote])})
	if len(m.list) > m.Limit {
		kept := m.list[:0]
		for i := 1; i < len(m.list); i += 2 {
			kept = append(kept, m.list[i])
		}
		clear(m.list[len(kept):])
		m.list = kept
		m.Spacing *= 2
	}
}

func (m *Marks) last() int64 {
	if len(m.list) == 0 {
		return 0
	}
	return m.list[len(m.list)-1].out
}

// Len is the number of marks kept.
func (m *Marks) Len() int { return len(m.list) }

// ResetAt begins a stream, as Reset does, at an unpacked byte: from the last
// mark before it, the bytes between unpacked and dropped.
func (s *Stream) ResetAt(src io.ReaderAt, off, size int64, m *Marks, at int64) error {
	s.Reset(src, off, size)
	i, found := slices.BinarySearchFunc(m.list, at, func(k mark, at int64) int {
		switch {
		case k.out < at:
			return -1
		case k.out > at:
			return 1
		}
		return 0
	})
	if !found {
		i--
	}
	if i < 0 {
		return s.Discard(at)
	}
	k := m.list[i]
	if k.block.open && k.block.stored < 0 { // its trees are read again
		if err := s.seek(k.block.at); err != nil {
			return err
		}
		if err := s.header(); err != nil {
			return err
		}
	}
	if err := s.seek(k.in); err != nil {
		return err
	}
	s.block = k.block
	copy(s.out[history-len(k.window):history], k.window)
	s.start = k.out - history
	return s.Discard(at - k.out)
}

// seek goes to a bit of the source.
func (s *Stream) seek(bit int64) error {
	s.next = s.begin + bit/8
	s.in, s.pos, s.bits, s.nbits, s.last = s.in[:0], 0, 0, 0, false
	if err := s.need(); err != nil {
		return err
	}
	s.take(uint(bit % 8))
	return nil
}
