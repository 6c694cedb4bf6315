package clean

import (
	"bytes"
	"math/bits"
	"sort"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// keepShare is how rare an encoding may be beside the commonest one of its
// column before it is taken for chance: one cell in fifty.
const keepShare = 50

// encodings scores every legacy encoding over a column: in how many cells that
// are no valid text as they stand it is the only one, or one of several with
// the same result, that decodes all of the cell into valid syllables.
func (w *Worker) encodings(c *pipeline.Column) []string {
	all := loadCodecs()
	codecs := make([]*codec, len(codecFiles))
	for i, name := range codecFiles {
		codecs[i] = all[name]
	}
	wins := make([]int, len(codecs))
	var raw []byte
	for e := range c.Entries() {
		cell := c.Entry(int32(e))
		if !highText(cell) || len(cell) > maxName {
			continue
		}
		if _, ok := w.repairUTF8(cell); ok || w.syllablesOnly(cell) {
			continue
		}
		var ok bool
		if raw, ok = bytesOf1252(raw[:0], cell); !ok {
			continue
		}
		if _, by := w.winner(codecs, raw); by != 0 {
			for ; by != 0; by &= by - 1 {
				wins[bits.TrailingZeros32(by)]++
			}
		}
	}
	order := make([]int, len(codecs))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return wins[order[i]] > wins[order[j]] })
	var names []string
	for _, i := range order {
		if wins[i] > 0 && wins[i]*keepShare >= wins[order[0]] {
			names = append(names, codecFiles[i])
		}
	}
	return names
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

// nameCut finds the length at which the names of a column were cut off: no or
// hardly any name is longer, and far more have this length than the one before.
func nameCut(c *pipeline.Column) int {
	var lengths [128]int
	longest := 0
	for e := range c.Entries() {
		n := len(bytes.Runes(c.Entry(int32(e))))
		if n < len(lengths) {
			lengths[n]++
			longest = max(longest, n)
		}
	}
	beyond := 0
	for n := longest; n >= 15; n-- {
		if at := lengths[n]; at >= 10 && at > 3*lengths[n-1] && beyond*10 <= at {
			return n
		}
		if beyond += lengths[n]; beyond > 100 {
			break
		}
	}
	return 0
}
