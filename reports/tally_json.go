package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// stored is a tally as manifest and ledger keep it. Counters are written sparsely as
// pairs (gap to the previous cell, count); addresses as numbers of Files.
type stored struct {
	Layout   []int        `json:"layout"`
	Columns  []string     `json:"columns,omitempty"`
	Files    [][2]string  `json:"files,omitempty"` // file, sheet
	Total    []uint64     `json:"total"`
	Examples []int64      `json:"examples,omitempty"` // cell, file, row; ...
	Units    []storedUnit `json:"units,omitempty"`
	Others   []uint64     `json:"others,omitempty"`
	Doubts   []uint64     `json:"doubts,omitempty"` // absent in tallies of older programs
	Trials   []uint64     `json:"trials,omitempty"` // likewise
}

type storedUnit struct {
	Name  string   `json:"unit"`
	Cells []uint64 `json:"cells"`
	Hits  []int64  `json:"hits,omitempty"` // cell, file, row; ...
}

// errOtherLayout says that a tally was counted by another program.
var errOtherLayout = errors.New("reports: the tally was written by another version of the program; run the job again")

var errBadTally = errors.New("reports: the tally is damaged; run the job again")

// MarshalJSON writes the tally for the manifest. The bytes are a function of
// the calls made, in their order.
func (t *Tally) MarshalJSON() ([]byte, error) { return json.Marshal(t.stored()) }

// stored is the tally as it is kept.
func (t *Tally) stored() stored {
	files := newFileTable()
	s := stored{Layout: layout(), Columns: t.columns, Total: sparse(t.total), Others: sparse(t.others), Doubts: t.doubts.numbers(), Trials: t.trials.numbers()}
	for cell, examples := range t.examples {
		for _, at := range examples {
			s.Examples = append(s.Examples, int64(cell), files.number(at), at.Row)
		}
	}
	for _, u := range t.units {
		su := storedUnit{Name: u.name, Cells: sparse(u.cells)}
		for _, h := range u.hits {
			su.Hits = append(su.Hits, int64(h.cell), files.number(h.at), h.at.Row)
		}
		s.Units = append(s.Units, su)
	}
	s.Files = files.names
	return s
}

// UnmarshalJSON reads what MarshalJSON wrote. It refuses anything that would
// not fit the cells, so that a damaged ledger is an error and never a panic.
func (t *Tally) UnmarshalJSON(data []byte) error {
	var s stored
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("reports: tally: %w", err)
	}
	return t.restore(&s)
}

// restore makes t the tally that was stored.
func (t *Tally) restore(s *stored) error {
	if !slices.Equal(s.Layout, layout()) {
		return errOtherLayout
	}
	out := newTally(defaultMaxUnits)
	if len(s.Columns) > maxColumns || len(s.Units) > out.maxUnits {
		return errBadTally
	}
	for _, c := range s.Columns {
		out.column(c)
	}
	width := firstNote + len(s.Columns)*columnWidth
	ok := len(out.columns) == len(s.Columns) && out.doubts.take(s.Doubts) && out.trials.take(s.Trials)
	out.total = dense(s.Total, width, &ok).grown(width)
	out.others = dense(s.Others, width, &ok)
	out.examples = make([][]Address, width)
	for _, h := range s.hits(s.Examples, width, &ok) {
		out.examples[h.cell] = append(out.examples[h.cell], h.at)
	}
	for _, su := range s.Units {
		u := &unit{name: su.Name, cells: dense(su.Cells, width, &ok), hits: s.hits(su.Hits, width, &ok)}
		ok = ok && u.name != "" && out.unitsBy[u.name] == nil
		out.units = append(out.units, u)
		out.unitsBy[u.name] = u
	}
	if !ok {
		return errBadTally
	}
	*t = *out
	return nil
}

// sparse writes the cells that are not zero as pairs of gap and count.
func sparse(c cells) []uint64 {
	var out []uint64
	next := 0
	for cell, n := range c {
		if n != 0 {
			out = append(out, uint64(cell-next), n)
			next = cell + 1
		}
	}
	return out
}

// dense is the reverse of sparse; ok becomes false if a cell lies beyond width.
func dense(pairs []uint64, width int, ok *bool) cells {
	out := make(cells, firstNote, width)
	if len(pairs)%2 != 0 {
		*ok = false
		return out
	}
	cell := 0
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] >= uint64(width-cell) {
			*ok = false
			return out
		}
		cell += int(pairs[i])
		out = out.grown(cell + 1)
		out[cell] = pairs[i+1]
		if cell++; cell == width && i+2 < len(pairs) {
			*ok = false
			return out
		}
	}
	return out
}

// hits reads addresses of cells.
func (s *stored) hits(triples []int64, width int, ok *bool) []hit {
	if len(triples)%3 != 0 {
		*ok = false
		return nil
	}
	var out []hit
	for ; len(triples) > 0; triples = triples[3:] {
		cell, file := triples[0], triples[1]
		if cell < 0 || cell >= int64(width) || file < 0 || file >= int64(len(s.Files)) {
			*ok = false
			return nil
		}
		name := s.Files[file]
		out = append(out, hit{int(cell), Address{File: name[0], Sheet: name[1], Row: triples[2]}})
	}
	return out
}

// fileTable numbers the files of a tally in the order they are first named.
type fileTable struct {
	names [][2]string
	by    map[[2]string]int64
}

func newFileTable() *fileTable { return &fileTable{by: map[[2]string]int64{}} }

func (f *fileTable) number(at Address) int64 {
	name := [2]string{at.File, at.Sheet}
	n, ok := f.by[name]
	if !ok {
		n = int64(len(f.names))
		f.by[name] = n
		f.names = append(f.names, name)
	}
	return n
}
