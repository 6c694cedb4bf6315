package schemas

// Verdict is the one answer that every input row gets. The order is the order
// of the table in docs/verdicts.md: the first that applies.
type Verdict uint8

// The seven verdicts, a closed list.
const (
	Rejected     Verdict = iota // the row cannot be looked up, or is no person's row
	Contradicted                // a submitted number belongs to somebody else
	Verified                    // one person, number, name and birth date all agree
	Corrected                   // one person, something wrong, missing or incomplete
	Ambiguous                   // several candidates within a factor of ten
	Review                      // a candidate worth a person's look
	NotFound                    // nobody in the register
	Verdicts                    // how many there are
)

var verdictNames = [Verdicts]string{"rejected", "contradicted", "verified", "corrected", "ambiguous", "review", "not_found"}

// String returns the word that stands in the outcome files.
func (v Verdict) String() string { return verdictNames[v] }

// Linked says whether the verdict names a person.
func (v Verdict) Linked() bool { return v == Verified || v == Corrected }

// Result says how one field of a row compares with the person it was held
// against: the person linked, the candidate, or (contradicted, nobody else
// found) the owner of the number.
type Result uint8

// The six results of a field.
const (
	NotCompared     Result = iota // there was nobody to compare with
	MissingValue                  // the row or the register has no value
	Agree                         // equal as submitted
	AgreeNormalised               // equal after normalisation that loses nothing of the person
	Minor                         // a small, explainable difference
	Differ                        // another value
	Results
)

var resultNames = [Results]string{"not_compared", "missing", "agree", "agree_normalised", "minor", "differ"}

// String returns the word that stands in the outcome files.
func (r Result) String() string { return resultNames[r] }

// Agrees says whether the field agrees, at most after normalisation.
func (r Result) Agrees() bool { return r == Agree || r == AgreeNormalised }

// Field is something of a row that is held against the register. The results of
// the first five stand in outcomes; the others stand in mismatches alone.
type Field uint8

// The compared fields, in the order of their columns in outcomes.
const (
	FieldID Field = iota
	FieldName
	FieldBirthDate
	FieldGender
	FieldPlace
	Fields // how many have a result
)

// The fields of mismatches alone.
const (
	FieldStatus Field = Fields + iota // that the person lives
	FieldFather
	FieldMother
	FieldSpouse
	FieldHousehold // whose head the row names
	FieldRelation  // to that head
	MismatchFields
)

var fieldNames = [MismatchFields]string{
	"id", "name", "birth_date", "gender", "place", "status", "father", "mother", "spouse", "household", "relation",
}

// String returns the field's name; the outcome column of one that has a
// result is this plus "_result".
func (f Field) String() string { return fieldNames[f] }
