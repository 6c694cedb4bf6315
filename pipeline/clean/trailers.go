package clean

import "bytes"

// noteWords end a name when they stand behind it: currencies, kinds of account
// and customer, and the beginnings of remarks.
var noteWords = map[string]bool{
	"vnd": true, "vnđ": true, "usd": true, "eur": true, "tc": true, "hkd": true, "tktt": true, "tk": true, "tgtt": true, "ktv": true,
	"chết": true, "tức": true, "còn": false, "đã": false, "bí": false, "và": false,
}

// takeNotes takes away numbering before a name and everything that does not
// belong to it behind it.
func (w *Worker) takeNotes() (cs codes) {
	n := &w.names
	for len(n.words) > 1 && onlyDigits(bytes.TrimSuffix(n.words[0], dot)) {
		n.words = append(n.words[:0], n.words[1:]...)
		cs = codeNote
	}
	for i := 2; i < len(n.words); i++ {
		if w.remark(i) {
			n.words = n.words[:i]
			cs = codeNote
		}
	}
	for len(n.words) > 1 && w.trailer(n.words[len(n.words)-1]) {
		n.words = n.words[:len(n.words)-1]
		cs = codeNote
	}
	return cs
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

// remark says whether a remark in plain words starts at word i: the person has
// died or moved, is called otherwise, or a second person follows.
func (w *Worker) remark(i int) bool {
	first, second := w.foldedWord(i), ""
	next := ""
	if i+1 < len(w.names.words) {
		second = w.foldedWord(i + 1)
	}
	if i+2 < len(w.names.words) {
		next = w.foldedWord(i + 2)
	}
	switch first {
	case "da":
		return second == "chet" || second == "mat" || second == "chuyen" || second == "khai" && next == "tu" || second == "ban" && next != ""
	case "con":
		return second == "goi" && (next == "" || next == "la")
	case "tuc":
		return second != "" && !w.isLastSyllable(i)
	case "bi":
		return second == "danh" && next != ""
	case "va":
		switch second {
		case "ba", "ong", "vo", "chong", "con":
			return true
		}
	case "chet":
		return second == ""
	}
	return false
}

// isLastSyllable says whether at most one word follows and the word is no
// "tức" with its own mark: Nguyễn Văn Túc.
func (w *Worker) isLastSyllable(i int) bool {
	n := &w.names
	n.fold = appendLower(n.fold[:0], n.words[i])
	return string(n.fold) != "tức" && string(n.fold) != "tuc"
}

// foldedWord returns the plain letters of a word when they are those of a word
// that remarks are made of, "" otherwise.
func (w *Worker) foldedWord(i int) string {
	n := &w.names
	n.fold = appendFold(n.fold[:0], bytes.TrimSuffix(n.words[i], dot))
	if s, known := remarkWords[string(n.fold)]; known {
		return s
	}
	return "?"
}

var remarkWords = func() map[string]string {
	m := make(map[string]string)
	for _, s := range []string{"da", "chet", "mat", "chuyen", "khai", "tu", "ban", "con", "goi", "la", "tuc", "bi", "danh", "va", "ba", "ong", "vo", "chong"} {
		m[s] = s
	}
	return m
}()
