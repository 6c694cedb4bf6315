package dedupe

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"lamsach/pipeline"
)

func TestOutcomeHasNoPointers(t *testing.T) {
	var check func(reflect.Type)
	check = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Struct:
			for i := range typ.NumField() {
				check(typ.Field(i).Type)
			}
		case reflect.Array:
			check(typ.Elem())
		case reflect.Pointer, reflect.Slice, reflect.String, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan:
			t.Errorf("%s holds a pointer: it cannot be spilled", typ)
		}
	}
	check(reflect.TypeFor[pipeline.Outcome]())
}

func TestSpillRoundTrip(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{0, 1, 1000} {
		want := make([]pipeline.Outcome, n)
		for i := range want {
			want[i] = invent(dice, 100)
			want[i].Probability = math.Float64frombits(dice.Uint64() >> 2)
		}
		path := filepath.Join(t.TempDir(), "spill")
		if err := WriteSpill(path, want); err != nil {
			t.Fatal(err)
		}
		got, err := ReadSpill(path)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%d outcomes do not come back: %v", n, err)
		}
	}
}

func TestDamagedSpillIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spill")
	if err := WriteSpill(path, make([]pipeline.Outcome, 5)); err != nil {
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
		if _, err := ReadSpill(path); err == nil {
			t.Fatalf("a flip of byte %d is not noticed", i)
		}
	}
	if err := os.WriteFile(path, whole[:len(whole)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSpill(path); err == nil {
		t.Error("a spill cut short is not noticed")
	}
}
