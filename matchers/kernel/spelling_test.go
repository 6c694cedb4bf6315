package kernel

import (
	"strings"
	"testing"
)

// checkKey holds the key made by table against the plain one.
func checkKey(t *testing.T, word string) {
	t.Helper()
	key, ok := loadSpelled().appendKey(nil, []byte(word))
	untoned, tone, folded := spellAny(word)
	if ok && string(key) != spellingKey(untoned, tone) {
		t.Fatalf("%q: %q by table, %q letter by letter", word, key, spellingKey(untoned, tone))
	}
	if u, n, f := spell(word); u != untoned || n != tone || f != folded {
		t.Fatalf("%q: %q, %d, %q by table, %q, %d, %q letter by letter", word, u, n, f, untoned, tone, folded)
	}
}

func TestKeysByTable(t *testing.T) {
	base := Base()
	for code := 1; code < base.Len(); code++ {
		text := base.Text(uint16(code))
		for _, form := range []string{text, strings.ToUpper(text), title(text)} {
			checkKey(t, form)
			if _, ok := loadSpelled().appendKey(nil, []byte(form)); !ok {
				t.Errorf("%q has no key by table", form)
			}
		}
	}
	for r := rune(0); r < spelledLimit+9; r++ {
		checkKey(t, string(r))
		checkKey(t, "Ngu"+string(r)+"ễn")
	}
}

func TestUnknownWordsAllocateNothing(t *testing.T) {
	base := Base()
	words := [][]byte{[]byte("NguyÔn"), []byte("xqzw"), []byte("Smith"), []byte("Ñöùc"), []byte("thUỷ")}
	if n := testing.AllocsPerRun(100, func() {
		for _, w := range words {
			base.Code(w)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"Nguyễn", "HOÀ", "ǘ", "a\u0301\u0302", "İstanbul", "\xff", "ﬁ", "Ð", "K'Brể"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) { checkKey(t, word) })
}
