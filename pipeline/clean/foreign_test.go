package clean

import (
	"testing"

	"lamsach/schemas"
)

// foreignColumns are number, name, nationality, kind of paper, passport, account.
func foreignColumns() Columns {
	c := NoColumns()
	c.AnyNumber, c.Name, c.Nationality, c.IDType, c.Apart = 0, 1, 2, 3, 5
	c.Pass = []Pass{
		{Column: 2, Name: "nationality", Role: schemas.RoleNationality},
		{Column: 3, Name: "id_type", Role: schemas.RoleIDType},
		{Column: 4, Name: "passport", Role: schemas.RolePassport},
		{Column: 5, Name: "account_no", Role: schemas.RoleAccount},
	}
	return c
}

func TestForeigners(t *testing.T) {
	const citizen, foreigner = false, true
	cases := []struct {
		number, name, nationality, paper, passport string
		want                                       bool
	}{
		// what the nationality says
		{nullCell, "Kim Min Joon", "Hàn Quốc", nullCell, "M12345678", foreigner},
		{nullCell, "KIM MIN JOON", "KOR", nullCell, nullCell, foreigner},
		{nullCell, "Nguyễn Văn An", "Hoa Kỳ", "Hộ chiếu", "561234567", foreigner},
		{"561234567", "Nguyễn Văn An", "US", "HC", nullCell, foreigner}, // nine digits of a passport, not of a CMND
		{nullCell, "John Smith", "Việt Nam", nullCell, "B1234567", citizen},
		{nullCell, "John Smith", "VN", "HC", "B1234567", citizen},
		// a number of the register makes a citizen
		{"012345670", "Nguyễn Văn An", "Hoa Kỳ", "CMND", nullCell, citizen},
		{"001085012345", "John Smith", "USA", "CCCD", nullCell, citizen},
		// nothing, or nothing that is known, in the nationality
		{nullCell, "John Smith", nullCell, nullCell, "561234567", foreigner},
		{"M12345678", "Park Soo Jin", "?", nullCell, nullCell, foreigner},
		{"B1234567", "Nguyen Van An", nullCell, "HC", nullCell, citizen},
		{nullCell, "John Smith", nullCell, nullCell, nullCell, citizen},
		// names of Vietnam that are no syllables of its tables
		{nullCell, "H'Bia Niê", nullCell, "HC", "C1234567", citizen},
		{nullCell, "Y Bhok Êban", nullCell, "HC", "C1234567", citizen},
		{nullCell, "Ksor H'Blưm", nullCell, "HC", "C1234567", citizen},
		{nullCell, "Nguyen Vann Hunggg", nullCell, "HC", "C1234567", citizen},
	}
	var columns [6][]string
	for _, c := range cases {
		for i, v := range []string{c.number, c.name, c.nationality, c.paper, c.passport, nullCell} {
			columns[i] = append(columns[i], v)
		}
	}
	b := batch(len(cases))
	for i := range columns {
		b.Columns = append(b.Columns, cells(i%2 == 0, columns[i]...))
	}
	out := New(foreignColumns(), Profile{}).Worker().Clean(b)
	for i, c := range cases {
		if got := out.Foreign(i); got != c.want || out.Row(i).Foreign(0) != got {
			t.Errorf("%+v: foreign %v", c, got)
		}
	}
}

// Codes that differ in what stands between their letters and digits are one;
// what clerks write where there is none is no code.
func TestApart(t *testing.T) {
	texts := []string{"19-0000 0001", "1900000001", "19.0000.0001", "1900000002", "không có", "N/A", nullCell, "--"}
	var columns [6][]string
	for _, text := range texts {
		for i, v := range []string{nullCell, "An Bình", nullCell, nullCell, nullCell, text} {
			columns[i] = append(columns[i], v)
		}
	}
	b := batch(len(texts))
	for i := range columns {
		b.Columns = append(b.Columns, cells(i%2 == 0, columns[i]...))
	}
	cols := foreignColumns()
	for _, pass := range [][]Pass{cols.Pass, cols.Pass[:3]} { // read as an account, and as mere text
		cols.Pass = pass
		out := New(cols, Profile{}).Worker().Clean(b)
		for i := range texts {
			switch got := out.ApartOf(i); {
			case i < 3 && got != out.ApartOf(0), i < 4 && got == 0, i == 3 && got == out.ApartOf(0), i > 3 && got != 0, out.Row(i).ApartOf(0) != got:
				t.Errorf("%q: %x, the first %x", texts[i], got, out.ApartOf(0))
			}
		}
	}
	if got := New(NoColumns(), Profile{}).Worker().Clean(batch(1)).ApartOf(0); got != 0 {
		t.Errorf("a row without such a column: %x", got)
	}
}
