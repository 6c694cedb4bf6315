package clean

import (
	"bytes"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Dates that are carried through (of papers, loans, events, deaths) are read once
// for each entry of a batch, whoever asks first: cross checks, checks of values,
// or linking.

// carriedDates are the columns of dates of the batch at hand.
type carriedDates struct {
	rules dateRules
	of    map[int]*readings[schemas.Date] // by column
}

// begin forgets those of another batch.
func (d *carriedDates) begin(monthFirst bool) {
	d.rules = dateRules{monthFirst: monthFirst, last: lastLoanYear}
	for _, r := range d.of {
		r.index = nil
	}
}

// datesOf reads a column of dates of whatever precision; nil for no column.
func (w *Worker) datesOf(b *pipeline.Batch, column int) *readings[schemas.Date] {
	if column < 0 {
		return nil
	}
	if w.carried.of == nil {
		w.carried.of = map[int]*readings[schemas.Date]{}
	}
	r := w.carried.of[column]
	if r == nil {
		r = new(readings[schemas.Date])
		w.carried.of[column] = r
	}
	if r.index == nil {
		r.read(b, column, w.partDate)
	}
	return r
}

// fullAt is the date of a row that is known to the day, 0 for none.
func fullAt(r *readings[schemas.Date], row int) schemas.Date {
	if d := r.at(row); d.Precision() == schemas.FullDate {
		return d
	}
	return 0
}

// Dates are the dates of a column that is carried through.
type Dates readings[schemas.Date]

// asDates are the readings of a column for whoever links its rows.
func asDates(r *readings[schemas.Date]) Dates {
	if r == nil {
		return Dates{}
	}
	return Dates(*r)
}

// At is the date of a row, as far as it is told; 0 for none.
func (d *Dates) At(row int) schemas.Date {
	if row >= len(d.index) || d.index[row] < 0 {
		return 0
	}
	return d.values[d.index[row]]
}

// row is the date of row i as a column of its own.
func (d *Dates) row(i int) Dates {
	if i >= len(d.index) {
		return Dates{}
	}
	return Dates{index: d.index[i : i+1], values: d.values}
}

// partDate reads a date of whatever precision, with a time of day or without; 0
// for none.
func (w *Worker) partDate(cell []byte) schemas.Date {
	cell = bytes.TrimSpace(cell)
	if n := len(cell); (n == 12 || n == 14) && onlyDigits(cell) { // yyyymmddhhmm of hospitals
		cell = cell[:8]
	}
	if d := monthOf(whole(cell)); d != 0 {
		return d
	}
	return w.anyDate(&w.carried.rules, cell)
}

// monthOf reads a month in six digits, 202506 or 062025; 0 for anything else.
// Nobody writes the date of a payment with two digits of the year.
func monthOf(cell []byte) schemas.Date {
	if len(cell) != 6 || !onlyDigits(cell) {
		return 0
	}
	number := func(digits []byte) (n int) {
		for _, c := range digits {
			n = n*10 + int(c-'0')
		}
		return n
	}
	for _, at := range [...]int{4, 0} { // where the month stands
		month, year := number(cell[at:at+2]), number(cell[(at+2)%6:(at+2)%6+4])
		if month >= 1 && month <= 12 && year >= 1900 && year <= lastLoanYear {
			return schemas.MakeDate(year, month, 0)
		}
	}
	return 0
}
