package register

import (
	"encoding/binary"
	"slices"
	"strings"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// The lists of a person lie behind its name and address in the arena of its
// chunk: three counts, further CMNDs of 4 bytes, former numbers of 8, other
// names as two bytes of length and the text. Nothing lies there when all three
// are empty.

// lists checks and appends the lists of a person. Repeated entries and the
// person's own number and name are passed over.
func (c *chunk) lists(words *kernel.Syllabary, p *Person, r *record, found *findings) {
	if len(p.CMND) == 0 && len(p.Former) == 0 && len(p.OtherNames) == 0 {
		return
	}
	start := len(c.text)
	c.text = append(c.text, 0, 0, 0)
	counts := [3]int{c.cmnds(p, r, found), c.formers(p, r, found), c.otherNames(words, p, r, found)}
	if counts == [3]int{} {
		c.text = c.text[:start]
		return
	}
	for i, n := range counts {
		c.text[start+i] = byte(n)
	}
	r.rest = uint32(len(c.text) - start)
}

// numbers appends to kept the usable numbers of a list, each once, own never.
func (r *record) numbers(kept []uint64, list []schemas.Number, kind schemas.NumberKind, end, own uint64, found *findings) []uint64 {
	for _, n := range list {
		switch v := n.Value(); {
		case !usable(n, kind, end):
			found[ProblemNumber].add(Address{r.file, r.row})
		case v == own || slices.Contains(kept, v):
		case len(kept) == maxListed:
			found[ProblemTooMuch].add(Address{r.file, r.row})
		default:
			kept = append(kept, v)
		}
	}
	return kept
}

func (c *chunk) cmnds(p *Person, r *record, found *findings) (more int) {
	var room [maxListed]uint64
	kept := r.numbers(room[:0], p.CMND, schemas.CMND, endCMND, 0, found)
	if len(kept) == 0 {
		return 0
	}
	r.cmnd = uint32(kept[0])
	for _, v := range kept[1:] {
		r.cmnd |= cmndMore
		c.text = binary.LittleEndian.AppendUint32(c.text, uint32(v))
	}
	return len(kept) - 1
}

func (c *chunk) formers(p *Person, r *record, found *findings) int {
	var room [maxListed]uint64
	kept := r.numbers(room[:0], p.Former, schemas.PersonalID, endPIN, r.pin, found)
	for _, v := range kept {
		r.facts |= factFormer
		c.text = binary.LittleEndian.AppendUint64(c.text, v)
	}
	return len(kept)
}

func (c *chunk) otherNames(words *kernel.Syllabary, p *Person, r *record, found *findings) (n int) {
	for i, raw := range p.OtherNames {
		s := strings.TrimSpace(raw)
		repeated := s == "" || s == strings.TrimSpace(p.Name) || slices.Contains(p.OtherNames[:i], raw)
		if repeated {
			continue
		}
		if n == maxListed {
			found[ProblemTooMuch].add(Address{r.file, r.row})
			break
		}
		at := len(c.text)
		c.text = append(c.text, 0, 0)
		size := c.keep(s, maxNameBytes, r, found)
		binary.LittleEndian.PutUint16(c.text[at:], uint16(size))
		var name kernel.Name
		if words.Encode(c.text[at+2:], &name) > 0 {
			r.marks |= markOdd
		}
		r.facts |= factOther
		n++
	}
	return n
}

// rest gives back the lists of a person as they lie in the arena.
type rest struct {
	cmnd, former, other []byte
}

func (c *chunk) restOf(r *record) (l rest) {
	if r.rest == 0 {
		return l
	}
	b := c.text[int(r.text)+int(r.nameLen)+int(r.addrLen):][:r.rest]
	cmnds, formers := 3+4*int(b[0]), 8*int(b[1])
	return rest{cmnd: b[3:cmnds], former: b[cmnds : cmnds+formers], other: b[cmnds+formers:]}
}

// nextName cuts the first other name off.
func (l *rest) nextName() (name []byte, ok bool) {
	if len(l.other) == 0 {
		return nil, false
	}
	end := 2 + int(binary.LittleEndian.Uint16(l.other))
	name, l.other = l.other[2:end], l.other[end:]
	return name, true
}
