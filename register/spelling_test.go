package register

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lamsach/matchers/kernel"
)

// checkSpelling holds the speller to the syllabary, and what is not stored as
// text to the name.
func checkSpelling(t *testing.T, s *speller, name string) {
	t.Helper()
	var got, want kernel.Name
	unknown, own := s.encode(name, &got)
	if wantUnknown := kernel.Base().Encode([]byte(name), &want) > 0; got != want || unknown != wantUnknown {
		t.Fatalf("%q: %v, unknown %v; want %v, %v", name, got, unknown, want, wantUnknown)
	}
	if own && s.write(&got) != name || !own && !unknown && name != "" && s.write(&got) == name {
		t.Fatalf("%q is spelled by its codes: %v; they spell %q", name, own, s.write(&got))
	}
}

func TestSpelling(t *testing.T) {
	s := newSpeller()
	for name, want := range map[string]bool{
		"Nguyễn Văn An": true, "An": true, "NGUYỄN Văn An": false, "nguyễn Văn An": false, "Nguyễn  Văn An": false,
		"Nguyễn Văn An ": false, " Nguyễn": false, "Smith John": false, "H'Hen Niê": false, "": false,
		"Công Tằng Tôn Nữ Thị Kim Thoa Anh": true, "Công Tằng Tôn Nữ Thị Kim Thoa Anh Mai": false,
	} {
		checkSpelling(t, s, name)
		if _, own := s.encode(name, new(kernel.Name)); own != want {
			t.Errorf("%q is spelled by its codes: %v", name, own)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 20_000 { // more words than there are slots
		words := make([]string, r.IntN(10))
		for i := range words {
			words[i] = s.titles[1+r.IntN(len(s.titles)-1)]
			switch r.IntN(12) {
			case 0:
				words[i] = strings.ToLower(words[i])
			case 1:
				words[i] += "x"
			case 2:
				words[i] = strings.Repeat(words[i], 4)
			}
		}
		checkSpelling(t, s, strings.Join(words, " "))
	}
}

func FuzzSpelling(f *testing.F) {
	f.Add("Nguyễn Văn An")
	f.Add("hoà Hòa \x00 x")
	s := newSpeller()
	f.Fuzz(func(t *testing.T, name string) { checkSpelling(t, s, name) })
}
