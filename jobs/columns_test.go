package jobs

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// socialColumns are the columns of an invented list of the social insurance,
// with a note in front that nobody knows.
func socialColumns() []schemas.ColumnInfo {
	return []schemas.ColumnInfo{
		{Name: "X", Sample: []string{"a", "b", "c", "d", "e", "f"}},
		{Name: "HO_DEM", Sample: []string{"Nguyễn Văn", "Trần Thị", "Lê Minh", "Phạm Đức", "Võ Thu", "Bùi Hữu"}},
		{Name: "TEN", Sample: []string{"An", "Bé", "Chi", "Dũng", "Hà", "Nam"}},
		{Name: "NGAY_SINH", Sample: []string{"0912000111", "0383000222", "0705000333", "0868000444", "0939000555", "0326000666"}},
		{Name: "SO_CCCD", Sample: []string{"079173000123", "001085000456", "038201000789", "040096000012", "024190000345", "031060000678"}},
		{Name: "MA_XA", Sample: []string{"20056", "19777", "28603", "12550", "27271", "08125"}},
		{Name: "MA_SO_BHXH", Sample: []string{"8509449701", "2983537132", "3759741953", "3751922484", "3750619485", "1935150646"}},
		{Name: "MA_TINH", Sample: []string{"46", "46", "82", "34", "79", "25"}},
	}
}

func TestLayoutOfParts(t *testing.T) {
	d, err := schemas.Dataset("social-insurance")
	if err != nil {
		t.Fatal(err)
	}
	cols := socialColumns()
	lists := make([]bool, len(cols))
	l := layoutOf(d, cols, lists)
	if !slices.Equal(l.read, []int{0, 1, 2, 3, 4, 5, 6, 7}) || !l.usable {
		t.Errorf("reads %v, usable %v", l.read, l.usable)
	}
	c := l.clean
	if c.Name != -1 || !slices.Equal(c.NameParts, []int{1, 2}) || c.Number != 4 || c.Phone != 3 || !slices.Equal(c.PlaceCodes, []int{7, -1, 5}) {
		t.Errorf("columns %+v", c)
	}
	want := []clean.Pass{
		{Column: 6, Name: "social_insurance_no", Role: schemas.RoleSocialInsurance},
		{Column: 1, Name: "surname_and_middle", Role: schemas.RoleSurnameAndMiddle},
		{Column: 2, Name: "given_name", Role: schemas.RoleGivenName},
		{Column: 5, Name: "submitted_commune_code", Role: schemas.RoleCommuneCode},
		{Column: 7, Name: "submitted_province_code", Role: schemas.RoleProvinceCode},
		{Column: 0, Name: "x"},
	}
	if !slices.Equal(c.Pass, want) {
		t.Errorf("carried through: %v", c.Pass)
	}
	if !slices.Equal(l.marked.Name, []int{1, 2}) || l.marked.Birth != nil || !slices.Equal(l.marked.PersonalID, []int{4}) {
		t.Errorf("marked %+v", l.marked)
	}
	if len(l.odd) != 1 || l.odd[0] != "column NGAY_SINH: the header says birth_date, the values look like phone" {
		t.Errorf("odd: %q", l.odd)
	}
	lists[2] = true // a list is no given name
	if l := layoutOf(d, cols, lists); slices.Contains(l.read, 2) || slices.Contains(l.clean.NameParts, 2) {
		t.Errorf("a list is read: %v, %v", l.read, l.clean.NameParts)
	}
}

func TestDetectedText(t *testing.T) {
	d := Detected{File: "a.csv", Format: "CSV", Rows: 1234}
	d.rank(socialColumns())
	var out bytes.Buffer
	d.WriteText(&out)
	for _, want := range []string{
		"1,234 rows, 8 columns: social-insurance (", "X X", "9(12)", "NGAY_SINH: the header says birth_date, the values look like phone",
		"missing: birth_date\n", "social_insurance_no", "rows can be looked up",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not said:\n%s", want, out.String())
		}
	}
	for _, c := range socialColumns()[1:] {
		for _, v := range c.Sample {
			if len(v) > 4 && strings.Contains(out.String(), v) {
				t.Errorf("a value of %s is shown:\n%s", c.Name, out.String())
			}
		}
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if n := len([]rune(line)); n > 120 {
			t.Errorf("a line of %d letters", n)
		}
	}
}
