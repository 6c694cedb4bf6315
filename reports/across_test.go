package reports

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"lamsach/schemas"
)

// Tallies of parts add up to the tally of the whole, whatever the order.
func TestAcrossTalliesAddUp(t *testing.T) {
	dice := rand.New(rand.NewPCG(4, 4))
	steps := []int{2, 0, 1}
	whole, parts := NewAcrossTally(4, steps), []*AcrossTally{NewAcrossTally(4, steps), NewAcrossTally(4, steps), NewAcrossTally(4, steps)}
	for range 500 {
		found := dice.Uint64() & 15
		inDoubt := dice.Uint64() & 15 &^ found
		differ := make([]uint8, 4)
		differ[dice.IntN(4)] = uint8(dice.IntN(3))
		args := []uint64{found, inDoubt, 7 &^ (found | inDoubt), dice.Uint64() & 15, dice.Uint64() & dice.Uint64() & 15}
		for _, to := range []*AcrossTally{whole, parts[dice.IntN(3)]} {
			to.Add(args[0], args[1], args[2], args[3], args[4], differ)
		}
	}
	parts[2].Merge(parts[0])
	parts[2].Merge(parts[1])
	if !reflect.DeepEqual(parts[2], whole) {
		t.Errorf("%+v, want %+v", parts[2], whole)
	}
	r := &Across{Runs: make([]AcrossRun, 4), Disclosure: "fields"}
	r.Runs[2].Name = "birth"
	r.Count(whole)
	for _, s := range r.Steps {
		if s.Found+s.InDoubt+s.Missing != 500 || s.SoFar > s.Found || s.Late > s.Found+s.InDoubt {
			t.Errorf("a step does not add up to 500 people: %+v", s)
		}
	}
	if r.Steps[0].Name != "birth" || r.Steps[0].SoFar != r.Steps[0].Found || r.Steps[2].SoFar > r.Steps[1].SoFar || r.Runs[3].Found == 0 {
		t.Errorf("steps %+v", r.Steps)
	}
}

// A job that shows verdicts only counts nothing by field.
func TestAcrossKeepsFieldsBack(t *testing.T) {
	tally := NewAcrossTally(2, nil)
	tally.Add(3, 0, 0, 1, 2, []uint8{1, 2})
	r := &Across{Runs: make([]AcrossRun, 2), Disclosure: "verdict"}
	r.Count(tally)
	if r.People.All != 1 || r.People.Disagreeing != 0 || r.People.Deceased != 0 || r.Runs[0].NumberAgrees != 0 || len(r.Runs[1].Differ) != 0 {
		t.Errorf("%+v", r)
	}
	r.Disclosure = "fields"
	r.Count(tally)
	if r.People.Disagreeing != 1 || r.Runs[0].Differ[schemas.FieldID.String()] != 1 || r.Runs[0].NumberAgrees != 1 {
		t.Errorf("%+v", r)
	}
}

func TestAcrossErrorsAddUp(t *testing.T) {
	a, b := NewAcrossErrors(), NewAcrossErrors()
	a.Add(schemas.FieldName, true)
	b.Add(schemas.FieldName, false)
	b.Add(schemas.FieldBirthDate, false)
	a.Merge(b)
	if a.All != 3 || a.Unopposed != 2 || a.Fields["name"] != 2 || a.Fields["birth_date"] != 1 || len(a.Fields) != int(schemas.Fields) {
		t.Errorf("%+v", a)
	}
}
