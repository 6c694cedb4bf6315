package register

import (
	"context"
	"slices"
	"sync"

	"lamsach/matchers/block"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// keySpan is how many people one task takes.
const keySpan = 1 << 14

// indexed is what the builder derives from the columns.
type indexed struct {
	blocks [block.Kinds]keyList
	names  keyList // full folded name, gender, decade
	tally  *tally
}

// index derives the block keys, the name keys and the frequencies.
func (c *columns) index(ctx context.Context, workers int, words *kernel.Syllabary) (*indexed, error) {
	x := &indexed{tally: newTally(words.Len()), names: keyList{byPerson: make([]uint64, c.people)}}
	for k := range x.blocks {
		x.blocks[k].byPerson = make([]uint64, c.people)
	}
	more := make([][block.Kinds][]posting, spans(c.people, keySpan))
	var mu sync.Mutex
	var idle []*keyMaker
	err := each(ctx, workers, len(more), func(i int) error {
		mu.Lock()
		var m *keyMaker
		if n := len(idle); n > 0 {
			m, idle = idle[n-1], idle[:n-1]
		} else {
			m = &keyMaker{columns: c, indexed: x, words: words, coder: kernel.NewCoder(words), tally: newTally(words.Len())}
		}
		mu.Unlock()
		from, to := span(i, c.people, keySpan)
		m.work(from, to)
		more[i], m.more = m.more, [block.Kinds][]posting{}
		mu.Lock()
		defer mu.Unlock()
		idle = append(idle, m)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, m := range idle {
		x.tally.merge(m.tally)
	}
	for _, m := range more {
		for k := range m {
			x.blocks[k].more = append(x.blocks[k].more, m[k]...)
		}
	}
	return x, nil
}

// keyMaker is the scratch of one goroutine.
type keyMaker struct {
	*columns
	*indexed
	words *kernel.Syllabary
	coder *kernel.Coder // of other names
	tally *tally
	keys  []block.Keyed
	more  [block.Kinds][]posting
}

// work makes the keys of a span of people.
func (m *keyMaker) work(from, to int) {
	other, _ := slices.BinarySearch(m.columns.sparse.otherOrd, uint32(from))
	rare, _ := slices.BinarySearch(m.columns.sparse.rareOrd, uint32(from))
	textAt := 0
	for _, n := range m.columns.sparse.otherLen[:other] {
		textAt += int(n)
	}
	for p := uint32(from); p < uint32(to); p++ {
		var name kernel.Name
		m.readName(p, &name)
		birth, gender, province := m.birthOf(p), schemas.Gender(m.hot[p].facts&factGender), m.hot[p].province
		m.tally.add(&name, birth, gender, province, m.hot[p].commune)
		folded := m.words.Hashes(&name)
		if r := m.columns.sparse.rareOrd; rare < len(r) && r[rare] == p {
			folded = m.columns.sparse.rare[rare]
			rare++
		}
		m.keys = block.AppendKeys(m.keys[:0], folded, birth, province)
		for _, k := range m.keys {
			m.blocks[k.Kind].byPerson[p] = uint64(k.Key)
		}
		m.names.byPerson[p] = nameKey(folded.Full(), gender, decade(birth.Year()))
		for s := &m.columns.sparse; other < len(s.otherOrd) && s.otherOrd[other] == p; other++ {
			end := textAt + int(s.otherLen[other])
			m.otherName(p, s.otherText[textAt:end], birth, province)
			textAt = end
		}
	}
}

// otherName adds the keys of another name that the person does not have yet.
func (m *keyMaker) otherName(p uint32, text []byte, birth schemas.Date, province uint8) {
	var name kernel.Name
	m.coder.Reserve()
	m.coder.Encode(text, &name)
	own := len(m.keys)
	m.keys = block.AppendKeys(m.keys, m.coder.Hashes(&name), birth, province)
	for i := own; i < len(m.keys); i++ {
		if k := m.keys[i]; !slices.Contains(m.keys[:i], k) {
			m.more[k.Kind] = append(m.more[k.Kind], posting{uint64(k.Key), p})
		}
	}
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

// decade is the cohort of a birth year, 0 for years that are not told apart.
func decade(year int) int {
	if year < firstYear || year >= endYear {
		return 0
	}
	return (year-firstYear)/10 + 1
}
