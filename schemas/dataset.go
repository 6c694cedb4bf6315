package schemas

import (
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"lamsach/internal/strict"
)

// Description says what a kind of file contains: which columns, under which
// headers, in which form, and which of them it cannot do without. It is
// immutable once loaded and may be shared.
type Description struct {
	Name    string
	Title   Title
	About   Title          `json:"-"`          // what the file is, and what to mind; empty if it says nothing
	Means   []Meaning      `json:"-"`          // what verdicts and reasons mean here, in the order of the description
	Usual   []string       `json:",omitempty"` // reasons that are no fault here: a person with many contracts
	Accept  float64        // the default of a job's thresholds.accept, 0 for the usual one
	Several []string       `json:",omitempty"` // outputs of the columns that tell the rows of one person apart: the first that a file has
	Columns []Column       // in the order of the description
	keys    map[string]int // folded header → index into Columns
	words   meanings       // the same by words in any order

	spellings spellings // for headers that none of them is
}

// Title is a text in both languages.
type Title struct{ VI, EN string }

// Meaning says what a verdict or a reason means in one dataset.
type Meaning struct {
	Word string // of a verdict or a reason
	Text Title
}

// In returns the text in a language.
func (t Title) In(lang Lang) string {
	if lang == English {
		return t.EN
	}
	return t.VI
}

// Column describes one column of a dataset.
type Column struct {
	Role       Role
	Output     string   // snake_case name of the column in cleaned
	Headers    []string // spellings seen; compared folded, in addition to the alias table
	Compulsory bool     // its absence is reported
	Group      string   // of compulsory columns with the same group one is enough
	Formats    []string // the forms a right value has, of the closed list in formats
	List       bool     // may be a list column
	Repeat     bool     // several columns of a file may have this role
	Check      *Check   // what its values must be; nil for nothing
	Event      bool     // the date of what the row tells of; see Description.Event
}

//go:embed datasets/*.yaml
var datasetFiles embed.FS

// DatasetNames are the names of the datasets that the program promises, and
// the register's own input at the end. They are contracts.
var DatasetNames = []string{
	"bank-credit", "bank-account", "cmnd-conversion", "tax-registration", "social-insurance", "health-insurance",
	"health-record", "driving-licence", "vehicle", "practice-certificate", "vaccination", "education", "civil-servant",
	"party-member", "electricity", "water", "telecom", "household", "civil-status", "residence", "social-assistance",
	"judicial-record", "portal-account", "business-owner", "land-owner", "register",
}

// ErrUnknownDataset is the error of a dataset name that is neither built in
// nor the path of a description: wrong usage.
var ErrUnknownDataset = errors.New("unknown dataset")

func datasetPath(name string) string { return path.Join("datasets", name+".yaml") }

// Dataset returns a built-in dataset by its name, or loads the description a
// path points to: anything with a slash, or ending in .yaml or .yml. Errors:
// ErrUnknownDataset, those of LoadDescription.
func Dataset(name string) (*Description, error) {
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		return LoadDescription(name)
	}
	if !slices.Contains(DatasetNames, name) {
		return nil, fmt.Errorf("%w %q; there are %s; or give the path of a description (.yaml)",
			ErrUnknownDataset, name, strings.Join(DatasetNames, ", "))
	}
	if d, ok := builtIn.Load(name); ok {
		return d.(*Description), nil
	}
	text, err := datasetFiles.ReadFile(datasetPath(name))
	if err != nil {
		return nil, fmt.Errorf("built-in dataset: %w", err)
	}
	d, err := ParseDescription(name+".yaml", text)
	if err != nil {
		return nil, fmt.Errorf("built-in dataset: %w", err)
	}
	builtIn.Store(name, d)
	return d, nil
}

// builtIn keeps the built-in descriptions that were read: *Description by name.
var builtIn sync.Map

// LoadDescription reads a description from a file. Errors: those of the file
// system, and *strict.FaultsError with every fault of the text.
func LoadDescription(file string) (*Description, error) {
	text, err := strict.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("dataset description: %w", err)
	}
	return ParseDescription(file, text)
}

// Column returns the first column with a role, nil when there is none.
func (d *Description) Column(role Role) *Column {
	for i := range d.Columns {
		if d.Columns[i].Role == role {
			return &d.Columns[i]
		}
	}
	return nil
}

// Event is the role of the column that dates what a row tells of: a payment, a
// loan, a dose. "" if the description marks none. Nobody does it after death.
func (d *Description) Event() Role {
	for i := range d.Columns {
		if d.Columns[i].Event {
			return d.Columns[i].Role
		}
	}
	return ""
}
