package clean

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// checkSteps holds the steps that a name needs against all of them.
func checkSteps(t *testing.T, w, thorough *Worker, name []byte) {
	t.Helper()
	thorough.thorough = true
	cell := append(slices.Clone(name), "Xuân  next cell, any bytes"...)[:len(name)]
	for range 2 { // a word is held against the lists at the first time only
		got, gotCell := w.slowName(nil, cell, cell, false)
		want, wantCell := thorough.slowName(nil, cell, cell, false)
		if !bytes.Equal(got, want) || gotCell != wantCell {
			t.Fatalf("%q: %q %+v, with all steps %q %+v", name, got, gotCell, want, wantCell)
		}
	}
}

// A step that no word needs would have changed nothing: every name of an
// invented file, and what becomes of it under random edits.
func TestNeeds(t *testing.T) {
	c := creditFile(t, 5_000, 5_000, "dirty")
	plan := New(creditRoles(), MakeProfile(c.parts[0], creditRoles()))
	w, thorough := plan.Worker(), plan.Worker()
	r := rand.New(rand.NewPCG(13, 14))
	var names [][]byte
	for _, b := range c.parts {
		column := &b.Columns[creditName]
		for e := range column.Entries() {
			names = append(names, column.Entry(int32(e)))
		}
	}
	for _, c := range readTable(t, "names.txt") {
		names = append(names, []byte(c.input))
	}
	for _, name := range names {
		checkSteps(t, w, thorough, name)
		for range 3 {
			checkSteps(t, w, thorough, edited(r, name, names))
		}
	}
}

// edited is a name with a few slips: letters exchanged, words added, dropped or
// joined, signs between.
func edited(r *rand.Rand, name []byte, names [][]byte) []byte {
	const keys = " ,.-/'()1267<?\tHkKyYwsfxj"
	out := slices.Clone(name)
	for range 1 + r.IntN(3) {
		if len(out) == 0 {
			return out
		}
		at := r.IntN(len(out))
		switch r.IntN(7) {
		case 0:
			out = slices.Delete(out, at, at+1)
		case 1:
			out = append(append(out, ' '), names[r.IntN(len(names))]...)
		case 2:
			out = append(append(slices.Clone(names[r.IntN(len(names))]), ' '), out...)
		case 3:
			out[at] = keys[r.IntN(len(keys))]
		case 4:
			out = slices.Insert(out, at, keys[r.IntN(len(keys))])
		case 5:
			out = bytes.Replace(out, []byte(" "), nil, 1)
		case 6:
			out = bytes.ToUpper(out)
		}
	}
	return out
}

func FuzzNeeds(f *testing.F) {
	seeds(f, "names.txt")
	plan := New(NoColumns(), Profile{NameEncodings: codecFiles})
	w, thorough := plan.Worker(), plan.Worker()
	f.Fuzz(func(t *testing.T, name []byte) { checkSteps(t, w, thorough, name) })
}
