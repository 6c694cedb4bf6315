package addresses

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Text is an invented address and what it means.
type Text struct {
	Text   string
	System string   // old, past, new, mixed
	Habits []string // how it is written
	// The truth. Of the present communes it is one of those that the old one
	// became, drawn at random: nothing in the text says which.
	OldCommune, District, Province, Commune int
	OldProvince                             int
	Split                                   bool // the old commune became several
}

// Writer invents addresses; the same seed gives the same texts.
type Writer struct {
	l *lists
	r *rand.Rand
	t Text
}

// NewWriter returns a writer of one stream of texts.
func NewWriter(seed uint64) *Writer {
	return &Writer{l: load(), r: rand.New(rand.NewPCG(seed, 0xADD2E55))}
}

func (w *Writer) p(share float64) bool { return w.r.Float64() < share }

// habit draws a habit and notes it.
func (w *Writer) habit(name string, share float64) bool {
	if !w.p(share) {
		return false
	}
	w.note(name)
	return true
}

func (w *Writer) note(name string) {
	if !slices.Contains(w.t.Habits, name) {
		w.t.Habits = append(w.t.Habits, name)
	}
}

func pick[T any](w *Writer, list []T) T { return list[w.r.IntN(len(list))] }

// level is one unit as it is about to be written.
type level struct {
	typ, name string
	what      string // commune, district, province
}

func (u *unit) as(what string) level { return level{u.typ, u.name, what} }

// Next invents one address.
func (w *Writer) Next() Text {
	w.t = Text{}
	levels := w.units()
	levels = w.drop(levels)
	w.misspell(levels)
	parts := make([]string, 0, 8)
	for _, l := range levels {
		parts = append(parts, w.spell(l))
	}
	detail := w.detail()
	if w.habit("largest first", 0.06) {
		slices.Reverse(parts)
		if w.p(0.5) {
			parts = append(parts, detail...)
			detail = nil
		}
	}
	parts = append(detail, parts...)
	w.t.Text = w.finish(w.noise(strings.Join(parts, w.separator(parts))))
	return w.t
}

// units draws a place and the levels that an address of its time has.
func (w *Writer) units() []level {
	switch u := w.r.Float64(); {
	case u < 0.45:
		w.t.System = "old"
		return w.oldLevels(pick(w, w.l.olds))
	case u < 0.57:
		w.t.System = "past"
		return w.oldLevels(pick(w, w.l.past))
	case u < 0.85:
		w.t.System = "new"
		c := pick(w, w.l.news)
		w.t.Commune, w.t.Province = c.code, c.province
		return []level{c.as("commune"), w.l.newProvince[c.province].as("province")}
	}
	w.t.System = "mixed"
	old := pick(w, w.l.olds)
	levels := w.oldLevels(old)
	if w.p(0.6) { // the old commune with its district in the present province
		levels[2] = w.l.newProvince[old.province].as("province")
		if w.p(0.4) {
			return []level{levels[0], levels[2]}
		}
		return levels
	}
	// The present commune with the old levels above it.
	w.t.OldCommune = 0
	w.t.Split = false
	for _, c := range w.l.news {
		if c.code == w.t.Commune {
			levels[0] = c.as("commune")
		}
	}
	return levels
}

func (w *Writer) oldLevels(c *unit) []level {
	w.t.OldCommune, w.t.District, w.t.OldProvince, w.t.Province = c.code, c.above, c.oldProvince, c.province
	w.t.Commune, w.t.Split = pick(w, c.targets), len(c.targets) > 1
	district := w.l.districts[c.above]
	province := w.l.provinces[c.oldProvince].as("province")
	if was := formerDistrict(c); was != nil && w.habit("former district", 0.5) {
		district = was
	}
	if c.above >= 268 && c.above <= 282 && c.oldProvince == 1 && w.habit("Hà Tây", 0.2) {
		province = level{"Tỉnh", "Hà Tây", "province"}
	}
	return []level{c.as("commune"), district.as("district"), province}
}

// drop leaves levels out.
func (w *Writer) drop(levels []level) []level {
	without := func(what string) []level {
		w.note("no " + what)
		return slices.DeleteFunc(levels, func(l level) bool { return l.what == what })
	}
	switch u := w.r.Float64(); {
	case u < 0.10 && len(levels) == 3:
		return without("district")
	case u < 0.17:
		return without("province")
	case u < 0.21:
		return without("commune")
	}
	return levels
}

// misspell changes one letter of one name, or gives a unit another type.
func (w *Writer) misspell(levels []level) {
	if len(levels) == 0 {
		return
	}
	l := &levels[w.r.IntN(len(levels))]
	if w.habit("other type", 0.03) {
		switch l.typ {
		case "Xã", "Thị trấn":
			l.typ = "Phường"
		case "Phường":
			l.typ = "Xã"
		case "Huyện", "Thị xã":
			l.typ = pick(w, []string{"Thành phố", "Thị xã", "Quận"})
		}
	}
	if runes := []rune(l.name); len(runes) > 4 && w.habit("typo in "+l.what, 0.05) {
		at := 1 + w.r.IntN(len(runes)-2)
		switch w.r.IntN(3) {
		case 0:
			runes = slices.Delete(runes, at, at+1)
		case 1:
			runes[at], runes[at+1] = runes[at+1], runes[at]
		default:
			runes = slices.Insert(runes, at, rune(pick(w, []byte("aeiounhgtc"))))
		}
		l.name = string(runes)
	}
}
