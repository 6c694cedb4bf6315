package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
	"lamsach/schemas/places"
)

// Columns says which column of a batch plays which role: indexes into
// Batch.Columns, -1 for a role that no column plays. Start from NoColumns.
//
// A name, birth date or address that stands in several columns is given by its
// parts instead; then the one column is -1, and Rows.Cols names the column in
// which Clean put them together, behind the batch's own.
type Columns struct {
	Number    int  `json:"number"`     // personal ID
	CMND      int  `json:"cmnd"`       // 9-digit identity card
	AnyNumber int  `json:"any_number"` // either kind in one column
	Name      int  `json:"name"`
	Birth     int  `json:"birth"`
	Gender    int  `json:"gender"`
	Phone     int  `json:"phone"`
	Address   int  `json:"address"`
	Temporary bool `json:"temporary,omitempty"` // Address is where the person stays, not where it is registered
	Unit      int  `json:"unit"`                // who wrote the row: branch, sale point, institution, commune

	NameParts    []int      `json:"name_parts,omitempty"`    // surname … given name
	BirthParts   []int      `json:"birth_parts,omitempty"`   // day, month, year; -1 for one that is absent
	AddressParts []UnitPart `json:"address_parts,omitempty"` // street … province
	// PlaceParts are units in columns of their own beside a whole address, and
	// PlaceCodes codes of province, district and commune, -1 for one that is
	// absent. They complete the place where the address leaves it open.
	PlaceParts []UnitPart `json:"place_parts,omitempty"`
	PlaceCodes []int      `json:"place_codes,omitempty"`

	Pass []Pass `json:"pass,omitempty"`

	// Carried through, and held against each other: -1 for one that is absent.
	IssueDate   int `json:"issue_date"`
	ReportDate  int `json:"report_date"`
	LoanStart   int `json:"loan_start"`
	LoanDue     int `json:"loan_due"`
	DebtGroup   int `json:"debt_group"`
	OverdueDays int `json:"overdue_days"`
	Event       int `json:"event"` // the date of what the row tells of
	Death       int `json:"death"` // when the person died

	// Apart tells the rows of one person apart (an account, a tax code); -1 for none.
	Apart int `json:"apart"`
	// What says of a foreigner; -1 for one that is absent.
	Nationality int `json:"nationality"`
	IDType      int `json:"id_type"`

	// Background is what is said of relatives, birth and household: one column
	// for a fact, each of them among Pass too, ascending by fact.
	Background []BackgroundColumn `json:"background,omitempty"`

	// Checks are the columns whose values the description checks, at most MaxChecks.
	Checks []ValueCheck `json:"-"`
}

// NameColumns are the columns of the name: its cells, with spaces between, are
// the name as it was submitted. Nil when there is none.
func (c *Columns) NameColumns() []int {
	if c.Name >= 0 {
		return []int{c.Name}
	}
	return c.NameParts
}

// UnitPart is a column that is part of an address.
type UnitPart struct {
	Column int          `json:"column"`
	Role   schemas.Role `json:"role"` // street, hamlet, commune, district, province
}

// NoColumns is a set of columns in which no role is played.
func NoColumns() Columns {
	return Columns{
		Number: -1, CMND: -1, AnyNumber: -1, Name: -1, Birth: -1, Gender: -1, Phone: -1, Address: -1, Unit: -1,
		IssueDate: -1, ReportDate: -1, LoanStart: -1, LoanDue: -1, DebtGroup: -1, OverdueDays: -1, Event: -1, Death: -1, Apart: -1, Nationality: -1, IDType: -1,
	}
}

// Pass is a column that is carried through as text.
type Pass struct {
	Column int          `json:"column"`
	Name   string       `json:"name"`           // of the cleaned column, snake_case
	Role   schemas.Role `json:"role,omitempty"` // what it means, where known; see Paper
}

// RowKind says whether a row speaks of a person.
type RowKind uint8

// Kinds of rows.
const (
	Person RowKind = iota
	Blank
	TestRow
	TotalRow
	RepeatedHeader
	Organisation
)

// Field is a cleaned column that notes speak of.
type Field uint8

// The cleaned fields, in the order of their columns and notes. Behind them a
// field for each of Columns.Checks; Rows.FieldName has the name of any.
const (
	FieldPersonalID Field = iota
	FieldCMND
	FieldName
	FieldBirthDate
	FieldGender
	FieldPhone
	FieldAddress
	FieldIssueDate // carried through: only issues speak of these
	FieldLoanDue
	FieldDebtGroup
	FieldTaxCode
	FieldSocialInsurance
	FieldHealthCard
	FieldLicence
	FieldPassport
	FieldPlate
	FieldAccount
	FieldFatherName // and the other facts of a Background, in their order
	Fields          = FieldFatherName + Field(Facts)

	FirstPaper = FieldTaxCode    // other numbers, see Paper
	firstFact  = FieldFatherName // see Background
)

var fieldNames = [Fields]string{
	"personal_id", "cmnd", "full_name", "birth_date", "gender", "phone", "address", "id_issue_date", "loan_due", "debt_group",
	"tax_code", "social_insurance_no", "health_card_no", "licence_no", "passport", "plate_no", "account_no",
	"father_name", "mother_name", "spouse_name", "household_head", "guardian_name",
	"father_id", "mother_id", "spouse_id", "guardian_id", "household_head_id", "birth_province", "household_code", "relation_to_head",
}

// Own says whether a field is one that the person is looked up by: a note on
// another number or on a relative's cell says nothing of these.
func (f Field) Own() bool { return f < FirstPaper }

// Fact is the fact that a field of the background states.
func (f Field) Fact() Fact { return Fact(f - firstFact) }

// FieldOf is the field that states a fact.
func FieldOf(f Fact) Field { return firstFact + Field(f) }

// String returns the name of the cleaned column, of those that every file may have.
func (f Field) String() string { return fieldNames[f] }

// Note says that a cell was repaired or is not what its column promises.
// Notes are data: counted and reported, never errors.
type Note struct {
	Row   uint32 // within the part
	Field Field
	Code  schemas.Code
}

// Rows is a batch in canonical form, column by column. All slices have length N
// and belong to the worker that made them, until its next Clean.
type Rows struct {
	N        int
	Kind     []RowKind
	PIN      []schemas.Number // usable personal ID of the row wherever it stood, 0 none
	CMND     []schemas.Number // usable CMND wherever it stood, 0 none
	Odd      []Odd            // a digit string near a number, 0 none
	Name     pipeline.Texts   // NFC, Title Case, single spaces, old tone style (hòa); -1 when none
	Birth    []schemas.Date
	Gender   []schemas.Gender
	Phone    pipeline.Texts // digits
	Address  pipeline.Texts // canonical text
	Place    []places.Place
	Papers   []Paper  // other numbers, in the order of their fields
	Apart    []uint32 // fingerprint of the row's own code, 0 for none; empty where no column has it
	Marks    []Mark
	Notes    []Note  // sorted by Row, Field, Code
	Second   Seconds // people whom a row names beside its own
	Event    Dates   // of what the rows tell of
	Death    Dates   // of the people, as the rows state it
	Reported Dates   // when the file was made
	// Background is nil where the file has no column of it.
	Background *Background
	Batch      *pipeline.Batch
	Cols       Columns
}

// Odd is a digit string that stood where a number should and is none, kept so
// that linking can look for a person whose number is one slip away: 8, 10, 11
// or 13 digits (a digit missing or doubled), or 12 digits that no personal ID
// can have (unknown place of registration, a century that has not come; PIN
// holds these too). Packed as length<<48 | value, leading zeros counted in the
// length; 0 is none. Phone numbers and dummies are no odd numbers. A row whose
// lost zeros were put back has none.
type Odd uint64

func makeOdd(length int, value uint64) Odd { return Odd(uint64(length)<<48 | value) }

// Len is the number of digits, leading zeros included; 0 when there is none.
func (o Odd) Len() int { return int(o >> 48) }

// Value is the digits as a number, below 10^13.
func (o Odd) Value() uint64 { return uint64(o) & (1<<48 - 1) }

// codes is a set of codes, one bit each.
type codes uint64

func code(c schemas.Code) codes { return 1 << c }

// A set has a bit for every code up to those of the background, which are noted
// one by one; growing past 64 must fail to compile here.
const _ = uint(64 - schemas.IssueRelativeName)
