package dedupe

import (
	"fmt"
	"math"
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
		if err := new(Spiller).Write(path, outcomes); err != nil {
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
	if dice.IntN(2) == 0 {
		o.Apart = 1 + dice.Uint32N(3)
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
			if (linked || same) && j < i && first[i] < 0 && (a.Apart == 0 || a.Apart == b.Apart) {
				first[i] = int64(j)
				reasons[i] = reasons[i].With(schemas.ReasonDuplicate)
			}
			if (linked || same) && a.Apart != 0 && b.Apart != 0 && a.Apart != b.Apart {
				reasons[i] = reasons[i].With(schemas.ReasonSeveral)
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
		s, err := Settle(t.Context(), spills, Options{Workers: 2})
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

// Workers, partitions and passes change nothing.
func TestSettleInPassesIsTheSame(t *testing.T) {
	spills, _ := job(t, 9, 4, 300)
	want, err := Settle(t.Context(), spills, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []cut{{1, 1}, {1, 7}, {3, 5}, {16, 1}, {2, 300}} {
		for _, workers := range []int{1, 3} {
			got, err := settle(t.Context(), spills, newSettlement(1200), c, workers)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%d passes of %d partitions on %d workers give another settlement (%v)", c.passes, c.perPass, workers, err)
			}
		}
	}
}

// A country's banks fit the memory of a job by more passes, not by more memory.
func TestCutKeepsToItsMemory(t *testing.T) {
	for _, rows := range []int64{0, 1, 1 << 16, 134_000_000, 1 << 32} {
		for _, memory := range []int64{0, 512 << 20, 3 << 30} {
			c := cutOf(rows, Options{Workers: 2, Memory: memory})
			if c.passes < 1 && rows > 0 || c.perPass < 1 && rows > 0 {
				t.Errorf("%d rows in %d bytes: %+v", rows, memory, c)
				continue
			}
			if most := max(memory, memoryFloor); rows*pairEntries/2*entrySize > most*int64(max(c.passes, 1)) {
				t.Errorf("%d rows in %d bytes: %d passes hold too much each", rows, memory, c.passes)
			}
		}
	}
}

func BenchmarkSettle(b *testing.B) {
	const parts, rows = 16, 1 << 16
	dir, dice := b.TempDir(), rand.New(rand.NewPCG(1, 1))
	var spills []Spill
	for p := range parts {
		outcomes := make([]pipeline.Outcome, rows)
		for i := range outcomes {
			who := dice.IntN(3 * parts * rows)
			outcomes[i] = pipeline.Outcome{
				Identity: uint64(who)*0x9e3779b97f4a7c15 | 1, PIN: schemas.MakeNumber(schemas.PersonalID, uint64(who)), Person: uint32(who),
				Verdict: schemas.Verified, Candidate: pipeline.NoPerson, Owner: pipeline.NoPerson, RunnerUp: float32(math.NaN()),
			}
		}
		path := filepath.Join(dir, strconv.Itoa(p))
		if err := new(Spiller).Write(path, outcomes); err != nil {
			b.Fatal(err)
		}
		spills = append(spills, Spill{Part: pipeline.Part{Index: p, StartRow: int64(p * rows), Rows: rows}, Path: path})
	}
	for _, memory := range []int64{1 << 30, 64 << 20} {
		b.Run(fmt.Sprintf("%d MiB", memory>>20), func(b *testing.B) {
			for b.Loop() {
				if _, err := Settle(b.Context(), spills, Options{Workers: 1, Memory: memory}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*parts*rows), "ns/row")
		})
	}
}
