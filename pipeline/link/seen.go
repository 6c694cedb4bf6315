package link

// seen is the set of people already compared with the row: open addressing,
// emptied by raising a generation.
type seen struct {
	slots []uint64 // generation<<32 | person
	gen   uint32
	n     int
}

// reset empties the set.
func (s *seen) reset() {
	if s.gen++; s.gen == 0 || s.slots == nil {
		s.slots = make([]uint64, max(len(s.slots), 1<<10))
		s.gen = 1
	}
	s.n = 0
}

// add puts a person in the set and says whether it was new.
func (s *seen) add(person uint32) bool {
	if s.n*2 >= len(s.slots) {
		s.grow()
	}
	want := uint64(s.gen)<<32 | uint64(person)
	mask := uint32(len(s.slots) - 1)
	for at := person * 0x9e3779b1 & mask; ; at = (at + 1) & mask {
		switch slot := s.slots[at]; {
		case slot == want:
			return false
		case uint32(slot>>32) != s.gen:
			s.slots[at] = want
			s.n++
			return true
		}
	}
}

// has says whether a person is in the set.
func (s *seen) has(person uint32) bool {
	want := uint64(s.gen)<<32 | uint64(person)
	mask := uint32(len(s.slots) - 1)
	for at := person * 0x9e3779b1 & mask; ; at = (at + 1) & mask {
		switch slot := s.slots[at]; {
		case slot == want:
			return true
		case uint32(slot>>32) != s.gen:
			return false
		}
	}
}

func (s *seen) grow() {
	old, gen := s.slots, s.gen
	s.slots, s.gen, s.n = make([]uint64, 2*len(old)), 1, 0
	for _, slot := range old {
		if uint32(slot>>32) == gen {
			s.add(uint32(slot))
		}
	}
}
