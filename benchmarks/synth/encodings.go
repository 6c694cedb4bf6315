package synth

import (
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// legacy is an encoding as it looks when a program reads its bytes as
// Windows-1252: rune to text.
type legacy map[rune]string

// theLegacies are the encodings that branches export, by class.
var theLegacies = sync.OnceValue(func() map[string]legacy {
	return map[string]legacy{
		"name_tcvn3": loadLegacy("tcvn3_abc", "byte"), "name_vni": loadLegacy("vni_win", "bytes"),
		"name_cp1258": loadLegacy("cp1258_letters", "bytes"), "name_vps": loadLegacy("vps", "byte"),
	}
})

// loadLegacy reads a table of data/encodings. The text is made from the bytes,
// so that control characters come out as they are.
func loadLegacy(table, bytes string) legacy {
	l := legacy{}
	var shared []rune
	for _, r := range dataTable("encodings/" + table + ".csv") {
		seen := ""
		for hex := range strings.FieldsSeq(r.text(bytes)) {
			b, err := strconv.ParseUint(hex, 16, 8)
			if err != nil {
				panic("synth: embedded table " + table + ": " + err.Error())
			}
			seen += string(charmap.Windows1252.DecodeByte(byte(b)))
		}
		first, _ := utf8.DecodeRuneInString(r.text("char"))
		l[first] = seen
		if _, ok := r.columns["also_used_for"]; ok {
			for code := range strings.FieldsSeq(r.text("also_used_for")) {
				if x, err := strconv.ParseUint(strings.TrimPrefix(code, "U+"), 16, 32); err == nil {
					shared = append(shared, rune(x), first)
				}
			}
		}
	}
	for i := 0; i < len(shared); i += 2 {
		if _, own := l[shared[i]]; !own {
			l[shared[i]] = l[shared[i+1]]
		}
	}
	return l
}

// write returns what the text looks like. Letters that the encoding lacks
// become ?.
func (l legacy) write(s string) string {
	var b strings.Builder
	for _, r := range s {
		seen, ok := l[r]
		switch {
		case ok:
			b.WriteString(seen)
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// Legacy gives what a text looks like that was written in a legacy encoding and
// read as Windows-1252. class is one of name_tcvn3, name_vni, name_cp1258 and
// name_vps.
func Legacy(class string) func(text string) string {
	l, ok := theLegacies()[class]
	if !ok {
		panic("synth: no legacy encoding " + class)
	}
	return l.write
}

// twice is UTF-8 that was read as Windows-1252.
func twice(s string) string {
	var b strings.Builder
	for i := range len(s) {
		r := charmap.Windows1252.DecodeByte(s[i])
		if r == utf8.RuneError { // a byte without a letter stays a control character
			r = rune(s[i])
		}
		b.WriteRune(r)
	}
	return b.String()
}

// theNewTones maps syllables in the old tone style to the new one, lower case.
var theNewTones = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, r := range dataTable("names/syllables_tone_style.csv") {
		m[r.text("old_style")] = r.text("new_style")
	}
	return m
})

// newTones writes hoà for hòa.
func newTones(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if new, ok := theNewTones()[strings.ToLower(w)]; ok {
			words[i] = title(new)
		}
	}
	return strings.Join(words, " ")
}

// system is what a branch's (or a row's) software makes of a text.
func system(class, s string) string {
	switch class {
	case "":
		return s
	case "name_ascii":
		return strings.ToUpper(fold(s))
	case "name_utf8_twice":
		return twice(s)
	case "form_name_decomposed":
		return norm.NFD.String(s)
	case "form_name_new_tones":
		return newTones(s)
	case "form_name_upper":
		return strings.ToUpper(s)
	case "form_name_lower":
		return strings.ToLower(s)
	}
	if l, ok := theLegacies()[class]; ok {
		return l.write(s)
	}
	panic("synth: mixes.csv names a text system that nothing makes: " + class)
}
