package sink

import (
	"lamsach/schemas"
)

// Style is how one table of a submitter is written, so that the answer beside
// each row is written the same way. It is decided once, when the job is planned,
// and stored in the plan. The zero style is Vietnamese, dd/mm/yyyy, Nam and Nữ.
type Style struct {
	English    bool     `json:"english,omitempty"`     // language of the words
	Date       DateForm `json:"date,omitempty"`        // of the birth column
	UpperNames bool     `json:"upper_names,omitempty"` // names in capitals
	Male       string   `json:"male,omitempty"`        // as the gender column writes it
	Female     string   `json:"female,omitempty"`
}

func (s *Style) lang() schemas.Lang {
	if s.English {
		return schemas.English
	}
	return schemas.Vietnamese
}

// gender is a gender as the table writes it, "" for none.
func (s *Style) gender(g schemas.Gender) string {
	switch {
	case g == schemas.Male && s.Male != "":
		return s.Male
	case g == schemas.Female && s.Female != "":
		return s.Female
	}
	return g.String()
}

// DateForm is how dates are written: d or dd for the day, m or mm for the
// month, yyyy for the year, and what stands between them, as "d/m/yyyy",
// "yyyymmdd". "" is "dd/mm/yyyy".
type DateForm string

// usualDateForm is what a file gets that shows none of its own.
const usualDateForm DateForm = "dd/mm/yyyy"

// Append writes a date as far as it is known: of 1985 and no more, "1985";
// nothing for an absent date.
func (f DateForm) Append(dst []byte, d schemas.Date) []byte {
	if d == 0 {
		return dst
	}
	if f == "" {
		f = usualDateForm
	}
	start, between := len(dst), byte(0)
	for i := 0; i < len(f); {
		c, n := f[i], 1
		for i+n < len(f) && f[i+n] == c {
			n++
		}
		i += n
		part := 0
		switch c {
		case 'd':
			part = d.Day()
		case 'm':
			part = d.Month()
		case 'y':
			part = d.Year()
		default:
			between = c
			continue
		}
		if part == 0 { // not known
			continue
		}
		if between != 0 && len(dst) > start {
			dst = append(dst, between)
		}
		dst = appendPadded(dst, part, n)
	}
	return dst
}

// appendPadded writes a number of at most four digits with at least n.
func appendPadded(dst []byte, v, n int) []byte {
	for digits, unit := 4, 1000; digits > 0; digits, unit = digits-1, unit/10 {
		if v >= unit || n >= digits {
			dst = append(dst, byte('0'+v/unit%10))
		}
	}
	return dst
}
