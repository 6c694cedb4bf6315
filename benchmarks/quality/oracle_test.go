package quality

import (
	"slices"
	"testing"

	"lamsach/jobs"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// oracle knows which fields of a row are true of the person described, and goes
// by those alone: it counts the people of whom all of them are true. It is right
// about one row in as many.
type oracle struct {
	people *register.Snapshot
	named  map[string][]uint32 // by folded name, each name that a person bears
	born   map[schemas.Date][]uint32
	bornIn map[int][]uint32
	counts map[claim]int
	fold   []byte
}

func newOracle(people *register.Snapshot) *oracle {
	o := &oracle{people: people, named: map[string][]uint32{}, born: map[schemas.Date][]uint32{}, bornIn: map[int][]uint32{}, counts: map[claim]int{}}
	for p := range uint32(people.People()) {
		for _, name := range o.names(p) {
			o.named[name] = append(o.named[name], p)
		}
		birth := people.Birth(p)
		o.born[birth] = append(o.born[birth], p)
		o.bornIn[birth.Year()] = append(o.bornIn[birth.Year()], p)
	}
	return o
}

// claim is what a row states that is true of its person: a zero field is missing
// or wrong. Of the place only a present commune (or what may be one) or the
// province is kept.
type claim struct {
	name   string
	birth  schemas.Date
	gender schemas.Gender
	place  places.Place
}

// claim tells what row i states truly of a person.
func (o *oracle) claim(rows *clean.Rows, i int, own uint32) (c claim) {
	if name := o.folded(string(rows.Name.Value(i))); name != "" && slices.Contains(o.names(own), name) {
		c.name = name
	}
	if agrees(rows.Birth[i], o.people.Birth(own)) {
		c.birth = rows.Birth[i]
	}
	if rows.Gender[i] == o.people.Gender(own) {
		c.gender = rows.Gender[i]
	}
	switch place := rows.Place[i]; {
	case place.Province == 0 || place.Province != o.people.Province(own):
	case place.Fits > 0 && places.CouldBe(place, o.people.Commune(own)):
		c.place = place
	default:
		c.place = places.Place{Province: place.Province}
	}
	return c
}

// fits is how many people row i could mean by what it states truly of the person
// described; it is that person at least.
func (o *oracle) fits(rows *clean.Rows, i int, own uint32) int {
	c := o.claim(rows, i, own)
	if pin := rows.PIN[i]; pin != 0 && pin == o.people.PIN(own) {
		return 1
	}
	if pin := rows.PIN[i]; pin != 0 {
		if all := o.people.ByFormer(pin, nil); slices.Contains(all, own) {
			return o.among(all, c)
		}
	}
	if cmnd := rows.CMND[i]; cmnd != 0 {
		if all := o.people.ByCMND(cmnd, nil); slices.Contains(all, own) {
			return o.among(all, c)
		}
	}
	n, known := o.counts[c]
	if !known {
		n = o.count(c)
		o.counts[c] = n
	}
	return n
}

// count goes through the fewest people that hold all of whom a claim is true.
func (o *oracle) count(c claim) (n int) {
	switch {
	case c.name != "":
		return o.among(o.named[c.name], c)
	case c.birth.Precision() == schemas.FullDate: // also of whom less is known
		month := c.birth - schemas.Date(c.birth.Day())
		year := month - schemas.Date(c.birth.Month())<<5
		return o.among(o.born[c.birth], c) + o.among(o.born[month], c) + o.among(o.born[year], c)
	case c.birth != 0:
		return o.among(o.bornIn[c.birth.Year()], c)
	}
	for p := range uint32(o.people.People()) {
		if o.true(c, p) {
			n++
		}
	}
	return n
}

func (o *oracle) among(people []uint32, c claim) (n int) {
	for _, p := range people {
		if o.true(c, p) {
			n++
		}
	}
	return n
}

// true says whether a claim holds of a person; the name is not looked at again,
// since whoever is asked about was found by it or shares a number.
func (o *oracle) true(c claim, p uint32) bool {
	switch {
	case c.gender != 0 && c.gender != o.people.Gender(p),
		c.birth != 0 && !agrees(c.birth, o.people.Birth(p)),
		c.place.Province != 0 && c.place.Province != o.people.Province(p),
		c.place.Fits > 0 && !places.CouldBe(c.place, o.people.Commune(p)):
		return false
	}
	return true
}

// names are all names of a person, folded, each once.
func (o *oracle) names(p uint32) (all []string) {
	for _, name := range append(o.people.OtherFullNames(p, nil), o.people.FullName(p)) {
		if folded := o.folded(name); folded != "" && !slices.Contains(all, folded) {
			all = append(all, folded)
		}
	}
	return all
}

func (o *oracle) folded(name string) string {
	o.fold = schemas.FoldKey(o.fold[:0], name)
	return string(o.fold)
}

// agrees compares two dates as precisely as both are known.
func agrees(a, b schemas.Date) bool {
	if a == 0 || b == 0 || a.Year() != b.Year() {
		return false
	}
	if a.Month() == 0 || b.Month() == 0 {
		return true
	}
	return a.Month() == b.Month() && (a.Day() == 0 || b.Day() == 0 || a.Day() == b.Day())
}

// What the oracle counts, on five invented people.
func TestOracle(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/people.csv", `personal_id,full_name,birth_date,gender,permanent_province
001085000011,Nguyễn Văn Mẫu,1985-03-02,Nam,01
001085000012,Nguyễn Văn Mậu,1985-03-02,Nam,79
001085000013,Nguyễn Văn Mẫu,1985,Nam,01
001185000014,Nguyễn Văn Mẫu,1985-03-02,Nữ,01
001090000015,Trần Văn Thử,1990-11-20,Nam,01
`)
	if _, err := jobs.BuildRegister(t.Context(), jobs.RegisterBuild{Input: []string{dir + "/people.csv"}, Out: dir + "/people.snapshot"}); err != nil {
		t.Fatal(err)
	}
	people, err := register.Open(dir + "/people.snapshot")
	if err != nil {
		t.Fatal(err)
	}
	defer people.Close()
	o := newOracle(people)
	own, _ := people.ByPIN(schemas.MakeNumber(schemas.PersonalID, 1085000011))
	day, year := people.Birth(own), schemas.Date(1985<<9)
	north := places.Place{Province: 1}
	for what, c := range map[string]struct {
		claim claim
		want  int
	}{
		"nothing":                        {claim{}, 5},
		"a name, folded":                 {claim{name: "nguyenvanmau"}, 4},
		"and a gender":                   {claim{name: "nguyenvanmau", gender: schemas.Male}, 3},
		"and a place":                    {claim{name: "nguyenvanmau", gender: schemas.Male, place: north}, 2},
		"a day, or a year that may be":   {claim{birth: day}, 4},
		"a year":                         {claim{birth: year, gender: schemas.Male}, 3},
		"another day of a year-only one": {claim{name: "nguyenvanmau", birth: day + 1}, 1},
		"a gender":                       {claim{gender: schemas.Male}, 4},
	} {
		if got := o.count(c.claim); got != c.want {
			t.Errorf("%s: %d people, want %d", what, got, c.want)
		}
	}
}
