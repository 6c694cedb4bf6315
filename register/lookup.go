package register

import (
	"lamsach/schemas"
)

// ByPIN finds the person who bears a personal ID now.
func (s *Snapshot) ByPIN(n schemas.Number) (uint32, bool) {
	if n.Kind() != schemas.PersonalID {
		return NoPerson, false
	}
	return s.numbers.find(n.Value())
}

// ByPINs finds the people who bear personal IDs now, NoPerson for those nobody
// bears. dst must be as long as the list. The look-ups of a list wait for memory
// together.
func (s *Snapshot) ByPINs(list []schemas.Number, dst []uint32) {
	for len(list) > 0 {
		n := min(len(list), aheadNumbers)
		s.numbers.ahead(list[:n])
		for i, number := range list[:n] {
			dst[i], _ = s.ByPIN(number)
		}
		list, dst = list[n:], dst[n:]
	}
}

// ByCMND appends the people who have or had an identity card of 9 digits,
// ascending.
func (s *Snapshot) ByCMND(n schemas.Number, dst []uint32) []uint32 {
	if !usable(n, schemas.CMND, endCMND) {
		return dst
	}
	for _, p := range s.byCMND.find(s.guard, mixNumber(n.Value())) {
		if int(p) < len(s.hot) && s.hasCMND(p, uint32(n.Value())) {
			dst = append(dst, p)
		}
	}
	return dst
}

func (s *Snapshot) hasCMND(p, v uint32) bool {
	own := s.row(p).cmnd
	if own&cmndMask == v {
		return true
	}
	if own&cmndMore == 0 {
		return false
	}
	for _, more := range few(s.guard, s.moreOrd, s.more, p) {
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
	for _, p := range s.byFormer.find(s.guard, mixNumber(n.Value())) {
		for _, v := range few(s.guard, s.formerOrd, s.former, p) {
			if v == n.Value() {
				dst = append(dst, p)
				break
			}
		}
	}
	return dst
}

// NameCounts says how many people bear a folded full name, by gender (0: not
// stated), born in a cohort (see Decade). A name that only one person of a gender
// and cohort bears is not stored: 0 for it as for one that nobody bears.
func (s *Snapshot) NameCounts(foldedName uint64, decade int) (same [genders]uint32) {
	for g := range same {
		if s.frequencies.Cohort(schemas.Gender(g), decade) == 0 {
			continue
		}
		if found := s.nameCounts.find(s.guard, nameKey(foldedName, schemas.Gender(g), decade)); len(found) > 0 {
			same[g] = found[0]
		}
	}
	return same
}
