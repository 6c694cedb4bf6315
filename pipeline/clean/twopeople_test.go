package clean

import (
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// TestTwoPeople: who the second person of a cell is, which date and which number
// are whose, and that a row of its own has the same.
func TestTwoPeople(t *testing.T) {
	cols := NoColumns()
	cols.Name, cols.Birth, cols.CMND = 0, 1, 2
	cells := [][3]string{
		{"Ông Nguyễn Văn An và bà Trần Thị Bình", "1960, 1962", "023456781; 023456792"},
		{"Nguyễn Văn An, Trần Thị Bình", "01/02/1960 và 03/04/1962", "023456781"},
		{"Nguyễn Văn An (đã mất)", "1960, 1962", "023456781; 023456792"},
		{"Nguyễn Văn An", "1960", "023456781"},
	}
	b := &pipeline.Batch{Rows: len(cells), Columns: make([]pipeline.Column, 3)}
	for c := range b.Columns {
		col := &b.Columns[c]
		col.Offsets = []int32{0}
		for row := range cells {
			col.Bytes = append(col.Bytes, cells[row][c]...)
			col.Offsets, col.Index = append(col.Offsets, int32(len(col.Bytes))), append(col.Index, int32(row))
		}
	}
	rows := New(cols, Profile{}).Worker().Clean(b)
	other := schemas.MakeNumber(schemas.CMND, 23456792)
	for i, want := range []struct {
		name   string
		birth  schemas.Date
		number schemas.Number
	}{
		{"Trần Thị Bình", schemas.MakeDate(1960, 0, 0), other},
		{"Trần Thị Bình", schemas.MakeDate(1960, 2, 1), 0},
		{"", 0, 0}, // a note is nobody, and two dates of one person are none
		{"", schemas.MakeDate(1960, 0, 0), 0},
	} {
		one := rows.Row(i)
		if got := string(rows.Second.Name(i)); got != want.name || string(one.Second.Name(0)) != got {
			t.Errorf("row %d: second person %q, alone %q, want %q", i, got, one.Second.Name(0), want.name)
		}
		if rows.Birth[i] != want.birth {
			t.Errorf("row %d: born %v, want %v", i, rows.Birth[i], want.birth)
		}
		if got := rows.Second.Number(i); got != want.number || one.Second.Number(0) != got {
			t.Errorf("row %d: another number is there: %v, wanted: %v", i, got != 0, want.number != 0)
		}
	}
}
