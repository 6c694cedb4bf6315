package clean

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// seen holds the words of names that were met last, in front of the memo: up to
// 16 bytes, as two words, with what the memo says of them. Each has one place
// and takes it from whoever had it: bounded, and no answer changes, since a
// whole word is compared.
type seen [1 << 12]seenWord

type seenWord struct {
	low, high uint64 // the word, filled up with zeros
	text      [2]uint64
	raw, n    uint8 // lengths of word and text
	word      wordKind
	flags     wordFlags
}

const (
	// slack is how many bytes behind a cell are read and behind a name written.
	slack  = 16
	spaces = ones * ' '
)

// place is where a word belongs.
func (s *seen) place(low, high uint64) *seenWord {
	return &s[(low^bits.RotateLeft64(high*0x9e3779b97f4a7c15, 29))*0xd6e8feb86659fd93>>52]
}

// firstWord is the word at the start of text, which n bytes are left of, up to
// a space; its length is 0 when it has more than 15 bytes. slack bytes of text
// can be read.
func firstWord(text []byte, n int) (low, high uint64, length int) {
	text = text[:slack]
	low = binary.LittleEndian.Uint64(text)
	if stop := zeroBytes(low ^ spaces); stop != 0 || n <= 8 {
		n = min(n, bits.TrailingZeros64(stop)/8)
		return lowBytes(low, n), 0, n
	}
	high = binary.LittleEndian.Uint64(text[8:])
	if n = min(n, 8+bits.TrailingZeros64(zeroBytes(high^spaces))/8); n == slack {
		return 0, 0, 0
	}
	return low, lowBytes(high, n-8), n
}

// lookSeen is look by way of the words met last; nil for one whose text is longer.
func (w *Worker) lookSeen(low, high uint64, word []byte) *seenWord {
	s := w.seen.place(low, high)
	if s.low == low && s.high == high && int(s.raw) == len(word) {
		return s
	}
	m := w.look(word)
	text := w.memo.text(m)
	if len(text) > slack {
		return nil
	}
	var padded [slack]byte
	copy(padded[:], text)
	*s = seenWord{low: low, high: high, raw: uint8(len(word)), n: uint8(len(text)), word: m.what.word, flags: m.what.flags}
	s.text[0], s.text[1] = binary.LittleEndian.Uint64(padded[:]), binary.LittleEndian.Uint64(padded[8:])
	return s
}

// quickName appends the canonical form of a name whose words all speak for
// themselves: the way of nearly all names. Otherwise dst comes back as it was.
// It is plainName, short words by way of those met last.
func (w *Worker) quickName(dst, cell []byte) (out []byte, cs codes, ok bool) {
	if cap(cell)-len(cell) < slack {
		return w.plainName(dst, cell)
	}
	start, first := len(dst), true
	for at := 0; at < len(cell); {
		if cell[at] == ' ' {
			at++
			continue
		}
		low, high, n := firstWord(cell[at:len(cell)+slack], len(cell)-at)
		if n == 0 {
			return w.plainName(dst[:start], cell)
		}
		s := w.lookSeen(low, high, cell[at:at+n])
		if s == nil {
			return w.plainName(dst[:start], cell)
		}
		at += n
		if s.word == wordOdd || s.word == wordForeign || s.flags&flagAny != 0 || first && s.flags&flagFirst != 0 {
			return dst[:start], 0, false
		}
		if s.word == wordShort {
			cs |= codeAbbreviated
		}
		if s.flags&flagAlike != 0 {
			cs |= codeComposed
		}
		dst = slices.Grow(dst, 1+slack)
		if !first {
			dst = append(dst, ' ')
		}
		end := len(dst)
		dst = dst[:end+slack]
		binary.LittleEndian.PutUint64(dst[end:], s.text[0])
		binary.LittleEndian.PutUint64(dst[end+8:], s.text[1])
		dst = dst[:end+int(s.n)]
		first = false
	}
	return dst, cs, !first
}
