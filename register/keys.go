package register

import (
	"context"
	"slices"
	"sync"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// walked is one name of a person.
type walked struct {
	folded kernel.FoldedName
	own    bool // the full name; otherwise one of the other names
}

// nameWalk goes through the people with all their names: what block keys are
// made of. It is shared; each call of each takes scratch of its own.
type nameWalk struct {
	*columns
	words  *kernel.Syllabary
	coders sync.Pool // of other names
	texts  []int     // where the text of each other name begins
}

func (a *assembly) walk() *nameWalk {
	w := &nameWalk{columns: a.cols, words: a.words}
	w.coders.New = func() any { return kernel.NewCoder(a.words) }
	w.texts = make([]int, len(a.cols.sparse.otherLen))
	at := 0
	for i, n := range a.cols.sparse.otherLen {
		w.texts[i], at = at, at+int(n)
	}
	return w
}

// each calls f for every name of a span of people: the full name, then those
// other names that are folded another way.
func (w *nameWalk) each(from, to int, f func(p uint32, n *walked)) {
	s := &w.columns.sparse
	other, _ := slices.BinarySearch(s.otherOrd, uint32(from))
	rare, _ := slices.BinarySearch(s.rareOrd, uint32(from))
	var n walked
	for p := uint32(from); p < uint32(to); p++ {
		w.own(p, &n, &rare)
		f(p, &n)
		if w.hot[p].facts&factOther == 0 {
			continue
		}
		met := []uint64{n.folded.Full()}
		for ; other < len(s.otherOrd) && s.otherOrd[other] == p; other++ {
			w.other(other, &n)
			if full := n.folded.Full(); !slices.Contains(met, full) {
				met = append(met, full)
				f(p, &n)
			}
		}
	}
}

// own reads the full name; rare walks along the list of names without codes.
func (w *nameWalk) own(p uint32, n *walked, rare *int) {
	var name kernel.Name
	w.readName(p, &name)
	n.folded, n.own = w.words.Hashes(&name), true
	if s := &w.columns.sparse; *rare < len(s.rareOrd) && s.rareOrd[*rare] == p {
		n.folded = s.rare[*rare]
		*rare++
	}
}

func (w *nameWalk) other(i int, n *walked) {
	s := &w.columns.sparse
	coder := w.coders.Get().(*kernel.Coder)
	defer w.coders.Put(coder)
	var name kernel.Name
	coder.Reserve()
	coder.Encode(s.otherText[w.texts[i]:][:s.otherLen[i]], &name)
	n.folded, n.own = coder.Hashes(&name), false
}

// full is the folded full name of a person; without words that have no code.
func (w *nameWalk) full(p uint32) kernel.FoldedName {
	var name kernel.Name
	w.readName(p, &name)
	return w.words.Hashes(&name)
}

// otherNamed returns the codes of the first other name of a person of which is
// is true, longMark if four codes do not hold it.
func (w *nameWalk) otherNamed(p uint32, is func(n *kernel.FoldedName) bool) [shortName]uint16 {
	s := &w.columns.sparse
	for i := first(nil, s.otherOrd, p); i < len(s.otherOrd) && s.otherOrd[i] == p; i++ {
		var n walked
		if w.other(i, &n); !is(&n.folded) {
			continue
		}
		var name kernel.Name
		unpack(s.otherName[i][:], &name)
		if name.Len <= shortName {
			return packShort(&name)
		}
	}
	return [shortName]uint16{longMark}
}

// count tallies everybody for the frequencies.
func (a *assembly) count(ctx context.Context) (*tally, error) {
	c := a.cols
	sum := newTally(a.words.Len())
	var mu sync.Mutex
	err := each(ctx, a.opts.Workers, a.opts.Workers, func(i int) error {
		from, to := span(i, c.people, spans(max(c.people, 1), a.opts.Workers))
		t := newTally(a.words.Len())
		for p := uint32(from); p < uint32(max(to, from)); p++ {
			var name kernel.Name
			c.readName(p, &name)
			h := &c.hot[p]
			t.add(&name, h.birth, schemas.Gender(h.facts&factGender), h.province, h.commune)
		}
		mu.Lock()
		defer mu.Unlock()
		sum.merge(t)
		return nil
	})
	return sum, err
}

// readName reads a name's codes back from the columns.
func (c *columns) readName(p uint32, dst *kernel.Name) {
	if packed := &c.hot[p].name; packed[0] != longMark {
		unpack(packed[:], dst)
	} else {
		unpack(c.sparse.long[uint32(packed[1])|uint32(packed[2])<<16][:], dst)
	}
}

// nameKey is the key of a folded full name in a cohort. Part of the format.
func nameKey(full uint64, gender schemas.Gender, decade int) uint64 {
	return kernel.Mix(kernel.Mix(full, uint64(gender)+1), uint64(decade)+1)
}

// Decades is how many cohorts there are, that of unknown years included.
const Decades = decades

// Decade numbers the cohort of a birth year (1980 to 1989), 0 for years that are
// not told apart.
func Decade(year int) int {
	if year < firstYear || year >= endYear {
		return 0
	}
	return (year-firstYear)/10 + 1
}
