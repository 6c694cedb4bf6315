package sink

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

var levelWords = wordsOf(schemas.Levels)

// Candidates writes the table of candidates of a part and says how many rows it
// has: one for each of the people whom a row that people must look at may speak
// of. A submitter who may learn only verdicts gets it empty. One who may learn
// fields gets levels and no number that the row did not submit (a candidate then
// is told by its rank), but neither weights nor probabilities: a weight tells how
// rare the register's own value is, and with that which it is.
func (w *Writer) Candidates(src Source, part pipeline.Part, list []pipeline.Candidate, out []pipeline.Outcome, people People, meta map[string]string) (data []byte, rows int) {
	if w.Disclosure == VerdictOnly {
		list = nil
	}
	w.begin(src, len(list))
	f := &w.file
	w.longs, w.index = resize(w.longs, len(list)), resize(w.index, len(list))
	w.doubles, w.floats = resize(w.doubles, len(list)), resize(w.floats, len(list))
	for i := range list {
		w.longs[i] = part.FirstRow + int64(list[i].Row)
	}
	f.Int64("source_row", w.longs, false)
	for i := range list {
		w.longs[i] = int64(list[i].Rank)
	}
	f.Int64("rank", w.longs, false)
	b := &w.text
	b.reset()
	for i := range list {
		b.number(w.pin(&out[list[i].Row], list[i].Person, people))
	}
	f.Text("person_id", b.index, b.texts, true)
	told := w.Disclosure == Values
	for i := range list {
		if w.doubles[i], w.floats[i] = nan, nan32; told {
			w.doubles[i], w.floats[i] = list[i].Probability, float32(list[i].Total)
		}
	}
	f.Doubles("match_probability", w.doubles)
	f.Floats("match_weight", w.floats)
	for c := range schemas.Comparisons {
		for i := range list {
			if w.doubles[i] = nan; told {
				w.doubles[i] = list[i].Weights[c]
			}
			w.index[i] = int32(list[i].Levels[c])
		}
		f.Doubles(c.String()+"_weight", w.doubles)
		f.Text(c.String()+"_level", w.index, levelWords, false)
	}
	return f.Finish(meta), len(list)
}
