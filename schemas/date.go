package schemas

import "time"

// Date is a calendar date with its precision, packed as year<<9 | month<<5 | day.
// Zero means absent. A day of zero means the month is all that is known, a
// month of zero means only the year is. The packing keeps calendar order.
type Date uint32

// MakeDate packs a date. It does not check it; see Valid.
func MakeDate(year, month, day int) Date {
	return Date(year<<9 | month<<5 | day)
}

// Year is the calendar year, 0 when the date is absent.
func (d Date) Year() int { return int(d >> 9) }

// Month is 1 to 12, or 0 when only the year is known.
func (d Date) Month() int { return int(d >> 5 & 15) }

// Day is 1 to 31, or 0 when only the month or year is known.
func (d Date) Day() int { return int(d & 31) }

// Precision is how much of a date is known.
type Precision uint8

// Precisions, from nothing to the day.
const (
	NoDate Precision = iota
	YearOnly
	MonthOnly
	FullDate
)

var precisionNames = [...]string{"", "year", "month", "day"}

// String returns "day", "month", "year", or "" for an absent date.
func (p Precision) String() string { return precisionNames[p] }

// Precision says how much of the date is known.
func (d Date) Precision() Precision {
	switch {
	case d == 0:
		return NoDate
	case d.Month() == 0:
		return YearOnly
	case d.Day() == 0:
		return MonthOnly
	}
	return FullDate
}

// AddYears is the date so many years later.
func (d Date) AddYears(n int) Date { return d + Date(n<<9) }

// Valid says whether the known parts form a date of the Gregorian calendar.
func (d Date) Valid() bool {
	m, day := d.Month(), d.Day()
	if d.Year() == 0 || m > 12 || (m == 0 && day != 0) {
		return false
	}
	return day <= 28 || day <= DaysIn(d.Year(), m)
}

// DaysIn is the number of days of a month; 0 for month 0.
func DaysIn(year, month int) int {
	switch month {
	case 0:
		return 0
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Unix is the number of days since 1970-01-01 of the first day the date can
// mean: what a date32 column holds beside its precision.
func (d Date) Unix() int32 {
	t := time.Date(d.Year(), time.Month(max(d.Month(), 1)), max(d.Day(), 1), 0, 0, 0, 0, time.UTC)
	return int32(t.Unix() / 86400)
}

// Append writes YYYY-MM-DD, YYYY-MM or YYYY, and nothing for an absent date.
func (d Date) Append(dst []byte) []byte {
	if d == 0 {
		return dst
	}
	y := d.Year()
	dst = append(dst, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	if m := d.Month(); m != 0 {
		dst = append(dst, '-', byte('0'+m/10), byte('0'+m%10))
		if day := d.Day(); day != 0 {
			dst = append(dst, '-', byte('0'+day/10), byte('0'+day%10))
		}
	}
	return dst
}

// String is Append as a string.
func (d Date) String() string { return string(d.Append(nil)) }
