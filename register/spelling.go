package register

import (
	"encoding/binary"
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

// speller codes names as Syllabary.Encode does. It remembers words of up to 15
// bytes, the one of each hash that was met last; one goroutine's scratch.
type speller struct {
	*spelling
	slots []spelled
}

type spelled struct {
	word [2]uint64 // the bytes, and their number in the last; zero for none
	code uint16
	own  bool // the word is written as its syllable
}

const spelledBits = 12

func newSpeller() *speller {
	return &speller{spelling: baseSpelling(), slots: make([]spelled, 1<<spelledBits)}
}

// encode codes a name and says whether a word is unknown, and whether write
// gives the name back from the codes.
func (s *speller) encode(name string, dst *kernel.Name) (unknown, own bool) {
	*dst = kernel.Name{}
	own = name != "" && name[0] != ' ' && name[len(name)-1] != ' '
	for start, i := 0, 0; i <= len(name); i++ {
		if i < len(name) && !kernel.BetweenWords(name[i]) {
			continue
		}
		own = own && (i == len(name) || name[i] == ' ')
		if i > start {
			w := s.look(name[start:i])
			unknown, own = unknown || w.code == 0, own && w.own
			own = own && dst.Len < kernel.MaxSyllables
			dst.Len = min(dst.Len+1, kernel.MaxSyllables)
			dst.Syl[dst.Len-1] = w.code
		} else {
			own = false
		}
		start = i + 1
	}
	return unknown, own
}

// look finds out what a word is.
func (s *speller) look(word string) spelled {
	if len(word) > 15 {
		return s.find(word)
	}
	var b [16]byte
	copy(b[:], word)
	b[15] = byte(len(word))
	key := [2]uint64{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
	slot := &s.slots[kernel.Mix(key[0], key[1])>>(64-spelledBits)]
	if slot.word != key {
		*slot = s.find(word)
		slot.word = key
	}
	return *slot
}

func (s *speller) find(word string) spelled {
	code := s.words.Code(unsafe.Slice(unsafe.StringData(word), len(word))) // which only reads it
	return spelled{code: code, own: code != 0 && word == s.titles[code]}
}
