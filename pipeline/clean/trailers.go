package clean

import (
	"bytes"
	"slices"
	"strings"
)

// noteWords end a name when they stand behind it: currencies, kinds of account
// and customer.
var noteWords = map[string]bool{
	"vnd": true, "vnđ": true, "usd": true, "eur": true, "tc": true, "hkd": true, "tktt": true, "tk": true, "tgtt": true, "ktv": true,
	"ii": true, "iii": true, "chết": true,
}

// numberLabels say what the number behind them is. Alone they may be a damaged word
// of the name.
var numberLabels = wordSet("sn", "ns", "cmnd", "cmt", "cccd", "mst", "sdt", "dt", "so")

// remarks are the beginnings of remarks behind a name: the person has died or
// moved, is called otherwise or is somebody's relative, or a second person
// follows. They are matched as written here or without any mark; after ! only as
// written, since without marks they are names. At their end * stands for at
// least one more word, # for a number; others but ~ for none.
var remarks = parseRemarks(
	"đã chết~", "đã mất~", "đã chuyển~", "đã khai tử~", "đã bán *", "!đã *", "chết",
	"còn gọi~", "còn có tên~", "hay gọi *", "thường gọi *", "tên gọi~", "tên khác~", "tên cũ~", "tên thường gọi~", "tên thật~", "tên thánh~",
	"tức *", "tức là *", "bí danh *", "biệt danh *", "pháp danh *", "pháp hiệu *",
	"và bà~", "và ông~", "và vợ~", "và chồng~", "và con~",
	"con bà *", "con ông *", "con của *", "con cụ *", "con chị *", "cháu ông *", "cháu bà *",
	"vợ ông *", "vợ của *", "!vợ *", "chồng bà *", "chồng của *", "!chồng *", "em ông *", "em bà *", "mẹ của *",
	"sinh năm~", "sinh ngày~", "sinh #", "sn #", "ns #",
)

// remark is one of them, word by word.
type remark struct {
	words, plain []string
	exact        bool // not without marks
	more, number bool // at least one more word; a number
	last         bool // nothing more
}

// parseRemarks reads the list, by the plain form of the first word.
func parseRemarks(list ...string) map[string][]remark {
	m := make(map[string][]remark)
	for _, s := range list {
		var r remark
		s, r.exact = strings.CutPrefix(s, "!")
		s, open := strings.CutSuffix(s, "~")
		s, r.number = strings.CutSuffix(s, "#")
		s, r.more = strings.CutSuffix(s, "*")
		r.last = !open && !r.number && !r.more
		for _, word := range strings.Fields(s) {
			r.words = append(r.words, word)
			r.plain = append(r.plain, string(appendFold(nil, []byte(word))))
		}
		m[r.plain[0]] = append(m[r.plain[0]], r)
	}
	return m
}

// takeNotes takes away numbering before a name and everything that does not
// belong to it behind it.
func (w *Worker) takeNotes() (cs codes) {
	n := &w.names
	for len(n.words) > 1 && onlyDigits(bytes.Trim(n.words[0], ".#-")) {
		n.words = append(n.words[:0], n.words[1:]...)
		cs = codeNote
	}
	for i := 2; i < len(n.words); i++ {
		if w.remark(i) {
			n.words = n.words[:i]
			cs = codeNote
		}
	}
	number := false
	for len(n.words) > 1 {
		last := n.words[len(n.words)-1]
		if !w.trailer(last) && !(number && len(n.words) > 2 && w.isLabel(last)) {
			break
		}
		number = onlyDigits(bytes.TrimSuffix(last, dot))
		n.words = n.words[:len(n.words)-1]
		cs = codeNote
	}
	return cs
}

func (w *Worker) isLabel(word []byte) bool {
	n := &w.names
	n.fold = appendFold(n.fold[:0], bytes.TrimSuffix(word, dot))
	return numberLabels[string(n.fold)]
}

func onlyDigits(word []byte) bool {
	for _, c := range word {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(word) > 0
}

// trailer says whether the last word is a number behind a name ("2", "A1") or
// one of the marks that programs add.
func (w *Worker) trailer(word []byte) bool {
	word = bytes.TrimSuffix(word, dot)
	if onlyDigits(word) {
		return true
	}
	words := w.names.words
	if len(word) >= 2 && len(word) <= 4 && len(words) > 2 && onlyDigits(word[1:]) && !w.typed(words[:len(words)-1]) {
		return true
	}
	n := &w.names
	n.fold = appendLower(n.fold[:0], word)
	return len(words) > 2 && noteWords[string(n.fold)]
}

// typed says whether digits stand inside other words too, as VNI typing leaves them.
func (w *Worker) typed(words [][]byte) bool {
	for _, word := range words {
		if bytes.ContainsAny(word, "123456789") {
			return true
		}
	}
	return false
}

// remark says whether a remark starts at word i.
func (w *Worker) remark(i int) bool {
	n := &w.names
	n.fold = appendFold(n.fold[:0], bytes.TrimSuffix(n.words[i], dot))
	return slices.ContainsFunc(remarks[string(n.fold)], func(r remark) bool { return w.remarked(&r, i) })
}

func (w *Worker) remarked(r *remark, i int) bool {
	n := &w.names
	rest := n.words[i:]
	if len(rest) < len(r.words) {
		return false
	}
	marked, plain := true, !r.exact
	for k, word := range r.words {
		n.fold = appendLower(n.fold[:0], bytes.TrimSuffix(rest[k], dot))
		marked = marked && string(n.fold) == word
		plain = plain && string(n.fold) == r.plain[k]
	}
	rest = rest[len(r.words):]
	switch {
	case !marked && !plain:
		return false
	case r.number:
		return len(rest) > 0 && onlyDigits(bytes.TrimSuffix(rest[0], dot))
	case r.more:
		return len(rest) > 0
	}
	return !r.last || len(rest) == 0
}
