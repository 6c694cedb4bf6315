package link

import (
	"bytes"
	"strings"

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
	w.address = foldAddress(w.address[:0], w.rows.Address.Value(w.row.at))
	w.field.Reweigh(func(person uint32) matchers.Weights { return w.model.Weigh(w.compare(person)) })
}

// leastDetailed is the posterior of all candidates from which their addresses
// are read: below it no address brings one of them before people's eyes.
const leastDetailed = 0.02

// compareDetail compares what the addresses say below the commune.
func (w *Worker) compareDetail(p uint32, c *matchers.Comparison) {
	if w.row.name.Len == 0 || c.OtherName || !c.Exact && !c.Name.Folded() || apart(c.Birth) {
		return
	}
	w.detail, c.Detail, c.DetailBits = relateDetail(w.detail, w.address, w.people.AddressDetail(p))
}

// relateDetail holds the parts of a register's address, between commas, against
// the folded address of a row: house number, street, hamlet, group. They agree
// if the row names all of them; rarity is how many bits that is worth by chance:
// a commune has some tens of streets and hamlets, a street a hundred houses, a
// hamlet a handful of groups. They differ if both name a number and nothing of
// the register's stands in the row. scratch is returned for the next call.
func relateDetail(scratch, row []byte, register string) (_ []byte, _ matchers.Agreement, rarity float64) {
	parts, found, numbered := 0, 0, false
	for part := range strings.SplitSeq(register, ",") {
		scratch = foldAddress(scratch[:0], []byte(part))
		lead, rest := cutLead(scratch)
		if lead == leadUnit || len(rest) < 2 { // a lone space
			continue
		}
		parts++
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
	case found == 0 && numbered && bytes.ContainsFunc(row, func(r rune) bool { return r >= '0' && r <= '9' }):
		return scratch, matchers.Differs, 0
	}
	return scratch, matchers.Missing, 0
}

// mostDetail is the most that details are worth, in bits: neighbours and
// relatives share most of them.
const mostDetail = 9

// lead is what the words before the name of a part say of it.
type lead uint8

const (
	leadHouse lead = iota // a house, or nothing
	leadGroup             // street, hamlet, group of houses: the name follows
	leadUnit              // commune, district, province: no detail
)

var leads = map[string]lead{
	"so": leadHouse, "nha": leadHouse, "sn": leadHouse,
	"duong": leadGroup, "pho": leadGroup, "ngo": leadGroup, "ngach": leadGroup, "hem": leadGroup, "kiet": leadGroup, "to": leadGroup,
	"dan": leadGroup, "tdp": leadGroup, "khu": leadGroup, "kp": leadGroup, "khom": leadGroup, "thon": leadGroup, "ap": leadGroup,
	"ban": leadGroup, "buon": leadGroup, "bon": leadGroup, "lang": leadGroup, "xom": leadGroup, "doi": leadGroup, "soc": leadGroup,
	"xa": leadUnit, "phuong": leadUnit, "tran": leadUnit, "huyen": leadUnit, "quan": leadUnit, "tinh": leadUnit, "tp": leadUnit,
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
		if !known {
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
