package dedupe

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
)

func TestSpillRoundTrip(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{0, 1, 1000} {
		want := make([]pipeline.Outcome, n)
		for i := range want {
			want[i] = invent(dice, 100)
			want[i].Probability = math.Float64frombits(dice.Uint64() >> 2)
			want[i].Reasons = schemas.ReasonSet(dice.Uint64() & (1<<schemas.ReasonDuplicate - 1))
			want[i].Weight, want[i].RunnerUp = dice.Float32(), dice.Float32()
			want[i].Candidate, want[i].Owner = dice.Uint32()|dice.Uint32(), pipeline.NoPerson
			for f := range want[i].Results {
				want[i].Results[f] = schemas.Result(dice.IntN(int(schemas.Results)))
			}
			if dice.IntN(2) == 0 {
				want[i].Candidate, want[i].Owner = pipeline.NoPerson, dice.Uint32()
			}
		}
		path := filepath.Join(t.TempDir(), "spill")
		if err := new(Spiller).Write(path, want); err != nil {
			t.Fatal(err)
		}
		got, err := new(Spiller).Read(path)
		if err != nil || len(got) != n || n > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("%d outcomes do not come back: %v", n, err)
		}
		if n > 0 {
			holdsNaN(t, want[:1])
		}
	}
}

// A spill has no room for what settling alone can tell: that stands at the end
// of the catalogue.
func TestSettledReasonsAreTheLast(t *testing.T) {
	if schemas.SettledReasons != 1<<schemas.Reasons-1<<schemas.ReasonDuplicate {
		t.Error("a reason behind ReasonDuplicate is not one of settling: it would be lost in the spill")
	}
}

// holdsNaN: a weight that is missing comes back missing.
func holdsNaN(t *testing.T, one []pipeline.Outcome) {
	t.Helper()
	one[0].Probability, one[0].Weight, one[0].RunnerUp = math.NaN(), float32(math.NaN()), float32(math.NaN())
	path := filepath.Join(t.TempDir(), "spill")
	if err := new(Spiller).Write(path, one); err != nil {
		t.Fatal(err)
	}
	got, err := new(Spiller).Read(path)
	if err != nil || !math.IsNaN(got[0].Probability) || got[0].Weight == got[0].Weight || got[0].RunnerUp == got[0].RunnerUp {
		t.Errorf("%v: missing weights come back as %+v", err, got)
	}
}

func TestDamagedSpillIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spill")
	if err := new(Spiller).Write(path, make([]pipeline.Outcome, 5)); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		damaged := append([]byte(nil), whole...)
		damaged[i] ^= 0x40
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := new(Spiller).Read(path); err == nil {
			t.Fatalf("a flip of byte %d is not noticed", i)
		}
	}
	if err := os.WriteFile(path, whole[:len(whole)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := new(Spiller).Read(path); err == nil {
		t.Error("a spill cut short is not noticed")
	}
}
