package clean

import (
	"bytes"
	"slices"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// monthFirst says whether a column writes the month before the day: more cells
// are possible only so than only the other way round.
func monthFirst(c *pipeline.Column) bool {
	days, months := 0, 0
	for e := range c.Entries() {
		cell := c.Entry(int32(e))
		var s dateScan
		if len(cell) > 40 {
			continue
		}
		s.take(appendFold(nil, cell))
		if s.n < 3 || s.words > 0 || s.month != 0 || s.width[0] > 2 || s.width[1] > 2 || s.width[2] != 4 && s.width[2] != 2 {
			continue
		}
		switch {
		case s.value[0] > 12 && s.value[0] <= 31 && s.value[1] <= 12:
			days++
		case s.value[1] > 12 && s.value[1] <= 31 && s.value[0] <= 12:
			months++
		}
	}
	return months > days
}

// latestYear is the latest year that at least one birth date in a hundred
// has or exceeds, when it lies beyond the year of the rules.
func latestYear(c *pipeline.Column) int {
	var years [60]int
	total := 0
	for e := range c.Entries() {
		cell := c.Entry(int32(e))
		if len(cell) == 10 {
			if _, _, y, ok := shortWay(cell); ok {
				total++
				if y > lastYear && y < lastYear+len(years) {
					years[y-lastYear]++
				}
			}
		}
	}
	seen := 0
	for i := len(years) - 1; i > 0; i-- {
		if seen += years[i]; seen > 5 && seen*100 >= total {
			return lastYear + i
		}
	}
	return 0
}

// dummyDates finds dates that stand for "unknown": a full date other than 1
// January that one row in fifty has, and 1 January 1970 when it is much
// commoner than its neighbours.
func dummyDates(r *Rows) (epochIsDummy bool, dummies []schemas.Date) {
	counts := make(map[schemas.Date]int)
	total := 0
	for _, d := range r.Birth {
		if d.Precision() == schemas.FullDate {
			counts[d]++
			total++
		}
	}
	for d, n := range counts {
		if n >= 50 && n*50 >= total && (d.Month() != 1 || d.Day() != 1) {
			dummies = append(dummies, d)
		}
	}
	slices.Sort(dummies)
	around := counts[schemas.MakeDate(1968, 1, 1)] + counts[schemas.MakeDate(1969, 1, 1)] + counts[schemas.MakeDate(1971, 1, 1)] + counts[schemas.MakeDate(1972, 1, 1)]
	return counts[epoch] >= 10 && counts[epoch] > around, dummies
}

// dummyNumbers finds numbers that stand for "unknown": at least 50 rows and one
// in two hundred have them, under at least 20 different names. A number that
// an agent put on his customers is rarer, and is a person's.
func dummyNumbers(r *Rows) []schemas.Number {
	counts := make(map[schemas.Number]int)
	for row := range r.N {
		for _, n := range [...]schemas.Number{r.PIN[row], r.CMND[row]} {
			if n != 0 {
				counts[n]++
			}
		}
	}
	var dummies []schemas.Number
	for n, rows := range counts {
		if rows >= 50 && rows*200 >= r.N && differentNames(r, n) >= 20 {
			dummies = append(dummies, n)
		}
	}
	slices.Sort(dummies)
	return dummies
}

func differentNames(r *Rows, n schemas.Number) int {
	names := make(map[string]struct{})
	for row := range r.N {
		if r.PIN[row] == n || r.CMND[row] == n {
			names[string(r.Name.Value(row))] = struct{}{}
		}
	}
	return len(names)
}

// genderValues decides the coded values of a gender column by what the personal
// ID and the middle name (Thị, Văn) of the rows say.
func genderValues(r *Rows) []GenderValue {
	w := New(NoColumns(), Profile{}).Worker()
	c := &r.Batch.Columns[r.Cols.Gender]
	var votes genderVotes
	for row := range r.N {
		kind := notCoded
		if e := c.Index[row]; e >= 0 {
			if kind = w.codedOf(c.Entry(e)); kind == notCoded && !blankCell(c.Entry(e)) {
				continue
			}
		}
		says := [2]schemas.Gender{1: genderOfName(r.Name.Value(row))}
		if pin := r.PIN[row]; pin != 0 && w.structure(pin) == 0 {
			says[0] = pin.Gender()
		}
		votes.add(kind, says)
	}
	return votes.coding()
}

// genderOfName is the gender that a canonical name's second word tells, where
// another word follows.
func genderOfName(name []byte) schemas.Gender {
	_, rest, _ := bytes.Cut(name, space)
	second, _, more := bytes.Cut(rest, space)
	if !more {
		return schemas.NoGender
	}
	switch string(second) {
	case "Thị", "Thi", "thi":
		return schemas.Female
	case "Văn", "Van", "van":
		return schemas.Male
	}
	return schemas.NoGender
}

var space = []byte(" ")
