package link

import (
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// The middle names that are dropped most: Thị of women, Văn of men.
var usualMiddles = func() map[schemas.Gender]uint64 {
	words := kernel.Base()
	return map[schemas.Gender]uint64{
		schemas.Female: words.FoldHash(words.Code([]byte("thị"))),
		schemas.Male:   words.FoldHash(words.Code([]byte("văn"))),
	}
}()

// longerNames compares the people of the row's birth year whose name is the
// row's two syllables with a usual middle name between: they share no two last
// syllables with the row.
func (w *Worker) longerNames(year int) {
	r := &w.row
	for _, g := range [...]schemas.Gender{schemas.Female, schemas.Male} {
		if r.gender != schemas.NoGender && r.gender != g {
			continue
		}
		full := kernel.FoldedName{Len: 3, Hash: [kernel.MaxSyllables]uint64{r.folded.Hash[0], usualMiddles[g], r.folded.Hash[1]}}
		w.namesakes(w.people.NamedIn(full.Full(), year), w.nearDays())
	}
}
