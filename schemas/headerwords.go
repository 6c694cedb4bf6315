package schemas

import (
	"slices"
	"strings"
	"unicode"
)

// The functions of this file read headers of several parts: two names for one
// thing (Ngày sinh/Năm sinh), a remark behind (Họ và tên (in hoa)), a group
// before (CCCD Ngày cấp), and the things of other persons.

var (
	numberRoles = []Role{RolePersonalID, RoleCMND, RoleAnyNumber}
	birthRoles  = []Role{RoleBirthDate, RoleBirthYear}
)

// composed is the role of a header of several parts, "" if it is none. behind
// counts the groups of addresses that go before its own.
func (d *Description) composed(header string) (role Role, behind int) {
	if open := strings.IndexAny(header, "([{"); open > 0 {
		before := header[:open]
		if role, ok := d.lookup(keyOf(before)); ok {
			return role, 0
		}
		if role, behind := d.composed(before); role != "" {
			return role, behind
		}
	}
	if role := d.alternatives(header); role != "" {
		return role, 0
	}
	words := headerWords(header)
	for cut := len(words) - 1; cut > 0; cut-- {
		group, ok := d.lookup(keyOf(strings.Join(words[:cut], " ")))
		if !ok {
			continue
		}
		rest := keyOf(strings.Join(words[cut:], " "))
		if role, behind := d.inGroup(group, rest); role != "" {
			return role, behind
		}
		// The other way round: Tỉnh thường trú.
		if address, _ := d.lookup(rest); unit(group) && slices.Contains(addressRoles, address) {
			return group, slices.Index(addressRoles, address)
		}
	}
	return "", 0
}

// unit says whether a role is that of a unit of which an address is made.
func unit(role Role) bool { return slices.Contains(addressParts, role) }

// headerWords cuts a header into words at everything but letters, digits and
// the characters of legacy encodings.
func headerWords(header string) []string {
	return strings.FieldsFunc(header, func(r rune) bool {
		return r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// alternatives is the role of a header that names a thing twice.
func (d *Description) alternatives(header string) Role {
	pieces := strings.FieldsFunc(strings.NewReplacer(" hoặc ", "/", " or ", "/", " hoac ", "/").Replace(header),
		func(r rune) bool { return strings.ContainsRune("/|,;+&", r) })
	if len(pieces) < 2 {
		return ""
	}
	var roles []Role
	for _, piece := range pieces {
		role, ok := d.lookup(keyOf(piece))
		if !ok {
			return ""
		}
		roles = append(roles, role)
	}
	among := func(set ...Role) bool {
		return !slices.ContainsFunc(roles, func(r Role) bool { return !slices.Contains(set, r) })
	}
	switch {
	case among(roles[0]):
		return roles[0]
	case among(birthRoles...):
		return RoleBirthDate
	case among(append(numberRoles, RolePassport)...):
		return RoleAnyNumber
	case among(addressRoles...):
		return RoleAnyAddress
	}
	return ""
}

// inGroup is the role of a header below another one: Ngày under Ngày sinh.
func (d *Description) inGroup(group Role, key string) (role Role, behind int) {
	has := func(set ...Role) bool { return slices.Contains(set, group) }
	switch {
	case has(birthRoles...):
		return map[string]Role{"ngay": RoleBirthDay, "thang": RoleBirthMonth, "nam": RoleBirthYear, "day": RoleBirthDay, "month": RoleBirthMonth, "year": RoleBirthYear}[key], 0
	case has(RoleFullName):
		return map[string]Role{
			"ho": RoleSurname, "hodem": RoleSurnameAndMiddle, "holot": RoleSurnameAndMiddle, "hovadem": RoleSurnameAndMiddle,
			"hovachudem": RoleSurnameAndMiddle, "hovatendem": RoleSurnameAndMiddle, "dem": RoleMiddleName, "chudem": RoleMiddleName,
			"tendem": RoleMiddleName, "lot": RoleMiddleName, "ten": RoleGivenName, "surname": RoleSurname, "given": RoleGivenName,
		}[key], 0
	case has(append(numberRoles, RolePassport)...):
		switch key {
		case "so", "maso", "no", "number":
			return group, 0
		}
		if role, _ := d.lookup(key); role == RoleIssueDate || role == RoleIssuePlace {
			return role, 0
		}
	case has(addressRoles...):
		if role, _ := d.lookup(key); unit(role) {
			return role, slices.Index(addressRoles, group)
		}
	}
	return "", 0
}

// others are words of headers that speak of another person than the row does.
var others = map[string]bool{
	"cha": true, "bo": true, "me": true, "vo": true, "chong": true, "npt": true, "father": true, "mother": true, "spouse": true,
	"guardian": true, "agent": true, "officer": true, "staff": true,
	"giamho": true, "ngh": true, "phuhuynh": true, "nguoithan": true, "nguoilienhe": true, "nguoinhap": true, "nguoilap": true, "nguoiky": true,
	"baocao": true, "phuthuoc": true, "gioithieu": true, "nhanvien": true, "bacsi": true, "baolanh": true, "chuho": true,
}

// ofAnother says whether a header speaks of another person: "SDT của mẹ".
func ofAnother(header string) bool {
	last, before := "", ""
	for _, word := range headerWords(header) {
		key := foldKey(word)
		if others[key] || others[last+key] || others[before+last+key] {
			return true
		}
		before, last = last, key
	}
	return false
}
