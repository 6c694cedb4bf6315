package places

import (
	"strings"
	"testing"
)

// folded is a name in capitals without marks, as an old system prints it.
func folded(name string) string { return strings.ToUpper(plain(name)) }

// alike is folded with the spellings that Parse holds equal made one.
func alike(name string) string {
	r := strings.NewReplacer("'", "", "’", "", " ", "", "-", "", "KH", "KH", "K", "C", "QUY", "QUI")
	name = r.Replace(folded(name))
	for _, c := range "BCDFGHLMNPRSTVX" {
		name = strings.ReplaceAll(name, string(c)+"Y", string(c)+"I")
	}
	return name
}

func TestCounts(t *testing.T) {
	if n := len(Communes()); n != 3321 {
		t.Errorf("%d present communes", n)
	}
	if n := len(OldCommunes()); n != 10035 {
		t.Errorf("%d old communes", n)
	}
	var provinces, old, districts int
	for c := range 256 {
		if KnownProvince(uint8(c)) {
			provinces++
		}
		if KnownOldProvince(uint8(c)) {
			old++
		}
	}
	for c := range 2000 {
		if KnownDistrict(uint16(c)) {
			districts++
		}
	}
	if provinces != 34 || old != 63 || districts != 696 {
		t.Errorf("%d provinces, %d old ones, %d districts", provinces, old, districts)
	}
	split, whole := 0, 0
	for _, c := range OldCommunes() {
		switch n := len(AppendTargets(nil, c)); {
		case n == 0:
			t.Errorf("%05d went nowhere", c)
		case n > 1:
			split++
		default:
			whole++
		}
	}
	// 440 were split; for 58 of them one target took all the people.
	if split != 382 || whole != 9653 {
		t.Errorf("%d split, %d whole", split, whole)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{ProvinceName(15), "Tỉnh Lào Cai"},
		{OldProvinceName(15), "Tỉnh Yên Bái"},
		{ProvinceName(27), ""},
		{OldProvinceName(27), "Tỉnh Bắc Ninh"},
		{ProvinceShortName(79), "Hồ Chí Minh"},
		{DistrictName(1), "Quận Ba Đình"},
		{DistrictName(65535), ""},
		{CommuneName(4), "Phường Ba Đình"},
		{OldCommuneName(4), "Phường Trúc Bạch"},
		{CommuneName(1), ""},
		{CommuneName(65535), ""},
		{CommuneName(6970), CommuneName(6978)},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if NewProvince(27) != 24 || NewProvince(24) != 24 || NewProvince(3) != 0 || CommuneProvince(4) != 1 || CommuneProvince(0) != 0 {
		t.Error("provinces of provinces or communes are wrong")
	}
	if OldCommuneDistrict(4) != 1 || DistrictProvince(1) != 1 || DistrictProvince(65535) != 0 || KnownCommune(0) || KnownOldCommune(65535) {
		t.Error("districts of communes are wrong")
	}
}

// The official address of every present commune is that commune; without marks
// it is ambiguous exactly where two names of a province collide.
func TestEveryCommune(t *testing.T) {
	p := NewParser()
	bearers := map[string]int{}
	key := func(c uint16) string { return ProvinceName(CommuneProvince(c)) + alike(CommuneName(c)) }
	for _, c := range Communes() {
		bearers[key(c)]++
	}
	collide := 0
	for _, c := range Communes() {
		address := CommuneName(c) + ", " + ProvinceName(CommuneProvince(c))
		got := p.Parse([]byte(address))
		if got.Commune != c || got.Fits != 1 || got.System != SystemNew || got.OldCommune != 0 || got.District != 0 {
			t.Errorf("%s: %s, want %05d", address, describe(got), c)
		}
		address = folded(address)
		got = p.Parse([]byte(address))
		if !CouldBe(got, c) || got.System != SystemNew || int(got.Fits) != bearers[key(c)] {
			t.Errorf("%s: %s, want %05d among %d", address, describe(got), c, bearers[key(c)])
		}
		if got.Fits > 1 {
			collide++
		}
	}
	if collide != 16 { // eight pairs, the types taken into account
		t.Errorf("%d communes collide without marks", collide)
	}
}

// The full address of every old commune is that commune, and leads where the
// mapping says; without marks it is at least among those that fit.
func TestEveryOldCommune(t *testing.T) {
	p := NewParser()
	for _, c := range OldCommunes() {
		d := OldCommuneDistrict(c)
		address := OldCommuneName(c) + ", " + DistrictName(d) + ", " + OldProvinceName(DistrictProvince(d))
		targets := AppendTargets(nil, c)
		got := p.Parse([]byte(address))
		if got.OldCommune != c || got.District != d || got.System != SystemOld || int(got.Fits) != len(targets) {
			t.Errorf("%s: %s, want old %05d with %d targets", address, describe(got), c, len(targets))
		}
		bare := p.Parse([]byte(folded(address)))
		for _, to := range targets {
			if !CouldBe(got, to) || !CouldBe(bare, to) {
				t.Errorf("%s: %05d is not among those that fit", address, to)
			}
		}
		if NewProvince(DistrictProvince(d)) != got.Province || CommuneProvince(targets[0]) != got.Province {
			t.Errorf("%s: province %02d", address, got.Province)
		}
	}
}

// CouldBe names as many communes as Fits says, whatever levels are given.
func TestFitsCountsCouldBe(t *testing.T) {
	p := NewParser()
	check := func(address string) {
		got := p.Parse([]byte(address))
		n := 0
		for _, c := range Communes() {
			if CouldBe(got, c) {
				n++
			}
		}
		if got.Fits > 0 && n != int(got.Fits) {
			t.Errorf("%s: %s, but %d could be", address, describe(got), n)
		}
		if got.Fits == 0 && n == 0 {
			t.Errorf("%s: %s, and nothing could be", address, describe(got))
		}
	}
	for i, c := range OldCommunes() {
		if i%7 != 0 {
			continue
		}
		d := OldCommuneDistrict(c)
		province := OldProvinceName(DistrictProvince(d))
		check(OldCommuneName(c) + ", " + province)
		check(folded(OldCommuneName(c)) + ", " + DistrictName(d) + ", " + ProvinceName(NewProvince(DistrictProvince(d))))
		check("Xã Không Đâu, " + DistrictName(d) + ", " + province)
	}
	for _, line := range lines(t, "testdata/addresses.txt") {
		text, _, _ := strings.Cut(line, " | ")
		check(text)
	}
}

func TestCouldBeOfNothing(t *testing.T) {
	if !CouldBe(Place{}, 4) || CouldBe(Place{}, 1) {
		t.Error("the zero place rules out known communes only if they are unknown")
	}
	hanoi := NewParser().Parse([]byte("Hà Nội"))
	if !CouldBe(hanoi, 4) || CouldBe(hanoi, 31078) {
		t.Error("a province leaves its own communes and no others")
	}
}
