package places

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

// lines reads a table of cases without comments and empty lines.
func lines(t testing.TB, name string) []string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := s.Text(); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// describe writes a place as the table of addresses does.
func describe(p Place) string {
	commune := "-"
	if p.Fits > 1 {
		commune = "*"
	} else if p.Commune != 0 {
		commune = fmt.Sprintf("%05d", p.Commune)
	}
	code := func(digits, n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%0*d", digits, n)
	}
	return strings.Join([]string{
		commune, fmt.Sprint(p.Fits), p.System.String(), code(5, int(p.OldCommune)),
		code(3, int(p.District)), code(2, int(p.Province)), code(2, int(p.OldProvince)),
	}, " | ")
}

func TestAddresses(t *testing.T) {
	p := NewParser()
	for _, line := range lines(t, "testdata/addresses.txt") {
		text, want, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("no columns in %q", line)
		}
		if got := strings.TrimRight(describe(p.Parse([]byte(text))), " "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// What Parse says must not depend on the texts before, nor on a second call.
func TestParserKeepsNothing(t *testing.T) {
	used := NewParser()
	var dst []byte
	all := lines(t, "testdata/addresses.txt")
	for i := range all {
		text, _, _ := strings.Cut(all[len(all)-1-i], " | ")
		want := NewParser().Parse([]byte(text))
		for range 2 {
			if got := used.Parse([]byte(text)); got != want {
				t.Errorf("%s: %+v after other texts, %+v alone", text, got, want)
			}
			dst = used.Canonical(dst[:0], []byte(text))
		}
	}
}

// The tidy text says the same as the text.
func TestCanonicalMeansTheSame(t *testing.T) {
	p := NewParser()
	for _, line := range lines(t, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		tidy := p.Canonical(nil, []byte(text))
		if a, b := describe(p.Parse([]byte(text))), describe(p.Parse(tidy)); a != b {
			t.Errorf("%s: %s\n%s: %s", text, a, tidy, b)
		}
	}
}

func TestCanonical(t *testing.T) {
	p := NewParser()
	for _, line := range lines(t, "testdata/canonical.txt") {
		text, want, ok := strings.Cut(line, " ->")
		if !ok {
			t.Fatalf("no arrow in %q", line)
		}
		got := string(p.Canonical([]byte("kept "), []byte(text)))
		if got != "kept "+strings.TrimPrefix(want, " ") {
			t.Errorf("%s\n got %q\nwant %q", text, got, "kept "+strings.TrimPrefix(want, " "))
		}
	}
}

// Decomposed letters, invisible signs and broken bytes do not hide a unit.
func TestRoughText(t *testing.T) {
	p := NewParser()
	want := p.Parse([]byte("Xã Tân Long, Huyện Phú Giáo, Tỉnh Bình Dương"))
	for _, text := range []string{
		"Xa\u0303 Ta\u0302n Long, Huye\u0323\u0302n Phu\u0301 Gia\u0301o, Ti\u0309nh Bi\u0300nh Du\u031bo\u031bng",
		"Xã T\u200bân Long, Huyện\u00a0Phú Giáo,\u00a0Tỉnh Bình\u00adDương",
		"\xffXã Tân Long\xfe, Huyện Phú Giáo, Tỉnh Bình Dương\xc3",
	} {
		got := p.Parse([]byte(text))
		if got.Commune != want.Commune || got.District != want.District || got.OldProvince != want.OldProvince {
			t.Errorf("%q: %s, want %s", text, describe(got), describe(want))
		}
		tidy := p.Canonical(nil, []byte(text))
		if again := p.Canonical(nil, tidy); string(again) != string(tidy) {
			t.Errorf("%q becomes %q, then %q", text, tidy, again)
		}
	}
	tidy := p.Canonical(nil, []byte("Xa\u0303 T\u200ba\u0302n Long"))
	if string(tidy) != "Xã Tân Long" {
		t.Errorf("decomposed text becomes %q", tidy)
	}
}

// A cell of a million bytes costs no more than its last 512.
func TestLongText(t *testing.T) {
	p := NewParser()
	long := strings.Repeat("Xã Tân Long ", 100_000) + ", Phường 5, Quận Tân Bình, TPHCM"
	if got := p.Parse([]byte(long)); got.OldCommune != 26989 {
		t.Errorf("the end of a long text is read as %s", describe(got))
	}
	if n := cap(p.text); n > 4*maxText {
		t.Errorf("Parse kept %d bytes of a long text", n)
	}
}

func TestNoAllocations(t *testing.T) {
	p := NewParser()
	texts := make([][]byte, 0, 100)
	for _, line := range lines(t, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		texts = append(texts, []byte(text))
	}
	dst := make([]byte, 0, 1024)
	if n := testing.AllocsPerRun(20, func() {
		for _, text := range texts {
			p.Parse(text)
			dst = p.Canonical(dst[:0], text)
		}
	}); n != 0 {
		t.Errorf("%v allocations for %d addresses", n, len(texts))
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range lines(f, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		f.Add([]byte(text))
	}
	for _, s := range []string{"", "\x00", "P", "T.", "T.P", "Thị", "KP", "đặc khu", "0", "000", "P 0", "\xe1\xba", "a\u0301\u0302", "Q.1-", "- - -", "KP P. 5", "0000\x00- 0", "X. 'A', H.-B"} {
		f.Add([]byte(s))
	}
	p := NewParser()
	f.Fuzz(func(t *testing.T, text []byte) {
		place := p.Parse(text)
		if place.Commune != 0 && (place.Fits != 1 || !KnownCommune(place.Commune) || CommuneProvince(place.Commune) != place.Province) {
			t.Fatalf("%q: %+v", text, place)
		}
		if place.Fits == 1 != (place.Commune != 0) || place.Province != 0 && !KnownProvince(place.Province) {
			t.Fatalf("%q: %+v", text, place)
		}
		tidy := p.Canonical(nil, text)
		if again := p.Canonical(nil, tidy); string(again) != string(tidy) {
			t.Fatalf("%q becomes %q, then %q", text, tidy, again)
		}
	})
}
