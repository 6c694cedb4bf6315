package clean

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lamsach/schemas"
)

// repeat makes a column of n cells by a rule.
func repeat(n int, cell func(i int) string) []string {
	values := make([]string, n)
	for i := range values {
		values[i] = cell(i)
	}
	return values
}

func TestProfileFindsTheEncoding(t *testing.T) {
	c := NoColumns()
	c.Name = 0
	for _, test := range []struct {
		want string
		some []string
	}{
		{"tcvn3_abc", []string{"NguyÔn V¨n §øc", "TrÇn ThÞ H\u00adêng", "Lª V¨n Dòng", "Nguyễn Văn An"}},
		{"vni_win", []string{"Nguyeãn Vaên Ñöùc", "Traàn Thò Höôøng", "NGUYEN VAN AN"}},
		{"vps", []string{"NguyÍn Væn ñÙc", "TrÀn ThÎ HÜ©ng"}},
		{"viscii", []string{"Nguy\u00adn Vån ÐÑc", "Tr¥n Th¸ Hß¶ng"}},
		{"cp1258", []string{"NguyêÞn Vãn Ðýìc", "TrâÌn Thiò HýõÌng"}},
		{"", []string{"Nguyễn Văn Đức", "NGUYEN VAN DUC", "Nguyá»…n VÄƒn An", "Lê Hà", "Y Moan Ênuôl"}},
	} {
		column := cells(true, repeat(60, func(i int) string { return test.some[i%len(test.some)] })...)
		p := MakeProfile(batch(60, column), c)
		if test.want == "" && len(p.NameEncodings) > 0 || test.want != "" && (len(p.NameEncodings) == 0 || p.NameEncodings[0] != test.want) {
			t.Errorf("%q: encodings %v, want %q first", test.some[0], p.NameEncodings, test.want)
		}
	}
}

func TestProfileOfDates(t *testing.T) {
	c := NoColumns()
	c.Birth = 0
	american := repeat(100, func(i int) string { return fmt.Sprintf("%02d/%02d/%d", 1+i%12, 1+i%28, 1950+i%50) })
	usual := repeat(100, func(i int) string { return fmt.Sprintf("%02d/%02d/%d", 1+i%28, 1+i%12, 1950+i%50) })
	epochs := repeat(300, func(i int) string { return []string{"01/01/1970", "12/05/1980", "01/01/1969"}[i%6%3*min(1, i%2)] })
	frequent := repeat(300, func(i int) string { return []string{"15/06/1990", usual[i%100]}[i%2] })
	if p := MakeProfile(batch(100, cells(true, american...)), c); !p.MonthFirst {
		t.Error("American dates: month not first")
	}
	if p := MakeProfile(batch(100, cells(true, usual...)), c); p.MonthFirst {
		t.Error("usual dates: month first")
	}
	if p := MakeProfile(batch(300, cells(true, epochs...)), c); !p.EpochIsDummy {
		t.Error("1 January 1970 on half of the rows is no dummy")
	}
	p := MakeProfile(batch(300, cells(true, frequent...)), c)
	if !slices.Contains(p.DummyDates, schemas.MakeDate(1990, 6, 15)) || len(p.DummyDates) != 1 {
		t.Errorf("dummy dates %v", p.DummyDates)
	}
	if d := New(c, p).Worker().date([]byte("15/06/1990")); d.date != 0 || d.codes != codeDatePlaceholder {
		t.Errorf("dummy date read as %v", d.date)
	}
}

// profileRows makes rows of people whose numbers and names state their gender.
func profileRows(n int, gender func(male bool, i int) string, number func(i int) string) [][]string {
	var rows [][]string
	for i := range n {
		male := i%2 == 0
		name, digit := "Trần Thị Bình", 1
		if male {
			name, digit = "Nguyễn Văn An", 0
		}
		pin := fmt.Sprintf("001%d%02d%06d", digit, 50+i%50, 100000+i*7919%800000)
		if number != nil {
			if s := number(i); s != "" {
				pin, name = s, name+" "+[]string{"Anh", "Hoa", "Lan", "Nam", "Tú"}[i/10%5]+strings.Repeat(" Minh", i/50%5)
			}
		}
		rows = append(rows, []string{pin, nullCell, name, nullCell, gender(male, i)})
	}
	return rows
}

func TestProfileOfGenders(t *testing.T) {
	coded := func(male, female string) func(bool, int) string {
		return func(m bool, _ int) string {
			if m {
				return male
			}
			return female
		}
	}
	for _, test := range []struct {
		male, female string
		want         []GenderValue
	}{
		{"1", "0", []GenderValue{{"0", schemas.Female}, {"1", schemas.Male}}},
		{"0", "1", []GenderValue{{"0", schemas.Male}, {"1", schemas.Female}}},
		{"1", "2", []GenderValue{{"1", schemas.Male}, {"2", schemas.Female}}},
		{"T", "F", []GenderValue{{"t", schemas.Male}}},
		{nullCell, "x", []GenderValue{{"", schemas.Male}, {"x", schemas.Female}}},
		{"F", "T", []GenderValue{{"f", schemas.Male}, {"t", schemas.Female}}},
		{"Nam", "Nữ", nil},
	} {
		p := MakeProfile(rowBatch(profileRows(40, coded(test.male, test.female), nil)), rowColumns())
		if !reflect.DeepEqual(p.Genders, test.want) {
			t.Errorf("%s/%s: %v, want %v", test.male, test.female, p.Genders, test.want)
		}
	}
}

func TestProfileLearnsDummyNumbers(t *testing.T) {
	shared := func(every int) func(int) string {
		return func(i int) string {
			if i%every == 0 {
				return "001085777123"
			}
			return ""
		}
	}
	gender := func(bool, int) string { return nullCell }
	dummy := schemas.MakeNumber(schemas.PersonalID, 1085777123)
	rows := rowBatch(profileRows(2000, gender, shared(10)))
	p := MakeProfile(rows, rowColumns())
	if !slices.Contains(p.Dummies, dummy) {
		t.Errorf("a number on 200 rows under many names is no dummy: %v", p.Dummies)
	}
	if r := New(rowColumns(), p).Worker().Clean(rows); r.PIN[0] != 0 {
		t.Error("a learned dummy is still used")
	}
	if p := MakeProfile(rowBatch(profileRows(2000, gender, shared(100))), rowColumns()); len(p.Dummies) > 0 {
		t.Error("the number of an agent on 20 rows became a dummy")
	}
}

func TestProfileFindsTheCut(t *testing.T) {
	c := NoColumns()
	c.Name = 0
	long := "Nguyễn Thị Phương Thảo Nguyên Anh"
	names := repeat(200, func(i int) string {
		if i%4 == 0 {
			return string([]rune(long)[:20])
		}
		return string([]rune(long)[:8+i%9])
	})
	b := batch(200, cells(false, names...))
	p := MakeProfile(b, c)
	if p.NameCut != 20 {
		t.Fatalf("cut at %d, want 20", p.NameCut)
	}
	r := New(c, p).Worker().Clean(b)
	if !slices.Contains(r.Notes, Note{0, FieldName, schemas.IssueNameTruncated}) || slices.Contains(r.Notes, Note{1, FieldName, schemas.IssueNameTruncated}) {
		t.Errorf("notes %v", r.Notes[:4])
	}
}

// In a register, where nobody is addressed, Ông before a name is a surname.
func TestProfileOfTitles(t *testing.T) {
	c := NoColumns()
	c.Name = 0
	for _, every := range []int{100, 6000} {
		names := repeat(6000, func(i int) string {
			if i%every == 0 {
				return "Ông Nguyễn Bảo An"
			}
			return "Trần Thị Bình"
		})
		b := batch(6000, cells(true, names...))
		p := MakeProfile(b, c)
		name := string(New(c, p).Worker().Clean(b).Name.Value(0))
		if rare := every == 6000; p.Untitled != rare || (name == "Ông Nguyễn Bảo An") != rare {
			t.Errorf("one in %d: untitled %v, name %q", every, p.Untitled, name)
		}
	}
}

// A profile is stored in the plan: it must survive the journey.
func TestProfileSurvivesJSON(t *testing.T) {
	p := Profile{
		NameEncodings: []string{"vni_win"}, MonthFirst: true, LastYear: 2027, DummyDates: []schemas.Date{schemas.MakeDate(1990, 6, 15)},
		Genders: []GenderValue{{"1", schemas.Female}}, Dummies: []schemas.Number{schemas.MakeNumber(schemas.CMND, 12345670)}, NameCut: 30,
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Profile
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(p, back) {
		t.Errorf("%s came back as %+v (%v)", text, back, err)
	}
}
