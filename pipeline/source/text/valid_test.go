package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzValid(f *testing.F) {
	for _, s := range []string{"", "a", "Nguyễn Thị Hường, số 5, ngõ Ấm", "\xed\xa0\x80", "\xc0\x80", "\xe0\x9f\xbf", "\xf4\x90\x80\x80", "\xf0\x8f\xbf\xbf", "😀", "ễ\xe1\xbb", "\xff"} {
		f.Add([]byte(s))
		f.Add([]byte(strings.Repeat("a", 15) + s + strings.Repeat("b", 20)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got := validUTF8(b); got != utf8.Valid(b) {
			t.Errorf("%q: %v", b, got)
		}
	})
}

// All strings of two and three bytes, and those of four that begin with F0 to F4.
func TestValidOnAllShortStrings(t *testing.T) {
	check := func(b ...byte) {
		if validUTF8(b) != utf8.Valid(b) {
			t.Fatalf("% x", b)
		}
	}
	for a := range 256 {
		for b := range 256 {
			check(byte(a), byte(b))
			for c := 0x7E; c < 0xC2; c++ {
				check(byte(a), byte(b), byte(c))
				if a >= 0xEF {
					check(byte(a), byte(b), byte(c), 0x7F)
					check(byte(a), byte(b), byte(c), 0x80)
				}
			}
		}
	}
}

func BenchmarkValid(b *testing.B) {
	text := []byte(invented(";", false, 1<<20))
	b.Run("automaton", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			validUTF8(text)
		}
	})
	b.Run("library", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			utf8.Valid(text)
		}
	})
}

// Long texts, sound and with one byte changed, anywhere.
func TestValidOnLongTexts(t *testing.T) {
	text := []byte(strings.Repeat("Nguyễn Thị Hường 😀, số 5 ngõ Ấm, 079073778592; ", 9))
	for n := 250; n < len(text); n++ {
		if validUTF8(text[:n]) != utf8.Valid(text[:n]) {
			t.Fatalf("the first %d bytes", n)
		}
	}
	for i := range text {
		for _, c := range []byte{0, 0x80, 0xBF, 0xC3, 0xE1, 0xF0, 0xFF} {
			old := text[i]
			text[i] = c
			if validUTF8(text) != utf8.Valid(text) {
				t.Fatalf("%x at %d", c, i)
			}
			text[i] = old
		}
	}
	if continued := []byte(strings.Repeat("\x80", 300)); validUTF8(continued) {
		t.Error("continuation bytes alone are valid")
	}
}
