package link

import (
	"cmp"
	"slices"
	"sync"

	"lamsach/matchers"
	"lamsach/matchers/kernel"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
)

// RulesVersion changes whenever this package or matchers may answer a row
// differently; it is part of the fingerprint of the program's rules.
const RulesVersion = "link-32"

// Options of a linker.
type Options struct {
	Accept float64 // posterior from which a person is linked
	Review float64 // posterior from which a person should look
	Model  *matchers.Model
	// Candidates says that those of rows that people must look at are kept.
	Candidates bool
}

// Linker is the plan of the link stage: immutable, shared by all workers.
type Linker struct {
	people  *register.Snapshot
	model   *matchers.Model
	accept  float64
	review  float64
	shares  *shares
	tables  *tables
	kinship family

	births63 func() *provinceShares // counted when a row first states a place of birth

	candidates bool // kept in results
	exhaustive bool // compare everybody who stands in a block: the tests' twin of the screen
}

// New returns a linker over a snapshot. A nil model means the built-in one.
func New(people *register.Snapshot, o Options) *Linker {
	if o.Model == nil {
		o.Model = matchers.Builtin()
	}
	shares := newShares(people)
	return &Linker{
		births63: sync.OnceValue(func() *provinceShares { return countBirths63(people, shares) }),
		people:   people, model: o.Model, accept: o.Accept, review: o.Review,
		shares: shares, tables: newTables(people, o.Model, shares), kinship: family{people},
		candidates: o.Candidates,
	}
}

// Model is the model the linker judges by.
func (l *Linker) Model() *matchers.Model { return l.model }

// Result is what linking says of one part. Its slices belong to the worker and
// are valid until its next Link.
type Result struct {
	Outcomes   []pipeline.Outcome   // one for each row, in order
	Mismatches []pipeline.Mismatch  // sorted by row, then field
	Candidates []pipeline.Candidate // sorted by row, then rank; see Options
	Pairs      int64                // how many pairs were compared in full
	Scanned    int64                // how many entries of blocks were gone through
	// LargestBlock is the most entries that a block had.
	LargestBlock int
	// Unseen is the greatest share of a row's odds that people who were passed
	// over could have had.
	Unseen float64
}

// Worker is the scratch of one goroutine.
type Worker struct {
	*Linker
	coder         *kernel.Coder
	known         nameShares
	rows          *clean.Rows // of the part
	row           row
	background    background // the row's, where the file has one
	address       []byte     // the row's, folded: see byDetails
	detail        []byte     // scratch of byDetails
	field         matchers.Field
	seen          seen
	screen        screen
	relations     relations
	neighbourhood neighbourhood
	entries       []entry                            // open entries of a block
	audit         func(person uint32, bound float64) // nil outside tests: told of everybody who is met, and what is known of the weight
	observer      func(at uint32)                    // nil but for training: see Observe
	owners        []owner
	found         []uint32 // scratch of look-ups
	names         []kernel.Name
	cmnds         []schemas.Number
	ahead         [aheadRows]uint32 // owners of the personal IDs of the next rows
	later         []later           // rows that their numbers did not settle

	slipping slipping
	wanted   [wantedRows]register.Wanted // of the next rows of later
	result   Result
	last     struct { // the person compared last with the present row
		person     uint32
		comparison matchers.Comparison
	}
}

// Worker returns the scratch of one goroutine.
func (l *Linker) Worker() *Worker {
	return &Worker{Linker: l, coder: kernel.NewCoder(l.people.Syllables()), known: nameShares{shares: l.shares}, neighbourhood: newNeighbourhood(l.model)}
}

// Link answers every row of a part. An answer depends on nothing but the row,
// the snapshot, the model and the thresholds.
//
// Rows are taken twice. First in their order, by their numbers alone, which
// settles most of them. Then those that are left, in the order of their birth
// dates, so that the blocks they look into lie behind one another in memory.
func (w *Worker) Link(rows *clean.Rows) Result {
	w.result = Result{
		Outcomes:   slices.Grow(w.result.Outcomes[:0], rows.N)[:rows.N],
		Mismatches: w.result.Mismatches[:0],
		Candidates: w.result.Candidates[:0],
	}
	w.later = w.later[:0]
	notes := noteReader{notes: rows.Notes}
	for from := 0; from < rows.N; from += aheadRows {
		to := min(from+aheadRows, rows.N)
		w.lookAhead(rows.PIN[from:to])
		for i := from; i < to; i++ {
			w.load(rows, i, notes.next(uint32(i)))
			if !w.row.handed && !w.row.padded {
				w.row.pinOwner = w.ahead[i-from]
			}
			w.judgeByNumbers(&w.result.Outcomes[i], uint32(i))
		}
	}
	slices.SortFunc(w.later, later.compare)
	for i, l := range w.later {
		if i%wantedRows == 0 {
			w.lookFurther(w.later[i:min(i+wantedRows, len(w.later))])
		}
		w.load(rows, int(l.row), l.notes)
		w.row.pinOwner = l.pinOwner
		w.judgeByBlocks(&w.result.Outcomes[l.row], l.row)
	}
	if len(w.later) > 0 {
		slices.SortFunc(w.result.Mismatches, byRowAndField)
		slices.SortFunc(w.result.Candidates, byRowAndRank)
	}
	return w.result
}

// later is a row that its numbers did not settle.
type later struct {
	birth    schemas.Date
	row      uint32
	pinOwner uint32
	notes    noteSet

	full, before, last uint64 // fold hashes of the name and of its last two syllables
}

func (l later) compare(m later) int {
	return cmp.Or(cmp.Compare(l.birth, m.birth), cmp.Compare(l.row, m.row))
}

func byRowAndField(a, b pipeline.Mismatch) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Field, b.Field))
}

// aheadRows is how many personal IDs are looked up before the first of them is
// judged: their cache misses overlap, and what they found is still near when it
// is wanted.
const aheadRows = 256

// lookAhead finds the owners of personal IDs and brings their rows near.
func (w *Worker) lookAhead(pins []schemas.Number) {
	w.people.ByPINs(pins, w.ahead[:len(pins)])
	w.people.BringPeople(w.ahead[:len(pins)])
}

// wantedRows is how many rows have what their blocks need brought near together.
const wantedRows = 64

// lookFurther brings near what the blocks of rows need first.
func (w *Worker) lookFurther(rows []later) {
	for i, l := range rows {
		w.wanted[i] = register.Wanted{Full: l.full, Before: l.before, Last: l.last, Birth: l.birth}
	}
	w.people.BringBlocks(w.wanted[:len(rows)])
}

// noteReader walks the sorted notes of a part beside its rows.
type noteReader struct {
	notes []clean.Note
	at    int
}

// next returns the codes noted for a row, one bit each, without those of
// numbers that nobody is looked up by. Rows must ascend.
func (r *noteReader) next(row uint32) (codes noteSet) {
	for r.at < len(r.notes) && r.notes[r.at].Row == row {
		if r.notes[r.at].Field.Own() {
			codes |= 1 << r.notes[r.at].Code
		}
		r.at++
	}
	return codes
}

// noteSet is a set of repair and issue codes.
type noteSet uint64

func (s noteSet) between(first, last schemas.Code) bool {
	return s>>first&(1<<(last-first+1)-1) != 0
}
