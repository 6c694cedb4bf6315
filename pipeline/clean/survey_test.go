package clean

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// surveyed is the profile of rows that are added in parts of so many rows, by
// several surveyors.
func surveyed(rows [][]string, cols Columns, part int) Profile {
	s := NewSurvey(cols, int64(len(rows)))
	crew := []*Surveyor{s.Surveyor(), s.Surveyor(), s.Surveyor()}
	piece := func(from, n int) *pipeline.Batch {
		b := surveyBatch(rows[from : from+n])
		b.Part.FirstRow = int64(from)
		return b
	}
	for pass := range 2 {
		for from := 0; from < len(rows); from += part {
			w, b := crew[from/part%3], piece(from, min(part, len(rows)-from))
			if pass == 0 {
				w.Add(b)
			} else {
				w.Count(b)
			}
		}
		for _, w := range crew {
			w.Done()
		}
		if pass > 0 {
			break
		}
		spans, all := s.Again()
		for i, span := range spans {
			crew[0].Locate(i, piece(int(span.FirstRow), span.Rows))
		}
		if !all {
			break
		}
	}
	return s.Profile(Profile{})
}

// surveyBatch makes a batch of rows, each column one of distinct values.
func surveyBatch(rows [][]string) *pipeline.Batch {
	columns := make([]pipeline.Column, len(rows[0]))
	for c := range columns {
		values := make([]string, len(rows))
		for i, row := range rows {
			values[i] = row[c]
		}
		columns[c] = cells(true, values...)
	}
	return batch(len(rows), columns...)
}

// The columns of invented rows.
const (
	surveyedName = iota
	surveyedNumber
	surveyedBirth
	surveyedPhone
	surveyedUnit
)

func surveyColumns() Columns {
	c := NoColumns()
	c.Name, c.Number, c.Birth, c.Phone, c.Unit = surveyedName, surveyedNumber, surveyedBirth, surveyedPhone, surveyedUnit
	return c
}

// branchRows are rows of forty branches in turn.
func branchRows(n int) [][]string {
	surnames := strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Phan Bùi Mai Hồ Ngô Dương Lý")
	given := strings.Fields("Hậu Bình Cường Dũng Tự Hằng Hường Hiếu Khánh Lộc Mỹ Nghĩa Phượng Quý Sơn Thảo Trúc Tuấn Vượng Yến Hà Lê Quý Phó")
	r := rand.New(rand.NewPCG(8, 9))
	rows := make([][]string, n)
	for i := range rows {
		male, year := r.IntN(2), 50+r.IntN(50)
		name := surnames[r.IntN(len(surnames))] + " " + []string{"Văn", "Thị"}[male] + " " + given[r.IntN(len(given))] + " " + given[r.IntN(len(given))]
		rows[i] = []string{
			name, fmt.Sprintf("001%d%02d%06d", male, year, r.IntN(1e6)), fmt.Sprintf("%02d/%02d/19%02d", 1+r.IntN(28), 1+r.IntN(12), year),
			fmt.Sprintf("09%08d", r.IntN(1e8)), fmt.Sprintf("%04d", i%40),
		}
	}
	return rows
}

func TestSurveyFindsTheEncodingOfEachBranch(t *testing.T) {
	rows := branchRows(8000)
	plain := make([]string, len(rows))
	writes := map[string]string{}
	for i, name := range codecFiles {
		if name != "tcvn5712_1_vn1" { // whose small letters are those of TCVN3
			writes[fmt.Sprintf("%04d", 3*i)] = name
		}
	}
	for i, row := range rows {
		plain[i] = row[surveyedName]
		if codec := writes[row[surveyedUnit]]; codec != "" {
			row[surveyedName] = legacyText(t, codec, row[surveyedName])
		}
	}
	p := surveyed(rows, surveyColumns(), 1000)
	got := map[string]string{}
	for _, u := range p.Units {
		got[u.Unit] = u.Encoding
		if !u.Whole {
			t.Errorf("%s: %s, but not as a whole", u.Unit, u.Encoding)
		}
	}
	if !reflect.DeepEqual(got, writes) {
		t.Errorf("units write %v, want %v", got, writes)
	}
	for _, f := range p.Findings {
		if f.Kind != FoundEncoding || f.Unit == "" || f.Of != 200 {
			t.Errorf("finding %+v", f)
		}
	}
	b := surveyBatch(rows)
	r := New(surveyColumns(), p).Worker().Clean(b)
	for i, want := range plain {
		if name := string(r.Name.Value(i)); name != want {
			t.Fatalf("row %d of %s: %q, want %q", i, rows[i][surveyedUnit], name, want)
		}
		if original := string(r.Batch.Columns[r.Cols.Name].Value(i)); original != rows[i][surveyedName] {
			t.Fatalf("row %d: the original became %q", i, original)
		}
	}
	decoded := map[uint32]bool{}
	for _, n := range r.Notes {
		decoded[n.Row] = decoded[n.Row] || n.Field == FieldName && n.Code == schemas.RepairNameDecoded
	}
	for i, row := range rows {
		if row[surveyedName] != plain[i] && !decoded[uint32(i)] {
			t.Fatalf("row %d was decoded, and no repair says so", i)
		}
	}
}

// Neither the order of rows nor how they are cut into parts moves a profile.
func TestSurveyKnowsNoOrder(t *testing.T) {
	rows := branchRows(6000)
	for i, row := range rows {
		switch {
		case i%40 == 7:
			row[surveyedName] = legacyText(t, "vni_win", row[surveyedName])
		case i%25 == 0:
			row[surveyedNumber] = "001085777123"
		case i%25 == 1:
			row[surveyedBirth] = "15/06/1990"
		case i%25 == 2:
			row[surveyedPhone] = "0912345999"
		}
	}
	want := surveyed(rows, surveyColumns(), 6000)
	if len(want.Units) != 1 || len(want.Dummies) != 1 || len(want.DummyDates) != 1 || len(want.DummyPhones) != 1 {
		t.Fatalf("profile %+v", want)
	}
	shuffled := slices.Clone(rows)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for _, part := range []int{999, 2500} {
		if got := surveyed(shuffled, surveyColumns(), part); !reflect.DeepEqual(got, want) {
			a, _ := json.Marshal(got)
			b, _ := json.Marshal(want)
			t.Errorf("parts of %d:\n%s\n%s", part, a, b)
		}
	}
	r := New(surveyColumns(), want).Worker().Clean(surveyBatch(rows))
	if len(r.Phone.Value(2)) > 0 || !slices.Contains(r.Notes, Note{2, FieldPhone, schemas.IssuePhoneDummy}) {
		t.Error("a phone on hundreds of rows is kept, or no issue says so")
	}
}

// What many rows share is no dummy when few names stand beside it, or when the
// numbers bear a birth date out.
func TestSurveyLeavesWhatPeopleShare(t *testing.T) {
	rows := branchRows(6000)
	for i, row := range rows {
		if i%20 == 0 { // one customer of many contracts
			row[surveyedNumber], row[surveyedName], row[surveyedPhone] = "001085777123", "Nguyễn Văn An", "0912345999"
		}
		if i%60 == 1 { // people who were given one day
			row[surveyedBirth] = "02/09/1975"
			row[surveyedNumber] = row[surveyedNumber][:4] + "75" + row[surveyedNumber][6:]
		}
	}
	if p := surveyed(rows, surveyColumns(), 6000); len(p.Dummies)+len(p.DummyDates)+len(p.DummyPhones) > 0 {
		t.Errorf("dummies %v %v %v", p.Dummies, p.DummyDates, p.DummyPhones)
	}
}

func TestSurveyFindsSlips(t *testing.T) {
	const n = 6000
	for _, test := range []struct {
		name     string
		from, to int
		by       int // 0: the column of numbers moves down
	}{{"right", 2345, n, 1}, {"left", 100, n, -1}, {"in between", 3000, 3777, 1}, {"down", 1234, n, 0}} {
		rows := branchRows(n)
		was := branchRows(n)
		for i := test.from; i < test.to; i++ {
			switch test.by {
			case 1:
				copy(rows[i][1:], was[i][:4])
				rows[i][0] = ""
			case -1:
				copy(rows[i], was[i][1:])
				rows[i][4] = ""
			case 0:
				rows[i][surveyedNumber] = was[i-1][surveyedNumber]
			}
		}
		p := surveyed(rows, surveyColumns(), 2048)
		if len(p.Findings) != 1 {
			t.Errorf("%s: findings %+v", test.name, p.Findings)
			continue
		}
		f := p.Findings[0]
		kind := FoundSlippedAside
		near := int64(0)
		if test.by == 0 {
			kind, near = FoundSlippedDown, 3 // years may agree by chance
		}
		if off := f.Row - int64(test.from); f.Kind != kind || f.By != test.by || off < 0 || off > near || f.Row+f.Rows != int64(test.to) {
			t.Errorf("%s: %+v, want rows %d to %d", test.name, f, test.from, test.to)
		}
	}
	if p := surveyed(branchRows(n), surveyColumns(), 2048); len(p.Findings) > 0 {
		t.Errorf("sound rows: %+v", p.Findings)
	}
}

func TestSurveyTellsLostLetters(t *testing.T) {
	for cell, want := range map[string]bool{
		"Nguy?n Th? H??ng": true, "Tr?n V?n An": true, "?inh": true, "Nguyễn V\uFFFDn": true,
		"Nguyễn Văn An?": false, "?": false, "Nguyễn Văn An (?)": false, "": false,
	} {
		if got := lostLetters([]byte(cell)); got != want {
			t.Errorf("%q: %v", cell, got)
		}
	}
}

// In a column or branch of BK HCM 1 a brace is a letter, though no byte of the
// cell is beyond ASCII.
func TestLettersThatLookLikeASCII(t *testing.T) {
	for _, p := range []Profile{
		{NameEncodings: []string{"bkhcm1"}, NameWhole: true},
		{Units: []UnitEncoding{{Unit: "0007", Encoding: "bkhcm1", Whole: true}}},
	} {
		b := surveyBatch([][]string{{"Kim }a", "001085777123", "", "", "0007"}})
		r := New(surveyColumns(), p).Worker().Clean(b)
		if name := string(r.Name.Value(0)); name != "Kim Đa" || !slices.Contains(r.Notes, Note{0, FieldName, schemas.RepairNameDecoded}) {
			t.Errorf("%q, notes %v", name, r.Notes)
		}
	}
}

// genderColumns are those of branchRows with a column of genders behind.
func genderColumns() Columns {
	c := surveyColumns()
	c.Gender = surveyedUnit + 1
	return c
}

// Genders that one branch codes otherwise are read as it writes them, in
// whatever order the rows stand.
func TestSurveyFindsTheCodingOfEachBranch(t *testing.T) {
	rows := branchRows(8000)
	want := make([]schemas.Gender, len(rows))
	for i, row := range rows {
		female := row[surveyedNumber][3] == '1'
		want[i] = schemas.Male
		code := "1"
		if female {
			want[i], code = schemas.Female, "0"
		}
		switch row[surveyedUnit] {
		case "0003", "0017": // 1 is a woman
			code = string('1' + '0' - code[0])
		case "0020": // 2 is a woman
			code = map[string]string{"1": "1", "0": "2"}[code]
		}
		if i%50 == 49 { // and a wrong one now and then
			code, want[i] = string('1'+'0'-code[0]&1), schemas.NoGender
		}
		rows[i] = append(row, code)
	}
	shuffled := slices.Clone(rows)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	p := surveyed(rows, genderColumns(), 8000)
	if other := surveyed(shuffled, genderColumns(), 777); !reflect.DeepEqual(p, other) {
		t.Errorf("the order of rows moves the profile:\n%+v\n%+v", p, other)
	}
	habits := []UnitHabit{
		{Unit: "0003", Genders: []GenderValue{{"0", schemas.Male}, {"1", schemas.Female}}},
		{Unit: "0017", Genders: []GenderValue{{"0", schemas.Male}, {"1", schemas.Female}}},
	}
	if !reflect.DeepEqual(p.Habits, habits) {
		t.Errorf("habits %+v", p.Habits)
	}
	told := 0
	for _, f := range p.Findings {
		if f.Kind == FoundGenders && (f.Unit == "0003" || f.Unit == "0017") && f.Coding == "0=M 1=F" && f.Rows == 200 {
			told++
		}
	}
	if told != 2 {
		t.Errorf("findings %+v", p.Findings)
	}
	r := New(genderColumns(), p).Worker().Clean(surveyBatch(rows))
	for i, g := range want {
		if g != schemas.NoGender && r.Gender[i] != g {
			t.Fatalf("row %d of %s: %q is read as %v, want %v", i, rows[i][surveyedUnit], rows[i][surveyedUnit+1], r.Gender[i], g)
		}
	}
}

// A value that means both genders about equally often means nothing.
func TestSurveyLeavesCodesInDoubt(t *testing.T) {
	rows := branchRows(2000)
	for i, row := range rows {
		row[surveyedUnit] = ""
		rows[i] = append(row, fmt.Sprint(i%2))
	}
	p := surveyed(rows, genderColumns(), 2000)
	if want := []GenderValue{{"0", schemas.NoGender}, {"1", schemas.NoGender}}; !reflect.DeepEqual(p.Genders, want) {
		t.Errorf("genders %v", p.Genders)
	}
	r := New(genderColumns(), p).Worker().Clean(surveyBatch(rows))
	if r.Gender[0] != schemas.NoGender || !slices.Contains(r.Notes, Note{0, FieldGender, schemas.IssueGenderUnknown}) {
		t.Errorf("a code in doubt is read as %v", r.Gender[0])
	}
}

// In a column "Nữ" of crosses an empty cell is a man.
func TestSurveyReadsCrosses(t *testing.T) {
	rows := branchRows(2000)
	for i, row := range rows {
		cross := nullCell
		if row[surveyedNumber][3] == '1' {
			cross = "x"
		}
		rows[i] = append(row, cross)
	}
	p := surveyed(rows, genderColumns(), 2000)
	r := New(genderColumns(), p).Worker().Clean(surveyBatch(rows))
	for i, row := range rows {
		if want := schemas.Male + schemas.Gender(row[surveyedNumber][3]-'0'); r.Gender[i] != want {
			t.Fatalf("%q is read as %v, want %v", row[surveyedUnit+1], r.Gender[i], want)
		}
	}
}

// Dates that one branch writes month first are read so, in either kind of file.
func TestSurveyFindsTheOrderOfDatesOfEachBranch(t *testing.T) {
	for _, monthFirst := range []bool{false, true} {
		rows := branchRows(8000)
		want := make([]schemas.Date, len(rows))
		for i, row := range rows {
			var d, m, y int
			fmt.Sscanf(row[surveyedBirth], "%d/%d/%d", &d, &m, &y)
			want[i] = schemas.MakeDate(y, m, d)
			if (row[surveyedUnit] == "0011") != monthFirst {
				row[surveyedBirth] = fmt.Sprintf("%02d/%02d/%d", m, d, y)
			}
		}
		p := surveyed(rows, surveyColumns(), 1000)
		if p.MonthFirst != monthFirst || !reflect.DeepEqual(p.Habits, []UnitHabit{{Unit: "0011", OtherOrder: true}}) {
			t.Fatalf("month first %v, habits %+v", p.MonthFirst, p.Habits)
		}
		r := New(surveyColumns(), p).Worker().Clean(surveyBatch(rows))
		for i, row := range rows {
			if r.Birth[i] != want[i] {
				t.Fatalf("%s of %s is read as %v", row[surveyedBirth], row[surveyedUnit], r.Birth[i])
			}
			swapped := slices.Contains(r.Notes, Note{uint32(i), FieldBirthDate, schemas.RepairDateSwapped})
			first := (row[surveyedUnit] == "0011") != monthFirst && want[i].Day() != want[i].Month()
			if swapped != first {
				t.Fatalf("%s of %s: swapped %v", row[surveyedBirth], row[surveyedUnit], swapped)
			}
		}
	}
}

// Serials count from 1904 where the birth years of the numbers say so.
func TestSurveyTellsTheFirstDayOfSerials(t *testing.T) {
	for _, first := range []time.Time{time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC), time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)} {
		rows := branchRows(500)
		want := make([]schemas.Date, len(rows))
		for i, row := range rows {
			born, err := time.Parse("02/01/2006", row[surveyedBirth])
			if err != nil {
				t.Fatal(err)
			}
			want[i] = schemas.MakeDate(born.Year(), int(born.Month()), born.Day())
			row[surveyedBirth] = fmt.Sprint(int(born.Sub(first).Hours() / 24))
		}
		p := surveyed(rows, surveyColumns(), 100)
		if p.From1904 != (first.Year() == 1904) {
			t.Errorf("from 1904: %v", p.From1904)
		}
		r := New(surveyColumns(), p).Worker().Clean(surveyBatch(rows))
		for i := range rows {
			if r.Birth[i] != want[i] {
				t.Fatalf("%s is read as %v, want %v", rows[i][surveyedBirth], r.Birth[i], want[i])
			}
		}
	}
}

// Names that were cut off are known by all rows, wherever the few long ones stand.
func TestSurveyFindsTheCut(t *testing.T) {
	rows := branchRows(20_000)
	for i, row := range rows {
		name := []rune(row[surveyedName])
		if i >= 19_000 {
			name = []rune("Nguyễn Hoàng Phương Thảo Nguyên Anh")
		}
		row[surveyedName] = string(name[:min(len(name), 24)])
	}
	if p := surveyed(rows, surveyColumns(), 3000); p.NameCut != 24 {
		t.Errorf("cut at %d, want 24", p.NameCut)
	}
	// Ten contracts of a customer with a long name are no cut.
	for i, row := range rows {
		if row[surveyedName] = "Trần Văn An"; i < 10 {
			row[surveyedName] = "Nguyễn Hoàng Phương Thảo Nguyên Anh"
		}
	}
	if p := surveyed(rows, surveyColumns(), 3000); p.NameCut != 0 {
		t.Errorf("cut at %d, want none", p.NameCut)
	}
}

// Addresses in a legacy encoding are found where no row of a sample has one.
func TestSurveyFindsTheEncodingOfAddresses(t *testing.T) {
	rows := branchRows(2000)
	for i, row := range rows {
		address := "Xã Phượng Dực, Huyện Phú Xuyên, Thành phố Hà Nội"
		if i%3 == 0 {
			address = "Phường Trần Hưng Đạo, Quận Hoàn Kiếm, Thành phố Hà Nội"
		}
		rows[i] = append(row, legacyText(t, "tcvn3_abc", address))
	}
	cols := surveyColumns()
	cols.Address = surveyedUnit + 1
	p := surveyed(rows, cols, 300)
	if len(p.AddressEncodings) == 0 || p.AddressEncodings[0] != "tcvn3_abc" {
		t.Errorf("addresses in %v", p.AddressEncodings)
	}
}
