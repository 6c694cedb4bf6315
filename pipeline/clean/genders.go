package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

// genderCell is what one entry of a gender column says.
type genderCell struct {
	gender schemas.Gender
	coded  codedValue
	codes  codes
}

// genderWords are the words for genders that mean the same in every file.
var genderWords = map[string]schemas.Gender{
	"nam": schemas.Male, "male": schemas.Male, "m": schemas.Male, "trai": schemas.Male, "nam gioi": schemas.Male, "ong": schemas.Male, "mr": schemas.Male, "gioi tinh nam": schemas.Male, "man": schemas.Male, "boy": schemas.Male,
	"nu": schemas.Female, "female": schemas.Female, "f": schemas.Female, "gai": schemas.Female, "nu gioi": schemas.Female, "ba": schemas.Female, "ms": schemas.Female, "mrs": schemas.Female, "gioi tinh nu": schemas.Female, "woman": schemas.Female, "girl": schemas.Female,
}

// codedValue is a value whose meaning differs from file to file. notCoded is the
// empty cell, which means something beside an x in a column "Nữ", and whatever
// else is no such value.
type codedValue uint8

const notCoded codedValue = 0

// codedValues are the coded values, folded. Source: domain facts 7 (gender). F
// is one because it may stand for "false"; a file in which it means a man is
// rare, and must say so.
var codedValues = [codedKinds]string{"", "1", "2", "0", "t", "f", "g", "true", "false", "x", "y", "n", "a", "b"}

const codedKinds codedValue = 14

func codedKind(value string) codedValue {
	if value != "" {
		for kind, v := range codedValues {
			if v == value {
				return codedValue(kind)
			}
		}
	}
	return notCoded
}

// usualCoding is what a coded value means when the file does not tell.
func usualCoding(value string) schemas.Gender {
	switch value {
	case "1", "t":
		return schemas.Male
	case "2", "0", "g", "f":
		return schemas.Female
	}
	return schemas.NoGender
}

// genderCoding is what the coded values of one file mean.
type genderCoding [codedKinds]schemas.Gender

func newGenderCoding(learned []GenderValue) (c genderCoding) {
	for kind, value := range codedValues {
		c[kind] = usualCoding(value)
	}
	for _, l := range learned {
		c[codedKind(l.Value)] = l.Gender
	}
	return c
}

// codedOf is the coded value of a cell.
func (w *Worker) codedOf(cell []byte) codedValue {
	if len(cell) > maxCoded {
		return notCoded
	}
	key, _ := w.genderKey(cell)
	return codedKind(string(key))
}

// maxCoded is the longest cell that is looked at for a coded value.
const maxCoded = 16

const codeGenderCoded codes = 1 << schemas.RepairGenderCoded

// cleanGenders cleans every entry of a column of genders into w.gender.
func (w *Worker) cleanGenders(c *pipeline.Column) {
	n := c.Entries()
	w.gender = sized(w.gender, n)
	for e := range n {
		w.gender[e] = w.genderOf(c.Entry(int32(e)))
	}
}

func (w *Worker) genderOf(cell []byte) genderCell {
	switch string(cell) {
	case "Nam", "NAM", "nam":
		return genderCell{gender: schemas.Male}
	case "Nữ", "NỮ", "nữ":
		return genderCell{gender: schemas.Female}
	}
	if len(cell) > 64 {
		return genderCell{codes: code(schemas.IssueGenderUnknown)}
	}
	text, _ := w.repairUTF8(cell)
	key, marked := w.genderKey(text)
	if len(key) == 0 {
		if !marked {
			return w.noGender()
		}
		return genderCell{codes: code(schemas.IssueGenderUnknown)}
	}
	kind := codedKind(string(key))
	if g := w.plan.gender[kind]; kind != notCoded && g != schemas.NoGender {
		return genderCell{gender: g, coded: kind, codes: codeGenderCoded}
	}
	if g, ok := genderWords[string(key)]; ok {
		if string(key) == "nam" || string(key) == "nu" && marked {
			return genderCell{gender: g}
		}
		return genderCell{gender: g, codes: codeGenderCoded}
	}
	// "Nữ" whose letter was lost or is in a legacy encoding: nothing else of a
	// gender starts with N and then leaves ASCII.
	if key[0] == 'n' && (marked || len(text) > len(key)) && len(key) <= 4 {
		return genderCell{gender: schemas.Female, codes: codeGenderCoded}
	}
	return genderCell{coded: kind, codes: code(schemas.IssueGenderUnknown)}
}

// noGender is what an empty cell says: nothing, but in a column where an x alone
// stands for the other gender.
func (w *Worker) noGender() genderCell {
	if g := w.plan.gender[notCoded]; g != schemas.NoGender {
		return genderCell{gender: g, codes: codeGenderCoded}
	}
	return genderCell{codes: code(schemas.IssueGenderMissing)}
}

// genderKey folds a cell for the tables; marked says that something in it was
// no plain letter, digit or space.
func (w *Worker) genderKey(cell []byte) (key []byte, marked bool) {
	text, _ := appendTidy(w.scratch[:0], cell)
	at := len(text)
	for _, c := range text {
		marked = marked || !(c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == ' ' || c == '.')
	}
	text = appendKey(text, text)
	w.scratch = text[:0]
	key = text[at:]
	if n := len(key); n > 2 && string(key[n-2:]) == " 0" && key[0] >= '0' && key[0] <= '9' { // 1.0
		key = key[:n-2]
	}
	return key, marked
}
