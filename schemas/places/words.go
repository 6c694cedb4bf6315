package places

import "strings"

// A word is what a single token may announce.
type word uint8

const (
	wordNone word = iota
	// announce a unit
	wordTinh
	wordT // tỉnh, or the first letter of T.P, T.X, T.T
	wordTP
	wordThanh
	wordPho
	wordQuan
	wordHuyen
	wordTX
	wordThi
	wordTran
	wordTT
	wordPhuong
	wordP
	wordXa
	wordX
	wordDac
	wordDK
	// announce something below the commune
	wordKhu
	wordKP
	wordTo
	wordTDP
	wordDan
	wordThon
	wordTh
	wordXom
	wordAp
	wordA
	wordBan
	wordB
	wordHamlet // others: buôn, làng, sóc, khóm, đội ...
	lastHamletWord
	wordDuong
	wordD
	wordDg
	wordNgo
	wordNgach
	wordHem
	wordStreet // others: quốc lộ, tỉnh lộ
	lastStreetWord
	wordSo
	wordSN
	wordSite // what stands before the name of a site: chợ, trường ...
	// the country
	wordViet
	wordNam
	wordVN
)

const lastUnitWord = wordDK

// spellings lists the tokens that announce something, with their marks.
var spellings = []struct {
	word   word
	tokens string
}{
	{wordTinh, "tỉnh province"},
	{wordT, "t"},
	{wordTP, "tp"},
	{wordThanh, "thành"},
	{wordPho, "phố"},
	{wordQuan, "quận q district dist"},
	{wordHuyen, "huyện h"},
	{wordTX, "tx"},
	{wordThi, "thị"},
	{wordTran, "trấn"},
	{wordTT, "tt"},
	{wordPhuong, "phường ward f ph"},
	{wordP, "p"},
	{wordXa, "xã"},
	{wordX, "x"},
	{wordDac, "đặc"},
	{wordDK, "đk"},
	{wordKhu, "khu"},
	{wordKP, "kp"},
	{wordTo, "tổ"},
	{wordTDP, "tdp"},
	{wordDan, "dân"},
	{wordThon, "thôn"},
	{wordTh, "th"},
	{wordXom, "xóm"},
	{wordAp, "ấp"},
	{wordA, "a"},
	{wordBan, "bản"},
	{wordB, "b"},
	{wordHamlet, "buôn bon làng sóc khóm đội cụm kdc kcn ktt kđt kđtm cc khối xứ"},
	{wordDuong, "đường"},
	{wordD, "đ"},
	{wordDg, "đg"},
	{wordNgo, "ngõ"},
	{wordNgach, "ngách"},
	{wordHem, "hẻm"},
	{wordStreet, "ql tl street"},
	{wordSo, "số"},
	{wordSN, "sn no"},
	{wordSite, "chợ trường xe ga cầu"},
	{wordViet, "việt"},
	{wordNam, "nam"},
	{wordVN, "vn vietnam city"},
}

// isStreet says whether the word, read alone, announces a street.
func (w word) isStreet() bool { return w >= wordDuong && w < lastStreetWord || w == wordPho }

// isHamlet says whether the word announces a hamlet or a quarter.
func (w word) isHamlet() bool { return w >= wordKhu && w < lastHamletWord }

// wordTable finds words by the folded hash of a token, open addressing.
type wordTable [512]struct {
	key  uint64
	sig  uint32
	word word
}

// find returns the word of a token. A token that carries marks must carry the
// word's own: Phương is a name, phuong may be phường.
func (t *wordTable) find(key uint64, sig uint32) word {
	for i := key * hashBase >> 55; ; i = (i + 1) & 511 {
		switch s := &t[i]; {
		case s.word == wordNone:
			return wordNone
		case s.key == key:
			if sig != 0 && sig != s.sig {
				return wordNone
			}
			return s.word
		}
	}
}

func newWordTable() *wordTable {
	t := new(wordTable)
	var r reading
	for _, s := range spellings {
		for text := range strings.FieldsSeq(s.tokens) {
			r.read([]byte(text), nil)
			key, _ := r.key(0, 1)
			i := key * hashBase >> 55
			for t[i].word != wordNone {
				i = (i + 1) & 511
			}
			t[i].key, t[i].sig, t[i].word = key, r.sig(0, 1), s.word
		}
	}
	return t
}

// abbreviates says whether token i is a short form of a unit's type, one that
// no name contains: "X. Tam An H. Long Đất" does not name Tam Anh. N.T is a
// nông trường and does belong to names.
func (r *reading) abbreviates(i int) bool {
	t := &r.tokens[i]
	if t.word == wordNone || t.word > lastUnitWord || t.word == wordXa || t.end-t.start > 2 {
		return false
	}
	return t.word != wordT || t.sep != classDot || r.tokens[i-1].word != wordNone || r.tokens[i-1].start+1 != r.tokens[i-1].end
}
