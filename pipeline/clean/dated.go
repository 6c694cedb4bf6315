package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

// Dates are the dates of a column that is carried through, each entry read once.
type Dates struct {
	index  []int32
	values []schemas.Date
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

func (d *Dates) read(w *Worker, rules *dateRules, b *pipeline.Batch, at int) {
	d.index = index(b, at)
	if at < 0 {
		return
	}
	col := &b.Columns[at]
	d.values = sized(d.values, col.Entries())
	for e := range d.values {
		cell := col.Entry(int32(e))
		if d.values[e] = monthOf(whole(cell)); d.values[e] == 0 {
			d.values[e] = w.anyDate(rules, cell)
		}
	}
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
