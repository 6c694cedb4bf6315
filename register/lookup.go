package register

import (
	"lamsach/matchers/block"
	"lamsach/schemas"
)

// ByPIN finds the person who bears a personal ID now.
func (s *Snapshot) ByPIN(n schemas.Number) (uint32, bool) {
	if n.Kind() != schemas.PersonalID {
		return NoPerson, false
	}
	return s.numbers.find(n.Value())
}

// ByCMND appends the people who have or had an identity card of 9 digits,
// ascending.
func (s *Snapshot) ByCMND(n schemas.Number, dst []uint32) []uint32 {
	if !usable(n, schemas.CMND, endCMND) {
		return dst
	}
	for _, p := range s.byCMND.find(mixNumber(n.Value())) {
		if int(p) < len(s.hot) && s.hasCMND(p, uint32(n.Value())) {
			dst = append(dst, p)
		}
	}
	return dst
}

func (s *Snapshot) hasCMND(p, v uint32) bool {
	own := s.hot[p].cmnd
	if own&cmndMask == v {
		return true
	}
	if own&cmndMore == 0 {
		return false
	}
	for _, more := range s.more[first(s.moreOrd, p):first(s.moreOrd, p+1)] {
		if more == v {
			return true
		}
	}
	return false
}

// ByFormer appends the people who gave a personal ID up, ascending.
func (s *Snapshot) ByFormer(n schemas.Number, dst []uint32) []uint32 {
	if !usable(n, schemas.PersonalID, endPIN) {
		return dst
	}
	for _, p := range s.byFormer.find(mixNumber(n.Value())) {
		for _, v := range s.former[first(s.formerOrd, p):first(s.formerOrd, p+1)] {
			if v == n.Value() {
				dst = append(dst, p)
				break
			}
		}
	}
	return dst
}

// Block returns the people who stand under a key, ascending. A few of them may
// stand under another key whose hash looks the same. The slice lies in the
// mapping: it must not be written to, and is valid until Close.
func (s *Snapshot) Block(k block.Keyed) []uint32 {
	if k.Kind >= block.Kinds {
		return nil
	}
	return s.blocks[k.Kind].find(uint64(k.Key))
}

// NameCount says how many people of a gender, born in the decade of a year
// (1980 to 1989), bear a folded full name, and how many there are in all. A
// gender of 0 stands for everybody, a year of 0 for every decade. A name that
// only one person of a decade and gender bears is not stored: same is 0 for it
// as for one that nobody bears.
func (s *Snapshot) NameCount(foldedName uint64, gender schemas.Gender, year int) (same, cohort uint32) {
	from, to := schemas.NoGender, schemas.Female
	if gender != schemas.NoGender {
		from, to = gender, gender
	}
	firstDecade, lastDecade := decade(year), decade(year)
	if year == 0 {
		firstDecade, lastDecade = 0, decade(endYear-1)
	}
	for g := from; g <= to; g++ {
		for d := firstDecade; d <= lastDecade; d++ {
			if found := s.nameCounts.find(nameKey(foldedName, g, d)); len(found) > 0 {
				same += found[0]
			}
			cohort += s.frequencies.decade(g, d)
		}
	}
	return same, cohort
}
