package jobs

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"unsafe"

	"golang.org/x/text/unicode/norm"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/register"
	"lamsach/schemas"
)

// registerRoles are the columns that a snapshot is built from.
var registerRoles = []schemas.Role{
	schemas.RolePersonalID, schemas.RoleCMND, schemas.RoleFormerIDs, schemas.RoleFullName, schemas.RoleOtherNames,
	schemas.RoleBirthDate, schemas.RoleDeathDate, schemas.RoleGender, schemas.RoleBirthProvince, schemas.RolePermanentProvince,
	schemas.RolePermanentCommune, schemas.RoleAddress, schemas.RoleEthnicity, schemas.RoleStatus, schemas.RoleHousehold,
	schemas.RoleFatherID, schemas.RoleMotherID, schemas.RoleSpouseID, schemas.RoleUpdatedAt,
}

// registerLayout says where the columns of a register input stand.
type registerLayout struct {
	read   []int                // columns of the file, ascending
	at     map[schemas.Role]int // index into the batch, -1 for an absent column
	absent []schemas.Role
}

func registerLayoutOf(d *schemas.Description, cols []schemas.ColumnInfo) registerLayout {
	l := registerLayout{at: map[schemas.Role]int{}}
	for _, role := range registerRoles {
		l.at[role] = -1
	}
	for _, r := range d.Recognise(cols) {
		if at, known := l.at[r.Role]; known && at < 0 {
			l.at[r.Role] = len(l.read)
			l.read = append(l.read, r.Column)
		}
	}
	for _, role := range registerRoles {
		if l.at[role] < 0 {
			l.absent = append(l.absent, role)
		}
	}
	return l
}

// rowsAtOnce is how many people are put together before they are added: few
// enough to stay in the processor's cache.
const rowsAtOnce = 1 << 11

// registerWorker is the scratch of one goroutine of a build.
type registerWorker struct {
	clean  *clean.Worker
	batch  pipeline.Batch
	layout *registerLayout
	file   uint32

	pin, cmnd, former, father, mother, spouse []schemas.Number // by entry
	birth, death, changed                     []schemas.Date
	updated                                   []int64
	gender                                    []schemas.Gender
	name, others                              pipeline.Texts
	lists                                     [3]pipeline.Column // of listRoles, where spread made them
	listed                                    [3]bool
	from, to                                  int // rows of the batch that are put together
	people                                    []register.Person
	numbers                                   []schemas.Number
	texts                                     []string
}

func newRegisterWorker() *registerWorker {
	return &registerWorker{clean: clean.New(clean.NoColumns(), clean.Profile{}).Worker()}
}

// guarded reads one part and adds its people; see worker.guarded.
func (w *registerWorker) guarded(ctx context.Context, in *registerInput, p pipeline.Part, b *register.Builder) (err error) {
	defer func() { err = recovered(recover(), fmt.Sprintf("part %d", p.Index), err) }()
	if err := ctx.Err(); err != nil {
		return err
	}
	file := in.files[p.File]
	input, release, err := in.opened.table(file.input)
	if err == nil {
		defer release()
		w.layout, w.file = &file.layout, uint32(p.File)
		err = input.Read(ctx, p, w.layout.read, &w.batch)
	}
	if err != nil {
		return registerFault(file.input.found, err)
	}
	w.spread()
	w.columns()
	for w.from = 0; w.from < w.batch.Rows; w.from = w.to {
		w.to = min(w.from+rowsAtOnce, w.batch.Rows)
		people := w.rows(p)
		if in.delta != nil {
			in.delta.Note(people)
		}
		if err := b.Add(people); err != nil {
			return passing(err)
		}
	}
	return nil
}

// columns cleans the batch column by column, once for each entry.
func (w *registerWorker) columns() {
	w.pin = w.cleanNumbers(schemas.RolePersonalID, schemas.PersonalID, w.pin)
	w.cmnd = w.cleanNumbers(schemas.RoleCMND, schemas.CMND, w.cmnd)
	w.former = w.cleanNumbers(schemas.RoleFormerIDs, schemas.PersonalID, w.former)
	w.father = w.cleanNumbers(schemas.RoleFatherID, schemas.PersonalID, w.father)
	w.mother = w.cleanNumbers(schemas.RoleMotherID, schemas.PersonalID, w.mother)
	w.spouse = w.cleanNumbers(schemas.RoleSpouseID, schemas.PersonalID, w.spouse)
	w.birth = w.cleanDates(schemas.RoleBirthDate, w.birth)
	w.death = w.cleanDates(schemas.RoleDeathDate, w.death)
	w.moments()
	w.gender = w.gender[:0]
	if c := w.column(schemas.RoleGender); c != nil {
		w.gender = append(w.gender, make([]schemas.Gender, c.Entries())...)
		w.clean.Genders(c, w.gender)
	}
	w.clean.Names(w.column(schemas.RoleFullName), &w.name)
	if c := w.column(schemas.RoleOtherNames); c != nil {
		w.clean.Names(c, &w.others)
	}
}

// column of a role, nil when the file has none.
func (w *registerWorker) column(role schemas.Role) *pipeline.Column {
	if i := slices.Index(listRoles, role); i >= 0 && w.listed[i] {
		return &w.lists[i]
	}
	if at := w.layout.at[role]; at >= 0 {
		return &w.batch.Columns[at]
	}
	return nil
}

func (w *registerWorker) cleanNumbers(role schemas.Role, kind schemas.NumberKind, out []schemas.Number) []schemas.Number {
	c := w.column(role)
	if c == nil {
		return out[:0]
	}
	out = append(out[:0], make([]schemas.Number, c.Entries())...)
	w.clean.Numbers(c, kind, out)
	return out
}

func (w *registerWorker) cleanDates(role schemas.Role, out []schemas.Date) []schemas.Date {
	c := w.column(role)
	if c == nil {
		return out[:0]
	}
	out = append(out[:0], make([]schemas.Date, c.Entries())...)
	w.clean.Dates(c, out)
	return out
}

// rows puts the columns of the next rows together to people. They borrow the
// batch and are valid until the next call; the builder copies what it keeps.
func (w *registerWorker) rows(p pipeline.Part) []register.Person {
	w.people = slices.Grow(w.people[:0], w.to-w.from)[:w.to-w.from]
	clear(w.people)
	w.numbers, w.texts = w.numbers[:0], w.texts[:0]
	for i := range w.people {
		w.people[i].File, w.people[i].Row = w.file, p.FirstRow+int64(w.from+i)
	}
	w.scalars()
	w.numberLists(schemas.RoleCMND, w.cmnd, func(p *register.Person, n []schemas.Number) { p.CMND = n })
	w.numberLists(schemas.RoleFormerIDs, w.former, func(p *register.Person, n []schemas.Number) { p.Former = n })
	w.otherNames()
	w.residence()
	return w.people
}

// scalars fills in the fields of one value.
func (w *registerWorker) scalars() {
	w.each(w.column(schemas.RolePersonalID), func(i int, e int32) { w.people[i].PIN = w.pin[e] })
	w.each(w.column(schemas.RoleBirthDate), func(i int, e int32) { w.people[i].Birth = w.birth[e] })
	w.each(w.column(schemas.RoleDeathDate), func(i int, e int32) { w.people[i].Death = w.death[e] })
	w.each(w.column(schemas.RoleGender), func(i int, e int32) { w.people[i].Gender = w.gender[e] })
	w.each(w.column(schemas.RoleFatherID), func(i int, e int32) { w.people[i].Father = w.father[e].Value() })
	w.each(w.column(schemas.RoleMotherID), func(i int, e int32) { w.people[i].Mother = w.mother[e].Value() })
	w.each(w.column(schemas.RoleSpouseID), func(i int, e int32) { w.people[i].Spouse = w.spouse[e].Value() })
	w.each(&w.name, func(i int, e int32) { w.people[i].Name = borrow(w.name.Entry(e)) })
	w.text(schemas.RoleEthnicity, func(p *register.Person, text []byte) { p.Ethnicity = borrow(text) })
	w.text(schemas.RoleAddress, func(p *register.Person, text []byte) { p.Address = borrow(composed(text)) })
	w.text(schemas.RoleStatus, func(p *register.Person, text []byte) { p.Status, _ = register.ParseStatus(borrow(text)) })
	w.text(schemas.RoleHousehold, func(p *register.Person, text []byte) { p.Household = register.HouseholdNumber(text) })
	w.each(w.column(schemas.RoleUpdatedAt), func(i int, e int32) { w.people[i].Updated = w.updated[e] })
}

// residence fills in places. A code that is no number is given on as one that
// nobody has, so that the builder reports it.
func (w *registerWorker) residence() {
	w.text(schemas.RoleBirthProvince, func(p *register.Person, text []byte) { p.BirthProvince = uint8(placeCode(text, 255)) })
	w.text(schemas.RolePermanentProvince, func(p *register.Person, text []byte) { p.Province = uint8(placeCode(text, 255)) })
	w.text(schemas.RolePermanentCommune, func(p *register.Person, text []byte) { p.Commune = uint16(placeCode(text, 65535)) })
}

// placeCode reads a code of the statistics office, with or without its leading
// zeros; anything else is the largest code, which no place has.
func placeCode(text []byte, largest int) int {
	code := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return largest
		}
		if code = code*10 + int(c-'0'); code >= largest {
			return largest
		}
	}
	return code
}

// text calls set for every row with a text that is not empty.
func (w *registerWorker) text(role schemas.Role, set func(*register.Person, []byte)) {
	c := w.column(role)
	w.each(c, func(i int, e int32) {
		if text := c.Entry(e); len(text) > 0 {
			set(&w.people[i], text)
		}
	})
}

// each calls f with every one of the rows that has a value in a column.
func (w *registerWorker) each(c *pipeline.Column, f func(row int, entry int32)) {
	if c == nil || len(c.Lists) > 0 {
		return
	}
	for i, e := range c.Index[w.from:w.to] {
		if e >= 0 {
			f(i, e)
		}
	}
}

// elements calls f with the entries of every one of the rows in a column, list
// or not.
func (w *registerWorker) elements(c *pipeline.Column, f func(row int, entries []int32)) {
	if c == nil {
		return
	}
	for i := range w.to - w.from {
		r := w.from + i
		if len(c.Lists) == 0 {
			f(i, c.Index[r:r+1])
		} else {
			f(i, c.Index[c.Lists[r]:c.Lists[r+1]])
		}
	}
}

func (w *registerWorker) numberLists(role schemas.Role, numbers []schemas.Number, set func(*register.Person, []schemas.Number)) {
	w.elements(w.column(role), func(i int, entries []int32) {
		first := len(w.numbers)
		for _, e := range entries {
			if e >= 0 && numbers[e] != 0 {
				w.numbers = append(w.numbers, numbers[e])
			}
		}
		if len(w.numbers) > first {
			set(&w.people[i], w.numbers[first:len(w.numbers):len(w.numbers)])
		}
	})
}

func (w *registerWorker) otherNames() {
	if w.column(schemas.RoleOtherNames) == nil {
		return
	}
	w.elements(&w.others, func(i int, entries []int32) {
		first := len(w.texts)
		for _, e := range entries {
			if e >= 0 {
				w.texts = append(w.texts, borrow(w.others.Entry(e)))
			}
		}
		if len(w.texts) > first {
			w.people[i].OtherNames = w.texts[first:len(w.texts):len(w.texts)]
		}
	})
}

// borrow views bytes as a string without copying: for values that end with the
// batch they lie in.
func borrow(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// composed is a text in Unicode form C. Latin text without combining marks
// (U+0300 to U+036F: first byte CC or CD) is so already, which two scans tell
// many times faster than the normaliser.
func composed(text []byte) []byte {
	if bytes.IndexByte(text, 0xCC) < 0 && bytes.IndexByte(text, 0xCD) < 0 || norm.NFC.IsNormal(text) {
		return text
	}
	return norm.NFC.Bytes(text)
}

// moments reads when rows were last changed: the moment that a text states, or
// else the date that the cleaning can read.
func (w *registerWorker) moments() {
	w.updated, w.changed = w.updated[:0], w.changed[:0]
	c := w.column(schemas.RoleUpdatedAt)
	if c == nil {
		return
	}
	for e := range int32(c.Entries()) {
		t, ok := moment(c.Entry(e))
		if !ok {
			if len(w.changed) == 0 {
				w.changed = w.cleanDates(schemas.RoleUpdatedAt, w.changed)
			}
			t = dayMoment(w.changed[e])
		}
		w.updated = append(w.updated, t)
	}
}

// moment reads YYYY-MM-DD hh:mm:ss, or the beginning of it, whatever stands
// between, to a number of 14 digits: an ascending scale.
func moment(text []byte) (t int64, ok bool) {
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	digits := 0
	for _, c := range text {
		if c >= '0' && c <= '9' && digits < 14 {
			t = t*10 + int64(c-'0')
			digits++
		} else if c == '.' || c == '+' || c == 'Z' {
			break
		}
	}
	for ; digits > 0 && digits < 14; digits++ {
		t *= 10
	}
	return t, true
}

// dayMoment is the moment at which a date begins, 0 for none.
func dayMoment(d schemas.Date) int64 {
	return (int64(d.Year())*10_000 + int64(d.Month())*100 + int64(d.Day())) * 1_000_000
}
