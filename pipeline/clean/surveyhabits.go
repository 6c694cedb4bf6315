package clean

import (
	"bytes"
	"time"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// unitEvidence is what the rows of one unit show.
type unitEvidence struct {
	text    textEvidence
	orders  dateOrders
	genders *genderVotes // nil without coded genders
}

func (e *unitEvidence) merge(o *unitEvidence) {
	e.text.merge(&o.text, keptOfUnit)
	e.orders.merge(o.orders)
	if o.genders != nil {
		e.votes().merge(o.genders)
	}
}

func (e *unitEvidence) votes() *genderVotes {
	if e.genders == nil {
		e.genders = new(genderVotes)
	}
	return e.genders
}

// addHabits takes in how the rows of a part write dates and genders. names is
// the batch with its names in one column.
func (w *Surveyor) addHabits(b, names *pipeline.Batch, nameAt int, r *Rows, units []int32, of []*unitEvidence) {
	w.addOrders(r, units, of)
	at := w.survey.cols.Gender
	if at < 0 {
		return
	}
	c := &b.Columns[at]
	w.coded = sized(w.coded, c.Entries())
	for e := range w.coded {
		w.coded[e] = w.texts.codedOf(c.Entry(int32(e)))
	}
	if nameAt >= 0 {
		w.hints = fill(w.hints, names.Columns[nameAt].Entries(), hintUnknown)
	}
	for row := range b.Rows {
		kind := notCoded
		if e := c.Index[row]; e >= 0 {
			if kind = w.coded[e]; kind == notCoded && !blankCell(c.Entry(e)) {
				continue
			}
		}
		var votes [2]schemas.Gender
		if pin := r.PIN[row]; pin != 0 && w.rows.structure(pin) == 0 {
			votes[0] = pin.Gender()
		}
		if nameAt >= 0 {
			votes[1] = w.hint(&names.Columns[nameAt], names.Columns[nameAt].Index[row])
		}
		w.found.genders.add(kind, votes)
		if kind != notCoded && units != nil && units[row] >= 0 {
			of[units[row]].votes().add(kind, votes)
		}
	}
}

func (v *genderVotes) add(kind codedValue, votes [2]schemas.Gender) {
	v[kind][schemas.NoGender]++
	for _, g := range votes {
		if g != schemas.NoGender {
			v[kind][g]++
		}
	}
}

// addOrders counts the orders of day and month, and years beyond those of the
// rules.
func (w *Surveyor) addOrders(r *Rows, units []int32, of []*unitEvidence) {
	index := index(r.Batch, r.Cols.Birth)
	if index == nil {
		return
	}
	for row, e := range index[:r.N] {
		if e < 0 {
			continue
		}
		cell := &w.rows.dateCells[e]
		if cell.late > 0 {
			w.found.late[cell.late]++
		}
		if cell.codes&codeDateSerial != 0 {
			w.addSerial(cell.date, r.PIN[row])
		}
		if cell.order == noOrder || cell.order == orderOpen {
			continue
		}
		w.found.orders.add(cell.order)
		if units != nil && units[row] >= 0 {
			of[units[row]].orders.add(cell.order)
		}
	}
}

// serialOrigins counts serials that agree with the birth year of the row's
// number in one system only.
type serialOrigins struct{ from1900, from1904 int64 }

func (o *serialOrigins) merge(p serialOrigins) {
	o.from1900 += p.from1900
	o.from1904 += p.from1904
}

// later says whether the serials of a file count from 1904: ten say so at least,
// and five times as many as say the contrary.
func (o *serialOrigins) later() bool { return o.from1904 >= 10 && o.from1904 >= 5*o.from1900 }

func (w *Surveyor) addSerial(d schemas.Date, pin schemas.Number) {
	if pin == 0 || w.rows.structure(pin) != 0 || d.Precision() != schemas.FullDate {
		return
	}
	later := time.Date(d.Year(), time.Month(d.Month()), d.Day()+days1904, 0, 0, 0, 0, time.UTC).Year()
	switch year := pin.BirthYear(); {
	case year == d.Year() && year != later:
		w.found.serials.from1900++
	case year == later && year != d.Year():
		w.found.serials.from1904++
	}
}

// hintUnknown marks a name whose hint was not yet asked for.
const hintUnknown = schemas.Gender(255)

// hint is the gender that the second word of a name tells, as it was written.
func (w *Surveyor) hint(c *pipeline.Column, e int32) schemas.Gender {
	if e < 0 {
		return schemas.NoGender
	}
	if w.hints[e] == hintUnknown {
		w.hints[e] = w.texts.hintOf(c.Entry(e))
	}
	return w.hints[e]
}

// hintOf is the hint of a name that was not cleaned.
func (w *Worker) hintOf(cell []byte) schemas.Gender {
	if len(cell) > maxName {
		return schemas.NoGender
	}
	text, _ := appendTidy(w.scratch[:0], cell)
	at := len(text)
	text = appendKey(text, text)
	w.scratch = text[:0]
	return genderOfName(text[at:])
}

// habits decides how the file writes dates and genders, and which of its units
// write otherwise.
func (s *Survey) habits(p *Profile) {
	e := &s.found
	p.Habits = nil
	if s.texts.cols.Name >= 0 || len(s.texts.cols.NameParts) > 0 {
		p.NameCut = nameCut(&e.lengths)
	}
	p.MonthFirst = e.orders.monthFirst > e.orders.dayFirst
	p.LastYear = e.lastYear()
	p.From1904 = e.serials.later()
	file := e.genders
	for _, unit := range sortedKeys(e.units) { // whose votes are those of another coding
		if u := e.units[unit]; !e.many && len(u.genders.otherThan(&e.genders)) > 0 {
			file.without(u.genders)
		}
	}
	p.Genders = file.coding()
	if p.MonthFirst {
		s.tell(p, Finding{Kind: FoundMonthFirst, Rows: e.rows, Of: e.rows})
	}
	if p.From1904 {
		s.tell(p, Finding{Kind: FoundFrom1904, Rows: e.serials.from1904, Of: e.rows})
	}
	if unusual := unusualCoding(p.Genders); unusual != "" {
		s.tell(p, Finding{Kind: FoundGenders, Coding: unusual, Rows: file.rows(), Of: e.rows})
	}
	if e.many {
		return
	}
	for _, unit := range sortedKeys(e.units) {
		u := e.units[unit]
		h, other := u.habit(unit, p.MonthFirst, &file)
		if !other {
			continue
		}
		p.Habits = append(p.Habits, h)
		all := u.text.all()
		if h.OtherOrder {
			kind := FoundMonthFirst
			if p.MonthFirst {
				kind = FoundDayFirst
			}
			s.tell(p, Finding{Kind: kind, Unit: unit, Rows: all, Of: all})
		}
		if len(h.Genders) > 0 {
			s.tell(p, Finding{Kind: FoundGenders, Unit: unit, Coding: codingText(h.Genders), Rows: u.genders.rows(), Of: all})
		}
	}
}

func (s *Survey) tell(p *Profile, f Finding) { p.Findings = append(p.Findings, f) }

// rows are those with a coded value.
func (v *genderVotes) rows() (n int64) {
	for _, kind := range v.written() {
		n += v[kind][schemas.NoGender]
	}
	return n
}

// unusualCoding is the coding of a file as text, "" where every value means what
// it means in most files.
func unusualCoding(values []GenderValue) string {
	for _, v := range values {
		if v.Gender != usualCoding(v.Value) {
			return codingText(values)
		}
	}
	return ""
}

// codingText says what values mean: "0=M 1=F", a ? for what cannot be told.
func codingText(values []GenderValue) string {
	text := ""
	for _, v := range values {
		if text != "" {
			text += " "
		}
		text += v.Value + "=" + [...]string{"?", "M", "F"}[v.Gender]
	}
	return text
}

// lastYear is the latest year beyond that of the rules that one birth date in a
// hundred has or exceeds, 0 for none.
func (e *evidence) lastYear() int {
	total, seen := e.dated, int64(0)
	for _, n := range e.late {
		total += n
	}
	for i := len(e.late) - 1; i > 0; i-- {
		if seen += e.late[i]; seen > 5 && seen*100 >= total {
			return lastYear + i
		}
	}
	return 0
}

// blankCell says whether a cell holds nothing but blanks.
func blankCell(cell []byte) bool { return len(bytes.TrimSpace(cell)) == 0 }
