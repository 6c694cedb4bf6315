package link

import (
	"testing"

	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/schemas"
)

func TestRelateDetail(t *testing.T) {
	for _, c := range []struct {
		row, register string
		want          matchers.Agreement
		bits          float64
	}{
		{"Số 85, phố Lê Quý Đôn Gia Lâm", "Số 85, phố Lê Quý Đôn", matchers.Agrees, 9},
		{"85 le quy don, gia lam", "Số 85, phố Lê Quý Đôn", matchers.Agrees, 9},
		{"Thôn Hòa Bình, X. Xuân Lương", "Thôn Hòa Bình", matchers.Agrees, 4},
		{"Tổ 3 Thôn Hòa Bình", "Tổ 3, Thôn Hòa Bình, Xã Xuân Lương, Tỉnh Bắc Giang", matchers.Agrees, 7},
		{"Tổ 4 Thôn Hòa Bình", "Tổ 3, Thôn Hòa Bình", matchers.Missing, 0}, // half of it
		{"Số 12, đường Trần Phú", "Số 85, phố Lê Quý Đôn", matchers.Differs, 0},
		{"Số 850, đường Trần Phú", "Số 85, phố Lê Quý Đôn", matchers.Differs, 0}, // 85 stands in 850
		{"Xã Gia Lâm, Tỉnh Ninh Bình", "Số 85, phố Lê Quý Đôn", matchers.Missing, 0},
		{"Số 12, đường Trần Phú", "Thôn Hòa Bình", matchers.Missing, 0}, // neither a number nor a hamlet to compare
		{"Ấp 1, Cà Mau", "Ấp Mỹ Thạnh, Xã Trần Văn Thời", matchers.Differs, 0},
		{"Tổ 3 Thôn Hòa Bình", "Thôn Nam Sơn", matchers.Differs, 0},
		{"Đường Láng, Xã Bản Bo", "Thôn Nam Sơn", matchers.Missing, 0},
		{"Xã Bản Bo, Thôn Hòa Bình", "Thôn Nam Sơn", matchers.Missing, 0}, // the commune may be a hamlet's name
		{"Số 12", "Xã Gia Lâm, Tỉnh Ninh Bình", matchers.Missing, 0},
		{"Số 12", "", matchers.Missing, 0},
		{"12 Tran Phu", "Số 12, đường Trần Phú", matchers.Agrees, 9},
		{"", "Số 12", matchers.Missing, 0},
		{"Xã 5", "Thành phố 5, , ,", matchers.Missing, 0},
	} {
		_, got, bits := relateDetail(nil, foldAddress(nil, []byte(c.row)), c.register)
		if got != c.want || bits != c.bits && got == matchers.Agrees {
			t.Errorf("%q, the register has %q: %d, %v bits; want %d, %v", c.row, c.register, got, bits, c.want, c.bits)
		}
	}
}

func TestBelowCommune(t *testing.T) {
	var w Worker
	for address, want := range map[string]string{
		"Bản 6, Xã Phúc Lộc, Huyện Phúc Thọ, Thành phố Hà Nội": "Bản 6",
		"Thôn Nội, Hà Nội": "Thôn Nội",
		"Số 5, đường Trần Phú, tổ 3, Phường Phương Liên, Hà Nội": "Số 5, đường Trần Phú, tổ 3",
		"Số 5, đường Trần Phú, Khu phố 11 Phường Thới Sơn":       "Số 5, đường Trần Phú, Khu phố 11 Phường Thới Sơn",
		"Bản 6 Xã Nguyễn Bỉnh Khiêm Thành phố Hải Phòng":         "Bản 6 Xã Nguyễn Bỉnh Khiêm Thành phố Hải Phòng",
		"": "", ",": "", ",,,": ",,",
	} {
		if got := string(w.belowCommune([]byte(address))); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func FuzzRelateDetail(f *testing.F) {
	f.Add("Số 85, phố Lê Quý Đôn Gia Lâm", "Số 85, phố Lê Quý Đôn, Xã Gia Lâm")
	f.Add("\xff,,1", ",\xfe 1,")
	f.Fuzz(func(t *testing.T, row, register string) {
		folded := foldAddress(nil, []byte(row))
		_, got, bits := relateDetail(nil, folded, register)
		if bits < 0 || bits > mostDetail || got == matchers.Differs && bits != 0 {
			t.Errorf("%d, %v bits", got, bits)
		}
		if again := foldAddress(nil, folded); string(again) != string(folded) && string(folded) != " " {
			t.Errorf("%q folds to %q, that to %q", row, folded, again)
		}
	})
}

// TestAddressDecidesAmongNamesakes: of two people of one name and birth date the
// one whose house and street the row names is linked; without them nobody is.
// What relatives share helps nobody with another name.
func TestAddressDecidesAmongNamesakes(t *testing.T) {
	people := crowd(20_000)
	day := schemas.MakeDate(1962, 7, 19)
	for i, a := range []string{"Số 85, phố Lê Quý Đôn", "Số 7, đường Trần Phú"} {
		p := &people[100+i]
		p.Name, p.Birth, p.Gender = "Nguyễn Văn Dũng", day, schemas.Male
		p.Commune, p.Province = 70, 1
		p.Address = a + ", Phường Hoàn Kiếm, Thành phố Hà Nội"
	}
	s := snapshot(t, people)
	first, _ := s.ByPIN(people[100].PIN)
	l := New(s, Options{Accept: 0.999, Review: 0.9})
	answer := func(name, address string) pipeline.Outcome {
		return l.Worker().Link(cleanCells([][]string{{"", "", name, written(day), "Nam", address}})).Outcomes[0]
	}
	for _, c := range []struct {
		name, address string
		want          schemas.Verdict
	}{
		{"Nguyễn Văn Dũng", "Phường Hoàn Kiếm, Thành phố Hà Nội", schemas.Ambiguous},
		{"Nguyễn Văn Dũng", "85 Lê Quý Đôn, Phường Hoàn Kiếm, Thành phố Hà Nội", schemas.Corrected},
		{"Nguyen Van Dung", "85 Le Quy Don, Phuong Hoan Kiem, Ha Noi", schemas.Corrected},
	} {
		o := answer(c.name, c.address)
		if o.Verdict != c.want || c.want == schemas.Corrected && o.Person != first {
			t.Errorf("%s, %s: %s %d, want %s %d", c.name, c.address, o.Verdict, o.Person, c.want, first)
		}
	}
	with, without := answer("Nguyễn Văn Sơn", "85 Lê Quý Đôn, Phường Hoàn Kiếm, Thành phố Hà Nội"), answer("Nguyễn Văn Sơn", "Phường Hoàn Kiếm, Thành phố Hà Nội")
	if with.Verdict.Linked() || with.Probability != without.Probability {
		t.Errorf("a brother: %s %.4f, without the house %.4f", with.Verdict, with.Probability, without.Probability)
	}
}
