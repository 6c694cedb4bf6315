package cells

import (
	"bytes"
	"math"
)

const (
	lastSerial     = 2958466 // the day after 9999-12-31, days as of 1900
	between1904    = 1462    // days from the first to the second beginning of counting
	falseLeapDay   = 60      // 1900-02-29, which never was
	epochOf1900    = -25569  // 1899-12-30 in days since 1970-01-01
	secondsOfADay  = 86400
	daysOf400Years = 146097
)

// serial appends the date of a serial number; Nothing when it has none.
func serial(dst []byte, x float64, f Format, base1904 bool) ([]byte, Kind) {
	day := math.Floor(x)
	seconds := 0
	if f.Time {
		seconds = int(math.Round((x - day) * secondsOfADay))
		if seconds == secondsOfADay {
			day, seconds = day+1, 0
		}
	}
	if !f.Date && day == 0 {
		return clock(dst, seconds), Time
	}
	if base1904 {
		day += between1904
	} else if day < 1 {
		return dst, Nothing
	}
	if !(day >= 0 && day < lastSerial) || base1904 && day < between1904 {
		return dst, Nothing
	}
	n := int(day)
	switch {
	case n == falseLeapDay && !base1904:
		dst = append(dst, "1900-02-29"...)
	case n < falseLeapDay && !base1904:
		dst = civil(dst, epochOf1900+n+1)
	default:
		dst = civil(dst, epochOf1900+n)
	}
	if !f.Time {
		return dst, Date
	}
	dst = clock(append(dst, 'T'), seconds)
	return append(dst, 'Z'), Timestamp
}

// civil appends a date, given as days since 1970-01-01, as YYYY-MM-DD. Years
// are counted from March, so that the leap day is their last.
func civil(dst []byte, days int) []byte {
	days += 719468 // 0000-03-01 is day 0
	era := days / daysOf400Years
	inEra := days % daysOf400Years
	year := (inEra - inEra/1460 + inEra/36524 - inEra/(daysOf400Years-1)) / 365
	inYear := inEra - (365*year + year/4 - year/100)
	month := (5*inYear + 2) / 153
	day := inYear - (153*month+2)/5 + 1
	year += 400 * era
	if month += 3; month > 12 {
		month, year = month-12, year+1
	}
	dst = two(two(dst, year/100), year%100)
	dst = two(append(dst, '-'), month)
	return two(append(dst, '-'), day)
}

// clock appends a time of day as HH:MM:SS.
func clock(dst []byte, seconds int) []byte {
	dst = two(dst, seconds/3600)
	dst = two(append(dst, ':'), seconds/60%60)
	return two(append(dst, ':'), seconds%60)
}

func two(dst []byte, n int) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }

// ISODate appends a date that a cell of type d holds (YYYY-MM-DD, with or
// without a time, which is dropped unless the format shows it). What has
// another form is appended as it stands.
func ISODate(dst, stored []byte, f Format) ([]byte, Kind) {
	v := bytes.TrimSpace(stored)
	if len(v) == 0 {
		return dst, Nothing
	}
	if !shaped(v, "0000-00-00") {
		return append(dst, v...), String
	}
	date, rest := v[:10], v[10:]
	switch {
	case len(rest) == 0:
		return append(dst, date...), Date
	case !shaped(rest, "T00:00:00"):
		return append(dst, v...), String
	case !f.Time && string(rest[:9]) == "T00:00:00":
		return append(dst, date...), Date
	}
	return append(append(append(dst, date...), rest[:9]...), 'Z'), Timestamp
}

// shaped says whether v begins as shape does, a 0 standing for any digit.
func shaped(v []byte, shape string) bool {
	if len(v) < len(shape) {
		return false
	}
	for i := range len(shape) {
		if digit := v[i] >= '0' && v[i] <= '9'; shape[i] == '0' && !digit || shape[i] != '0' && v[i] != shape[i] {
			return false
		}
	}
	return true
}
