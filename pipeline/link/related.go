package link

// relations remembers which folded syllables are related: whether two syllables
// are depends on their folded texts alone. It belongs to one worker. A row of
// the table is made when a syllable of a row first needs it; two bits for each
// folded text of the register say whether the answer is known, and the answer.
type relations struct {
	rows [][]uint64
}

// of returns the row of a folded text.
func (r *relations) of(fold uint16, folds int) []uint64 {
	if r.rows == nil {
		r.rows = make([][]uint64, folds)
	}
	if r.rows[fold] == nil {
		r.rows[fold] = make([]uint64, (folds+31)/32)
	}
	return r.rows[fold]
}

// beginRelated prepares related for the loaded row.
func (w *Worker) beginRelated() {
	s, n := &w.screen, &w.row.name
	if s.gen++; s.masks == nil || s.gen == 1<<8 {
		s.masks = make([]uint16, w.tables.folds)
		s.gen = 1
	}
	for i, syl := range n.Syl[:n.Len] {
		s.known[i] = nil // a word of this worker's own is asked for each time
		if int(syl) < len(w.tables.fold) {
			s.known[i] = w.relations.of(w.tables.fold[syl], w.tables.folds)
		}
	}
}

// related is the set of the row's syllables that a syllable of the register is
// related to, one bit each.
func (w *Worker) related(code uint16) uint16 {
	if int(code) >= len(w.tables.fold) {
		return 0
	}
	mask := w.screen.masks[w.tables.fold[code]]
	if mask>>8 != w.screen.gen {
		mask = w.relate(code)
	}
	return mask & 0xFF
}

// relate fills the mask of a syllable.
func (w *Worker) relate(code uint16) uint16 {
	s, fold := &w.screen, w.tables.fold[code]
	mask := s.gen << 8
	word, shift := fold/32, fold%32*2
	for i := range w.row.name.Len {
		bits := uint64(0)
		if s.known[i] != nil {
			bits = s.known[i][word] >> shift & 3
		}
		if bits == 0 {
			if bits = 1; w.coder.Related(w.row.name.Syl[i], code) {
				bits = 3
			}
			if s.known[i] != nil {
				s.known[i][word] |= bits << shift
			}
		}
		mask |= uint16(bits>>1) << i
	}
	s.masks[fold] = mask
	return mask
}
