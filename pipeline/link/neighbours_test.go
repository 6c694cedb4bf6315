package link

import (
	"math"
	"testing"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// TestSlipsThatFitMany: a spelling that the names of many people yield by a slip
// is no evidence for the one of them who happens to be born on the row's day.
func TestSlipsThatFitMany(t *testing.T) {
	people := crowd(40_000)
	day := schemas.MakeDate(1962, 7, 19)
	for i, name := range []string{"Trương Viết Thanh", "Lê Quang Anh", "Nguyễn Diệu Thảo", "Phan Mai Lan", "Nguyễn Thị Tâm"} {
		people[i].Name, people[i].Birth = name, day
		people[i].Commune, people[i].Province = 0, 79
	}
	l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9})
	for _, c := range []struct {
		name, address string
		want          schemas.Verdict
	}{
		{"Tr Th Tâm", "Tỉnh Thanh Hóa", schemas.NotFound},           // Trần Thị Tâm, whom many are
		{"Lê Đdc Quang", "Tỉnh Thanh Hóa", schemas.NotFound},        // cut after a word too many, or Lê Đức Quang
		{"Nguy?n Th? Th?o", "Tỉnh Thanh Hóa", schemas.NotFound},     // of another middle name
		{"Phan Mai", "Tỉnh Thanh Hóa", schemas.NotFound},            // half a name
		{"Nguyễn Thị Tăm", "Thành phố Hồ Chí Minh", schemas.Review}, // one mark wrong, date and province right
	} {
		w := l.Worker()
		got := w.Link(cleanCells([][]string{{"", "", c.name, written(day), "", c.address}})).Outcomes[0]
		if got.Verdict != c.want && !(c.want == schemas.Review && got.Verdict.Linked()) {
			top, p := w.field.Top()
			t.Errorf("%s, %s: %s, want %s: %+v, %.4f", c.name, c.address, got.Verdict, c.want, top, p)
		}
	}
}

// TestRowSpelling holds the shares of a row's spelling to counts over the people.
func TestRowSpelling(t *testing.T) {
	people := crowd(4_000)
	s := snapshot(t, people)
	w := New(s, Options{Accept: 0.999, Review: 0.9}).Worker()
	load := func(name string) {
		w.load(cleanCells([][]string{{"", "", name, "1962", "", ""}}), 0, 0)
	}
	for _, name := range []string{"Nguyễn Văn Dũng", "Ng Văn Dũng", "Nguyễn Vawn Dũng", "Nguyễn", "Vũ Thị Ngọc Lan"} {
		load(name)
		exact, slipped := w.rowSpelling()
		if exact < 0 || slipped < 0 || exact+slipped > 1 || math.IsNaN(exact+slipped) {
			t.Errorf("%s: %v of people bear it, %v are written so by a slip", name, exact, slipped)
		}
		for i, syl := range w.row.name.Syl[:w.row.name.Len] {
			holdNeighbours(t, w, syl, i)
		}
	}
	load("Nguyễn Văn Dũng")
	if exact, slipped := w.rowSpelling(); slipped > exact {
		t.Errorf("%v bear a common name, %v are written so by a slip", exact, slipped)
	}
	load("Ng V D")
	if exact, slipped := w.rowSpelling(); slipped < 100*exact {
		t.Errorf("%v bear an abbreviation, %v are written so by a slip", exact, slipped)
	}
}

// holdNeighbours counts the people whose syllables are related to one.
func holdNeighbours(t *testing.T, w *Worker, syl uint16, at int) {
	t.Helper()
	place := placeIn(at, int(w.row.name.Len))
	related, same := 0.0, 0.0
	for p := range uint32(w.people.People()) {
		var name kernel.Name
		w.people.Name(p, &name)
		hit, equal := false, false
		for j := range name.Len {
			r := w.coder.RelateFolded(syl, name.Syl[j])
			if place != inside && (place == atFirst) != (j == 0) || place == atLast && j != name.Len-1 {
				continue
			}
			equal = equal || r < kernel.IY
			hit = hit || r < kernel.Different && (r != kernel.Prefix || place == atLast)
		}
		if equal {
			same++
		}
		if hit {
			related++
		}
	}
	got := w.neighboursOf(syl)
	same, related = same/float64(w.people.People()), related/float64(w.people.People())
	slack := 1e-3 // half a person more
	if place == inside {
		slack = 0.02 // who bears Vân and Văn counts twice
	}
	if got.same[place] < same-1e-3 || got.same[place] > same+slack || got.related[place] < related-1e-3 || got.related[place] > related+slack {
		t.Errorf("syllable %d: same %v, related %v; want %v, %v", at, got.same[place], got.related[place], same, related)
	}
}
