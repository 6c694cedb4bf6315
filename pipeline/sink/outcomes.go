package sink

import (
	"lamsach/pipeline"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
)

// Outcomes writes the table of outcomes of a part: one row for each row. The
// reasons and duplicates that only the whole job knows come from settled.
func (w *Writer) Outcomes(src Source, part pipeline.Part, out []pipeline.Outcome, settled Settled, people People, meta map[string]string) ([]byte, error) {
	w.begin(src, len(out))
	f := &w.file
	f.Sequence("source_row", part.FirstRow)
	w.index = resize(w.index, len(out))
	for i := range out {
		w.index[i] = int32(out[i].Verdict)
	}
	f.Text("verdict", w.index, verdictWords, false)
	w.person("person_id", out, people, func(o *pipeline.Outcome) uint32 { return o.Person })
	w.person("candidate_id", out, people, func(o *pipeline.Outcome) uint32 { return o.Candidate })
	w.person("number_owner_id", out, people, func(o *pipeline.Outcome) uint32 { return o.Owner })
	w.weights(out)
	w.reasons(part, out, settled)
	for field := range schemas.Fields {
		for i := range out {
			w.index[i] = int32(out[i].Results[field])
		}
		if w.Disclosure == VerdictOnly {
			clear(w.index) // not_compared
		}
		f.Text(field.String()+"_result", w.index, resultWords, false)
	}
	w.duplicates()
	return f.Finish(meta), nil
}

// person writes a column of personal IDs. Below Values only a number that the
// row itself submitted stands there.
func (w *Writer) person(name string, out []pipeline.Outcome, people People, of func(*pipeline.Outcome) uint32) {
	b := &w.text
	b.reset()
	for i := range out {
		p := of(&out[i])
		if !someone(p) {
			b.null()
			continue
		}
		b.number(w.pin(&out[i], p, people))
	}
	w.file.Text(name, b.index, b.texts, true)
}

// pin is the personal ID of a person as far as it may stand beside a row. Most
// rows carry the number of the person they are linked to: then the register,
// whose people lie anywhere in memory, need not be asked.
func (w *Writer) pin(o *pipeline.Outcome, p uint32, people People) schemas.Number {
	if p == o.Person && o.Reasons.Has(schemas.ReasonNumberAgrees) {
		return o.PIN
	}
	pin := people.PIN(p)
	if w.Disclosure < Values && pin != o.PIN {
		return 0
	}
	return pin
}

// weights writes probability and weights.
func (w *Writer) weights(out []pipeline.Outcome) {
	w.doubles, w.floats = resize(w.doubles, len(out)), resize(w.floats, len(out))
	for i := range out {
		w.doubles[i] = w.Probability(&out[i])
	}
	w.file.Doubles("match_probability", w.doubles)
	for i := range out {
		w.floats[i] = w.weight(out[i].Weight)
	}
	w.file.Floats("match_weight", w.floats)
	for i := range out {
		w.floats[i] = w.weight(out[i].RunnerUp)
	}
	w.file.Floats("runner_up_weight", w.floats)
}

// Probability is the probability of a row's answer as far as a submitter may
// learn it. Below Values it is the least that the verdict says, so that it says
// nothing more: rounded, however coarsely, it would still pass from one step to
// the next as a field of the row is varied, and whoever knows what his own
// fields weigh learns by where it does what the register's weigh.
func (w *Writer) Probability(o *pipeline.Outcome) float64 {
	if w.Disclosure == Values {
		return o.Probability
	}
	switch o.Verdict {
	case schemas.Verified, schemas.Corrected:
		return w.Thresholds.Accept
	case schemas.Review:
		return w.Thresholds.Review
	case schemas.Ambiguous:
		return 0
	}
	return nan
}

// weight is a weight as far as a submitter may learn it: a sum of what each
// comparison says of the register, and none below Values.
func (w *Writer) weight(v float32) float32 {
	if w.Disclosure < Values {
		return nan32
	}
	return v
}

// reasons writes the reasons of each row, those of settling included, and
// remembers whose duplicate it is.
func (w *Writer) reasons(part pipeline.Part, out []pipeline.Outcome, settled Settled) {
	w.lists = append(w.lists[:0], 0)
	w.longs = resize(w.longs, len(out))
	codes := w.members[0].index[:0]
	for i := range out {
		more, duplicateOf := settled.Row(part.StartRow + int64(i))
		set := out[i].Reasons | more
		if w.Disclosure == VerdictOnly {
			set &= schemas.OwnReasons
			duplicateOf = -1 // two rows may be found to be one person only in the register
		}
		for r := range set.All {
			codes = append(codes, int32(r))
		}
		w.lists = append(w.lists, int32(len(codes)))
		w.longs[i] = duplicateOf
	}
	w.members[0].index = codes
	w.file.Lists("reasons", w.lists, columnar.Member{Index: codes, Texts: reasonWords})
}

// duplicates writes the address of the row of which a row is a duplicate.
func (w *Writer) duplicates() {
	b := &w.text
	b.reset()
	last := -1
	for i, row := range w.longs {
		at := originOf(w.Origins, row)
		if at < 0 {
			b.null()
			w.longs[i] = columnar.NoInt
			continue
		}
		o := &w.Origins[at]
		w.longs[i] = row - o.Start
		if at == last { // mostly the same file again
			b.index = append(b.index, int32(len(b.texts.Offsets)-2))
			continue
		}
		last = at
		b.add([]byte(o.File))
	}
	b.mend()
	w.file.Text("duplicate_of_file", b.index, b.texts, true)
	w.file.Int64("duplicate_of_row", w.longs, true)
}
