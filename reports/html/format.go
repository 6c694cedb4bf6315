package html

import (
	"strconv"
	"strings"

	"lamsach/schemas"
)

// count writes a number with the thousands separator of the language:
// 1.234.567 in Vietnamese, 1,234,567 in English.
func count(n int64, lang schemas.Lang) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(separator(lang))
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

func separator(lang schemas.Lang) byte {
	if lang == schemas.English {
		return ','
	}
	return '.'
}

func decimal(lang schemas.Lang) string {
	if lang == schemas.English {
		return "."
	}
	return ","
}

// share writes part of whole in percent with one decimal; nothing is "0%" and
// all "100%". What is there is never written as nothing, nor what is not all
// as all.
func share(part, whole int64, lang schemas.Lang) string {
	if whole <= 0 {
		return "–"
	}
	tenths := (part*1000 + whole/2) / whole
	switch {
	case part > 0 && tenths == 0:
		return "<0" + decimal(lang) + "1%"
	case part < whole && tenths >= 1000:
		return ">99" + decimal(lang) + "9%"
	case tenths == 0 || part == whole:
		return count(tenths/10, lang) + "%"
	}
	return count(tenths/10, lang) + decimal(lang) + strconv.FormatInt(tenths%10, 10) + "%"
}

// probability writes a number from 0 to 1 as short as it can be.
func probability(p float64, lang schemas.Lang) string {
	return strings.Replace(strconv.FormatFloat(p, 'g', 6, 64), ".", decimal(lang), 1)
}

// length is part of whole as an SVG length. It is computed in integers so that
// the page is the same on every machine.
func length(part, whole int64) string {
	if whole <= 0 {
		return "0%"
	}
	thousandths := part * 100_000 / whole
	return strconv.FormatInt(thousandths/1000, 10) + "." + pad3(thousandths%1000) + "%"
}

func pad3(n int64) string { return strconv.FormatInt(1000+n, 10)[1:] }
