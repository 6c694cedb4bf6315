package link

import (
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// usualMiddles are the middle names that are dropped most, Thị of women and Văn
// of men, folded.
func usualMiddles(words *kernel.Syllabary) (hashes [3]uint64) {
	hashes[schemas.Female] = words.FoldHash(words.Code([]byte("thị")))
	hashes[schemas.Male] = words.FoldHash(words.Code([]byte("văn")))
	return hashes
}

// longerNames compares the people of the row's birth year whose name is the
// row's two syllables with a usual middle name between: they share no two last
// syllables with the row.
func (w *Worker) longerNames(year int) {
	r := &w.row
	for _, g := range [...]schemas.Gender{schemas.Female, schemas.Male} {
		if r.gender != schemas.NoGender && r.gender != g {
			continue
		}
		full := kernel.FoldedName{Len: 3, Hash: [kernel.MaxSyllables]uint64{r.folded.Hash[0], w.tables.middles[g], r.folded.Hash[1]}}
		w.namesakes(w.people.NamedIn(full.Full(), year), w.nearDays())
	}
}
