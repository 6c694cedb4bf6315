package sink

import (
	"fmt"
	"slices"
	"sort"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Cells fills b with the added cells of one part: a text column for each of
// Names (null: an empty cell), then one for each of Marked (not null: that cell
// is wrong). start is the number of the part's first row over the whole job, c
// what AppendCorrections kept of the same part. The buffers of b are used
// again. An error means that outcomes and corrections are not of one part.
func (r *Responder) Cells(b *pipeline.Batch, start int64, outcomes []pipeline.Outcome, c *Corrections, settled Settled, people People) error {
	if c == nil || c.rows != len(outcomes) {
		return fmt.Errorf("response: the corrections are not those of a part of %d rows", len(outcomes))
	}
	b.Rows = len(outcomes)
	if n := len(r.names) + len(r.marked); len(b.Columns) != n {
		b.Columns = slices.Grow(b.Columns[:0], n)[:n]
	}
	for i := range b.Columns {
		resetColumn(&b.Columns[i], b.Rows)
	}
	verdictCells(&b.Columns[0], outcomes)
	r.reasonCells(&b.Columns[1], start, outcomes, settled)
	if r.disclosure >= Values {
		for i, col := range r.corrected {
			col.fill(r, &b.Columns[3+i], outcomes, c, people)
		}
	}
	r.marks(b, outcomes, c)
	return nil
}

// verdictCells writes the code word of each verdict.
func verdictCells(c *pipeline.Column, outcomes []pipeline.Outcome) {
	c.Offsets = append(c.Offsets[:0], verdictWords.Offsets...)
	c.Bytes = append(c.Bytes[:0], verdictWords.Bytes...)
	for i := range outcomes {
		c.Index[i] = int32(outcomes[i].Verdict)
	}
}

// reasonCells writes the sentences of each row's reasons, those of settling
// included. What may be said is what Outcomes says.
func (r *Responder) reasonCells(c *pipeline.Column, start int64, outcomes []pipeline.Outcome, settled Settled) {
	t := &r.reasons
	t.begin()
	for i := range outcomes {
		more, duplicateOf := settled.Row(start + int64(i))
		set := outcomes[i].Reasons | more
		if r.disclosure == VerdictOnly {
			set &= schemas.OwnReasons
			duplicateOf = -1 // two rows may be found to be one person only in the register
		}
		switch at := originOf(r.origins, duplicateOf); {
		case set == 0:
		case at < 0 || !set.Has(schemas.ReasonDuplicate):
			c.Index[i] = t.entry(c, set)
		default:
			o := &r.origins[at]
			c.Bytes = t.appendDuplicate(c.Bytes, set, o, duplicateOf-o.Start+1)
			c.Index[i] = endEntry(c)
		}
	}
}

// marks fills the marks of wrong cells and the list of their headers.
func (r *Responder) marks(b *pipeline.Batch, outcomes []pipeline.Outcome, c *Corrections) {
	marks := b.Columns[len(r.names):]
	for i := range marks {
		marks[i].Bytes = append(marks[i].Bytes, 'x')
		endEntry(&marks[i])
	}
	var wrong *pipeline.Column
	var entries [1 << groups]int32 // + 1
	if r.disclosure >= Fields {
		wrong = &b.Columns[2]
	}
	mark := func(row int, s groupSet) {
		if s &= r.present; s == 0 {
			return
		}
		for i, as := range r.markedAs {
			if as&s != 0 {
				marks[i].Index[row] = 0
			}
		}
		if wrong == nil {
			return
		}
		if entries[s] == 0 {
			wrong.Bytes = append(wrong.Bytes, r.wrong.of(s)...)
			entries[s] = endEntry(wrong) + 1
		}
		wrong.Index[row] = entries[s] - 1
	}
	next := 0
	for row := range outcomes {
		var kept correction
		if next < len(c.list) && int(c.list[next].row) == row {
			kept = c.list[next]
			next++
		}
		mark(row, r.wrongOf(&outcomes[row], &kept))
	}
}

// wrongOf says which of a row's fields are wrong, as far as the submitter may
// know it: a field of which nothing usable can be made is wrong by itself,
// whatever the register holds.
func (r *Responder) wrongOf(o *pipeline.Outcome, c *correction) groupSet {
	s := c.broken
	if r.disclosure == VerdictOnly {
		if o.Verdict != schemas.Verified {
			s |= c.doubtful
		}
		return s
	}
	if !o.Results[schemas.FieldID].Agrees() {
		s |= c.doubtful
	}
	s |= c.differ | c.repaired
	if o.Verdict == schemas.Contradicted && s&numberGroups == 0 {
		s |= r.numberOf(o) // held against the number's owner, with whom the number agrees
	}
	return s
}

// numberOf is where a row's number most likely stands.
func (r *Responder) numberOf(o *pipeline.Outcome) groupSet {
	order := [...]group{groupPersonalID, groupAnyNumber, groupCMND}
	if o.PIN == 0 {
		order = [...]group{groupCMND, groupAnyNumber, groupPersonalID}
	}
	for _, g := range order {
		if r.present.has(g) {
			return 1 << g
		}
	}
	return 0
}

// originOf is the index of the source that holds a row of the job, -1 when
// none does. Of sources that begin alike the last one has rows.
func originOf(origins []Origin, row int64) int {
	if row < 0 {
		return -1
	}
	return sort.Search(len(origins), func(k int) bool { return origins[k].Start > row }) - 1
}
