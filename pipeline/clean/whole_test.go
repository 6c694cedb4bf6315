package clean

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// legacyTexts writes a text in an encoding as it looks read as Windows-1252.
func legacyText(t *testing.T, codecName, text string) string {
	t.Helper()
	c := loadCodecs()[codecName]
	bytesOf := map[rune][]byte{}
	for pair, r := range c.pair {
		bytesOf[r] = []byte{byte(pair >> 8), byte(pair)}
	}
	for b, r := range c.single {
		if r != 0 && bytesOf[r] == nil {
			bytesOf[r] = []byte{byte(b)}
		}
	}
	if codecName == "cp1258" {
		addComposed1258(c, bytesOf)
	}
	var raw []byte
	for _, r := range text {
		b, ok := bytesOf[r]
		switch {
		case r < 0x80:
			raw = append(raw, byte(r))
		case ok:
			raw = append(raw, b...)
		default:
			t.Fatalf("%s has no %q", codecName, r)
		}
	}
	return seenAs1252(raw)
}

// One table in eight encodings is cleaned alike, down to names whose syllables
// are not Vietnamese and cells that could be text as they stand.
func TestEncodingsOfAWholeFile(t *testing.T) {
	var names, addresses, notes []string
	for i := range 60 {
		surname := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"}[i%8]
		given := []string{"Đức", "Phú", "Hương", "Dũng", "Tiến", "Mẫn", "Hậu"}[i%7]
		names = append(names, surname+" "+[]string{"văn", "thị", "ngọc"}[i%3]+" "+given)
		addresses = append(addresses, fmt.Sprintf("Số %d, đường Hùng Vương, Xã %s, Huyện Krông Nô, Tỉnh Đắk Nông", i, []string{"Nam Đà", "Đắk Drô", "Tân Thành"}[i%3]))
		notes = append(notes, []string{"đã kiểm tra", "chưa", "ghi chú khác"}[i%3])
	}
	names = append(names, "phú", "Y Ngiă Êban", "Rah Lan nhân", "lê")
	addresses = append(addresses, "phố huế", "Xã Đắk Drô, Huyện Krông Nô, Tỉnh Đắk Nông", "Xã Nam Đà", "")
	notes = append(notes, "phó", "lê", "", "đủ")
	cols := NoColumns()
	cols.Name, cols.Address, cols.Pass = 0, 1, []Pass{{Column: 2, Name: "note"}}
	clean := func(encode func(string) string) *Rows {
		columns := [3]pipeline.Column{}
		for i, list := range [][]string{names, addresses, notes} {
			texts := make([]string, len(list))
			for j, s := range list {
				texts[j] = encode(s)
			}
			columns[i] = cells(true, texts...)
		}
		b := batch(len(names), columns[:]...)
		return New(cols, MakeProfile(b, cols)).Worker().Clean(b)
	}
	want := clean(func(s string) string { return s })
	for _, name := range []string{"tcvn3_abc", "vni_win", "cp1258", "vps", "viscii", "bkhcm2", "vietware_x", "tcvn5712_1_vn1"} {
		got := clean(func(s string) string {
			if name == "tcvn3_abc" { // which has small letters only
				s = strings.ToLower(s)
			}
			return legacyText(t, name, s)
		})
		for row := range names {
			for _, pair := range [][2][]byte{
				{got.Name.Value(row), want.Name.Value(row)},
				{got.Address.Value(row), want.Address.Value(row)},
				{got.Batch.Columns[2].Value(row), want.Batch.Columns[2].Value(row)},
			} {
				if !strings.EqualFold(string(pair[0]), string(pair[1])) {
					t.Errorf("%s, row %d: %q, in Unicode %q", name, row, pair[0], pair[1])
				}
			}
		}
		if !slices.Equal(got.Place, want.Place) {
			t.Errorf("%s: other places", name)
		}
	}
}

// A column in which some cells are Unicode is in no encoding as a whole.
func TestMixedColumnsAreNoWhole(t *testing.T) {
	cols := NoColumns()
	cols.Name = 0
	some := []string{"NguyÔn V¨n §øc", "TrÇn ThÞ H\u00adêng", "Lª V¨n Dòng", "Nguyễn Văn An"}
	b := batch(80, cells(false, repeat(80, func(i int) string { return some[i%4] })...))
	p := MakeProfile(b, cols)
	if p.NameWhole {
		t.Errorf("profile %+v", p)
	}
	r := New(cols, p).Worker().Clean(b)
	if got := string(r.Name.Value(3)); got != "Nguyễn Văn An" {
		t.Errorf("got %q", got)
	}
	if !slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == schemas.RepairNameDecoded }) {
		t.Error("nothing was decoded")
	}
}

func FuzzWhole(f *testing.F) {
	seeds(f, "names.txt")
	f.Add([]byte("NguyÔn V¨n §øc\u0081\xff"))
	var workers []*Worker
	for _, name := range codecFiles {
		workers = append(workers, New(NoColumns(), Profile{NameEncodings: []string{name}, NameWhole: true}).Worker())
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, w := range workers {
			out, _ := w.name(nil, in)
			if again, _ := w.name(nil, in); string(again) != string(out) {
				t.Fatalf("%q gave %q, then %q", in, out, again)
			}
			if len(out) > 8*maxName {
				t.Fatalf("%d bytes became %d", len(in), len(out))
			}
		}
	})
}
