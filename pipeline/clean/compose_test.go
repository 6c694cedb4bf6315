package clean

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// partsBatch makes a batch of one row for each list of cells.
func partsBatch(dictionary bool, rows ...[]string) *pipeline.Batch {
	columns := make([]pipeline.Column, len(rows[0]))
	for c := range columns {
		var values []string
		for _, row := range rows {
			values = append(values, row[c])
		}
		columns[c] = cells(dictionary, values...)
	}
	return batch(len(rows), columns...)
}

// cellsOf cuts "a; b;" into cells: an empty one is null, ~ is blank.
func cellsOf(text string) []string {
	parts := strings.Split(text, ";")
	for i, p := range parts {
		switch p = strings.TrimSpace(p); p {
		case "":
			p = nullCell
		case "~":
			p = "  "
		}
		parts[i] = strings.TrimSuffix(strings.TrimPrefix(p, "~"), "~")
		if parts[i] == "" {
			parts[i] = " "
		}
	}
	return parts
}

func TestParts(t *testing.T) {
	units := []UnitPart{{0, schemas.RoleStreet}, {1, schemas.RoleCommune}, {2, schemas.RoleDistrict}, {3, schemas.RoleProvince}}
	for _, c := range readTable(t, "parts.txt") {
		row := cellsOf(c.input)
		all := []int{0, 1, 2, 3}[:len(row)]
		cols := NoColumns()
		switch c.options["kind"] {
		case "name":
			cols.NameParts = all
		case "birth":
			cols.BirthParts = all
		case "address":
			cols.AddressParts = units
		}
		b := partsBatch(true, row)
		w := New(cols, Profile{}).Worker()
		made, whole := w.composeParts(b, cols)
		at := map[string]*int{"name": &whole.Name, "birth": &whole.Birth, "address": &whole.Address}[c.options["kind"]]
		got := nullCell
		if v := made.Columns[*at].Value(0); v != nil {
			got = string(v)
		}
		if got != c.want {
			t.Errorf("parts.txt:%d: %s: got %q", c.line, c.input, got)
		}
		if *at != len(row) || len(b.Columns) != len(row) || len(made.Columns) != len(row)+1 {
			t.Errorf("parts.txt:%d: column %d of %d, batch of %d", c.line, *at, len(made.Columns), len(b.Columns))
		}
	}
}

// splitRows are rows in many columns and the same in few.
func splitRows(n int) (split, whole *pipeline.Batch, splitCols, wholeCols Columns) {
	pick := func(i int, from ...string) string { return from[i%len(from)] }
	var a, b [][]string
	for i := range n {
		begin, given := pick(i, "Nguyễn Văn", "Trần Thị", "LE MINH", "Võ", nullCell), pick(i*7, "An", "Bé", "Chi (con)", "Dũng")
		day, month, year := fmt.Sprint(1+i%28), fmt.Sprint(1+i%12), fmt.Sprint(1940+i%60)
		commune, district, province := pick(i, "Xã Trung Sơn", "5", "Phường Vỹ Dạ"), pick(i, "Huyện A Lưới", "4", nullCell), pick(i, "Huế", "HCM", "TP Huế")
		a = append(a, []string{begin, given, day, month, year, commune, district, province})
		name := strings.TrimPrefix(begin+" "+given, nullCell+" ")
		address := map[string]string{"5": "P. 5, Q. 4, HCM"}[commune]
		if address == "" {
			address = strings.ReplaceAll(commune+", "+district+", "+province, nullCell+", ", "")
		}
		b = append(b, []string{name, day + "/" + month + "/" + year, address})
	}
	splitCols, wholeCols = NoColumns(), NoColumns()
	splitCols.NameParts, splitCols.BirthParts = []int{0, 1}, []int{2, 3, 4}
	splitCols.AddressParts = []UnitPart{{5, schemas.RoleCommune}, {6, schemas.RoleDistrict}, {7, schemas.RoleProvince}}
	wholeCols.Name, wholeCols.Birth, wholeCols.Address = 0, 1, 2
	return partsBatch(n%2 == 0, a...), partsBatch(true, b...), splitCols, wholeCols
}

// What stands in several columns is cleaned as if it stood in one, whether the
// columns have dictionaries or not.
func TestPartsAreCleanedLikeWholes(t *testing.T) {
	for _, n := range []int{60, 61} {
		split, whole, splitCols, wholeCols := splitRows(n)
		if p, q := MakeProfile(split, splitCols), MakeProfile(whole, wholeCols); fmt.Sprint(p) != fmt.Sprint(q) {
			t.Errorf("profiles %v and %v", p, q)
		}
		w, v := New(splitCols, Profile{}).Worker(), New(wholeCols, Profile{}).Worker()
		for range 2 { // the second time in used memory
			r, s := w.Clean(split), v.Clean(whole)
			if !slices.Equal(r.Birth, s.Birth) || !slices.Equal(r.Place, s.Place) || !slices.Equal(r.Kind, s.Kind) || !slices.Equal(r.Notes, s.Notes) {
				t.Errorf("%d rows: cleaned otherwise", n)
			}
			for row := range n {
				for _, pair := range [][2]*pipeline.Texts{{&r.Name, &s.Name}, {&r.Address, &s.Address}} {
					if a, b := pair[0].Value(row), pair[1].Value(row); string(a) != string(b) {
						t.Fatalf("row %d: %q, whole %q", row, a, b)
					}
				}
				for _, pair := range [][2]int{{r.Cols.Name, s.Cols.Name}, {r.Cols.Birth, s.Cols.Birth}, {r.Cols.Address, s.Cols.Address}} {
					if a, b := r.Batch.Columns[pair[0]].Value(row), s.Batch.Columns[pair[1]].Value(row); string(a) != string(b) {
						t.Fatalf("row %d: submitted %q, whole %q", row, a, b)
					}
				}
			}
		}
		if len(split.Columns) != 8 {
			t.Errorf("the batch has %d columns now", len(split.Columns))
		}
	}
}

// Distinct combinations are made once.
func TestEachCombinationOnce(t *testing.T) {
	split, _, cols, _ := splitRows(6000)
	w := New(cols, Profile{}).Worker()
	b, whole := w.composeParts(split, cols)
	if n := b.Columns[whole.Name].Entries(); n != 20 {
		t.Errorf("%d names of 5 × 4 combinations", n)
	}
}

func TestPlacesBesideTheAddress(t *testing.T) {
	parser := places.NewParser()
	for i, c := range []struct{ cells, want string }{
		// address; province text; codes of province, district, commune
		{"Thôn 4; ; 46; 481; 20056", "Xã Trung Sơn, Huyện A Lưới, Thành phố Huế"},
		{"; ; 46; 481; 20056", "Xã Trung Sơn, Huyện A Lưới, Thành phố Huế"},
		{"; Tỉnh Thanh Hóa; ; ;", "Tỉnh Thanh Hóa"},
		{"Xã Thọ Xuân, Tỉnh Thanh Hóa; Tỉnh Nghệ An; 46; 481; 20056", "Xã Thọ Xuân, Tỉnh Thanh Hóa"},
		{"Tỉnh Nghệ An; ; 38; ; 15499", "Tỉnh Nghệ An"},
		{"Tỉnh Thanh Hóa; ; 38; ; 15499", "Xã Thọ Xuân, Tỉnh Thanh Hóa"},
		{"Tỉnh Thanh Hóa; ; 38; ; không", "Tỉnh Thanh Hóa"},
		{"; ; 38.0; ; 15499.0", "Xã Thọ Xuân, Tỉnh Thanh Hóa"},
		{"; ; x; ; 15499", ""},
		{"; ; ; ;", ""},
	} {
		cols := NoColumns()
		cols.Address, cols.PlaceParts, cols.PlaceCodes = 0, []UnitPart{{1, schemas.RoleProvince}}, []int{2, 3, 4}
		r := New(cols, Profile{}).Worker().Clean(partsBatch(true, cellsOf(c.cells)))
		if want := parser.Parse([]byte(c.want)); r.Place[0] != want {
			t.Errorf("%d: %s: got %+v, want %+v", i, c.cells, r.Place[0], want)
		}
	}
}

func FuzzCompose(f *testing.F) {
	f.Add("Nguyễn Văn|An\nTrần|Bé|Chi", uint8(0))
	f.Add("5|3|1980\n||\n\xff|\x00|.0", uint8(1))
	f.Add("5|4|HCM\n,|;| ", uint8(2))
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		var rows [][]string
		for _, line := range strings.Split(text, "\n") {
			row := append(strings.Split(line, "|"), nullCell, nullCell, nullCell)[:3]
			rows = append(rows, row)
		}
		b := partsBatch(kind%2 == 0, rows...)
		cols := NoColumns()
		switch kind % 3 {
		case 0:
			cols.NameParts = []int{0, 1, 2}
		case 1:
			cols.BirthParts = []int{0, -1, 2}
		default:
			cols.AddressParts = []UnitPart{{0, schemas.RoleStreet}, {1, schemas.RoleCommune}, {2, schemas.RoleDistrict}}
			cols.PlaceCodes = []int{0, 1, 2}
		}
		r := New(cols, Profile{}).Worker().Clean(b)
		made := r.Batch.Columns[len(r.Batch.Columns)-1]
		if len(made.Index) != len(rows) || made.Entries() > len(rows) {
			t.Fatalf("%d rows, index of %d, %d entries", len(rows), len(made.Index), made.Entries())
		}
		for row := range rows {
			if v := made.Value(row); v != nil && len(v) == 0 {
				t.Fatal("an empty text is no value")
			}
		}
	})
}

func BenchmarkParts(b *testing.B) {
	split, whole, splitCols, wholeCols := splitRows(benchRows)
	for _, c := range []struct {
		name string
		b    *pipeline.Batch
		cols Columns
	}{{"split", split, splitCols}, {"whole", whole, wholeCols}} {
		b.Run(c.name, func(b *testing.B) {
			w := New(c.cols, Profile{}).Worker()
			for b.Loop() {
				w.Clean(c.b)
			}
			perRow(b)
		})
	}
	b.Run("composing", func(b *testing.B) {
		w := New(splitCols, Profile{}).Worker()
		for b.Loop() {
			w.composeParts(split, splitCols)
		}
		perRow(b)
	})
}
