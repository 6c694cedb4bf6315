package schemas

import (
	"slices"
	"strings"
)

// The functions of this file read headers about other people of a row: "Họ tên
// mẹ", "Guardian's ID number". What they name is never the person's own.

// relative is somebody beside the person of a row: the words of headers that
// mean it, folded, and the role of each thing that a file may say of it.
type relative struct {
	words                  []string
	name, id, birth, phone Role
}

// relatives by the order in which they are looked for: "cha mẹ hoặc người giám
// hộ" is a guardian.
var relatives = []relative{
	{words: []string{"giamho", "phuhuynh", "guardian", "parent", "parents", "chame", "bome", "carer", "caregiver"}, name: RoleGuardianName, id: RoleGuardianID, birth: RoleGuardianBirth, phone: RoleGuardianPhone},
	{words: []string{"phuthuoc", "npt", "dependant", "dependent"}, name: RoleDependantName, id: RoleDependantID},
	{words: []string{"chuho", "householdhead", "headofhousehold", "householder", "head"}, name: RoleHouseholdHead, id: RoleHeadID, birth: RoleHeadBirth},
	{words: []string{"vochong", "vo", "chong", "phoingau", "spouse", "husband", "wife"}, name: RoleSpouseName, id: RoleSpouseID, birth: RoleSpouseBirth},
	{words: []string{"cha", "bo", "father", "dad"}, name: RoleFatherName, id: RoleFatherID, birth: RoleFatherBirth},
	{words: []string{"me", "mother", "mum", "mom"}, name: RoleMotherName, id: RoleMotherID, birth: RoleMotherBirth},
}

// fillers are words of headers that add nothing, folded.
var fillers = wordSet("cua nguoi hoac va or and of the s a an on in for")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// ofRelative says whether a header is about a relative, and what of it the
// description knows, "" for nothing.
func (d *Description) ofRelative(header string) (role Role, is bool) {
	words := foldedWords(header)
	if slices.Contains(words, "office") { // head office
		return "", false
	}
	var who *relative
	for i := range relatives {
		if rest, ok := without(words, relatives[i].words); ok {
			if who == nil {
				who = &relatives[i]
			}
			words = rest
		}
	}
	if who == nil {
		return "", false
	}
	words = slices.DeleteFunc(words, func(w string) bool { return fillers[w] })
	if role = who.thing(d, strings.Join(words, " ")); role == "" || d.Column(role) == nil {
		return "", true
	}
	return role, true
}

// thing is the role of what a header says of a relative.
func (who *relative) thing(d *Description, said string) Role {
	switch key := keyOf(said); key {
	case "", "ten", "name", "ho", "hoten", "fullname":
		return who.name
	case "id", "so", "no", "number", "idno", "idnumber":
		return who.id
	}
	role, ok := d.lookup(keyOf(said))
	if !ok {
		role = d.byWords(said)
	}
	switch {
	case role == RoleFullName:
		return who.name
	case slices.Contains(numberRoles, role):
		return who.id
	case slices.Contains(birthRoles, role):
		return who.birth
	case role == RolePhone:
		return who.phone
	case role == RoleTaxCode && who.name == RoleDependantName:
		return roleDependantTaxCode
	}
	return ""
}

// taxpayers are the words of headers for whom a row of a list of dependants is
// about beside the dependant.
var taxpayers = []string{"nnt", "nopthue", "taxpayer"}

// ofTaxpayer says which columns are about a taxpayer who is not the person of
// the row: a list of dependants has a name column of its own (HO_TEN) beside that
// of the taxpayer (HO_TEN_NNT), and everything else of the latter is the
// taxpayer's too. In a list of taxpayers there is only the latter.
func (d *Description) ofTaxpayer(cols []ColumnInfo) []bool {
	is := make([]bool, len(cols))
	if d.Column(RoleDependantName) == nil {
		return is
	}
	own, theirs := false, false
	for i := range cols {
		rest, named := without(foldedWords(cols[i].Name), taxpayers)
		role, _ := d.lookup(keyOf(strings.Join(slices.DeleteFunc(rest, func(w string) bool { return fillers[w] }), " ")))
		is[i] = named
		own = own || !named && role == RoleFullName
		theirs = theirs || named && role == RoleFullName
	}
	if !own || !theirs {
		clear(is)
	}
	return is
}

const roleDependantTaxCode Role = "tax_code_dependant"

// foldedWords are the words of a header, folded. A word of small letters and
// capitals (HoTenMe) is one.
func foldedWords(header string) (words []string) {
	for _, w := range headerWords(header) {
		if key := foldKey(w); key != "" {
			words = append(words, key)
		}
	}
	return words
}

// without takes words out of a header, each in up to three words of it; ok says
// that there was one.
func without(words, out []string) (rest []string, ok bool) {
	for i := 0; i < len(words); {
		n := 0
		for size := min(3, len(words)-i); size > 0 && n == 0; size-- {
			if slices.Contains(out, strings.Join(words[i:i+size], "")) {
				n = size
			}
		}
		if n == 0 {
			rest = append(rest, words[i])
			i++
			continue
		}
		i, ok = i+n, true
	}
	return rest, ok
}
