package sink

import (
	"slices"
	"strings"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// corrected is a column of corrected values.
type corrected struct {
	name string
	fill func(r *Responder, c *pipeline.Column, outcomes []pipeline.Outcome, kept *Corrections, people People)
}

// correctedColumns are the fields that the file has a column for. Whoever
// submits any number learns the personal ID.
func (r *Responder) correctedColumns() (list []corrected) {
	add := func(g group, name string, write func(*Responder, []byte, *pipeline.Outcome, People) []byte) {
		if r.present.has(g) {
			list = append(list, corrected{name, fieldCells(g, write)})
		}
	}
	if r.present&numberGroups != 0 {
		list = append(list, corrected{"personal_id", (*Responder).personalIDs})
	}
	add(groupCMND, "cmnd", (*Responder).appendCMND)
	add(groupName, "full_name", (*Responder).appendName)
	add(groupBirth, "birth_date", (*Responder).appendBirth)
	add(groupGender, "gender", (*Responder).appendGender)
	add(groupAddress, "address", (*Responder).appendAddress)
	return list
}

// personalIDs writes the personal ID of each accepted person where the row has
// another one or none, or where its cell had to be repaired.
func (r *Responder) personalIDs(c *pipeline.Column, outcomes []pipeline.Outcome, kept *Corrections, people People) {
	next := kept.list
	for i := range outcomes {
		o := &outcomes[i]
		repaired := false
		if len(next) > 0 && int(next[0].row) == i {
			// A CMND column may hold the personal ID that was repaired.
			repaired = next[0].repaired&^(1<<groupCMND) != 0 || next[0].repaired != 0 && o.CMND == 0
			next = next[1:]
		}
		if !o.Verdict.Linked() || !someone(o.Person) || o.Results[schemas.FieldID].Agrees() && !repaired {
			continue
		}
		if pin := people.PIN(o.Person); pin != 0 && (pin != o.PIN || repaired) {
			c.Bytes = appendNumber(c.Bytes, pin)
			c.Index[i] = endEntry(c)
		}
	}
}

// fieldCells writes a field's values of the register beside the rows whose
// field is wrong.
func fieldCells(g group, write func(*Responder, []byte, *pipeline.Outcome, People) []byte) func(*Responder, *pipeline.Column, []pipeline.Outcome, *Corrections, People) {
	return func(r *Responder, c *pipeline.Column, outcomes []pipeline.Outcome, kept *Corrections, people People) {
		for i := range kept.list {
			k := &kept.list[i]
			o := &outcomes[k.row]
			if !correctable(g, o, k) {
				continue
			}
			before := len(c.Bytes)
			if c.Bytes = write(r, c.Bytes, o, people); len(c.Bytes) > before {
				c.Index[k.row] = endEntry(c)
			}
		}
	}
}

// correctable says whether a field of a row gets the register's value: the row
// is an accepted person's, and the field disagrees with that very person, or is
// wrong on its face. An unreadable cell is answered only where number and name
// agree, so that nobody learns more by leaving cells unreadable than by filling
// them in.
func correctable(g group, o *pipeline.Outcome, k *correction) bool {
	switch {
	case !o.Verdict.Linked() || !someone(o.Person):
		return false
	case k.differ.has(g):
		return k.against == o.Person
	case k.repaired.has(g):
		return true
	}
	return k.broken.has(g) && o.Results[schemas.FieldID].Agrees() && o.Results[schemas.FieldName].Agrees()
}

// appendCMND writes the CMND of the row as it was repaired, if it is one of the
// person's, and otherwise those that the person has.
func (r *Responder) appendCMND(dst []byte, o *pipeline.Outcome, people People) []byte {
	r.numbers = people.CMNDs(o.Person, r.numbers[:0])
	if slices.Contains(r.numbers, o.CMND) {
		return appendNumber(dst, o.CMND)
	}
	for i, n := range r.numbers {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = appendNumber(dst, n)
	}
	return dst
}

func (r *Responder) appendName(dst []byte, o *pipeline.Outcome, people People) []byte {
	name := people.FullName(o.Person)
	if r.style.UpperNames {
		name = strings.ToUpper(name)
	}
	return append(dst, name...)
}

func (r *Responder) appendBirth(dst []byte, o *pipeline.Outcome, people People) []byte {
	return r.style.Date.Append(dst, people.Birth(o.Person))
}

func (r *Responder) appendGender(dst []byte, o *pipeline.Outcome, people People) []byte {
	return append(dst, r.style.gender(people.Gender(o.Person))...)
}

func (r *Responder) appendAddress(dst []byte, o *pipeline.Outcome, people People) []byte {
	return append(dst, people.Address(o.Person)...)
}
