package reports

import (
	"cmp"
	"slices"
	"strings"

	"lamsach/schemas"
)

// maxListedUnits is how many units the report lists.
const maxListedUnits = 20

// Report is everything a run has to say about its rows, in codes; the texts of
// the codes are in schemas. The page and summary.json show the same Report.
type Report struct {
	Rows       int64                       `json:"rows"`
	Verdicts   map[string]int64            `json:"verdicts"` // all seven
	Headline   Headline                    `json:"headline"`
	Causes     []Cause                     `json:"causes"`
	Results    map[string]map[string]int64 `json:"results"` // field → result → rows
	Mismatches []Count                     `json:"mismatches"`
	Issues     []Count                     `json:"issues"`
	Repairs    []Count                     `json:"repairs"`
	Reasons    []Count                     `json:"reasons"`
	Units      Units                       `json:"units"`
	Examples   map[string][]Example        `json:"examples"` // verdict → first rows
	Estimates  *Estimates                  `json:"estimates,omitempty"`
	Facts      Facts                       `json:"facts"`
}

// Headline is the answer in four numbers, which add up to the rows.
type Headline struct {
	Linked   int64 `json:"linked"`    // verified and corrected
	Look     int64 `json:"look"`      // contradicted, ambiguous, review
	NotFound int64 `json:"not_found"` //
	Rejected int64 `json:"rejected"`  // could not be looked up
}

// Count is how many rows have something, and the first of them.
type Count struct {
	Subject
	Rows     int64     `json:"rows"`
	Examples []Address `json:"examples,omitempty"`
}

// Units are the largest sources of rows to act on.
type Units struct {
	Total   int       `json:"total"`   // units told apart
	Listed  []UnitRow `json:"listed"`  // most rows to act on first, at most twenty
	Others  Rate      `json:"others"`  // rows to act on of all rows of units not listed
	Without int64     `json:"without"` // rows that name no unit
}

// UnitRow is one unit: a branch, or a file where there are no branches.
type UnitRow struct {
	Unit     string           `json:"unit"`
	Rows     int64            `json:"rows"`
	Act      int64            `json:"act"` // rows that are not verified
	Verdicts map[string]int64 `json:"verdicts"`
	Cause    *Subject         `json:"cause,omitempty"` // the largest cause that names the unit
}

// Example is a row by its address. Values are attached by the caller and only
// kept where the disclosure is "values".
type Example struct {
	Address
	Values []Value `json:"values,omitempty"`
}

// Value is a field of an example row as submitted and as the register has it.
type Value struct {
	Field     string `json:"field"`
	Submitted string `json:"submitted"`
	Register  string `json:"register"`
}

// Build puts a tally and the facts of its run together. The report shares
// nothing that the tally changes later.
func Build(t *Tally, f Facts) *Report {
	r := &Report{
		Rows: t.Rows(), Verdicts: verdictCounts(t.total), Headline: headline(t),
		Causes: f.faults(t.Causes()), Results: results(t.total), Examples: map[string][]Example{}, Facts: f,
		Mismatches: []Count{}, Issues: []Count{}, Repairs: []Count{}, Reasons: []Count{},
	}
	for cell, n := range t.total {
		s, ok := t.subject(cell)
		if !ok || n == 0 {
			continue
		}
		r.add(Count{Subject: s, Rows: int64(n), Examples: slices.Clone(t.examples[cell])})
	}
	for _, counts := range [][]Count{r.Mismatches, r.Issues, r.Repairs, r.Reasons} {
		slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(b.Rows, a.Rows) })
	}
	for v := range schemas.Verdicts {
		for _, at := range t.examples[verdictCell(v)] {
			r.Examples[v.String()] = append(r.Examples[v.String()], Example{Address: at})
		}
	}
	r.Units = t.unitRows(r.Causes)
	r.Estimates = t.Estimate(f.Thresholds)
	return r
}

func (r *Report) add(c Count) {
	switch c.Kind {
	case KindMismatch:
		r.Mismatches = append(r.Mismatches, c)
	case KindIssue:
		r.Issues = append(r.Issues, c)
	case KindRepair:
		r.Repairs = append(r.Repairs, c)
	case KindReason:
		r.Reasons = append(r.Reasons, c)
	}
}

// Attach puts values beside the example rows that it is given for. It does
// nothing unless the disclosure of the job is "values".
func (r *Report) Attach(values map[Address][]Value) {
	if !r.Facts.DisclosesValues() {
		return
	}
	for _, examples := range r.Examples {
		for i := range examples {
			examples[i].Values = values[examples[i].Address]
		}
	}
}

// Conserved says whether every row read has exactly one verdict.
func (r *Report) Conserved() bool {
	var sum int64
	for _, n := range r.Verdicts {
		sum += n
	}
	return sum == r.Rows
}

func headline(t *Tally) Headline {
	return Headline{
		Linked:   t.Verdict(schemas.Verified) + t.Verdict(schemas.Corrected),
		Look:     t.Verdict(schemas.Contradicted) + t.Verdict(schemas.Ambiguous) + t.Verdict(schemas.Review),
		NotFound: t.Verdict(schemas.NotFound),
		Rejected: t.Verdict(schemas.Rejected),
	}
}

func verdictCounts(c cells) map[string]int64 {
	out := make(map[string]int64, schemas.Verdicts)
	for v := range schemas.Verdicts {
		out[v.String()] = int64(c[verdictCell(v)])
	}
	return out
}

func results(c cells) map[string]map[string]int64 {
	out := map[string]map[string]int64{}
	for f := range schemas.Fields {
		out[f.String()] = map[string]int64{}
		for r := range schemas.Results {
			out[f.String()][r.String()] = int64(c[resultCell(f, r)])
		}
	}
	return out
}

// act is the number of rows that are not verified.
func act(c cells) int64 { return int64(c[rowsCell] - c[verdictCell(schemas.Verified)]) }

// unitRows lists the units with most rows to act on.
func (t *Tally) unitRows(causes []Cause) Units {
	units := slices.Clone(t.units)
	slices.SortFunc(units, func(a, b *unit) int {
		return cmp.Or(cmp.Compare(act(b.cells), act(a.cells)), cmp.Compare(b.cells[rowsCell], a.cells[rowsCell]), strings.Compare(a.name, b.name))
	})
	out := Units{Total: len(units), Listed: []UnitRow{}, Others: Rate{act(t.others), int64(t.others[rowsCell])}, Without: t.Rows() - int64(t.others[rowsCell])}
	for i, u := range units {
		out.Without -= int64(u.cells[rowsCell])
		if i >= maxListedUnits {
			out.Others.Rows += act(u.cells)
			out.Others.Of += int64(u.cells[rowsCell])
			continue
		}
		out.Listed = append(out.Listed, UnitRow{
			Unit: u.name, Rows: int64(u.cells[rowsCell]), Act: act(u.cells),
			Verdicts: verdictCounts(u.cells), Cause: causeOf(u.name, causes),
		})
	}
	return out
}

// causeOf is the cause that explains most rows of a unit.
func causeOf(name string, causes []Cause) *Subject {
	var best *Subject
	var rows int64
	for i := range causes {
		for _, u := range causes[i].Units {
			if u.Unit == name && u.Rows > rows {
				best, rows = &causes[i].Subject, u.Rows
			}
		}
	}
	return best
}
