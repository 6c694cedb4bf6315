package addresses

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"lamsach/schemas/places"
)

// Answers to one level of one text.
type answer uint8

const (
	right    answer = iota
	among           // several fit, the right one among them
	left            // nothing was said
	wrong           // something else was said
	astray          // several fit, the right one is none of them
	nAnswers        //
)

// count is answers by kind.
type count [nAnswers]int

func (c *count) all() (n int) {
	for _, k := range c {
		n += k
	}
	return n
}

// Score counts answers by level, by system and by habit.
type Score struct {
	levels map[string]*count
	habits map[string]*count
}

// Add holds an answer against the truth of its text and returns whether the
// present commune is falsely said.
func (s *Score) Add(t *Text, p places.Place, sure places.Certainty) bool {
	if s.levels == nil {
		s.levels, s.habits = map[string]*count{}, map[string]*count{}
	}
	level := func(name string, a answer) {
		add(s.levels, name+" · all", a)
		add(s.levels, name+" · "+t.System, a)
	}
	level("1 province", exact(int(p.Province), t.Province))
	if t.District != 0 {
		level("2 old district", exact(int(p.District), t.District))
	}
	if t.OldCommune != 0 {
		a := exact(int(p.OldCommune), t.OldCommune)
		if a == left && p.Fits > 1 {
			a = astray
			if places.CouldBe(p, uint16(t.Commune)) {
				a = among
			}
		}
		level("3 old commune", a)
	}
	a := commune(p, t)
	level("4 present commune", a)
	if sure != places.CertaintyNone {
		add(s.levels, "5 present commune · certainty "+sure.String(), a)
	}
	if t.Split {
		add(s.levels, "4 present commune · of a split one", a)
	}
	for _, h := range t.Habits {
		add(s.habits, h, a)
	}
	if len(t.Habits) == 0 {
		add(s.habits, "(nothing special)", a)
	}
	return a >= wrong
}

func add(to map[string]*count, name string, a answer) {
	if to[name] == nil {
		to[name] = new(count)
	}
	to[name][a]++
}

func exact(got, want int) answer {
	switch got {
	case want:
		return right
	case 0:
		return left
	}
	return wrong
}

func commune(p places.Place, t *Text) answer {
	switch {
	case p.Fits == 0:
		return left
	case p.Fits > 1 && places.CouldBe(p, uint16(t.Commune)):
		return among
	case p.Fits > 1:
		return astray
	case int(p.Commune) == t.Commune:
		return right
	}
	return wrong
}

// Write tells the figures: counts and the share of false ones.
func (s *Score) Write(w io.Writer) {
	for _, table := range []struct {
		title string
		of    map[string]*count
	}{{"level · system", s.levels}, {"present commune, by habit", s.habits}} {
		fmt.Fprintf(w, "%-40s %7s %7s %7s %7s %7s %7s %8s\n", table.title, "texts", "right", "several", "left", "wrong", "astray", "false")
		for _, name := range slices.Sorted(maps.Keys(table.of)) {
			c := table.of[name]
			fmt.Fprintf(w, "%-*s %7d %7d %7d %7d %7d %7d %6.2f %%\n", 40+len(name)-len([]rune(name)), name, c.all(),
				c[right], c[among], c[left], c[wrong], c[astray], 100*float64(c[wrong]+c[astray])/float64(c.all()))
		}
		fmt.Fprintln(w)
	}
}
