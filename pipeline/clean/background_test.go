package clean

import (
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// textColumn is a column of one entry a row; "" is null.
func textColumn(cells ...string) (c pipeline.Column) {
	c.Offsets = []int32{0}
	for _, cell := range cells {
		if cell == "" {
			c.Index = append(c.Index, -1)
			continue
		}
		c.Index = append(c.Index, int32(c.Entries()))
		c.Bytes = append(c.Bytes, cell...)
		c.Offsets = append(c.Offsets, int32(len(c.Bytes)))
	}
	return c
}

// TestBackground: relatives are cleaned as people are, with notes of their own
// that say nothing of the person; the person's own name and number stay what
// they are.
func TestBackground(t *testing.T) {
	b := &pipeline.Batch{Rows: 3, Columns: []pipeline.Column{
		textColumn("Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Châu"),
		textColumn("", "", ""),
		textColumn("BÀ TRẦN THỊ SÁU", "không rõ", ""),
		textColumn("CCCD: 001185000123", "123", ""),
		textColumn("Xã Hải Hậu, huyện Hải Hậu, tỉnh Nam Định", "079", "Atlantis"),
		textColumn(" H-1 ", "", "H-2"),
	}}
	cols := NoColumns()
	cols.Name, cols.Number = 0, 1
	cols.Background = []BackgroundColumn{{2, MotherName}, {3, GuardianNumber}, {4, BirthProvince}, {5, Household}}
	for i, name := range []string{"mother_name", "guardian_id", "birthplace", "household_code"} {
		cols.Pass = append(cols.Pass, Pass{Column: 2 + i, Name: name})
	}
	w := New(cols, Profile{}).Worker()
	w.Clean(b) // scratch is used again
	r := w.Clean(b)
	g := r.Background
	if g == nil || string(g.Name(MotherName, 0)) != "Trần Thị Sáu" || len(g.Name(MotherName, 1)) != 0 || len(g.Name(FatherName, 0)) != 0 {
		t.Fatalf("mothers %q, %q", g.Name(MotherName, 0), g.Name(MotherName, 1))
	}
	if g.Number(GuardianNumber, 0).String() != "001185000123" || g.Number(GuardianNumber, 1) != 0 || r.PIN[0] != 0 || r.Odd[1] != 0 {
		t.Errorf("guardians %s, %s; own number %s", g.Number(GuardianNumber, 0), g.Number(GuardianNumber, 1), r.PIN[0])
	}
	if g.Birthplace(0).OldProvince != 36 || g.Birthplace(1).OldProvince != 79 || g.Birthplace(2).Province != 0 {
		t.Errorf("born in %+v, %+v, %+v", g.Birthplace(0), g.Birthplace(1), g.Birthplace(2))
	}
	if string(g.HouseCode(0)) != "H-1" || string(g.HouseCode(2)) != "H-2" {
		t.Errorf("households %q, %q", g.HouseCode(0), g.HouseCode(2))
	}
	if string(r.Name.Value(1)) != "Trần Thị Bình" || r.Kind[1] != Person {
		t.Errorf("a mother's name that is none makes %q of the person, kind %d", r.Name.Value(1), r.Kind[1])
	}
	notes := map[Note]bool{}
	for i, n := range r.Notes {
		notes[n] = true
		if i > 0 && (r.Notes[i-1].Row > n.Row || r.Notes[i-1].Row == n.Row && r.Notes[i-1].Field > n.Field) {
			t.Errorf("notes are not in order: %v", r.Notes)
		}
	}
	for _, want := range []Note{
		{0, FieldOf(MotherName), schemas.RepairNameTitle},
		{0, FieldOf(GuardianNumber), schemas.RepairNumberWords},
		{1, FieldOf(MotherName), schemas.IssueRelativeName},
		{1, FieldOf(GuardianNumber), schemas.IssueRelativeNumber},
		{2, FieldOf(BirthProvince), schemas.IssueBirthplaceUnknown},
	} {
		if !notes[want] {
			t.Errorf("no note %s %s on row %d: %v", want.Field, want.Code, want.Row, r.Notes)
		}
	}
	shown := map[string]string{}
	for _, p := range r.Cols.Pass {
		shown[p.Name] = string(r.Batch.Columns[p.Column].Value(0))
	}
	for name, want := range map[string]string{
		"mother_name": "Trần Thị Sáu", "guardian_id": "001185000123", "birthplace": "Xã Hải Hậu, huyện Hải Hậu, tỉnh Nam Định", "birth_province_code": "36",
	} {
		if shown[name] != want {
			t.Errorf("cleaned has %s %q, want %q", name, shown[name], want)
		}
	}
	if one := r.Row(2).Background; string(one.HouseCode(0)) != "H-2" || one.Number(GuardianNumber, 0) != 0 {
		t.Errorf("a row alone has the household %q", one.HouseCode(0))
	}
	if string(r.Batch.Columns[2].Value(0)) != "BÀ TRẦN THỊ SÁU" {
		t.Error("what was submitted is lost")
	}
}
