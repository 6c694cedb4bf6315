package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

// genderCell is what one entry of a gender column says.
type genderCell struct {
	gender schemas.Gender
	codes  codes
}

// genderWords are the words for genders that mean the same in every file.
var genderWords = map[string]schemas.Gender{
	"nam": schemas.Male, "male": schemas.Male, "m": schemas.Male, "trai": schemas.Male, "nam gioi": schemas.Male, "ong": schemas.Male, "mr": schemas.Male, "gioi tinh nam": schemas.Male, "man": schemas.Male, "boy": schemas.Male,
	"nu": schemas.Female, "female": schemas.Female, "f": schemas.Female, "gai": schemas.Female, "nu gioi": schemas.Female, "ba": schemas.Female, "ms": schemas.Female, "mrs": schemas.Female, "gioi tinh nu": schemas.Female, "woman": schemas.Female, "girl": schemas.Female,
}

// codedGenders are values whose meaning differs from file to file, with what
// they mean when the file does not tell. Source: domain facts 7 (gender).
var codedGenders = map[string]schemas.Gender{
	"1": schemas.Male, "2": schemas.Female, "0": schemas.Female, "t": schemas.Male, "g": schemas.Female, "true": schemas.NoGender, "false": schemas.NoGender,
	"x": schemas.NoGender, "y": schemas.NoGender, "n": schemas.NoGender, "a": schemas.NoGender, "b": schemas.NoGender,
}

// genderCoding maps the coded values of one file.
type genderCoding map[string]schemas.Gender

func newGenderCoding(learned []GenderValue) genderCoding {
	c := make(genderCoding, len(codedGenders))
	for v, g := range codedGenders {
		c[v] = g
	}
	for _, l := range learned {
		c[l.Value] = l.Gender
	}
	return c
}

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
		return genderCell{codes: missingOr(!marked, schemas.IssueGenderMissing, schemas.IssueGenderUnknown)}
	}
	if g, ok := genderWords[string(key)]; ok {
		if string(key) == "nam" || string(key) == "nu" && marked {
			return genderCell{gender: g}
		}
		return genderCell{gender: g, codes: codeGenderCoded}
	}
	if g := w.plan.gender[string(key)]; g != schemas.NoGender {
		return genderCell{gender: g, codes: codeGenderCoded}
	}
	// "Nữ" whose letter was lost or is in a legacy encoding: nothing else of a
	// gender starts with N and then leaves ASCII.
	if key[0] == 'n' && (marked || len(text) > len(key)) && len(key) <= 4 {
		return genderCell{gender: schemas.Female, codes: codeGenderCoded}
	}
	return genderCell{codes: code(schemas.IssueGenderUnknown)}
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
