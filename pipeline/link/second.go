package link

import (
	"bytes"

	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
)

// second is somebody whom a row names beside its person: "Ông A và bà B". The row
// is answered for the first, unless number and birth date are the second's, or the
// first stands in the spouse's column too. Whom it is not answered for is evidence,
// as a relative is.
type second struct {
	relativeName
	number schemas.Number
}

// loadSecond prepares the second person of row i, and says whether there is one. A
// number in the row's cell whose bearer has the second's name is the second's, and
// the other number in the cell the first's, in whichever order they stand.
func (w *Worker) loadSecond(rows *clean.Rows, i int) bool {
	s, r := &w.background.second, &w.row
	*s = second{}
	if w.coder.Encode(rows.Second.Name(i), &s.name); s.name.Len == 0 || r.name.Len == 0 {
		s.name.Len = 0
		return false
	}
	folded := w.coder.Hashes(&s.name)
	s.full, s.plain = folded.Full(), w.coder.Plain(&s.name)
	s.number = rows.Second.Number(i)
	r.couple = true
	if w.spouseFirst(rows, i) {
		w.changePlaces()
		return true
	}
	first := relativeName{name: r.name, plain: r.plain}
	for _, own := range [...]*schemas.Number{&r.pin, &r.cmnd} {
		if *own == 0 || !w.numberOfNamed(*own, &s.relativeName, &first) {
			continue
		}
		other := schemas.Number(0)
		if s.number.Kind() == own.Kind() {
			other = s.number
		}
		if other == 0 && w.bornAs(w.found[0]) {
			w.changePlaces()
			return true
		}
		s.number, *own, r.handed = *own, other, true
	}
	if r.handed {
		r.pinOwner = register.NoPerson
		if r.pin != 0 {
			r.pinOwner, _ = w.people.ByPIN(r.pin)
		}
	}
	return true
}

// bornAs says whether the row's birth date is somebody's, as far as both are known.
func (w *Worker) bornAs(p uint32) bool {
	a, b := common(w.row.birth, w.people.Birth(p))
	return a != 0 && a == b
}

// changePlaces makes the second person the row's.
func (w *Worker) changePlaces() {
	r, s := &w.row, &w.background.second
	first := relativeName{name: r.name, full: r.full, plain: r.plain}
	r.name, r.full, r.plain, r.asWritten = s.name, s.full, s.plain, false
	r.folded = w.coder.Hashes(&r.name)
	s.relativeName, s.number = first, 0
}

// spouseFirst says whether the first person of row i is the spouse, as the columns
// of the spouse say.
func (w *Worker) spouseFirst(rows *clean.Rows, i int) bool {
	if spouse := rows.Background.Name(clean.SpouseName, i); len(spouse) > 0 {
		return bytes.Equal(spouse, rows.Name.Value(i))
	}
	n := rows.Background.Number(clean.SpouseNumber, i)
	return n != 0 && w.numberOfNamed(n, &relativeName{name: w.row.name, plain: w.row.plain}, &w.background.second.relativeName)
}

// numberOfNamed says whether everybody who bears a number has a name, and nobody
// another.
func (w *Worker) numberOfNamed(n schemas.Number, name, other *relativeName) bool {
	w.found = w.found[:0]
	if n.Kind() == schemas.CMND {
		w.found = w.people.ByCMND(n, w.found)
	} else if p, ok := w.people.ByPIN(n); ok {
		w.found = append(w.found, p)
	}
	for _, p := range w.found {
		if w.relativeName(p, name).result != schemas.Agree || w.relativeName(p, other).result == schemas.Agree {
			return false
		}
	}
	return len(w.found) > 0
}
