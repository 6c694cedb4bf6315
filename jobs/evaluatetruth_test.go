package jobs

import "testing"

func TestNamesOfTables(t *testing.T) {
	tables := tablesOf(&Manifest{Inputs: []Input{
		{File: "a/list.csv"},
		{File: "b/list.csv"},
		{File: "b/other.csv"},
		{File: "book.xlsx", Sheet: "one"},
		{File: "book.xlsx", Sheet: "two"},
		{File: "c/book.xlsx", Sheet: "x"},
		{File: "c/single.xlsx", Sheet: "y"},
	}})
	for _, c := range []struct {
		file, sheet string
		want        int32 // -1: nobody can know
	}{
		{"a/list.csv", "", 0},
		{"b/list.csv", "", 1},
		{"list.csv", "", -1}, // two have that name
		{"other.csv", "", 2},
		{"b/other.csv", "", 2},
		{"book.xlsx", "two", 4},
		{"book.xlsx", "", -1}, // two sheets, and another book of that name
		{"c/book.xlsx", "", 5},
		{"c/book.xlsx", "x", 5},
		{"c/book.xlsx", "one", -1},
		{"single.xlsx", "", 6},
		{"nowhere.csv", "", -1},
	} {
		got, known := tables[tableKey(c.file, c.sheet)]
		if known != (c.want >= 0) || known && got != c.want {
			t.Errorf("%s, sheet %q: input %d, known %v; want %d", c.file, c.sheet, got, known, c.want)
		}
	}
}
