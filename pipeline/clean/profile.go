package clean

import (
	"lamsach/pipeline"
	"lamsach/schemas"
)

// Profile is what a sample of a file says of all of it. It is decided once for
// each file and stored in the plan, so that every part is cleaned alike. The
// zero profile is that of a file without peculiarities.
type Profile struct {
	NameEncodings    []string         `json:"name_encodings,omitempty"`    // legacy encodings that occur, likeliest first
	AddressEncodings []string         `json:"address_encodings,omitempty"` //
	NameWhole        bool             `json:"name_whole,omitempty"`        // the column as a whole is in the likeliest of these
	AddressWhole     bool             `json:"address_whole,omitempty"`     //
	MonthFirst       bool             `json:"month_first,omitempty"`       // mm/dd/yyyy
	From1904         bool             `json:"from_1904,omitempty"`         // serials count from 1904-01-01
	LastYear         int              `json:"last_year,omitempty"`         // latest birth year seen often, if later than the rules'
	EpochIsDummy     bool             `json:"epoch_is_dummy,omitempty"`    // 1970-01-01 stands for "unknown"
	DummyDates       []schemas.Date   `json:"dummy_dates,omitempty"`
	Genders          []GenderValue    `json:"genders,omitempty"`  // coded values, by value
	Dummies          []schemas.Number `json:"dummies,omitempty"`  // numbers that stand for "unknown", ascending
	NameCut          int              `json:"name_cut,omitempty"` // characters at which names were cut off, 0 none
	Untitled         bool             `json:"untitled,omitempty"` // names carry no titles: Ông, Anh, Ba before a name is its surname
	DummyPhones      []string         `json:"dummy_phones,omitempty"`
	Units            []UnitEncoding   `json:"units,omitempty"`  // those that write an encoding of their own, by unit
	Habits           []UnitHabit      `json:"habits,omitempty"` // of units that write genders or dates otherwise than the file
	Findings         []Finding        `json:"-"`                // what the report says of the file as a whole: no rule of cleaning
}

// UnitEncoding is the encoding in which a unit of a mixed file writes.
type UnitEncoding struct {
	Unit     string `json:"unit"` // as the file has it
	Encoding string `json:"encoding"`
	Whole    bool   `json:"whole,omitempty"` // in all of its rows; otherwise a cell must prove it
}

// GenderValue is what a coded value of a gender column means in a file.
type GenderValue struct {
	Value  string         `json:"value"` // folded
	Gender schemas.Gender `json:"gender"`
}

// MakeProfile decides the profile of a file from a sample of its rows.
func MakeProfile(b *pipeline.Batch, cols Columns) Profile {
	var p Profile
	w := New(cols, p).Worker()
	b, cols = w.composeParts(b, cols)
	if cols.Name >= 0 {
		p.NameCut = nameCut(lengthsOf(&b.Columns[cols.Name]))
	}
	w.legacy(&p, b, cols)
	if cols.Birth >= 0 {
		c := &b.Columns[cols.Birth]
		p.MonthFirst = monthFirst(c)
		p.LastYear = latestYear(c)
	}
	// The rest needs rows that are clean as far as the above decides.
	some := cols
	some.Phone, some.Address, some.PlaceParts, some.PlaceCodes = -1, -1, nil, nil
	rows := New(some, p).Worker().Clean(b)
	p.EpochIsDummy, p.DummyDates = dummyDates(rows)
	p.Dummies = dummyNumbers(rows)
	p.Untitled = cols.Name >= 0 && untitled(rows)
	if cols.Gender >= 0 {
		p.Genders = genderValues(rows)
	}
	return p
}

// legacy finds the encodings of names and addresses. What one column proves to
// be that of the whole holds for the other too, unless that is Unicode.
func (w *Worker) legacy(p *Profile, b *pipeline.Batch, cols Columns) {
	name, address := w.encodings(column(b, cols.Name)), w.encodings(column(b, cols.Address))
	byName := name
	name.agree(address)
	address.agree(byName)
	if cols.Name >= 0 {
		p.NameEncodings, p.NameWhole = name.names, name.whole
	}
	if cols.Address >= 0 {
		p.AddressEncodings, p.AddressWhole = address.names, address.whole
	}
}
