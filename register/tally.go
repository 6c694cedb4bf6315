package register

import (
	"cmp"
	"slices"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// tally counts people for the frequencies.
type tally struct {
	years     [genders][]uint32 // by yearIndex
	days      []uint32          // by dayIndex
	provinces []uint32
	communes  []uint32
	tokens    [][3]uint32 // by syllable code: at the first place, at the last, anywhere
}

// yearIndex is the place of a birth year in the counts; 0 for years that are
// not told apart.
func yearIndex(year int) int {
	if year < firstYear || year >= endYear {
		return 0
	}
	return year - firstYear + 1
}

const (
	years      = endYear - firstYear + 1
	decades    = (endYear-firstYear)/10 + 1
	daysOfYear = 1 << 9 // as schemas.Date packs month and day
)

// dayIndex is the place of a full date in the counts.
func dayIndex(d schemas.Date) (int, bool) {
	y := yearIndex(d.Year())
	return y*daysOfYear + int(d&(daysOfYear-1)), y > 0 && d.Precision() == schemas.FullDate
}

func newTally(codes int) *tally {
	t := &tally{
		days: make([]uint32, years*daysOfYear), provinces: make([]uint32, 1<<8), communes: make([]uint32, 1<<16),
		tokens: make([][3]uint32, codes),
	}
	for g := range t.years {
		t.years[g] = make([]uint32, years)
	}
	return t
}

// add counts a person.
func (t *tally) add(name *kernel.Name, birth schemas.Date, gender schemas.Gender, province uint8, commune uint16) {
	t.years[min(gender, genders-1)][yearIndex(birth.Year())]++
	if day, ok := dayIndex(birth); ok {
		t.days[day]++
	}
	t.provinces[province]++
	t.communes[commune]++
	if name.Len == 0 {
		return
	}
	syllables := name.Syl[:name.Len]
	t.tokens[syllables[0]][0]++
	t.tokens[syllables[len(syllables)-1]][1]++
	for i, s := range syllables {
		if !slices.Contains(syllables[:i], s) {
			t.tokens[s][2]++
		}
	}
}

func (t *tally) merge(u *tally) {
	for g := range t.years {
		addTo(t.years[g], u.years[g])
	}
	addTo(t.days, u.days)
	addTo(t.provinces, u.provinces)
	addTo(t.communes, u.communes)
	for i := range u.tokens {
		addTo(t.tokens[i][:], u.tokens[i][:])
	}
}

func addTo(sum, part []uint32) {
	for i, v := range part {
		sum[i] += v
	}
}

// trim leaves the zeros at the end of a count out.
func trim(counts []uint32) []uint32 {
	for len(counts) > 0 && counts[len(counts)-1] == 0 {
		counts = counts[:len(counts)-1]
	}
	return counts
}

// folded sums the uses of syllables by the hash of their folded text, sorted by
// it. Words without a code are not counted.
func (t *tally) folded(words *kernel.Syllabary) (hashes []uint64, uses [][3]uint32) {
	type use struct {
		hash  uint64
		count [3]uint32
	}
	var list []use
	for code := 1; code < len(t.tokens); code++ {
		if c := t.tokens[code]; c != [3]uint32{} {
			list = append(list, use{words.FoldHash(uint16(code)), c})
		}
	}
	slices.SortFunc(list, func(a, b use) int { return cmp.Compare(a.hash, b.hash) })
	for _, u := range list {
		if n := len(hashes); n > 0 && hashes[n-1] == u.hash {
			addTo(uses[n-1][:], u.count[:])
			continue
		}
		hashes, uses = append(hashes, u.hash), append(uses, u.count)
	}
	return hashes, uses
}
