package link

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
)

// Places of a syllable in a name.
const (
	atFirst = iota
	inside
	atLast
	places3
)

// neighbours is how often people's syllables are related to one of a row, by
// place. An abbreviation, or a word that a lossy encoding has holed, has very
// many; a word misspelt into nothing known has a few.
type neighbours struct {
	same    [places3]float64 // share of people with the same folded syllable there
	related [places3]float64 // with one that is related, the same counted in
	slipped [places3]float64 // who would write it so by a slip of one that is not the same
}

// neighbourhood finds neighbours and remembers them, by hash of the folded
// syllable. It belongs to one worker.
type neighbourhood struct {
	known map[uint64]*neighbours
	slip  [kernel.Relations]float64 // probability of each slip
}

// maxNeighbourhood bounds what is remembered: names have a few thousand
// syllables, misspelt ones are many.
const maxNeighbourhood = 1 << 14

func newNeighbourhood(m *matchers.Model) neighbourhood {
	n := &m.NameM
	h := neighbourhood{known: map[uint64]*neighbours{}}
	for r, bits := range map[kernel.Relation]float64{
		kernel.IY: n.IY, kernel.Sound: n.Sound, kernel.Letter: n.Letter, kernel.Wild: n.Wild, kernel.Initial: n.Initial, kernel.Prefix: n.Prefix,
	} {
		h.slip[r] = math.Exp2(bits)
	}
	return h
}

// neighboursOf returns the neighbours of a syllable of the row.
func (w *Worker) neighboursOf(code uint16) *neighbours {
	h, hash := &w.neighbourhood, w.coder.FoldHash(code)
	n := h.known[hash]
	if n == nil {
		if len(h.known) >= maxNeighbourhood {
			clear(h.known)
		}
		n = w.findNeighbours(code, hash)
		h.known[hash] = n
	}
	return n
}

func (w *Worker) findNeighbours(code uint16, hash uint64) *neighbours {
	n := &neighbours{same: [places3]float64{w.shares.first(hash), w.shares.anywhere(hash), w.shares.last(hash)}}
	n.related = n.same
	for i := range w.tables.syllables {
		s := &w.tables.syllables[i]
		if s.hash == hash {
			continue
		}
		r := w.coder.RelateFolded(code, s.code)
		if r == kernel.Different {
			continue
		}
		for place, share := range s.shares {
			if r == kernel.Prefix && place != atLast {
				continue
			}
			n.related[place] += share
			n.slipped[place] += w.neighbourhood.slip[r] * share
		}
	}
	for place := range n.related {
		n.related[place] = math.Min(n.related[place], 1)
	}
	return n
}

// placeIn says where syllable i of n stands.
func placeIn(i, n int) int {
	switch {
	case i == n-1:
		return atLast
	case i == 0:
		return atFirst
	}
	return inside
}

// rowSpelling is how the row's name comes about when it is not the person's:
// exact is the share of people whose syllables it would be if syllables were
// independent; slipped the share who would be written so by a slip.
func (w *Worker) rowSpelling() (exact, slipped float64) {
	r, m := &w.row, &w.model.NameM
	n := int(r.name.Len)
	exact, all, cut := 1.0, 1.0, 1.0
	var same [kernel.MaxSyllables]float64
	for i := range n {
		at := w.neighboursOf(r.name.Syl[i])
		place := placeIn(i, n)
		same[i] = at.same[place]
		exact *= same[i]
		all *= at.same[place] + at.slipped[place]
		cut *= at.same[min(place, inside)] // of a longer name
	}
	slipped = all - exact + math.Exp2(m.Cut)*cut
	if n >= 2 {
		slipped += math.Exp2(m.Lost) * exact
		added := 0.0
		for i := range n {
			without := 1.0
			for j := range n {
				if j != i {
					without *= same[j]
				}
			}
			added += without
		}
		slipped += math.Exp2(m.Added) * added / float64(n)
	}
	return exact, slipped
}

// partial is the share of people whose syllables relate to the row's as an
// alignment says, each at its place.
func (w *Worker) partial(m *kernel.NameMatch) float64 {
	r := &w.row
	share, n := 1.0, int(r.name.Len)
	for i := range n {
		switch rel := m.At[i]; {
		case rel >= kernel.Different:
		case rel < kernel.IY:
			share *= w.neighboursOf(r.name.Syl[i]).same[placeIn(i, n)]
		default:
			share *= w.neighboursOf(r.name.Syl[i]).related[placeIn(i, n)]
		}
	}
	return share
}
