package kernel

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lamsach/benchmarks/synth"
)

func TestAlphabetHasACodeForEachLetter(t *testing.T) {
	seen := map[byte]rune{}
	letters := 0
	for _, r := range marked + signs {
		code := AppendLetters(nil, []byte(string(r)))
		if len(code) != 1 || code[0] == 0 || code[0] >= OtherLetter {
			t.Fatalf("%c is coded as %v", r, code)
		}
		if other, taken := seen[code[0]]; taken {
			t.Errorf("%c and %c share code %d", r, other, code[0])
		}
		if r < utf8.RuneSelf && rune(code[0]) != r {
			t.Errorf("%c is coded as %d", r, code[0])
		}
		seen[code[0]] = r
		if r >= 'a' {
			letters++
		}
	}
	if letters != 93 {
		t.Errorf("%d letters, want the 93 that names are written with", letters)
	}
}

func TestAlphabetKnowsEveryCaseAndComposition(t *testing.T) {
	for _, name := range synth.Names(2000, 2) {
		want := AppendLetters(nil, []byte(name))
		if len(want) != utf8.RuneCountInString(name) || strings.IndexByte(string(want), OtherLetter) >= 0 {
			t.Fatalf("%s is coded as %v", name, want)
		}
		for _, form := range []string{strings.ToUpper(name), strings.ToLower(name), norm.NFD.String(name), norm.NFD.String(strings.ToUpper(name))} {
			if got := AppendLetters(nil, []byte(form)); string(got) != string(want) {
				t.Fatalf("%s is coded as %v, want %v", form, got, want)
			}
		}
	}
	got := AppendLetters([]byte("x"), []byte("Č\xff日\x00ŏA"))
	if want := "x\x7f\x7f\x7f\x7f\x7fa"; string(got) != want {
		t.Errorf("letters outside are coded as %q, want %q", got, want)
	}
}

// A wrong tone is one letter, not the two or three bytes it has in UTF-8.
func TestTonedLettersAreOneEditApart(t *testing.T) {
	var p Pattern
	p.Set(AppendLetters(nil, []byte("Nguyễn Thị Hường")))
	for name, want := range map[string]int{"nguyễn thị hường": 0, "Nguyên Thị Hường": 1, "Nguyễn Thị Huong": 2, "Nguyễn Thị Hờưng": 1} {
		if got := p.OSA(AppendLetters(nil, []byte(name))); got != want {
			t.Errorf("%s is %d letters away, want %d", name, got, want)
		}
	}
}
