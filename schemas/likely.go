package schemas

import (
	"math"
	"slices"
	"sync"
)

// The functions of this file read headers that no spelling is known of, by the
// words that they share with known ones and by whether the values are such as the
// description says. Only columns that are carried through are found this way, and
// only where one role is clearly meant: a wrong role is worse than none.

const (
	likelyNeeds  = 0.45 // least likeness of a header to a spelling
	likelyChecks = 0.35 // the same, where the values also pass a check that few values would
	likelyAhead  = 1.25 // how many times as like as any other role
	likelySure   = 0.62 // what a role found this way counts, at most
	passing      = 0.9  // least share of values that pass a check
)

// meant is the column of the description that a header without a known spelling
// most likely means, -1 for none, and how like it is.
func (r *recogniser) meant(column int) (of int, score float64) {
	header := r.cols[column].Name
	if r.known[column] || r.says[column] != "" || anonymous(header) {
		return -1, 0
	}
	words, second := stemmed(header), 0.0
	of = -1
	for c := range r.d.Columns {
		if like := r.likeness(column, c, words); like > score {
			of, score, second = c, like, score
		} else {
			second = max(second, like)
		}
	}
	if score < second*likelyAhead {
		return -1, 0
	}
	return of, score
}

// likely gives roles to columns that have none.
func (r *recogniser) likely() {
	type bid struct {
		column, role int
		score        float64
	}
	var bids []bid
	for i, a := range r.answer {
		if a.Role == "" {
			if of, score := r.meant(i); of >= 0 {
				bids = append(bids, bid{i, of, score})
			}
		}
	}
	for _, b := range bids {
		role := r.d.Columns[b.role].Role
		taken := slices.ContainsFunc(r.answer, func(a Recognised) bool { return a.Role == role })
		rival := slices.ContainsFunc(bids, func(o bid) bool { return o.role == b.role && o.column != b.column })
		if !taken && !rival {
			r.answer[b.column] = Recognised{Column: b.column, Role: role, Certainty: likelySure * min(1, b.score), By: "both"}
		}
	}
}

// likeness is how like a header is to the spellings of a column of the
// description, 0 if it is not like enough or its values are others.
func (r *recogniser) likeness(column, of int, words []string) float64 {
	c, p := &r.d.Columns[of], &r.profiles[column]
	if slices.Contains(cleanedRoles, c.Role) || slices.Contains(otherPeople, c.Role) || len(c.Headers) == 0 {
		return 0
	}
	if p.n >= enoughValues && !p.suits(c) {
		return 0
	}
	needs := likelyNeeds
	if p.n >= enoughValues && c.Check != nil && c.Check.narrow() {
		if share := c.Check.passed(r.cols[column].Sample); share < passing {
			return 0
		}
		needs = likelyChecks
	}
	best := 0.0
	for _, spelling := range r.d.meant()[of] {
		best = max(best, r.d.alike(words, spelling))
	}
	if best < needs {
		return 0
	}
	return best
}

// otherPeople are the roles of other people of a row, which a word in common does
// not make.
var otherPeople = []Role{
	RoleFatherName, RoleFatherID, RoleFatherBirth, RoleMotherName, RoleMotherID, RoleMotherBirth, RoleSpouseName, RoleSpouseID, RoleSpouseBirth,
	RoleHouseholdHead, RoleHeadID, RoleHeadBirth, RoleGuardianName, RoleGuardianID, RoleGuardianBirth, RoleGuardianPhone, RoleDependantName,
	RoleDependantID, RoleOtherNames,
}

// suits says whether values may be those of a column: dates where dates are meant,
// and nothing flatly else.
func (p *profile) suits(c *Column) bool {
	dates := c.Check != nil && c.Check.Dates() || slices.ContainsFunc(c.Formats, isDateFormat) && !slices.Contains(c.Formats, "text")
	switch {
	case dates:
		return p.strict[traitDate] >= 0.5 || p.strict[traitReport] >= 0.5
	case p.strict[traitDate] >= 0.9 && p.figures < 0.5: // dates with their separators
		return false
	}
	return !p.unlikeFormat(c)
}

func isDateFormat(format string) bool {
	switch format {
	case "text", "digits", "digits-9", "digits-12", "integer", "decimal", "code", "vocabulary":
		return false
	}
	return true
}

// narrow says whether few values pass a check by chance.
func (c *Check) narrow() bool { return c.OneOf != nil || c.Patterns != nil }

// passed is the share of values that pass a check.
func (c *Check) passed(sample []string) float64 {
	n, ok := 0, 0
	for _, v := range sample[:min(len(sample), maxPassed)] {
		if v != "" && !NoValue(v) {
			if n++; c.Text(v) == NoCode {
				ok++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(ok) / float64(n)
}

// maxPassed bounds the values that are held against a check.
const maxPassed = 200

// meaning of spellings, by column of the description.
type spellings struct {
	once  sync.Once
	words [][][]string
	roles map[string]int // in how many columns' spellings a word stands
}

// meant are the spellings of each column as words.
func (d *Description) meant() [][][]string {
	d.spellings.once.Do(func() {
		s := &d.spellings
		s.roles = map[string]int{}
		for _, c := range d.Columns {
			all := append([]string{string(c.Role), c.Output}, c.Headers...)
			all = append(all, spellingsOf()[c.Role]...)
			var lists [][]string
			own := map[string]bool{}
			for _, header := range all {
				if words := stemmed(header); len(words) > 0 {
					lists = append(lists, words)
					for _, w := range words {
						own[w] = true
					}
				}
			}
			for w := range own {
				s.roles[w]++
			}
			s.words = append(s.words, lists)
		}
	})
	return d.spellings.words
}

// stemmed are the words of a header by their beginnings: activated and activation,
// certificate and certifying are one. Folded Vietnamese words are shorter.
func stemmed(header string) []string {
	words := meantWords(header)
	for i, w := range words {
		words[i] = w[:min(len(w), stem)]
	}
	slices.Sort(words)
	return slices.Compact(words)
}

const stem = 6

// weight of a word: one that stands in few columns' spellings says more.
func (d *Description) weight(word string) float64 {
	return math.Log2(1 + float64(len(d.Columns)+1)/float64(d.spellings.roles[word]+1))
}

// alike is the weight of the words that two headers share, as a share of all.
func (d *Description) alike(a, b []string) float64 {
	if !sameThing(a, b) {
		return 0
	}
	shared, all := 0.0, 0.0
	for _, w := range a {
		all += d.weight(w)
		if slices.Contains(b, w) {
			shared += d.weight(w)
		}
	}
	for _, w := range b {
		if !slices.Contains(a, w) {
			all += d.weight(w)
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
}

// things are words of headers for what of a matter a column says, folded and of
// one meaning: a kind of customer is no code of one.
var things = map[string]string{
	"type": "kind", "status": "status", "trang": "status", "date": "date", "no": "number", "code": "number", "id": "number",
	"name": "name", "ten": "name", "amount": "amount", "muc": "amount", "address": "place", "place": "place", "author": "place", "office": "place",
}

// always are the things that a header never leaves out.
var always = []string{"kind", "status", "date"}

// sameThing says whether two headers may be about the same thing of a matter.
func sameThing(a, b []string) bool {
	of := func(words []string) (list []string) {
		for _, w := range words {
			if t := things[w]; t != "" {
				list = append(list, t)
			}
		}
		return list
	}
	one, other := of(a), of(b)
	if len(one) == 0 {
		return true
	}
	if len(other) == 0 {
		return !slices.ContainsFunc(one, func(t string) bool { return slices.Contains(always, t) })
	}
	return slices.ContainsFunc(one, func(t string) bool { return slices.Contains(other, t) })
}

// spellingsOf are the spellings of the general table by role.
var spellingsOf = sync.OnceValue(func() map[Role][]string {
	by := map[Role][]string{}
	for _, rec := range mustTable("columns/column_aliases.csv") {
		by[Role(rec[0])] = append(by[Role(rec[0])], rec[1])
	}
	for _, a := range moreAliases {
		by[a.role] = append(by[a.role], splitList(a.headers)...)
	}
	return by
})
