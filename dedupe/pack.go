package dedupe

import (
	"encoding/binary"
	"math"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Packed outcomes lie column by column, because of an outcome's 72 bytes most
// rows need 39:
//
//	class        8 bytes a row   verdict, results and reasons in one word
//	identity     8
//	pin          6               kind and value
//	person       4
//	probability  8
//	weight       4
//	rare         1               which of the columns below the row has
//	cmnd, runner up, candidate, owner, apart, late reasons: 6, 4, 4, 4, 4, 4 bytes for
//	each row that has one
const (
	usualBytes = 8 + 8 + 6 + 4 + 8 + 4 + 1
	rareBytes  = 6 + 4 + 4 + 4 + 4 + 4
	maxPacked  = (usualBytes + rareBytes) * pipeline.MaxPartRows
)

// Which rare columns a row has.
const (
	hasCMND = 1 << iota
	hasRunnerUp
	hasCandidate
	hasOwner
	hasApart
	hasLate
)

// The class: reasons from bit 0, verdict and results above them, three bits
// each. Reasons of linking that no longer fit below the verdict are the last ones
// before those of settling, which are not known yet; few rows have them: they lie
// in a rare column. The arrays fail to compile when the words no longer fit.
const (
	verdictBit = 46
	resultBit  = verdictBit + 3
	classBits  = 3
	classMask  = 1<<classBits - 1
)

var (
	_ [verdictBit + 32 - schemas.ReasonDuplicate]struct{}
	_ [classMask + 1 - schemas.Verdicts]struct{}
	_ [classMask + 1 - schemas.Results]struct{}
	_ [64 - resultBit - classBits*schemas.Fields]struct{}
)

func classOf(o *pipeline.Outcome) uint64 {
	c := uint64(o.Reasons)&(1<<verdictBit-1) | uint64(o.Verdict)<<verdictBit
	for f, r := range o.Results {
		c |= uint64(r) << (resultBit + classBits*f)
	}
	return c
}

func setClass(o *pipeline.Outcome, c uint64) {
	o.Reasons, o.Verdict = schemas.ReasonSet(c&(1<<verdictBit-1)), verdictOf(c)
	for f := range o.Results {
		o.Results[f] = schemas.Result(c >> (resultBit + classBits*f) & classMask)
	}
}

func verdictOf(class uint64) schemas.Verdict {
	return schemas.Verdict(class >> verdictBit & classMask)
}

// kindBit is where a packed number has its kind: values are below 10^12.
const kindBit = 40

func packNumber(n schemas.Number) uint64 { return uint64(n.Kind())<<kindBit | n.Value() }

func unpackNumber(v uint64) schemas.Number {
	return schemas.MakeNumber(schemas.NumberKind(v>>kindBit), v&(1<<kindBit-1))
}

func putNumber(dst []byte, n schemas.Number) {
	v := packNumber(n)
	binary.LittleEndian.PutUint32(dst, uint32(v))
	binary.LittleEndian.PutUint16(dst[4:], uint16(v>>32))
}

func numberAt(src []byte) schemas.Number {
	return unpackNumber(uint64(binary.LittleEndian.Uint32(src)) | uint64(binary.LittleEndian.Uint16(src[4:]))<<32)
}

// pack appends outcomes.
func pack(dst []byte, outcomes []pipeline.Outcome) []byte {
	at, n := len(dst), len(outcomes)
	if room := at + n*(usualBytes+rareBytes); cap(dst) < room {
		dst = append(make([]byte, 0, room), dst...)
	}
	p := packed{rows: n}
	dst = dst[:at+n*usualBytes]
	p.lay(dst[at:])
	le := binary.LittleEndian
	for i := range outcomes {
		o := &outcomes[i]
		le.PutUint64(p.class[8*i:], classOf(o))
		le.PutUint64(p.identity[8*i:], o.Identity)
		putNumber(p.pin[6*i:], o.PIN)
		le.PutUint32(p.person[4*i:], o.Person)
		le.PutUint64(p.probability[8*i:], math.Float64bits(o.Probability))
		le.PutUint32(p.weight[4*i:], math.Float32bits(o.Weight))
		p.rare[i] = rareOf(o)
	}
	return packRare(dst, outcomes, p.rare)
}

// nan is the not-a-number that a missing weight is.
var nan = math.Float32bits(float32(math.NaN()))

func rareOf(o *pipeline.Outcome) (has byte) {
	if o.CMND != 0 {
		has |= hasCMND
	}
	if math.Float32bits(o.RunnerUp) != nan {
		has |= hasRunnerUp
	}
	if o.Candidate != pipeline.NoPerson {
		has |= hasCandidate
	}
	if o.Owner != pipeline.NoPerson {
		has |= hasOwner
	}
	if o.Apart != 0 {
		has |= hasApart
	}
	if late(o) != 0 {
		has |= hasLate
	}
	return has
}

// late are the reasons that do not stand in the class.
func late(o *pipeline.Outcome) uint32 { return uint32(o.Reasons >> verdictBit) }

// packRare appends the columns that few rows have.
func packRare(dst []byte, outcomes []pipeline.Outcome, rare []byte) []byte {
	le := binary.LittleEndian
	for i, has := range rare {
		if has&hasCMND != 0 {
			dst = append(dst, make([]byte, 6)...)
			putNumber(dst[len(dst)-6:], outcomes[i].CMND)
		}
	}
	for column, value := range [...]func(*pipeline.Outcome) uint32{
		func(o *pipeline.Outcome) uint32 { return math.Float32bits(o.RunnerUp) },
		func(o *pipeline.Outcome) uint32 { return o.Candidate },
		func(o *pipeline.Outcome) uint32 { return o.Owner },
		func(o *pipeline.Outcome) uint32 { return o.Apart },
		late,
	} {
		for i, has := range rare {
			if has&(hasRunnerUp<<column) != 0 {
				dst = le.AppendUint32(dst, value(&outcomes[i]))
			}
		}
	}
	return dst
}

// packed is a view of packed outcomes.
type packed struct {
	rows                                                    int
	class, identity, pin, person, probability, weight, rare []byte
	cmnd, runnerUp, candidate, owner, apart, late           []byte
}

// lay cuts the usual columns out of memory and gives what lies behind them.
func (p *packed) lay(b []byte) []byte {
	for _, c := range []struct {
		column *[]byte
		size   int
	}{
		{&p.class, 8}, {&p.identity, 8}, {&p.pin, 6}, {&p.person, 4}, {&p.probability, 8}, {&p.weight, 4}, {&p.rare, 1},
	} {
		n := c.size * p.rows
		*c.column, b = b[:n:n], b[n:]
	}
	return b
}

// packedOf is a view of so many rows; nil if the bytes are not theirs.
func packedOf(b []byte, rows int) *packed {
	p := &packed{rows: rows}
	if len(b) < rows*usualBytes {
		return nil
	}
	b = p.lay(b)
	var n [6]int
	var kinds [1 << len(n)]int
	for _, has := range p.rare {
		kinds[int(has)%len(kinds)]++
	}
	for has, rows := range kinds {
		for c := range n {
			n[c] += has >> c & 1 * rows
		}
	}
	if len(b) != 6*n[0]+4*(n[1]+n[2]+n[3]+n[4]+n[5]) {
		return nil
	}
	p.cmnd, b = b[:6*n[0]], b[6*n[0]:]
	p.runnerUp, b = b[:4*n[1]], b[4*n[1]:]
	p.candidate, b = b[:4*n[2]], b[4*n[2]:]
	p.owner, b = b[:4*n[3]], b[4*n[3]:]
	p.apart, p.late = b[:4*n[4]], b[4*n[4]:]
	return p
}

// unpack fills outcomes, as many as there are rows.
func (p *packed) unpack(outcomes []pipeline.Outcome) {
	le := binary.LittleEndian
	cmnd, runnerUp, candidate, owner, apart, late := p.cmnd, p.runnerUp, p.candidate, p.owner, p.apart, p.late
	next := func(column *[]byte) uint32 {
		v := le.Uint32(*column)
		*column = (*column)[4:]
		return v
	}
	for i := range outcomes {
		o := &outcomes[i]
		*o = pipeline.Outcome{
			Identity: le.Uint64(p.identity[8*i:]), PIN: numberAt(p.pin[6*i:]), Person: le.Uint32(p.person[4*i:]),
			Probability: math.Float64frombits(le.Uint64(p.probability[8*i:])), Weight: math.Float32frombits(le.Uint32(p.weight[4*i:])),
			RunnerUp: math.Float32frombits(nan), Candidate: pipeline.NoPerson, Owner: pipeline.NoPerson,
		}
		setClass(o, le.Uint64(p.class[8*i:]))
		has := p.rare[i]
		if has == 0 {
			continue
		}
		if has&hasCMND != 0 {
			o.CMND, cmnd = numberAt(cmnd), cmnd[6:]
		}
		if has&hasRunnerUp != 0 {
			o.RunnerUp = math.Float32frombits(next(&runnerUp))
		}
		if has&hasCandidate != 0 {
			o.Candidate = next(&candidate)
		}
		if has&hasOwner != 0 {
			o.Owner = next(&owner)
		}
		if has&hasApart != 0 {
			o.Apart = next(&apart)
		}
		if has&hasLate != 0 {
			o.Reasons |= schemas.ReasonSet(next(&late)) << verdictBit
		}
	}
}

// word and half are a row's value of a column.
func word(column []byte, row int) uint64 { return binary.LittleEndian.Uint64(column[8*row:]) }
func half(column []byte, row int) uint32 { return binary.LittleEndian.Uint32(column[4*row:]) }
