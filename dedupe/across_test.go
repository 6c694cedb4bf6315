package dedupe

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"lamsach/schemas"
)

const inventedRuns = 4

func inventSightings(seed uint64, n int) []Sighting {
	dice := rand.New(rand.NewPCG(seed, 2))
	list := make([]Sighting, n)
	for i := range list {
		list[i] = Sighting{
			Person: uint64(1 + dice.IntN(n/3)), At: PlaceOf(dice.IntN(2), int64(seed)*1000+int64(i)), Run: uint8(dice.IntN(inventedRuns)),
			Marks: Marks(dice.IntN(8)), Agree: uint8(dice.IntN(32)), Differ: uint8(dice.IntN(32)),
		}
		for range dice.IntN(3) {
			list[i].Claims = append(list[i].Claims, Claim{Field: schemas.Field(dice.IntN(2)), Value: string(rune('a' + dice.IntN(3))), Register: "r"})
		}
	}
	return list
}

// plainPeople is the twin: for every person every sighting is looked at.
func plainPeople(c Chain, list []Sighting, person uint64) (s Seen) {
	s = Seen{Person: person, Agree: make([]uint8, c.Runs), Differ: make([]uint8, c.Runs)}
	for run := range c.Runs {
		var first *Sighting
		for i := range list {
			x := &list[i]
			if x.Person != person || int(x.Run) != run {
				continue
			}
			found := x.Marks&Found != 0
			if found {
				s.Found |= 1 << run
				s.Agree[run] |= x.Agree
				s.Differ[run] |= x.Differ
			}
			if x.Marks&NumberAgrees != 0 {
				s.Agrees |= 1 << run
			}
			if x.Marks&Deceased != 0 {
				s.Deceased |= 1 << run
			}
			before := first == nil || found && first.Marks&Found == 0
			if before || found == (first.Marks&Found != 0) && x.At < first.At {
				first = x
			}
		}
		if first == nil {
			continue
		}
		s.First = append(s.First, *first)
		if !s.Found.Has(run) {
			s.InDoubt |= 1 << run
		}
	}
	s.InChain = len(c.Steps) == 0
	for _, step := range c.Steps {
		if s.Found.Has(step) || s.InDoubt.Has(step) {
			s.InChain = true
		} else {
			s.Missing |= 1 << step
		}
	}
	return s
}

func TestPeopleAgreeWithTheirTwin(t *testing.T) {
	for _, c := range []Chain{{Runs: inventedRuns}, {Runs: inventedRuns, Steps: []int{2, 0, 3}}, {Runs: inventedRuns, Steps: []int{1}}} {
		list := inventSightings(5, 300)
		want := slices.Clone(list)
		var last uint64
		people, inChain, missing := 0, 0, 0
		c.People(list, func(s *Seen) {
			got := *s
			got.claims = nil
			if plain := plainPeople(c, want, s.Person); !reflect.DeepEqual(got, plain) {
				t.Errorf("steps %v: %+v, want %+v", c.Steps, got, plain)
			}
			if s.Person <= last {
				t.Errorf("person %d after %d", s.Person, last)
			}
			last = s.Person
			people++
			missing += s.Missing.Len()
			if s.InChain {
				inChain++
			}
		})
		all := map[uint64]bool{}
		for _, s := range want {
			all[s.Person] = true
		}
		if people != len(all) || inChain == 0 || (inChain < people) != (len(c.Steps) > 0) || (missing > 0) != (len(c.Steps) > 0) {
			t.Errorf("steps %v: %d people of %d, %d in the chain; missing %d times", c.Steps, people, len(all), inChain, missing)
		}
	}
}

// Partitions, passes and workers change nothing of what is gathered.
func TestGatherInPassesIsTheSame(t *testing.T) {
	units := [][]Sighting{inventSightings(1, 200), inventSightings(2, 300), nil, inventSightings(3, 100)}
	gather := func(d Division, workers int) []Sighting {
		var mu sync.Mutex
		var all []Sighting
		people := map[uint64]int{}
		err := Gather(t.Context(), d, len(units), workers,
			func(_ context.Context, unit int, add func(uint64, Sighting)) error {
				for _, s := range units[unit] {
					add(s.Person, s)
				}
				return nil
			},
			func(_ context.Context, partition int, list []Sighting) error {
				mu.Lock()
				defer mu.Unlock()
				for _, s := range list {
					if before, met := people[s.Person]; met && before != partition {
						t.Errorf("person %d is in partitions %d and %d", s.Person, before, partition)
					}
					people[s.Person] = partition
				}
				all = append(all, list...)
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
		Chain{Runs: inventedRuns}.People(all, func(*Seen) {}) // sorts them
		return all
	}
	want := gather(Division{1, 1}, 1)
	if len(want) != 600 {
		t.Fatalf("%d records of 600", len(want))
	}
	for _, d := range []Division{{7, 2}, {7, 7}, {40, 3}} {
		if got := gather(d, 3); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v gathers %d other records", d, len(got))
		}
	}
}

func TestDivisionKeepsToItsMemory(t *testing.T) {
	for _, records := range []int64{0, 1, 1 << 17, 134_000_000} {
		big, small := DivisionOf(records, 24, 1<<17, 8<<30), DivisionOf(records, 24, 1<<17, 64<<20)
		if big.Partitions != small.Partitions || big.Partitions < 1 {
			t.Errorf("%d records: %+v and %+v: partitions depend on memory", records, big, small)
		}
		if held := int64(small.PerPass) * min(records, 1<<17) * 24; held > 64<<20 {
			t.Errorf("%d records: a pass holds %d bytes", records, held)
		}
		if big.Passes() < 1 || records > 1e8 && small.Passes() < 2 {
			t.Errorf("%d records: %d and %d passes", records, big.Passes(), small.Passes())
		}
	}
}

func TestSuspectsAgreeWithTheirTwin(t *testing.T) {
	list := inventSightings(7, 300)
	plain := slices.Clone(list)
	found, agree := 0, 0
	Chain{Runs: inventedRuns}.People(list, func(s *Seen) {
		got := s.Suspects()
		for field := range schemas.Field(2) {
			for _, value := range []string{"a", "b", "c"} {
				var runs, agrees RunSet
				for _, x := range plain {
					if x.Person != s.Person || x.Marks&Found == 0 {
						continue
					}
					if x.Agree>>field&1 != 0 {
						agrees |= Only(int(x.Run))
					}
					if slices.ContainsFunc(x.Claims, func(c Claim) bool { return c.Field == field && c.Value == value }) {
						runs |= Only(int(x.Run))
					}
				}
				if runs.Len() < 2 {
					continue
				}
				found++
				agree += (agrees &^ runs).Len()
				if len(got) == 0 || got[0].Field != field || got[0].Value != value || got[0].Runs != runs || got[0].Agree != agrees&^runs || len(got[0].First) != runs.Len() {
					t.Fatalf("person %d, field %v, value %s: %+v, want runs %b against %b", s.Person, field, value, got, runs, agrees)
				}
				got = got[1:]
			}
		}
		if len(got) > 0 {
			t.Errorf("person %d: %+v is said by one run only", s.Person, got)
		}
	})
	if found == 0 || agree == 0 {
		t.Errorf("%d suspects, %d agree: the test proves nothing", found, agree)
	}
}

// Habits of spelling and values with less in them do not speak against the register.
func TestSpeaks(t *testing.T) {
	for _, c := range []struct {
		m               schemas.Mechanism
		value, register string
		want            bool
	}{
		{schemas.MechanismMarksLost, "THUY", "Thúy", false},
		{schemas.MechanismTone, "Lê Thị Thuy", "Lê Thị Thúy", false},
		{schemas.MechanismTone, "Lê Thị Thùy", "Lê Thị Thúy", true},
		{schemas.MechanismStroke, "Dung", "Đung", false},
		{schemas.MechanismStroke, "Đung", "Dung", true},
		{schemas.MechanismOtherGiven, "Lê Thị Hoa", "Lê Thị Thúy", true},
		{schemas.MechanismDateDigit, "1985-03-04", "1985-03-14", true},
		{schemas.MechanismYearOnlyRow, "1985", "1985-03-14", false},
		{schemas.MechanismOtherDate, "1985-03-04", "", false},
		{schemas.MechanismDaySwapped, "1985-03-04", "1985-04-03", false},
		{schemas.MechanismYearOnlyRegister, "1985-03-01", "1985-03", false},
		{schemas.MechanismYearOnlyRegister, "1985-01-01", "1985", false},
		{schemas.MechanismYearOnlyRegister, "1985-03-21", "1985-03", true},
		{schemas.MechanismVowelMark, "Phaïm Ngoïc", "Phạm Ngọc", false},
		{schemas.MechanismLetter, "Ƀing", "Ƀin", true},
		{schemas.MechanismLetter, "Nguyễn Minh Tran", "Nguyễn Minh Trang", false},
		{schemas.MechanismVowelMark, "Hngôn Mlô", "H'Ngôn Mlô", false},
		{schemas.MechanismOtherSurname, "Bhiô Êban", "Y Bhiô Êban", false},
		{schemas.MechanismOtherCommune, "Phường Ba Đình, Thành phố Hà Nội", "Số 1, Phường Ba Đình, Thành phố Hà Nội", false},
		{schemas.MechanismOtherCommune, "Phường Ngọc Hà, Thành phố Hà Nội", "Số 1, Phường Ba Đình, Thành phố Hà Nội", true},
		{schemas.MechanismMiddleAdded, "Trần Văn Minh An", "Trần Văn An", true},
		{schemas.MechanismOpposite, "Nam", "Nữ", true},
	} {
		claim := Claim{Mechanism: c.m, Value: c.value, Register: c.register}
		if got := claim.Speaks(); got != c.want {
			t.Errorf("%v %q against %q: %v", c.m, c.value, c.register, got)
		}
	}
}

func TestSharedNumbersAgreeWithTheirTwin(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 8))
	list := make([]Use, 300)
	for i := range list {
		list[i] = Use{Number: schemas.MakeNumber(schemas.CMND, uint64(dice.IntN(120))), Person: uint64(dice.IntN(3)), Run: uint8(dice.IntN(3)), At: PlaceOf(1, int64(i))}
	}
	want := map[schemas.Number]bool{}
	for _, a := range list {
		for _, b := range list {
			if a.Number == b.Number && a.Run != b.Run && a.Person != b.Person {
				want[a.Number] = true
			}
		}
	}
	got := SharedNumbers(list)
	for _, s := range got {
		uses := map[[2]uint64]bool{}
		rows := int64(0)
		for _, u := range list {
			if u.Number == s.Number {
				uses[[2]uint64{uint64(u.Run), u.Person}] = true
				rows++
			}
		}
		if !want[s.Number] || len(s.Uses) != len(uses) || s.Rows != rows {
			t.Errorf("%+v: shared %v, %d uses, %d rows", s, want[s.Number], len(uses), rows)
		}
	}
	if len(got) != len(want) || len(want) == 0 || len(want) > 115 {
		t.Errorf("%d shared numbers, want %d", len(got), len(want))
	}
}
