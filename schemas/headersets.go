package schemas

import (
	"slices"
	"strings"
	"sync"
)

// The functions of this file read headers whose words stand in another order
// than a known spelling's, or in other words of one meaning: "Date of death" for
// DEATH_DATE, "Giấy phép lái xe số" for "Số giấy phép lái xe".

// sameWords are words of headers that mean the same, folded: the first stands for
// all.
var sameWords = func() map[string]string {
	same := map[string]string{}
	for _, line := range []string{
		"no number num nr so serial seri", "type kind loai", "licence license permit", "colour color", "issue issued issuing", "date day ngay",
		"expiry expiration", "registration registered register", "dependant dependent", "enterprise company business", "opened opening open",
		"created creation", "status state", "start from since", "practice practise", "residence residential stay", "identification identity identifier id", "amount sum", "code ma", "organisation organization",
		"email mail", "wage salary pay", "agreement contract", "end expire expires until", "judgment judgement", "injection vaccination",
		"hire recruitment recruited", "dossier file record", "allowance benefit", "make brand", "plot parcel",
		"license licence", "family household", "pupil student", "client customer", "facility hospital clinic", "office authority department agency body",
	} {
		words := strings.Fields(line)
		for _, w := range words {
			same[w] = words[0]
		}
	}
	return same
}()

// phrases are words that say the same in another number of words: abbreviations
// of offices, and the like. They are applied in this order.
var phrases = func() *strings.Replacer {
	var pairs []string
	for _, line := range []string{
		"tk = tai khoan", "gplx = giay phep lai xe", "gcn = giay chung nhan", "cchn = chung chi hanh nghe", "dn = doanh nghiep", "cong ty = doanh nghiep",
		"hd = hop dong", "kh = khach hang", "dk = dang ky", "qd = quyet dinh", "lltp = ly lich tu phap", "kcb = kham chua benh", "sdt = so dien thoai",
		"dt = dien thoai", "mst = ma thue", "ma so thue = ma thue", "bhxh = bao hiem xa hoi", "bhyt = bao hiem y te", "gttt = giay to", "gt = giay to",
		"giay to tuy than = giay to", "tinh trang = trang thai", "ma so = ma", "ngay gio = ngay", "so hieu = so", "phone number = phone", "id card = id",
		"identity card = id", "identity document = id", "identity paper = id", "full name = name", "date of birth = birth date",
		"stk = so tai khoan", "thoi gian = ngay", "thoi diem = ngay", "nhap vien = vao", "xuat vien = ra", "vao vien = vao", "ra vien = ra",
		"bang lai xe = giay phep lai xe", "bang lai = giay phep lai xe", "dong co = may", "so vin = so khung", "don vi = co quan", "cap ngay = ngay cap",
		"hoa mang = kich hoat", "ket nap = vao dang", "tro cap = huong", "su kien = viec", "ho gd = ho gia dinh", "chung minh thu = cmnd",
		"chung minh nhan dan = cmnd", "cong to dien = cong to", "het han = han", "sqm = m2", "tuyen an = ban an", "su dung = dung",
	} {
		long, short, _ := strings.Cut(line, " = ")
		pairs = append(pairs, " "+long+" ", " "+short+" ")
	}
	return strings.NewReplacer(pairs...)
}()

// meantWords are the words of a header without fillers, those of one meaning made
// one, in the order of the alphabet and each once.
func meantWords(header string) (words []string) {
	said := " " + strings.ToLower(strings.Join(foldedWords(header), " ")) + " "
	for range 2 { // phrases side by side share a space
		said = phrases.Replace(said)
	}
	for _, w := range strings.Fields(said) {
		if fillers[w] {
			continue
		}
		if same, ok := sameWords[w]; ok {
			w = same
		}
		words = append(words, w)
	}
	if strings.HasSuffix(said, " on ") && len(words) > 0 { // Issued on
		words = append(words, sameWords["date"])
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// wordsKey is what a header says whatever the order of its words; "" for one of
// a single word, which says it only by itself.
func wordsKey(header string) string {
	if words := meantWords(header); len(words) >= 2 {
		return strings.Join(words, " ")
	}
	return ""
}

// meanings collects what words mean; a key of two roles means neither.
type meanings map[string]Role

func (m meanings) note(header string, role Role) {
	key := wordsKey(header)
	if key == "" {
		return
	}
	if was, ok := m[key]; ok && was != role {
		role = ""
	}
	m[key] = role
}

// aliasWords is the general table of spellings by their words.
var aliasWords = sync.OnceValue(func() meanings {
	m := meanings{}
	for _, rec := range mustTable("columns/column_aliases.csv") {
		m.note(rec[1], Role(rec[0]))
	}
	for _, a := range moreAliases {
		for _, header := range splitList(a.headers) {
			m.note(header, a.role)
		}
	}
	return m
})

// noteWords notes the spellings of a description by their words: its headers, and
// the names of its roles and outputs, which are English.
func (d *Description) noteWords() {
	d.words = meanings{}
	for _, c := range d.Columns {
		for _, header := range c.Headers {
			d.words.note(header, c.Role)
		}
	}
	for _, c := range d.Columns {
		for _, name := range []string{string(c.Role), c.Output} {
			if _, taken := d.words[wordsKey(name)]; !taken {
				d.words.note(name, c.Role)
			}
		}
	}
}

// byWords is the role that a header's words mean in any order, "" for none.
func (d *Description) byWords(header string) Role {
	key := wordsKey(header)
	if role := d.words[key]; role != "" {
		return role
	}
	return aliasWords()[key]
}

// subjects are words of headers for the person whom the row describes, folded:
// what is left without them is the person's own.
var subjects = strings.Fields("benhnhan bn hocsinh hs sinhvien sv thisinh nld nguoilaodong nguoithamgia nguoihuong doituong congdan thanhvien " +
	"chuxe chuphuongtien chudat chusudung chusudungdat nnt nguoinopthue khachhang chutk chutaikhoan chuthe thuebao chuthuebao nguoidung nguoidaidien " +
	"nguoihanhnghe nguoilaixe laixe canbo dangvien chuhopdong tre treem " +
	"patient student pupil child holder accountholder cardholder employee taxpayer owner beneficiary member resident citizen subscriber user driver " +
	"vaccinee practitioner representative landuser customer client applicant person")

// ofSubject is what a header says that names the person of the row beside the
// thing: "Patient date of birth". Only what a person has is found this way.
func (d *Description) ofSubject(header string) []clue {
	rest, ok := without(foldedWords(header), subjects)
	rest = slices.DeleteFunc(rest, func(w string) bool { return fillers[w] })
	if !ok || len(rest) == 0 {
		return nil
	}
	said := strings.Join(rest, " ")
	if roles := manyMeanings[keyOf(said)]; roles != nil {
		return d.weakly(roles)
	}
	role, ok := d.lookup(keyOf(said))
	if !ok {
		role = d.byWords(said)
	}
	if slices.Contains(personRoles, role) && d.Column(role) != nil {
		return []clue{{role: role, strength: alias}}
	}
	return nil
}

// weakly are the roles that a header of many meanings may have.
func (d *Description) weakly(roles []Role) (found []clue) {
	for _, role := range roles {
		if d.Column(role) != nil {
			found = append(found, clue{role: role, strength: weak})
		}
	}
	return found
}

// personRoles are what a person has, and a header may name as such.
var personRoles = append([]Role{
	RolePersonalID, RoleCMND, RoleAnyNumber, RoleFullName, RoleBirthDate, RoleBirthYear, RoleGender, RolePhone, RoleGivenName,
	RoleSurnameAndMiddle, RoleIssueDate, RoleIssuePlace,
}, addressRoles...)
