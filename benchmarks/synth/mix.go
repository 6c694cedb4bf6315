package synth

import (
	"fmt"
	"slices"
	"strings"
)

// mixTable is where the rates stand: tables/mixes.csv. A rate is a percentage of
// rows unless the meaning says of what.
const mixTable = "mixes.csv"

// Class is one kind of error or, with the prefix form_, one harmless form.
type Class struct {
	Group, Name, Meaning string
}

// Mixes lists the names of the mixes, in the order of the table.
func Mixes() []string {
	header := ownTable(mixTable)[0].columns
	var list []string
	for name := range header {
		if name != "group" && name != "class" && name != "meaning" {
			list = append(list, name)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return header[a] - header[b] })
	return list
}

// Classes lists the lines of the table of rates.
func Classes() (list []Class) {
	for _, r := range ownTable(mixTable) {
		list = append(list, Class{r.text("group"), r.text("class"), r.text("meaning")})
	}
	return list
}

// IsError says whether an entry of the truth's errors is an error; otherwise it
// is a form that says the same.
func IsError(class string) bool { return !strings.HasPrefix(class, "form_") }

// rate is a class and its share of rows, 0 to 1.
type rate struct {
	name  string
	share float64
}

// rates are classes that exclude each other.
type rates []rate

// at returns the class at a place in [0, 1), "" beyond the last.
func (r rates) at(u float64) string {
	for _, c := range r {
		if u -= c.share; u < 0 {
			return c.name
		}
	}
	return ""
}

// draw returns a class or "", every class factor times as often as the table
// says, unless the table says always.
func (r rates) draw(d *dice, factor float64) string {
	u := d.unit()
	if len(r) > 0 && r[0].share == 1 {
		return r[0].name
	}
	return r.at(u / factor)
}

// of returns the share of one class.
func (r rates) of(name string) float64 {
	for _, c := range r {
		if c.name == name {
			return c.share
		}
	}
	return 0
}

// mixture is the rates of one mix, by group. Immutable.
type mixture struct {
	share, person                        rates
	number, numberIf, numberForm, cmnd   rates
	name, nameIf, nameForm, nameSystem   rates
	birth, birthIf, birthForm, gender    rates
	address, addressForm, phone          rates
	branchText, branchNumber, branchDate rates
	branchGender, branchAddress          rates
	careless, careful, carelessShare     float64
}

// carelessFactor is how much oftener a careless row has an error.
const carelessFactor = 3.5

func newMixture(name string) (*mixture, error) {
	if !slices.Contains(Mixes(), name) {
		return nil, fmt.Errorf("synth: no mix of that name; there are %s", strings.Join(Mixes(), ", "))
	}
	m := &mixture{}
	groups := map[string]*rates{
		"share": &m.share, "person": &m.person, "number": &m.number, "number_if": &m.numberIf, "number_form": &m.numberForm, "cmnd": &m.cmnd,
		"name": &m.name, "name_if": &m.nameIf, "name_form": &m.nameForm, "name_system": &m.nameSystem, "birth": &m.birth, "birth_if": &m.birthIf, "birth_form": &m.birthForm,
		"gender": &m.gender, "address": &m.address, "address_form": &m.addressForm, "phone": &m.phone, "branch_text": &m.branchText,
		"branch_number": &m.branchNumber, "branch_date": &m.branchDate, "branch_gender": &m.branchGender, "branch_address": &m.branchAddress,
	}
	for _, r := range ownTable(mixTable) {
		group := groups[r.text("group")]
		*group = append(*group, rate{r.text("class"), r.number(name) / 100})
	}
	m.carelessShare = m.share.of("careless")
	m.careless, m.careful = carelessFactor, (1-m.carelessShare*carelessFactor)/(1-m.carelessShare)
	return m, nil
}
