package jobs

import (
	"context"
	"fmt"
	"strconv"

	"lamsach/dedupe"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
)

// Claims of a partition, and what one takes with its two texts: a struct of 64
// bytes, and addresses are long.
const (
	claimTarget = 1 << 17
	claimBytes  = 200
)

// Columns of mismatches, in the order in which they are read.
const (
	claimRow = iota
	claimField
	claimValue
	claimRegister
	claimMechanism
)

var claimColumns = []string{"source_row", "field", "canonical", "register_value", "mechanism"}

// mismatches is how many claims there may be.
func (a *across) mismatches() (rows int64) {
	for _, p := range a.parts {
		if r := &a.runs[p.run]; r.tellsValues() {
			rows += r.rows[partName("mismatches", p.part)]
		}
	}
	return rows
}

// claims reads what the linked rows of a part say against the register.
func (a *across) claims(ctx context.Context, p acrossPart, add func(uint64, dedupe.Claim)) error {
	r := &a.runs[p.run]
	if !r.tellsValues() || r.rows[partName("mismatches", p.part)] == 0 {
		return nil
	}
	w, err := a.who(ctx, p, acrossColumns[:acrossReasons])
	if err != nil {
		return err
	}
	c, err := r.read(ctx, "mismatches", p.part, claimColumns...)
	if err != nil {
		return err
	}
	fields, err := words(c, claimField, schemas.Fields)
	if err != nil {
		return a.damaged(p, "mismatches", err)
	}
	mechanisms, err := words(c, claimMechanism, schemas.Mechanisms)
	if err != nil {
		return a.damaged(p, "mismatches", err)
	}
	for i := range c.Rows {
		sourceRow, err := strconv.ParseInt(string(c.Columns[claimRow].Value(i)), 10, 64)
		row := sourceRow - p.first
		if err != nil || row < 0 || row >= int64(w.Rows) {
			return a.damaged(p, "mismatches", fmt.Errorf("row %d is about no row of its part", i))
		}
		person, v, err := w.of(int(row))
		if err != nil {
			return a.damaged(p, "outcomes", fmt.Errorf("source_row %d: %w", sourceRow, err))
		}
		claim := dedupe.Claim{
			Person: person, Field: fields[c.Columns[claimField].Index[i]], Value: c.text(claimValue, i), Register: c.text(claimRegister, i),
			Run: uint8(p.run), At: dedupe.PlaceOf(p.table, sourceRow),
		}
		if e := c.Columns[claimMechanism].Index[i]; e >= 0 {
			claim.Mechanism = mechanisms[e]
		}
		if v.Linked() && person != 0 && claim.Speaks() {
			add(person, claim)
		}
	}
	return nil
}

// registerErrors makes the table of the suspected errors of a partition and
// counts them. A job that shows only verdicts has none.
func (a *across) registerErrors(list []dedupe.Claim, w *columnar.Writer) (data []byte, rows int64) {
	person, register, value, saidBy, places := newCells(), newCells(), newCells(), a.runList(), a.rowList()
	field, mechanism := cellsOf(wordsOf(schemas.Fields)), cellsOf(wordsOf(schemas.Mechanisms))
	var suspects []dedupe.Suspect
	if a.showsFields() {
		suspects = dedupe.Suspects(list)
	}
	for _, s := range suspects {
		if a.showsValues() {
			person.person(s.Person)
			register.text(s.Register)
		} else {
			person.null()
			register.null()
		}
		field.pick(int(s.Field))
		value.text(s.Value)
		mechanism.pick(int(s.Mechanism))
		saidBy.set(s.Runs)
		for _, c := range s.First {
			places.add(c.Run, c.At)
		}
		places.end()
	}
	runs := make([]int64, len(suspects))
	a.mu.Lock()
	for i, s := range suspects {
		runs[i] = int64(s.Runs.Len())
		a.suspects[s.Field]++
	}
	a.mu.Unlock()
	w.Begin(len(suspects))
	w.Text("person_id", person.index, person.texts, true)
	w.Text("field", field.index, field.texts, false)
	w.Text("register_value", register.index, register.texts, true)
	w.Text("submitted", value.index, value.texts, false)
	w.Text("mechanism", mechanism.index, mechanism.texts, false)
	w.Int64("runs", runs, false)
	saidBy.write(w, "said_by")
	places.write(w, "rows")
	return w.Finish(a.meta), int64(len(suspects))
}

// wordsOf is a closed list of words.
func wordsOf[T interface {
	~uint8
	String() string
}](list T,
) (words []string) {
	for v := range list {
		words = append(words, v.String())
	}
	return words
}
