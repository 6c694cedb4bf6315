package train

import (
	"math"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// Most probabilities among pairs that do not belong together come from the
// frequencies of the register, value by value. Two have none: that names have
// nothing in common, and that birth dates have not. They are counted among
// random pairs.

// The shares of such pairs in a register of the whole population.
const (
	usualOtherName  = 0.79
	usualOtherBirth = 0.985
)

// Chance is a probability among random pairs.
type Chance struct {
	Level string  `json:"level"`
	Usual float64 `json:"usual"`
	Share float64 `json:"share"`
	Half  float64 `json:"half_width"` // of the 95 % interval
	Pairs int64   `json:"pairs"`      // after which it was narrow enough
}

// narrow is the half width of an interval, relative to its share, at which an
// estimate stops; fewPairs is how many pairs it takes at least.
const (
	narrow   = 0.01
	fewPairs = 1000
)

// chance counts pairs in their order until the interval is narrow enough. Pairs
// of which is returns neither yes nor no do not count.
func chance(level string, usual float64, pairs []matchers.Comparison, is func(*matchers.Comparison) (yes, counts bool)) Chance {
	c, hits := Chance{Level: level, Usual: usual}, int64(0)
	for i := range pairs {
		yes, counts := is(&pairs[i])
		if !counts {
			continue
		}
		if c.Pairs++; yes {
			hits++
		}
		c.Share = float64(hits) / float64(c.Pairs)
		c.Half = 1.96 * math.Sqrt(c.Share*(1-c.Share)/float64(c.Pairs))
		if c.Pairs >= fewPairs && c.Half <= narrow*c.Share {
			break
		}
	}
	return c
}

// bits is what a weight of the level changes by; 0 where too few pairs tell.
func (c *Chance) bits() float64 {
	if c.Pairs < fewPairs || c.Share == 0 {
		return 0
	}
	return math.Max(-1, math.Min(1, math.Log2(c.Usual/c.Share)))
}

// byChance estimates what random pairs tell, and changes the model by it.
func byChance(m *matchers.Model, pairs []matchers.Comparison) []Chance {
	name := chance("name_model.other", usualOtherName, pairs, func(c *matchers.Comparison) (bool, bool) {
		return c.Name.Count[kernel.Different] > 0 && c.Name.Mechanism() == schemas.MechanismOtherName, !c.Nameless
	})
	birth := chance("birth.other", usualOtherBirth, pairs, func(c *matchers.Comparison) (bool, bool) {
		return c.Birth == kernel.DateOther, birthLevel[c.Birth] != none
	})
	m.NameM.Other = math.Min(m.NameM.Other+name.bits(), -0.001)
	m.Birth.Other = math.Min(m.Birth.Other+birth.bits(), -0.001)
	return []Chance{name, birth}
}
