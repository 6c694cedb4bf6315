package clean

import (
	"time"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// dateCell is what one entry of a date column says.
type dateCell struct {
	date  schemas.Date
	codes codes
	first schemas.Date // of two dates: where the row names two people, the first one's
	short bool         // the year was written with two digits
	order dateOrder
	late  uint8 // years beyond the last one of the rules, where that is why it is no date
}

// dateOrder is what a cell tells of the order of day and month.
type dateOrder uint8

const (
	noOrder dateOrder = iota
	orderDayFirst
	orderMonthFirst
	orderOpen // both are possible, and not the same
)

func orderOf(first, second int) dateOrder {
	switch {
	case first > 12 && first <= 31 && second <= 12:
		return orderDayFirst
	case second > 12 && second <= 31 && first <= 12:
		return orderMonthFirst
	case first <= 12 && second <= 12 && first != second && first > 0 && second > 0:
		return orderOpen
	}
	return noOrder
}

// maxLate bounds dateCell.late.
const maxLate = 60

// The years that a birth date can have. lastYear is the year of these rules; a
// profile that saw later ones raises it.
const (
	firstYear = 1890
	lastYear  = 2026
)

// dateRules is what the profile says of the dates of a file.
type dateRules struct {
	monthFirst bool
	from1904   bool // serials count from 1904
	last       int  // latest year
	dummies    map[schemas.Date]struct{}
}

func newDateRules(p Profile) dateRules {
	r := dateRules{monthFirst: p.MonthFirst, from1904: p.From1904, last: max(lastYear, p.LastYear), dummies: make(map[schemas.Date]struct{})}
	for _, d := range p.DummyDates {
		r.dummies[d] = struct{}{}
	}
	return r
}

// cleanDates cleans every entry of a column of birth dates into w.dateCells.
func (w *Worker) cleanDates(c *pipeline.Column) {
	n := c.Entries()
	w.dateCells = sized(w.dateCells, n)
	for e := range n {
		w.dateCells[e] = w.date(c.Entry(int32(e)))
	}
}

const (
	codeDateFormat      codes = 1 << schemas.RepairDateFormat
	codeDateCentury     codes = 1 << schemas.RepairDateCentury
	codeDateSerial      codes = 1 << schemas.RepairDateSerial
	codeDateSwapped     codes = 1 << schemas.RepairDateSwapped
	codeDateMalformed   codes = 1 << schemas.IssueDateMalformed
	codeDateImpossible  codes = 1 << schemas.IssueDateImpossible
	codeDatePlaceholder codes = 1 << schemas.IssueDatePlaceholder
	codeDateYearOnly    codes = 1 << schemas.IssueDateYearOnly
	codeDateMaybeYear   codes = 1 << schemas.IssueDateMaybeYearOnly
	codeDateLunar       codes = 1 << schemas.IssueDateLunar
)

// date reads one cell. The forms dd/mm/yyyy and yyyy-mm-dd are read at once,
// every other one by scanning.
func (w *Worker) date(cell []byte) dateCell {
	rules := &w.plan.dates
	if len(cell) == 10 {
		if d, m, y, ok := shortWay(cell); ok {
			return rules.make(y, d, m, cell[2] == '/', 0)
		}
		if y, m, d, ok := isoWay(cell); ok && m <= 12 {
			return rules.settle(y, m, d, 0)
		}
	}
	text, _ := appendTidy(w.scratch[:0], cell)
	at := len(text)
	text = appendFold(text, text)
	w.scratch = text[:0]
	if at == 0 || len(text)-at > 64 {
		return dateCell{codes: missingOr(at == 0, schemas.IssueDateMissing, schemas.IssueDateMalformed)}
	}
	d := rules.scan(text[at:])
	if d.codes&codeDateMalformed != 0 {
		d.first = rules.firstOfTwo(text[at:])
	}
	return d
}

func missingOr(missing bool, yes, no schemas.Code) codes {
	if missing {
		return code(yes)
	}
	return code(no)
}

// make settles day and month by the order of the column, or by the only order
// that is possible, and checks the date. usual says that the cell has the form
// dd/mm/yyyy.
func (r *dateRules) make(year, first, second int, usual bool, cs codes) dateCell {
	if !usual {
		cs |= codeDateFormat
	}
	day, month := first, second
	if r.monthFirst {
		day, month = second, first
	}
	if month > 12 && day <= 12 {
		day, month = month, day
	}
	if month == first && month != second {
		cs |= codeDateSwapped
	}
	cell := r.settle(year, month, day, cs)
	cell.order = orderOf(first, second)
	return cell
}

// swapped is a date that both orders allow, in the other one.
func (r *dateRules) swapped(c dateCell) dateCell {
	d := schemas.MakeDate(c.date.Year(), c.date.Day(), c.date.Month())
	if c.date.Precision() != schemas.FullDate || !d.Valid() {
		return c
	}
	if r.dummy(d) {
		return dateCell{codes: codeDatePlaceholder}
	}
	c.date, c.codes = d, c.codes^codeDateSwapped
	return c
}

// settle checks a date and drops what is no birth date.
func (r *dateRules) settle(year, month, day int, cs codes) dateCell {
	if month == 0 {
		day = 0
	}
	if placeholderDate(year, month, day) {
		return dateCell{codes: codeDatePlaceholder}
	}
	if year < firstYear || year > r.last {
		cell := dateCell{codes: codeDateImpossible}
		if year > lastYear && year < lastYear+maxLate {
			cell.late = uint8(year - lastYear)
		}
		return cell
	}
	d := schemas.MakeDate(year, min(month, 15), min(day, 31))
	if month > 12 || day > 31 || !d.Valid() {
		return onlyYear(year, month, day, cs)
	}
	if r.dummy(d) {
		return dateCell{codes: codeDatePlaceholder}
	}
	switch {
	case month == 0:
		cs |= codeDateYearOnly
		cs &^= codeDateFormat | codeDateSwapped
	case month == 1 && day == 1:
		cs |= codeDateMaybeYear
	}
	return dateCell{date: d, codes: cs}
}

// onlyYear keeps the year of a date that the calendar has not: the slip is in
// the day or the month. 30 February is a day of the moon's calendar.
func onlyYear(year, month, day int, cs codes) dateCell {
	issue := codeDateImpossible
	if month == 2 && day == 30 {
		issue = codeDateLunar
	}
	if placeholderDate(year, 0, 0) {
		return dateCell{codes: issue}
	}
	return dateCell{date: schemas.MakeDate(year, 0, 0), codes: cs&codeDateCentury | issue}
}

// lunar keeps the year of a date of the moon's calendar, 0 when none is told.
func (r *dateRules) lunar(year int) dateCell {
	if year < firstYear || year > r.last || placeholderDate(year, 0, 0) {
		return dateCell{codes: codeDateLunar}
	}
	return dateCell{date: schemas.MakeDate(year, 0, 0), codes: codeDateLunar}
}

func (r *dateRules) dummy(d schemas.Date) bool {
	if len(r.dummies) == 0 {
		return false
	}
	_, dummy := r.dummies[d]
	return dummy
}

// placeholderDate recognises what programs and clerks write for "unknown".
// Source: domain facts 6.
func placeholderDate(year, month, day int) bool {
	switch {
	case year <= 1, year == 9999, year == 1111:
		return true
	case year == 1900, year == 1753: // day one of spreadsheets, and of a database
		return month <= 1 && day <= 1
	case year == 1899:
		return month == 12 && day >= 30
	}
	return false
}

// epoch is 1 January 1970, day zero of many programs: no placeholder by itself,
// since people with only a year of birth have it too; see Worker.join.
var epoch = schemas.MakeDate(1970, 1, 1)

// serialDay is the date of a spreadsheet's day number: days since 1899-12-30
// (the false 29 February 1900 lies before every birth date that is read so).
func serialDay(n int) (year, month, day int) {
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	return t.Year(), int(t.Month()), t.Day()
}

// days1904 lie between the first days of the two systems of spreadsheets, the
// usual one and that of old ones on a Macintosh.
const days1904 = 1462

// shiftDay moves a date by whole days, at most a month.
func shiftDay(year, month, day, by int) (int, int, int) {
	t := time.Date(year, time.Month(month), day+by, 0, 0, 0, 0, time.UTC)
	return t.Year(), int(t.Month()), t.Day()
}
