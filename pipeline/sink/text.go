package sink

import (
	"unicode/utf8"

	"lamsach/pipeline"
	"lamsach/pipeline/sink/columnar"
	"lamsach/schemas"
)

// appendUTF8 appends s. A byte that is not part of UTF-8 becomes the Latin-1
// letter of its value: the file stays valid and the byte can be read back.
func appendUTF8(dst, s []byte) []byte {
	if utf8.Valid(s) {
		return append(dst, s...)
	}
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		if r == utf8.RuneError && n <= 1 {
			r = rune(s[0])
		}
		dst = utf8.AppendRune(dst, r)
		s = s[n:]
	}
	return dst
}

// sound says whether every entry is UTF-8, without looking at each: the bytes
// are, and no entry begins inside a letter.
func sound(t columnar.Texts) bool {
	if !valid(t.Bytes) {
		return false
	}
	for _, o := range t.Offsets {
		if int(o) < len(t.Bytes) && !utf8.RuneStart(t.Bytes[o]) {
			return false
		}
	}
	return true
}

// textsOf gives a column's entries as UTF-8.
func (w *Writer) textsOf(c *pipeline.Column) columnar.Texts {
	t := columnar.Texts{Offsets: c.Offsets, Bytes: c.Bytes}
	if sound(t) {
		return t
	}
	w.text.reset()
	for e := range c.Entries() {
		w.text.add(c.Entry(int32(e)))
	}
	w.text.mend()
	return w.text.texts
}

// pairs is "00" to "99".
var pairs = func() (t [200]byte) {
	for i := range 100 {
		t[2*i], t[2*i+1] = byte('0'+i/10), byte('0'+i%10)
	}
	return t
}()

// appendNumber is Number.Append, two digits at a time.
func appendNumber(dst []byte, n schemas.Number) []byte {
	if n.Kind() != schemas.PersonalID {
		return n.Append(dst)
	}
	dst = append(dst, "000000000000"...)
	out := dst[len(dst)-12:]
	v := n.Value()
	high, low := uint32(v/1_000_000), uint32(v%1_000_000)
	for i := 4; i >= 0; i -= 2 {
		p, q := high%100*2, low%100*2
		high, low = high/100, low/100
		out[i], out[i+1] = pairs[p], pairs[p+1]
		out[i+6], out[i+7] = pairs[q], pairs[q+1]
	}
	return dst
}

// days is Date.Unix without package time: days since 1970-01-01 of the first
// day that the date can mean.
func days(d schemas.Date) int32 {
	y, m, day := int32(d.Year()), int32(max(d.Month(), 1)), int32(max(d.Day(), 1))
	// Years are counted from March, so that the leap day is the last one.
	if m <= 2 {
		y, m = y-1, m+12
	}
	return 365*y + y>>2 - y/100 + y/400 + (153*(m-3)+2)/5 + day - 719469
}
