package clean

import (
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
		if before := w.again.before(c, int32(e), cell); before >= 0 {
			appendBefore(out, before)
			w.addrPlace[e], w.addrCodes[e] = w.addrPlace[before], w.addrCodes[before]
		} else {
			out.Bytes, w.addrPlace[e], w.addrCodes[e] = w.addressOf(out.Bytes, cell)
		}
		endEntry(out)
	}
	indexLike(c, out)
}

// addressText is a cell of places as text, cut where nobody reads on; it lies in
// scratch if it had to be decoded.
func (w *Worker) addressText(cell []byte) (text []byte, decoded bool) {
	if len(cell) > maxAddress {
		cell = cell[:maxAddress]
	}
	if text, decoded = w.plan.address.decode(w, cell); decoded {
		w.scratch = append(w.scratch[:0], text...)
		text = w.scratch
	}
	return text, decoded
}

func (w *Worker) addressOf(dst, cell []byte) ([]byte, places.Place, codes) {
	text, decoded := w.addressText(cell)
	start := len(dst)
	dst, place, same := w.places.Read(dst, text)
	if len(dst) == start {
		return dst, places.Place{}, code(schemas.IssueAddressMissing)
	}
	var cs codes
	if decoded || !same {
		cs |= codeAddressForm
	}
	return dst, place, cs | placeCodes(place)
}

// placeCodes says what a place lacks, or what was made of it.
func placeCodes(p places.Place) codes {
	switch issue := AddressIssue(p); {
	case issue != schemas.NoCode:
		return code(issue)
	case p.System == places.SystemOld:
		return code(schemas.RepairAddressUnit)
	}
	return 0
}

// AddressIssue is what the place of an address lacks; NoCode if it is one commune.
func AddressIssue(p places.Place) schemas.Code {
	switch {
	case p.Province == 0:
		return schemas.IssueAddressUnknown
	case p.Fits == 0:
		return schemas.IssueAddressIncomplete
	case p.Fits > 1:
		return schemas.IssueAddressAmbiguous
	}
	return schemas.NoCode
}

// AddressText is a cell of the column of addresses in Unicode, until the next
// call.
func (w *Worker) AddressText(cell []byte) []byte {
	text, _ := w.plan.address.decode(w, cell[:min(len(cell), maxAddress)])
	return text
}
