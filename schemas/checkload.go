package schemas

import (
	"slices"
	"strings"

	"lamsach/internal/strict"
)

// order is a date's place beside another column's, and where it is stated.
type order struct {
	role, own Role
	at        strict.Node
}

// check reads what the values of a column must be; nil after a fault.
//
//	check: { one_of: [A1, A2, B1] }          # compared without marks, case and punctuation
//	check: { pattern: ["9(12)", "9(9)"] }    # as schemas detect shows them; 9(9-12) is 9 to 12 digits
//	check: { range: { from: 1, to: 5 } }
//	check: { date: day, not_before: loan_start, not_after: report_date }
func (l *loader) check(n strict.Node, own func() Role) *Check {
	var c Check
	before := l.Faults()
	role := func(key string, into *Role) strict.Field {
		return strict.Field{Key: key, Read: func(n strict.Node) {
			if *into = Role(l.Written(n, key, "loan_start")); *into != "" {
				l.orders = append(l.orders, func() order { return order{*into, own(), n} })
			}
		}}
	}
	ok := l.Mapping(n, "check",
		strict.Field{Key: "one_of", Read: func(n strict.Node) {
			l.List(n, "one_of", "A1, A2", func(n strict.Node) {
				switch word := l.Written(n, "a word of one_of", "A1"); {
				case word == "":
				case foldKey(word) == "":
					l.Fault(n, "a word of one_of must have a letter or digit")
				default:
					c.OneOf = append(c.OneOf, word)
				}
			})
		}},
		strict.Field{Key: "pattern", Read: func(n strict.Node) {
			l.List(n, "pattern", `"9(12)"`, func(n strict.Node) {
				text := l.Written(n, "a pattern", "9(12)")
				if _, ok := parsePattern(text); text != "" && !ok {
					l.Fault(n, "pattern %s is none; 9(12) is twelve digits, 9(9-12) nine to twelve, X a word with a capital, x one without, %s and blanks are themselves",
						strict.Quoted(text), strings.Join(strings.Split(patternSigns, ""), " "))
				}
				c.Patterns = append(c.Patterns, text)
			})
		}},
		strict.Field{Key: "range", Read: func(n strict.Node) { c.Range = l.numberRange(n) }},
		strict.Field{Key: "date", Read: func(n strict.Node) {
			c.Date = Precision(max(0, slices.Index(precisionNames[:], l.Word(n, "date", precisionNames[YearOnly:]...))))
		}},
		role("not_before", &c.NotBefore),
		role("not_after", &c.NotAfter),
	)
	if ok && l.Faults() == before && c.OneOf == nil && c.Patterns == nil && c.Range == nil && !c.Dates() {
		l.Fault(n, "check says nothing; write for example { one_of: [A1, A2] }")
	}
	if !ok || l.Faults() > before {
		return nil
	}
	c.prepare()
	return &c
}

func (l *loader) numberRange(n strict.Node) *Range {
	var r Range
	end := func(key string, into **float64) strict.Field {
		return strict.Field{Key: key, Read: func(n strict.Node) {
			if v, ok := l.Number(n, key, "5"); ok {
				*into = &v
			}
		}}
	}
	before := l.Faults()
	if l.Mapping(n, "range", end("from", &r.From), end("to", &r.To)) && l.Faults() == before {
		switch {
		case r.From == nil && r.To == nil:
			l.Fault(n, "range needs from, to or both, such as { from: 1, to: 5 }")
		case r.From != nil && r.To != nil && *r.From > *r.To:
			l.Fault(n, "range is empty: from is greater than to")
		}
	}
	return &r
}

// cleanedRoles are the roles whose values cleaning checks by itself.
var cleanedRoles = slices.Concat([]Role{
	RolePersonalID, RoleCMND, RoleAnyNumber, RoleFullName, RoleBirthDate, RoleGender, RolePhone, RoleSurname, RoleMiddleName, RoleSurnameAndMiddle,
	RoleGivenName, RoleBirthDay, RoleBirthMonth, RoleBirthYear, RoleStreet, RoleHamlet, RoleCommune, RoleDistrict, RoleProvince, RoleCommuneCode,
	RoleDistrictCode, RoleProvinceCode,
}, addressRoles)

// checkOrders holds the columns that dates are compared with against the
// description, when all of it is read.
func (l *loader) checkOrders() {
	for _, made := range l.orders {
		switch o := made(); {
		case o.role == o.own:
			l.Fault(o.at, "a date is always in order with itself; name the role of another column")
		case !l.roles[o.role]:
			l.Fault(o.at, "no column of this description has the role %s (of a column without role, its output)%s", strict.Quoted(string(o.role)), l.hint(o.role))
		}
	}
}

func (l *loader) hint(role Role) string {
	var known []string
	for _, c := range l.d.Columns {
		known = append(known, string(c.Role))
	}
	if near := strict.Nearest(string(role), known); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}
