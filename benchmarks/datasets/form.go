package datasets

import (
	"math/rand/v2"
	"strings"

	"lamsach/benchmarks/synth"
	"lamsach/schemas"
)

// form is how the senders of one dataset write their file.
type form struct {
	dataset string
	kind    string // of the package formats: csv-tcvn3
	titles  []string
	total   bool // a line of totals below
	clerk   synth.Clerk
	columns []column
}

// column is one column of a form: its header, what it means to the dataset ("" for
// nothing), and what stands in it.
type column struct {
	header string
	role   schemas.Role
	cell   cell
}

// line is one row in the making.
type line struct {
	*synth.Dirty
	n int // from 1
	d *rand.Rand
}

// cell writes what stands in a column of a line.
type cell func(l *line) string

// one draws one of several words.
func (l *line) one(words ...string) string { return words[l.d.IntN(len(words))] }

// The cells of the person, as the clerk wrote them.
var (
	rowNo   cell = func(l *line) string { return itoa(l.n) }
	name    cell = func(l *line) string { return l.Name }
	number  cell = func(l *line) string { return l.Number }
	birth   cell = func(l *line) string { return l.Birth }
	gender  cell = func(l *line) string { return l.Gender }
	phone   cell = func(l *line) string { return l.Phone }
	address cell = func(l *line) string { return l.Address }
	other   cell = func(l *line) string { return l.Other }
	street  cell = func(l *line) string { return l.Street }
	commune cell = func(l *line) string { return l.Commune }
	prov    cell = func(l *line) string { return l.Province }
	house   cell = func(l *line) string { return l.House }
)

// anyNumber is whatever number the clerk had.
func anyNumber(l *line) string {
	switch {
	case l.Number != "":
		return l.Number
	case l.CMND != "":
		return l.CMND
	}
	return l.Passport
}

// paper is the kind of paper that anyNumber is from.
func paper(l *line) string {
	switch text := anyNumber(l); {
	case text == "":
		return ""
	case l.Passport != "":
		return "HC"
	case len(text) <= 9:
		return "CMND"
	}
	return "CCCD"
}

// beforeGiven and given are a name in two columns.
func beforeGiven(l *line) string {
	at := strings.LastIndexByte(l.Name, ' ')
	return strings.TrimSpace(l.Name[:max(at, 0)])
}

func given(l *line) string { return strings.TrimSpace(l.Name[strings.LastIndexByte(l.Name, ' ')+1:]) }

// birthYear is all that old papers say.
func birthYear(l *line) string {
	if l.Birth == "" || l.Born == schemas.Date(0) {
		return ""
	}
	return itoa(l.Born.Year())
}

// birthMinute is a birth as hospitals write it: yyyymmddHHMM.
func birthMinute(l *line) string {
	if len(l.Birth) == 8 && !strings.ContainsAny(l.Birth, "/-.") {
		return l.Birth + "0000"
	}
	return l.Birth
}

// nameOf, idOf and bornOf are of a relative.
func nameOf(of func(l *line) synth.Relative) cell { return func(l *line) string { return of(l).Name } }

func idOf(of func(l *line) synth.Relative) cell { return func(l *line) string { return of(l).ID } }

func father(l *line) synth.Relative { return l.Father }
func mother(l *line) synth.Relative { return l.Mother }
func spouse(l *line) synth.Relative { return l.Spouse }
func head(l *line) synth.Relative   { return l.Head }

// guardian stands beside a child only.
func guardian(l *line) synth.Relative {
	if l.Born == schemas.Date(0) || l.Born.Year() < adultBefore {
		return synth.Relative{}
	}
	return l.Guardian
}

// adultBefore is the first birth year of those who need a guardian.
const adultBefore = 2008

// couple writes husband and wife in one cell, in some rows.
func couple(l *line) string {
	if l.Spouse.Name == "" || l.Name == "" || l.d.IntN(3) > 0 {
		return l.Name
	}
	he, she := l.Name, l.Spouse.Name
	if !l.Male {
		he, she = she, he
	}
	return "Ông " + he + " và bà " + she
}

// sometimes leaves a cell empty in a share of the rows.
func sometimes(share float64, c cell) cell {
	return func(l *line) string {
		if l.d.Float64() >= share {
			return ""
		}
		return c(l)
	}
}

// code is a prefix and n digits, pick one of some words.
func code(prefix string, n int) cell {
	return func(l *line) string {
		b := []byte(prefix)
		for range n {
			b = append(b, byte('0'+l.d.IntN(10)))
		}
		return string(b)
	}
}

func pick(words ...string) cell { return func(l *line) string { return l.one(words...) } }

// date is a day of some years, dd/mm/yyyy; compact is yyyymmdd.
func date(from, to int) cell {
	return func(l *line) string {
		return two(1+l.d.IntN(28)) + "/" + two(1+l.d.IntN(12)) + "/" + itoa(from+l.d.IntN(to-from+1))
	}
}

func compact(from, to int) cell {
	return func(l *line) string {
		return itoa(from+l.d.IntN(to-from+1)) + two(1+l.d.IntN(12)) + two(1+l.d.IntN(28))
	}
}

// amount is a whole number of steps.
func amount(from, to, step int) cell {
	return func(l *line) string { return itoa((from + l.d.IntN(to-from+1)) * step) }
}

// then joins cells.
func then(cells ...cell) cell {
	return func(l *line) string {
		var b strings.Builder
		for _, c := range cells {
			b.WriteString(c(l))
		}
		return b.String()
	}
}
