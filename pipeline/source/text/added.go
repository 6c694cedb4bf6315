package text

import (
	"bytes"
	"unicode/utf8"
)

// writer of added cells: in the encoding and the style of the file.
type added struct {
	grammar
	all     bool     // every cell is enclosed
	bytes   bool     // the file is in a legacy encoding
	encoder *encoder // of it; nil: ASCII
	encoded []byte
}

// append appends a separator and a cell. A value that a spreadsheet program
// would take for a formula gets an apostrophe before it. What the style of the
// file cannot hold (a separator where nothing is enclosed) becomes a space.
func (a *added) append(dst, value []byte) []byte {
	dst = append(dst, a.sep)
	a.encoded = a.encoded[:0]
	if formula(value) {
		a.encoded = append(a.encoded, '\'')
	}
	if a.bytes {
		a.encoded = a.encoder.append(a.encoded, value)
	} else {
		a.encoded = appendValid(a.encoded, value)
	}
	switch {
	case !a.quotes:
		start := len(dst)
		dst = append(dst, a.encoded...)
		for i, c := range dst[start:] {
			if c == a.sep || c == '\r' || c == '\n' {
				dst[start+i] = ' '
			}
		}
		return dst
	case a.all || a.mustEnclose(a.encoded):
		return appendEnclosed(dst, a.encoded)
	}
	return append(dst, a.encoded...)
}

func (a *added) mustEnclose(text []byte) bool {
	return bytes.IndexByte(text, a.sep) >= 0 || bytes.ContainsAny(text, "\"\r\n")
}

func appendEnclosed(dst, text []byte) []byte {
	dst = append(dst, '"')
	for _, c := range text {
		if c == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, c)
	}
	return append(dst, '"')
}

// formula says whether a spreadsheet program would run a cell.
func formula(value []byte) bool {
	if len(value) == 0 {
		return false
	}
	switch r, _ := utf8.DecodeRune(value); r {
	case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

// appendValid appends text with U+FFFD for what is no UTF-8.
func appendValid(dst, text []byte) []byte {
	if utf8.Valid(text) {
		return append(dst, text...)
	}
	return append(dst, bytes.ToValidUTF8(text, []byte("\uFFFD"))...)
}
