package schemas

import (
	"cmp"
	"slices"
	"strings"
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
	Rival     Role    // that role, where the header of this column clearly names it too and it has no other

	// Contradicts says that the header names one thing and the values are
	// flatly another: Says is the role that the header names, Role the one that
	// the values look like ("" if like none).
	Contradicts bool
	Says        Role
}

// What evidence is worth. The figures only order claims of several columns on
// one role, and separate "taken" from "left alone"; they are no probabilities.
const (
	headerAlone    = 0.90 // a clear header, nothing to hold it against
	headerBase     = 0.80 // a clear header, to which content adds up to contentBonus
	contentBonus   = 0.19
	headerUnfit    = 0.60 // a clear header over values that do not fit it, nor anything else
	aliasDiscount  = 0.01 // a spelling of the general table rather than the description's
	behindDiscount = 0.02 // each group of addresses that goes before the column's own
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

// recogniser is one recognition on its way.
type recogniser struct {
	d        *Description
	cols     []ColumnInfo
	profiles []profile
	claims   []claim
	says     []Role // by column: the role that the header names, though the values are none of it
	known    []bool // by column: the header clearly names something, be it nothing of this dataset
	answer   []Recognised
}

// Recognise finds the role of each column from its header and from what its
// values look like, in whatever order the columns stand. A clear header
// decides unless the values flatly contradict it; the values decide under an
// unknown header; a header of many meanings needs both. The answer has one
// entry for each column, in their order. No role is given twice unless the
// description allows it: the more certain column has it, then the left one.
func (d *Description) Recognise(cols []ColumnInfo) []Recognised {
	return d.recognise(cols, profilesOf(cols))
}

func profilesOf(cols []ColumnInfo) []profile {
	profiles := make([]profile, len(cols))
	for i := range cols {
		profiles[i] = profileOf(cols[i].Sample)
	}
	return profiles
}

func (d *Description) recognise(cols []ColumnInfo, profiles []profile) []Recognised {
	r := &recogniser{
		d: d, cols: cols, profiles: profiles,
		says: make([]Role, len(cols)), known: make([]bool, len(cols)), answer: make([]Recognised, len(cols)),
	}
	others := d.ofTaxpayer(cols)
	for i := range cols {
		if r.known[i] = others[i]; !others[i] {
			r.claim(i)
		}
	}
	r.pairNames()
	r.joinDates()
	r.joinUnits()
	r.assign()
	r.rescue()
	r.likely()
	for i := range r.answer {
		if says := r.says[i]; says != "" && r.answer[i].Role != says {
			r.answer[i].Contradicts, r.answer[i].Says = true, says
		}
	}
	return r.answer
}

// assign gives each role to the most certain claim on it.
func (r *recogniser) assign() {
	slices.SortStableFunc(r.claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.certainty, a.certainty), cmp.Compare(a.column, b.column))
	})
	for i := range r.answer {
		r.answer[i] = Recognised{Column: i}
	}
	taken := make(map[Role]bool)
	for _, c := range r.claims {
		a := &r.answer[c.column]
		switch {
		case a.Role != "":
		case taken[c.role] && !r.d.Column(c.role).Repeat:
			a.Conflict = true
			if a.Rival == "" && r.known[c.column] && c.by != "content" {
				a.Rival = c.role
			}
		default:
			taken[c.role] = true
			*a = Recognised{Column: c.column, Role: c.role, Certainty: c.certainty, By: c.by}
		}
	}
}

// claim notes what one column may be.
func (r *recogniser) claim(column int) {
	p := &r.profiles[column]
	clues, known := r.d.clues(r.cols[column].Name)
	for _, c := range clues {
		if c.strength == weak {
			if traitOf[c.role] == noTrait && p.n >= enoughValues && !p.suits(r.d.Column(c.role)) {
				continue
			}
			if certainty, by := weakCertainty(c.role, p); certainty > 0 {
				r.bid(column, c.role, certainty, by)
			}
			continue
		}
		c.role = r.refine(column, c.role)
		if p.contradicts(c.role, r.d.Column(c.role)) {
			r.says[column], known = c.role, false
			break
		}
		certainty, by := headerAlone, "header"
		if t := traitOf[c.role]; t != noTrait && p.n > 0 {
			certainty = headerBase + contentBonus*p.fit(t)
			switch {
			case p.fit(t) >= 0.5:
				by = "both"
			case p.fit(t) < flatlyDiffers && p.n >= enoughValues:
				certainty = headerUnfit
			}
		}
		if c.strength == alias {
			certainty -= aliasDiscount
		}
		r.bid(column, c.role, certainty-behindDiscount*float64(c.behind), by)
	}
	r.known[column] = known
	if of, _ := r.meant(column); !known && of < 0 { // words of a header say more than the look of values
		r.contentClaims(column)
	}
}

func (r *recogniser) bid(column int, role Role, certainty float64, by string) {
	r.claims = append(r.claims, claim{column, role, certainty, by})
}

// refine is the role that a header means where the values tell which of two
// near ones: codes of units or their names, a surname with middle names or
// without, the day of a birth or all of it.
func (r *recogniser) refine(column int, role Role) Role {
	p, key := &r.profiles[column], keyOf(r.cols[column].Name)
	to := role
	switch role {
	case RoleProvince, RoleDistrict, RoleCommune:
		coded := strings.HasPrefix(key, "ma") || strings.HasSuffix(key, "code")
		if p.n == 0 && coded || p.figures >= 0.8 && (coded || role == RoleProvince || p.manyFigures >= 0.5) ||
			coded && p.n > 0 && p.strict[traitOf[role]] < flatlyDiffers { // neither codes nor names
			to = map[Role]Role{RoleProvince: RoleProvinceCode, RoleDistrict: RoleDistrictCode, RoleCommune: RoleCommuneCode}[role]
		}
	case RoleSurname: // "Họ" often stands above the middle names too
		if p.strict[traitSurnameAndMiddle] >= contentNeeds && p.strict[traitSurname] < p.strict[traitSurnameAndMiddle]/2 {
			to = RoleSurnameAndMiddle
		}
	case RoleBirthDate:
		if p.n >= enoughValues && p.strict[traitDay] >= clearlyAnother*0.8 && p.strict[traitBirth] < flatlyDiffers {
			to = RoleBirthDay
		}
	}
	if r.d.Column(to) == nil {
		return role
	}
	return to
}

func weakCertainty(role Role, p *profile) (certainty float64, by string) {
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
	{RoleCommuneCode},
}

// offices are words of headers for places that are no person's, folded.
var offices = strings.Fields("cap coquan donvi tiem truong benhvien congty toaan toa coso chinhanh court site office school hospital clinic company employer " +
	"authority issued issuing body branch facility vaccination injection")

func (r *recogniser) contentClaims(column int) {
	p, anonymous := &r.profiles[column], anonymous(r.cols[column].Name)
	for _, group := range contentRoles {
		at := slices.IndexFunc(group, func(role Role) bool { return r.d.Column(role) != nil })
		if at < 0 {
			continue
		}
		role := group[at]
		score, needs := p.strict[traitOf[role]], contentNeeds
		switch role {
		case RoleAnyAddress, RoleAddress, RoleCurrentAddress, RoleTemporaryAddress:
			if _, office := without(foldedWords(r.cols[column].Name), offices); office {
				continue
			}
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
		case RoleCommuneCode:
			needs = codeNeeds
		}
		if score >= needs {
			r.bid(column, role, contentWeight*score*(0.9+0.1*p.filled), "content")
		}
	}
}
