package link

import (
	"testing"

	"lamsach/schemas"
)

// TestStatedRelations: what the register tells of a relation to a head, and what
// it does not.
func TestStatedRelations(t *testing.T) {
	people := crowd(300)
	pin := func(i int) uint64 { return people[i].PIN.Value() }
	genders := map[int]schemas.Gender{10: schemas.Male, 11: schemas.Female, 12: schemas.Male, 13: schemas.Female, 14: schemas.Female, 15: schemas.Male}
	for i, g := range genders {
		people[i].Gender, people[i].Father, people[i].Mother, people[i].Spouse = g, 0, 0, 0
	}
	// 10 and 11 have 12 and 13; 12 is married to 14; 15 is nobody's.
	people[10].Spouse, people[11].Spouse = pin(11), pin(10)
	people[12].Spouse, people[14].Spouse = pin(14), pin(12)
	people[12].Father, people[12].Mother = pin(10), pin(11)
	people[13].Father = pin(10)
	s := snapshot(t, people)
	at := func(i int) uint32 {
		p, ok := s.ByPIN(people[i].PIN)
		if !ok {
			t.Fatalf("person %d is not in the register", i)
		}
		return p
	}
	f := family{s}
	for _, c := range []struct {
		said         string
		person, head int
		known, holds bool
	}{
		{"Chủ hộ", 10, 10, true, true},
		{"chủ hộ", 11, 10, true, false},
		{"Vợ", 11, 10, true, true},
		{"Vợ", 14, 10, true, false},
		{"vợ/chồng", 15, 15, true, false}, // nobody is his own
		{"Chồng", 15, 13, false, false},   // neither is known to be married
		{"Con", 12, 10, true, true},
		{"Con gái", 13, 11, true, true}, // a parent's wife
		{"Con", 14, 10, false, false},   // her parents are not known
		{"Con đẻ", 12, 15, true, false},
		{"Mẹ", 11, 12, true, true},
		{"Bố", 15, 12, true, false},
		{"Em ruột", 13, 12, true, true},
		{"Em ruột", 13, 14, false, false},
		{"Con dâu", 14, 10, true, true},
		{"Con dâu", 14, 15, true, false},
		{"Cháu nội", 13, 11, false, false},
		{"Con nuôi", 15, 10, false, false},
		{"", 12, 10, false, false},
	} {
		known, holds := f.stated(schemas.RelationOf([]byte(c.said)), at(c.person), at(c.head))
		if known != c.known || known && holds != c.holds {
			t.Errorf("%q of %d and %d: known %v, holds %v", c.said, c.person, c.head, known, holds)
		}
	}
}

// TestAfterDeath: an event is after a death if all of it is.
func TestAfterDeath(t *testing.T) {
	day, month, year := schemas.MakeDate(2024, 3, 15), schemas.MakeDate(2024, 3, 0), schemas.MakeDate(2024, 0, 0)
	for _, c := range []struct {
		event, death schemas.Date
		want         bool
	}{
		{schemas.MakeDate(2024, 3, 16), day, true},
		{day, day, false},
		{schemas.MakeDate(2024, 3, 16), month, false},
		{schemas.MakeDate(2024, 4, 0), day, true},
		{month, day, false},
		{schemas.MakeDate(2024, 4, 1), month, true},
		{schemas.MakeDate(2024, 12, 31), year, false},
		{schemas.MakeDate(2025, 0, 0), day, true},
		{0, day, false},
		{day, 0, false},
	} {
		if after(c.event, c.death) != c.want {
			t.Errorf("%v after %v: want %v", c.event, c.death, c.want)
		}
	}
}
