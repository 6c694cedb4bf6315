package link

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/register"
	"lamsach/schemas"
)

// homes are communes with the addresses that name them.
var homes = []struct {
	commune  uint16
	province uint8
	address  string
}{
	{70, 1, "Phường Hoàn Kiếm, Thành phố Hà Nội"},
	{16171, 38, "Xã Ba Đình, Tỉnh Thanh Hóa"},
	{26740, 79, "Phường Sài Gòn, Thành phố Hồ Chí Minh"},
	{24490, 66, "Xã Krông Pắc, Tỉnh Đắk Lắk"},
}

// dense invents a register in which everybody has many namesakes, and rows that
// speak of its people with slips of every kind, or of nobody. Nobody has other
// names: an entry of a block speaks of one name alone, and whether somebody is
// met under another one too is chance.
func dense(seed uint64, n, m int) (people []register.Person, rows [][]string) {
	r := rand.New(rand.NewPCG(seed, 1))
	people = crowd(n)
	middles := []string{"Văn", "Thị", "Thị Thu", "Đức", "Hữu", "Thanh", "Ngọc"}
	surnames := []string{"Nguyễn", "Trần", "Lê", "Vũ", "Võ", "Hoàng", "Huỳnh"}
	givens := []string{"Anh", "Ánh", "Hương", "Hường", "Lan", "Loan", "Hùng", "Hưng", "Thu"}
	for i := range people {
		p := &people[i]
		p.Name = surnames[r.IntN(len(surnames))] + " " + middles[r.IntN(len(middles))] + " " + givens[r.IntN(len(givens))]
		if r.IntN(12) == 0 {
			p.Name = []string{"Y", "H", "H'Hen", "H'Lan"}[r.IntN(4)] + " " + []string{"Hen", "Lan Anh", "Loan"}[r.IntN(3)] + " " + []string{"Niê", "Ksor"}[r.IntN(2)]
		}
		p.Birth = schemas.MakeDate(1970+r.IntN(4), 1+r.IntN(3), 1+r.IntN(9))
		switch r.IntN(20) {
		case 0:
			p.Birth = schemas.MakeDate(p.Birth.Year(), 0, 0)
		case 1:
			p.Birth = schemas.MakeDate(p.Birth.Year(), 1, 1)
		}
		h := homes[r.IntN(len(homes))]
		p.Commune, p.Province = h.commune, h.province
		if r.IntN(3) > 0 {
			p.Province, p.Commune = []uint8{1, 38, 79, 66, 31}[r.IntN(5)], 0
		}
		if r.IntN(3) == 0 {
			p.Status, p.Death = register.Deceased, schemas.MakeDate(2010+r.IntN(16), 1+r.IntN(12), 1+r.IntN(28))
		}
		if r.IntN(2) == 0 {
			p.CMND = []schemas.Number{schemas.MakeNumber(schemas.CMND, 100_000_000+uint64(r.IntN(n*3)))}
		}
	}
	for range m {
		rows = append(rows, denseRow(r, people))
	}
	return people, rows
}

func denseRow(r *rand.Rand, people []register.Person) []string {
	p := &people[r.IntN(len(people))]
	q := &people[r.IntN(len(people))]
	number, cmnd, name, birth, gender, address := p.PIN.String(), "", p.Name, p.Birth, "Nam", ""
	if p.Gender == schemas.Female {
		gender = "Nữ"
	}
	if len(p.CMND) > 0 && r.IntN(2) == 0 {
		cmnd = p.CMND[0].String()
	}
	for _, h := range homes {
		if h.commune == p.Commune && r.IntN(2) == 0 {
			address = h.address
		}
	}
	switch r.IntN(6) {
	case 0, 1, 2:
		number = ""
	case 3:
		number = q.PIN.String()
	case 4:
		number = number[:7] + string('0'+byte(r.IntN(10))) + number[8:]
	}
	if r.IntN(3) > 0 {
		cmnd = ""
	}
	switch r.IntN(9) {
	case 0:
		name = q.Name
	case 1:
		name = p.Name[:len(p.Name)-1]
	case 2:
		birth = q.Birth
	case 3:
		birth = schemas.MakeDate(p.Birth.Year(), 0, 0)
	case 4:
		birth = schemas.MakeDate(p.Birth.Year(), p.Birth.Day(), p.Birth.Month())
	case 5:
		gender, birth = "", []schemas.Date{p.Birth, 0}[r.IntN(2)]
	case 6:
		if number != "" || r.IntN(2) == 0 {
			name = ""
		}
	}
	event := schemas.MakeDate(2016+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28))
	if r.IntN(3) == 0 {
		event = 0
	}
	return []string{number, cmnd, name, written(birth), gender, address, written(event)}
}

func written(d schemas.Date) string {
	if d == 0 {
		return ""
	}
	if d.Day() == 0 {
		return fmt.Sprint(d.Year())
	}
	return fmt.Sprintf("%02d/%02d/%d", d.Day(), d.Month(), d.Year())
}

// TestScreenAgainstTwin holds the screened search to one that compares
// everybody who stands in a block: the same verdicts and persons, and
// probabilities within what Field.Sure promises.
func TestScreenAgainstTwin(t *testing.T) {
	for seed := range uint64(6) {
		people, cells := dense(seed, 12_000, 1500)
		l := New(snapshot(t, people), Options{Accept: 0.999, Review: 0.9})
		rows := cleanCells(cells)
		got := l.Worker().Link(rows)
		l.exhaustive = true
		want := l.Worker().Link(rows)
		if got.Pairs >= want.Pairs/2 {
			t.Errorf("seed %d: %d pairs compared, %d without the screen", seed, got.Pairs, want.Pairs)
		}
		met := map[schemas.Verdict]int{}
		for i := range want.Outcomes {
			g, w := &got.Outcomes[i], &want.Outcomes[i]
			met[w.Verdict]++
			off := math.Abs(g.Probability - w.Probability)
			if atThreshold(g.Probability) || atThreshold(w.Probability) {
				continue
			}
			if g.Verdict != w.Verdict || g.Person != w.Person || g.Candidate != w.Candidate || g.Owner != w.Owner ||
				off > (1-w.Probability)/6+1e-4 {
				t.Errorf("seed %d, row %v: %s %d %d %.6f, without the screen %s %d %d %.6f", seed, cells[i],
					g.Verdict, g.Person, g.Candidate, g.Probability, w.Verdict, w.Person, w.Candidate, w.Probability)
			}
		}
		for _, v := range []schemas.Verdict{schemas.Verified, schemas.Corrected, schemas.Ambiguous, schemas.Review, schemas.NotFound, schemas.Contradicted} {
			if met[v] == 0 {
				t.Errorf("seed %d: no row is %s", seed, v)
			}
		}
	}
}

// TestBoundsHold: nobody who is passed over weighs more than what was counted
// for it, but for evidence that is looked for elsewhere (see screen).
func TestBoundsHold(t *testing.T) {
	passed := 0
	for seed := range uint64(4) {
		register, cells := dense(seed+10, 12_000, 1500)
		w := New(snapshot(t, register), Options{Accept: 0.999, Review: 0.9}).Worker()
		type met struct {
			bound, weight float64
			what          matchers.Comparison
		}
		row, people := w.seen.gen, map[uint32]met{} // somebody may be met in several blocks
		w.audit = func(p uint32, bound float64) {
			if w.seen.gen != row {
				for q, m := range people {
					if m.weight > m.bound+1e-9 {
						t.Errorf("seed %d: person %d weighs %.4f, bound %.4f: %+v", seed, q, m.weight, m.bound, m.what)
					}
				}
				row = w.seen.gen
				clear(people)
			}
			m, again := people[p]
			if !again {
				m = met{bound: bound, weight: math.Inf(-1), what: w.compareAnew(p)}
				if !elsewhere(m.what.PIN) && !elsewhere(m.what.CMND) {
					m.weight = w.model.Weigh(&m.what).Total()
				}
				passed++
			}
			m.bound = max(m.bound, bound)
			people[p] = m
		}
		w.Link(cleanCells(cells))
	}
	if passed < 10_000 {
		t.Errorf("only %d people were passed over", passed)
	}
}

// atThreshold says whether a probability is as near to a threshold as two ways
// of adding can tell.
func atThreshold(p float64) bool { return math.Abs(p-0.9) < 1e-4 || math.Abs(p-0.999) < 1e-5 }

// elsewhere says whether evidence is looked for in other ways than in blocks.
func elsewhere(e matchers.NumberEvidence) bool {
	return e == matchers.NumberSlip || e == matchers.NumberFreeSlip || e == matchers.NumberRelative
}

// TestHugeBlock: among 100,000 people of one name and year-only dates the one
// who lives in the row's commune is the best candidate, as sure as the evidence
// makes it.
func TestHugeBlock(t *testing.T) {
	people := crowd(150_000)
	for i := range people[:100_000] {
		people[i].Name, people[i].Birth, people[i].Gender = "Nguyễn Thị Tâm", schemas.MakeDate(1950, 0, 0), schemas.Female
	}
	people[77_777].Commune, people[77_777].Province = 16171, 38
	s := snapshot(t, people)
	want, _ := s.ByPIN(people[77_777].PIN)
	l := New(s, Options{Accept: 0.999, Review: 0.9})
	const address = "Xã Ba Đình, Tỉnh Thanh Hóa"
	for _, c := range []struct {
		row  []string
		most int64 // pairs
	}{
		{[]string{"", "", "Nguyễn Thị Tâm", "1950", "Nữ", address}, 100_019},
		{[]string{"", "", "Nguyễn Thị Tâm", "1951", "Nữ", address}, 1_000},         // nobody of that year
		{[]string{"", "", "Nguyễn Thị Tâm", "07/06/1950", "Nữ", address}, 100_019}, // a date that nobody has
	} {
		w := l.Worker()
		result := w.Link(cleanCells([][]string{c.row}))
		if result.Pairs > c.most {
			t.Errorf("%v: %d pairs compared in a block of %d", c.row, result.Pairs, result.LargestBlock)
		}
		if c.row[5] != "" && c.row[3] != "1951" {
			if top, p := w.field.Top(); top == nil || top.Person != want || p < 0.5 {
				t.Errorf("%v: %s, the best candidate is %+v, %.3f", c.row, result.Outcomes[0].Verdict, top, p)
			}
		}
	}
}

// TestSlips holds the numbers one slip away to kernel.RelateNumbers.
func TestSlips(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		v := r.Uint64N(1_000_000_000_000)
		list := appendSlips(nil, schemas.PersonalID, v, 12)
		if len(list) < 108 || len(list) > 119 {
			t.Fatalf("%012d: %d slips", v, len(list))
		}
		for _, n := range list {
			if !kernel.RelateNumbers(v, 12, n.Value(), 12).IsSlip() {
				t.Fatalf("%012d: %v is no slip away", v, n)
			}
		}
		if slices.Sort(list); len(slices.Compact(list)) < 108 {
			t.Fatalf("%012d: numbers are repeated", v)
		}
		short := appendLengthSlips(nil, schemas.PersonalID, v/10, 11, 12)
		long := appendLengthSlips(nil, schemas.CMND, v%10_000_000_000, 10, 9)
		for _, n := range short {
			if kernel.RelateNumbers(v/10, 11, n.Value(), 12) != kernel.NumberMissingDigit {
				t.Fatalf("%011d: %v has no digit more", v/10, n)
			}
		}
		for _, n := range long {
			if kernel.RelateNumbers(v%10_000_000_000, 10, n.Value(), 9) != kernel.NumberExtraDigit {
				t.Fatalf("%010d: %v has no digit less", v%10_000_000_000, n)
			}
		}
		if !slices.Contains(short, schemas.MakeNumber(schemas.PersonalID, v)) || len(long) != 10 {
			t.Fatalf("%012d: a slip is missing", v)
		}
	}
}
