package synth

import (
	"fmt"
	"strconv"
	"time"

	"lamsach/schemas"
)

// birthCell writes the birth date of the row: what the bank knows, its errors,
// its form.
func (w *inputWorker) birthCell(d *dice, r *row, factor float64) {
	date := w.subject.birth
	switch date.Precision() {
	case schemas.YearOnly:
		w.yearCell(d, r, date.Year())
		return
	case schemas.MonthOnly:
		date = schemas.MakeDate(date.Year(), date.Month(), 1)
	}
	class := w.mix.birth.draw(d, factor)
	form := r.branch.date
	switch class {
	case "":
	case "birth_missing":
		r.err(class)
		return
	case "birth_year_only":
		r.err(class)
		r.birth = one(d, []string{"%d", "%d", "%d", "00/00/%d", "//%d", "__/__/%d"})
		r.birth = fmt.Sprintf(r.birth, date.Year())
		return
	case "birth_placeholder":
		r.err(class)
		r.birth = one(d, []string{"01/01/1900", "01/01/1900", "01/01/1970", "31/12/9999", "11/11/1111", "00/00/0000", "30/12/1899", "01/01/0001"})
		return
	default:
		changed := damageDate(d, class, date)
		if changed == date {
			break
		}
		date = changed
		r.err(class)
	}
	if other := w.mix.birthForm.draw(d, 1); other != "" && date.Year() > 1930 {
		form = other
	}
	if form != "" {
		r.err(form)
	}
	r.birth = writeDate(d, form, date)
}

// yearCell writes a birth of which only the year is known. Some banks have
// invented the rest or heard it.
func (w *inputWorker) yearCell(d *dice, r *row, year int) {
	if class := w.mix.birthIf.draw(d, 1); class != "" {
		r.birth = writeDate(d, r.branch.date, birthday(d, year))
		r.err(class)
		return
	}
	switch u := d.unit(); {
	case u < 0.6:
		r.birth = strconv.Itoa(year)
	case u < 0.9:
		r.birth = fmt.Sprintf("01/01/%d", year)
	default:
		r.birth = fmt.Sprintf("00/00/%d", year)
	}
}

// damageDate applies one class of the birth group to a full date. Days that do
// not exist are as likely as clerks let them be: not.
func damageDate(d *dice, class string, date schemas.Date) schemas.Date {
	year, month, day := date.Year(), date.Month(), date.Day()
	switch class {
	case "birth_first_january":
		return schemas.MakeDate(year, 1, 1)
	case "birth_swapped":
		if day > 12 {
			return date
		}
		return schemas.MakeDate(year, day, month)
	case "birth_year_off":
		return schemas.MakeDate(year+one(d, []int{-1, 1}), month, min(day, 28))
	case "birth_other":
		return birthday(d, d.in(1998, 2024))
	case "birth_digit", "birth_digits_swapped":
		for range 20 {
			text := []byte(fmt.Sprintf("%04d%02d%02d", year, month, day))
			at := d.in(2, 7)
			if class == "birth_digit" {
				text[at] = byte('0' + d.n(10))
			} else if at = one(d, []int{2, 4, 6}); true {
				text[at], text[at+1] = text[at+1], text[at]
			}
			x := digitsOf(text)
			changed := schemas.MakeDate(int(x/10000), int(x/100%100), int(x%100))
			if changed != date && changed.Precision() == schemas.FullDate && changed.Valid() && changed.Year() <= registerYear {
				return changed
			}
		}
		return date
	}
	panic("synth: mixes.csv names a birth date error that nothing makes: " + class)
}

// writeDate writes a date in a form; "" is DD/MM/YYYY.
func writeDate(d *dice, form string, date schemas.Date) string {
	y, m, day := date.Year(), date.Month(), date.Day()
	switch form {
	case "":
		return fmt.Sprintf("%02d/%02d/%04d", day, m, y)
	case "form_date_iso":
		return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
	case "form_date_compact":
		return fmt.Sprintf("%04d%02d%02d", y, m, day)
	case "form_date_dashes":
		return fmt.Sprintf("%02d-%02d-%04d", day, m, y)
	case "form_date_dots":
		return fmt.Sprintf("%02d.%02d.%04d", day, m, y)
	case "form_date_short":
		return fmt.Sprintf("%d/%d/%04d", day, m, y)
	case "date_month_first":
		return fmt.Sprintf("%02d/%02d/%04d", m, day, y)
	case "form_birth_two_digits":
		return fmt.Sprintf("%02d/%02d/%02d", day, m, y%100)
	case "form_birth_words":
		return fmt.Sprintf("ngày %d tháng %d năm %d", day, m, y)
	case "form_birth_serial":
		days := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
		return strconv.Itoa(int(days))
	case "form_birth_time":
		return fmt.Sprintf("%04d-%02d-%02d 00:00:00%s", y, m, day, one(d, []string{"", ".000", ".0"}))
	}
	panic("synth: mixes.csv names a date form that nothing makes: " + form)
}
