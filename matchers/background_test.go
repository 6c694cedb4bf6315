package matchers

import (
	"math"
	"testing"

	"lamsach/matchers/kernel"
)

// Relatives weigh by how rare they are, within bounds; what a family shares
// weighs nothing for another name, and what disagrees always does.
func TestWeighBackground(t *testing.T) {
	m := Builtin()
	rare, common := Relative{RelativeSame, RarityOf(1e-4)}, Relative{RelativeSame, RarityOf(0.01)}
	other := Relative{Level: RelativeOther}
	weigh := func(b Background, pin NumberEvidence) Weights {
		b.Asked = true
		return m.Weigh(&Comparison{
			PIN: pin, Exact: true, Birth: kernel.DateSame, Background: b,
			Frequency: Frequency{People: 1e8, Person: 1e-4, RowDay: 3e-5, Day: 3e-5, Year: 0.01, Gender: 0.5, Commune: 1e-3, Province: 0.03},
		})
	}
	for _, c := range []struct {
		what      string
		b         Background
		pin       NumberEvidence
		low, high float64 // of relatives, birth and household together
	}{
		{"nothing", Background{}, 0, 0, 0},
		{"a mother of a common name", Background{Mother: common}, 0, 6, 7},
		{"of a rare one", Background{Mother: rare}, 0, 11, 12},
		{"both parents", Background{Father: rare, Mother: rare}, 0, 12, 12},
		{"both, and the household", Background{Father: rare, Mother: rare, House: Agrees}, 0, 12, 12},
		{"the household", Background{House: Agrees}, 0, 9, 9},
		{"another household", Background{House: Differs}, 0, 0, 0},
		{"another mother", Background{Mother: other}, 0, -5, -4},
		{"both others", Background{Father: other, Mother: other}, 0, -6, -6},
		{"the father, another mother", Background{Father: rare, Mother: other}, 0, 8.5, 9.5},
		{"another spouse", Background{Spouse: other}, 0, -3, -2},
		{"a sibling's", Background{Shared: true, Father: rare, Mother: rare, House: Agrees, Born: BornSame, BornRarity: RarityOf(0.03)}, 0, 0, 0},
		{"no sibling's", Background{Shared: true, Mother: other}, 0, -5, -4},
		{"born there", Background{Born: BornSame, BornRarity: RarityOf(0.03)}, 0, 4.5, 5.5},
		{"born where most are who live there", Background{Born: BornSame, BornRarity: RarityOf(0.9)}, 0, 0, 0.2},
		{"born elsewhere", Background{Born: BornOther, BornRarity: RarityOf(0.03)}, 0, -5, -4},
		{"born there, as the number says", Background{Born: BornSame, BornRarity: RarityOf(0.001), House: Agrees}, NumberOwn, 3, 3},
	} {
		w := weigh(c.b, c.pin)
		if got := w.Relatives + w.Born + w.Household; got < c.low || got > c.high {
			t.Errorf("%s: %.3f bits, want %v to %v", c.what, got, c.low, c.high)
		}
		sum := 0.0
		for _, bits := range w.List() {
			sum += bits
		}
		if sum != w.Total() {
			t.Errorf("%s: the weights add up to %v, the total is %v", c.what, sum, w.Total())
		}
		if bound := m.BoundBackground(true, true, true, c.b.BornRarity); w.Relatives+w.Born+w.Household > bound {
			t.Errorf("%s: more than the bound %v", c.what, bound)
		}
	}
}

func TestRarityOf(t *testing.T) {
	for share := 1.0; share > 1e-9; share *= 0.9 {
		if off := math.Abs(math.Log2(RarityOf(share).Share() / share)); off > 1.0/16+1e-9 {
			t.Errorf("a share of %v is taken for one of %v", share, RarityOf(share).Share())
		}
	}
}
