package kernel

import (
	"bufio"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

func TestCompareNames(t *testing.T) {
	f, err := os.Open("testdata/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := NewCoder(Base())
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		var row, person Name
		c.Encode([]byte(strings.ReplaceAll(cells[0], ".", "")), &row)
		c.Encode([]byte(cells[1]), &person)
		m := c.CompareNames(&row, &person)
		got := m.Mechanism().String()
		if got == "" {
			got = "-"
		}
		if got != cells[2] {
			t.Errorf("%s against %s: %s, want %s (%+v)", cells[0], cells[1], got, cells[2], m)
		}
		if m.Folded() != (cells[3] == "yes") {
			t.Errorf("%s against %s: folded %v, want %s", cells[0], cells[1], m.Folded(), cells[3])
		}
	}
}

// The twin of align: every alignment tried, none remembered.
func plainCost(c *Coder, row, person []uint16) uint16 {
	if len(row) == 0 || len(person) == 0 {
		return uint16(len(row)+len(person)) * skipCost
	}
	r := c.Relate(row[0], person[0])
	if r == Prefix && len(row) > 1 {
		r = Different
	}
	return min(
		plainCost(c, row[1:], person[1:])+alignCost[r],
		plainCost(c, row[1:], person)+skipCost,
		plainCost(c, row, person[1:])+skipCost)
}

// cost adds up what the counted alignment costs.
func (m *NameMatch) cost() (sum uint16) {
	for r, n := range m.Count {
		sum += alignCost[r] * uint16(n)
	}
	return sum + skipCost*uint16(m.Lost+m.Added+m.Cut)
}

func FuzzAlign(f *testing.F) {
	f.Add("Nguyễn Văn An", "Nguyễn Thị Thu Hương")
	f.Add("N V An", "Nguyễn Văn Ân")
	f.Add("H'Rin Ktla", "Siu H'Bia")
	f.Add("a a a a", "a b a")
	f.Fuzz(func(t *testing.T, a, b string) {
		c := NewCoder(Base())
		var row, person Name
		c.Encode([]byte(a), &row)
		c.Encode([]byte(b), &person)
		if row.Len == 0 || person.Len == 0 || row.Len > 5 || person.Len > 5 {
			return
		}
		var m NameMatch
		c.align(&row, &person, &m)
		if got, want := m.cost(), plainCost(c, row.Syl[:row.Len], person.Syl[:person.Len]); got != want {
			t.Errorf("alignment costs %d, the cheapest costs %d", got, want)
		}
	})
}

// No answer may depend on which private code a word got, or on forgetting.
func TestForgettingChangesNothing(t *testing.T) {
	fresh, used := NewCoder(Base()), NewCoder(Base())
	for i := range 3 * maxPrivate {
		used.Reserve()
		var n Name
		used.Encode([]byte("Xq"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676))), &n)
	}
	for _, pair := range [][2]string{{"Nguyễn Văn Ktla", "Nguyễn Văn Ktlo"}, {"Zzz", "Zz"}} {
		var got [2]NameMatch
		for i, c := range []*Coder{fresh, used} {
			c.Reserve()
			var a, b Name
			c.Encode([]byte(pair[0]), &a)
			c.Encode([]byte(pair[1]), &b)
			got[i] = c.CompareNames(&a, &b)
		}
		if got[0] != got[1] {
			t.Errorf("%v: %+v with a fresh coder, %+v with a used one", pair, got[0], got[1])
		}
	}
}

func TestCompareNamesAllocatesNothing(t *testing.T) {
	c := NewCoder(Base())
	var a, b Name
	c.Encode([]byte("Nguyễn Thị Thu Hương"), &a)
	c.Encode([]byte("Nguyễn Văn Hường"), &b)
	c.CompareNames(&a, &b)
	if n := testing.AllocsPerRun(100, func() { c.CompareNames(&a, &b) }); n != 0 {
		t.Errorf("%v allocations per comparison, want none", n)
	}
}

// A hyphen is a space: Marie-Louise and Marie Louise are one name.
func TestHyphensSeparateWords(t *testing.T) {
	words := Base().Extend([]string{"marie", "louise"})
	c := NewCoder(words)
	var hyphen, space, coded Name
	c.Encode([]byte("Nguyễn Marie-Louise"), &hyphen)
	c.Encode([]byte("Nguyễn Marie Louise"), &space)
	if unknown := words.Encode([]byte("Nguyễn Marie-Louise"), &coded); unknown != 0 || hyphen != space || coded != hyphen || hyphen.Len != 3 {
		t.Errorf("%v and %v by a coder, %v by its syllabary with %d unknown words", hyphen, space, coded, unknown)
	}
}

// Whatever Relate calls related, Related does; and that depends on the folded
// texts alone, which those who remember it by fold rely on.
func TestRelatedByLetters(t *testing.T) {
	c, d := NewCoder(Base()), rand.New(rand.NewPCG(3, 3))
	byFold, apart := map[[2]uint16]bool{}, 0
	for range 2_000_000 {
		a, b := uint16(1+d.IntN(c.base.Len()-1)), uint16(1+d.IntN(c.base.Len()-1))
		if d.IntN(2) == 0 { // a neighbour in the dictionary, which is in the order of its words
			b = uint16(1 + (int(a)+d.IntN(40))%(c.base.Len()-1))
		}
		rel, related := c.Relate(a, b), c.Related(a, b)
		if rel < Different && !related {
			t.Fatalf("%s and %s: relation %d, and their letters are not related", c.at(a).text, c.at(b).text, rel)
		}
		if rel == Different && related {
			apart++
		}
		folds := [2]uint16{c.at(a).fold, c.at(b).fold}
		if before, met := byFold[folds]; met && before != related {
			t.Fatalf("%s and %s: related %v, others of these letters %v", c.at(a).text, c.at(b).text, related, before)
		}
		byFold[folds] = related
	}
	if apart < 100 {
		t.Errorf("marks told only %d pairs apart", apart)
	}
}
