package schemas

import (
	"slices"
	"strings"
)

// fit is how well values fit a trait for a column whose header names it: any
// number of a person will do for any of the three number roles, any date for a
// birth date.
func (p *profile) fit(t trait) float64 {
	switch t {
	case traitPersonalID, traitCMND:
		return max(p.strict[t], 0.9*p.strict[traitAnyNumber])
	case traitBirth, traitReport:
		return max(p.strict[t], 0.6*p.strict[traitDate])
	case traitGender: // any few short words or figures
		return max(p.strict[t], 0.7*p.loose[t])
	}
	return p.strict[t]
}

// contradicts says that values flatly contradict a header: they do not fit at
// all, and are either nothing like it or clearly something else.
func (p *profile) contradicts(role Role, col *Column) bool {
	if p.n < enoughValues {
		return false
	}
	t := traitOf[role]
	if t == noTrait || t == traitDate || t == traitReport {
		return p.unlikeFormat(col)
	}
	own := p.fit(t)
	if t == traitBirth || t == traitGender { // one date throughout is no column of births
		own = p.strict[t]
	}
	if own < flatlyDiffers && p.loose[t] < flatlyDiffers {
		return true
	}
	for _, other := range plainTraits {
		differs := own < flatlyDiffers || p.strict[other]-own > farBetter && (t == traitName || isUnit(t))
		if differs && other != t && p.clearly(other) && !(isUnit(t) && isUnit(other)) && !(other == traitDate && isDate(t)) {
			return true
		}
	}
	return false
}

// farBetter is how much better than its own look a text fits another one if that
// is what it is: names have some words of addresses, and the reverse.
const farBetter = 0.5

// plainTraits are looks that are hardly ever mistaken for another.
var plainTraits = []trait{
	traitPersonalID, traitCMND, traitAnyNumber, traitName, traitBirth, traitReport, traitGender, traitPhone, traitAddress,
	traitCommune, traitDistrict, traitProvince, traitDate,
}

func isDate(t trait) bool {
	return t == traitBirth || t == traitReport || t >= traitDay && t <= traitYear
}

func isUnit(t trait) bool { return t >= traitStreet && t <= traitProvince || t == traitAddress }

// unlikeFormat says whether values without a look of their own are clearly
// none of the forms that the description names for them.
func (p *profile) unlikeFormat(col *Column) bool {
	if col == nil || len(col.Formats) == 0 {
		return false
	}
	for _, format := range col.Formats {
		if format == "text" || !slices.ContainsFunc(p.noneOf(format), p.clearly) {
			return false
		}
	}
	return true
}

// noneOf are the looks that values of a form never have.
func (p *profile) noneOf(format string) []trait {
	not := []trait{traitName, traitAddress, traitCommune, traitDistrict}
	if strings.Contains(format, "y") && format != "vocabulary" { // dd/mm/yyyy, yyyymmdd ...
		if p.strict[traitDate] < flatlyDiffers {
			not = append(not, traitPersonalID, traitCMND, traitAnyNumber, traitPhone)
			if p.loose[traitDate] < flatlyDiffers {
				return []trait{anyTrait}
			}
		}
		return append(not, traitGender, traitProvince)
	}
	not = append(not, traitBirth)
	if p.figures < 0.5 { // dates with their separators
		not = append(not, traitDate)
	}
	if format != "vocabulary" && format != "code" {
		not = append(not, traitProvince)
	}
	if !p.coded && format != "vocabulary" {
		not = append(not, traitGender)
	}
	return not
}

// anyTrait is a look that everything clearly has.
const anyTrait = noTrait

func (p *profile) clearly(t trait) bool { return t == anyTrait || p.strict[t] >= clearlyAnother }
