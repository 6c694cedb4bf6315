package link

import (
	"lamsach/matchers/kernel"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// row is the cleaned row under judgement, with what is derived from it once.
type row struct {
	at         int  // in the part
	detailed   bool // addresses are compared below the commune: see Worker.byDetails
	kind       clean.RowKind
	foreign    bool // about a foreigner, whom the register does not have
	notes      noteSet
	pin, cmnd  schemas.Number
	couple     bool      // the row names two people
	handed     bool      // a number is the second person's, and pinOwner that of the other
	padded     bool      // the personal ID lacked a zero, and pinOwner is its owner: see Worker.putZeroBack
	pinOwner   uint32    // to whom the personal ID belongs now
	odd        clean.Odd // digit string that is no usable number, 0 none
	relatives  bool      // the row names relatives, or gives their numbers
	background bool      // or where the person was born, or the household
	name       kernel.Name
	folded     kernel.FoldedName
	full       uint64 // hash of the folded name
	plain      bool   // the name has no mark at all
	asWritten  bool   // the name cell held its canonical form
	birth      schemas.Date
	gender     schemas.Gender
	place      places.Place
	event      schemas.Date                  // of what the row tells of, unless it is a death; 0 for none
	reported   schemas.Date                  // when the file was made, for a row that tells of no death
	day        float64                       // share of people born on the row's birth date
	year       float64                       // share of people born in its year
	sameName   [3]float64                    // see Worker.sameName; 0 until asked for
	boundSame  [register.Decades + 1]float64 // see Worker.boundSameName, by decade; 0 until asked for
	births     [kernel.DateRelations]float64 // see boundBirths; empty until asked for
	mostPlace  float64                       // see Worker.mostPlace; 0 until asked for
	rowShare   float64                       // log2 share of its name, see Worker.rowShare; 0 until asked for
	local      float64                       // see Worker.nameByPlace; 1 until the row goes through blocks
	spelling   [2]float64                    // see Worker.rowSpelling; 0 until asked for
}

// load prepares row i of a part.
func (w *Worker) load(rows *clean.Rows, i int, notes noteSet) {
	r := &w.row
	w.last.person = pipeline.NoPerson
	w.rows = rows
	*r = row{
		at:   i,
		kind: rows.Kind[i], foreign: rows.Foreign(i), notes: notes, pin: rows.PIN[i], cmnd: rows.CMND[i],
		odd: rows.Odd[i], birth: rows.Birth[i], gender: rows.Gender[i], place: rows.Place[i], local: 1,
	}
	if rows.Death.At(i) == 0 {
		r.event, r.reported = rows.Event.At(i), rows.Reported.At(i)
	}
	r.day, r.year = w.shares.day(r.birth), w.shares.share(w.shares.f.Year(r.birth.Year()))
	w.putZeroBack()
	w.coder.Reserve()
	w.loadName(rows, i)
	second := w.loadSecond(rows, i)
	if rows.Background != nil || second {
		w.loadBackground(rows.Background, i)
	}
}

// putZeroBack takes eleven digits, or ten, that are somebody's number without its
// first zeros for that number. Cleaning puts zeros back only where the number then fits
// the row's birth and gender; one that does not is most often somebody else's.
func (w *Worker) putZeroBack() {
	r := &w.row
	n := schemas.MakeNumber(schemas.PersonalID, r.odd.Value())
	if lacks := n.Digits() - r.odd.Len(); r.pin != 0 || lacks < 1 || lacks > 2 {
		return
	}
	if p, ok := w.people.ByPIN(n); ok {
		r.pin, r.pinOwner, r.odd, r.padded = n, p, 0, true
	}
}

func (w *Worker) loadName(rows *clean.Rows, i int) {
	r := &w.row
	name := rows.Name.Value(i)
	w.coder.Encode(name, &r.name)
	if r.name.Len == 0 {
		return
	}
	r.folded = w.coder.Hashes(&r.name)
	r.full = r.folded.Full()
	r.plain = w.coder.Plain(&r.name)
	if at := rows.Cols.Name; at >= 0 {
		r.asWritten = string(rows.Batch.Columns[at].Value(i)) == string(name)
	}
}

// lookable says whether the row can be looked up at all: a usable number, or a
// name with a birth date, a year, a place or a relative.
func (r *row) lookable() bool {
	if r.pin != 0 || r.cmnd != 0 {
		return true
	}
	return r.name.Len > 0 && (r.birth != 0 || r.place.Province != 0 || r.relatives)
}

// swapped is the birth date with day and month exchanged, 0 where that is no
// other date.
func (r *row) swapped() schemas.Date {
	if r.birth.Precision() != schemas.FullDate || r.birth.Day() > 12 || r.birth.Day() == r.birth.Month() {
		return 0
	}
	return schemas.MakeDate(r.birth.Year(), r.birth.Day(), r.birth.Month())
}
