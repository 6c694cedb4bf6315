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
// bears. dst must be as long as the list. The look-ups of a list wait
// for memory together.
func (s *Snapshot) ByPINs(list []schemas.Number, dst []uint32) {
	var cells [2][128]uint32
	for len(list) > 0 {
		n := min(len(list), len(cells[0]))
		for i, number := range list[:n] {
			cells[0][i], cells[1][i] = 0, 0
			if number.Kind() == schemas.PersonalID {
				cells[0][i], cells[1][i] = s.numbers.cell(number.Value())
			}
		}
		for i, number := range list[:n] {
			dst[i], _ = s.numbers.among(cells[0][i], cells[1][i], number.Value())
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
	firstDecade, lastDecade := Decade(year), Decade(year)
	if year == 0 {
		firstDecade, lastDecade = 0, Decade(endYear-1)
	}
	for g := from; g <= to; g++ {
		for d := firstDecade; d <= lastDecade; d++ {
			if found := s.nameCounts.find(s.guard, nameKey(foldedName, g, d)); len(found) > 0 {
				same += found[0]
			}
			cohort += s.frequencies.decade(g, d)
		}
	}
	return same, cohort
}
