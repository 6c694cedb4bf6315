package places

import "testing"

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"tanlong", "tanlong", true},
		{"tanlogn", "tanlong", true},
		{"tanlon", "tanlong", true},
		{"tanlongg", "tanlong", true},
		{"tamlong", "tanlong", true},
		{"anlong", "tanlong", true},
		{"tamlogn", "tanlong", false},
		{"natlong", "tanlong", false},
		{"tanlo", "tanlong", false},
		{"", "a", true},
		{"", "ab", false},
	} {
		if got := near([]byte(c.a), c.b); got != c.want {
			t.Errorf("%s and %s: near is %v", c.a, c.b, got)
		}
		if got := near([]byte(c.b), c.a); got != c.want {
			t.Errorf("%s and %s: near is %v", c.b, c.a, got)
		}
	}
}

// A name that some unit bears is never taken for another one, however near, and
// of two that are near neither is taken.
func TestKnownNamesAreNoTypos(t *testing.T) {
	p := NewParser()
	for _, text := range []string{
		"Xã Tân An, Huyện Phú Giáo, Tỉnh Bình Dương", // communes of that name lie elsewhere
		"Xã Zan Lonk, Huyện Phú Giáo, Tỉnh Bình Dương",
		"Huyện Phú Giáo, Tỉnh A Giang", // An Giang, Hà Giang
	} {
		if got := p.Parse([]byte(text)); got.Fits != 0 || got.OldCommune != 0 {
			t.Errorf("%s: %s", text, describe(got))
		}
	}
}

func TestCut(t *testing.T) {
	p := NewParser()
	for _, c := range []struct {
		text  string
		parts int
	}{
		{"Thôn 4 - Xã Thuần Hưng", 2},
		{"Thôn 4-Xã Thuần Hưng-Khoái Châu", 3},
		{"Xuân Hương-Đà Lạt", 1},
		{"Bà Rịa - Vũng Tàu", 1},
		{"Phường Xuân Hương - Đà Lạt - Lâm Đồng", 2},
		{"12/3/7 Lê Lợi", 1},
		{"Tổ 5/Thuần Hưng/Khoái Châu", 3},
		{"TP. Huế", 1},
		{"P. 5. Q. 3. TP. HCM", 3},
		{"Xã Tân Long. Phú Giáo", 2},
	} {
		p.look([]byte(c.text))
		parts := 1
		for i := 1; i < p.r.n; i++ {
			if p.r.tokens[i].sep == classHard {
				parts++
			}
		}
		if parts != c.parts {
			t.Errorf("%s has %d parts, want %d", c.text, parts, c.parts)
		}
	}
}
