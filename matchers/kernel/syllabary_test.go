package kernel

import "testing"

func TestTonePlacementDoesNotMatter(t *testing.T) {
	s := Base()
	for _, pair := range [][2]string{{"hòa", "hoà"}, {"THÚY", "thuý"}, {"Khỏe", "khoẻ"}, {"quý", "qúy"}} {
		a, b := s.Code([]byte(pair[0])), s.Code([]byte(pair[1]))
		if a == 0 || a != b {
			t.Errorf("%s has code %d, %s has %d; want one code", pair[0], a, pair[1], b)
		}
	}
	if a, b := s.Code([]byte("hòa")), s.Code([]byte("hóa")); a == b {
		t.Errorf("two tones share code %d", a)
	}
}

func TestFoldHashIsOfTheLetters(t *testing.T) {
	s := Base()
	if s.FoldHash(s.Code([]byte("Đặng"))) != s.FoldHash(s.Code([]byte("dang"))) {
		t.Error("Đặng and dang fold to different hashes")
	}
	extended := s.Extend([]string{"h'rin", "ktla"})
	code := extended.Code([]byte("H'Rin"))
	if code == 0 || int(code) < s.Len() {
		t.Fatalf("H'Rin has code %d in a syllabary extended by it", code)
	}
	c := NewCoder(s)
	var n Name
	c.Encode([]byte("H'Rin"), &n)
	if c.FoldHash(n.Syl[0]) != extended.FoldHash(code) {
		t.Error("a private word and a word of the syllabary fold to different hashes")
	}
	if s.Code([]byte("H'Rin")) != 0 {
		t.Error("extending a syllabary changed the one it came from")
	}
}

// The hashes stand in snapshots: a change is a change of the format.
func TestHashesAreFrozen(t *testing.T) {
	if got := hashText("nguyen"); got != frozenNguyen {
		t.Errorf("hashText(nguyen) = %#x, was %#x: raise the snapshot's format version", got, frozenNguyen)
	}
	if got := Mix(1, 2); got != frozenMix {
		t.Errorf("Mix(1, 2) = %#x, was %#x: raise the snapshot's format version", got, frozenMix)
	}
}

func TestLongNamesKeepTheirLastSyllable(t *testing.T) {
	var n Name
	Base().Encode([]byte("Công Tằng Tôn Nữ Thị Kim Thoa Anh Mai"), &n)
	if n.Len != MaxSyllables || n.Syl[7] != Base().Code([]byte("mai")) || n.Syl[0] != Base().Code([]byte("công")) {
		t.Errorf("a name of nine syllables is coded as %v", n)
	}
}
