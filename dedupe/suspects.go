package dedupe

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

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
	Mechanism       schemas.Mechanism // that would turn the register's value into the row's
}

// Suspect is a value that several runs give against the register.
type Suspect struct {
	Person          uint64
	Field           schemas.Field
	Value, Register string
	Mechanism       schemas.Mechanism
	Runs            RunSet
	First           []Claim // the first row of each run
}

// Speaks says whether a difference may be an error of the register. One that
// leaves the row with less than the register has, or with the same in another
// form, says nothing against the register, however many senders share the habit.
func (c *Claim) Speaks() bool {
	switch c.Mechanism {
	case schemas.MechanismMarksLost, schemas.MechanismIY, schemas.MechanismMiddleLost, schemas.MechanismAbbreviated,
		schemas.MechanismTruncated, schemas.MechanismOrder, schemas.MechanismFormerName,
		schemas.MechanismDaySwapped, schemas.MechanismYearOnlyRow,
		schemas.MechanismOldNumber, schemas.MechanismNumberAbsent, schemas.MechanismAbsent:
		return false
	case schemas.MechanismTone, schemas.MechanismVowelMark, schemas.MechanismStroke:
		if marked(c.Value) < marked(c.Register) {
			return false // a mark that was lost
		}
	case schemas.MechanismYearOnlyRegister:
		if rest, _ := strings.CutPrefix(c.Value, c.Register); rest == "-01" || rest == "-01-01" {
			return false // filled up, not known
		}
	}
	return c.Value != "" && c.Register != "" && c.Value != c.Register && !foreign(c.Value, c.Register)
}

// marked counts the letters with marks.
func marked(s string) (n int) {
	for _, r := range s {
		if r > unicode.MaxASCII {
			n++
		}
	}
	return n
}

// vietnamese are the letters with marks of the language.
const vietnamese = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"

// foreign says whether a value has a letter that neither the language nor the
// register's value has: text in an encoding that was not recognised.
func foreign(value, register string) bool {
	return strings.ContainsFunc(value, func(r rune) bool {
		return r > unicode.MaxASCII && unicode.IsLetter(r) && !strings.ContainsRune(vietnamese, unicode.ToLower(r)) && !strings.ContainsRune(register, r)
	})
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
			s := Suspect{Person: c.Person, Field: c.Field, Value: c.Value, Register: c.Register, Mechanism: c.Mechanism}
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
