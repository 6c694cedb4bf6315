package clean

import (
	"bytes"
	"unicode/utf8"

	"lamsach/schemas"
)

const (
	codeNote  codes = 1 << schemas.RepairNameNote
	codeOrder codes = 1 << schemas.RepairNameOrder
	codeTitle codes = 1 << schemas.RepairNameTitle
)

// cutAsides takes away what stands in brackets or behind a dash, slash or bar
// that follows at least two words, and a second person. It cuts text in place.
func (w *Worker) cutAsides(text []byte) ([]byte, codes) {
	var cs codes
	for {
		open := bytes.IndexAny(text, "([{")
		if open < 0 {
			break
		}
		end := bytes.IndexAny(text[open:], ")]}")
		rest := text[len(text):]
		if end >= 0 {
			rest = text[open+end+1:]
		}
		if !hasLetter(text[:open]) && !hasLetter(rest) { // all of the name in brackets
			break
		}
		inner := text[open+1 : len(text)-len(rest)]
		w.names.fold = appendLower(w.names.fold[:0], bytes.TrimRight(inner, ")]} "))
		sure, title := titles[string(w.names.fold)]
		text = append(append(text[:open], ' '), rest...)
		if !title || sure || wordCount(text[:open]) > 1 { // Ông (bà) Nguyễn
			cs = codeNote
		}
	}
	for i, c := range text {
		aside := c == '/' || c == '|' || c == ';' || c == '\\' || c == '=' ||
			c == '-' && i > 0 && text[i-1] == ' ' && (i+1 == len(text) || text[i+1] == ' ')
		if aside && wordCount(text[:i]) >= 2 {
			if onlySigns(text[i:]) {
				return text[:i], cs
			}
			return text[:i], codeNote
		}
		if c == '-' && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' && wordCount(text[:i]) >= 2 && !hasLetter(text[i:]) { // An-1985
			return text[:i], codeNote
		}
	}
	return w.cutSecond(text, cs)
}

// onlySigns says whether a text has neither letters nor digits.
func onlySigns(text []byte) bool {
	return !hasLetter(text) && !bytes.ContainsAny(text, "0123456789")
}

// betweenPeople are what stands between the names of two people in one cell.
var betweenPeople = [][]byte{[]byte(","), []byte("&"), []byte("+"), []byte(" và "), []byte(" VÀ "), []byte(" va "), []byte(" VA ")}

// cutSecond cuts the second of two people off: Nguyễn Văn An, Trần Thị Bình.
func (w *Worker) cutSecond(text []byte, cs codes) ([]byte, codes) {
	for _, sign := range betweenPeople {
		if i := bytes.Index(text, sign); i > 0 && w.fullName(text[:i]) && w.fullName(text[i+len(sign):]) {
			return text[:i], cs | codeNote
		}
	}
	return text, cs
}

// firstLine cuts the second of two people off whose names stand on lines of
// their own.
func (w *Worker) firstLine(cell []byte) ([]byte, codes) {
	if i := bytes.IndexByte(cell, '\n'); i > 0 && w.fullName(cell[:i]) && w.fullName(cell[i+1:]) {
		return cell[:i], codeNote
	}
	return cell, 0
}

// fullName says whether a text is "ông" or "bà" and two words, or begins with a
// usual surname and has two more words, behind "hộ ông", "vợ là bà" or none.
func (w *Worker) fullName(text []byte) bool {
	fields, couple := w.bare(bytes.Fields(text))
	if couple && len(fields) >= 2 && hasLetter(fields[1]) {
		return true
	}
	return len(fields) >= 3 && hasLetter(fields[2]) && w.surname(fields[0]) >= usualSurname
}

func hasLetter(text []byte) bool {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r >= utf8.RuneSelf && r != utf8.RuneError || r|0x20 >= 'a' && r|0x20 <= 'z' {
			return true
		}
		i += n
	}
	return false
}

// wordCount counts the words with a letter in them.
func wordCount(text []byte) (n int) {
	for from := 0; from < len(text); {
		end := bytes.IndexByte(text[from:], ' ')
		if end < 0 {
			end = len(text) - from
		}
		if hasLetter(text[from : from+end]) {
			n++
		}
		from += end + 1
	}
	return n
}

// orderWords cuts a text into words. "An, Nguyễn Văn" and the "<<" of passports
// are put in order; dots and other separators fall away.
func (w *Worker) orderWords(words [][]byte, text []byte) ([][]byte, codes) {
	if bytes.IndexByte(text, '<') >= 0 && bytes.IndexByte(text, '(') < 0 {
		if len(text) > 5 && text[0] == 'P' && bytes.IndexByte(text[:5], '<') == 1 { // the whole first line: P<VNM
			text = text[5:]
		}
		return w.cutWords(words, bytes.Trim(text, "< ")), codeOrder
	}
	comma := bytes.IndexByte(text, ',')
	if comma < 0 || bytes.IndexByte(text[comma+1:], ',') >= 0 {
		return w.cutWords(words, text), 0
	}
	before, after := text[:comma], text[comma+1:]
	words = w.cutWords(words, after)
	inFront := len(words)
	words = w.cutWords(words, before)
	switch {
	case inFront == 0 || len(words) == inFront:
		return words, 0
	case len(words) == inFront+1 && w.surname(words[0]) >= w.surname(words[inFront]):
		return words, codeOrder
	case inFront == 1 && w.surname(words[0]) >= usualSurname && w.surname(words[1]) < usualSurname:
		return words, codeOrder
	}
	words = w.cutWords(words[:0], before)
	return w.cutWords(words, after), 0
}

// cutWords appends the words of a text. A dot ends a word and stays with a
// word of one letter, so that "A." is seen to be an abbreviation.
func (w *Worker) cutWords(words [][]byte, text []byte) [][]byte {
	from := -1
	for i := 0; i <= len(text); i++ {
		var c byte = ' '
		if i < len(text) {
			c = text[i]
		}
		switch c {
		case ' ', ',', '_', '<', '/', '|', ';', '\\', ':', '"', '*', '=', '(', ')', '[', ']', '{', '}', '!', '&':
			if from >= 0 {
				words = append(words, text[from:i])
			}
			from = -1
		case '.':
			if from >= 0 {
				words = append(words, text[from:i+1])
			}
			from = -1
		default:
			if from < 0 {
				from = i
			}
		}
	}
	return w.trimWords(words)
}

// trimWords drops dashes and apostrophes at the edges of words, and words of
// nothing else. The apostrophe behind a prefix joins it to its word (H' Hen).
func (w *Worker) trimWords(words [][]byte) [][]byte {
	kept := words[:0]
	for i := 0; i < len(words); i++ {
		word := bytes.TrimLeft(words[i], "-'+")
		if len(word) <= 3 && len(word) > 1 && word[len(word)-1] == '\'' && i+1 < len(words) && hasLetter(words[i+1]) {
			at := len(w.names.buffer)
			w.names.buffer = append(append(w.names.buffer, word...), bytes.TrimLeft(words[i+1], "-'+")...)
			word = w.names.buffer[at:]
			i++
		}
		word = bytes.TrimRight(word, "-'+")
		if len(word) > 0 && !bytes.Equal(word, dot) {
			kept = append(kept, word)
		}
	}
	return kept
}

var dot = []byte{'.'}

// surname is the share of people with a surname; 0 for a word that is none.
// Rare ones have a share too, small but not nothing.
func (w *Worker) surname(word []byte) float64 {
	n := &w.names
	n.fold = appendLower(n.fold[:0], bytes.TrimSuffix(word, dot))
	share, known := w.facts.surnames[string(n.fold)]
	if known {
		return share + 1e-6
	}
	if len(word) <= maxWord {
		if s := w.look(bytes.TrimSuffix(word, dot)); s.what.word == wordSyllable {
			n.fold = appendLower(n.fold[:0], w.memo.text(s))
			if share, known = w.facts.surnames[string(n.fold)]; known {
				return share + 1e-6
			}
		}
	}
	return 0
}

// titles are the words before a name, with how they are told from a name: a
// sure one needs two more words, another needs a surname behind it.
var titles = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "bs": true, "ths": true, "pgs": true, "hkd": true,
	"ông": false, "bà": false, "bé": false, "tên": false, "ls": false, "đc": false, "anh": false, "chị": false, "cô": false, "cụ": false, "chú": false, "bác": false, "thầy": false,
	"ong": false, "ba": false, "chi": false, "co": false, "cu": false, "ô": false, "o": false, "ts": false, "gs": false, "ks": false, "em": false, "cháu": false,
}

// households are the words before the person of a household or its business,
// or of a customer. One word alone needs a surname behind it.
var households = [][]string{
	{"ho", "kinh", "doanh", "ca", "the"},
	{"ho", "kinh", "doanh"},
	{"ho", "san", "xuat", "kinh", "doanh"},
	{"ho", "sxkd"},
	{"ho", "kd"},
	{"ho", "ca", "the"},
	{"ho", "gia", "dinh"},
	{"chu", "ho"},
	{"chu", "hkd"},
	{"hkd"},
	{"ho", "ong"},
	{"ho", "ba"},
	{"ho", "gia", "dinh", "ong"},
	{"ho", "gia", "dinh", "ba"},
	{"khach", "hang"},
	{"kh"},
	{"cua", "hang"},
	{"ho", "va", "ten"},
	{"chu", "tai", "khoan"},
}

// ranks are titles of two words. They need a surname behind them: Đồng Chí Hùng
// is a name.
var ranks = [][]string{
	{"ho", "ten"},
	{"ong", "ba"},
	{"dong", "chi"},
	{"d", "c"},
	{"bac", "si"},
	{"luat", "su"},
	{"ky", "su"},
	{"linh", "muc"},
	{"dai", "ta"},
	{"dai", "uy"},
	{"thuong", "ta"},
	{"thuong", "uy"},
	{"trung", "ta"},
	{"trung", "uy"},
	{"thieu", "ta"},
	{"thieu", "uy"},
	{"bs", "cki"},
	{"bs", "ckii"},
	{"pgs", "ts"},
	{"gs", "ts"},
	{"ths", "bs"},
	{"ts", "bs"},
}

// takeTitles takes titles, the words of a household business and the names of
// saints off the front, and the title that airlines put behind.
func (w *Worker) takeTitles() (cs codes) {
	n := &w.names
	for len(n.words) > 1 {
		take := w.lead()
		if take == 0 && w.isTitle() {
			take = 1
		}
		if take == 0 {
			take = w.saintNames()
		}
		if take == 0 {
			break
		}
		n.words = append(n.words[:0], n.words[take:]...)
		cs = codeTitle
	}
	if last := len(n.words) - 1; last >= 2 && titleBehind(n.words[last]) {
		n.words = n.words[:last]
		cs = codeTitle
	}
	return cs
}

// titleBehind says whether the last word is a title: NGUYEN/VAN HUNG MR.
func titleBehind(word []byte) bool {
	for _, title := range [...]string{"mr", "mrs", "mstr"} {
		if len(word) == len(title) && string(bytes.ToLower(word)) == title {
			return true
		}
	}
	return false
}

// leads are households and ranks by their first word, in their order.
var leads = func() map[string][]leading {
	m := make(map[string][]leading)
	for _, h := range households {
		m[h[0]] = append(m[h[0]], leading{h, len(h) > 1 || h[0] == "hkd"})
	}
	for _, r := range ranks {
		m[r[0]] = append(m[r[0]], leading{r, false})
	}
	return m
}()

type leading struct {
	words []string
	sure  bool // no surname needs to stand behind
}

// lead is how many words before the name belong to no person, 0 for none.
func (w *Worker) lead() int {
	n := &w.names
	n.fold = appendFold(n.fold[:0], bytes.TrimSuffix(n.words[0], dot))
	for _, l := range leads[string(n.fold)] {
		if w.begins(l.words) && (l.sure || w.surname(n.words[len(l.words)]) > 0) {
			return len(l.words)
		}
	}
	return 0
}

// begins says whether the name begins with words, written with marks or
// without, and has two more.
func (w *Worker) begins(words []string) bool {
	n := &w.names
	if len(n.words) < len(words)+2 {
		return false
	}
	for i, part := range words {
		n.fold = appendFold(n.fold[:0], bytes.TrimSuffix(n.words[i], dot))
		if string(n.fold) != part {
			return false
		}
	}
	return true
}

// isTitle says whether the first word is a title. A title that is also a name
// needs a surname behind it and then one more word; "Anh" is no title of a
// woman. B. and O. are titles only with their dot.
func (w *Worker) isTitle() bool {
	n := &w.names
	first, second := n.words[0], n.words[1]
	dotted := first[len(first)-1] == '.'
	n.fold = appendLower(n.fold[:0], bytes.TrimSuffix(first, dot))
	sure, known := titles[string(n.fold)]
	switch {
	case dotted && string(n.fold) == "b":
		known = true
	case string(n.fold) == "o" && !dotted:
		return false
	}
	if !known {
		return false
	}
	if sure {
		return len(n.words) >= 3 || string(n.fold) != "ms" && string(n.fold) != "bs"
	}
	if w.plan.profile.Untitled && !dotted || len(n.words) < 3 {
		return false
	}
	if w.highland(1) {
		return true
	}
	if len(second) < 2 || second[len(second)-1] == '.' {
		return false
	}
	anh := string(n.fold) == "anh"
	if w.surname(second) == 0 || w.middleWord(second) {
		return false
	}
	n.fold = appendFold(n.fold[:0], n.words[2])
	return !(anh && string(n.fold) == "thi")
}

// middleWord says whether a word is Thị or Văn, which follow a surname.
func (w *Worker) middleWord(word []byte) bool {
	n := &w.names
	n.fold = appendFold(n.fold[:0], word)
	return string(n.fold) == "thi" || string(n.fold) == "van"
}
