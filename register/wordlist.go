package register

import (
	"encoding/binary"
)

// A word list is one section: the number of words, where each ends, and the
// bytes of all.

func packWords(words []string) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(words)))
	end := 0
	for _, w := range words {
		end += len(w)
		out = binary.LittleEndian.AppendUint32(out, uint32(end))
	}
	for _, w := range words {
		out = append(out, w...)
	}
	return out
}

// unpackWords reads a word list; ok is false when it is none.
func unpackWords(b []byte) (words []string, ok bool) {
	if len(b) < 4 {
		return nil, false
	}
	n := int(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n > len(b)/4 {
		return nil, false
	}
	ends, text := b[:4*n], b[4*n:]
	words = make([]string, 0, n)
	from := uint32(0)
	for i := range n {
		end := binary.LittleEndian.Uint32(ends[4*i:])
		if end < from || int64(end) > int64(len(text)) {
			return nil, false
		}
		words = append(words, string(text[from:end]))
		from = end
	}
	return words, int(from) == len(text)
}
