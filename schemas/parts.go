package schemas

import "slices"

// partGroups are what a file may have in several columns, by the word that
// names it under parts in a description.
var partGroups = []string{"name", "birth_date", "address"}

// partColumns returns the columns that a thing may be split into. They are
// composed for cleaning and carried through one by one.
func partColumns(group string) []Column {
	text := func(role Role) Column { return Column{Role: role, Output: string(role), Formats: []string{"text"}} }
	switch group {
	case "name":
		return []Column{text(RoleSurnameAndMiddle), text(RoleSurname), text(RoleMiddleName), text(RoleGivenName)}
	case "birth_date":
		digits := func(role Role, format string) Column {
			return Column{Role: role, Output: string(role), Formats: []string{format}}
		}
		return []Column{digits(RoleBirthDay, "integer"), digits(RoleBirthMonth, "integer"), digits(RoleBirthYear, "yyyy")}
	}
	columns := []Column{text(RoleStreet), text(RoleHamlet), text(RoleCommune), text(RoleDistrict), text(RoleProvince)}
	columns[0].Repeat, columns[1].Repeat = true, true // a column for the house, one for the street
	for _, role := range []Role{RoleCommuneCode, RoleDistrictCode, RoleProvinceCode} {
		// cleaned has a province_code of its own: the present one of the address
		columns = append(columns, Column{Role: role, Output: "submitted_" + string(role), Formats: []string{"code"}})
	}
	return columns
}

// nameParts, birthParts, addressParts and codeParts are the orders in which
// parts make up a whole.
var (
	nameParts    = []Role{RoleSurname, RoleSurnameAndMiddle, RoleMiddleName, RoleGivenName}
	birthParts   = []Role{RoleBirthDay, RoleBirthMonth, RoleBirthYear}
	addressParts = []Role{RoleStreet, RoleHamlet, RoleCommune, RoleDistrict, RoleProvince}
	codeParts    = []Role{RoleProvinceCode, RoleDistrictCode, RoleCommuneCode}
)

// columnsOf are the columns that play any of some roles, in the order of the
// roles, and of one role in that of the file.
func columnsOf(found []Recognised, roles []Role) (columns []int) {
	for _, role := range roles {
		for _, r := range found {
			if r.Role == role {
				columns = append(columns, r.Column)
			}
		}
	}
	return columns
}

// placesOf are the columns that play each of some roles, -1 for a role that
// none plays; nil when none of the roles is played.
func placesOf(found []Recognised, roles []Role) []int {
	columns, any := make([]int, len(roles)), false
	for i, role := range roles {
		columns[i] = -1
		if at := columnsOf(found, []Role{role}); len(at) > 0 {
			columns[i], any = at[0], true
		}
	}
	if !any {
		return nil
	}
	return columns
}

// splitName are the columns of a name in several columns; nil unless there are
// a surname and a given name.
func splitName(found []Recognised) []int {
	has := func(role Role) bool { return len(columnsOf(found, []Role{role})) > 0 }
	if !has(RoleGivenName) || !has(RoleSurname) && !has(RoleSurnameAndMiddle) {
		return nil
	}
	roles := nameParts
	if has(RoleSurnameAndMiddle) { // which says the same as the surname beside it
		roles = []Role{RoleSurnameAndMiddle, RoleGivenName}
	}
	return columnsOf(found, roles)
}

// splitBirth are the columns of day (or -1), month and year; nil unless there
// are at least month and year.
func splitBirth(found []Recognised) []int {
	at := placesOf(found, birthParts)
	if at == nil || at[1] < 0 || at[2] < 0 {
		return nil
	}
	return at
}

// satisfied says whether a compulsory role is there in another form: a name in
// two columns, the year or the parts of a birth date, the units of an address.
func satisfied(role Role, found []Recognised) bool {
	switch role {
	case RoleFullName:
		return splitName(found) != nil
	case RoleBirthDate:
		return len(columnsOf(found, []Role{RoleBirthYear})) > 0
	}
	if slices.Contains(addressRoles, role) {
		return len(columnsOf(found, append(slices.Clone(addressRoles), RoleCommune, RoleProvince, RoleCommuneCode, RoleProvinceCode))) > 0
	}
	return false
}
