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
	MonthFirst       bool             `json:"month_first,omitempty"`       // mm/dd/yyyy
	LastYear         int              `json:"last_year,omitempty"`         // latest birth year seen often, if later than the rules'
	EpochIsDummy     bool             `json:"epoch_is_dummy,omitempty"`    // 1970-01-01 stands for "unknown"
	DummyDates       []schemas.Date   `json:"dummy_dates,omitempty"`
	Genders          []GenderValue    `json:"genders,omitempty"`  // coded values, by value
	Dummies          []schemas.Number `json:"dummies,omitempty"`  // numbers that stand for "unknown", ascending
	NameCut          int              `json:"name_cut,omitempty"` // characters at which names were cut off, 0 none
	Untitled         bool             `json:"untitled,omitempty"` // names carry no titles: Ông, Anh, Ba before a name is its surname
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
	if cols.Name >= 0 {
		p.NameEncodings = w.encodings(&b.Columns[cols.Name])
		p.NameCut = nameCut(&b.Columns[cols.Name])
	}
	if cols.Address >= 0 {
		p.AddressEncodings = w.encodings(&b.Columns[cols.Address])
	}
	if cols.Birth >= 0 {
		c := &b.Columns[cols.Birth]
		p.MonthFirst = monthFirst(c)
		p.LastYear = latestYear(c)
	}
	// The rest needs rows that are clean as far as the above decides.
	some := cols
	some.Phone, some.Address = -1, -1
	rows := New(some, p).Worker().Clean(b)
	p.EpochIsDummy, p.DummyDates = dummyDates(rows)
	p.Dummies = dummyNumbers(rows)
	p.Untitled = cols.Name >= 0 && untitled(rows)
	if cols.Gender >= 0 {
		p.Genders = genderValues(rows)
	}
	return p
}
