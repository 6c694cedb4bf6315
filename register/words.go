package register

import (
	"bytes"
	"cmp"
	"slices"

	"lamsach/matchers/kernel"
)

// extraWords lists the words of kept people's names that the base syllabary
// lacks, in lower case and sorted, so that their codes depend on the people
// alone. When there are more than the syllabary has room for, the most frequent
// are kept and the rest stay unknown.
func (b *Builder) extraWords() []string {
	count := make(map[string]int)
	for _, c := range b.all {
		for _, i := range c.odd {
			if r := &c.rec[i]; r.marks&markLost == 0 {
				c.eachName(r, func(name []byte) { b.countUnknown(count, name) })
			}
		}
	}
	words := make([]string, 0, len(count))
	for w := range count {
		words = append(words, w)
	}
	if room := kernel.MaxCodes - b.words.Len(); len(words) > room {
		slices.SortFunc(words, func(x, y string) int { return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y)) })
		words = words[:room]
	}
	slices.Sort(words)
	return words
}

func (b *Builder) countUnknown(count map[string]int, name []byte) {
	for word := range bytes.SplitSeq(name, []byte{' '}) {
		if len(word) > 0 && b.words.Code(word) == 0 {
			count[string(bytes.ToLower(word))]++
		}
	}
}

// eachName calls f with the full name and each other name.
func (c *chunk) eachName(r *record, f func(name []byte)) {
	f(c.name(r))
	l := c.restOf(r)
	for name, ok := l.nextName(); ok; name, ok = l.nextName() {
		f(name)
	}
}

// ethnicWords gives every chunk's words their places in one sorted list.
// Beyond 65,535 words the last in order are left out.
func (b *Builder) ethnicWords() (words []string, places [][]uint16) {
	for _, c := range b.all {
		words = append(words, c.peopleAt...)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	words = words[:min(len(words), 1<<16-1)]
	places = make([][]uint16, len(b.all))
	for i, c := range b.all {
		places[i] = make([]uint16, len(c.peopleAt)+1)
		for j, w := range c.peopleAt {
			if at, found := slices.BinarySearch(words, w); found {
				places[i][j+1] = uint16(at + 1)
			}
		}
	}
	return words, places
}
