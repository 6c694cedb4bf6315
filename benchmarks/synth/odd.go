package synth

import (
	"fmt"
	"strings"
)

// oddRow writes a row that is no person's.
func (w *inputWorker) oddRow(d *dice, r *row, class string) {
	r.kind = garbage
	r.err(class)
	switch class {
	case "organisation":
		w.organisation(d, r)
	case "test_row":
		r.name = one(d, []string{"TEST", "test 123", "NGUYEN VAN TEST", "Khách hàng thử", "aaa", "abc xyz"})
		r.number = one(d, []string{"000000000000", "123456789", "", "111111111111"})
		r.birth = one(d, []string{"01/01/1900", "01/01/2000", ""})
	case "blank_row":
	case "total_row":
		r.name = one(d, []string{"TỔNG CỘNG", "Tổng cộng", "Cộng", "Người lập biểu", "TONG CONG"})
	case "repeated_header":
		r.name, r.number, r.card, r.birth = "TEN_KH", "SO_CCCD", "SO_CMND", "NGAY_SINH"
		r.gender, r.address, r.phone = "GIOI_TINH", "DIA_CHI", "DIEN_THOAI"
	default:
		panic("synth: mixes.csv names a row that nothing makes: " + class)
	}
}

// organisation writes a company with its tax code.
func (w *inputWorker) organisation(d *dice, r *row) {
	kind := one(d, []string{"CÔNG TY TNHH ", "Công ty TNHH MTV ", "CTY CP ", "Công ty Cổ phần ", "DNTN ", "UBND xã ", "HTX ", "Trường THCS ", "CONG TY TNHH "})
	name := w.names.surnames[north].draw(d) + " " + w.names.pairs[1].draw(d)
	r.name = kind + one(d, []string{"Thương mại ", "Xây dựng ", "", "Dịch vụ "}) + name
	if strings.HasPrefix(kind, "CONG") {
		r.name = strings.ToUpper(fold(r.name))
	}
	if d.p(0.6) {
		r.number = fmt.Sprintf("0%s", d.digits(nil, 9))
	}
	r.address = string(w.g.appendAddress(nil, d, w.g.communeIn(d, r.branch.province)))
}
