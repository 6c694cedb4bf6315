package jobs

import (
	"context"
	"runtime"

	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/source/table"
	"lamsach/reports"
	"lamsach/schemas"
)

// Detected says which dataset a table of a file most likely is, and what its
// columns mean. It holds shapes of values, never a value.
type Detected struct {
	File      string           `json:"file"`
	Sheet     string           `json:"sheet,omitempty"`
	Format    string           `json:"format"`              // and how the file is written
	Dataset   string           `json:"dataset"`             // "" when it fits none
	Certainty float64          `json:"certainty"`           // beside all other datasets
	Only      []string         `json:"only,omitempty"`      // columns that the next likely dataset does not know
	RunnerUp  *DetectedDataset `json:"runner_up,omitempty"` // the next likely one
	Rows      int64            `json:"rows"`
	Columns   []DetectedColumn `json:"columns"`
	Missing   []schemas.Role   `json:"missing,omitempty"` // compulsory roles
	Usable    bool             `json:"usable"`            // some row could be looked up

	Findings []reports.Finding `json:"findings,omitempty"` // of the table as a whole
}

// DetectedDataset is a dataset that a table may be.
type DetectedDataset struct {
	Dataset   string         `json:"dataset"`
	Certainty float64        `json:"certainty"`
	Only      []string       `json:"only,omitempty"`    // columns that the likeliest dataset does not know
	Missing   []schemas.Role `json:"missing,omitempty"` // its compulsory roles
}

// DetectedColumn says what a column means and what its values look like.
type DetectedColumn struct {
	InputColumn
	Contradicts bool     `json:"contradicts,omitempty"` // the values are flatly not what the header says
	Conflict    bool     `json:"conflict,omitempty"`    // another column has the role this one would have
	Shapes      []string `json:"shapes,omitempty"`      // of values, the commonest first
}

// Detect looks at the files that a pattern names; one answer for each table. A
// sample says what its columns are, and all rows, read once, what holds of it as
// a whole.
func Detect(ctx context.Context, pattern string) ([]Detected, error) {
	matches, err := resolve(ctx, []string{pattern}, Silent{})
	if err != nil {
		return nil, err
	}
	var out []Detected
	for _, m := range matches {
		found, err := detect(ctx, m)
		if err != nil {
			return nil, inputFault(m, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

func detect(ctx context.Context, in found) ([]Detected, error) {
	file, err := openSource(ctx, in)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var out []Detected
	for _, t := range file.Tables() {
		d, err := detectTable(ctx, in, t)
		if err != nil {
			return nil, err
		}
		d.File, d.Format = in.Rel, file.Format()
		out = append(out, *d)
	}
	return out, nil
}

func detectTable(ctx context.Context, in found, t table.Table) (*Detected, error) {
	cols, lists := columnInfo(t)
	all := scalars(lists)
	sample, err := t.Sample(ctx, all, recognisedRows)
	if err != nil {
		return nil, err
	}
	for i, c := range all {
		cols[c].Sample = sampleOf(&sample.Columns[i], recognisedRows)
	}
	out := &Detected{Sheet: t.Sheet(), Rows: t.Rows()}
	best := out.rank(cols)
	if best == nil || !out.Usable {
		return out, nil
	}
	out.Findings, err = surveyTable(ctx, best, in, t, cols, lists, narrowable{sample, all})
	return out, err
}

// narrowable is a sample of some columns of a table.
type narrowable struct {
	batch   *pipeline.Batch
	columns []int
}

// surveyTable asks all rows of a table what a run would ask them first.
func surveyTable(ctx context.Context, d *schemas.Description, in found, t table.Table, cols []schemas.ColumnInfo, lists []bool, sample narrowable) ([]reports.Finding, error) {
	f := &PlannedFile{found: in, cuts: t.Cuts(pipeline.UsualPartRows)}
	f.File, f.Sheet, f.Rows = in.Rel, t.Sheet(), t.Rows()
	f.layout = layoutOf(d, cols, lists)
	f.Columns = f.layout.columns
	f.profile = clean.MakeProfile(narrow(sample.batch, sample.columns, f.layout.read), f.layout.clean)
	if err := f.survey(ctx, t, newKept(0), runtime.GOMAXPROCS(0)); err != nil {
		return nil, err
	}
	return f.findings(), nil
}

// onlyIn are the headers of the columns that have a role by one recognition and
// none by the other.
func onlyIn(cols []schemas.ColumnInfo, one, other []schemas.Recognised) (headers []string) {
	for i := range cols {
		if one[i].Role != "" && other[i].Role == "" {
			headers = append(headers, cols[i].Name)
		}
	}
	return headers
}

// rank holds the columns of a table against every dataset, and returns the
// likeliest.
func (d *Detected) rank(cols []schemas.ColumnInfo) (likeliest *schemas.Description) {
	found := make([]schemas.Recognised, len(cols))
	if fits := schemas.Rank(cols); len(fits) > 0 {
		best := fits[0]
		likeliest = best.Dataset
		found = best.Found
		at := best.Dataset.Layout(found)
		d.Dataset, d.Certainty, d.Missing, d.Usable = best.Dataset.Name, round(best.Certainty), best.Dataset.Missing(found), at.Usable()
		if len(fits) > 1 {
			next := fits[1]
			d.Only = onlyIn(cols, found, next.Found)
			d.RunnerUp = &DetectedDataset{next.Dataset.Name, round(next.Certainty), onlyIn(cols, next.Found, found), next.Dataset.Missing(next.Found)}
		}
	}
	for i, r := range found {
		d.Columns = append(d.Columns, DetectedColumn{
			InputColumn: inputColumn(cols[i].Name, r), Contradicts: r.Contradicts, Conflict: r.Conflict,
			Shapes: schemas.Shapes(cols[i].Sample),
		})
	}
	return likeliest
}
