package jobs

import (
	"context"
	"fmt"

	"lamsach/dedupe"
	"lamsach/matchers/evaluate"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
)

// Uses of a partition: few of them become a row of the table, so as many as are
// soon sorted.
const (
	useTarget = 1 << 20
	useBytes  = 32
	rowUses   = 2 // personal ID and CMND
)

// unknown stands for the person of a row that is about nobody of the register.
const unknown = "unknown"

var numberColumns = []struct {
	name string
	kind schemas.NumberKind
}{{"personal_id", schemas.PersonalID}, {"cmnd", schemas.CMND}}

// uses reads the numbers that the rows of a part give, and for whom. Rows that
// leave open whom they mean (in doubt, or no person's) say nothing of a number.
func (a *across) uses(ctx context.Context, p acrossPart, add func(uint64, dedupe.Use)) error {
	r := &a.runs[p.run]
	if !r.tellsNumbers() {
		return nil
	}
	w, err := a.who(ctx, p, acrossColumns[:acrossReasons])
	if err != nil {
		return err
	}
	c, err := r.read(ctx, "cleaned", p.part, numberColumns[0].name, numberColumns[1].name)
	if err != nil {
		return err
	}
	if c.Rows != w.Rows {
		return a.damaged(p, "cleaned", fmt.Errorf("it has other rows than the outcomes"))
	}
	for row := range w.Rows {
		person, v, err := w.of(row)
		if err != nil {
			return a.damaged(p, "outcomes", fmt.Errorf("source_row %d: %w", p.first+int64(row), err))
		}
		switch {
		case v == schemas.NotFound || v == schemas.Contradicted && person == 0:
			person = dedupe.Nobody
		case v != schemas.Contradicted && !v.Linked() || person == 0:
			continue
		}
		for i, column := range numberColumns {
			value, err := evaluate.ParsePerson(c.Columns[i].Value(row))
			if err != nil {
				return a.damaged(p, "cleaned", fmt.Errorf("source_row %d: a number is none", p.first+int64(row)))
			}
			if value != 0 {
				n := schemas.MakeNumber(column.kind, value)
				add(uint64(n), dedupe.Use{Number: n, Person: person, Run: uint8(p.run), At: dedupe.PlaceOf(p.table, p.first+int64(row))})
			}
		}
	}
	return nil
}

// numbers makes the table of the shared numbers of a partition and counts them.
func (a *across) numbers(ctx context.Context, partition int, list []dedupe.Use, w *columnar.Writer) error {
	number, runs, person, places := newCells(), a.runList(), newCells(), a.rowList()
	kind := cellsOf([]string{"", "personal_id", "cmnd"})
	shared := dedupe.SharedNumbers(list)
	count := make([]int64, len(shared))
	for i, s := range shared {
		number.number(s.Number)
		kind.pick(int(s.Number.Kind()))
		count[i] = s.Rows
		runs.set(s.Runs)
		for _, u := range s.Uses {
			switch {
			case u.Person == dedupe.Nobody:
				person.text(unknown)
			case a.showsValues():
				person.person(u.Person)
			default:
				person.null()
			}
			places.add(u.Run, u.At)
		}
		places.end()
	}
	a.mu.Lock()
	a.shared += int64(len(shared))
	a.mu.Unlock()
	w.Begin(len(shared))
	w.Text("number", number.index, number.texts, false)
	w.Text("kind", kind.index, kind.texts, false)
	w.Int64("row_count", count, false)
	runs.write(w, "runs")
	places.write(w, "uses", person.member("person_id", true))
	return a.put(ctx, partName("numbers", partition), w.Finish(a.meta), int64(len(shared)))
}
