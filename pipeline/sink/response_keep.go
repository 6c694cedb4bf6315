package sink

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/schemas"
)

// Corrections are what a part keeps of its rows between linking and settling,
// so that the response can be written: which fields disagree with whom, and
// which cells are wrong by themselves. They hold flags and ordinals of people,
// no value of anybody.
type Corrections struct {
	rows int          // of the part
	list []correction // ascending by row; rows with nothing to say are left out
}

// correction is one row.
type correction struct {
	row      uint32   // within the part
	against  uint32   // the person whom differ speaks of, pipeline.NoPerson if it is empty
	differ   groupSet // disagree with that person
	broken   groupSet // nothing usable can be made of the cell
	doubtful groupSet // a number as nobody can have it, if the register does not say otherwise
	repaired groupSet // numbers that had to be repaired
}

// The format of corrections, little-endian:
//
//	0   8  magic "LSCORRS" and a version byte
//	8   8  xxHash64 of all that follows
//	16  4  rows of the part
//	20  …  corrections of 12 bytes: row (4), against (4), differ, broken, doubtful, repaired
const (
	correctionsMagic  = "LSCORRS\x01"
	correctionsHeader = 20
	correctionSize    = 12
)

// errCorrections says that bytes are no corrections.
var errCorrections = errors.New("corrections of a part: damaged or of another version")

// AppendCorrections appends what must be kept of a part for its response. The
// mismatches are those of the part, in the order of its rows.
func AppendCorrections(dst []byte, rows *clean.Rows, mm []pipeline.Mismatch) []byte {
	if byRow := func(a, b pipeline.Mismatch) int { return int(a.Row) - int(b.Row) }; !slices.IsSortedFunc(mm, byRow) {
		mm = slices.Clone(mm)
		slices.SortStableFunc(mm, byRow)
	}
	start := len(dst)
	le := binary.LittleEndian
	dst = le.AppendUint64(append(dst, correctionsMagic...), 0) // the sum is known at the end
	dst = le.AppendUint32(dst, uint32(rows.N))
	notes := rows.Notes
	for len(notes) > 0 || len(mm) > 0 {
		c := correction{row: ^uint32(0), against: pipeline.NoPerson}
		if len(notes) > 0 {
			c.row = notes[0].Row
		}
		if len(mm) > 0 {
			c.row = min(c.row, mm[0].Row)
		}
		for ; len(notes) > 0 && notes[0].Row == c.row; notes = notes[1:] {
			c.note(rows, notes[0])
		}
		for ; len(mm) > 0 && mm[0].Row == c.row; mm = mm[1:] {
			c.mismatch(rows, &mm[0])
		}
		if c.differ|c.broken|c.doubtful|c.repaired != 0 {
			dst = le.AppendUint32(le.AppendUint32(dst, c.row), c.against)
			dst = append(dst, byte(c.differ), byte(c.broken), byte(c.doubtful), byte(c.repaired))
		}
	}
	le.PutUint64(dst[start+8:], xxhash.Sum64(dst[start+16:]))
	return dst
}

// note takes in what cleaning noted of a cell. A row that is no person's has no
// wrong cells.
func (c *correction) note(rows *clean.Rows, n clean.Note) {
	if rows.Kind[n.Row] != clean.Person {
		return
	}
	s := groupOf(rows, n)
	switch n.Code {
	case schemas.IssueNumberMalformed, schemas.IssueNumberDummy, schemas.IssueNameGarbled, schemas.IssueNameNoPerson,
		schemas.IssueDateMalformed, schemas.IssueDateImpossible, schemas.IssueDateLunar, schemas.IssueDatePlaceholder, schemas.IssueGenderUnknown:
		c.broken |= s
	case schemas.IssueNumberProvince:
		c.doubtful |= s
	case schemas.RepairNumberLetters, schemas.RepairNumberDecimal, schemas.RepairNumberZeros:
		c.repaired |= s
	case schemas.RepairNumberMoved:
		// Where the file has one column for numbers, whatever its header says,
		// a personal ID in it is where it belongs.
		if n.Field == clean.FieldPersonalID || rows.Cols.Number >= 0 {
			c.repaired |= s
		}
	}
}

// groupOf is the field that a note speaks of.
func groupOf(rows *clean.Rows, n clean.Note) groupSet {
	switch n.Field {
	case clean.FieldPersonalID:
		return numberCell(rows, n.Row, groupPersonalID, groupAnyNumber)
	case clean.FieldCMND:
		return numberCell(rows, n.Row, groupCMND, groupAnyNumber)
	case clean.FieldName:
		return 1 << groupName
	case clean.FieldBirthDate:
		return 1 << groupBirth
	case clean.FieldGender:
		return 1 << groupGender
	}
	return 0
}

// mismatch takes in a field that disagrees. Against several people, which does
// not happen, the last one counts.
func (c *correction) mismatch(rows *clean.Rows, m *pipeline.Mismatch) {
	var s groupSet
	switch m.Field {
	case schemas.FieldID:
		switch m.Reason {
		case schemas.ReasonCMNDAgrees: // an old card, and it is the person's: nothing in the row is wrong
		case schemas.ReasonCMNDDiffers:
			s = numberCell(rows, m.Row, groupCMND, groupAnyNumber, groupPersonalID)
		default:
			s = numberCell(rows, m.Row, groupPersonalID, groupAnyNumber, groupCMND)
		}
	case schemas.FieldName:
		s = 1 << groupName
	case schemas.FieldBirthDate:
		s = 1 << groupBirth
	case schemas.FieldGender:
		s = 1 << groupGender
	case schemas.FieldPlace:
		s = 1 << groupAddress
	}
	if s != 0 {
		c.differ, c.against = c.differ|s, m.Against
	}
}

// numberCell is the first of some columns of numbers in which a row has a cell.
func numberCell(rows *clean.Rows, row uint32, order ...group) groupSet {
	for _, g := range order {
		column := [...]int{groupPersonalID: rows.Cols.Number, groupCMND: rows.Cols.CMND, groupAnyNumber: rows.Cols.AnyNumber}[g]
		if column >= 0 && len(rows.Batch.Columns[column].Value(int(row))) > 0 {
			return 1 << g
		}
	}
	return 0
}

// ReadCorrections reads what AppendCorrections wrote. Bytes that are anything
// else are an error.
func ReadCorrections(data []byte) (*Corrections, error) {
	le := binary.LittleEndian
	if len(data) < correctionsHeader || (len(data)-correctionsHeader)%correctionSize != 0 ||
		string(data[:8]) != correctionsMagic || le.Uint64(data[8:]) != xxhash.Sum64(data[16:]) {
		return nil, errCorrections
	}
	rows := le.Uint32(data[16:])
	if rows > pipeline.MaxPartRows {
		return nil, errCorrections
	}
	c := &Corrections{rows: int(rows), list: make([]correction, (len(data)-correctionsHeader)/correctionSize)}
	const all = 1<<groups - 1
	next := uint32(0) // the lowest row that may come
	for i := range c.list {
		b := data[correctionsHeader+i*correctionSize:]
		k := correction{le.Uint32(b), le.Uint32(b[4:]), groupSet(b[8]), groupSet(b[9]), groupSet(b[10]), groupSet(b[11])}
		if k.row < next || k.row >= rows || (k.differ|k.broken|k.doubtful|k.repaired)&^all != 0 {
			return nil, errCorrections
		}
		c.list[i], next = k, k.row+1
	}
	return c, nil
}

// Rows is how many rows the part has.
func (c *Corrections) Rows() int { return c.rows }
