package addresses

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// separator is what stands between two levels.
func (w *Writer) separator(parts []string) string {
	if !w.p(0.3) {
		return ", "
	}
	sep := pick(w, []string{",", " - ", "-", " ", "; ", " , ", " ", "/", ". ", " – "})
	switch strings.TrimSpace(sep) {
	case "":
		w.note("no separators")
	case ",", ";":
	default:
		w.note("separated by " + strings.TrimSpace(sep))
	}
	return sep
}

// noise appends what does not belong to the address.
func (w *Writer) noise(text string) string {
	if w.habit("country or postal code", 0.08) {
		text += pick(w, []string{", Việt Nam", ", VN", ", Vietnam", " - Việt Nam", ", 700000", ", 10000, Việt Nam", ", Viet Nam."})
	}
	if w.habit("remark", 0.03) {
		text += pick(w, []string{" (cũ)", ", ĐT: 0912345678", " (nhà thuê)", ".", " - tạm trú", " (KT3)"})
	}
	return text
}

// finish takes the marks and the case away, cuts and decomposes.
func (w *Writer) finish(text string) string {
	if w.p(0.2) {
		w.note("without marks")
		text = withoutMarks(text)
	}
	switch u := w.r.Float64(); {
	case u < 0.15:
		w.note("capitals")
		text = strings.ToUpper(text)
	case u < 0.2:
		w.note("small letters")
		text = strings.ToLower(text)
	}
	if runes := []rune(text); len(runes) > 40 && w.habit("cut after 40 letters", 0.04) {
		text = string(runes[:40])
	}
	if w.habit("decomposed", 0.03) {
		text = norm.NFD.String(text)
	}
	return text
}

func withoutMarks(text string) string {
	text = strings.NewReplacer("đ", "d", "Đ", "D").Replace(text)
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text)))
}
