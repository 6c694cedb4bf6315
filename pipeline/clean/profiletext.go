package clean

import (
	"bytes"
	"math/bits"
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// keepShare is how rare an encoding may be beside the commonest one of its
// column before it is taken for chance: one cell in fifty.
const keepShare = 50

// A column is in one encoding as a whole when at least so many cells of the
// sample go beyond ASCII, none of them beyond Windows-1252, and of the words
// beyond ASCII such a share is made valid syllables by that encoding. The others
// are of the minorities' languages or slips, which no other encoding reads any
// better.
const (
	wholeNeeds = 20
	wholeShare = 0.75
)

// columnEncodings are the encodings of a column.
type columnEncodings struct {
	names   []string // likeliest first
	whole   bool     // the first is that of the whole column
	unicode bool     // some cell is Unicode: no encoding can be that of the whole
}

// agree gives a column that could not tell by itself the encoding of another one
// of its file: few cells, or words of the minorities' languages in all of them.
func (e *columnEncodings) agree(other columnEncodings) {
	if !other.whole || e.whole || e.unicode {
		return
	}
	first := other.names[0]
	e.names = append([]string{first}, slices.DeleteFunc(e.names, func(name string) bool { return name == first })...)
	e.whole = true
}

// encodings scores every legacy encoding over a column: in how many cells that
// are no valid text as they stand it is the only one, or one of several with
// the same result, that decodes all of the cell into valid syllables.
func (w *Worker) encodings(c *pipeline.Column) columnEncodings {
	all := loadCodecs()
	codecs := make([]*codec, len(codecFiles))
	for i, name := range codecFiles {
		codecs[i] = all[name]
	}
	s := encodingScores{wins: make([]int, len(codecs)), fits: make([]int, len(codecs))}
	for e := range c.Entries() {
		if cell := c.Entry(int32(e)); highText(cell) && len(cell) <= maxName {
			w.scoreEncodings(codecs, cell, &s)
		}
	}
	return s.decide()
}

// decide orders the encodings.
func (s *encodingScores) decide() (e columnEncodings) {
	order := make([]int, len(codecFiles))
	for i := range order {
		order[i] = i
	}
	best := slices.Index(s.fits, slices.Max(s.fits))
	e.unicode = s.unicode > 0 || s.misread*100 > s.high
	e.whole = s.high >= wholeNeeds && !e.unicode && float64(s.fits[best]) >= wholeShare*float64(s.words)
	sort.SliceStable(order, func(i, j int) bool {
		if e.whole && (order[i] == best || order[j] == best) {
			return order[i] == best && order[j] != best
		}
		return s.wins[order[i]] > s.wins[order[j]]
	})
	for _, i := range order {
		if e.whole && i == best || s.wins[i] > 0 && s.wins[i]*keepShare >= slices.Max(s.wins) {
			e.names = append(e.names, codecFiles[i])
		}
	}
	return e
}

// encodingScores are counts of cells, by encoding.
type encodingScores struct {
	wins    []int // the encoding alone makes valid syllables of a cell that is not so already
	fits    []int // words beyond ASCII that the encoding makes valid syllables
	words   int   // words beyond ASCII
	high    int   // cells beyond ASCII
	unicode int   // cells with letters that Windows-1252 has not
	misread int   // cells that are UTF-8 read as Windows-1252; one may look so by chance
	raw     []byte
}

func (w *Worker) scoreEncodings(codecs []*codec, cell []byte, s *encodingScores) {
	s.high++
	if _, ok := w.repairUTF8(cell); ok {
		s.misread++
		return
	}
	var ok bool
	if s.raw, ok = bytesOf1252(s.raw[:0], cell); !ok {
		s.unicode++
		return
	}
	if s.unicode == 0 {
		w.scoreWords(codecs, s)
	}
	if w.syllablesOnly(cell) {
		return
	}
	if _, by := w.winner(codecs, s.raw); by != 0 {
		for ; by != 0; by &= by - 1 {
			s.wins[bits.TrailingZeros32(by)]++
		}
	}
}

// scoreWords counts the words of a cell that each encoding reads.
func (w *Worker) scoreWords(codecs []*codec, s *encodingScores) {
	s.words += len(highWords(s.raw))
	for i, c := range codecs {
		out, ok := c.decode(w.trial[:0], s.raw, &w.spare)
		w.trial = out[:0]
		if !ok {
			continue
		}
		for _, word := range highWords(out) {
			if w.decodedWell(word) {
				s.fits[i]++
			}
		}
	}
}

// highWords are the words of a text that have a byte beyond ASCII.
func highWords(text []byte) [][]byte {
	words := bytes.FieldsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && !unicode.IsLetter(r) })
	return slices.DeleteFunc(words, func(word []byte) bool {
		return !slices.ContainsFunc(word, func(c byte) bool { return c >= utf8.RuneSelf })
	})
}

// untitled says whether the names of a large sample carry no titles: fewer than
// one in 5,000, which is about how many people are called Ông or Anh first.
func untitled(r *Rows) bool {
	const enough = 5000
	titles := 0
	for _, n := range r.Notes {
		if n.Field == FieldName && n.Code == schemas.RepairNameTitle {
			titles++
		}
	}
	return r.N >= enough && titles*enough < r.N
}

// maxLength is where lengths of names end.
const maxLength = 128

// nameCut finds the length at which the names of a column were cut off: no or
// hardly any name is longer, and far more have this length than the one before.
func nameCut(lengths *[maxLength]int64) int {
	beyond, all := int64(0), int64(0)
	for _, n := range lengths {
		all += n
	}
	for n := maxLength - 1; n >= 15; n-- {
		if at := lengths[n]; at >= 10 && at*cutShare >= all && at > 3*lengths[n-1] && beyond*10 <= at {
			return n
		}
		beyond += lengths[n]
	}
	return 0
}

// cutShare is how rare names that were cut off may be: one in so many, or a
// customer of ten contracts with a long name would be taken for a cut.
const cutShare = 1000

// lengthsOf are the lengths of a column's distinct names.
func lengthsOf(c *pipeline.Column) *[maxLength]int64 {
	var lengths [maxLength]int64
	for e := range c.Entries() {
		if n := runes(c.Entry(int32(e))); n < maxLength {
			lengths[n]++
		}
	}
	return &lengths
}
