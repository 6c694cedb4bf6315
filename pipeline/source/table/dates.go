package table

import "strconv"

// AppendDay writes the day that many days after 1970-01-01 as YYYY-MM-DD, in
// the Gregorian calendar without end.
func AppendDay(dst []byte, days int64) []byte {
	// Years are counted from March, so that the leap day is the last one; an
	// era is 400 of them.
	days += 719468
	era := FloorDiv(days, 146097)
	doe := days - era*146097                               // 0..146096
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365 // 0..399
	doy := doe - (365*yoe + yoe/4 - yoe/100)               // 0..365
	mp := (5*doy + 2) / 153                                // 0 = March
	day, month, year := doy-(153*mp+2)/5+1, mp+3, yoe+era*400
	if month > 12 {
		month, year = month-12, year+1
	}
	if year < 0 || year > 9999 {
		dst = strconv.AppendInt(dst, year, 10)
	} else {
		dst = append(dst, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10))
	}
	return append(dst, '-', byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// AppendClock writes a time of day as HH:MM:SS, with the fraction that it has;
// unit is how many ticks a second has.
func AppendClock(dst []byte, ticks, unit int64) []byte {
	s, fraction := ticks/unit, ticks%unit
	h, m, s := s/3600, s/60%60, s%60
	dst = append(dst, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10), ':', byte('0'+s/10), byte('0'+s%10))
	if fraction == 0 {
		return dst
	}
	dst = append(dst, '.')
	for unit /= 10; fraction > 0; unit /= 10 {
		dst = append(dst, byte('0'+fraction/unit))
		fraction %= unit
	}
	return dst
}

// AppendTimestamp writes a point in time, ticks after 1970, as
// YYYY-MM-DDTHH:MM:SSZ.
func AppendTimestamp(dst []byte, ticks, unit int64) []byte {
	days := FloorDiv(ticks, unit*86400)
	dst = append(AppendDay(dst, days), 'T')
	return append(AppendClock(dst, ticks-days*unit*86400, unit), 'Z')
}

// FloorDiv is a/b rounded down, for b above 0.
func FloorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
