package schemas

import (
	"slices"
	"strings"
)

// decisive are the things without which rows cannot be looked up, with the
// roles that give them.
var decisive = [][]Role{
	{RolePersonalID, RoleAnyNumber},
	{RoleFullName, RoleGivenName},
	{RoleBirthDate, RoleBirthYear},
	{RoleAnyAddress, RoleAddress, RoleCurrentAddress, RoleTemporaryAddress, RoleCommune, RoleProvince, RoleCommuneCode},
}

// rescueWeight is what values are worth under a header that means another
// thing: less than under one that means nothing. rescueNeeds is how well they
// must fit.
const (
	rescueWeight = 0.7
	rescueNeeds  = 0.72
)

// rescue looks for what would else be missing under headers that name other
// things but have no look by which values could contradict them: a personal ID
// under tax code, where it stands since 2025, and columns under each other's
// headers. Headers of like things are believed: a column of names of mothers is
// no column of names.
func (r *recogniser) rescue() {
	for _, group := range decisive {
		weakly, there := r.holder(group)
		if there && weakly < 0 {
			continue
		}
		if group[0] == RoleFullName && r.rescuePair(weakly) {
			continue
		}
		best, role, score := r.bestFor(group)
		if best < 0 || there && r.answer[weakly].By == "content" {
			continue
		}
		if there {
			r.says[weakly] = r.answer[weakly].Role
			r.answer[weakly] = Recognised{Column: weakly}
		}
		r.give(best, role, score)
	}
}

// holder says whether a column has one of some roles, and which column it is if
// it has it weakly: its values do not fit, or are a name without its last word.
func (r *recogniser) holder(group []Role) (weakly int, there bool) {
	weakly = -1
	for i, a := range r.answer {
		p := &r.profiles[i]
		if !slices.Contains(group, a.Role) {
			continue
		}
		there = true
		unfit := a.By == "header" && traitOf[a.Role] != noTrait && p.n >= enoughValues && p.fit(traitOf[a.Role]) < flatlyDiffers
		if !unfit && !(a.Role == RoleFullName && a.By == "content" && p.short) {
			return -1, true
		}
		if weakly < 0 {
			weakly = i
		}
	}
	return weakly, there
}

// bestFor is the column whose values fit one of some roles best, -1 for none.
func (r *recogniser) bestFor(group []Role) (best int, bestRole Role, bestScore float64) {
	best, bestScore = -1, rescueNeeds
	for i := range r.answer {
		for _, role := range group {
			if role == RoleGivenName || r.d.Column(role) == nil || role == RoleAnyNumber && !r.profiles[i].mixed {
				continue
			}
			if score := r.profiles[i].strict[traitOf[role]]; score > bestScore && r.maybe(i, role) {
				best, bestRole, bestScore = i, role, score
			}
		}
	}
	return best, bestRole, bestScore
}

// give gives a column a role against its header.
func (r *recogniser) give(column int, role Role, score float64) {
	a, by := &r.answer[column], "content"
	switch a.Role {
	case RoleTaxCode, RoleSocialInsurance: // which a personal ID is
		by = "both"
	case "":
		if r.says[column] == "" && !anonymous(r.cols[column].Name) {
			r.says[column] = headerRole(r.cols[column].Name)
		}
	default:
		if a.By != "content" {
			r.says[column] = a.Role
		}
	}
	*a = Recognised{Column: column, Role: role, Certainty: rescueWeight * score, By: by}
}

// rescuePair finds a name in two columns, of which one may have been taken for
// all of it.
func (r *recogniser) rescuePair(taken int) bool {
	if r.d.Column(RoleGivenName) == nil || r.d.Column(RoleSurnameAndMiddle) == nil {
		return false
	}
	best := func(t trait, but int) int {
		at := -1
		for i := range r.answer {
			if score := r.profiles[i].strict[t]; i != but && score >= rescueNeeds && (i == taken || r.maybe(i, RoleFullName)) && (at < 0 || score > r.profiles[at].strict[t]) {
				at = i
			}
		}
		return at
	}
	begin := best(traitSurnameAndMiddle, -1)
	given := best(traitGiven, begin)
	if begin < 0 || given < 0 {
		return false
	}
	if taken >= 0 && taken != begin && taken != given {
		r.says[taken] = r.answer[taken].Role
		r.answer[taken] = Recognised{Column: taken}
	}
	r.give(begin, RoleSurnameAndMiddle, r.profiles[begin].strict[traitSurnameAndMiddle])
	r.give(given, RoleGivenName, r.profiles[given].strict[traitGiven])
	return true
}

// headerRole is the role that a header names whatever the dataset, "" if none.
func headerRole(header string) Role {
	key := keyOf(header)
	if manyMeanings[key] != nil {
		return ""
	}
	if role, ok := aliases()[key]; ok {
		return role
	}
	return aliases()[trimHeader(key)]
}

// maybe says whether a column may be something else than its header says. Its
// own role must have no look; and it must not be a like thing of another kind.
func (r *recogniser) maybe(column int, role Role) bool {
	has := r.answer[column].Role
	if has != "" && traitOf[has] != noTrait && traitOf[has] != traitDate && traitOf[has] != traitReport || ofAnother(r.cols[column].Name) {
		return false
	}
	says := string(has)
	if says == "" {
		says = string(headerRole(r.cols[column].Name))
	}
	switch role {
	case RoleFullName:
		return !strings.Contains(says, "name") && !strings.Contains(says, "head")
	case RoleBirthDate, RoleBirthYear:
		return !strings.Contains(says, "date") && !strings.HasPrefix(says, "loan")
	case RolePersonalID, RoleCMND, RoleAnyNumber:
		return !strings.Contains(says, "account")
	}
	return !strings.Contains(says, "place") && says != "hometown"
}
