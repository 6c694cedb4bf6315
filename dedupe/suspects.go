package dedupe

import (
	"cmp"
	"slices"

	"lamsach/schemas"
)

// Claim is what a linked row says of a person where the register says something
// else.
type Claim struct {
	Person          uint64 // personal ID
	At              Place
	Value, Register string // canonical value of the row; the register's
	Run             uint8
	Field           schemas.Field
}

// Suspect is a value that several runs give against the register.
type Suspect struct {
	Person          uint64
	Field           schemas.Field
	Value, Register string
	Runs            RunSet
	First           []Claim // the first row of each run
}

// Speaks says whether a difference of a mechanism may be an error of the
// register. One that leaves the row with less than the register has, or in
// another spelling of the same, says nothing against the register, however many
// senders share the habit.
func Speaks(m schemas.Mechanism, value, register string) bool {
	switch m {
	case schemas.MechanismMarksLost, schemas.MechanismIY, schemas.MechanismMiddleLost, schemas.MechanismAbbreviated,
		schemas.MechanismTruncated, schemas.MechanismFormerName, schemas.MechanismYearOnlyRow,
		schemas.MechanismOldNumber, schemas.MechanismNumberAbsent, schemas.MechanismAbsent:
		return false
	case schemas.MechanismTone, schemas.MechanismVowelMark, schemas.MechanismStroke:
		return marked(value) >= marked(register) // else it is a mark that was lost
	}
	return value != "" && register != "" && value != register
}

// marked counts the letters with marks.
func marked(s string) (n int) {
	for _, r := range s {
		if r > 0x7f {
			n++
		}
	}
	return n
}

// Suspects finds the values that at least two runs give of one person, by
// person, field and value. It sorts the claims.
func Suspects(list []Claim) (out []Suspect) {
	same := func(a, b *Claim) bool { return a.Person == b.Person && a.Field == b.Field && a.Value == b.Value }
	slices.SortFunc(list, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Value, b.Value),
			cmp.Compare(a.Run, b.Run), cmp.Compare(a.At, b.At))
	})
	for len(list) > 0 {
		n := 1
		for n < len(list) && same(&list[n], &list[0]) {
			n++
		}
		if list[n-1].Run != list[0].Run {
			c := &list[0]
			s := Suspect{Person: c.Person, Field: c.Field, Value: c.Value, Register: c.Register}
			for i := range list[:n] {
				if run := Only(int(list[i].Run)); s.Runs&run == 0 {
					s.Runs |= run
					s.First = append(s.First, list[i])
				}
			}
			out = append(out, s)
		}
		list = list[n:]
	}
	return out
}
