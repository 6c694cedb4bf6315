package schemas

import "strings"

// clue is what a header says of a column.
type clue struct {
	role     Role
	strength strength
	behind   int // how many other groups of columns of the same parts go before its own
}

type strength uint8

const (
	weak   strength = iota + 1 // a part of the header, or a header of many meanings: content must agree
	alias                      // a spelling of the general table
	direct                     // a spelling of the description
)

// manyMeanings are headers that say little: short, or used for several things.
// Content decides; of roles that fit alike the first.
var manyMeanings = map[string][]Role{
	"ten":       {RoleFullName, RoleGivenName},
	"ho":        {RoleFullName, RoleSurname, RoleSurnameAndMiddle},
	"name":      {RoleFullName, RoleGivenName},
	"chuho":     {RoleFullName},
	"kh":        {RoleFullName, RoleCustomerCode},
	"khachhang": {RoleFullName, RoleCustomerCode},
	"customer":  {RoleFullName, RoleCustomerCode},
	"client":    {RoleFullName, RoleCustomerCode},
	"ngay":      {RoleBirthDate, RoleReportDate, RoleIssueDate, RoleBirthDay},
	"date":      {RoleBirthDate, RoleReportDate, RoleIssueDate},
	"thang":     {RoleBirthMonth},
	"ns":        {RoleBirthDate},
	"nam":       {RoleBirthDate, RoleGender, RoleBirthYear},
	"sinh":      {RoleBirthDate},
	"nu":        {RoleGender},
	"gt":        {RoleGender, RoleAnyNumber, RolePersonalID, RoleCMND},
	"phai":      {RoleGender},
	"cc":        {RolePersonalID, RoleAnyNumber, RoleCMND},
	"socc":      {RolePersonalID, RoleAnyNumber, RoleCMND},
	"sogt":      {RoleAnyNumber, RolePersonalID, RoleCMND},
	"sogiayto":  {RoleAnyNumber, RolePersonalID, RoleCMND},
	"giayto":    {RoleAnyNumber, RolePersonalID, RoleCMND},
	"id":        {RoleAnyNumber, RolePersonalID, RoleCMND, RoleCustomerCode},
	"so":        {RoleAnyNumber, RolePersonalID, RoleCMND, RolePhone},
	"number":    {RoleAnyNumber, RolePersonalID, RoleCMND, RolePhone},
	"pid":       {RolePersonalID, RoleAnyNumber, RoleCMND},
	"dt":        {RolePhone},
	"tel":       {RolePhone},
	"dc":        {RoleAnyAddress, RoleAddress},
	"addr":      {RoleAnyAddress, RoleAddress},
}

// minPart is the shortest part of a header that is taken for a sign of its role.
const minPart = 5

// maxHeader is how much of a header is looked at, in bytes.
const maxHeader = 200

// clues returns what a header says, by falling strength. known says that the
// header clearly names something, be it a role this description has not got:
// then content must not give the column another one.
func (d *Description) clues(header string) (found []clue, known bool) {
	header = header[:min(len(header), maxHeader)]
	key := keyOf(header)
	if i, ok := d.keys[key]; ok {
		return []clue{{role: d.Columns[i].Role, strength: direct}}, true
	}
	if roles, ok := manyMeanings[key]; ok {
		return d.weakly(roles), false
	}
	for _, k := range []string{key, trimHeader(key)} {
		if role, ok := d.lookup(k); ok {
			if d.Column(role) == nil {
				return nil, len(k) > 3 // short keys of other roles (TT, NO, XA) prove nothing
			}
			return []clue{{role: role, strength: alias}}, true
		}
	}
	role, behind := d.composed(header)
	switch {
	case role != "" && d.Column(role) == nil:
		return nil, true
	case role != "":
		return []clue{{role, alias, behind}}, true
	}
	if role, is := d.ofRelative(header); role != "" {
		return []clue{{role: role, strength: alias}}, true
	} else if is || ofAnother(header) {
		return nil, true
	}
	if role := d.byWords(header); role != "" {
		if d.Column(role) == nil {
			return nil, true
		}
		return []clue{{role: role, strength: alias}}, true
	}
	if found := d.ofSubject(header); found != nil {
		return found, found[0].strength == alias
	}
	if role, ok := d.lookup(strings.TrimPrefix(key, "ma")); ok && unit(role) && d.Column(role) != nil {
		return []clue{{role: role, strength: alias}}, true // MA_PHUONG_XA
	}
	if role := d.longestPart(key); role != "" {
		return []clue{{role: role, strength: weak}}, false
	}
	return nil, false
}

// lookup is the role of a folded key, in the description and then in the
// general table. What has many meanings has none here.
func (d *Description) lookup(key string) (Role, bool) {
	if i, ok := d.keys[key]; ok {
		return d.Columns[i].Role, true
	}
	if manyMeanings[key] != nil {
		return "", false
	}
	role, ok := aliases()[key]
	return role, ok
}

// trimHeader takes off what surrounds a header in exports: the customer before
// or behind it, and a running number.
func trimHeader(key string) string {
	key = strings.TrimRight(key, "0123456789")
	for _, edge := range []string{"khachhang", "customer", "client", "cust", "kh"} {
		if rest := strings.TrimPrefix(key, edge); len(rest) >= 3 && rest != key {
			return rest
		}
		if rest := strings.TrimSuffix(key, edge); len(rest) >= 3 && rest != key {
			return rest
		}
	}
	return key
}

// placeholders are headers that say nothing, but for a running number.
var placeholders = map[string]bool{"col": true, "column": true, "field": true, "cot": true, "truong": true, "unnamed": true, "attribute": true, "value": true}

// anonymous says whether a header says nothing at all: C1, COL_7, x, Unnamed: 3.
func anonymous(header string) bool {
	key := strings.Trim(foldKey(header), "0123456789")
	return len(key) <= 2 || placeholders[key]
}

// longestPart is the role of the longest known spelling that a header contains,
// "" if there is none or it is none of the description's: "NGAY_CAP_THE_CCCD"
// is a date of issue rather than a number. Ties go to the spelling that begins
// first, as Vietnamese names the thing before its qualities.
func (d *Description) longestPart(key string) Role {
	key = key[:min(len(key), maxPartKey)]
	for size := len(key) - 1; size >= minPart; size-- {
		for at := 0; at+size <= len(key); at++ {
			if role, ok := d.lookup(key[at : at+size]); ok {
				if d.Column(role) == nil || traitOf[role] == noTrait && 2*size < len(key) { // no values to agree, and most of the header unread
					return ""
				}
				return role
			}
		}
	}
	return ""
}

// maxPartKey bounds the work of longestPart.
const maxPartKey = 64
