package jobs

import (
	"context"
	"fmt"

	"lamsach/dedupe"
	"lamsach/matchers/evaluate"
	"lamsach/schemas"
)

// Columns of outcomes, in the order in which they are read.
const (
	acrossVerdict = iota
	acrossPerson
	acrossCandidate
	acrossReasons
	acrossResults // and the other fields behind it
)

var acrossColumns = func() []string {
	names := []string{"verdict", "person_id", "candidate_id", "reasons"}
	for f := range schemas.Fields {
		names = append(names, f.String()+"_result")
	}
	return names
}()

// who reads whom the rows of a part are about.
type who struct {
	*columns
	verdicts []schemas.Verdict // of entries
}

func (a *across) who(ctx context.Context, p acrossPart, columns []string) (*who, error) {
	c, err := a.runs[p.run].read(ctx, "outcomes", p.part, columns...)
	if err != nil {
		return nil, err
	}
	w := &who{columns: c}
	if w.verdicts, err = words(c, acrossVerdict, schemas.Verdicts); err == nil && c.Rows != p.rows {
		err = fmt.Errorf("it has other rows than its manifest says")
	}
	return w, a.damaged(p, "outcomes", err)
}

// damaged gives an error of what stands in a table its place.
func (a *across) damaged(p acrossPart, table string, err error) error {
	if err == nil {
		return nil
	}
	r := &a.runs[p.run]
	return failf(ExitGiven, "run %s: %s/%s: %w", r.name, r.run.path(), partName(table, p.part), err)
}

// of is the person of a row: whom it is linked to, or the candidate of a row
// that is in doubt; 0 for none.
func (w *who) of(row int) (person uint64, v schemas.Verdict, err error) {
	v = w.verdicts[w.Columns[acrossVerdict].Index[row]]
	switch v {
	case schemas.Verified, schemas.Corrected:
		person, err = evaluate.ParsePerson(w.Columns[acrossPerson].Value(row))
	case schemas.Review, schemas.Ambiguous, schemas.Contradicted:
		person, err = evaluate.ParsePerson(w.Columns[acrossCandidate].Value(row))
	}
	return person, v, err
}

// sightings reads what the rows of a part say of people.
func (a *across) sightings(ctx context.Context, p acrossPart, add func(uint64, dedupe.Sighting)) error {
	w, err := a.who(ctx, p, acrossColumns)
	if err != nil {
		return err
	}
	results, err := w.results()
	if err != nil {
		return a.damaged(p, "outcomes", err)
	}
	claims, err := a.claims(ctx, p)
	if err != nil {
		return err
	}
	deceased := w.entriesNamed(acrossReasons, schemas.ReasonDeceased.String())
	for row := range w.Rows {
		person, v, err := w.of(row)
		if err != nil {
			return a.damaged(p, "outcomes", fmt.Errorf("source_row %d: %w", p.first+int64(row), err))
		}
		if person == 0 {
			continue
		}
		s := dedupe.Sighting{Person: person, Run: uint8(p.run), At: dedupe.PlaceOf(p.table, p.first+int64(row))}
		if v.Linked() {
			s.Marks |= dedupe.Found
			s.Claims = claims[row]
		}
		for f := range schemas.Fields {
			switch result := results[f][w.Columns[acrossResults+int(f)].Index[row]]; {
			case result.Agrees():
				s.Agree |= 1 << f
			case result == schemas.Minor || result == schemas.Differ:
				s.Differ |= 1 << f
			}
		}
		if s.Agree>>schemas.FieldID&1 != 0 {
			s.Marks |= dedupe.NumberAgrees
		}
		reasons := &w.Columns[acrossReasons]
		for _, e := range reasons.Index[reasons.Lists[row]:reasons.Lists[row+1]] {
			if deceased[e] {
				s.Marks |= dedupe.Deceased
			}
		}
		add(person, s)
	}
	return nil
}

// results are the codes of the entries of each field's results.
func (w *who) results() (out [schemas.Fields][]schemas.Result, err error) {
	for f := range out {
		if out[f], err = words(w.columns, acrossResults+f, schemas.Results); err != nil {
			return out, err
		}
	}
	return out, nil
}

// entriesNamed says which entries of a column are a word.
func (c *columns) entriesNamed(column int, word string) []bool {
	is := make([]bool, c.Columns[column].Entries())
	for e := range is {
		is[e] = string(c.Columns[column].Entry(int32(e))) == word
	}
	return is
}
