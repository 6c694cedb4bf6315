package register

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"lamsach/matchers/kernel"
)

// spelling is how the syllables of the base syllabary are written in names. A
// full name that is nothing but its syllables, written so, is not stored as
// text.
type spelling struct {
	words  *kernel.Syllabary
	titles []string // by code
}

var baseSpelling = sync.OnceValue(func() *spelling {
	base := kernel.Base()
	s := &spelling{words: base, titles: make([]string, base.Len())}
	for code := 1; code < base.Len(); code++ {
		s.titles[code] = titled(base.Text(uint16(code)))
	}
	return s
})

func titled(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}

// encode codes a name as Syllabary.Encode does and says whether a word is
// unknown, and whether write gives the name back from the codes.
func (s *spelling) encode(name string, dst *kernel.Name) (unknown, spelled bool) {
	raw := unsafe.Slice(unsafe.StringData(name), len(name)) // read only
	unknown = s.words.Encode(raw, dst) > 0
	if unknown {
		return true, false
	}
	rest := name
	for i := range dst.Len {
		title := s.titles[dst.Syl[i]]
		if i > 0 {
			if rest == "" || rest[0] != ' ' {
				return false, false
			}
			rest = rest[1:]
		}
		if !strings.HasPrefix(rest, title) {
			return false, false
		}
		rest = rest[len(title):]
	}
	return false, rest == ""
}

// write is the name that codes spell.
func (s *spelling) write(name *kernel.Name) string {
	var out []byte
	for i := range name.Len {
		if i > 0 {
			out = append(out, ' ')
		}
		if code := int(name.Syl[i]); code < len(s.titles) {
			out = append(out, s.titles[code]...)
		}
	}
	return unsafe.String(unsafe.SliceData(out), len(out))
}
