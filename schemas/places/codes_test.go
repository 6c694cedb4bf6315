package places

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// codesOf reads "province district commune", - for a level that is not stated.
func codesOf(t *testing.T, text string) Codes {
	t.Helper()
	var n [3]int
	for i, f := range strings.Fields(text) {
		if f != "-" {
			v, err := strconv.Atoi(f)
			if err != nil {
				t.Fatal(err)
			}
			n[i] = v
		}
	}
	return Codes{uint8(n[0]), uint16(n[1]), uint16(n[2])}
}

func TestSpell(t *testing.T) {
	text, err := os.ReadFile("testdata/codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		codes, want, _ := strings.Cut(line, "->")
		if got := string(Spell(nil, codesOf(t, codes))); got != strings.TrimSpace(want) {
			t.Errorf("codes.txt:%d: %s: got %q", i+1, codes, got)
		}
	}
}

// Whatever codes are spelled, they are read again as the unit they mean, or as
// one of several that they could.
func TestSpelledCodesAreReadAgain(t *testing.T) {
	p := NewParser()
	wrong := 0
	for _, code := range OldCommunes() {
		d := OldCommuneDistrict(code)
		place := p.Parse(Spell(nil, Codes{DistrictProvince(d), d, code}))
		if place.OldCommune != code && place.Fits < 2 {
			wrong++
		}
		if place.District != d {
			t.Errorf("old commune %05d: district %d", code, place.District)
		}
	}
	if wrong > 0 {
		t.Errorf("%d old communes are read as another", wrong)
	}
	for _, code := range Communes() {
		c := Codes{CommuneProvince(code), 0, code}
		text := Spell(nil, c)
		if place := p.Parse(text); len(text) == 0 || place.Province != CommuneProvince(code) || place.Fits == 1 && place.Commune != code {
			t.Errorf("commune %05d: %s: %+v", code, text, place)
		}
	}
}

func TestComplete(t *testing.T) {
	p := NewParser()
	parse := func(s string) Place { return p.Parse([]byte(s)) }
	whole := "Xã Thọ Xuân, Tỉnh Thanh Hóa"
	for _, c := range []struct{ text, beside, want string }{
		{"", whole, whole},
		{"Thôn 4", whole, whole},
		{"Tỉnh Thanh Hóa", whole, whole},
		{"Huyện Thọ Xuân, Tỉnh Thanh Hóa", whole, whole},
		{"Tỉnh Nghệ An", whole, "Tỉnh Nghệ An"},
		{whole, "Phường Hợp Giang, Thành phố Cao Bằng, Tỉnh Cao Bằng", whole},
		{whole, "", whole},
		{"Huyện Nga Sơn, Tỉnh Thanh Hóa", whole, "Huyện Nga Sơn, Tỉnh Thanh Hóa"},
	} {
		if got := Complete(parse(c.text), parse(c.beside)); got != parse(c.want) {
			t.Errorf("%q beside %q: got %+v, want %+v", c.text, c.beside, got, parse(c.want))
		}
	}
}
