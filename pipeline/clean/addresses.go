package clean

import (
	"unicode"
	"unicode/utf8"

	"lamsach/pipeline"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

const codeAddressForm codes = 1 << schemas.RepairAddressForm

// maxAddress is the longest address that is read, in bytes; a longer cell is
// read up to there.
const maxAddress = 1 << 10

// cleanAddresses cleans every entry of a column of addresses and recognises
// the place it names.
func (w *Worker) cleanAddresses(c *pipeline.Column, out *pipeline.Texts) {
	n := c.Entries()
	w.addrCodes = sized(w.addrCodes, n)
	w.addrPlace = sized(w.addrPlace, n)
	reset(out, n)
	for e := range n {
		cell := c.Entry(int32(e))
		out.Bytes, w.addrPlace[e], w.addrCodes[e] = w.addressOf(out.Bytes, cell)
		endEntry(out)
	}
	indexLike(c, out)
}

func (w *Worker) addressOf(dst, cell []byte) ([]byte, places.Place, codes) {
	if len(cell) > maxAddress {
		cell = cell[:maxAddress]
	}
	text, decoded := w.plan.address.decode(w, cell)
	if decoded {
		w.scratch = append(w.scratch[:0], text...)
		text = w.scratch
	}
	start := len(dst)
	dst = w.places.Canonical(dst, text)
	if len(dst) == start {
		return dst, places.Place{}, code(schemas.IssueAddressMissing)
	}
	place := w.places.Parse(text)
	var cs codes
	if decoded || !sameText(text, dst[start:]) {
		cs |= codeAddressForm
	}
	return dst, place, cs | placeCodes(place)
}

// placeCodes says what a place lacks.
func placeCodes(p places.Place) codes {
	switch {
	case p.Province == 0:
		return code(schemas.IssueAddressUnknown)
	case p.Fits == 0:
		return code(schemas.IssueAddressIncomplete)
	case p.Fits > 1:
		return code(schemas.IssueAddressAmbiguous)
	case p.System == places.SystemOld:
		return code(schemas.RepairAddressUnit)
	}
	return 0
}

// sameText says whether two texts have the same letters and digits, whatever
// their case, spaces and punctuation.
func sameText(a, b []byte) bool {
	i, j := 0, 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++ // most addresses are tidy, or begin so
	}
	if i == len(a) && i == len(b) {
		return true
	}
	for i > 0 && !utf8.RuneStart(a[i-1]) || i > 0 && a[i-1] >= utf8.RuneSelf {
		i--
	}
	j = i
	for {
		var r, s rune
		r, i = nextLetter(a, i)
		s, j = nextLetter(b, j)
		if r != s {
			return false
		}
		if r == 0 {
			return true
		}
	}
}

// nextLetter returns the next letter or digit in lower case and the place
// behind it; 0 at the end.
func nextLetter(text []byte, i int) (rune, int) {
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'A' && c <= 'Z':
				return rune(c) + 'a' - 'A', i
			case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
				return rune(c), i
			}
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		if r < foldLimit && vietnameseTable[r] || unicode.IsLetter(r) {
			return unicode.ToLower(r), i
		}
	}
	return 0, i
}
