package schemas

import "strings"

// yearOf returns the year of a value that has the form of a date, and whether
// it has. Forms: day, month and year in any usual order with any separator,
// eight digits, a time behind, month and year, the year alone, a spreadsheet's
// serial (serial is then set), "ngày 5 tháng 3 năm 1980", 05-Mar-1980.
func yearOf(v string) (year int, serial, ok bool) {
	runs, letters := digitRuns(v)
	if !dateWords(letters) {
		return 0, false, false
	}
	switch len(runs) {
	case 0:
		return 0, false, false
	case 1:
		return yearOfRun(runs[0])
	}
	if len(runs) > 3 && len(runs) < 5 || len(runs) > 8 {
		return 0, false, false
	}
	return yearOfParts(runs)
}

// digitRuns cuts a value into its runs of digits and its other letters.
func digitRuns(v string) (runs []string, letters string) {
	start := -1
	for i := 0; i <= len(v); i++ {
		digit := i < len(v) && '0' <= v[i] && v[i] <= '9'
		if digit && start < 0 {
			start = i
		}
		if !digit && start >= 0 {
			runs = append(runs, v[start:i])
			start = -1
		}
	}
	letters = strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return ' '
		}
		return r
	}, v)
	return runs, letters
}

// dateWords says whether the letters of a value may stand in a date.
func dateWords(letters string) bool {
	for _, w := range strings.Fields(letters) {
		switch key := foldKey(w); {
		case len(key) >= 3 && strings.Contains("januaryfebruarymarchaprilmayjunejulyaugustseptemberoctobernovemberdecember", key):
		case key == "" || key == "t" || key == "z" || key == "utc" || key == "ngay" || key == "thang" || key == "nam" || key == "sinh":
		default:
			return false
		}
	}
	return true
}

func yearOfRun(run string) (year int, serial, ok bool) {
	n := number(run)
	switch len(run) {
	case 4:
		return n, false, plausible(n)
	case 5: // days since 1899-12-30
		return 1900 + (n-2)*100/36525, true, run[0] != '0' && n >= 5000 && n < 50000
	case 8, 12, 14:
		if y := n8(run); plausible(y) && monthDay(run[4:6], run[6:8]) {
			return y, false, true
		}
		if y := number(run[4:8]); len(run) == 8 && plausible(y) && monthDay(run[2:4], run[:2]) {
			return y, false, true
		}
	}
	return 0, false, false
}

// yearOfParts reads a date of several numbers; those behind the third are a time.
func yearOfParts(runs []string) (year int, serial, ok bool) {
	first, last := runs[0], runs[min(len(runs), 3)-1]
	switch {
	case len(first) == 4 && len(runs[1]) <= 2 && plausible(number(first)):
		return number(first), false, true
	case len(first) > 2 || len(runs[1]) > 2 && len(runs) > 2:
		return 0, false, false
	case len(last) == 4:
		return number(last), false, plausible(number(last))
	case len(last) == 2 && len(runs) == 3 && monthDay(runs[1], first):
		if y := number(last); y > lastYear-2000-10 {
			return 1900 + y, false, true
		}
		return 2000 + number(last), false, true
	}
	return 0, false, false
}

func plausible(year int) bool { return year >= 1880 && year <= 2100 }

// monthDay says whether a pair is month and day; zeros stand for an unknown one.
func monthDay(month, day string) bool { return number(month) <= 12 && number(day) <= 31 }

func n8(run string) int { return number(run[:4]) }

// number reads at most nine digits.
func number(digits string) int {
	n := 0
	for i := 0; i < len(digits) && i < 9; i++ {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
