package block

import (
	"slices"
	"testing"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

func folded(t *testing.T, s *kernel.Syllabary, name string) kernel.FoldedName {
	t.Helper()
	var n kernel.Name
	if unknown := s.Encode([]byte(name), &n); unknown > 0 {
		t.Fatalf("%s has %d unknown words", name, unknown)
	}
	return s.Hashes(&n)
}

// A row that lost its marks meets the person; a row of another name does not.
func TestKeysMeetWithoutMarks(t *testing.T) {
	s := kernel.Base()
	birth := schemas.MakeDate(1985, 3, 5)
	person := AppendKeys(nil, folded(t, s, "Nguyễn Thị Thu Hương"), birth, 38)
	same := AppendKeys(nil, folded(t, s, "NGUYEN THI THU HUONG"), birth, 38)
	if !slices.Equal(person, same) || len(person) != int(Kinds) {
		t.Errorf("keys %v with marks, %v without", person, same)
	}
	for _, k := range AppendKeys(nil, folded(t, s, "Trần Văn Hùng"), schemas.MakeDate(1985, 3, 6), 40) {
		if slices.Contains(person, k) {
			t.Errorf("another name, birth date and province share the %s key", k.Kind)
		}
	}
}

func TestKeysFollowWhatIsKnown(t *testing.T) {
	name := folded(t, kernel.Base(), "Lê Hà")
	for _, c := range []struct {
		birth    schemas.Date
		province uint8
		want     []Kind
	}{
		{0, 0, nil},
		{0, 1, []Kind{NameProvince}},
		{schemas.MakeDate(1950, 0, 0), 0, []Kind{NameYear}},
		{schemas.MakeDate(1950, 4, 0), 1, []Kind{NameYear, NameProvince}},
		{schemas.MakeDate(1950, 4, 1), 1, []Kind{BirthProvince, BirthGiven, NameYear, NameProvince}},
	} {
		var got []Kind
		for _, k := range AppendKeys(nil, name, c.birth, c.province) {
			got = append(got, k.Kind)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("birth %q, province %d: keys %v, want %v", c.birth, c.province, got, c.want)
		}
	}
	if keys := AppendKeys(nil, kernel.FoldedName{}, schemas.MakeDate(1950, 4, 1), 1); len(keys) != 1 || keys[0].Kind != BirthProvince {
		t.Errorf("a person without a name stands under %v", keys)
	}
}
