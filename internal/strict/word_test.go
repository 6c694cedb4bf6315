package strict

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"input", "output", "outputs", "max_rejected", "bank-credit"}
	for word, want := range map[string]string{
		"inputs": "input", "ouptut": "output", "max-rejected": "max_rejected", "bank_credti": "bank-credit",
		"Input": "input", "x": "", "": "", "memory": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestNearestOfLongWordsIsBounded(t *testing.T) {
	long := strings.Repeat("x", MaxBytes)
	if got := Nearest(long, []string{long[:64], long}); got != "" {
		t.Errorf("a word of %d bytes is near", len(got))
	}
}

func TestWordsOfOthersAreShownShortAndInOneLine(t *testing.T) {
	long := strings.Repeat("ệ", 500)
	for _, c := range []struct{ got, want string }{
		{Printable("họ\ttên\n"), "họ tên "},
		{Printable("a\x1b[2Jb\u2028c\u202ed"), "a [2Jb c d"},
		{Printable("a\xff"), "a\ufffd"},
		{Printable(long), long[:3*maxPrintable] + "…"},
		{Quoted("a\nb"), `"a\nb"`},
		{Quoted(long), `"` + long[:3*maxQuoted] + `…"`},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
