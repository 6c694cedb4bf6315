package jobs

import (
	"strconv"

	"lamsach/pipeline/sink/columnar"
	"lamsach/register"
	"lamsach/schemas"
)

// exportTable makes one file at a time, column by column.
type exportTable struct {
	writer columnar.Writer
	people []register.Person
	text   columnar.Texts
	index  []int32
	lists  []int32
	known  map[string]int32 // entries of a column of few values
	cell   []byte
}

func newExportTable() *exportTable { return &exportTable{known: map[string]int32{}} }

// write makes the file of a range of people.
func (t *exportTable) write(s *register.Snapshot, from, to int) []byte {
	for len(t.people) < to-from {
		t.people = append(t.people, register.Person{})
	}
	t.people = t.people[:to-from]
	for i := range t.people {
		s.Person(uint32(from+i), &t.people[i])
	}
	t.writer.Begin(len(t.people))
	t.column("personal_id", func(p *register.Person, b []byte) []byte { return p.PIN.Append(b) })
	t.numbers("cmnd", func(p *register.Person) []schemas.Number { return p.CMND })
	t.numbers("former_ids", func(p *register.Person) []schemas.Number { return p.Former })
	t.column("full_name", func(p *register.Person, b []byte) []byte { return append(b, p.Name...) })
	t.column("birth_date", func(p *register.Person, b []byte) []byte { return appendDate(b, p.Birth) })
	t.words("gender", func(p *register.Person, b []byte) []byte { return append(b, p.Gender.String()...) })
	t.words("birth_province", func(p *register.Person, b []byte) []byte { return appendCode(b, int(p.BirthProvince), 2) })
	t.words("permanent_province", func(p *register.Person, b []byte) []byte { return appendCode(b, int(p.Province), 2) })
	t.words("permanent_commune", func(p *register.Person, b []byte) []byte { return appendCode(b, int(p.Commune), 5) })
	t.column("permanent_address", func(p *register.Person, b []byte) []byte { return append(b, p.Address...) })
	t.words("ethnicity", func(p *register.Person, b []byte) []byte { return append(b, p.Ethnicity...) })
	t.words("status", func(p *register.Person, b []byte) []byte { return append(b, p.Status.String()...) })
	t.column("death_date", func(p *register.Person, b []byte) []byte { return appendDate(b, p.Death) })
	t.otherNames()
	t.column("household_id", appendHousehold)
	t.column("father_id", func(p *register.Person, b []byte) []byte { return appendRelative(b, p.Father) })
	t.column("mother_id", func(p *register.Person, b []byte) []byte { return appendRelative(b, p.Mother) })
	t.column("spouse_id", func(p *register.Person, b []byte) []byte { return appendRelative(b, p.Spouse) })
	t.column("updated_at", func(p *register.Person, b []byte) []byte { return appendMoment(b, p.Updated) })
	return t.writer.Finish(map[string]string{"lamsach.snapshot": s.ID()})
}

func (t *exportTable) begin() {
	t.text.Bytes, t.text.Offsets = t.text.Bytes[:0], append(t.text.Offsets[:0], 0)
	t.index, t.lists = t.index[:0], append(t.lists[:0], 0)
}

// entry ends the cell that was appended to the text.
func (t *exportTable) entry() {
	t.index = append(t.index, int32(len(t.text.Offsets)-1))
	t.text.Offsets = append(t.text.Offsets, int32(len(t.text.Bytes)))
}

// column writes a column of texts; an empty one is null.
func (t *exportTable) column(name string, cell func(*register.Person, []byte) []byte) {
	t.begin()
	for i := range t.people {
		before := len(t.text.Bytes)
		if t.text.Bytes = cell(&t.people[i], t.text.Bytes); len(t.text.Bytes) == before {
			t.index = append(t.index, -1)
			continue
		}
		t.entry()
	}
	t.writer.Text(name, t.index, t.text, true)
}

// words writes a column of few values, each once.
func (t *exportTable) words(name string, cell func(*register.Person, []byte) []byte) {
	t.begin()
	clear(t.known)
	for i := range t.people {
		t.cell = cell(&t.people[i], t.cell[:0])
		entry, met := t.known[string(t.cell)]
		switch {
		case len(t.cell) == 0:
			t.index = append(t.index, -1)
		case met:
			t.index = append(t.index, entry)
		default:
			t.known[string(t.cell)] = int32(len(t.text.Offsets) - 1)
			t.text.Bytes = append(t.text.Bytes, t.cell...)
			t.entry()
		}
	}
	t.writer.Text(name, t.index, t.text, true)
}

func (t *exportTable) numbers(name string, list func(*register.Person) []schemas.Number) {
	t.begin()
	for i := range t.people {
		for _, n := range list(&t.people[i]) {
			t.text.Bytes = n.Append(t.text.Bytes)
			t.entry()
		}
		t.lists = append(t.lists, int32(len(t.index)))
	}
	t.writer.Lists(name, t.lists, columnar.Member{Index: t.index, Texts: t.text})
}

func (t *exportTable) otherNames() {
	t.begin()
	for i := range t.people {
		for _, name := range t.people[i].OtherNames {
			t.text.Bytes = append(t.text.Bytes, name...)
			t.entry()
		}
		t.lists = append(t.lists, int32(len(t.index)))
	}
	t.writer.Lists("other_names", t.lists, columnar.Member{Index: t.index, Texts: t.text})
}

// appendDate writes what is known of a date: YYYY-MM-DD, YYYY-MM or YYYY.
func appendDate(b []byte, d schemas.Date) []byte {
	if d == 0 {
		return b
	}
	b = appendPadded(b, uint64(d.Year()), 4)
	if d.Month() > 0 {
		b = appendPadded(append(b, '-'), uint64(d.Month()), 2)
	}
	if d.Day() > 0 {
		b = appendPadded(append(b, '-'), uint64(d.Day()), 2)
	}
	return b
}

func appendCode(b []byte, code, digits int) []byte {
	if code == 0 {
		return b
	}
	return appendPadded(b, uint64(code), digits)
}

func appendHousehold(p *register.Person, b []byte) []byte {
	if p.Household == 0 {
		return b
	}
	hex := strconv.FormatUint(p.Household, 16)
	return append(append(append(b, register.HouseholdMark), "0000000000000000"[len(hex):]...), hex...)
}

func appendRelative(b []byte, pin uint64) []byte {
	if pin == 0 {
		return b
	}
	return schemas.MakeNumber(schemas.PersonalID, pin).Append(b)
}

// appendMoment writes the digits of moment as YYYY-MM-DD hh:mm:ss.
func appendMoment(b []byte, t int64) []byte {
	if t <= 0 {
		return b
	}
	at := len(b)
	b = appendPadded(b, uint64(t), 14)
	digits := string(b[at:])
	b = append(b[:at], digits[:4]...)
	for i, mark := range []byte("-- ::") {
		b = append(append(b, mark), digits[4+2*i:6+2*i]...)
	}
	return b
}

// appendPadded writes a number with leading zeros.
func appendPadded(b []byte, v uint64, digits int) []byte {
	at := len(b)
	for range digits {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= at; i, v = i-1, v/10 {
		b[i] = byte('0' + v%10)
	}
	return b
}
