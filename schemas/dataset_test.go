package schemas

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lamsach/internal/strict"
)

func TestBuiltInDescriptionsAreSound(t *testing.T) {
	for _, name := range DatasetNames {
		d := mustDataset(t, name)
		if d.Name != name || d.Title.In(Vietnamese) == "" || d.Title.In(English) == "" {
			t.Errorf("%s: name %q, title %v", name, d.Name, d.Title)
		}
		if name != "register" && (d.About.In(Vietnamese) == "" || d.About.In(English) == "" || len(d.Means) == 0) {
			t.Errorf("%s does not say what it is and what a verdict means there", name)
		}
		for _, c := range d.Columns {
			if !c.Role.Known() && string(c.Role) != c.Output || len(c.Formats) == 0 {
				t.Errorf("%s: column %s: role %s, formats %v", name, c.Output, c.Role, c.Formats)
			}
		}
	}
}

func TestRegisterHasTheContractsColumns(t *testing.T) {
	want := strings.Fields("personal_id cmnd former_ids full_name birth_date gender birth_province permanent_province " +
		"permanent_commune permanent_address ethnicity status death_date other_names household_id father_id mother_id spouse_id updated_at")
	var got, compulsory, lists []string
	for _, c := range mustDataset(t, "register").Columns {
		got = append(got, c.Output)
		if c.Compulsory {
			compulsory = append(compulsory, c.Output)
		}
		if c.List {
			lists = append(lists, c.Output)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("columns %v", got)
	}
	if !slices.Equal(compulsory, []string{"personal_id", "full_name", "birth_date"}) || !slices.Equal(lists, []string{"cmnd", "former_ids", "other_names"}) {
		t.Errorf("compulsory %v, lists %v", compulsory, lists)
	}
}

func TestDatasetErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		want error
		says string
	}{
		{"bank_credit", ErrUnknownDataset, "bank-credit, bank-account"},
		{"", ErrUnknownDataset, "bank-credit, bank-account"},
		{"no/such.yaml", fs.ErrNotExist, "no/such.yaml"},
		{".", ErrUnknownDataset, ""},
		{"./", nil, "not a file"},
	} {
		d, err := Dataset(c.name)
		if d != nil || err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("Dataset(%q): %v, %v", c.name, d, err)
		}
	}
	if len(DatasetNames) != 26 {
		t.Errorf("%d names, want the 25 of the contract and register", len(DatasetNames))
	}
}

func TestOwnDescriptionFromFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.yaml")
	text := `version: 1
name: members
title: { vi: Hội viên, en: Members }
id: Member No
columns:
  - { role: full_name, output: full_name, headers: [Member] }
  - { role: cccd, output: personal_id, headers: [CCCD] }
  - { output: club, headers: [Club], repeat: true }
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Dataset(file)
	if err != nil {
		t.Fatal(err)
	}
	found := d.Recognise([]ColumnInfo{{"CLUB", nil}, {"club", nil}, {"member no.", nil}, {"Member", nil}})
	var roles []Role
	for _, r := range found {
		roles = append(roles, r.Role)
	}
	if !slices.Equal(roles, []Role{"club", "club", RoleID, RoleFullName}) {
		t.Errorf("roles %v", roles)
	}
}

func TestFaultsAllAtOnce(t *testing.T) {
	text, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(text), "=== ")[1:] {
		name, rest, _ := strings.Cut(c, "\n")
		yaml, want, ok := strings.Cut("\n"+rest, "\n---\n")
		if !ok {
			t.Fatalf("case %s has no ---", name)
		}
		d, err := ParseDescription("own.yaml", []byte(strings.TrimPrefix(yaml, "\n")))
		var faults *strict.FaultsError
		if d != nil || !errors.As(err, &faults) {
			t.Errorf("%s: %v, %v", name, d, err)
			continue
		}
		var got []string
		for _, f := range faults.Faults {
			got = append(got, f.String())
		}
		if s := strings.Join(got, "\n"); s != strings.TrimSpace(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, s, want)
		}
		if !strings.HasPrefix(err.Error(), "own.yaml:") {
			t.Errorf("%s: the error does not name the file", name)
		}
	}
}

func TestSecondDocumentIsAFault(t *testing.T) {
	_, err := ParseDescription("own.yaml", []byte("version: 1\n---\nname: x\n"))
	if err == nil || !strings.Contains(err.Error(), "second document; one file describes one dataset") {
		t.Errorf("got %v", err)
	}
}

func TestLayout(t *testing.T) {
	d := mustDataset(t, "bank-credit")
	cols := []ColumnInfo{{"DIA_CHI", nil}, {"MA_CN", nil}, {"TEN_KH", nil}, {"NGAYBC", nil}, {"SO_GTTT", nil}, {"???", nil}, {"HKTT", nil}}
	l := d.Layout(d.Recognise(cols))
	want := Layout{Number: -1, CMND: -1, AnyNumber: 4, Name: 2, Birth: -1, Gender: -1, Phone: -1, Address: 6}
	pass := []Pass{{0, RoleAnyAddress, "contact_address"}, {3, RoleReportDate, "report_date"}, {1, RoleBranch, "branch_code"}}
	if !slices.Equal(l.Pass, pass) {
		t.Errorf("passed through: %+v", l.Pass)
	}
	if l.Pass = nil; l.Number != want.Number || l.AnyNumber != want.AnyNumber || l.Name != want.Name || l.Birth != want.Birth || l.Address != want.Address {
		t.Errorf("got %+v, want %+v", l, want)
	}
	if !l.Usable() {
		t.Error("a file with numbers is usable")
	}
	if missing := d.Missing(d.Recognise(cols)); !slices.Equal(missing, []Role{RoleBirthDate}) {
		t.Errorf("missing %v: one number of the group is enough", missing)
	}
}

func TestUsable(t *testing.T) {
	d := mustDataset(t, "bank-credit")
	for headers, want := range map[string]bool{
		"TEN_KH": false, "TEN_KH NGAY_SINH": true, "TEN_KH HKTT": true, "SO_CMND": true, "NGAY_SINH DIA_CHI": false, "DU_NO": false,
	} {
		var cols []ColumnInfo
		for _, h := range strings.Fields(headers) {
			cols = append(cols, ColumnInfo{Name: h})
		}
		if l := d.Layout(d.Recognise(cols)); l.Usable() != want {
			t.Errorf("%s: usable %v", headers, !want)
		}
	}
}

func TestDetect(t *testing.T) {
	for headers, want := range map[string]string{
		"MA_TCTD TEN_KH SO_CCCD NGAY_SINH NHOM_NO":             "bank-credit",
		"MST TEN_NNT SO_CCCD NGAY_SINH TRANG_THAI":             "tax-registration",
		"SO_TB TEN_TB LOAI_GT SO_GT NGAY_SINH":                 "telecom",
		"HO_TEN NGAY_SINH SO_CCCD TEN_VAC_XIN MUI_SO":          "vaccination",
		"MA_SO_BHXH HO_DEM TEN NGAY_SINH SO_CCCD MUC_LUONG":    "social-insurance",
		"personal_id full_name birth_date father_id mother_id": "register",
	} {
		var cols []ColumnInfo
		for _, h := range strings.Fields(headers) {
			cols = append(cols, ColumnInfo{Name: h})
		}
		if d, found := Detect(cols); d == nil || d.Name != want || len(found) != len(cols) {
			t.Errorf("%s: %v", headers, d)
		}
	}
	if d, _ := Detect([]ColumnInfo{{"alpha", nil}, {"beta", nil}}); d != nil {
		t.Errorf("nothing in common, yet %s", d.Name)
	}
}

func FuzzParseDescription(f *testing.F) {
	bank, _ := datasetFiles.ReadFile(datasetPath("bank-credit"))
	f.Add(bank)
	for _, s := range []string{"", "a: &x [*x]", "{", "? a\n: b", "- - -", "a: !!binary x", "version: 1\ncolumns: [{output: a, headers: [1, No, ~]}]", "%", "\x00\xff", "a: |\n  b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := ParseDescription("x.yaml", text)
		if (d == nil) == (err == nil) {
			t.Fatalf("%v, %v", d, err)
		}
		var faults *strict.FaultsError
		if err != nil && (!errors.As(err, &faults) || len(faults.Faults) == 0 || faults.Faults[0].Line < 1) {
			t.Errorf("%v", err)
		}
	})
}
