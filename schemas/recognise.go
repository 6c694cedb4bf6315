package schemas

import (
	"cmp"
	"slices"
)

// ColumnInfo is a column as a file has it.
type ColumnInfo struct {
	Name   string   // header, as it stands in the file
	Sample []string // some of its values, about a thousand; never stored, never printed
}

// Recognised says what one column was taken for.
type Recognised struct {
	Column    int     // index into the columns given
	Role      Role    // "" when the column has none of the description's roles
	Certainty float64 // 0 to 1
	By        string  // "header", "content" or "both"; "" without a role
	Conflict  bool    // another column, more certain, has the role this one would have
}

// What evidence is worth. The figures only order claims of several columns on
// one role, and separate "taken" from "left alone"; they are no probabilities.
const (
	headerAlone    = 0.90 // a clear header, nothing to hold it against
	headerBase     = 0.80 // a clear header, to which content adds up to contentBonus
	contentBonus   = 0.19
	aliasDiscount  = 0.01 // a spelling of the general table rather than the description's
	weakBase       = 0.40 // a header of many meanings, or a part of one, with content
	weakAlone      = 0.60 // the same, for roles whose values have no look of their own
	weakNeeds      = 0.35 // least content that a weak header needs
	contentWeight  = 0.80
	contentNeeds   = 0.62 // least content that makes up for an unknown header
	cmndNeeds      = 0.75 // of a CMND, whose nine digits are much like customer codes
	flatlyDiffers  = 0.10 // below this the values do not fit at all
	clearlyAnother = 0.90 // above this they are clearly something else
	enoughValues   = 5    // fewer values contradict nobody
)

// claim is one column's bid for one role.
type claim struct {
	column    int
	role      Role
	certainty float64
	by        string
}

// Recognise finds the role of each column from its header and from what its
// values look like, in whatever order the columns stand. A clear header
// decides unless the values flatly contradict it; the values decide under an
// unknown header; a header of many meanings needs both. The answer has one
// entry for each column, in their order. No role is given twice unless the
// description allows it: the more certain column has it, then the left one.
func (d *Description) Recognise(cols []ColumnInfo) []Recognised {
	var claims []claim
	for i, col := range cols {
		claims = append(claims, d.claims(i, col)...)
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.certainty, a.certainty), cmp.Compare(a.column, b.column))
	})
	answer := make([]Recognised, len(cols))
	for i := range answer {
		answer[i].Column = i
	}
	taken := make(map[Role]bool)
	for _, c := range claims {
		r := &answer[c.column]
		switch {
		case r.Role != "":
		case taken[c.role] && !d.Column(c.role).Repeat:
			r.Conflict = true
		default:
			taken[c.role] = true
			*r = Recognised{Column: c.column, Role: c.role, Certainty: c.certainty, By: c.by}
		}
	}
	return answer
}

// claims returns what one column may be.
func (d *Description) claims(column int, col ColumnInfo) []claim {
	p := profileOf(col.Sample)
	clues, known := d.clues(col.Name)
	var claims []claim
	for _, c := range clues {
		if c.strength == weak {
			if certainty, by := weakCertainty(c.role, p); certainty > 0 {
				claims = append(claims, claim{column, c.role, certainty, by})
			}
			continue
		}
		if p.contradicts(c.role) {
			known = false
			break
		}
		certainty, by := headerAlone, "header"
		if t := traitOf[c.role]; t != noTrait && p.n > 0 {
			certainty = headerBase + contentBonus*p.fit(t)
			if p.fit(t) >= 0.5 {
				by = "both"
			}
		}
		if c.strength == alias {
			certainty -= aliasDiscount
		}
		claims = append(claims, claim{column, c.role, certainty, by})
	}
	if known {
		return claims
	}
	return append(claims, d.contentClaims(column, p, anonymous(col.Name))...)
}

func weakCertainty(role Role, p profile) (certainty float64, by string) {
	t := traitOf[role]
	if t == noTrait {
		return weakAlone, "header"
	}
	score := p.strict[t]
	// The wider of two roles that fit gives way to the narrower.
	if t == traitDate || t == traitAnyNumber && !p.mixed {
		score *= 0.9
	}
	if p.n == 0 || score < weakNeeds {
		return 0, ""
	}
	return weakBase + 0.5*score, "both"
}

// contentRoles are the roles that values alone can show. Of a group of
// addresses only the first that the description has is given this way.
var contentRoles = [][]Role{
	{RolePersonalID},
	{RoleCMND},
	{RoleAnyNumber},
	{RoleFullName},
	{RoleBirthDate},
	{RoleReportDate},
	{RoleGender},
	{RolePhone},
	{RoleAnyAddress, RoleAddress, RoleCurrentAddress, RoleTemporaryAddress},
}

func (d *Description) contentClaims(column int, p profile, anonymous bool) []claim {
	var claims []claim
	for _, group := range contentRoles {
		at := slices.IndexFunc(group, func(r Role) bool { return d.Column(r) != nil })
		if at < 0 {
			continue
		}
		role := group[at]
		score, needs := p.strict[traitOf[role]], contentNeeds
		switch role {
		case RoleCMND:
			if p.mixed {
				score *= 0.95
			} else {
				needs = cmndNeeds
			}
		case RoleGender:
			if p.coded && !anonymous { // two figures under a word: a state, a kind, a flag
				continue
			}
		case RoleAnyNumber:
			if !p.mixed { // one kind of number: it is that kind or nothing
				continue
			}
		}
		if score >= needs {
			claims = append(claims, claim{column, role, contentWeight * score * (0.9 + 0.1*p.filled), "content"})
		}
	}
	return claims
}

// fit is how well values fit a trait for a column whose header names it: any
// number of a person will do for any of the three number roles.
func (p *profile) fit(t trait) float64 {
	switch t {
	case traitPersonalID, traitCMND:
		return max(p.strict[t], 0.9*p.strict[traitAnyNumber])
	case traitBirth, traitReport:
		return max(p.strict[t], 0.6*p.strict[traitDate])
	}
	return p.strict[t]
}

// coded are roles without a look of their own, but surely no names, addresses,
// birth dates or genders in words.
var coded = []Role{
	RoleCustomerCode, RoleContract, RoleBalance, RoleDebtGroup, RoleCurrency, RoleReportDate, RoleTaxCode,
	RolePassport, RoleIssueDate, RoleLoanStart, RoleLoanDue,
}

// contradicts says that values flatly contradict a header: they do not fit at
// all, and are either nothing like it or clearly something else.
func (p *profile) contradicts(role Role) bool {
	if p.n < enoughValues {
		return false
	}
	t := traitOf[role]
	if t == noTrait || t == traitDate || t == traitReport {
		if !slices.Contains(coded, role) {
			return false
		}
		return p.clearly(traitName) || p.clearly(traitAddress) || p.clearly(traitGender) || t != traitDate && p.clearly(traitBirth)
	}
	own := p.fit(t)
	if t == traitBirth { // one date throughout is no column of births
		own = p.strict[traitBirth]
	}
	if own >= flatlyDiffers {
		return false
	}
	if p.loose[t] < flatlyDiffers {
		return true
	}
	for other := noTrait + 1; other < traits; other++ {
		if other != t && other != traitDate && p.clearly(other) {
			return true
		}
	}
	return false
}

func (p *profile) clearly(t trait) bool { return p.strict[t] >= clearlyAnother }
