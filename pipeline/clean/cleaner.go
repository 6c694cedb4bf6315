package clean

import (
	"slices"

	"lamsach/pipeline"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Cleaner is the plan of cleaning one file: immutable, shared by all workers.
type Cleaner struct {
	cols    Columns
	profile Profile
	facts   *facts
	name    decoder
	address decoder
	dummies map[schemas.Number]struct{}
	dates   dateRules
	gender  genderCoding

	paperKinds []*paperKind // of Worker.rows.Papers
	papers     []Paper      // without content
	units      unitDecoder
	phones     map[string]struct{} // dummies
	habits     map[string]*habit   // of units that write otherwise
}

// RulesVersion changes whenever this package, the places or the syllable codes
// may make something else of a text; snapshots and runs carry it.
const RulesVersion = "clean-7"

// New returns the cleaner of a file with these columns and profile. The zero
// profile is that of a file without peculiarities.
func New(cols Columns, p Profile) *Cleaner {
	c := &Cleaner{cols: cols, profile: p, facts: loadFacts()}
	c.name = newDecoder(p.NameEncodings, p.NameWhole)
	c.address = newDecoder(p.AddressEncodings, p.AddressWhole)
	c.dummies = make(map[schemas.Number]struct{}, len(p.Dummies))
	for _, n := range p.Dummies {
		c.dummies[n] = struct{}{}
	}
	c.dates = newDateRules(p)
	c.gender = newGenderCoding(p.Genders)
	c.papers, c.paperKinds = papersOf(cols.Pass)
	c.units = newUnitDecoder(p.Units)
	c.habits = newHabits(p.Habits)
	c.phones = make(map[string]struct{}, len(p.DummyPhones))
	for _, phone := range p.DummyPhones {
		c.phones[phone] = struct{}{}
	}
	return c
}

// Worker returns the scratch of one goroutine.
func (c *Cleaner) Worker() *Worker {
	return &Worker{rows: Rows{Papers: slices.Clone(c.papers)}, plan: c, facts: c.facts, places: places.NewParser(), memo: newMemo[knownWord](wordSlots, wordArena), slow: newMemo[nameCell](nameSlots, nameArena), seen: new(seen)}
}

// Worker cleans batches on one goroutine. Its memory is reused from batch to
// batch; after the first few batches it allocates nothing per row.
type Worker struct {
	plan   *Cleaner
	facts  *facts
	places *places.Parser
	memo   *wordMemo
	slow   *nameMemo
	seen   *seen
	again  again // addresses

	slowNames int64 // that the short way could not clean
	thorough  bool  // every step is made for every one of them: what tests compare with

	names nameScratch
	rows  Rows

	// per entry of the column being cleaned
	nameCells  []nameCell
	dateCells  []dateCell
	gender     []genderCell
	phoneCodes []codes
	addrCodes  []codes
	addrPlace  []places.Place
	number     []numberCell
	cmnd       []numberCell
	any        []numberCell
	decoded    []byte    // bytes of a cell behind Windows-1252
	two        [2][]byte // a cell that names two people, as decoded and tidied
	trial      []byte    // what the encodings make of them
	spare      []byte
	scratch    []byte

	// what stands in several columns
	view      pipeline.Batch
	composers [3]composer
	beside    besidePlaces
	passed    []pipeline.Column // carried through, decoded
	units     unitTexts
	checks    checks
	carried   carriedDates
	habits    unitHabits

	background *background  // nil until a file has one
	values     *valueChecks // likewise
	passes     []Pass       // of the background's columns, see showBackground
}

// Clean brings a batch into canonical form. The result belongs to the worker
// and is valid until its next Clean; it refers to the batch. What stands in
// several columns is one column of Rows.Batch, behind those of b.
func (w *Worker) Clean(b *pipeline.Batch) *Rows {
	r := &w.rows
	b, r.Cols = w.composeParts(b, w.plan.cols)
	b, names, addresses := w.splitByUnit(b, &r.Cols)
	r.N, r.Batch = b.Rows, b
	c := &r.Cols
	w.carried.begin(w.plan.dates.monthFirst)
	r.Kind = sized(r.Kind, b.Rows)
	r.PIN = sized(r.PIN, b.Rows)
	r.CMND = sized(r.CMND, b.Rows)
	r.Odd = sized(r.Odd, b.Rows)
	r.Birth = sized(r.Birth, b.Rows)
	r.Gender = sized(r.Gender, b.Rows)
	r.Place = sized(r.Place, b.Rows)
	r.Notes = r.Notes[:0]

	w.number = w.cleanNumbers(column(b, c.Number), w.number)
	w.cmnd = w.cleanNumbers(column(b, c.CMND), w.cmnd)
	w.any = w.cleanNumbers(column(b, c.AnyNumber), w.any)
	w.cleanNames(names.column(b, c.Name), &r.Name)
	w.cleanSeconds(names.column(b, c.Name))
	w.cleanDates(column(b, c.Birth))
	w.cleanGenders(column(b, c.Gender))
	w.cleanPhones(column(b, c.Phone), &r.Phone)
	w.dropDummyPhones(&r.Phone)
	w.cleanAddresses(addresses.column(b, c.Address), &r.Address)
	if names != nil {
		for e := names.from; e < len(w.nameCells); e++ {
			w.nameCells[e].codes |= code(schemas.RepairNameDecoded)
		}
	}
	if addresses != nil {
		for e := addresses.from; e < len(w.addrCodes); e++ {
			w.addrCodes[e] |= codeAddressForm
		}
	}
	w.readPlaces(b, c)
	w.cleanPapers(b)
	for _, t := range []*pipeline.Texts{&r.Name, &r.Phone, &r.Address} {
		if len(t.Index) == 0 && b.Rows > 0 {
			t.Index = fill(t.Index, b.Rows, -1)
		}
	}
	r.Background = w.cleanBackground(b, c)
	shown := w.decodePass(b)
	w.checkValues(shown, c)
	w.join(b)
	r.Batch = w.showBackground(shown)
	w.markRows(b)
	w.fingerprintApart(b)
	return r
}

// Names cleans a column of names (a list column too); out gets an entry for each
// entry of c and an index for each row, -1 where nothing is left of a name.
func (w *Worker) Names(c *pipeline.Column, out *pipeline.Texts) {
	w.cleanNames(c, out)
	out.Lists = append(out.Lists[:0], c.Lists...)
}

// Dates cleans a column of dates; out has room for each entry of c. Two-digit
// years are taken to lie in the past.
func (w *Worker) Dates(c *pipeline.Column, out []schemas.Date) {
	w.cleanDates(c)
	for e, d := range w.dateCells {
		out[e] = d.date
	}
}

// Numbers cleans a column of numbers of a kind (NoNumber: either); out has room
// for each entry of c. Lost zeros are put back where the number then has the
// structure of a personal ID.
func (w *Worker) Numbers(c *pipeline.Column, kind schemas.NumberKind, out []schemas.Number) {
	w.any = w.cleanNumbers(c, w.any)
	for e := range w.any {
		cell := &w.any[e]
		pin := cell.pin
		if pin == 0 && w.padded(cell.pad, 0, schemas.NoGender) && cell.padLen == 11 {
			pin = cell.pad
		}
		switch {
		case kind != schemas.CMND && pin != 0:
			out[e] = pin
		case kind != schemas.PersonalID:
			out[e] = cell.cmnd
		default:
			out[e] = 0
		}
	}
}

// Genders cleans a column of genders; out has room for each entry of c.
func (w *Worker) Genders(c *pipeline.Column, out []schemas.Gender) {
	w.cleanGenders(c)
	for e, g := range w.gender {
		out[e] = g.gender
	}
}

// column returns a column of the batch, an empty one for a role nobody plays.
func column(b *pipeline.Batch, at int) *pipeline.Column {
	if at < 0 {
		return &noColumn
	}
	return &b.Columns[at]
}

var noColumn pipeline.Column

// sized returns s with length n, its content undefined, growing only when needed.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/8)
	}
	return s[:n]
}

func fill[T any](s []T, n int, v T) []T {
	s = sized(s, n)
	for i := range s {
		s[i] = v
	}
	return s
}

// reset empties a text column and gives it room for entries.
func reset(t *pipeline.Texts, entries int) {
	t.Offsets = append(sized(t.Offsets, entries+1)[:0], 0)
	t.Bytes = t.Bytes[:0]
	t.Lists = t.Lists[:0]
}

// endEntry closes an entry whose bytes were appended.
func endEntry(t *pipeline.Texts) { t.Offsets = append(t.Offsets, int32(len(t.Bytes))) }

// indexLike gives out the index of in, without the entries that are empty in out.
func indexLike(in *pipeline.Column, out *pipeline.Texts) {
	out.Index = sized(out.Index, len(in.Index))
	for i, e := range in.Index {
		if e >= 0 && out.Offsets[e] == out.Offsets[e+1] {
			e = -1
		}
		out.Index[i] = e
	}
}
