package register

import (
	"encoding/binary"
	"slices"
	"strings"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// The lists of a person lie behind its name and address in its record: three
// counts, further CMNDs of 4 bytes, former numbers of 8, other
// names as two bytes of length and the text. Nothing lies there when all three
// are empty.

// lists checks and appends the lists of a person. Repeated entries and the
// person's own number and name are passed over.
func (e *encoder) lists(p *Person, name string, r *record, at Address) {
	if len(p.CMND) == 0 && len(p.Former) == 0 && len(p.OtherNames) == 0 {
		return
	}
	start := len(e.bytes)
	e.bytes = append(e.bytes, 0, 0, 0)
	counts := [3]int{e.cmnds(p, r, at), e.formers(p, r, at), e.otherNames(p, name, r, at)}
	if counts == [3]int{} {
		e.bytes = e.bytes[:start]
		return
	}
	for i, n := range counts {
		e.bytes[start+i] = byte(n)
	}
	r.rest = uint16(len(e.bytes) - start)
}

// numbers appends to kept the usable numbers of a list, each once, own never.
func (e *encoder) numbers(kept []uint64, list []schemas.Number, kind schemas.NumberKind, end, own uint64, at Address) []uint64 {
	for _, n := range list {
		switch v := n.Value(); {
		case !usable(n, kind, end):
			e.found[ProblemNumber].add(at)
		case v == own || slices.Contains(kept, v):
		case len(kept) == maxListed:
			e.found[ProblemTooMuch].add(at)
		default:
			kept = append(kept, v)
		}
	}
	return kept
}

func (e *encoder) cmnds(p *Person, r *record, at Address) (more int) {
	var room [maxListed]uint64
	kept := e.numbers(room[:0], p.CMND, schemas.CMND, endCMND, 0, at)
	if len(kept) == 0 {
		return 0
	}
	r.cmnd = uint32(kept[0])
	for _, v := range kept[1:] {
		r.cmnd |= cmndMore
		e.bytes = binary.LittleEndian.AppendUint32(e.bytes, uint32(v))
	}
	return len(kept) - 1
}

func (e *encoder) formers(p *Person, r *record, at Address) int {
	var room [maxListed]uint64
	kept := e.numbers(room[:0], p.Former, schemas.PersonalID, endPIN, p.PIN.Value(), at)
	for _, v := range kept {
		r.facts |= factFormer
		e.bytes = binary.LittleEndian.AppendUint64(e.bytes, v)
	}
	return len(kept)
}

func (e *encoder) otherNames(p *Person, name string, r *record, at Address) int {
	var room [maxListed]string
	kept := room[:0]
	for _, raw := range p.OtherNames {
		s := e.cut(strings.TrimSpace(raw), maxNameBytes, at)
		if s == "" || s == name || slices.Contains(kept, s) {
			continue
		}
		if len(kept) == maxListed {
			e.found[ProblemTooMuch].add(at)
			break
		}
		var name kernel.Name
		if unknown, _ := e.speller.encode(s, &name); unknown {
			r.marks |= markOdd
		}
		e.bytes = append(binary.LittleEndian.AppendUint16(e.bytes, uint16(len(s))), s...)
		r.facts |= factOther
		kept = append(kept, s)
	}
	return len(kept)
}

// rest gives back the lists of a person as they lie in the record.
type rest struct {
	cmnd, former, other []byte
}

func restOf(b []byte) (l rest) {
	if len(b) == 0 {
		return l
	}
	cmnds := 3 + 4*int(b[0])
	formers := cmnds + 8*int(b[1])
	return rest{cmnd: b[3:cmnds], former: b[cmnds:formers], other: b[formers:]}
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
