package register

import (
	"bytes"
	"cmp"
	"slices"

	"lamsach/matchers/kernel"
)

// unknownWords counts the words of people's names that the base syllabary
// lacks, in lower case.
type unknownWords map[string]int

func (u unknownWords) count(words *kernel.Syllabary, name []byte) {
	kernel.EachWord(name, func(word []byte) {
		if words.Code(word) == 0 {
			u[string(bytes.ToLower(word))]++
		}
	})
}

func (u unknownWords) merge(v unknownWords) {
	for word, n := range v {
		u[word] += n
	}
}

// sorted lists the words, so that their codes depend on the people alone. When
// there are more than the syllabary has room for, the most frequent are kept
// and the rest stay unknown.
func (u unknownWords) sorted(room int) []string {
	words := make([]string, 0, len(u))
	for w := range u {
		words = append(words, w)
	}
	if len(words) > room {
		slices.SortFunc(words, func(x, y string) int { return cmp.Or(cmp.Compare(u[y], u[x]), cmp.Compare(x, y)) })
		words = words[:room]
	}
	slices.Sort(words)
	return words
}
