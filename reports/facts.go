package reports

import "slices"

// Facts are what a report tells of a run beside its counts. They are functions
// of the run's inputs: no time, no duration, no host.
type Facts struct {
	Job        string    `json:"job,omitempty"`
	Dataset    string    `json:"dataset,omitempty"`
	RunID      string    `json:"run_id,omitempty"`
	UnitKind   UnitKind  `json:"unit_kind,omitempty"`
	Files      []File    `json:"files,omitempty"`
	Columns    []Column  `json:"columns,omitempty"`
	Damaged    []Damage  `json:"damaged,omitempty"`
	Findings   []Finding `json:"findings,omitempty"`
	Gates      []Gate    `json:"gates,omitempty"`
	Snapshot   Snapshot  `json:"snapshot"`
	Rules      string    `json:"rules,omitempty"`
	Model      string    `json:"model,omitempty"`
	Version    string    `json:"version,omitempty"`
	Thresholds Threshold `json:"thresholds"`
	Disclosure string    `json:"disclosure"`
	Usual      []string  `json:"usual,omitempty"` // reasons that are no fault in the dataset
}

// UnitKind says what the units of the tally are.
type UnitKind string

// The kinds of units. Where a file has no branches its name is the unit.
const (
	UnitBranch UnitKind = "branch"
	UnitFile   UnitKind = "file"
)

// File is an input object that was read whole.
type File struct {
	Name string `json:"name"` // as source_file
	Rows int64  `json:"rows"`
}

// Column says what a column of the input was taken for.
type Column struct {
	File string `json:"file,omitempty"`
	Name string `json:"name"`
	Role string `json:"role"` // "" when it has none and is carried through
	By   string `json:"by,omitempty"`
}

// Damage is an input object that could not be read whole and was set aside.
// Neither text may hold a cell's content.
type Damage struct {
	File    string `json:"file"`
	Place   string `json:"place,omitempty"` // row group, row, column
	Problem string `json:"problem"`
}

// Gate is a quality limit of the job and what the run came to, as shares.
type Gate struct {
	Name   string  `json:"name"` // "max_rejected"
	Limit  float64 `json:"limit"`
	Value  float64 `json:"value"`
	Failed bool    `json:"failed"`
}

// Snapshot is the build of the register that the rows were held against.
type Snapshot struct {
	ID     string `json:"id,omitempty"`
	People int64  `json:"people,omitempty"`
}

// Threshold are the probabilities of the job.
type Threshold struct {
	Accept float64 `json:"accept"`
	Review float64 `json:"review"`
	Costs  *Costs  `json:"costs,omitempty"` // that they follow from, if the job gave costs
}

// Costs are what each error and each question to people costs, in any one
// currency.
type Costs struct {
	FalseLink  float64 `json:"false_link"`
	MissedLink float64 `json:"missed_link"`
	Review     float64 `json:"review"`
}

// faults are the causes that are faults in the dataset.
func (f Facts) faults(causes []Cause) []Cause {
	return slices.DeleteFunc(causes, func(c Cause) bool { return c.Kind == KindReason && slices.Contains(f.Usual, c.Code) })
}

// DisclosesValues says whether values of the register may stand in the report.
func (f Facts) DisclosesValues() bool { return f.Disclosure == "values" }
