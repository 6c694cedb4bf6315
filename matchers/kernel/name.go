package kernel

import (
	"slices"
	"strings"

	"lamsach/schemas"
)

// NameMatch is how a row's name relates to a name of the register: the best
// alignment of their syllables, as counts, which a model weighs.
type NameMatch struct {
	Count [Relations]uint8 // aligned pairs by relation
	Lost  uint8            // syllables of the register's name that the row lacks in the middle
	Added uint8            // syllables of the row that the register's name lacks
	Cut   uint8            // syllables missing at the end of the row's name
	Order bool             // the same folded syllables in another order
	// The surname, or the given name, is another: that of the register has no
	// counterpart anywhere in the row, which has another syllable besides; or the
	// given name of the row has none in the register's name, which has one besides.
	OtherSurname, OtherGiven bool
	Clan                     bool     // see Coder.clan; told only where a part is another
	Surname                  Relation // relation of the first syllables
	Given                    Relation // relation of the last syllables

	At [MaxSyllables]Relation // by syllable of the row: to the one it is aligned with; Different without one
}

// Alignment costs: only their order matters, they choose the alignment that is
// then counted. The model's weights are elsewhere.
var alignCost = [Relations]uint16{Same: 0, Unmarked: 1, Tone: 2, VowelMark: 3, Stroke: 2, IY: 3, Sound: 5, Letter: 6, Wild: 4, Initial: 5, Prefix: 7, Different: 14}

const skipCost = 8 // a syllable lost or added

// CompareNames aligns the name of a row with one of the register. Both must be
// coded by this coder or its syllabary.
func (c *Coder) CompareNames(row, person *Name) NameMatch {
	var m NameMatch
	if row.Len == 0 || person.Len == 0 {
		m.Surname, m.Given = Different, Different
		m.Count[Different] = max(row.Len, person.Len)
		for i := range row.Len {
			m.At[i] = Different
		}
		return m
	}
	if row.Len == person.Len && c.inPlace(row, person, &m) {
		return m
	}
	m = NameMatch{}
	if row.Len == person.Len && c.reordered(row, person, &m) {
		return m
	}
	m = NameMatch{}
	c.align(row, person, &m)
	return m
}

// inPlace compares position by position; false when a pair is unrelated.
func (c *Coder) inPlace(row, person *Name, m *NameMatch) bool {
	n := row.Len
	for i := range n {
		r := c.relateAt(row, person, i, i)
		if r == Different {
			return false
		}
		m.Count[r]++
		m.At[i] = r
		if i == 0 {
			m.Surname = r
		}
		m.Given = r
	}
	return true
}

// relateAt relates syllable i of the row's name to syllable j of the
// register's. Only the last syllable of a row can be cut short: elsewhere An is
// another name than Anh.
func (c *Coder) relateAt(row, person *Name, i, j uint8) Relation {
	r := c.Relate(row.Syl[i], person.Syl[j])
	if r == Prefix && i != row.Len-1 {
		return Different
	}
	return r
}

// reordered says whether the names are the same folded syllables in another
// order.
func (c *Coder) reordered(row, person *Name, m *NameMatch) bool {
	used := 0
	for i := range row.Len {
		best, at := Different, -1
		for j := range person.Len {
			if used>>j&1 == 0 {
				if r := c.Relate(row.Syl[i], person.Syl[j]); r <= VowelMark && r < best {
					best, at = r, int(j)
				}
			}
		}
		if at < 0 {
			return false
		}
		used |= 1 << at
		m.Count[best]++
		m.At[i] = best
	}
	m.Order, m.Surname, m.Given = true, Same, Same
	return true
}

// align finds the cheapest alignment by dynamic programming over at most 8 × 8
// syllables and counts it.
func (c *Coder) align(row, person *Name, m *NameMatch) {
	var cost [MaxSyllables + 1][MaxSyllables + 1]uint16
	var rel [MaxSyllables][MaxSyllables]Relation
	nr, np := int(row.Len), int(person.Len)
	for i := 0; i <= nr; i++ {
		for j := 0; j <= np; j++ {
			if i == 0 || j == 0 {
				cost[i][j] = uint16(i+j) * skipCost
				continue
			}
			r := c.relateAt(row, person, uint8(i-1), uint8(j-1))
			rel[i-1][j-1] = r
			cost[i][j] = min(cost[i-1][j-1]+alignCost[r], cost[i-1][j]+skipCost, cost[i][j-1]+skipCost)
		}
	}
	m.Surname, m.Given = Different, Different
	lost, unlike := 0, 0 // syllables of the register's name, one bit each
	for i, j := nr, np; i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && cost[i][j] == cost[i-1][j-1]+alignCost[rel[i-1][j-1]]:
			i, j = i-1, j-1
			if m.pair(rel[i][j], i, j, nr, np); rel[i][j] == Different {
				unlike |= 1 << j
			}
		case j > 0 && cost[i][j] == cost[i][j-1]+skipCost:
			if i == nr {
				m.Cut++
			} else {
				m.Lost++
			}
			j--
			lost |= 1 << j
		default:
			m.Added++
			i--
			m.At[i] = Different
		}
	}
	if m.Added > 0 && lost != 0 {
		m.OtherSurname = lost&1 != 0 && nowhere(&rel, nr, 0)
		m.OtherGiven = lost>>(np-1) != 0 && nowhere(&rel, nr, np-1) ||
			!m.OtherSurname && !slices.ContainsFunc(rel[nr-1][:np], Relation.related)
	}
	if !m.Other() {
		return
	}
	if first, ok := c.clan(person); ok {
		own := (1<<(np-1) - 1) &^ (1<<first - 1)
		m.Clan = true
		m.OtherSurname, m.OtherGiven = m.Given == Different, m.Surname == Different || (lost|unlike)&own != 0
	} else if m.Count[Different] == 0 && nr-int(m.Added) < 2 { // one syllable is left
		m.OtherSurname, m.OtherGiven = true, true
	}
}

// clan says whether a name is one of the central highlands (Ê Đê, M'Nông, Gia
// Rai), where a particle tells the gender, Y or H', and the clan stands at the
// end: H'Hen Niê, Y Moan Ênuôl. The name of the person itself begins at first.
// Source: domain facts 5.
func (c *Coder) clan(n *Name) (first uint8, ok bool) {
	switch particle := c.at(n.Syl[0]).untoned; {
	case n.Len >= 3 && (particle == "y" || particle == "h"):
		return 1, true
	case n.Len >= 2 && strings.HasPrefix(particle, "h'"):
		return 0, true
	}
	return 0, false
}

// nowhere says whether no syllable of the row is related to syllable j.
func nowhere(rel *[MaxSyllables][MaxSyllables]Relation, rows, j int) bool {
	for i := range rows {
		if rel[i][j].related() {
			return false
		}
	}
	return true
}

// Slips is how many slips lead from the register's name to the row's, apart from
// parts that are another. Who abbreviates does so throughout, and so does an
// encoding that loses letters; of a name written without any marks it is no slip
// that they are missing.
func (m *NameMatch) Slips(plain bool) int {
	n := int(m.Lost + m.Added + m.Cut)
	for r := Unmarked; r < Different; r++ {
		switch {
		case plain && r == Unmarked:
		case r == Initial || r == Wild:
			n += min(int(m.Count[r]), 1)
		default:
			n += int(m.Count[r])
		}
	}
	if m.Order {
		n++
	}
	return n
}

func (r Relation) related() bool { return r < Different }

// Other says whether a part of the name is another. It is where two syllables
// that stand for one another are unrelated, and where the surname or the given
// name is missing and something else stands elsewhere.
func (m *NameMatch) Other() bool { return m.Count[Different] > 0 || m.OtherSurname || m.OtherGiven }

func (m *NameMatch) pair(r Relation, i, j, nr, np int) {
	m.Count[r]++
	m.At[i] = r
	if i == 0 && j == 0 {
		m.Surname = r
	}
	if i == nr-1 && j == np-1 {
		m.Given = r
	}
}

// Exact says whether every syllable is the same.
func (m *NameMatch) Exact(row *Name) bool {
	return m.Count[Same] == row.Len && m.Lost+m.Added+m.Cut == 0 && !m.Order
}

// Folded says whether the names are equal once all marks are taken off.
func (m *NameMatch) Folded() bool {
	if m.Lost+m.Added+m.Cut != 0 || m.Order {
		return false
	}
	for r := IY; r < Relations; r++ {
		if m.Count[r] != 0 {
			return false
		}
	}
	return true
}

// Mechanism names the strongest difference of the alignment.
func (m *NameMatch) Mechanism() schemas.Mechanism {
	switch {
	case m.Other():
		return m.otherPart()
	case m.Order:
		return schemas.MechanismOrder
	case m.Cut > 0 || m.Count[Prefix] > 0:
		return schemas.MechanismTruncated
	case m.Count[Initial] > 0:
		return schemas.MechanismAbbreviated
	case m.Surname == Different && m.Lost > 0 && m.Added == 0:
		return schemas.MechanismOtherSurname
	case m.Lost > 0:
		return schemas.MechanismMiddleLost
	case m.Added > 0:
		return schemas.MechanismMiddleAdded
	}
	for r := Wild; r > Same; r-- {
		if m.Count[r] > 0 {
			return relationMechanism[r]
		}
	}
	return schemas.NoMechanism
}

var relationMechanism = [Relations]schemas.Mechanism{
	Unmarked: schemas.MechanismMarksLost, Tone: schemas.MechanismTone, VowelMark: schemas.MechanismVowelMark,
	Stroke: schemas.MechanismStroke, IY: schemas.MechanismIY, Sound: schemas.MechanismSoundAlike,
	Letter: schemas.MechanismLetter, Wild: schemas.MechanismVowelMark,
}

// otherPart names which part of the name is another.
func (m *NameMatch) otherPart() schemas.Mechanism {
	surname, given := m.Surname < Different, m.Given < Different
	if m.Clan || m.Count[Different] == 0 {
		surname, given = !m.OtherSurname, !m.OtherGiven
	}
	switch {
	case surname && given:
		return schemas.MechanismOtherMiddle
	case surname:
		return schemas.MechanismOtherGiven
	case given:
		return schemas.MechanismOtherSurname
	}
	return schemas.MechanismOtherName
}
