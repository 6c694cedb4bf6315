package schemas

import (
	"fmt"
	"os"
	"path/filepath"
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
			if row[c] = strings.TrimSpace(cells[c]); row[c] == "-" {
				row[c] = ""
			}
		}
		rows = append(rows, row)
		samples = append(samples, strings.Split(strings.ReplaceAll(strings.TrimSpace(cells[3]), "~", "/"), "|"))
	}
	return rows, samples
}

func TestBankFileByHeaders(t *testing.T) {
	rows, samples := readRows(t, "bank.txt")
	d := mustDataset(t, "bank-credit")
	cols := make([]ColumnInfo, len(rows))
	for turn := range rows { // the columns in every turned order
		for i := range rows {
			at := (i + turn) % len(rows)
			cols[i] = ColumnInfo{rows[at][0], samples[at]}
		}
		for i, r := range d.Recognise(cols) {
			want := rows[(i+turn)%len(rows)]
			if r.Column != i || string(r.Role) != want[1] || r.Conflict || r.Certainty < 0.85 {
				t.Errorf("turned by %d: %s: got %+v, want role %s", turn, want[0], r, want[1])
			}
		}
	}
}

func TestBankFileByValuesAlone(t *testing.T) {
	rows, samples := readRows(t, "bank.txt")
	d := mustDataset(t, "bank-credit")
	for _, header := range []string{"C%d", "COL_%d", "x%d", "Unnamed: %d", ""} {
		cols := make([]ColumnInfo, len(rows))
		for turn := range rows {
			for i := range rows {
				cols[i] = ColumnInfo{header, samples[(i+turn)%len(rows)]}
				if header != "" {
					cols[i].Name = fmt.Sprintf(header, i+1)
				}
			}
			for i, r := range d.Recognise(cols) {
				if want := rows[(i+turn)%len(rows)]; string(r.Role) != want[2] || r.Role != "" && r.By != "content" {
					t.Errorf("header %q turned by %d: %s: got %+v, want role %q", header, turn, want[0], r, want[2])
				}
			}
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
		{Column: 2, Conflict: true},
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
