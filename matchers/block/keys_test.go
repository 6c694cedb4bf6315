package block

import (
	"testing"

	"lamsach/matchers/kernel"
)

func folded(t *testing.T, name string) kernel.FoldedName {
	t.Helper()
	var n kernel.Name
	if unknown := kernel.Base().Encode([]byte(name), &n); unknown > 0 {
		t.Fatalf("%s has %d unknown words", name, unknown)
	}
	return kernel.Base().Hashes(&n)
}

func keys(n kernel.FoldedName, year int) [3]Key {
	return [3]Key{Name(n.Full()), Tail(n.Hash[n.Len-2], n.Hash[n.Len-1], year), Given(n.Hash[n.Len-1])}
}

// A row that lost its marks meets the person; a row of another name does not.
func TestKeysMeetWithoutMarks(t *testing.T) {
	person := keys(folded(t, "Nguyễn Thị Thu Hương"), 1985)
	if same := keys(folded(t, "NGUYEN THI THU HUONG"), 1985); same != person {
		t.Errorf("keys %v with marks, %v without", person, same)
	}
	for i, k := range keys(folded(t, "Trần Văn Hùng"), 1985) {
		if k == person[i] {
			t.Errorf("another name shares key %d", i)
		}
	}
	if keys(folded(t, "Nguyễn Thị Thu Hương"), 1986)[1] == person[1] {
		t.Error("another year shares the key of the last two syllables")
	}
}

// Keys made of the same value in different ways differ.
func TestKindsDiffer(t *testing.T) {
	if h := uint64(7); Name(h) == Given(h) {
		t.Error("a name and a given name share a key")
	}
}
