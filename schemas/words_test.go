package schemas

import (
	"slices"
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	for _, c := range []struct {
		date      Date
		text      string
		precision Precision
		valid     bool
	}{
		{0, "", NoDate, false},
		{MakeDate(1980, 3, 5), "1980-03-05", FullDate, true},
		{MakeDate(1980, 3, 0), "1980-03", MonthOnly, true},
		{MakeDate(1980, 0, 0), "1980", YearOnly, true},
		{MakeDate(1980, 0, 5), "1980", YearOnly, false},
		{MakeDate(1980, 13, 1), "1980-13-01", FullDate, false},
		{MakeDate(1900, 2, 29), "1900-02-29", FullDate, false},
		{MakeDate(2000, 2, 29), "2000-02-29", FullDate, true},
		{MakeDate(2023, 4, 31), "2023-04-31", FullDate, false},
	} {
		if s := c.date.String(); s != c.text || c.date.Precision() != c.precision || c.date.Valid() != c.valid {
			t.Errorf("%s: %q, %v, valid %v", c.text, s, c.date.Precision(), c.date.Valid())
		}
	}
}

func TestDateKeepsOrderAndDays(t *testing.T) {
	var last Date
	for day := time.Date(1899, 12, 1, 0, 0, 0, 0, time.UTC); day.Year() < 1905; day = day.AddDate(0, 0, 1) {
		d := MakeDate(day.Year(), int(day.Month()), day.Day())
		if !d.Valid() || d <= last || int64(d.Unix())*86400 != day.Unix() {
			t.Fatalf("%s: valid %v, after %s, day %d", d, d.Valid(), last, d.Unix())
		}
		last = d
	}
	if MakeDate(1980, 0, 0).Unix() != MakeDate(1980, 1, 1).Unix() {
		t.Error("a year alone begins on its first day")
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		number   Number
		text     string
		year     int
		gender   Gender
		province int
	}{
		{0, "", 0, NoGender, 0},
		{MakeNumber(PersonalID, 1085000456), "001085000456", 1985, Male, 1},
		{MakeNumber(PersonalID, 79305000456), "079305000456", 2005, Female, 79},
		{MakeNumber(CMND, 12345678), "012345678", 0, NoGender, 0},
		{MakeNumber(CMND, 0), "000000000", 0, NoGender, 0},
	} {
		n := c.number
		if n.String() != c.text || n.BirthYear() != c.year || n.Gender() != c.gender || n.Province() != c.province || n.Digits() != len(c.text) {
			t.Errorf("%s: %s, %d, %v, %d", c.text, n, n.BirthYear(), n.Gender(), n.Province())
		}
	}
}

func TestReasonSetListsInOrder(t *testing.T) {
	s := ReasonSet(0).With(ReasonPersonClaimed).With(ReasonBlankRow).With(ReasonNameOrder).With(ReasonNameOrder)
	if got := slices.Collect(s.All); !slices.Equal(got, []Reason{ReasonBlankRow, ReasonNameOrder, ReasonPersonClaimed}) || s.Len() != 3 {
		t.Errorf("got %v", got)
	}
	if s.Has(ReasonDeceased) || !s.Has(ReasonBlankRow) || Reasons > 64 {
		t.Error("membership, or too many reasons for the set")
	}
}

func TestCodesKnowRepairsFromIssues(t *testing.T) {
	if RepairAddressUnit.IsIssue() || !IssueNumberMissing.IsIssue() || IssueNumberMissing != RepairAddressUnit+1 {
		t.Error("repairs end where issues begin, without a gap")
	}
	if RepairAddressUnit.String() != "address_unit" || IssuePaperDummy.String() != "paper_dummy" ||
		IssueDebtGroupDays.String() != "debt_group_days" || IssueBirthplaceUnknown.String() != "birth_place_unknown" || IssueDatesOrder.String() != "dates_out_of_order" || Codes-1 != IssueDatesOrder {
		t.Error("names and numbers of the codes have parted")
	}
}

func TestRolesAreKnown(t *testing.T) {
	for _, r := range []Role{RoleFullName, RoleAnyNumber, RoleAnyAddress, RoleIssuePlace, RoleOtherNames, RoleHousehold, RoleUpdatedAt, RoleID, "father_name"} {
		if !r.Known() {
			t.Errorf("role %s is unknown", r)
		}
	}
	if Role("").Known() || Role("shoe_size").Known() {
		t.Error("an unknown role is known")
	}
}
