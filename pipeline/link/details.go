package link

import (
	"bytes"
	"strings"
	"unicode"

	"lamsach/matchers"
	"lamsach/pipeline"
	"lamsach/schemas"
)

// byDetails looks at what addresses say below the commune (house, street,
// hamlet), where nothing else decides between somebody of the row's own name and
// nobody, or between namesakes. It is read for the few who are left: addresses
// are long and lie apart. A name or a birth date that differs is never made up
// for by an address: relatives share it, and fathers and sons the name.
func (w *Worker) byDetails() {
	top, p := w.field.Top()
	if top == nil || p >= w.accept || w.field.Together() < leastDetailed || len(w.rows.Address.Value(w.row.at)) == 0 {
		return
	}
	w.row.detailed = true
	w.last.person = pipeline.NoPerson
	w.address = foldAddress(w.address[:0], w.belowCommune(w.rows.Address.Value(w.row.at)))
	w.field.Reweigh(func(person uint32) matchers.Weights { return w.model.Weigh(w.compare(person)) })
}

// belowCommune is what an address says before its first unit: between commas, what
// begins with the word of a unit, or says nothing but a name behind others, as
// "Hà Nội" does, which is no hamlet Nội.
func (w *Worker) belowCommune(address []byte) []byte {
	start := bytes.IndexByte(address, ',')
	for start >= 0 {
		part, rest, more := bytes.Cut(address[start+1:], []byte{','})
		w.detail = foldAddress(w.detail[:0], part)
		lead, _ := cutLead(w.detail)
		if lead == leadUnit || lead == leadHouse && !more && !bytes.ContainsFunc(part, unicode.IsDigit) {
			return address[:start]
		}
		if !more {
			break
		}
		start = len(address) - len(rest) - 1
	}
	return address
}

// leastDetailed is the posterior of all candidates from which their addresses
// are read: below it no address brings one of them before people's eyes.
const leastDetailed = 0.02

// compareDetail compares what the addresses say below the commune.
func (w *Worker) compareDetail(p uint32, c *matchers.Comparison) {
	if w.row.name.Len == 0 || c.OtherName || !w.ofOne(c) && (!c.Name.Folded() || apart(c.Birth)) {
		return
	}
	w.detail, c.Detail, c.DetailBits = relateDetail(w.detail, w.address, w.people.AddressDetail(p))
	if elsewhere := c.Place == matchers.PlaceOther || c.Place == matchers.PlaceProvince && c.PlaceCommuneKnown; elsewhere && c.Detail == matchers.Differs {
		c.Detail = matchers.Missing // what else, in another commune
	}
}

// relateDetail holds the parts of a register's address, between commas, against
// the folded address of a row: house number, street, hamlet, group. They agree
// if the row names all of them; rarity is how many bits that is worth by chance:
// a commune has some tens of streets and hamlets, a street a hundred houses, a
// hamlet a handful of groups. They differ if nothing of the register's stands in
// the row and both name a number, or both a hamlet. scratch is returned for the
// next call.
func relateDetail(scratch, row []byte, register string) (_ []byte, _ matchers.Agreement, rarity float64) {
	parts, found, numbered, hamlet := 0, 0, false, false
	for part := range strings.SplitSeq(register, ",") {
		scratch = foldAddress(scratch[:0], []byte(part))
		lead, rest := cutLead(scratch)
		if lead == leadUnit || len(rest) < 2 { // a lone space
			continue
		}
		parts++
		hamlet = hamlet || lead == leadHamlet
		bits := 4.0
		if digit(rest[1]) {
			numbered = true
			if bits = 3; lead == leadHouse {
				bits = 5
			}
		}
		if bytes.Contains(row, rest) {
			found++
			rarity += bits
		}
	}
	switch {
	case parts == 0:
	case found == parts:
		return scratch, matchers.Agrees, min(rarity, mostDetail)
	case found > 0:
	case numbered && bytes.ContainsFunc(row, func(r rune) bool { return r >= '0' && r <= '9' }), hamlet && namesHamlet(row):
		return scratch, matchers.Differs, 0
	}
	return scratch, matchers.Missing, 0
}

// namesHamlet says whether a folded address names a hamlet before any commune:
// at its beginning or behind the number of a house or group. Elsewhere such a word
// may be part of another name.
func namesHamlet(row []byte) bool {
	begins := true
	for word := range bytes.FieldsSeq(row) {
		switch leads[string(word)] {
		case leadHamlet:
			if begins {
				return true
			}
		case leadUnit:
			return false
		}
		begins = digit(word[0])
	}
	return false
}

// mostDetail is the most that details are worth, in bits: neighbours and
// relatives share most of them.
const mostDetail = 9

// lead is what the words before the name of a part say of it.
type lead uint8

const (
	leadHouse  lead = iota // a house, or nothing
	leadGroup              // street, group of houses: the name follows
	leadHamlet             // hamlet, quarter of a town
	leadUnit               // commune, district, province: no detail
)

var leads = map[string]lead{
	"so": leadHouse, "nha": leadHouse, "sn": leadHouse,
	"duong": leadGroup, "pho": leadGroup, "ngo": leadGroup, "ngach": leadGroup, "hem": leadGroup, "kiet": leadGroup, "to": leadGroup,
	"dan": leadGroup, "doi": leadGroup, "tdp": leadHamlet, "khu": leadHamlet, "kp": leadHamlet, "khom": leadHamlet, "thon": leadHamlet,
	"ap": leadHamlet, "ban": leadHamlet, "buon": leadHamlet, "bon": leadHamlet, "lang": leadHamlet, "xom": leadHamlet, "soc": leadHamlet,
	"xa": leadUnit, "phuong": leadUnit, "huyen": leadUnit, "quan": leadUnit, "tinh": leadUnit, "tp": leadUnit,
	"tt": leadUnit, "tx": leadUnit,
}

// cutLead cuts the words off a folded part that say what it is. rest begins and
// ends with a space.
func cutLead(part []byte) (kind lead, rest []byte) {
	rest = part
	if bytes.HasPrefix(rest, []byte(" thanh pho ")) || bytes.HasPrefix(rest, []byte(" thi xa ")) || bytes.HasPrefix(rest, []byte(" thi tran ")) {
		return leadUnit, rest
	}
	for len(rest) > 1 {
		end := bytes.IndexByte(rest[1:], ' ') + 1
		k, known := leads[string(rest[1:end])]
		if !known || k == leadUnit && kind > leadHouse { // đường Trần Phú is no town
			break
		}
		kind, rest = max(kind, k), rest[end:]
	}
	return kind, rest
}

// foldAddress appends an address in plain small letters and digits, one space
// around every word.
func foldAddress(dst, text []byte) []byte {
	dst = append(dst, ' ')
	for _, r := range string(text) {
		c := schemas.FoldRune(r)
		switch {
		case c != 0:
			dst = append(dst, c)
		case dst[len(dst)-1] != ' ':
			dst = append(dst, ' ')
		}
	}
	if dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
