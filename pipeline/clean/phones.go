package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

const (
	codePhoneForm      codes = 1 << schemas.RepairPhoneForm
	codePhone2018      codes = 1 << schemas.RepairPhone2018
	codePhoneSeveral   codes = 1 << schemas.RepairPhoneSeveral
	codePhoneMalformed codes = 1 << schemas.IssuePhoneMalformed
)

// cleanPhones cleans every entry of a column of phones: mobile numbers to 10
// digits, land lines to 11, those of other countries to their digits behind a
// plus.
func (w *Worker) cleanPhones(c *pipeline.Column, out *pipeline.Texts) {
	n := c.Entries()
	w.phoneCodes = sized(w.phoneCodes, n)
	reset(out, n)
	for e := range n {
		cell := c.Entry(int32(e))
		if len(cell) == 10 && onlyDigits(cell) && mobile(cell) {
			out.Bytes = append(out.Bytes, cell...)
			w.phoneCodes[e] = 0
		} else {
			out.Bytes, w.phoneCodes[e] = w.phone(out.Bytes, cell)
		}
		endEntry(out)
	}
	indexLike(c, out)
}

// mobile says whether ten digits are a mobile number of today.
func mobile(d []byte) bool {
	return d[0] == '0' && (d[1] == '3' || d[1] == '5' || d[1] == '7' || d[1] == '8' || d[1] == '9')
}

// phone appends the first phone number of a cell.
func (w *Worker) phone(dst, cell []byte) ([]byte, codes) {
	text, _ := appendTidy(w.scratch[:0], cell)
	w.scratch = text[:0]
	if len(text) == 0 {
		return dst, code(schemas.IssuePhoneMissing)
	}
	if len(text) > 128 {
		return dst, codePhoneMalformed
	}
	start, found := len(dst), 0
	var cs codes
	for len(text) > 0 {
		part := text
		if end := phoneEnd(text); end >= 0 {
			part, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		if len(dst) > start {
			found += min(1, countDigits(part)/9)
			continue
		}
		dst, cs = w.onePhone(dst, part)
	}
	switch {
	case len(dst) == start:
		return dst, codePhoneMalformed
	case found > 0:
		cs |= codePhoneSeveral
	}
	if len(dst)-start != len(cell) && cs == 0 {
		cs = codePhoneForm
	}
	return dst, cs
}

// phoneEnd finds the end of the first of several numbers: a separator that
// does not occur inside one, a dash or space behind a whole number, or what
// comes before an extension.
func phoneEnd(text []byte) int {
	seen := 0
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			seen++
		case c == '/' || c == ';' || c == ',' || c == '|' || c == '&' || c == '\\':
			return i
		case (c == '-' || c == ' ') && seen >= 10 && countDigits(text[i:]) >= 9:
			return i
		case seen >= 10 && (c == '(' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80):
			return i
		}
	}
	return -1
}

func countDigits(text []byte) (n int) {
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// onePhone appends the canonical digits of one number, nothing when it is none.
func (w *Worker) onePhone(dst, part []byte) ([]byte, codes) {
	var d [16]byte
	n, plus := 0, false
	for i, c := range part {
		switch {
		case c >= '0' && c <= '9':
			if n == len(d) {
				return dst, 0
			}
			d[n] = c
			n++
		case c == '+' && n == 0:
			plus = true
		}
		if c == '.' && i == len(part)-2 && part[i+1] == '0' && n >= 9 { // of a spreadsheet
			break
		}
	}
	number := d[:n]
	if plus && foreign(number) {
		if dst = append(append(dst, '+'), number...); len(part) != n+1 {
			return dst, codePhoneForm
		}
		return dst, 0
	}
	changed := plus || n != len(part)
	switch { // the country's code, with and without the trunk zero
	case n >= 4 && string(number[:4]) == "0084":
		number, changed = number[4:], true
	case n >= 11 && string(number[:3]) == "084" && n != 10:
		number, changed = number[3:], true
	case (plus || n >= 11) && n >= 2 && string(number[:2]) == "84":
		number, changed = number[2:], true
	}
	return w.national(dst, number, changed)
}

// foreign says whether the digits behind a plus are those of another country.
// Nine of them or fewer are one of ours with a plus too many.
func foreign(number []byte) bool {
	return len(number) >= 10 && len(number) <= 15 && number[0] != '0' && string(number[:2]) != "84"
}

// national appends a number without the country's code.
func (w *Worker) national(dst, number []byte, changed bool) ([]byte, codes) {
	start := len(dst)
	if len(number) == 0 {
		return dst, 0
	}
	if number[0] != '0' {
		dst, changed = append(dst, '0'), true
	}
	dst = append(dst, number...)
	d := dst[start:]
	var cs codes
	if changed {
		cs = codePhoneForm
	}
	switch {
	case len(d) == 10 && mobile(d):
		return dst, cs
	case len(d) == 10:
		return w.landline(dst, start, cs)
	case len(d) == 11 && d[1] == '2' && w.facts.areas[string(d[:4])] == "":
		return dst, cs
	case len(d) == 11:
		if out, now := w.landline(dst, start, cs); len(out) > start {
			return out, now
		}
		if now, ok := w.facts.mobiles[string(d[:4])]; ok {
			dst = append(append(dst[:start], now...), d[4:]...)
			return dst, cs | codePhone2018
		}
	}
	return dst[:start], 0
}

// landline turns a land line of before 2017 into one of today. 036 and 08 with
// seven or eight digits behind are mobile numbers of today as well, and are taken
// for these. No subscriber's number begins with 0 or 1: 0240 is no 024.
func (w *Worker) landline(dst []byte, start int, cs codes) ([]byte, codes) {
	d := dst[start:]
	for _, code := range [...]int{4, 3, 2} {
		now, known := w.facts.areas[string(d[:code])]
		if rest := len(d) - code; !known || rest != 7 && code > 2 || rest != 8 && code == 2 || d[code] < '2' {
			continue
		}
		var number [16]byte
		n := copy(number[:], now)
		n += copy(number[n:], d[code:])
		return append(dst[:start], number[:n]...), cs | codePhone2018
	}
	return dst[:start], 0
}
