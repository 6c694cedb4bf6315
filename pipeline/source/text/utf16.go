package text

import (
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

const utf8BOM = "\xef\xbb\xbf"

// width is how a text writes its characters.
type width uint8

const (
	octets width = iota // one byte and more: UTF-8 and the legacy encodings
	little              // UTF-16, low byte first
	big                 // UTF-16, high byte first
)

func (w width) order() binary.ByteOrder {
	if w == big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// guessBytes is how much text must lie there for UTF-16 to be told without its
// mark: in less, a NUL or two would decide.
const guessBytes = 32

// widthOf tells UTF-16 from bytes, by its mark or by the zeros in every second
// byte that Latin text has there. UTF-32 is refused.
func widthOf(head []byte) (width, error) {
	marked := func(s string) bool { return len(head) >= len(s) && string(head[:len(s)]) == s }
	switch {
	case marked("\xff\xfe\x00\x00"), marked("\x00\x00\xfe\xff"):
		return octets, errUTF32
	case marked("\xff\xfe"):
		return little, nil
	case marked("\xfe\xff"):
		return big, nil
	}
	var zeros [4]int
	head = head[:len(head)&^3]
	for i, c := range head {
		if c == 0 {
			zeros[i&3]++
		}
	}
	n := len(head) / 4 // of each
	if len(head) < guessBytes {
		n = 0
	}
	most := func(i int) bool { return zeros[i]*10 >= n*9 }
	even, odd := zeros[0]+zeros[2], zeros[1]+zeros[3]
	switch {
	case n == 0:
		return octets, nil
	case most(1) && most(2) && most(3), most(0) && most(1) && most(2):
		return octets, errUTF32
	case odd*10 >= 2*n*3 && even*50 <= 2*n:
		return little, nil
	case even*10 >= 2*n*3 && odd*50 <= 2*n:
		return big, nil
	}
	return octets, nil
}

var errUTF32 = unsupported("it is written in UTF-32; save it as UTF-8")

// A half of a surrogate pair that stands alone has no UTF-8. It is carried as
// the three bytes that it would have, so that what was read can be written
// again, and becomes U+FFFD in a cell.
const surrogate3 = 0xED

// narrower turns UTF-16 into UTF-8.
type narrower struct {
	src   io.Reader
	order binary.ByteOrder
	in    []byte // unread bytes of raw
	raw   []byte
	eof   bool
}

func newNarrower(src io.Reader, w width) *narrower {
	return &narrower{src: src, order: w.order(), raw: make([]byte, 64<<10)}
}

// Read implements io.Reader. It needs room for four bytes.
func (d *narrower) Read(p []byte) (int, error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for {
		if out := d.convert(p[:0]); len(out) > 0 {
			return len(out), nil
		}
		if d.eof {
			if len(d.in) > 0 {
				return 0, damage("it is cut in the middle of a UTF-16 character")
			}
			return 0, io.EOF
		}
		rest := copy(d.raw, d.in)
		n, err := d.src.Read(d.raw[rest:])
		d.in = d.raw[:rest+n]
		if err == io.EOF {
			d.eof = true
		} else if err != nil {
			return 0, err
		}
	}
}

// convert appends to out, up to its capacity, what the unread bytes say.
func (d *narrower) convert(out []byte) []byte {
	in := d.in
	for len(in) >= 2 && len(out)+utf8.UTFMax <= cap(out) {
		u := rune(d.order.Uint16(in))
		switch {
		case u < utf8.RuneSelf:
			out = append(out, byte(u))
		case !utf16.IsSurrogate(u):
			out = utf8.AppendRune(out, u)
		case len(in) < 4 && !d.eof:
			d.in = in
			return out
		default:
			if len(in) >= 4 {
				if r := utf16.DecodeRune(u, rune(d.order.Uint16(in[2:]))); r != utf8.RuneError {
					out = utf8.AppendRune(out, r)
					in = in[4:]
					continue
				}
			}
			out = append(out, surrogate3, 0x80|byte(u>>6)&0x3F, 0x80|byte(u)&0x3F)
		}
		in = in[2:]
	}
	d.in = in
	return out
}

// widen appends UTF-8 as UTF-16: the inverse of narrower, lone halves of
// surrogate pairs included.
func widen(dst, text []byte, order binary.ByteOrder) []byte {
	for len(text) > 0 {
		if c := text[0]; c < utf8.RuneSelf {
			dst = appendUnit(dst, uint16(c), order)
			text = text[1:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		if n == 1 && len(text) >= 3 && text[0] == surrogate3 && text[1] >= 0xA0 {
			r, n = 0xD000|rune(text[1]&0x3F)<<6|rune(text[2]&0x3F), 3
		}
		text = text[n:]
		if r >= 0x10000 {
			high, low := utf16.EncodeRune(r)
			dst = appendUnit(appendUnit(dst, uint16(high), order), uint16(low), order)
			continue
		}
		dst = appendUnit(dst, uint16(r), order)
	}
	return dst
}

func appendUnit(dst []byte, u uint16, order binary.ByteOrder) []byte {
	var two [2]byte
	order.PutUint16(two[:], u)
	return append(dst, two[0], two[1])
}
