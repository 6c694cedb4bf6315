package clean

import (
	"math/bits"

	"lamsach/pipeline"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// join goes over the rows once, after every column was cleaned by itself: it
// settles what needs several columns and writes the notes.
func (w *Worker) join(b *pipeline.Batch) {
	c := &w.rows.Cols
	name, birth, gender := index(b, c.Name), index(b, c.Birth), index(b, c.Gender)
	number, cmnd, any := index(b, c.Number), index(b, c.CMND), index(b, c.AnyNumber)
	phone, address := index(b, c.Phone), index(b, c.Address)
	r := &w.rows
	w.readBeside(b, c)
	w.readHabits(b, c)
	for row := range b.Rows {
		var j joined
		if name != nil {
			j.name = nameCell{codes: code(schemas.IssueNameMissing)}
			if e := name[row]; e >= 0 {
				j.name = w.nameCells[e]
			}
		}
		if birth != nil {
			j.birth = dateCell{codes: code(schemas.IssueDateMissing)}
			if e := birth[row]; e >= 0 {
				j.birth = w.dateCells[e]
			}
		}
		if gender != nil {
			j.gender = w.noGender()
			if e := gender[row]; e >= 0 {
				j.gender = w.gender[e]
			}
		}
		j.number = cellAt(w.number, number, row)
		j.cmnd = cellAt(w.cmnd, cmnd, row)
		j.any = cellAt(w.any, any, row)
		w.applyHabits(&j, row)
		if r.Second.Name(row) != nil {
			w.joinSecond(b, row, &j)
		}
		w.joinNumbers(b, row, &j)
		w.joinDates(&j)
		w.crossCheck(&j)
		w.checkBeside(&j, row)
		if phone != nil {
			j.notes[FieldPhone] = codesAt(w.phoneCodes, phone[row], schemas.IssuePhoneMissing)
		}
		r.Place[row] = places.Place{}
		if address != nil {
			j.notes[FieldAddress] = codesAt(w.addrCodes, address[row], schemas.IssueAddressMissing)
			if e := address[row]; e >= 0 {
				r.Place[row] = w.addrPlace[e]
			}
		}
		if w.beside.there {
			r.Place[row] = w.beside.completed(r.Place[row], row)
		}
		j.notes[FieldName], j.notes[FieldGender] = j.name.codes, j.gender.codes
		r.PIN[row], r.CMND[row], r.Odd[row] = j.pin, j.oldNumber, j.odd
		r.Birth[row], r.Gender[row] = j.birth.date, j.gender.gender
		r.Kind[row] = w.kind(b, row, &j)
		w.note(uint32(row), &j.notes)
		w.notePaper(row)
		if r.Background != nil {
			w.noteBackground(b, row)
		}
		if len(c.Checks) > 0 {
			w.noteValues(row, j.birth.date)
		}
	}
}

// joined is one row on its way.
type joined struct {
	name              nameCell
	birth             dateCell
	gender            genderCell
	number, cmnd, any *numberCell
	pin, oldNumber    schemas.Number
	odd               Odd
	notes             [FirstPaper]codes
}

// index returns the row index of a column, nil for a role nobody plays.
func index(b *pipeline.Batch, at int) []int32 {
	if at < 0 {
		return nil
	}
	return b.Columns[at].Index
}

var (
	missingNumber  = numberCell{codes: codeNumberMissing}
	noNumberColumn numberCell
)

func cellAt(cells []numberCell, index []int32, row int) *numberCell {
	if index == nil {
		return &noNumberColumn
	}
	if e := index[row]; e >= 0 {
		return &cells[e]
	}
	return &missingNumber
}

func codesAt(cs []codes, e int32, missing schemas.Code) codes {
	if e < 0 {
		return code(missing)
	}
	return cs[e]
}

// joinNumbers finds the personal ID and the CMND of a row wherever they stand,
// and decides whether lost zeros are put back. A row that states neither, not
// even damaged, has the personal ID that stands for its tax code or insurance
// number.
func (w *Worker) joinNumbers(b *pipeline.Batch, row int, j *joined) {
	number, cmnd := &j.notes[FieldPersonalID], &j.notes[FieldCMND]
	*number = j.number.codes&^codeNumberMissing | j.any.codes&^codeNumberMissing
	*cmnd = j.cmnd.codes &^ codeNumberMissing // most people under forty have none
	j.pin = firstNumber(j.number.pin, j.any.pin)
	if j.pin == 0 && j.cmnd.pin != 0 {
		j.pin = j.cmnd.pin
	}
	if j.cmnd.pin != 0 && j.cmnd.cmnd == 0 {
		*cmnd |= codeNumberMoved
	}
	j.oldNumber = firstNumber(j.cmnd.cmnd, j.any.cmnd)
	if j.number.cmnd != 0 {
		if j.number.pin == 0 {
			*number |= codeNumberMoved
		}
		j.oldNumber = firstNumber(j.oldNumber, j.number.cmnd)
	}
	if j.pin == 0 {
		w.pad(j, j.number, number)
		w.pad(j, j.any, number)
		w.pad(j, j.cmnd, cmnd)
	}
	if j.pin == 0 && j.oldNumber == 0 && (j.number.codes|j.any.codes|j.cmnd.codes)&codeNumberMalformed == 0 {
		if j.pin = w.otherPIN(b, row, j); j.pin != 0 {
			*number |= codeNumberMoved
		}
	}
	for _, cell := range [...]*numberCell{j.number, j.any, j.cmnd} {
		if j.odd == 0 && (j.pin == 0 || cell.pin == j.pin) {
			j.odd = cell.odd
		}
	}
	if *number == 0 && j.pin == 0 && (j.number.codes|j.any.codes)&codeNumberMissing != 0 {
		*number |= codeNumberMissing
	}
	if w.rows.Cols.Number < 0 && w.rows.Cols.AnyNumber < 0 && j.cmnd.codes&codeNumberMissing != 0 {
		*cmnd |= codeNumberMissing
	}
}

func firstNumber(a, b schemas.Number) schemas.Number {
	if a != 0 {
		return a
	}
	return b
}

// pad puts lost zeros back when the number then agrees with the row. Ten
// digits may also be a tax code or a social insurance number: they need the
// row's birth year to agree.
func (w *Worker) pad(j *joined, cell *numberCell, notes *codes) {
	if j.pin != 0 || cell.pad == 0 || !w.padded(cell.pad, w.century(j.birth, cell.pad), j.gender.gender) {
		return
	}
	if cell.padLen == 10 && j.birth.date == 0 {
		return
	}
	j.pin = cell.pad
	*notes = *notes&^codeNumberMalformed | codeNumberZeros
}

// century is a birth date with the century of a personal ID, when the year was
// written with two digits and they are those of the number.
func (w *Worker) century(cell dateCell, pin schemas.Number) schemas.Date {
	if !cell.short || pin == 0 || pin.BirthYear()%100 != cell.date.Year()%100 || pin.BirthYear() > w.plan.dates.last {
		return cell.date
	}
	d := schemas.MakeDate(pin.BirthYear(), cell.date.Month(), cell.date.Day())
	if !d.Valid() {
		return cell.date
	}
	return d
}

// joinDates settles the century of a two-digit year, and drops 1 January 1970
// where the number or the whole file shows it to be day zero of a program.
func (w *Worker) joinDates(j *joined) {
	j.birth.date = w.century(j.birth, j.pin)
	j.notes[FieldBirthDate] = j.birth.codes
	if j.birth.date != epoch {
		return
	}
	known := j.pin != 0 && w.structure(j.pin) == 0
	if known && j.pin.BirthYear() != 1970 || !known && w.plan.profile.EpochIsDummy {
		j.birth.date = 0
		j.notes[FieldBirthDate] = codeDatePlaceholder
	}
}

// crossCheck holds the number against the row.
func (w *Worker) crossCheck(j *joined) {
	if j.pin == 0 {
		return
	}
	field := FieldPersonalID
	if j.number.pin != j.pin && j.any.pin != j.pin && j.cmnd.pin == j.pin {
		field = FieldCMND
	}
	if j.gender.gender != schemas.NoGender && j.pin.Gender() != j.gender.gender {
		j.notes[field] |= code(schemas.IssueNumberGender)
	}
	if j.birth.date != 0 && j.pin.BirthYear() != j.birth.date.Year() {
		j.notes[field] |= code(schemas.IssueNumberYear)
	}
}

// note writes the notes of a row in the order of fields and codes.
func (w *Worker) note(row uint32, notes *[FirstPaper]codes) {
	for f, cs := range notes {
		w.noteField(row, Field(f), cs)
	}
}

func (w *Worker) noteField(row uint32, f Field, cs codes) {
	for ; cs != 0; cs &= cs - 1 {
		w.rows.Notes = append(w.rows.Notes, Note{Row: row, Field: f, Code: schemas.Code(bits.TrailingZeros64(uint64(cs)))})
	}
}
