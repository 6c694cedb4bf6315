package schemas

import "slices"

// Layout says where in a file stand the columns that cleaning reads: indexes
// into the columns given to Recognise, -1 for absent ones. What stands in
// several columns is given by its parts; then the one column is -1.
type Layout struct {
	Number, CMND, AnyNumber, Name, Birth, Gender, Phone, Address int

	NameParts    []int  // surname … given name, in the order of a full name
	BirthParts   []int  // day, month, year; day may be -1
	AddressParts []int  // street … province: small units before large ones
	PlaceParts   []int  // commune, district, province as text beside an address that is whole by itself
	PlaceCodes   []int  // codes of province, district, commune, each -1 if absent
	Pass         []Pass // carried through, in the order of the description
	Apart        int    // tells the rows of one person apart: see Description.Several
}

// Pass is a column that is carried through as text.
type Pass struct {
	Column int
	Role   Role
	Name   string // of its column in cleaned
}

// addressRoles by preference: the first that a file has is the address cleaned.
var addressRoles = []Role{RoleAddress, RoleAnyAddress, RoleCurrentAddress, RoleTemporaryAddress}

// NoLayout is a layout in which nothing stands anywhere.
func NoLayout() Layout {
	return Layout{Number: -1, CMND: -1, AnyNumber: -1, Name: -1, Birth: -1, Gender: -1, Phone: -1, Address: -1, Apart: -1}
}

// Layout sorts recognised columns into those that are cleaned and those that
// are carried through. Columns without a role are neither; parts are both.
func (d *Description) Layout(found []Recognised) Layout {
	l := NoLayout()
	at := func(role Role) int {
		if columns := columnsOf(found, []Role{role}); len(columns) > 0 {
			return columns[0]
		}
		return -1
	}
	cleaned := []Role{RolePersonalID, RoleCMND, RoleAnyNumber, RoleFullName, RoleBirthDate, RoleGender, RolePhone}
	for i, to := range []*int{&l.Number, &l.CMND, &l.AnyNumber, &l.Name, &l.Birth, &l.Gender, &l.Phone} {
		*to = at(cleaned[i])
	}
	if l.Name < 0 {
		l.NameParts = splitName(found)
	}
	if l.Birth < 0 {
		if l.BirthParts = splitBirth(found); l.BirthParts == nil {
			if l.Birth = at(RoleBirthYear); l.Birth >= 0 {
				cleaned = append(cleaned, RoleBirthYear)
			}
		}
	}
	cleaned = append(cleaned, l.placeAddress(found))
	for _, col := range d.Columns {
		for _, r := range found {
			if r.Role == col.Role && !slices.Contains(cleaned, r.Role) {
				l.Pass = append(l.Pass, Pass{r.Column, r.Role, col.Output})
			}
		}
	}
	l.Apart = l.apart(d.Several)
	return l
}

// apart is the column of the first of some outputs that the file has.
func (l *Layout) apart(outputs []string) int {
	for _, output := range outputs {
		if i := slices.IndexFunc(l.Pass, func(p Pass) bool { return p.Name == output }); i >= 0 {
			return l.Pass[i].Column
		}
	}
	return -1
}

// placeAddress says where the address stands, and returns its role if a column
// of its own has it.
func (l *Layout) placeAddress(found []Recognised) (role Role) {
	l.PlaceCodes = placesOf(found, codeParts)
	units := columnsOf(found, []Role{RoleCommune, RoleDistrict, RoleProvince})
	for _, role := range addressRoles {
		if columns := columnsOf(found, []Role{role}); len(columns) > 0 {
			l.Address, l.PlaceParts = columns[0], units
			return role
		}
	}
	switch parts := columnsOf(found, addressParts); len(parts) {
	case 0:
	case 1:
		l.Address = parts[0]
	default:
		l.AddressParts = parts
	}
	return ""
}

// Columns are all columns that cleaning reads, those carried through left out;
// in no order, and some of them twice.
func (l *Layout) Columns() (columns []int) {
	one := []int{l.Number, l.CMND, l.AnyNumber, l.Name, l.Birth, l.Gender, l.Phone, l.Address}
	for _, list := range [][]int{one, l.NameParts, l.BirthParts, l.AddressParts, l.PlaceParts, l.PlaceCodes} {
		for _, c := range list {
			if c >= 0 {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

// Missing returns the compulsory roles that a file lacks, in the order of the
// description. Of a group, of which one column is enough, all are returned if
// none is there. Parts stand for the whole.
func (d *Description) Missing(found []Recognised) []Role {
	there := make(map[Role]bool)
	groups := make(map[string]bool)
	for _, r := range found {
		if col := d.Column(r.Role); r.Role != "" && col != nil {
			there[r.Role] = true
			groups[col.Group] = true
		}
	}
	var missing []Role
	for _, col := range d.Columns {
		if col.Compulsory && !there[col.Role] && (col.Group == "" || !groups[col.Group]) && !satisfied(col.Role, found) {
			missing = append(missing, col.Role)
		}
	}
	return missing
}

// Usable says whether any row of such a file could be looked up: there is a
// column of numbers (tax codes and insurance numbers are personal IDs since
// 2025), or one of names with one of birth dates, addresses or
// relatives.
func (l *Layout) Usable() bool {
	carries := func(roles ...Role) bool {
		return slices.ContainsFunc(l.Pass, func(p Pass) bool { return slices.Contains(roles, p.Role) })
	}
	number := l.Number >= 0 || l.CMND >= 0 || l.AnyNumber >= 0 || carries(RoleTaxCode, RoleSocialInsurance)
	name := l.Name >= 0 || l.NameParts != nil
	birth := l.Birth >= 0 || l.BirthParts != nil
	place := l.Address >= 0 || l.AddressParts != nil || l.PlaceCodes != nil
	return number || name && (birth || place || carries(relativeRoles...))
}

// relativeRoles are those of columns that name relatives or give their numbers.
var relativeRoles = []Role{
	RoleFatherName, RoleMotherName, RoleSpouseName, RoleHouseholdHead, RoleGuardianName, RoleFatherID, RoleMotherID, RoleSpouseID, RoleGuardianID,
}
