package dedupe

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// job invents a job of several parts in which people, identities and numbers
// come back.
func job(t *testing.T, seed uint64, parts, rows int) ([]Spill, []pipeline.Outcome) {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 1))
	var spills []Spill
	var all []pipeline.Outcome
	for p := range parts {
		outcomes := make([]pipeline.Outcome, rows)
		for i := range outcomes {
			outcomes[i] = invent(dice, rows*parts/2)
		}
		path := filepath.Join(t.TempDir(), "part-"+strconv.Itoa(p))
		if err := WriteSpill(path, outcomes); err != nil {
			t.Fatal(err)
		}
		spills = append(spills, Spill{Part: pipeline.Part{Index: p, StartRow: int64(p * rows), Rows: rows}, Path: path})
		all = append(all, outcomes...)
	}
	return spills, all
}

func invent(dice *rand.Rand, people int) pipeline.Outcome {
	o := pipeline.Outcome{Person: pipeline.NoPerson, Verdict: schemas.NotFound, Identity: uint64(dice.IntN(people)) | 1}
	switch dice.IntN(4) {
	case 0:
		o.Verdict, o.Identity = schemas.Rejected, 0
	case 1:
	default:
		o.Verdict, o.Person = schemas.Corrected, uint32(dice.IntN(people))
	}
	if dice.IntN(3) > 0 {
		o.PIN = schemas.MakeNumber(schemas.PersonalID, uint64(dice.IntN(people)))
	}
	if dice.IntN(3) == 0 {
		o.CMND = schemas.MakeNumber(schemas.CMND, uint64(dice.IntN(people)))
	}
	return o
}

// plainSettle is the twin: every pair of rows looked at.
func plainSettle(all []pipeline.Outcome) (reasons []schemas.ReasonSet, first []int64) {
	reasons, first = make([]schemas.ReasonSet, len(all)), make([]int64, len(all))
	who := func(o *pipeline.Outcome) uint64 {
		if o.Person != pipeline.NoPerson {
			return uint64(o.Person) << 1
		}
		return o.Identity
	}
	for i := range all {
		a := &all[i]
		first[i] = -1
		for j := range all {
			b := &all[j]
			if i == j || a.Verdict == schemas.Rejected || b.Verdict == schemas.Rejected {
				continue
			}
			linked := a.Person != pipeline.NoPerson && a.Person == b.Person
			same := a.Person == pipeline.NoPerson && b.Person == pipeline.NoPerson && a.Identity == b.Identity && a.PIN == b.PIN && a.CMND == b.CMND
			if (linked || same) && j < i && first[i] < 0 {
				first[i] = int64(j)
				reasons[i] = reasons[i].With(schemas.ReasonDuplicate)
			}
			if linked && a.Identity != b.Identity {
				reasons[i] = reasons[i].With(schemas.ReasonPersonClaimed)
			}
			number := a.PIN != 0 && a.PIN == b.PIN || a.CMND != 0 && a.CMND == b.CMND
			if number && who(a) != who(b) {
				reasons[i] = reasons[i].With(schemas.ReasonNumberShared)
			}
		}
	}
	return reasons, first
}

func TestSettleAgreesWithItsTwin(t *testing.T) {
	for seed := range uint64(4) {
		spills, all := job(t, seed, 3, 150)
		s, err := Settle(t.Context(), spills, Options{Dir: t.TempDir(), Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		reasons, first := plainSettle(all)
		found := 0
		for i := range all {
			r, f := s.Row(int64(i))
			if r != reasons[i] || f != first[i] {
				t.Fatalf("seed %d row %d: %b of %d, want %b of %d (%+v)", seed, i, r, f, reasons[i], first[i], all[i])
			}
			found += r.Len()
		}
		if found == 0 {
			t.Error("nothing to settle: the test proves nothing")
		}
	}
}

// Workers and a budget that forces files change nothing.
func TestSettleInFilesIsTheSame(t *testing.T) {
	spills, _ := job(t, 9, 4, 300)
	want, err := Settle(t.Context(), spills, Options{Dir: t.TempDir(), Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	ps := newPartitions(1200, Options{Workers: 1})
	ps.dir, ps.spill = t.TempDir(), true
	got := &Settlement{flags: make([]uint32, 1200), first: make([]uint32, 1200)}
	for i := len(spills) - 1; i >= 0; i-- {
		outcomes, err := ReadSpill(spills[i].Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := ps.scatter(outcomes, uint32(spills[i].Part.StartRow)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range ps.list {
		entries, err := ps.load(i)
		if err != nil {
			t.Fatal(err)
		}
		got.settle(entries)
	}
	ps.remove()
	if !reflect.DeepEqual(got, want) {
		t.Error("settling through files gives another settlement than settling in memory")
	}
}
