package clean

import (
	"math/bits"
	"slices"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// A value that stands on so many rows, in such a share of them or not, beside
// so many different names is nobody's: a clerk or a program wrote it for
// "unknown". The number that an agent puts on his customers is rarer, and is a
// person's; that of a firm's or a family's many contracts has few names.
const (
	dummyRows  = 50
	dummyShare = 200 // one row in
	dummyNames = 20

	manyRows  = 200
	manyNames = 100
)

// frequentValue is a number or a phone that may be a dummy.
type frequentValue struct {
	number schemas.Number
	phone  string
}

// holders are the rows of a value.
type holders struct {
	rows  int64
	names map[uint64]struct{} // hashes of cells, at most manyNames
}

func (h *holders) add(name uint64) {
	h.rows++
	if len(h.names) < manyNames {
		h.names[name] = struct{}{}
	}
}

func (h *holders) merge(o *holders) {
	h.rows += o.rows
	for n := range o.names {
		if len(h.names) < manyNames {
			h.names[n] = struct{}{}
		}
	}
}

func (h *holders) dummy(all int64) bool {
	return h.rows >= dummyRows && h.rows*dummyShare >= all && len(h.names) >= dummyNames ||
		h.rows >= manyRows && len(h.names) >= manyNames
}

func (e *evidence) holders(v frequentValue) *holders {
	h := e.shared[v]
	if h == nil {
		h = &holders{names: map[uint64]struct{}{}}
		e.shared[v] = h
	}
	return h
}

// dateEvidence is how often a birth date occurs.
type dateEvidence struct {
	rows    int64
	checked int64 // beside a personal ID of sound structure
	other   int64 // which has another year
}

func (d *dateEvidence) merge(o *dateEvidence) {
	d.rows += o.rows
	d.checked += o.checked
	d.other += o.other
}

// dateRead is a birth date as it is read with the day first; open says that the
// month may stand first as well.
type dateRead struct {
	date schemas.Date
	open bool
}

// as is the date in the order of the file.
func (d dateRead) as(monthFirst bool) schemas.Date {
	if !d.open || !monthFirst {
		return d.date
	}
	return schemas.MakeDate(d.date.Year(), d.date.Day(), d.date.Month())
}

func (e *evidence) date(d dateRead) *dateEvidence {
	x := e.dates[d]
	if x == nil {
		x = new(dateEvidence)
		e.dates[d] = x
	}
	return x
}

// slotOf is a number's or phone's place among counters: what is frequent makes
// its counter high, and a high counter has something frequent, nearly always.
func slotOf(hash uint64, slots int) int {
	return int(hash >> (64 - bits.TrailingZeros(uint(slots))))
}

func hashNumber(n schemas.Number) uint64 {
	x := uint64(n) * 0x9e3779b97f4a7c15
	return (x ^ x>>29) * 0xd6e8feb86659fd93
}

// addValues counts numbers, phones and birth dates.
func (w *Surveyor) addValues(r *Rows) {
	s := w.survey
	births := index(r.Batch, r.Cols.Birth)
	for row := range r.N {
		for _, n := range [...]schemas.Number{r.PIN[row], r.CMND[row]} {
			if n != 0 {
				s.numbers[slotOf(hashNumber(n), len(s.numbers))].Add(1)
			}
		}
		if d := r.Birth[row]; d != 0 && d.Precision() == schemas.FullDate {
			x := w.found.date(dateRead{d, births[row] >= 0 && w.rows.dateCells[births[row]].order == orderOpen})
			w.found.dated++
			x.rows++
			if pin := r.PIN[row]; pin != 0 && w.rows.structure(pin) == 0 {
				x.checked++
				if pin.BirthYear() != d.Year() {
					x.other++
				}
			}
		}
	}
	if s.cols.Phone < 0 {
		return
	}
	w.hashes = hashEntries(&r.Phone, w.hashes)
	for _, e := range r.Phone.Index[:r.N] {
		if e >= 0 {
			s.phones[slotOf(w.hashes[e], len(s.phones))].Add(1)
		}
	}
}

func hashEntries(c *pipeline.Column, to []uint64) []uint64 {
	to = sized(to, c.Entries())
	for e := range to {
		to[e] = xxhash.Sum64(c.Entry(int32(e)))
	}
	return to
}

// count counts those values again, exactly and with the names beside them,
// whose counters are high.
func (w *Surveyor) count(b *pipeline.Batch, r *Rows) {
	s := w.survey
	view, cols := w.texts.composeParts(b, s.texts.cols)
	names := index(view, cols.Name)
	var hashes []uint64
	if names != nil {
		hashes = hashEntries(&view.Columns[cols.Name], nil)
	}
	name := func(row int) uint64 {
		if names == nil || names[row] < 0 {
			return 0
		}
		return hashes[names[row]]
	}
	for row := range r.N {
		for _, n := range [...]schemas.Number{r.PIN[row], r.CMND[row]} {
			if n != 0 && s.numbers[slotOf(hashNumber(n), len(s.numbers))].Load() >= s.least() {
				w.found.holders(frequentValue{number: n}).add(name(row))
			}
		}
	}
	if s.cols.Phone < 0 {
		return
	}
	w.hashes = hashEntries(&r.Phone, w.hashes)
	for row, e := range r.Phone.Index[:r.N] {
		if e >= 0 && s.phones[slotOf(w.hashes[e], len(s.phones))].Load() >= s.least() {
			w.found.holders(frequentValue{phone: string(r.Phone.Entry(e))}).add(name(row))
		}
	}
}

// least is what a counter of something frequent has at least: where each one
// counts for many values, more than chance would have it.
func (s *Survey) least() uint32 {
	each := uint32(min(s.found.rows/int64(len(s.numbers)), 1<<24))
	if each <= 2 {
		return dummyRows
	}
	return dummyRows + 3*each
}

// high says whether some counter is: only then all rows are asked again.
func (s *Survey) high() bool {
	for i := range s.numbers {
		if s.numbers[i].Load() >= s.least() || s.phones[i].Load() >= s.least() {
			return true
		}
	}
	return false
}

// values decides the dummies of the file.
func (s *Survey) values(p *Profile) {
	p.Dummies, p.DummyPhones = nil, nil
	var numberRows, phoneRows int64
	for v, h := range s.found.shared {
		switch {
		case !h.dummy(s.found.rows):
		case v.number != 0:
			p.Dummies = append(p.Dummies, v.number)
			numberRows += h.rows
		default:
			p.DummyPhones = append(p.DummyPhones, v.phone)
			phoneRows += h.rows
		}
	}
	slices.Sort(p.Dummies)
	slices.Sort(p.DummyPhones)
	epochIsDummy, dates, dateRows := s.found.datesAs(p.MonthFirst).dummies()
	p.EpochIsDummy, p.DummyDates = epochIsDummy, dates
	say := func(kind FindingKind, values int, rows int64) {
		if values > 0 {
			p.Findings = append(p.Findings, Finding{Kind: kind, Rows: rows, Of: s.found.rows, Values: values})
		}
	}
	say(FoundNumberDummy, len(p.Dummies), numberRows)
	say(FoundDateDummy, len(dates), dateRows)
	say(FoundPhoneDummy, len(p.DummyPhones), phoneRows)
}

// dateCounts are birth dates in the order of the file.
type dateCounts map[schemas.Date]*dateEvidence

func (e *evidence) datesAs(monthFirst bool) dateCounts {
	all := make(dateCounts, len(e.dates))
	for d, n := range e.dates {
		date := d.as(monthFirst)
		if all[date] == nil {
			all[date] = new(dateEvidence)
		}
		all[date].merge(n)
	}
	return all
}

// dummies decides which birth dates stand for "unknown": those that one row in
// fifty has (but 1 January, which people have of whom only the year is known),
// and those on hundreds of rows whose numbers speak against them.
func (all dateCounts) dummies() (epochIsDummy bool, dummies []schemas.Date, rows int64) {
	var total int64
	for _, d := range all {
		total += d.rows
	}
	at := func(year int) int64 {
		if d := all[schemas.MakeDate(year, 1, 1)]; d != nil {
			return d.rows
		}
		return 0
	}
	for d, n := range all {
		frequent := n.rows >= dummyRows && n.rows*50 >= total && (d.Month() != 1 || d.Day() != 1)
		refuted := n.rows >= manyRows && n.checked >= dummyRows && n.other*2 > n.checked
		if frequent || refuted && d != epoch {
			dummies = append(dummies, d)
			rows += n.rows
		}
	}
	slices.Sort(dummies)
	around := at(1968) + at(1969) + at(1971) + at(1972)
	return at(1970) >= 10 && at(1970) > around, dummies, rows
}

// dropDummyPhones takes those phones off that stand for "unknown".
func (w *Worker) dropDummyPhones(phones *pipeline.Texts) {
	if len(w.plan.phones) == 0 {
		return
	}
	for row, e := range phones.Index {
		if e < 0 {
			continue
		}
		if _, dummy := w.plan.phones[string(phones.Entry(e))]; dummy {
			w.phoneCodes[e] = code(schemas.IssuePhoneDummy)
			phones.Index[row] = -1
		}
	}
}
