package reports

import (
	"encoding/json"
	"testing"
)

// The ledger's form holds what the manifest's holds.
func TestBinaryTallyIsTheTally(t *testing.T) {
	for _, before := range []*Tally{NewTally(), part(1, 5000, 30), part(3, 20000, 5000)} {
		want := encoded(t, before)
		data := before.AppendBinary([]byte("before"))[len("before"):]
		var after Tally
		if err := after.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if encoded(t, &after) != want {
			t.Error("another tally comes back")
		}
		if string(after.AppendBinary(nil)) != string(data) {
			t.Error("written again, the tally has other bytes")
		}
	}
}

func TestDamagedBinaryTallyIsRefused(t *testing.T) {
	data := part(1, 50, 3).AppendBinary(nil)
	for n := range data {
		if new(Tally).UnmarshalBinary(data[:n]) == nil {
			t.Fatalf("the first %d of %d bytes are a tally", n, len(data))
		}
	}
	if new(Tally).UnmarshalBinary(append(data, 0)) == nil {
		t.Error("a byte too many is not noticed")
	}
	data[1]++ // the version of the layout
	if err := new(Tally).UnmarshalBinary(data); err != errOtherLayout {
		t.Errorf("another layout: %v", err)
	}
}

func FuzzBinaryTally(f *testing.F) {
	f.Add(part(1, 50, 3).AppendBinary(nil))
	f.Add(NewTally().AppendBinary(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		var tally Tally
		if tally.UnmarshalBinary(data) != nil {
			return
		}
		tally.Merge(part(2, 20, 2))
		if _, err := json.Marshal(Build(&tally, Facts{})); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkLedger(b *testing.B) {
	tally := part(1, 65536, 500)
	b.Run("binary", func(b *testing.B) {
		for b.Loop() {
			_ = new(Tally).UnmarshalBinary(tally.AppendBinary(nil))
		}
	})
	b.Run("json", func(b *testing.B) {
		for b.Loop() {
			data, _ := json.Marshal(tally)
			_ = json.Unmarshal(data, new(Tally))
		}
	})
}
