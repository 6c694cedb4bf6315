package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

// numberCell is what one entry of a column of numbers says.
type numberCell struct {
	pin    schemas.Number
	cmnd   schemas.Number
	second schemas.Number // another of the kind of the first
	pad    schemas.Number // a personal ID, if the zeros it lacks were lost
	odd    Odd
	codes  codes
	padLen uint8 // digits that were there of pad: 11 or 10
}

const (
	codeNumberMalformed codes = 1 << schemas.IssueNumberMalformed
	codeNumberDummy     codes = 1 << schemas.IssueNumberDummy
	codeNumberMissing   codes = 1 << schemas.IssueNumberMissing
	codeNumberZeros     codes = 1 << schemas.RepairNumberZeros
	codeNumberMoved     codes = 1 << schemas.RepairNumberMoved
	codeNumberSplit     codes = 1 << schemas.RepairNumberSplit
	codeNumberWords     codes = 1 << schemas.RepairNumberWords
	codeNumberCard      codes = 1 << schemas.RepairNumberCard
	codeNumberRounded   codes = 1 << schemas.IssueNumberRounded
	codeNumberLetters   codes = 1 << schemas.RepairNumberLetters
	codeNumberDecimal   codes = 1 << schemas.RepairNumberDecimal
	codeNumberSeparated codes = 1 << schemas.RepairNumberSeparators
)

// cleanNumbers cleans every entry of a column of numbers.
func (w *Worker) cleanNumbers(c *pipeline.Column, out []numberCell) []numberCell {
	n := c.Entries()
	out = sized(out, n)
	for e := range n {
		cell := c.Entry(int32(e))
		if v, ok := allDigits(cell); ok {
			out[e] = numberCell{}
			if mayBeDummy(cell) && dummyNumber(len(cell), v) {
				out[e].codes = codeNumberDummy
			} else {
				w.addUsual(&out[e], len(cell), v)
			}
			continue
		}
		out[e] = w.number1(cell)
	}
	return out
}

// addNumber adds a run of digits to what a cell says. The first usable number
// of each kind stands.
func (w *Worker) addNumber(cell *numberCell, length int, v uint64) {
	if dummyNumber(length, v) {
		cell.codes |= codeNumberDummy
		return
	}
	w.addUsual(cell, length, v)
}

// addUsual adds a run of digits that is no dummy by itself.
func (w *Worker) addUsual(cell *numberCell, length int, v uint64) {
	if v%roundedTo == 0 && length >= 9 && length <= 12 {
		cell.codes |= codeNumberRounded
		if v >= pow10[length-1] { // a rounded number has no leading zeros either
			cell.codes |= codeNumberMalformed
			return
		}
	}
	switch length {
	case 12:
		pin := schemas.MakeNumber(schemas.PersonalID, v)
		if w.learnedDummy(pin) {
			cell.codes |= codeNumberDummy
			return
		}
		if cell.pin != 0 {
			cell.another(cell.pin, pin)
			return
		}
		cell.pin = pin
		cs := w.structure(pin)
		cell.codes |= cs
		if cs != 0 {
			cell.odd = makeOdd(12, v)
		}
	case 9, 8:
		w.addCMND(cell, length, v)
	case 11, 10:
		if phoneLike(length, v) {
			cell.codes |= codeNumberMalformed
			return
		}
		if pin := schemas.MakeNumber(schemas.PersonalID, v); v >= pow10[length-1] && w.structure(pin) == 0 {
			cell.pad, cell.padLen = pin, uint8(length)
		}
		cell.codes |= codeNumberMalformed
		cell.odd = makeOdd(length, v)
	case 13:
		cell.codes |= codeNumberMalformed
		cell.odd = makeOdd(length, v)
	default:
		cell.codes |= codeNumberMalformed
	}
}

// another keeps a second number, which may be a second person's.
func (c *numberCell) another(first, n schemas.Number) {
	if c.second == 0 && n != first {
		c.second = n
	}
}

// addCMND adds 9 digits, or 8 whose zero was lost when some province issued
// numbers that start so.
func (w *Worker) addCMND(cell *numberCell, length int, v uint64) {
	cmnd := schemas.MakeNumber(schemas.CMND, v)
	switch {
	case w.learnedDummy(cmnd):
		cell.codes |= codeNumberDummy
	case cell.cmnd != 0:
		cell.another(cell.cmnd, cmnd)
	case length == 9:
		cell.cmnd = cmnd
	case v >= pow10[7] && w.facts.cmnd[v/pow10[7]]:
		cell.cmnd = cmnd
		cell.codes |= codeNumberZeros
	default:
		cell.codes |= codeNumberMalformed
		cell.odd = makeOdd(length, v)
	}
}

// roundedTo is what the last digits of a number are when a spreadsheet showed
// at most six of them (1.23457E+11) and the text was read back.
const roundedTo = 1e6

func (w *Worker) learnedDummy(n schemas.Number) bool {
	if len(w.plan.dummies) == 0 {
		return false
	}
	_, dummy := w.plan.dummies[n]
	return dummy
}

var pow10 = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12}

// structure returns the issues of a personal ID by itself: a place of birth
// registration that does not exist, a birth year that has not come.
func (w *Worker) structure(pin schemas.Number) (cs codes) {
	if !w.facts.provinces[pin.Province()] {
		cs |= code(schemas.IssueNumberProvince)
	}
	if pin.BirthYear() > w.plan.dates.last {
		cs |= code(schemas.IssueNumberYear)
	}
	return cs
}

// padded says whether a number with its lost zeros put back agrees with the
// birth year and gender of the row, as far as the row states them.
func (w *Worker) padded(pin schemas.Number, birth schemas.Date, gender schemas.Gender) bool {
	return pin != 0 && (birth == 0 || pin.BirthYear() == birth.Year()) && (gender == schemas.NoGender || pin.Gender() == gender)
}

// phoneLike says whether digits are those of a mobile phone.
func phoneLike(length int, v uint64) bool {
	if length != 10 || v >= pow10[9] {
		return false
	}
	switch v / pow10[8] {
	case 3, 5, 7, 8, 9:
		return true
	}
	return false
}

// dummyNumber recognises numbers that nobody has: one digit repeated (or all
// but one), runs up or down the digits, and counting to ten (012345678910).
// Most numbers are told to be none by their last digits.
func dummyNumber(length int, v uint64) bool {
	same, up, down := 0, 0, 0
	behind := int(v % 10)
	for step := 1; step < length; step++ {
		v /= 10
		digit := int(v % 10)
		switch behind - digit {
		case 0:
			same++
		case 1, -9:
			up++
		case -1, 9:
			down++
		}
		if step-max(same, up, down) > 3 {
			return false
		}
		behind = digit
	}
	return up == length-1 || down == length-1 || same >= length-2 || length == 12 && up >= length-3 && behind <= 1
}
