package reports

import (
	"strings"
	"unicode/utf8"

	"lamsach/schemas"
)

// examplesEach is how many row addresses are kept for each verdict, reason,
// mismatch and note.
const examplesEach = 5

// Address is a row of an input object, as outcomes name it.
type Address struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int64  `json:"row"`
}

// Tally counts what a run says of its rows. It is filled part by part, one
// tally for each, and the parts' tallies are merged in part order; the result
// is then the same whatever the number of workers. A tally belongs to one
// goroutine.
//
// Its memory is bounded: at most 4,096 units and 32 columns are told apart,
// the rest is counted together.
type Tally struct {
	maxUnits  int
	total     cells
	examples  [][]Address // by cell, the first examplesEach
	columns   []string
	columnsBy map[string]int
	units     []*unit
	unitsBy   map[string]*unit
	others    cells // rows of the units beyond maxUnits
	doubts    doubts
	trials    trials
	lastName  string
	last      *unit
}

// unit is what is counted of one unit (branch, file).
type unit struct {
	name  string
	cells cells
	hits  []hit
}

// hit is an example row of a cell in which the unit is not a rare guest.
type hit struct {
	cell int
	at   Address
}

// hitAt is the occurrence within one part that is kept as an example of a
// unit's cell: late enough that no stray row is kept, early enough that every
// concentrated cause has one.
const hitAt = 16

// NewTally returns an empty tally.
func NewTally() *Tally { return newTally(defaultMaxUnits) }

func newTally(maxUnits int) *Tally {
	return &Tally{
		maxUnits: maxUnits, total: make(cells, firstNote), examples: make([][]Address, firstNote),
		columnsBy: map[string]int{}, unitsBy: map[string]*unit{}, others: make(cells, firstNote),
	}
}

// Rows is the number of rows counted.
func (t *Tally) Rows() int64 { return int64(t.total[rowsCell]) }

// Verdict is the number of rows with a verdict.
func (t *Tally) Verdict(v schemas.Verdict) int64 { return int64(t.total[verdictCell(v)]) }

// Row counts a row with everything that outcomes say of it. The unit is what
// the submitter would call its source (a branch; the file where there are no
// branches); an empty unit is counted in the whole only.
func (t *Tally) Row(name []byte, v schemas.Verdict, rs schemas.ReasonSet, res [schemas.Fields]schemas.Result, at Address) {
	t.example(verdictCell(v), at)
	for r := range rs.All {
		t.example(reasonCell(r), at)
	}
	t.total.row(v, rs, &res)
	u := t.unit(name)
	switch {
	case u == nil:
	case u == &otherUnits:
		t.others.row(v, rs, &res)
	default:
		u.cells.row(v, rs, &res)
		for r := range (rs & causeReasons).All {
			u.hit(reasonCell(r), at)
		}
	}
}

// Mismatch counts a field of a row that disagrees with the register.
func (t *Tally) Mismatch(name []byte, f schemas.Field, m schemas.Mechanism, at Address) {
	t.count(name, mismatchCell(f, m), at)
}

// Note counts an issue or a repair of a cell.
func (t *Tally) Note(name []byte, column string, c schemas.Code, at Address) {
	t.count(name, noteCell(t.column(column), c), at)
}

func (t *Tally) count(name []byte, cell int, at Address) {
	if cell >= len(t.total) {
		t.total = t.total.grown(cell + 1)
		t.examples = append(t.examples, make([][]Address, cell+1-len(t.examples))...)
	}
	t.example(cell, at)
	t.total[cell]++
	u := t.unit(name)
	switch {
	case u == nil:
	case u == &otherUnits:
		t.others = t.others.grown(cell + 1)
		t.others[cell]++
	default:
		u.cells = u.cells.grown(cell + 1)
		u.cells[cell]++
		u.hit(cell, at)
	}
}

// example keeps an address if the cell, not yet counted up, still wants one.
func (t *Tally) example(cell int, at Address) {
	if t.total[cell] < examplesEach {
		t.examples[cell] = append(t.examples[cell], at)
	}
}

// hit keeps the address of the hitAt-th row of a cell, already counted up.
func (u *unit) hit(cell int, at Address) {
	if u.cells[cell] == hitAt {
		u.hits = append(u.hits, hit{cell, at})
	}
}

// otherUnits stands for every unit beyond the cap.
var otherUnits unit

// unit returns the counters of a unit, &otherUnits beyond the cap, nil for no
// unit. Units are told apart in the order of the rows: the first maxUnits of a
// part, and after merging those with most rows.
func (t *Tally) unit(name []byte) *unit {
	if len(name) == 0 {
		return nil
	}
	if t.last != nil && string(name) == t.lastName {
		return t.last
	}
	u := t.unitsBy[string(name)]
	if u == nil {
		if len(t.units) >= t.maxUnits && len(name) <= maxNameBytes && utf8.Valid(name) {
			return &otherUnits // nothing to tidy: spare the allocation
		}
		u = t.newUnit(shortName(name))
	}
	if u != &otherUnits {
		t.lastName, t.last = u.name, u
	}
	return u
}

// newUnit looks a tidied name up again and takes it in if there is room.
func (t *Tally) newUnit(name string) *unit {
	if u := t.unitsBy[name]; u != nil {
		return u
	}
	if len(t.units) >= t.maxUnits {
		return &otherUnits
	}
	u := &unit{name: name, cells: make(cells, firstNote, max(len(t.total), firstNote))}
	t.units = append(t.units, u)
	t.unitsBy[name] = u
	return u
}

// column is the number of a column, taken in when first seen.
func (t *Tally) column(name string) int {
	if i, ok := t.columnsBy[name]; ok {
		return i
	}
	name = shortName([]byte(name))
	if len(t.columns) >= maxColumns-1 {
		name = otherColumn
	}
	if i, ok := t.columnsBy[name]; ok {
		return i
	}
	t.columns = append(t.columns, name)
	t.columnsBy[name] = len(t.columns) - 1
	return len(t.columns) - 1
}

// shortName is a name as valid text of bounded length.
func shortName(name []byte) string {
	if len(name) > maxNameBytes {
		end := maxNameBytes
		for end > 0 && !utf8.RuneStart(name[end]) {
			end--
		}
		name = name[:end]
	}
	return strings.ToValidUTF8(string(name), "\uFFFD")
}
