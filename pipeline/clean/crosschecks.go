package clean

import (
	"strconv"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Columns that are carried through say something of the row when they are held
// against each other. Nothing is repaired by it.

// checks are those columns of the batch at hand, read once for each entry; nil
// where the file has none.
type checks struct {
	issued, reported, started, due *readings[schemas.Date]
	group, days                    readings[int32]
	name                           []schemas.Gender // what the canonical name of each entry hints at
	names                          []int32
}

// readings are what the entries of a column were read as.
type readings[T any] struct {
	index  []int32
	values []T
}

// at is the value of a row; the zero value for none.
func (c *readings[T]) at(row int) (v T) {
	if c == nil || c.index == nil || c.index[row] < 0 {
		return v
	}
	return c.values[c.index[row]]
}

func (c *readings[T]) read(b *pipeline.Batch, at int, read func(cell []byte) T) {
	c.index = index(b, at)
	if at < 0 {
		return
	}
	col := &b.Columns[at]
	c.values = sized(c.values, col.Entries())
	for e := range c.values {
		c.values[e] = read(col.Entry(int32(e)))
	}
}

// readBeside reads the columns that rows are checked by.
func (w *Worker) readBeside(b *pipeline.Batch, c *Columns) {
	k := &w.checks
	k.issued, k.reported = w.datesOf(b, c.IssueDate), w.datesOf(b, c.ReportDate)
	k.started, k.due = w.datesOf(b, c.LoanStart), w.datesOf(b, c.LoanDue)
	w.rows.Event, w.rows.Death, w.rows.Reported = asDates(w.datesOf(b, c.Event)), asDates(w.datesOf(b, c.Death)), asDates(k.reported)
	k.group.read(b, c.DebtGroup, smallNumber)
	k.days.read(b, c.OverdueDays, smallNumber)
	k.name, k.names = k.name[:0], nil
	if c.Gender >= 0 && c.Name >= 0 {
		k.names = w.rows.Name.Index
		k.name = sized(k.name, w.rows.Name.Entries())
		for e := range k.name {
			k.name[e] = genderOfName(w.rows.Name.Entry(int32(e)))
		}
	}
}

// lastLoanYear is the latest year that a date of a loan or paper can have.
const lastLoanYear = 2100

// anyDate reads a date of whatever precision whose year is written out; 0 for
// none.
func (w *Worker) anyDate(rules *dateRules, cell []byte) schemas.Date {
	var d dateCell
	switch {
	case len(cell) == 10 && cell[4] == '-':
		if y, m, day, ok := isoWay(cell); ok {
			d = rules.settle(y, m, day, 0)
		}
	case len(cell) == 10:
		if first, second, y, ok := shortWay(cell); ok {
			d = rules.make(y, first, second, cell[2] == '/', 0)
		}
	}
	if d == (dateCell{}) && len(cell) <= 64 {
		text, _ := appendTidy(w.scratch[:0], cell)
		at := len(text)
		text = appendFold(text, text)
		w.scratch = text[:0]
		if at > 0 {
			d = rules.scan(text[at:])
		}
	}
	if d.short {
		return 0
	}
	return d.date
}

// smallNumber reads a number of days or a group, plus one; 0 for none.
func smallNumber(cell []byte) int32 {
	n, err := strconv.ParseUint(string(whole(cell)), 10, 16)
	if err != nil {
		return 0
	}
	return int32(n) + 1
}

// A paper was issued to people of 14 and more until the law of 2024-07-01, which
// gives one to whoever was born. Source: domain facts 1.
const leastAge = 14

var anyAge = schemas.MakeDate(2024, 7, 1)

// overdueGroups are the overdue days from which on a debt is at least of group
// 2, 3, 4, 5. Source: Circular 11/2021/TT-NHNN, article 10.
var overdueGroups = [...]int32{10, 91, 181, 361}

// checkBeside holds the columns of a row against each other.
func (w *Worker) checkBeside(j *joined, row int) {
	k := &w.checks
	if k.names != nil && j.gender.gender != schemas.NoGender {
		if e := k.names[row]; e >= 0 && k.name[e] != schemas.NoGender && k.name[e] != j.gender.gender {
			j.gender.codes |= code(schemas.IssueGenderName)
		}
	}
	if issued := fullAt(k.issued, row); issued != 0 {
		j.notes[FieldIssueDate] = w.checkIssued(issued, fullAt(k.reported, row), j.birth.date)
	}
	start, due, reported := fullAt(k.started, row), fullAt(k.due, row), fullAt(k.reported, row)
	if start != 0 && (due != 0 && due < start || reported != 0 && reported < start) {
		j.notes[FieldLoanDue] = code(schemas.IssueLoanDates)
	}
	if group, days := k.group.at(row), k.days.at(row); group > 0 && days > 0 && group-1 < groupOf(days-1) {
		j.notes[FieldDebtGroup] = code(schemas.IssueDebtGroupDays)
	}
}

// groupOf is the group that overdue days ask for at least.
func groupOf(days int32) int32 {
	group := int32(1)
	for _, from := range overdueGroups {
		if days >= from {
			group++
		}
	}
	return group
}

// checkIssued holds a date of issue against the date of the report, or the last
// year that there can be, and against the birth date.
func (w *Worker) checkIssued(issued, reported, birth schemas.Date) (cs codes) {
	if reported != 0 && issued > reported || reported == 0 && issued.Year() > w.plan.dates.last {
		cs |= code(schemas.IssuePaperFuture)
	}
	if birth == 0 {
		return cs
	}
	if birth.Precision() == schemas.FullDate && issued < birth || issued.Year() < birth.Year() ||
		issued < anyAge && issued.Year() < birth.Year()+leastAge {
		cs |= code(schemas.IssuePaperEarly)
	}
	return cs
}
