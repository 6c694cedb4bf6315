package clean

import (
	"sync"
	"sync/atomic"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// Survey is what all rows of a file say of it, where a sample of them is too
// few: the encoding of one branch among hundreds, a number that stands on a
// few hundred rows, the row from which on columns have slipped.
//
// Workers add the parts of a file in any order, each row once; what comes out
// is a function of the rows alone, however they are cut into parts, and but for
// slips also in whatever order they stand. Memory is bounded, whatever the rows.
//
// What all rows once do not tell (whose names stand beside a number that is
// frequent, in which row of a block columns slip) is asked of them again.
type Survey struct {
	cols    Columns
	cleaner *Cleaner // of numbers, dates and phones
	texts   *Cleaner // puts names together
	numbers []atomic.Uint32
	phones  []atomic.Uint32

	mu    sync.Mutex
	found evidence

	slips []*slip
	edges []edge
}

// evidence is what some rows say. Two are put together by merge, in any order.
type evidence struct {
	rows    int64
	text    textEvidence // names
	address textEvidence
	orders  dateOrders
	serials serialOrigins
	genders genderVotes
	late    [maxLate]int64 // birth dates by years beyond that of the rules
	dated   int64          // and those that can be read
	lengths [maxLength]int64
	units   map[string]*unitEvidence
	many    bool // units beyond that: no sources of rows, but something else
	dates   map[dateRead]*dateEvidence
	blocks  []block
	shared  map[frequentValue]*holders
}

// Bounds of a survey.
const (
	maxUnits  = 1 << 14
	maxSlots  = 1 << 22
	leastSlot = 1 << 12
)

// NewSurvey begins the survey of a file of so many rows.
func NewSurvey(cols Columns, rows int64) *Survey {
	slots := leastSlot
	for int64(slots) < rows/2 && slots < maxSlots {
		slots *= 2
	}
	some := cols
	some.Name, some.NameParts, some.Gender = -1, nil, -1
	some.Address, some.AddressParts, some.PlaceParts, some.PlaceCodes, some.Pass = -1, nil, nil, nil, nil
	names := NoColumns()
	names.Name, names.NameParts = cols.Name, cols.NameParts
	return &Survey{
		cols: cols, numbers: make([]atomic.Uint32, slots), phones: make([]atomic.Uint32, slots),
		cleaner: New(some, Profile{}), texts: New(names, Profile{}),
		found: newEvidence(),
	}
}

func newEvidence() evidence {
	return evidence{units: map[string]*unitEvidence{}, dates: map[dateRead]*dateEvidence{}, shared: map[frequentValue]*holders{}}
}

// Surveyor adds rows to a survey on one goroutine.
type Surveyor struct {
	survey *Survey
	rows   *Worker
	texts  *Worker
	found  evidence
	kinds  []textKind // of each entry of a column of texts
	hashes []uint64
	coded  []codedValue     // of each entry of the column of genders
	hints  []schemas.Gender // of each entry of the column of names
	shapes shapeScratch
}

// Surveyor returns the scratch of one goroutine, which ends with Done.
func (s *Survey) Surveyor() *Surveyor {
	return &Surveyor{survey: s, rows: s.cleaner.Worker(), texts: s.texts.Worker(), found: newEvidence()}
}

// Add takes in the rows of a part: b.Part says where it begins.
func (w *Surveyor) Add(b *pipeline.Batch) {
	w.found.rows += int64(b.Rows)
	rows := w.rows.Clean(b)
	units, of := w.unitsOf(b)
	names, at := w.addTexts(b, units, of)
	w.addHabits(b, names, at, rows, units, of)
	w.addValues(rows)
	w.addBlocks(b, rows)
}

// Done puts what the surveyor has found with the rest.
func (w *Surveyor) Done() {
	w.survey.mu.Lock()
	defer w.survey.mu.Unlock()
	w.survey.found.merge(&w.found)
	w.found = newEvidence()
}

func (e *evidence) merge(o *evidence) {
	e.rows += o.rows
	e.text.merge(&o.text, keptTexts)
	e.address.merge(&o.address, keptTexts)
	e.orders.merge(o.orders)
	e.serials.merge(o.serials)
	e.genders.merge(&o.genders)
	e.dated += o.dated
	for i, n := range o.late {
		e.late[i] += n
	}
	for i, n := range o.lengths {
		e.lengths[i] += n
	}
	e.many = e.many || o.many
	for name, u := range o.units {
		e.unit(name).merge(u)
	}
	for d, o := range o.dates {
		e.date(d).merge(o)
	}
	e.blocks = append(e.blocks, o.blocks...)
	for v, o := range o.shared {
		e.holders(v).merge(o)
	}
}

// unit is the evidence of a unit; one that nobody asks for when there are too
// many.
func (e *evidence) unit(name string) *unitEvidence {
	if u := e.units[name]; u != nil {
		return u
	}
	if len(e.units) >= maxUnits {
		e.many = true
	}
	if e.many {
		return &unitEvidence{}
	}
	u := new(unitEvidence)
	e.units[name] = u
	return u
}

// Profile is the profile of the sample with what the survey knows better.
func (s *Survey) Profile(p Profile) Profile {
	e := &s.found
	w := s.texts.Worker()
	p.Findings = nil
	s.encodings(w, &p)
	s.habits(&p)
	s.values(&p)
	p.Findings = append(p.Findings, s.slipped()...)
	if e.rows == 0 {
		p.Findings = nil
	}
	return p
}

// Finding is something of a file as a whole, for its report. It holds no cell
// but the name of a unit.
type Finding struct {
	Kind     FindingKind `json:"kind"`
	Unit     string      `json:"unit,omitempty"`     // where it holds for one unit only
	Encoding string      `json:"encoding,omitempty"` // of texts
	Coding   string      `json:"coding,omitempty"`   // of genders: "0=M 1=F"
	Columns  []int       `json:"columns,omitempty"`  // of the batch
	By       int         `json:"by,omitempty"`       // columns to the right, negative to the left
	Row      int64       `json:"row,omitempty"`      // the first, as source_row
	Rows     int64       `json:"rows"`               // rows with it
	Of       int64       `json:"of"`                 // rows that could have it
	Values   int         `json:"values,omitempty"`   // distinct values that were learned
}

// FindingKind says what was found.
type FindingKind string

// The kinds of findings.
const (
	FoundEncoding     FindingKind = "encoding"         // texts in a legacy encoding
	FoundLossy        FindingKind = "lossy"            // letters lost to question marks
	FoundNumberDummy  FindingKind = "number_dummy"     // numbers that stand for "unknown"
	FoundDateDummy    FindingKind = "birth_date_dummy" // birth dates
	FoundPhoneDummy   FindingKind = "phone_dummy"      // phones
	FoundSlippedAside FindingKind = "slipped_columns"  // values stand in a neighbouring column
	FoundSlippedDown  FindingKind = "slipped_rows"     // a column's values stand beside another row's
	FoundMonthFirst   FindingKind = "month_first"      // mm/dd/yyyy
	FoundDayFirst     FindingKind = "day_first"        // dd/mm/yyyy in one unit of a file of the other order
	FoundFrom1904     FindingKind = "dates_1904"       // serials count from 1904
	FoundGenders      FindingKind = "gender_coding"    // coded genders mean what they usually do not
)
