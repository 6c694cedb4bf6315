package schemas

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// readRows reads a table of "a / b / c / values": the values are parted by |,
// and ~ stands for a slash in them.
func readRows(t *testing.T, name string) (rows [][3]string, samples [][]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.SplitN(line, "/", 4)
		if len(cells) != 4 {
			t.Fatalf("%s:%d: %d cells, want 4", name, i+1, len(cells))
		}
		var row [3]string
		for c := range row {
			if row[c] = strings.ReplaceAll(strings.TrimSpace(cells[c]), "~", "/"); row[c] == "-" {
				row[c] = ""
			}
		}
		rows = append(rows, row)
		samples = append(samples, strings.Split(strings.ReplaceAll(strings.TrimSpace(cells[3]), "~", "/"), "|"))
	}
	return rows, samples
}

// files are tables in the shapes that senders use, by the dataset they are of.
var files = []struct{ name, dataset string }{
	{"bank.txt", "bank-credit"},
	{"tax.txt", "tax-registration"},
	{"vaccination.txt", "vaccination"},
	{"telecom.txt", "telecom"},
	{"social.txt", "social-insurance"},
}

func TestFilesByHeaders(t *testing.T) {
	labels := map[string]string{}
	for _, c := range readCases(t, "labels.txt") {
		labels[c.input] = c.want
	}
	for _, f := range files {
		rows, samples := readRows(t, f.name)
		d := mustDataset(t, f.dataset)
		cols := make([]ColumnInfo, len(rows))
		for turn := range 2 * len(rows) { // the columns in every turned order, and with other spellings
			for i := range rows {
				at := (i + turn) % len(rows)
				cols[i] = ColumnInfo{rows[at][0], samples[at]}
				if label := labels[rows[at][0]]; label != "" && turn >= len(rows) {
					cols[i].Name = label
				}
			}
			found := d.Recognise(cols)
			for i, r := range found {
				want := rows[(i+turn)%len(rows)]
				if r.Column != i || string(r.Role) != want[1] || r.Conflict || r.Contradicts || r.Role != "" && r.Certainty < 0.85 {
					t.Errorf("%s turned by %d: %s: got %+v, want role %s", f.name, turn, cols[i].Name, r, want[1])
				}
			}
			if missing := d.Missing(found); f.name != "bank.txt" && len(missing) > 0 {
				t.Errorf("%s turned by %d: missing %v", f.name, turn, missing)
			}
			if turn%len(rows) > 1 {
				continue
			}
			if fits := Rank(cols); fits[0].Dataset.Name != f.dataset || fits[0].Certainty < 0.6 {
				t.Errorf("%s turned by %d: taken for %s with %.2f", f.name, turn, fits[0].Dataset.Name, fits[0].Certainty)
			}
		}
	}
}

func TestFilesByValuesAlone(t *testing.T) {
	for _, f := range files {
		rows, samples := readRows(t, f.name)
		d := mustDataset(t, f.dataset)
		for _, header := range []string{"C%d", "COT_%d", "x%d", "Unnamed: %d", ""} {
			cols := make([]ColumnInfo, len(rows))
			for turn := range rows {
				for i := range rows {
					cols[i] = ColumnInfo{header, samples[(i+turn)%len(rows)]}
					if header != "" {
						cols[i].Name = fmt.Sprintf(header, i+1)
					}
				}
				for i, r := range d.Recognise(cols) {
					if want := rows[(i+turn)%len(rows)]; string(r.Role) != want[2] || r.Role != "" && r.By != "content" || r.Contradicts {
						t.Errorf("%s, header %q turned by %d: %s: got %+v, want role %q", f.name, header, turn, want[0], r, want[2])
					}
				}
			}
		}
	}
}

// Under the headers of each other's columns number and name are found all the
// same, and the birth date unless the headers of two dates change places, which
// the values cannot tell; and whoever looks is told.
func TestHeadersOfOtherColumns(t *testing.T) {
	for _, f := range files {
		rows, samples := readRows(t, f.name)
		d := mustDataset(t, f.dataset)
		found, born, told := 0, 0, 0
		for shift := 1; shift < len(rows); shift++ {
			cols := make([]ColumnInfo, len(rows))
			for i := range rows {
				cols[i] = ColumnInfo{rows[(i+shift)%len(rows)][0], samples[i]}
			}
			answer := d.Recognise(cols)
			l := d.Layout(answer)
			is := func(column int, roles ...Role) bool {
				return column >= 0 && slices.Contains(roles, Role(rows[column][2]))
			}
			number := slices.ContainsFunc([]int{l.Number, l.CMND, l.AnyNumber}, func(c int) bool {
				return is(c, RolePersonalID, RoleCMND, RoleAnyNumber)
			})
			pair := len(l.NameParts) == 2 && is(l.NameParts[0], RoleSurnameAndMiddle) && is(l.NameParts[1], RoleGivenName)
			if number && (pair || is(l.Name, RoleFullName)) {
				found++
				if is(l.Birth, RoleBirthDate) {
					born++
				}
			}
			for i, r := range answer {
				if r.Contradicts {
					told++
				}
				if r.Contradicts && (r.Says == "" || r.Says == r.Role) {
					t.Errorf("%s shifted by %d: column %d: %+v", f.name, shift, i, r)
				}
			}
		}
		shifts, columns := len(rows)-1, len(rows)*(len(rows)-1)
		if found*10 < shifts*8 || born*2 < shifts || told*2 < columns {
			t.Errorf("%s: number and name under %d, birth date too under %d of %d shifts; %d of %d columns told", f.name, found, born, shifts, told, columns)
		}
	}
}

func TestSingleColumns(t *testing.T) {
	rows, samples := readRows(t, "cases.txt")
	d := mustDataset(t, "bank-credit")
	for i, row := range rows {
		r := d.Recognise([]ColumnInfo{{row[0], samples[i]}})[0]
		if string(r.Role) != row[1] || r.By != row[2] {
			t.Errorf("cases.txt, %s with %s: got role %q by %q (%.2f), want %q by %q",
				row[0], strings.Join(Shapes(samples[i]), " | "), r.Role, r.By, r.Certainty, row[1], row[2])
		}
	}
}

func TestTwoColumnsClaimOneRole(t *testing.T) {
	names := []string{"Nguyễn Văn An", "TRAN THI BE", "Lê Minh Chi", "Phạm Đức Dũng", "VO THU HA"}
	d := mustDataset(t, "bank-credit")
	found := d.Recognise([]ColumnInfo{{"COL_1", names}, {"TEN_KH", names}, {"HOTEN", names}, {"CIF", nil}})
	want := []Recognised{
		{Column: 0, Conflict: true},
		{Column: 1, Role: RoleFullName, Certainty: found[1].Certainty, By: "both"},
		{Column: 2, Conflict: true, Rival: RoleFullName},
		{Column: 3, Role: RoleCustomerCode, Certainty: headerAlone, By: "header"},
	}
	for i := range want {
		if found[i] != want[i] {
			t.Errorf("column %d: got %+v, want %+v", i, found[i], want[i])
		}
	}
}

func TestRegisterColumns(t *testing.T) {
	d := mustDataset(t, "register")
	names := strings.Fields("updated_at spouse_id mother_id father_id household_id other_names death_date status ethnicity " +
		"permanent_address permanent_commune permanent_province birth_province gender birth_date full_name former_ids cmnd personal_id")
	cols := make([]ColumnInfo, len(names))
	for i, name := range names {
		cols[i].Name = name
	}
	for i, r := range d.Recognise(cols) {
		if c := d.Column(r.Role); c == nil || c.Output != names[i] || r.By != "header" {
			t.Errorf("%s: got %+v", names[i], r)
		}
	}
}

func FuzzRecognise(f *testing.F) {
	f.Add("TEN_KH", "Nguyễn Văn An\n079173000123\n05/03/1980")
	f.Add("", "\x00\xff\n\n9999999999999999999999999999\n")
	f.Add("NGAY", strings.Repeat("1-", 40))
	d := mustDataset(f, "bank-credit")
	f.Fuzz(func(t *testing.T, header, values string) {
		sample := strings.Split(values, "\n")
		for i, r := range d.Recognise([]ColumnInfo{{header, sample}, {"TEN_KH", nil}}) {
			if r.Column != i || r.Certainty < 0 || r.Certainty > 1 || (r.Role == "") != (r.By == "") {
				t.Errorf("column %d: %+v", i, r)
			}
			if r.Role != "" && d.Column(r.Role) == nil {
				t.Errorf("role %s is none of the description's", r.Role)
			}
		}
	})
}

// A shape may hold only what the masking writes, whatever the value.
func FuzzShapes(f *testing.F) {
	for _, v := range []string{"079173000123", "Nguyễn Văn An", "<script>", "\x00\xff", "Ⅷ٣", "ǅ"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		for _, s := range Shapes([]string{v}) {
			rest := strings.Trim(s, "…")
			for i := 0; i < len(rest); i++ {
				c := rest[i]
				inCount := '0' <= c && c <= '9' && strings.LastIndexByte(rest[:i], '(') > strings.LastIndexByte(rest[:i], ')')
				if !inCount && strings.IndexByte("9()Xx? .,-/:;+'@_*|", c) < 0 {
					t.Fatalf("byte %q in a shape", c)
				}
			}
		}
	})
}

func FuzzFoldKey(f *testing.F) {
	f.Add("Số CMND/CCCD")
	f.Add("\xffĐ\u0301 İ ß ſ")
	f.Fuzz(func(t *testing.T, s string) {
		once := foldKey(s)
		if twice := foldKey(once); twice != once {
			t.Errorf("not idempotent: %q, then %q", once, twice)
		}
	})
}
