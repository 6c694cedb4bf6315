package jobs

import (
	"context"
	"fmt"
	"strconv"

	"lamsach/dedupe"
	"lamsach/pipeline/sink/columnar"
	"lamsach/reports"
	"lamsach/schemas"
)

// claimBytes is what a claim takes: a struct of 40 bytes and two texts, of which
// addresses are long.
const claimBytes = 150

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

// claims reads what the rows of a part say against the register, by row of the
// part; nil where the run does not tell.
func (a *across) claims(ctx context.Context, p acrossPart) (map[int][]dedupe.Claim, error) {
	r := &a.runs[p.run]
	if !r.tellsValues() || r.rows[partName("mismatches", p.part)] == 0 {
		return nil, nil
	}
	c, err := r.read(ctx, "mismatches", p.part, claimColumns...)
	if err != nil {
		return nil, err
	}
	fields, err := words(c, claimField, schemas.MismatchFields)
	if err != nil {
		return nil, a.damaged(p, "mismatches", err)
	}
	mechanisms, err := words(c, claimMechanism, schemas.Mechanisms)
	if err != nil {
		return nil, a.damaged(p, "mismatches", err)
	}
	claims := map[int][]dedupe.Claim{}
	for i := range c.Rows {
		row, err := strconv.ParseInt(string(c.Columns[claimRow].Value(i)), 10, 64)
		if row -= p.first; err != nil || row < 0 || row >= int64(p.rows) {
			return nil, a.damaged(p, "mismatches", fmt.Errorf("row %d is about no row of its part", i))
		}
		field := fields[c.Columns[claimField].Index[i]]
		if field >= schemas.Fields { // what is stated of others of the family
			continue
		}
		claim := dedupe.Claim{
			Field: field, Value: c.text(claimValue, i), Register: c.text(claimRegister, i),
		}
		if e := c.Columns[claimMechanism].Index[i]; e >= 0 {
			claim.Mechanism = mechanisms[e]
		}
		if claim.Speaks() {
			claims[int(row)] = append(claims[int(row)], claim)
		}
	}
	return claims, nil
}

// errorTable is the table of the suspected errors of a partition.
type errorTable struct {
	a                                         *across
	person, field, register, value, mechanism *cells
	saidBy, agreesIn                          runList
	places                                    rowList
	runs                                      []int64
	counts                                    reports.AcrossErrors
}

func (a *across) errorTable() *errorTable {
	return &errorTable{
		a: a, person: newCells(), field: cellsOf(wordsOf(schemas.Fields)), register: newCells(), value: newCells(),
		mechanism: cellsOf(wordsOf(schemas.Mechanisms)), saidBy: a.runList(), agreesIn: a.runList(), places: a.rowList(),
		counts: reports.NewAcrossErrors(),
	}
}

// add adds what is suspected of a person. A job that shows only verdicts has
// nothing to say there.
func (t *errorTable) add(s *dedupe.Seen) {
	if !t.a.showsFields() {
		return
	}
	for _, x := range s.Suspects() {
		if t.a.showsValues() {
			t.person.person(s.Person)
			t.register.text(x.Register)
		} else {
			t.person.null()
			t.register.null()
		}
		t.field.pick(int(x.Field))
		t.value.text(x.Value)
		t.mechanism.pick(int(x.Mechanism))
		t.runs = append(t.runs, int64(x.Runs.Len()))
		t.saidBy.set(x.Runs)
		t.agreesIn.set(x.Agree)
		for _, first := range x.First {
			t.places.add(first.Run, first.At)
		}
		t.places.end()
		t.counts.Add(x.Field, x.Agree != 0)
	}
}

func (t *errorTable) finish(w *columnar.Writer) (data []byte, rows int64) {
	w.Begin(len(t.runs))
	w.Text("person_id", t.person.index, t.person.texts, true)
	w.Text("field", t.field.index, t.field.texts, false)
	w.Text("register_value", t.register.index, t.register.texts, true)
	w.Text("submitted", t.value.index, t.value.texts, false)
	w.Text("mechanism", t.mechanism.index, t.mechanism.texts, false)
	w.Int64("runs", t.runs, false)
	t.saidBy.write(w, "said_by")
	t.agreesIn.write(w, "register_agrees_in")
	t.places.write(w, "rows")
	return w.Finish(t.a.meta), int64(len(t.runs))
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
