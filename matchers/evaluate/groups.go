package evaluate

import (
	"fmt"

	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Traits are what the register says of a person, as far as rows are grouped by
// it. The zero value is a person of whom it says nothing.
type Traits struct {
	Birth     schemas.Date
	Gender    schemas.Gender
	Region    places.Region
	Ethnicity Ethnicity
}

// Ethnicity tells the majority from the 53 other peoples, whose names follow
// rules of their own.
type Ethnicity uint8

// Ethnicities.
const (
	NoEthnicity Ethnicity = iota
	Kinh
	Minority
)

// EthnicityOf reads the register's word.
func EthnicityOf(word string) Ethnicity {
	switch word {
	case "":
		return NoEthnicity
	case "Kinh":
		return Kinh
	}
	return Minority
}

// dimension is one way of grouping people. A group's place is its order.
type dimension struct {
	name string
	of   func(*Traits) uint8
	word func(uint8) string
}

var dimensions = [...]dimension{
	{"cohort", func(t *Traits) uint8 { return uint8(min(t.Birth.Year()/10, 255)) }, func(decade uint8) string {
		if decade == 0 {
			return none
		}
		return fmt.Sprintf("%d0-%d9", decade, decade)
	}},
	{"birth_date", func(t *Traits) uint8 { return uint8(t.Birth.Precision()) }, words(none, "year_only", "month_only", "full")},
	{"gender", func(t *Traits) uint8 { return uint8(t.Gender) }, words(none, "male", "female")},
	{"region", func(t *Traits) uint8 { return uint8(t.Region) }, words(none, "north", "centre", "south")},
	{"ethnicity", func(t *Traits) uint8 { return uint8(t.Ethnicity) }, words(none, "kinh", "minority")},
}

// none is the group of people of whom the register does not say.
const none = "unknown"

func words(list ...string) func(uint8) string { return func(i uint8) string { return list[i] } }

// Dimension is the rows about people of the register, grouped one way.
type Dimension struct {
	Name   string  `json:"name"`
	Groups []Slice `json:"groups"`
}

// groups counts rows by the traits of the person described.
type groups [len(dimensions)][256]Tally

func (g *groups) add(t *Traits, l *Label, a *Answer) {
	for i := range dimensions {
		g[i][dimensions[i].of(t)].Add(l, a)
	}
}

// result leaves out the groups without rows. People of whom the register does
// not say come last.
func (g *groups) result() (out []Dimension) {
	for i, d := range dimensions {
		named := Dimension{Name: d.name}
		for k := 1; k <= 256; k++ {
			at := uint8(k % 256)
			if p := &g[i][at]; p.All.Rows > 0 {
				named.Groups = append(named.Groups, p.Slice(d.word(at)))
			}
		}
		out = append(out, named)
	}
	return out
}
