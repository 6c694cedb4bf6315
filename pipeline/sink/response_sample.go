package sink

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// MakeStyle learns from a sample of a table how its sender writes. The sample's
// columns are those that cols speaks of, and profile is theirs; headers are all
// headers of the table, to which columns refers.
func MakeStyle(sample *pipeline.Batch, cols clean.Columns, profile clean.Profile, headers []string, columns ResponseColumns) Style {
	s := Style{English: inEnglish(headers, columns), Date: usualDateForm}
	if c := sampleColumn(sample, cols.Birth); c != nil {
		s.Date = dateFormOf(c, profile.MonthFirst)
	}
	if names := cols.NameColumns(); len(names) > 0 {
		if c := sampleColumn(sample, names[0]); c != nil {
			s.UpperNames = inCapitals(c)
		}
	}
	if c := sampleColumn(sample, cols.Gender); c != nil {
		s.Male, s.Female = genderCells(c, cols, profile)
		if codedByUnit(profile) { // a code would be read otherwise by some of them
			s.Male, s.Female = "", ""
		}
	}
	return s
}

// codedByUnit says whether units of a file code genders otherwise than the rest.
func codedByUnit(p clean.Profile) bool {
	return slices.ContainsFunc(p.Habits, func(h clean.UnitHabit) bool { return len(h.Genders) > 0 })
}

// sampleColumn is a column of a sample, nil for a field that has none of its
// own: split over several columns, or absent.
func sampleColumn(sample *pipeline.Batch, at int) *pipeline.Column {
	if at < 0 || at >= len(sample.Columns) {
		return nil
	}
	return &sample.Columns[at]
}

// inCapitals says whether nearly all names are written in capitals. Only ASCII
// letters are looked at: others may be those of an old encoding.
func inCapitals(names *pipeline.Column) bool {
	capital, all := 0, 0
	for row := range names.Index {
		upper, lower := 0, 0
		for _, c := range names.Value(row) {
			switch {
			case c >= 'A' && c <= 'Z':
				upper++
			case c >= 'a' && c <= 'z':
				lower++
			}
		}
		if upper+lower < 2 {
			continue
		}
		all++
		if lower == 0 {
			capital++
		}
	}
	return all > 0 && capital*20 >= all*19
}

// genderCells finds how a column writes each gender most often. The one that
// the sample does not show is written like its usual partner.
func genderCells(c *pipeline.Column, cols clean.Columns, profile clean.Profile) (male, female string) {
	meaning := make([]schemas.Gender, c.Entries())
	clean.New(cols, profile).Worker().Genders(c, meaning)
	counts := [3]map[string]int{{}, {}, {}}
	for _, e := range c.Index {
		if e >= 0 && meaning[e] != schemas.NoGender {
			counts[meaning[e]][genderText(c.Entry(e), meaning[e])]++
		}
	}
	male, female = commonest(counts[schemas.Male]), commonest(counts[schemas.Female])
	switch {
	case male == "" && female != "":
		male = partner(female, profile, schemas.Male)
	case female == "" && male != "":
		female = partner(male, profile, schemas.Female)
	}
	return male, female
}

// genderText is a gender's cell as text that stands in any encoding: letters
// beyond ASCII may be those of an old one, and mean Nữ.
func genderText(cell []byte, g schemas.Gender) string {
	cell = bytes.TrimSpace(cell)
	for _, c := range cell {
		if c < utf8.RuneSelf {
			continue
		}
		word := g.String()
		switch {
		case cell[0] >= 'a' && cell[0] <= 'z':
			return strings.ToLower(word)
		case string(cell) == "NỮ":
			return "NỮ"
		}
		return word
	}
	return string(cell)
}

// commonest is the text that stands most often, of equals the first by bytes.
func commonest(counts map[string]int) (best string) {
	most := 0
	for text, n := range counts { // the answer does not depend on the order
		if n > most || n == most && text < best {
			best, most = text, n
		}
	}
	return best
}

// genderPairs are the usual ways to write both genders, male first.
var genderPairs = [][2]string{
	{"Nam", "Nữ"},
	{"NAM", "NỮ"},
	{"nam", "nữ"},
	{"M", "F"},
	{"m", "f"},
	{"Male", "Female"},
	{"MALE", "FEMALE"},
	{"male", "female"},
	{"Trai", "Gái"},
	{"Ông", "Bà"},
	{"T", "G"},
}

// partner is how a file that writes one gender so writes the other one.
func partner(text string, profile clean.Profile, other schemas.Gender) string {
	for _, p := range genderPairs {
		if p[2-other] == text { // 2-Female is the male word
			return p[other-1]
		}
	}
	for _, v := range profile.Genders {
		if v.Gender == other {
			return v.Value
		}
	}
	switch {
	case text == "1" && other == schemas.Female:
		return "2"
	case (text == "2" || text == "0") && other == schemas.Male:
		return "1"
	}
	return other.String()
}

// Orders and separators of the dates that are counted.
const (
	dayFirst = iota
	monthFirst
	yearFirst
	orders
)

var separators = [...]string{"/", "-", ".", ""}

// dateFormOf is the form in which most dates of a column are written. Cells of
// other forms (years alone, serials, words) have no vote.
func dateFormOf(c *pipeline.Column, monthsFirst bool) DateForm {
	var votes, short, padded [orders][len(separators)]int
	for row := range c.Index {
		d, ok := readDateForm(c.Value(row))
		if !ok {
			continue
		}
		if d.order == dayFirst && monthsFirst {
			d.order = monthFirst
		}
		votes[d.order][d.separator]++
		if d.short {
			short[d.order][d.separator]++
		}
		if d.padded {
			padded[d.order][d.separator]++
		}
	}
	best, most := usualDateForm, 0
	for o := range orders {
		for s, separator := range separators {
			if votes[o][s] > most {
				best, most = dateForm(o, separator, short[o][s] > padded[o][s]), votes[o][s]
			}
		}
	}
	return best
}

func dateForm(order int, separator string, short bool) DateForm {
	day, month := "dd", "mm"
	if short {
		day, month = "d", "m"
	}
	parts := [orders][]string{{day, month, "yyyy"}, {month, day, "yyyy"}, {"yyyy", month, day}}[order]
	return DateForm(strings.Join(parts, separator))
}

// written is how one cell writes its date.
type written struct {
	order, separator int
	short            bool // a day or month of one digit
	padded           bool // a day or month with a leading zero
}

// readDateForm tells how a cell writes a date: three runs of digits with one
// separator, or eight digits; a time may follow.
func readDateForm(cell []byte) (w written, ok bool) {
	cell = bytes.TrimSpace(cell)
	if at := bytes.IndexAny(cell, " T"); at >= 0 {
		cell = cell[:at]
	}
	w.separator = len(separators) - 1
	if at := bytes.IndexAny(cell, "/-."); at >= 0 {
		w.separator = bytes.IndexByte([]byte("/-."), cell[at])
	}
	if separators[w.separator] == "" {
		return readCompact(cell, w)
	}
	parts := bytes.Split(cell, []byte(separators[w.separator]))
	if len(parts) != 3 {
		return w, false
	}
	year := 2
	if len(parts[0]) == 4 {
		w.order, year = yearFirst, 0
	}
	for i, p := range parts {
		v, digits := readDigits(p)
		switch {
		case !digits, i == year && len(p) != 4 && len(p) != 2, i != year && (len(p) > 2 || v > 31):
			return w, false
		case i != year:
			w.short = w.short || len(p) == 1
			w.padded = w.padded || len(p) == 2 && p[0] == '0'
		}
	}
	return w, true
}

// readCompact tells yyyymmdd from ddmmyyyy by where a year can stand.
func readCompact(cell []byte, w written) (written, bool) {
	v, digits := readDigits(cell)
	if !digits || len(cell) != 8 {
		return w, false
	}
	plausible := func(year int) bool { return year >= 1880 && year <= 2100 }
	switch {
	case plausible(v/1e4) && v/100%100 <= 12 && v%100 <= 31:
		w.order = yearFirst
	case plausible(v%1e4) && v/1e6 <= 31 && v/1e4%100 <= 31:
	default:
		return w, false
	}
	w.padded = true
	return w, true
}

// readDigits reads one to eight ASCII digits.
func readDigits(s []byte) (v int, ok bool) {
	if len(s) == 0 || len(s) > 8 {
		return 0, false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}
