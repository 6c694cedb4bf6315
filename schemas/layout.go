package schemas

import "slices"

// Layout says where in a file stand the columns that cleaning reads: indexes
// into the columns given to Recognise, -1 for absent ones.
type Layout struct {
	Number, CMND, AnyNumber, Name, Birth, Gender, Phone, Address int
	Pass                                                         []Pass // carried through, in the order of the description
}

// Pass is a column that is carried through as text.
type Pass struct {
	Column int
	Role   Role
	Name   string // of its column in cleaned
}

// addressRoles by preference: the first that a file has is the address cleaned.
var addressRoles = []Role{RoleAddress, RoleAnyAddress, RoleCurrentAddress, RoleTemporaryAddress}

// Layout sorts recognised columns into those that are cleaned and those that
// are carried through. Columns without a role are neither.
func (d *Description) Layout(found []Recognised) Layout {
	l := Layout{-1, -1, -1, -1, -1, -1, -1, -1, nil}
	at := func(role Role) int {
		for _, r := range found {
			if r.Role == role {
				return r.Column
			}
		}
		return -1
	}
	cleaned := []Role{RolePersonalID, RoleCMND, RoleAnyNumber, RoleFullName, RoleBirthDate, RoleGender, RolePhone}
	for i, to := range []*int{&l.Number, &l.CMND, &l.AnyNumber, &l.Name, &l.Birth, &l.Gender, &l.Phone} {
		*to = at(cleaned[i])
	}
	for _, role := range addressRoles {
		if l.Address = at(role); l.Address >= 0 {
			cleaned = append(cleaned, role)
			break
		}
	}
	for _, col := range d.Columns {
		for _, r := range found {
			if r.Role == col.Role && !slices.Contains(cleaned, r.Role) {
				l.Pass = append(l.Pass, Pass{r.Column, r.Role, col.Output})
			}
		}
	}
	return l
}

// Missing returns the compulsory roles that a file lacks, in the order of the
// description. Of a group, of which one column is enough, all are returned if
// none is there.
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
		if col.Compulsory && !there[col.Role] && (col.Group == "" || !groups[col.Group]) {
			missing = append(missing, col.Role)
		}
	}
	return missing
}

// Usable says whether any row of such a file could be looked up: there is a
// column of numbers, or one of names with one of birth dates or addresses.
func (l *Layout) Usable() bool {
	number := l.Number >= 0 || l.CMND >= 0 || l.AnyNumber >= 0
	return number || l.Name >= 0 && (l.Birth >= 0 || l.Address >= 0)
}

// Detect returns the described dataset that the columns fit best, with what
// was recognised; nil if they fit none. Of equals the first in DatasetNames.
func Detect(cols []ColumnInfo) (*Description, []Recognised) {
	var best *Description
	var bestFound []Recognised
	var bestScore float64
	for _, name := range Described() {
		d, err := Dataset(name)
		if err != nil {
			continue // a test holds the built-in descriptions to be sound
		}
		found := d.Recognise(cols)
		score := 0.0
		for _, r := range found {
			score += r.Certainty
		}
		score -= float64(len(d.Missing(found)))
		if score > bestScore {
			best, bestFound, bestScore = d, found, score
		}
	}
	return best, bestFound
}
