package text

import "unicode/utf8"

// encoding is how the bytes of a cell become UTF-8.
type encoding uint8

const (
	// utf8Cells are handed on as they are. A cell that is no UTF-8 is taken as
	// bytes: a file in two encodings loses nothing.
	utf8Cells encoding = iota
	// utf16Cells were UTF-16: what is no UTF-8 in them is half a surrogate pair.
	utf16Cells
	// byteCells are read as Windows-1252, every one of them; cleaning finds out
	// for a whole column which encoding they are in.
	byteCells
)

// high1252 are the characters of Windows-1252 at 80 to 9F; the five bytes that
// it does not define stand for the control characters of their number.
var high1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// append1252 appends bytes read as Windows-1252.
func append1252(dst, raw []byte) []byte {
	for _, c := range raw {
		switch {
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		case c < 0xA0:
			dst = utf8.AppendRune(dst, high1252[c-0x80])
		default:
			dst = append(dst, 0xC0|c>>6, 0x80|c&0x3F)
		}
	}
	return dst
}

// append8 appends the UTF-8 of a cell that has bytes above ASCII and is not
// valid UTF-8, or must not be read as such.
func (e encoding) append8(dst, raw []byte) []byte {
	switch e {
	case utf16Cells:
		for len(raw) > 0 {
			r, n := utf8.DecodeRune(raw)
			if n == 1 && r == utf8.RuneError {
				n = min(3, len(raw)) // half a pair, see surrogate3
			}
			dst = utf8.AppendRune(dst, r)
			raw = raw[n:]
		}
		return dst
	case utf8Cells:
		if n := soundPrefix(raw); n > 0 {
			dst, raw = append(dst, raw[:n]...), raw[n:]
		}
	}
	return append1252(dst, raw)
}

// soundPrefix is how much of a cell is UTF-8 when all that is wrong with it is
// that its last letter was cut off, as programs do that count bytes; else 0.
func soundPrefix(raw []byte) int {
	n := len(raw)
	for back := 1; back <= min(3, n); back++ {
		if !utf8.RuneStart(raw[n-back]) {
			continue
		}
		if utf8.FullRune(raw[n-back:]) || !utf8.Valid(raw[:n-back]) || firstHigh(raw[:n-back]) == n-back {
			return 0
		}
		return n - back
	}
	return 0
}

// text gives a whole cell as UTF-8, for headers.
func (e encoding) text(raw []byte) string {
	if i := firstHigh(raw); i == len(raw) || e != byteCells && utf8.Valid(raw) {
		return string(raw)
	}
	return string(e.append8(nil, raw))
}
