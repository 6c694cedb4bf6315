package addresses

import (
	"strconv"
	"strings"
)

// How the word of a type is shortened; % is where the name goes.
var shortTypes = map[string][]string{
	"Thành phố": {"TP.%", "TP. %", "TP %", "Tp.%", "Tp %", "T.P %", "tp %", "T.phố %"},
	"Thị xã":    {"TX.%", "TX %", "TX. %", "T.X %", "Tx.%", "tx %"},
	"Thị trấn":  {"TT.%", "TT %", "TT. %", "T.T %", "Tt.%", "tt %", "T.trấn %"},
	"Đặc khu":   {"ĐK %", "ĐK. %", "Đ.khu %"},
	"Tỉnh":      {"T.%", "T. %", "tỉnh %", "%", "%"},
	"Quận":      {"Q.%", "Q %", "Q. %", "q.%", "quận %"},
	"Huyện":     {"H.%", "H %", "H. %", "h.%", "huyện %"},
	"Phường":    {"P.%", "P %", "P. %", "p.%", "Ph.%", "Ph %", "Ph. %", "phường %"},
	"Xã":        {"X.%", "X %", "X. %", "x.%", "xã %"},
}

// The same before a number.
var numbered = map[string][]string{
	"Phường": {"P.%", "P%", "P %", "P. %", "F.%", "F%", "P.0%", "Phường 0%", "phường%", "Ph%"},
	"Quận":   {"Q.%", "Q%", "Q %", "Q. %", "quận %", "Quận%", "Dist.%"},
}

// What people call a province beside its name.
var nicknames = map[string][]string{
	"Hồ Chí Minh":       {"HCM", "TPHCM", "TP.HCM", "TP HCM", "Tp. HCM", "HCMC", "SG", "Sài Gòn", "TP.Hồ Chí Minh", "T.P Hồ Chí Minh", "TP. HCM", "Hồ Chí Minh City", "Tp.Hcm"},
	"Hà Nội":            {"HN", "Hà Nội", "TP.HN", "TP HN", "Hanoi", "HÀ NỘI", "Tp Hà Nội", "Thủ đô Hà Nội"},
	"Bà Rịa - Vũng Tàu": {"BR-VT", "BRVT", "BR - VT", "Bà Rịa-Vũng Tàu", "Bà Rịa Vũng Tàu", "T. BR-VT", "BR–VT"},
	"Huế":               {"TT Huế", "TT-Huế", "T.T.Huế", "TTH", "Thừa Thiên - Huế", "Thừa Thiên Huế", "T.T Huế", "TP Huế", "Tỉnh Thừa Thiên Huế"},
	"Đắk Lắk":           {"Đắc Lắc", "Daklak", "DakLak", "Đăk Lăk", "Đắk Lắc"},
	"Đắk Nông":          {"Đăk Nông", "Đắc Nông", "Daknong"},
	"Kon Tum":           {"Kontum", "KonTum", "Kom Tum"},
	"Bắc Kạn":           {"Bắc Cạn"},
	"Hải Phòng":         {"HP", "TP.HP", "Hải Phòng", "H.Phòng"},
	"Đà Nẵng":           {"Đà Nẵng", "TP.ĐN", "ĐNẵng"},
	"Cần Thơ":           {"Cần Thơ", "TPCT", "TP.CT"},
}

// spell writes one level.
func (w *Writer) spell(l level) string {
	full := l.typ + " " + l.name
	if _, err := strconv.Atoi(l.name); err == nil {
		if forms := numbered[l.typ]; forms != nil && w.habit("abbreviated", 0.4) {
			return strings.Replace(pick(w, forms), "%", l.name, 1)
		}
		return full
	}
	switch {
	case l.what == "province" && nicknames[l.name] != nil && w.habit("nickname", 0.4):
		return pick(w, nicknames[l.name])
	case l.what == "province" && w.habit("untyped province", 0.35):
		return l.name
	case l.what != "province" && w.habit("untyped "+l.what, 0.12):
		return l.name
	case w.habit("abbreviated", 0.3):
		return strings.Replace(pick(w, shortTypes[l.typ]), "%", l.name, 1)
	}
	return full
}

var streets = []string{
	"Nguyễn Huệ", "Lê Lợi", "Hà Nội", "Thái Nguyên", "Cần Thơ", "Điện Biên Phủ", "Tây Sơn", "Quang Trung", "Hai Bà Trưng", "Hoàn Kiếm",
	"Cao Bằng", "Vĩnh Long", "Hoàng Sa", "Trường Sa", "Long Biên", "Bạch Đằng", "Trần Hưng Đạo", "Nguyễn Trãi", "Phú Xuân", "Bến Nghé",
	"3 Tháng 2", "30/4", "Cách Mạng Tháng 8", "Võ Thị Sáu", "Phan Đình Phùng", "Nguyễn Văn Linh", "Số 7", "D2", "N3", "Kim Mã", "Đà Nẵng",
	"Hùng Vương", "Nguyễn Thị Minh Khai", "Lý Thường Kiệt", "Bà Triệu", "Xuân Thủy", "Ba Đình", "Ngô Quyền", "Hồng Bàng", "Tân Sơn Nhì",
}

// street is a name of a street, every third one that of a unit.
func (w *Writer) street() string {
	switch u := w.r.Float64(); {
	case u < 0.2:
		w.note("street named like a commune")
		return pick(w, w.l.olds).name
	case u < 0.3:
		w.note("street named like a district")
		for range 8 {
			c := pick(w, w.l.olds)
			if d := w.l.districts[c.above]; len(d.name) > 3 {
				return d.name
			}
		}
	}
	return pick(w, streets)
}

// hamlet is a name of a hamlet, every other one that of a commune.
func (w *Writer) hamlet() string {
	if w.p(0.5) {
		return strconv.Itoa(1 + w.r.IntN(18))
	}
	w.note("hamlet named like a commune")
	return pick(w, w.l.olds).name
}

// detail is what stands below the commune.
func (w *Writer) detail() []string {
	house := strconv.Itoa(1 + w.r.IntN(400))
	switch w.r.IntN(4) {
	case 0:
		house += pick(w, []string{"A", "B", "/12", "/3/7", "bis", "-105"})
	}
	var parts []string
	switch u := w.r.Float64(); {
	case u < 0.12:
		return nil
	case u < 0.45:
		parts = append(parts, pick(w, []string{"số ", "Số ", "SN ", "", "", "Nhà "})+house+pick(w, []string{" ", " đường ", ", đường ", " Đ. ", " phố ", " Đ.", " ngõ 5 ", " hẻm 12 đường ", ", "})+w.street())
	case u < 0.55:
		parts = append(parts, pick(w, []string{"P.305, CC ", "Căn hộ 12A, chung cư ", "Tòa S2.03, KĐT ", "Phòng 5 KTT ", "Lô A5, KCN ", "Lô B2 KDC ", "Km 12, QL1A, gần chợ "})+w.street())
	case u < 0.6:
		parts = append(parts, house+" "+w.street(), pick(w, []string{"gần bến xe ", "cạnh chợ ", "đối diện trường "})+w.street())
	}
	if w.p(0.5) {
		word := pick(w, []string{"thôn ", "Thôn ", "ấp ", "Ấp ", "xóm ", "Tổ ", "tổ dân phố ", "TDP ", "khu phố ", "KP ", "KP.", "bản ", "Buôn ", "Khóm ", "khối ", "Đội ", "Th. ", "X. ", "A. ", "Làng "})
		parts = append(parts, word+w.hamlet())
	}
	return parts
}
