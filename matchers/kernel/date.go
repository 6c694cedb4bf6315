package kernel

import "lamsach/schemas"

// DateRelation says how two birth dates differ.
type DateRelation uint8

// Relations of birth dates, by the slip that makes the one of the other.
const (
	DateMissing    DateRelation = iota // one side has none
	DateSame                           // the same day, or the same year where both have only that
	DateSwapped                        // day and month exchanged
	DateDigit                          // one digit wrong or two neighbours exchanged
	DateYearOff                        // day and month agree, the year is one off
	DateRowYear                        // the row has only the year, or 1 January of it
	DatePersonYear                     // the register has only the year, or 1 January of it
	DateSameYear                       // the year agrees, day and month do not
	DateSameDay                        // day and month agree, the year does not
	DateOther                          // another date
	DateNextYear                       // the year is one off, and one side has only the year, or 1 January of it
	DateRelations
)

// RelateDates compares the birth date of a row with one of the register.
func RelateDates(row, person schemas.Date) DateRelation {
	switch {
	case row == 0 || person == 0:
		return DateMissing
	case row == person:
		return DateSame
	case row.Year() == person.Year():
		return sameYear(row, person)
	}
	rowFull, personFull := row.Precision() == schemas.FullDate, person.Precision() == schemas.FullDate
	sameDay := rowFull && personFull && row&511 == person&511
	off := row.Year() - person.Year()
	switch {
	case !sameDay && (off == 1 || off == -1) && (maybeYearOnly(row) || maybeYearOnly(person)):
		return DateNextYear
	case !sameDay && off > -1000 && off < 1000 && max(row, person) < 10_000<<9:
		return DateOther // one slip changes both only by exchanging the first digit of the year
	case sameDay && (off == 1 || off == -1):
		return DateYearOff
	case rowFull && personFull && oneDigit(row, person):
		return DateDigit
	case sameDay && !maybeYearOnly(row):
		return DateSameDay
	}
	return DateOther
}

func sameYear(row, person schemas.Date) DateRelation {
	switch {
	case maybeYearOnly(row):
		return DateRowYear
	case maybeYearOnly(person):
		return DatePersonYear
	case row.Day() == person.Month() && row.Month() == person.Day():
		return DateSwapped
	case oneDigit(row, person):
		return DateDigit
	}
	return DateSameYear
}

// maybeYearOnly says whether only the year of a date can be trusted: the year
// alone, or 1 January, which stands for it in many systems.
func maybeYearOnly(d schemas.Date) bool {
	return d.Precision() != schemas.FullDate || d.Month() == 1 && d.Day() == 1
}

// oneDigit compares ddmmyyyy digit by digit.
func oneDigit(a, b schemas.Date) bool {
	return oneSlip(dateDigits(a), dateDigits(b))
}

// dateDigits is ddmmyyyy, four bits a digit.
func dateDigits(d schemas.Date) uint64 {
	return digits8(uint64(d.Day()*1_000_000 + d.Month()*10_000 + d.Year()))
}
