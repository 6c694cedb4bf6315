package dedupe

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"lamsach/schemas"
)

// Claim is what a row says where the register says something else.
type Claim struct {
	Value, Register string // canonical value of the row; the register's
	Field           schemas.Field
	Mechanism       schemas.Mechanism // that would turn the register's value into the row's
}

// claimAt is a claim of a run, and where.
type claimAt struct {
	*Claim
	run uint8
	at  Place
}

// Suspect is a value that several runs give of a person against the register.
type Suspect struct {
	*Claim
	Runs  RunSet     // that give it
	Agree RunSet     // that have the register's value
	First []Sighting // the first row of each run that gives it
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
	return c.Value != "" && c.Register != "" && !within(c.Value, c.Register) && !foreign(c.Value, c.Register)
}

// within says whether a value has nothing that the register's has not: it is
// the same but for case and signs, cut short, or lacks some words.
func within(value, register string) bool {
	a, b := letters(value), letters(register)
	if strings.HasPrefix(strings.Join(b, ""), strings.Join(a, "")) {
		return true
	}
	for _, word := range b {
		if len(a) > 0 && a[0] == word {
			a = a[1:]
		}
	}
	return len(a) == 0
}

// letters are the words of a text, in small letters, without signs.
func letters(s string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "'", "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
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

// Suspects are the values that at least two runs give of the person, by field
// and value.
func (s *Seen) Suspects() (out []Suspect) {
	list := s.claims
	slices.SortFunc(list, func(a, b claimAt) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Value, b.Value), cmp.Compare(a.run, b.run), cmp.Compare(a.at, b.at))
	})
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Field == list[0].Field && list[n].Value == list[0].Value {
			n++
		}
		if list[n-1].run != list[0].run {
			out = append(out, s.suspect(list[:n]))
		}
		list = list[n:]
	}
	return out
}

// suspect describes a value by its claims, sorted.
func (s *Seen) suspect(list []claimAt) Suspect {
	x := Suspect{Claim: list[0].Claim}
	for i, c := range list {
		if i == 0 || c.run != list[i-1].run {
			x.Runs |= Only(int(c.run))
			x.First = append(x.First, Sighting{Person: s.Person, At: c.at, Run: c.run})
		}
	}
	for run, fields := range s.Agree {
		if fields>>x.Field&1 != 0 && !x.Runs.Has(run) {
			x.Agree |= Only(run)
		}
	}
	return x
}
