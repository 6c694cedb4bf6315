package reports

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"lamsach/schemas"
)

var usual = Threshold{Accept: 0.999, Review: 0.9}

// both counts a row as a row and for the estimates.
func (t *Tally) both(v schemas.Verdict, p float64) {
	t.Row(nil, v, 0, allAgree, Address{})
	t.Probability(v, p)
}

func TestEstimate(t *testing.T) {
	tally := NewTally()
	for range 8 {
		tally.both(schemas.Verified, 0.99999)
	}
	tally.both(schemas.Corrected, 0.999) // at the threshold itself
	tally.both(schemas.Review, 0.998)
	tally.both(schemas.Review, 0.9)
	tally.both(schemas.Ambiguous, 0.5) // below review: two candidates together are above
	tally.both(schemas.Contradicted, 0.9999)
	tally.both(schemas.Contradicted, math.NaN())
	tally.both(schemas.NotFound, math.NaN())
	e := tally.Estimate(usual)
	if e.Contradicted != 1 || e.NoCandidate != 2 || e.From != 0.9 {
		t.Errorf("%+v", e)
	}
	if first := e.Points[0]; first.Threshold != 0.9 || first.Links != 11 || first.ToPeople != 1 || math.Abs(first.FalseLinks-(8e-5+0.001+0.002+0.1)) > 2e-6 {
		t.Errorf("at review: %+v", first)
	}
	now := e.Accept()
	if now.Links != 9 || now.ToPeople != 3 || math.Abs(now.FalseLinks-0.00108) > 2e-6 {
		t.Errorf("at accept: %+v", now)
	}
	if want := 0.998 + 0.9 + 0.5 + 0.9999; math.Abs(now.MissedLinks-want) > 2e-6 {
		t.Errorf("missed %g, want %g", now.MissedLinks, want)
	}
	if want := now.MissedLinks / (now.MissedLinks + 9 - now.FalseLinks); math.Abs(now.MissedLinkRate-want) > 1e-6 {
		t.Errorf("rate %g, want %g", now.MissedLinkRate, want)
	}
	if next := e.Stricter(); next.Threshold != 0.9995 || next.Links != 8 || next.ToPeople != 4 {
		t.Errorf("above accept: %+v", next)
	}
}

// A threshold between two rungs is told exactly, as the verdicts were given.
func TestEstimateBetweenRungs(t *testing.T) {
	tally := NewTally()
	tally.both(schemas.Verified, 0.9993)
	tally.both(schemas.Review, 0.9991)
	e := tally.Estimate(Threshold{Accept: 0.9992, Review: 0.97})
	now := e.Accept()
	if now.Threshold != 0.9992 || now.Links != 1 || now.ToPeople != 1 || now.FalseLinks != 0.0007 {
		t.Errorf("%+v", now)
	}
	if e.Points[0].Threshold != 0.99 || e.Points[0].Links != 2 {
		t.Errorf("first rung %+v: none below review can be told", e.Points[0])
	}
	if last := tally.Estimate(Threshold{Accept: 0.999999, Review: 0.999999}); len(last.Points) != 1 || last.Stricter() != nil {
		t.Errorf("beyond the ladder: %+v", last)
	}
}

// Sums are the same however rows are dealt out to parts, and survive ledger and
// manifest.
func TestEstimatesInAnyParts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	whole, parts := NewTally(), make([]*Tally, 7)
	for i := range parts {
		parts[i] = NewTally()
	}
	for range 20_000 {
		v, p := schemas.Verdict(rng.IntN(int(schemas.Verdicts))), 1-math.Exp2(-20*rng.Float64())
		part := parts[rng.IntN(len(parts))]
		for _, t := range []*Tally{whole, part} {
			t.Probability(v, p)
			t.Fooled(v, p)
			t.FoundOut()
			t.Borrowed()
		}
	}
	sum := NewTally()
	for i, p := range parts {
		var read Tally
		var err error
		if i%2 == 0 {
			err = read.UnmarshalBinary(p.AppendBinary(nil))
		} else {
			err = json.Unmarshal([]byte(encoded(t, p)), &read)
		}
		if err != nil {
			t.Fatal(err)
		}
		sum.Merge(&read)
	}
	if sum.doubts != whole.doubts || sum.trials != whole.trials {
		t.Error("the parts do not add up to the whole")
	}
	if a, b := sum.Estimate(usual), whole.Estimate(usual); a == nil || a.Accept().Links == 0 || !reflect.DeepEqual(a.Points, b.Points) {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// For each row found under a relative's number so many are not found as there
// were among the trials, and at each threshold those that it would link.
func TestEstimateOfBorrowedNumbers(t *testing.T) {
	tally := NewTally()
	for range 100 {
		tally.both(schemas.Verified, 1)
	}
	for range 50 {
		tally.Borrowed()
	}
	for range 200 {
		tally.FoundOut()
	}
	tally.Fooled(schemas.Corrected, 0.99999)
	tally.Fooled(schemas.Corrected, 0.9992)
	tally.Fooled(schemas.Review, 0.95)
	tally.Fooled(schemas.NotFound, math.NaN())
	e := tally.Estimate(usual)
	if now := e.Accept(); now.Borrowed != 0.5 || now.FalseLinks != 0.5 || e.BorrowedShare(usual.Accept) != 0.005 {
		t.Errorf("at accept: %+v", now)
	}
	if first := e.Points[0]; first.Borrowed != 0.75 || e.Stricter().Borrowed != 0.25 || e.BorrowedShare(0.97) != e.BorrowedShare(0.95) {
		t.Errorf("at review: %+v, above accept: %+v", first, e.Stricter())
	}
}

// A tally of an older program has no estimates; one of another ladder is refused.
func TestEstimatesOfOtherPrograms(t *testing.T) {
	var old Tally
	if err := json.Unmarshal([]byte(encoded(t, part(1, 50, 3))), &old); err != nil || old.Estimate(usual) != nil {
		t.Errorf("%v, %+v", err, old.Estimate(usual))
	}
	s := NewTally().stored()
	s.Doubts = make([]uint64, 5)
	if new(Tally).restore(&s) == nil {
		t.Error("a ladder of another length was taken")
	}
	binary := NewTally().AppendBinary(nil)
	if new(Tally).UnmarshalBinary(binary[:len(binary)-1]) == nil {
		t.Error("a marker that an older program left was taken; its part would have no estimates")
	}
}
