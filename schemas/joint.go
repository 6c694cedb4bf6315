package schemas

import (
	"slices"
	"strings"
)

// The functions of this file settle what only several columns together say.

// hasClaim says whether some column claims a role, and returns its certainty.
func (r *recogniser) hasClaim(role Role) (best float64) {
	for _, c := range r.claims {
		if c.role == role {
			best = max(best, c.certainty)
		}
	}
	return best
}

// drop takes claims back.
func (r *recogniser) drop(which func(claim) bool) {
	r.claims = slices.DeleteFunc(r.claims, which)
}

// free says whether values may decide what a column is.
func (r *recogniser) free(column int) bool { return !r.known[column] }

// pairNames finds a name in two columns by its values: one of given names,
// and one of names that are too short without it. A header over both may stand
// above the first of them alone.
func (r *recogniser) pairNames() {
	if r.d.Column(RoleGivenName) == nil || r.d.Column(RoleSurnameAndMiddle) == nil || r.hasClaim(RoleSurnameAndMiddle)+r.hasClaim(RoleSurname) > 0 && r.hasClaim(RoleGivenName) > 0 {
		return
	}
	begin, given := -1, -1
	for i := range r.cols {
		p := &r.profiles[i]
		if p.strict[traitSurnameAndMiddle] >= contentNeeds && (begin < 0 || p.strict[traitSurnameAndMiddle] > r.profiles[begin].strict[traitSurnameAndMiddle]) &&
			(r.free(i) || r.overBoth(i)) {
			begin = i
		}
	}
	for i := range r.cols {
		p := &r.profiles[i]
		if i != begin && r.free(i) && p.strict[traitGiven] >= contentNeeds && p.strict[traitGiven] > p.strict[traitSurname] &&
			(given < 0 || p.strict[traitGiven] > r.profiles[given].strict[traitGiven]) {
			given = i
		}
	}
	if begin < 0 || given < 0 || r.nameElsewhere(begin) {
		return
	}
	r.drop(func(c claim) bool { return c.column == begin || c.column == given })
	r.bid(begin, RoleSurnameAndMiddle, contentWeight*r.profiles[begin].strict[traitSurnameAndMiddle], "content")
	r.bid(given, RoleGivenName, contentWeight*r.profiles[given].strict[traitGiven], "content")
}

// overBoth says whether the header of a column is that of a name whose second
// column, right of it, has none.
func (r *recogniser) overBoth(column int) bool {
	named := slices.ContainsFunc(r.claims, func(c claim) bool { return c.column == column && c.role == RoleFullName })
	return named && column+1 < len(r.cols) && strings.TrimSpace(r.cols[column+1].Name) == "" && r.profiles[column+1].strict[traitGiven] >= contentNeeds
}

// nameElsewhere says whether another column is a whole name.
func (r *recogniser) nameElsewhere(but int) bool {
	return slices.ContainsFunc(r.claims, func(c claim) bool {
		return c.role == RoleFullName && c.column != but && !r.profiles[c.column].short
	})
}

// joinDates finds day, month and year of a birth side by side under headers
// that say nothing, and takes back claims on parts that lack the rest.
func (r *recogniser) joinDates() {
	if r.d.Column(RoleBirthDay) == nil {
		return
	}
	looks := func(i int, t trait) bool { return r.free(i) && r.profiles[i].strict[t] >= clearlyAnother*0.8 }
	for i := 0; i+2 < len(r.cols); i++ {
		for _, order := range [][3]trait{{traitDay, traitMonth, traitYear}, {traitYear, traitMonth, traitDay}} {
			if r.bornElsewhere(i) {
				break
			}
			if looks(i, order[0]) && looks(i+1, order[1]) && looks(i+2, order[2]) && anonymous(r.cols[i].Name) && anonymous(r.cols[i+1].Name) {
				r.birthAt(i, order)
				return
			}
		}
	}
	if r.hasClaim(RoleBirthMonth) > 0 { // beside which a "birth date" of years is the year
		for i, c := range r.claims {
			if c.role == RoleBirthDate && r.profiles[c.column].strict[traitYear] >= clearlyAnother {
				r.claims[i].role = RoleBirthYear
			}
		}
	}
	if r.hasClaim(RoleBirthMonth) == 0 || r.hasClaim(RoleBirthYear) == 0 {
		r.drop(func(c claim) bool { return c.role == RoleBirthDay || c.role == RoleBirthMonth })
	}
}

// bornElsewhere says whether a column other than three is a birth date.
func (r *recogniser) bornElsewhere(first int) bool {
	return slices.ContainsFunc(r.claims, func(c claim) bool {
		return c.role == RoleBirthDate && (c.column < first || c.column > first+2)
	})
}

func (r *recogniser) birthAt(first int, order [3]trait) {
	role := map[trait]Role{traitDay: RoleBirthDay, traitMonth: RoleBirthMonth, traitYear: RoleBirthYear}
	for i, t := range order {
		r.drop(func(c claim) bool { return c.column == first+i })
		r.bid(first+i, role[t], contentWeight*r.profiles[first+i].strict[t], "content")
	}
}

// unitRoles are the units that an address may have in columns of their own.
var unitRoles = []Role{RoleCommune, RoleDistrict, RoleProvince}

// joinUnits finds units by their values, if there are at least a province and
// one below it, and then makes of an address that names no unit the street that
// stands before them.
func (r *recogniser) joinUnits() {
	if r.d.Column(RoleProvince) == nil {
		return
	}
	units := slices.Clone(unitRoles)
	byValues := map[Role]int{}
	for _, role := range units {
		if r.hasClaim(role) > 0 {
			continue
		}
		for i := range r.cols {
			if score := r.profiles[i].strict[traitOf[role]]; r.free(i) && score >= contentNeeds {
				if at, ok := byValues[role]; !ok || score > r.profiles[at].strict[traitOf[role]] {
					byValues[role] = i
				}
			}
		}
	}
	there := func(role Role) bool { _, ok := byValues[role]; return ok || r.hasClaim(role) > 0 }
	if !there(RoleProvince) || !there(RoleCommune) && !there(RoleDistrict) {
		return
	}
	for _, role := range units {
		if at, ok := byValues[role]; ok {
			r.drop(func(c claim) bool { return c.column == at })
			r.bid(at, role, contentWeight*r.profiles[at].strict[traitOf[role]], "content")
		}
	}
	r.findStreet()
}

// streetNeeds is the share of an address column's values that may name a unit
// above the street if the column is a street all the same.
const streetNeeds = 0.3

// findStreet: beside columns of units, an address whose values hardly name any
// is the street before them, and so is an unknown column of streets.
func (r *recogniser) findStreet() {
	if r.d.Column(RoleStreet) == nil {
		return
	}
	addresses := map[int]bool{}
	for _, c := range r.claims {
		p := &r.profiles[c.column]
		if slices.Contains(addressRoles, c.role) && p.n >= enoughValues && p.upper < streetNeeds {
			addresses[c.column] = true
		}
	}
	best := -1
	for i := range r.cols {
		p := &r.profiles[i]
		claimed := slices.ContainsFunc(r.claims, func(c claim) bool { return c.column == i && !addresses[i] })
		if r.free(i) && !claimed && p.strict[traitStreet] >= contentNeeds && (best < 0 || p.strict[traitStreet] > r.profiles[best].strict[traitStreet]) {
			best = i
		}
	}
	for i, c := range r.claims {
		if addresses[c.column] && slices.Contains(addressRoles, c.role) {
			r.claims[i].role = RoleStreet
		}
	}
	if best >= 0 && r.hasClaim(RoleStreet) == 0 && r.hasClaim(RoleHamlet) == 0 {
		r.bid(best, RoleStreet, contentWeight*r.profiles[best].strict[traitStreet], "content")
	}
}
