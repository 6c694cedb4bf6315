package link

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
)

// backgroundFacts are the columns of cleanBackground behind the six of
// cleanCells.
var backgroundFacts = []clean.Fact{clean.FatherName, clean.MotherName, clean.MotherNumber, clean.BirthProvince, clean.Household}

// cleanBackground cleans rows of the six cells of cleanCells and those of
// backgroundFacts; the last cells of a row may be left out.
func cleanBackground(rows [][]string) *clean.Rows {
	cols := usualColumns()
	cols.Event = -1
	for i, f := range backgroundFacts {
		cols.Background = append(cols.Background, clean.BackgroundColumn{Column: 6 + i, Fact: f})
	}
	return cleanColumns(rows, cols, 6+len(backgroundFacts))
}

// inventFamilies makes an invented register with two namesakes of one birth date, each with
// parents, and a father and a son of one name.
func inventFamilies() (people []register.Person, first, second, father, son register.Person) {
	people = crowd(20_000)
	pin := func(i int) uint64 { return people[i].PIN.Value() }
	give := func(i int, name string, birth schemas.Date, g schemas.Gender) *register.Person {
		p := &people[i]
		p.Name, p.Birth, p.Gender = name, birth, g
		return p
	}
	day := schemas.MakeDate(1985, 6, 7)
	give(200, "Lê Văn Tám", schemas.MakeDate(1955, 1, 2), schemas.Male)
	give(201, "Trần Thị Sáu", schemas.MakeDate(1958, 3, 4), schemas.Female)
	give(202, "Lê Văn Chín", schemas.MakeDate(1954, 1, 2), schemas.Male)
	give(203, "Phạm Thị Mười", schemas.MakeDate(1957, 3, 4), schemas.Female)
	a, b := give(100, "Lê Văn Dũng", day, schemas.Male), give(101, "Lê Văn Dũng", day, schemas.Male)
	a.Father, a.Mother, a.BirthProvince, a.Household = pin(200), pin(201), 38, register.HouseholdNumber([]byte("H-1"))
	b.Father, b.Mother, b.BirthProvince, b.Household = pin(202), pin(203), 1, register.HouseholdNumber([]byte("H-2"))
	f := give(110, "Hồ Viết Thao", schemas.MakeDate(1955, 4, 18), schemas.Male)
	s := give(111, "Hồ Viết Thao", schemas.MakeDate(1983, 11, 3), schemas.Male)
	f.Mother, s.Father, s.Mother = pin(203), pin(110), pin(201)
	return people, *a, *b, *f, *s
}

// TestBackgroundDecides: what decides among namesakes, and what does not.
func TestBackgroundDecides(t *testing.T) {
	people, first, second, father, son := inventFamilies()
	s := snapshot(t, people)
	l := New(s, Options{Accept: 0.999, Review: 0.9})
	twoOfThem, thao := []string{"", "", "Lê Văn Dũng", "07/06/1985", "Nam", ""}, []string{"", "", "Hồ Viết Thao", "", "Nam", ""}
	nobody := schemas.Number(0)
	for _, c := range []struct {
		what       string
		row, facts []string // father, mother, mother's number, place of birth, household
		verdicts   []schemas.Verdict
		person     schemas.Number
	}{
		{"namesakes of one birth date", twoOfThem, nil, []schemas.Verdict{schemas.Ambiguous}, nobody},
		{"the mother", twoOfThem, []string{"", "Trần Thị Sáu"}, []schemas.Verdict{schemas.Corrected}, first.PIN},
		{"the mother, without marks", twoOfThem, []string{"", "TRAN THI SAU"}, []schemas.Verdict{schemas.Corrected}, first.PIN},
		{"the other's mother", twoOfThem, []string{"", "Phạm Thị Mười"}, []schemas.Verdict{schemas.Corrected}, second.PIN},
		{"the father", twoOfThem, []string{"Lê Văn Chín"}, []schemas.Verdict{schemas.Corrected}, second.PIN},
		{"nobody's mother", twoOfThem, []string{"", "Vũ Thị Bảy"}, []schemas.Verdict{schemas.Ambiguous, schemas.NotFound}, nobody},
		{"one's father, the other's mother", twoOfThem, []string{"Lê Văn Chín", "Trần Thị Sáu"}, []schemas.Verdict{schemas.Ambiguous}, nobody},
		{"the mother's number", twoOfThem, []string{"", "", people[201].PIN.String()}, []schemas.Verdict{schemas.Corrected}, first.PIN},
		{"the household", twoOfThem, []string{"", "", "", "", "H-2"}, []schemas.Verdict{schemas.Corrected, schemas.Review}, second.PIN},
		{"a household of other codes", twoOfThem, []string{"", "", "", "", "X-9"}, []schemas.Verdict{schemas.Ambiguous}, nobody},
		{"the province of birth", twoOfThem, []string{"", "", "", "Thanh Hóa"}, []schemas.Verdict{schemas.Corrected, schemas.Review}, first.PIN},
		{"another province of birth", twoOfThem, []string{"", "", "", "Cà Mau"}, []schemas.Verdict{schemas.Ambiguous, schemas.NotFound}, nobody},
		{"a son by his mother", thao, []string{"", "Trần Thị Sáu"}, []schemas.Verdict{schemas.Corrected, schemas.Review}, son.PIN},
		{"a father by his mother", thao, []string{"", "Phạm Thị Mười"}, []schemas.Verdict{schemas.Corrected, schemas.Review}, father.PIN},
	} {
		row := append(append([]string{}, c.row...), c.facts...)
		o := l.Worker().Link(cleanBackground([][]string{row})).Outcomes[0]
		right := false
		for _, v := range c.verdicts {
			right = right || o.Verdict == v
		}
		got := o.Person
		if got == pipeline.NoPerson {
			got = o.Candidate
		}
		if !right || c.person != 0 && (got == pipeline.NoPerson || s.PIN(got) != c.person) {
			t.Errorf("%s: %s %.5f, person %s; want %v %s", c.what, o.Verdict, o.Probability, number(s, got), c.verdicts, c.person)
		}
	}
}

// TestFamilyMakesNoSibling: an absent brother or twin is as little linked to the
// one in the register with parents, household and birth as without.
func TestFamilyMakesNoSibling(t *testing.T) {
	people, _, _, _, _ := inventFamilies()
	there := &people[130]
	there.Name, there.Birth, there.Gender = "Bế Văn Lương", schemas.MakeDate(1985, 6, 7), schemas.Male
	there.Father, there.Mother, there.BirthProvince, there.Household = people[200].PIN.Value(), people[201].PIN.Value(), 38, register.HouseholdNumber([]byte("H-1"))
	l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9})
	met := 0
	for _, row := range [][]string{
		{"", "", "Bế Văn Sơn", "07/06/1985", "Nam", ""},   // a twin
		{"", "", "Bế Vân Lượng", "07/06/1985", "Nam", ""}, // a twin whose name differs by two marks
		{"", "", "Bế Văn Lương", "09/10/1988", "Nam", ""}, // a namesake of another age
		{"", "", "Bế Thị Lương", "07/06/1985", "Nữ", ""},  // a sister
		{"", "", "Bế Văn Lượng", "08/06/1985", "Nam", ""}, // of a date one digit off, too
	} {
		judge := func(row []string) link1 {
			w := l.Worker()
			o := w.Link(cleanBackground([][]string{row})).Outcomes[0]
			return link1{o.Verdict, w.field.Together()}
		}
		without := judge(row)
		with := judge(append(append([]string{}, row...), "Lê Văn Tám", "Trần Thị Sáu", people[201].PIN.String(), "Thanh Hóa", "H-1"))
		if with.together > without.together+1e-9 {
			t.Errorf("%v: %s %.6f, without the family %s %.6f", row, with.verdict, with.together, without.verdict, without.together)
		}
		if with.together > 1e-6 {
			met++
		}
	}
	if met < 2 {
		t.Errorf("only %d of the absent had a candidate at all", met)
	}
}

// link1 is how one row was answered.
type link1 struct {
	verdict  schemas.Verdict
	together float64 // probability of all candidates
}

// TestNameAndRelativeCanBeLookedUp: a row of nothing but a name and a relative
// is no rejected one, and a rare name is found by it.
func TestNameAndRelativeCanBeLookedUp(t *testing.T) {
	people, _, _, _, _ := inventFamilies()
	people[120].Name, people[120].Mother = "Kpă H'Liêng Niê", people[201].PIN.Value()
	s := snapshot(t, people)
	l := New(s, Options{Accept: 0.999, Review: 0.9})
	for _, c := range []struct {
		name, mother string
		want         schemas.Verdict
	}{
		{"Lê Văn Dũng", "", schemas.Rejected},
		{"Nguyễn Văn Nobody", "Trần Thị Sáu", schemas.NotFound},
		{"Kpă H'Liêng Niê", "Trần Thị Sáu", schemas.Corrected},
	} {
		o := l.Worker().Link(cleanBackground([][]string{{"", "", c.name, "", "", "", "", c.mother}})).Outcomes[0]
		if o.Verdict != c.want {
			t.Errorf("%s, mother %q: %s %.4f, want %s", c.name, c.mother, o.Verdict, o.Probability, c.want)
		}
	}
}

// TestRelativesNumberIsNotTheRows: the number of a mother in her own column is
// evidence for her child and never the row's number.
func TestRelativesNumberIsNotTheRows(t *testing.T) {
	people, first, _, _, _ := inventFamilies()
	s := snapshot(t, people)
	rows := cleanBackground([][]string{
		{"", "", "Lê Văn Dũng", "07/06/1985", "Nam", "", "", "", people[201].PIN.String()},
		{"", "", "Vi Văn Không", "01/02/2020", "Nam", "", "", "", people[201].PIN.String()},
	})
	if rows.PIN[0] != 0 || rows.PIN[1] != 0 || rows.Background.Number(clean.MotherNumber, 0) != people[201].PIN {
		t.Fatal("the mother's number is taken for the row's")
	}
	out := New(s, Options{Accept: 0.999, Review: 0.9}).Worker().Link(rows).Outcomes
	if p, _ := s.ByPIN(first.PIN); out[0].Person != p {
		t.Errorf("the child: %s, person %d, want %d", out[0].Verdict, out[0].Person, p)
	}
	if out[1].Verdict != schemas.NotFound || out[1].Owner != pipeline.NoPerson {
		t.Errorf("a child who is not in the register: %s, owner %d", out[1].Verdict, out[1].Owner)
	}
}

// TestBackgroundBoundsHold: nobody who is passed over weighs more than counted,
// and the screened search answers as the one that compares everybody.
func TestBackgroundBoundsHold(t *testing.T) {
	positive := 0
	for seed := range uint64(4) {
		people, cells := denseFamilies(seed, 6_000, 600)
		l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9})
		w := l.Worker()
		row := w.seen.gen
		bounds, weights := map[uint32]float64{}, map[uint32]float64{}
		w.audit = func(p uint32, bound float64) {
			if w.seen.gen != row {
				for q, weight := range weights {
					if weight > bounds[q]+1e-9 {
						t.Errorf("seed %d: person %d weighs %.4f, bound %.4f", seed, q, weight, bounds[q])
					}
				}
				row = w.seen.gen
				clear(bounds)
				clear(weights)
			}
			if _, again := bounds[p]; !again {
				bounds[p] = bound
				c := w.compareAnew(p)
				if !elsewhere(c.PIN) && !elsewhere(c.CMND) {
					weighed := w.model.Weigh(&c)
					weights[p] = weighed.Total()
					if weighed.Relatives+weighed.Born+weighed.Household > 0 && !math.IsInf(bound, 1) {
						positive++
					}
				}
			}
			bounds[p] = max(bounds[p], bound)
		}
		rows := cleanBackground(cells)
		got := w.Link(rows)
		l.exhaustive = true
		want := l.Worker().Link(rows)
		for i := range want.Outcomes {
			g, x := &got.Outcomes[i], &want.Outcomes[i]
			if atThreshold(g.Probability) || atThreshold(x.Probability) {
				continue
			}
			if g.Verdict != x.Verdict || g.Person != x.Person || math.Abs(g.Probability-x.Probability) > (1-x.Probability)/6+1e-4 {
				t.Errorf("seed %d, row %v: %s %d %.6f, without the screen %s %d %.6f", seed, cells[i], g.Verdict, g.Person, g.Probability, x.Verdict, x.Person, x.Probability)
			}
		}
	}
	if positive == 0 {
		t.Error("nobody with evidence of the background was passed over")
	}
}

// denseFamilies gives the people of dense parents, provinces of birth and
// households, and its rows what they say of them, sometimes wrongly.
func denseFamilies(seed uint64, n, m int) ([]register.Person, [][]string) {
	people, rows := dense(seed+50, n, m)
	r := rand.New(rand.NewPCG(seed, 9))
	names := map[string][]int{}
	for i := range people {
		p := &people[i]
		p.BirthProvince, p.Household = []uint8{1, 38, 79, 0}[r.IntN(4)], register.HouseholdNumber(fmt.Append(nil, i/3))
		p.Father, p.Mother = people[(i*7+1)%n].PIN.Value(), people[(i*11+3)%n].PIN.Value()
		names[p.Name] = append(names[p.Name], i)
	}
	by := map[uint64]string{}
	at := map[*register.Person]int{}
	for i := range people {
		by[people[i].PIN.Value()], at[&people[i]] = people[i].Name, i
	}
	for i, row := range rows {
		facts := []string{"", "", "", "", ""}
		if same := names[row[2]]; len(same) > 0 {
			p := &people[same[r.IntN(len(same))]]
			facts = []string{by[p.Father], by[p.Mother], "", []string{"Hà Nội", "Thanh Hóa", "", "79"}[r.IntN(4)], fmt.Sprint(at[p] / 3)}
			if r.IntN(3) == 0 && p.Mother != 0 {
				facts[2] = schemas.MakeNumber(schemas.PersonalID, p.Mother).String()
			}
		}
		for f := range facts {
			if r.IntN(3) == 0 {
				facts[f] = ""
			}
		}
		rows[i] = append(row[:6:6], facts...) // without the event
	}
	return people, rows
}

// TestExplainedWeightsAddUp: the weights of a candidate add up to its match
// weight, those of the background among them.
func TestExplainedWeightsAddUp(t *testing.T) {
	people, _, _, _, _ := inventFamilies()
	l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9})
	rows := cleanBackground([][]string{{"", "", "Lê Văn Dũng", "07/06/1985", "Nam", "", "Lê Văn Tám", "Trần Thị Sáu", "", "Thanh Hóa", "H-1"}})
	j := l.Worker().Judge(rows, 0)
	if len(j.Candidates) < 2 {
		t.Fatalf("%d candidates", len(j.Candidates))
	}
	for _, c := range j.Candidates {
		sum := 0.0
		for _, bits := range c.Weights.List() {
			sum += bits
		}
		if sum != c.Total {
			t.Errorf("rank %d: the weights add up to %v, the match weight is %v", c.Rank, sum, c.Total)
		}
	}
	best, next := j.Candidates[0].Comparison.Levels(), j.Candidates[1].Comparison.Levels()
	for k, want := range map[schemas.Comparison][2]schemas.Level{
		schemas.CompareRelatives:     {schemas.LevelAgree, schemas.LevelOtherRelatives},
		schemas.CompareBirthProvince: {schemas.LevelAgree, schemas.LevelOf(schemas.MechanismOtherProvince)},
		schemas.CompareHousehold:     {schemas.LevelAgree, schemas.LevelOtherHousehold},
	} {
		if best[k] != want[0] || next[k] != want[1] {
			t.Errorf("%s: %s and %s, want %s and %s", k, best[k], next[k], want[0], want[1])
		}
	}
	if w := j.Candidates[0].Weights; w.Relatives+w.Household > matchers.Builtin().Background.MostBits {
		t.Errorf("relatives and household weigh %v and %v together", w.Relatives, w.Household)
	}
}
