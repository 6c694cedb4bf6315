package clean

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"lamsach/schemas"
)

// appendKey appends a text as folded words of letters and digits with single
// spaces between them: the form in which headings and companies are recognised.
func appendKey(dst, text []byte) []byte {
	start := len(dst)
	dst = appendFold(dst, text)
	end, space := start, false
	for i := start; i < len(dst); {
		r, n := utf8.DecodeRune(dst[i:])
		if unicode.IsLetter(r) && r != utf8.RuneError || r >= '0' && r <= '9' {
			if space && end > start {
				dst[end] = ' '
				end++
			}
			space = false
			end += copy(dst[end:], dst[i:i+n])
		} else {
			space = true
		}
		i += n
	}
	return dst[:end]
}

// noPerson says what a cell of the name column makes of its row, by its key:
// Person when it may be a name. Soft kinds hold only in a row without any
// usable number: a clerk wrote the phone number where the name belongs.
func (w *Worker) noPerson(key []byte) (kind RowKind, soft bool, cs codes) {
	letters, digits := 0, 0
	for _, c := range key {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != ' ':
			letters++
		}
	}
	nobody := code(schemas.IssueNameNoPerson)
	switch {
	case letters == 0 && digits == 0:
		return TestRow, true, nobody
	case letters == 0, digits >= 6 && letters <= 4, placeholders[string(key)]:
		return TestRow, true, nobody
	case tests.anywhere(key):
		return TestRow, false, nobody
	case isTotal(key):
		return TotalRow, true, nobody
	case w.isHeader(key):
		return RepeatedHeader, true, nobody
	case isOrganisation(key):
		return Organisation, false, nobody
	}
	return Person, false, 0
}

// placeholders are what clerks and programs write where no name is known.
var placeholders = wordSet(
	"null", "none", "nan", "nil", "na", "n a", "no name", "noname", "unknown", "undefined", "empty",
	"khong", "khong co", "khong ten", "khong ro", "khong biet", "khong xac dinh", "chua co", "chua ro", "chua biet",
	"chua cap nhat", "dang cap nhat", "an danh", "vo danh", "khach hang", "khach le", "khach vang lai", "khach", "ten",
	"abc", "abcd", "abcde", "abcdef", "abc xyz", "xyz", "x", "xx", "xxx", "xxxx", "aaa", "aaaa", "bbb", "asd", "asdf", "asdfgh", "qwe", "qwerty",
	"demo", "dummy", "sample", "name", "nguyen van test",
)

func wordSet(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// hasWord says whether words stand in a key at word boundaries.
func hasWord(key []byte, words string) bool {
	for from := 0; ; {
		i := bytes.Index(key[from:], []byte(words))
		if i < 0 {
			return false
		}
		i += from
		if (i == 0 || key[i-1] == ' ') && startsWith(key[i:], words) {
			return true
		}
		from = i + 1
	}
}

// startsWith says whether a key starts with words.
func startsWith(key []byte, words string) bool {
	return len(key) >= len(words) && string(key[:len(words)]) == words && (len(key) == len(words) || key[len(words)] == ' ')
}

// phrases are words that mean something in a key, by their first two letters.
type phrases [1 << 10][]string

func newPhrases(list ...string) *phrases {
	p := new(phrases)
	for _, s := range list {
		at := pair(s[0], s[1])
		p[at] = append(p[at], s)
	}
	return p
}

func pair(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// at returns those that may stand at the beginning of a key.
func (p *phrases) at(key []byte) []string {
	if len(key) < 2 {
		return nil
	}
	return p[pair(key[0], key[1])]
}

// begin says whether one of them stands at the beginning of a key.
func (p *phrases) begin(key []byte) bool {
	for _, s := range p.at(key) {
		if startsWith(key, s) {
			return true
		}
	}
	return false
}

// anywhere says whether one of them stands in a key at word boundaries.
func (p *phrases) anywhere(key []byte) bool {
	for i := range key {
		if (i == 0 || key[i-1] == ' ') && p.begin(key[i:]) {
			return true
		}
	}
	return false
}

var tests = newPhrases("test", "tester", "testing", "thu nghiem", "demo user", "user demo")

// relatives begin a cell that names a person by a relative: a newborn child, a
// wife. The name in it is not the person's.
var relatives = newPhrases(
	"con ba", "con ong", "con cua", "con chi", "con cu", "con san phu", "be con ba", "vo ong", "vo cua", "chong ba", "chong cua", "me cua", "bo cua", "cha cua",
	"me chau", "bo chau", "chau cua",
)

// isRelative needs a surname's worth of words behind: Võ Ông Nam is a name.
func isRelative(key []byte) bool {
	return relatives.begin(key) && bytes.Count(key, []byte{' '}) >= 3
}

var totals = wordSet("tong", "cong", "tong cong", "tong so", "total", "totals", "grand total", "sum", "luy ke", "cong luy ke")

// below are the beginnings of lines that stand below a list: totals, and who
// signs. Source: usual practice of offices.
var below = newPhrases(
	"tong cong", "tong so", "grand total", "an dinh danh sach", "danh sach nay co", "nguoi lap bieu", "nguoi lap danh sach", "nguoi lap bang",
	"ke toan truong", "thu truong don vi", "giam doc ky", "ky ten dong dau", "ky ghi ro ho ten", "ky va ghi ro ho ten",
)

// isTotal recognises the line below a list.
func isTotal(key []byte) bool {
	return totals[string(key)] || below.begin(key)
}

// isHeader recognises a heading that stands among the rows.
func (w *Worker) isHeader(key []byte) bool {
	n := &w.names
	n.fold = n.fold[:0]
	for _, c := range key {
		if c != ' ' {
			n.fold = append(n.fold, c)
		}
	}
	return len(n.fold) >= 4 && w.facts.headers[string(n.fold)]
}

// organisations are the first words of names of companies and offices. Source:
// practice; domain facts 2 (kinds of customers).
var organisations = newPhrases(
	"cong ty", "cty", "ct tnhh", "ct cp", "ctcp", "cttnhh", "tnhh", "tong cong ty", "tong cty", "tct", "cong ti",
	"tap doan", "xi nghiep", "xn", "nha may", "htx", "hop tac xa", "lien hiep htx", "to hop tac", "dntn", "dn tu nhan", "doanh nghiep", "doanh nghiep tu nhan",
	"ubnd", "uy ban", "hdnd", "hoi dong nhan dan", "dang uy xa", "dang uy phuong", "mat tran to quoc", "so giao duc", "so y te", "so tai chinh", "so ke hoach", "cuc thue", "chi cuc", "kho bac",
	"ngan hang", "nhtm", "nh tmcp", "quy tin dung", "quy td", "qtdnd", "cong doan", "ban quan ly", "ban chi huy", "ban cong tac", "ban dan van",
	"truong thpt", "truong thcs", "truong tieu hoc", "truong mam non", "truong mau giao", "truong dai hoc", "truong dh", "truong cao dang", "truong cd",
	"truong trung cap", "truong trung hoc", "truong pho thong", "truong ptdt", "truong mn", "truong chinh tri", "dai hoc", "hoc vien",
	"benh vien", "bv da khoa", "bvdk", "trung tam", "tram y te", "phong kham", "phong giao duc", "phong tai chinh", "chi nhanh", "van phong dai dien", "van phong cong chung", "van phong luat", "vpdd",
	"hoi nong dan", "hoi phu nu", "hoi lien hiep", "hoi cuu chien binh", "hoi lhpn", "hoi chu thap do", "hoi dong", "doan thanh nien", "cong an xa", "cong an phuong", "cong an huyen", "cong an tinh", "cong an quan", "bo chi huy", "toa an", "vien kiem sat",
	"nha hang", "khach san", "tiem vang", "tiem may", "tiem tap hoa", "quay thuoc", "quay hang", "co so may", "co so san xuat", "co so kinh doanh", "xuong may", "xuong go",
	"ub mttq", "ubmttq", "mttq", "cn cty", "cn cong ty", "phong gd", "nha tho", "to dan pho", "hoi nguoi cao tuoi", "cau lac bo", "clb", "sieu thi", "cua hang", "nha thuoc", "bao hiem xa hoi", "bhxh", "giao xu", "company", "bank", "school",
)

// organisationWords mark a company wherever they stand.
var organisationWords = newPhrases("tnhh", "co ltd", "jsc", "company", "limited", "corp", "corporation", "tmcp", "mtv", "xnk")

func isOrganisation(key []byte) bool {
	for _, o := range organisations.at(key) {
		if startsWith(key, o) && (len(o) > 5 || len(key) > len(o)) {
			return true
		}
	}
	return organisationWords.anywhere(key)
}

// firstWords start a cell that needs a second look. With marks where the
// unmarked word is a usual surname or given name.
var firstWords = []string{
	"công", "cty", "ct", "ctcp", "cttnhh", "tnhh", "tổng", "tct", "cổ", "tập", "xí", "xn", "nhà", "htx", "hợp", "liên", "tổ", "dntn", "dn", "doanh",
	"ubnd", "ủy", "uỷ", "hđnd", "mặt", "sở", "cục", "chi", "kho", "ngân", "nhtm", "nh", "quỹ", "qtdnd", "ban", "trường", "đại", "học", "bệnh", "bv", "bvđk",
	"trung", "trạm", "phòng", "văn", "vpđd", "hội", "đoàn", "bộ", "tòa", "viện", "khách", "siêu", "cửa", "bảo", "bhxh", "chùa", "giáo", "cộng", "lũy",
	"họ", "tên", "hộ", "hkd", "cơ", "chủ", "kh",
	"không", "chưa", "ẩn", "an", "null", "none", "nan", "nil", "na", "abc", "xyz", "demo", "dummy", "sample", "name", "grand", "total", "sum",
	"tiệm", "quầy", "xưởng", "ub", "ubmttq", "mttq", "cn", "câu", "clb",
	"con", "bé", "mẹ", "bố", "cháu",
	"luật", "kỹ", "linh", "đồng", "thượng", "thiếu", "đ",
	"mr", "mrs", "ms", "full", "fullname", "customer", "cust", "ho", "ten",
}

// anyWords need a second look wherever they stand.
var anyWords = []string{
	"đã", "còn", "con", "bí", "và", "tức", "ông", "tên", "gọi", "pháp", "biệt", "chồng", "của",
	"test", "tester", "testing", "nghiệm", "cập", "company", "tnhh", "jsc", "limited", "corp", "corporation", "tmcp", "mtv", "xnk", "ltd", "bank", "school",
}

// markedWords need one where they have their marks, since without them they are
// usual names, and so do the prefixes of the highlands.
var markedWords = []string{"bà", "vợ", "thử", "h", "k"}
