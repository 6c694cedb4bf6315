package clean

import "lamsach/schemas"

// dateScan is a cell taken apart into its numbers and words.
type dateScan struct {
	value   [10]int
	width   [10]int
	pre     [10]byte // the separator before the number
	n       int
	clock   int  // index of the hour, -1 without a time of day
	zone    int  // minutes east of Greenwich, when zoned
	zoned   bool //
	month   int  // stated in words
	after   bool // the last word was "tháng"
	lunar   bool // of the moon's calendar
	meridem bool // AM was said, which without a time of day is "âm"
	words   int  // words that belong to no date
	figured bool // the first number is that of a weekday, "thứ 2", if a date stands behind it
	weekday bool // the last word was "thứ", or an English Thursday
	ordered bool // "tháng" stood between day and month
	blanks  int  // parts left blank: __, xx, ??, nothing between two slashes
}

// take takes a folded cell apart.
func (s *dateScan) take(text []byte) {
	s.clock = -1
	sep := byte(0)
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			i = s.number(text, i, sep)
			sep = 0
			continue
		case c >= 'a' && c <= 'z':
			from := i
			for i < len(text) && text[i] >= 'a' && text[i] <= 'z' {
				i++
			}
			if s.word(text[from:i]) {
				s.blank(sep)
				sep = 0
			}
			if text[from] == 't' && i == from+1 {
				sep = 't'
			}
			continue
		case c == '_' || c == '?' || c == '*':
			s.blank(sep)
			sep = 0
			for i < len(text) && text[i] == c {
				i++
			}
			continue
		case c == '/' && sep == '/' && s.n > 0: // nothing between two slashes
			s.blank(sep)
		case c == ' ' || c == '\'' || c == '"':
			if sep == 0 {
				sep = ' '
			}
		case c == ':':
			if s.clock < 0 && s.n > 0 {
				s.clock = s.n - 1
			}
			sep = c
		case c == '/' || c == '\\' || c == '-' || c == '.' || c == ',' || c == '+' || c == '(' || c == ')':
			sep = c
		default:
			s.words++
		}
		i++
	}
}

func (s *dateScan) number(text []byte, i int, sep byte) int {
	from, v := i, 0
	behind := s.after && s.n == 0 && s.month == 0
	s.ordered = s.ordered || s.after
	s.figured = s.figured || s.n == 0 && (s.weekday || sep == 't')
	s.after, s.weekday = false, false
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		if i-from < 8 {
			v = v*10 + int(text[i]-'0')
		}
		i++
	}
	switch {
	case behind && i-from <= 2 && v >= 1 && v <= 12: // tháng 3 ngày 5
		s.month = v
		return i
	case s.n == len(s.value):
		s.words++
		return i
	}
	s.value[s.n], s.width[s.n], s.pre[s.n] = v, i-from, sep
	s.n++
	return i
}

// blank adds a part that was left blank: the number 0, of no digits.
func (s *dateScan) blank(sep byte) {
	s.blanks++
	if s.n == len(s.value) {
		s.words++
		return
	}
	s.value[s.n], s.width[s.n], s.pre[s.n] = 0, 0, sep
	s.n++
}

var months = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9, "sept": 9, "october": 10,
	"november": 11, "december": 12,
}

// word takes in a word, and says whether it stands for a part left blank.
func (s *dateScan) word(word []byte) (blank bool) {
	if s.after && s.spelled(word) {
		return false
	}
	weekday := s.weekday
	s.after, s.weekday = false, false
	switch string(word) {
	case "thang", "thg":
		s.after = true
	case "ngay", "nam", "ns", "sn", "sinh", "t", "th", "pm", "sa", "ch", "st", "nd", "rd", "nth", "khoang", "mung", "mong", "duong", "dl", "lich", "tuoi",
		"time", "ict", "indochina", "mon", "tue", "wed", "fri", "sat", "sun", "chu", "nhat", "cn":
	case "thu":
		s.weekday = true
	case "z", "utc", "gmt":
		s.zoned = true
	case "x", "xx", "xxx", "xxxx", "yyyy", "mm", "dd", "yy":
		return true
	case "am":
		s.meridem = true
	case "al", "gieng", "chap", "tet", "ram", "nhuan":
		s.lunar = true
	default:
		switch m := months[string(word)]; {
		case m != 0 && s.month == 0:
			s.month = m
		case weekday && weekdays[string(word)]:
		case cycleWords[string(word)]:
			s.lunar = true
		default:
			s.words++
		}
	}
	return false
}

// spelledMonths are months behind the word "tháng"; Giêng and Chạp are the moon's.
var spelledMonths = map[string]int{
	"mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}

// spelled takes in a month that is spelled out behind the word "tháng".
func (s *dateScan) spelled(word []byte) bool {
	m := spelledMonths[string(word)]
	switch {
	case m == 0:
		return false
	case s.month == 0:
		s.month = m
	case s.month == 10 && m <= 2: // mười một, mười hai
		s.month += m
	default:
		return false
	}
	s.after = m == 10
	return true
}

// weekdays are the days behind the word "thứ".
var weekdays = wordSet("hai", "ba", "tu", "sau", "bay")

// dropWeekday takes the figure of a weekday off: "Thứ 2, 05/03/1960". Without
// the three numbers of a date behind it, it is none: "Thu 5 Mar 1960".
func (s *dateScan) dropWeekday(n int) int {
	if n != 4 || !s.figured || s.width[0] != 1 || s.value[0] < 2 || s.value[0] > 7 {
		return n
	}
	copy(s.value[:], s.value[1:])
	copy(s.width[:], s.width[1:])
	copy(s.pre[:], s.pre[1:])
	s.n--
	s.clock--
	return n - 1
}

// cycleWords are the stems and branches that name the years of the moon's
// calendar: Tân Sửu.
var cycleWords = wordSet("giap", "at", "binh", "dinh", "mau", "ky", "canh", "tan", "nham", "quy",
	"ty", "suu", "dan", "mao", "meo", "thin", "ngo", "mui", "than", "dau", "tuat", "hoi")

// fourDigits is the year that a cell tells somewhere with four digits, 0 for none.
func (s *dateScan) fourDigits() int {
	for i := range s.n {
		if s.width[i] == 4 {
			return s.value[i]
		}
	}
	return 0
}

// scan reads a folded cell of any form.
func (r *dateRules) scan(text []byte) dateCell {
	var s dateScan
	s.take(text)
	switch {
	case s.words > 0:
		return dateCell{codes: codeDateMalformed}
	case s.lunar || s.meridem && s.clock < 0:
		return r.lunar(s.fourDigits())
	case s.n == s.blanks:
		return dateCell{codes: codeDateMalformed}
	}
	n := s.n
	if s.clock > 0 {
		n = s.clock
		s.readZone()
	}
	if s.month != 0 {
		return r.withMonthName(&s, n)
	}
	n = s.dropWeekday(n)
	switch n {
	case 1:
		return r.oneNumber(&s, text)
	case 2:
		return r.twoNumbers(&s)
	case 3:
		return r.threeNumbers(&s)
	}
	return dateCell{codes: codeDateMalformed}
}

// readZone reads an offset behind the time of day.
func (s *dateScan) readZone() {
	for i := s.clock + 2; i < s.n; i++ {
		if s.pre[i] != '+' && s.pre[i] != '-' {
			continue
		}
		s.zoned = true
		switch {
		case s.width[i] == 4:
			s.zone = s.value[i]/100*60 + s.value[i]%100
		case i+1 < s.n:
			s.zone = s.value[i]*60 + s.value[i+1]
		default:
			s.zone = s.value[i] * 60
		}
		if s.pre[i] == '-' {
			s.zone = -s.zone
		}
		return
	}
}

// vietnam is the offset of Viet Nam's time in minutes.
const vietnam = 7 * 60

func (r *dateRules) oneNumber(s *dateScan, text []byte) dateCell {
	v := s.value[0]
	switch s.width[0] {
	case 4:
		if v >= 7000 && v != 9999 && s.blanks == 0 {
			return r.serial(v)
		}
		return r.settle(v, 0, 0, 0)
	case 5:
		return r.serial(v)
	case 6:
		return r.sixDigits(v)
	case 7, 8:
		return r.eightDigits(v)
	case 12, 14:
		for _, c := range text {
			if c < '0' || c > '9' {
				return dateCell{codes: codeDateMalformed}
			}
		}
		if y, m := v/10000, v/100%100; m > 12 || v%100 > 31 || y < firstYear && !placeholderDate(y, m, v%100) || y > r.last && y != 9999 {
			return dateCell{codes: codeDateMalformed}
		}
		return r.settle(v/10000, v/100%100, v%100, codeDateFormat)
	case 1, 2:
		if v == 0 {
			return dateCell{codes: codeDatePlaceholder}
		}
	}
	return dateCell{codes: codeDateMalformed}
}

func (r *dateRules) serial(v int) dateCell {
	if r.from1904 {
		v += days1904
	}
	y, m, d := serialDay(v)
	if y < firstYear || y > r.last {
		return dateCell{codes: codeDateMalformed}
	}
	return r.settle(y, m, d, codeDateSerial)
}

// sixDigits reads ddmmyy or yyyymm, unless both are possible.
func (r *dateRules) sixDigits(v int) dateCell {
	month := v%100 >= 1 && v%100 <= 12 && v/100 >= 1900 && v/100 <= r.last
	short := r.twoDigitYear(v%100, v/100%100, v/10000, codeDateFormat)
	if short.codes&(codeDateImpossible|codeDateLunar) != 0 {
		short = dateCell{codes: codeDateImpossible}
	}
	switch {
	case month && short.date == 0:
		return r.settle(v/100, v%100, 0, codeDateFormat)
	case !month:
		return short
	}
	return dateCell{codes: codeDateMalformed}
}

// eightDigits reads yyyymmdd or ddmmyyyy (its first zero may be lost). Never
// both are possible: the 19 or 20 of a year is no month.
func (r *dateRules) eightDigits(v int) dateCell {
	y, m := v/10000, v/100%100
	if y >= firstYear && y <= r.last && m <= 12 || y == 9999 {
		return r.settle(y, m, v%100, codeDateFormat)
	}
	if v/1000000 > 31 || v/10000%100 > 31 {
		return dateCell{codes: codeDateImpossible}
	}
	return r.make(v%10000, v/1000000, v/10000%100, false, 0)
}

func (r *dateRules) twoNumbers(s *dateScan) dateCell {
	a, b := s.value[0], s.value[1]
	switch {
	case s.width[0] == 5 && (s.pre[1] == '.' || s.pre[1] == ','): // a serial with a time of day
		return r.serial(a)
	case s.width[0] == 4 && s.pre[1] == '.' && b == 0: // a year as a decimal number
		return r.settle(a, 0, 0, codeDateFormat)
	case s.width[0] == 8 && s.pre[1] == '.' && b == 0:
		return r.eightDigits(a)
	case s.width[0] == 4 && s.width[1] <= 2:
		return r.settle(a, b, 0, codeDateFormat)
	case s.width[1] == 4 && s.width[0] <= 2:
		return r.settle(b, a, 0, codeDateFormat)
	}
	return dateCell{codes: codeDateMalformed}
}

func (r *dateRules) threeNumbers(s *dateScan) dateCell {
	a, b, c := s.value[0], s.value[1], s.value[2]
	switch {
	case s.width[0] == 4 && s.width[1] <= 2 && s.width[2] <= 2:
		return r.yearFirst(s)
	case s.ordered && s.width[2] == 4 && s.width[0] <= 2 && s.width[1] <= 2: // ngày 5 tháng 3 năm 1960
		return r.settle(c, b, a, codeDateFormat)
	case s.width[2] == 4 && s.width[0] <= 2 && s.width[1] <= 2:
		usual := s.width[0] == 2 && s.width[1] == 2 && s.pre[1] == '/' && s.pre[2] == '/'
		return r.make(c, a, b, usual, 0)
	case s.width[0] > 2 || s.width[1] > 2 || s.width[2] > 2 || s.width[2] == 0:
		return dateCell{codes: codeDateMalformed}
	case a > 31:
		return r.twoDigitYear(a, b, c, codeDateFormat)
	}
	day, month, cs := a, b, codes(0)
	if s.ordered {
		return r.twoDigitYear(c, month, day, codeDateFormat)
	}
	if r.monthFirst && a <= 12 || b > 12 && a <= 12 {
		day, month, cs = b, a, codeDateSwapped
	}
	cell := r.twoDigitYear(c, month, day, cs)
	cell.order = orderOf(a, b)
	return cell
}

// yearFirst reads yyyy-mm-dd, shifting a time of day with a zone to Viet Nam's.
func (r *dateRules) yearFirst(s *dateScan) dateCell {
	y, m, d := s.value[0], s.value[1], s.value[2]
	cs := codes(0)
	if s.pre[1] != '-' || s.pre[2] != '-' {
		cs = codeDateFormat
	}
	if m > 12 && d <= 12 {
		m, d, cs = d, m, cs|codeDateSwapped
	}
	ymd := schemas.MakeDate(min(y, 9999), min(m, 15), min(d, 31))
	if s.clock > 0 && s.zoned && ymd.Valid() && ymd.Precision() == schemas.FullDate {
		minutes := s.value[s.clock]*60 - s.zone + vietnam
		if s.clock+1 < s.n {
			minutes += s.value[s.clock+1]
		}
		switch {
		case minutes >= 24*60:
			y, m, d = shiftDay(y, m, d, 1)
		case minutes < 0:
			y, m, d = shiftDay(y, m, d, -1)
		}
	}
	return r.settle(y, m, d, cs)
}

// twoDigitYear puts the year into the past; the century of a personal ID
// corrects it later.
func (r *dateRules) twoDigitYear(yy, month, day int, cs codes) dateCell {
	year := 1900 + yy
	if year+100 <= r.last {
		year += 100
	}
	if yy == 0 && month == 0 {
		return dateCell{codes: codeDatePlaceholder}
	}
	cell := r.settle(year, month, day, cs|codeDateCentury)
	cell.short = cell.date != 0
	return cell
}

// withMonthName reads "5-Mar-1980", "Mar 5, 1980", "March 1980".
func (r *dateRules) withMonthName(s *dateScan, n int) dateCell {
	switch {
	case n == 1 && s.width[0] == 4:
		return r.settle(s.value[0], s.month, 0, codeDateFormat)
	case n == 1 && s.n > 3 && s.width[0] <= 2 && s.width[s.n-1] == 4: // the year behind the time of day
		return r.settle(s.value[s.n-1], s.month, s.value[0], codeDateFormat)
	case n == 2 && s.width[1] == 4 && s.width[0] <= 2:
		return r.settle(s.value[1], s.month, s.value[0], codeDateFormat)
	case n == 2 && s.width[0] == 4 && s.width[1] <= 2:
		return r.settle(s.value[0], s.month, s.value[1], codeDateFormat)
	case n == 2 && s.width[0] <= 2 && s.width[1] <= 2:
		return r.twoDigitYear(s.value[1], s.month, s.value[0], codeDateFormat)
	}
	return dateCell{codes: codeDateMalformed}
}
