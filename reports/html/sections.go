package html

import (
	"strings"

	"lamsach/reports"
	"lamsach/schemas"
)

const (
	shownCauses     = 8
	shownMechanisms = 6
	shownNotes      = 8
	shownFiles      = 12
)

// causeView is one line of "what to do first".
type causeView struct {
	reports.Cause
	Rank          int
	Field, Text   string
	Advice, Width string
}

// Causes are the causes that explain most rows.
func (p page) Causes() []causeView {
	var out []causeView
	for i, c := range p.R.Causes[:min(len(p.R.Causes), shownCauses)] {
		out = append(out, causeView{
			Cause: c, Rank: i + 1, Field: c.FieldText(p.Lang), Text: label(c.Text(p.Lang)),
			Advice: c.Advice(p.Lang), Width: length(c.Rows, p.R.Causes[0].Rows),
		})
	}
	return out
}

// UnitNoun is what the units are.
func (p page) UnitNoun() string {
	if p.R.Facts.UnitKind == reports.UnitFile {
		return p.T("tệp", "file")
	}
	return p.T("chi nhánh", "branch")
}

// UnitNouns is UnitNoun for several of them.
func (p page) UnitNouns() string {
	if p.R.Facts.UnitKind == reports.UnitFile {
		return p.T("tệp", "files")
	}
	return p.T("chi nhánh", "branches")
}

// Capital writes the first letter of a noun large.
func (p page) Capital(noun string) string {
	for i := range noun {
		if i > 0 {
			return strings.ToUpper(noun[:i]) + noun[i:]
		}
	}
	return strings.ToUpper(noun)
}

// fieldView is one small multiple: a field with its results and mechanisms.
type fieldView struct {
	Name               string
	Agree, Minor       int64
	Differ, Missing    int64
	Compared           int64
	NotCompared        int64
	MinorX, DifferX    string
	AgreeW, MinorW     string
	DifferW            string
	MissingX, MissingW string
	Bars               bars
}

// Fields are the five compared fields on one common scale, and the others that
// some row disagrees in.
func (p page) Fields() []fieldView {
	scale := largest(p.R.Mismatches)
	var out []fieldView
	for f := range schemas.MismatchFields {
		results := p.R.Results[f.String()]
		get := func(r schemas.Result) int64 { return results[r.String()] }
		v := fieldView{
			Name: schemas.FieldText(f, p.Lang), Agree: get(schemas.Agree) + get(schemas.AgreeNormalised),
			Minor: get(schemas.Minor), Differ: get(schemas.Differ), Missing: get(schemas.MissingValue),
			NotCompared: get(schemas.NotCompared),
		}
		v.Compared = v.Agree + v.Minor + v.Differ + v.Missing
		v.AgreeW, v.MinorW, v.DifferW = length(v.Agree, v.Compared), length(v.Minor, v.Compared), length(v.Differ, v.Compared)
		v.MinorX, v.DifferX = v.AgreeW, length(v.Agree+v.Minor, v.Compared)
		v.MissingX, v.MissingW = length(v.Compared-v.Missing, v.Compared), length(v.Missing, v.Compared)
		var counts []reports.Count
		for _, c := range p.R.Mismatches {
			if c.Field == f.String() {
				counts = append(counts, c)
			}
		}
		v.Bars = p.bars(counts, scale, shownMechanisms)
		if f < schemas.Fields || len(counts) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// Issues are the cells that are not what their column promises.
func (p page) Issues() bars { return p.bars(p.R.Issues, p.notesScale(), shownNotes) }

// Repairs are the cells that were put right.
func (p page) Repairs() bars { return p.bars(p.R.Repairs, p.notesScale(), shownNotes) }

func (p page) notesScale() int64 { return max(largest(p.R.Issues), largest(p.R.Repairs)) }

// beside are the reasons that stand beside a verdict and never change it.
const beside = schemas.ReasonSet(1<<schemas.ReasonDeceased | 1<<schemas.ReasonMissingPerson |
	1<<schemas.ReasonDuplicate | 1<<schemas.ReasonNumberShared | 1<<schemas.ReasonPersonClaimed | 1<<schemas.ReasonEventAfterDeath |
	1<<schemas.ReasonFatherDiffers | 1<<schemas.ReasonMotherDiffers | 1<<schemas.ReasonSpouseDiffers | 1<<schemas.ReasonRelativeSpelling |
	1<<schemas.ReasonHouseholdDiffers | 1<<schemas.ReasonRelationDiffers | 1<<schemas.ReasonSecondPerson | 1<<schemas.ReasonSeveral)

// Beside are the rows with something to know beside their verdict.
func (p page) Beside() bars {
	counts := p.reasons(true)
	return p.bars(counts, largest(counts), len(counts))
}

// Reasons are all other reasons.
func (p page) Reasons() bars {
	counts := p.reasons(false)
	return p.bars(counts, largest(counts), len(counts))
}

func (p page) reasons(wanted bool) []reports.Count {
	set := map[string]bool{}
	for r := range beside.All {
		set[r.String()] = true
	}
	var out []reports.Count
	for _, c := range p.R.Reasons {
		if set[c.Code] == wanted {
			out = append(out, c)
		}
	}
	return out
}

// unitView is one line of the table of units.
type unitView struct {
	reports.UnitRow
	Segments []segment
	Why      string
}

// Units are the units with most rows to act on.
func (p page) Units() []unitView {
	var out []unitView
	for _, u := range p.R.Units.Listed {
		v := unitView{UnitRow: u, Segments: p.stack(u.Verdicts, verdictOrder)}
		if u.Cause != nil {
			v.Why = label(u.Cause.Text(p.Lang))
			if field := u.Cause.FieldText(p.Lang); field != "" {
				v.Why = field + ": " + v.Why
			}
		}
		out = append(out, v)
	}
	return out
}

// exampleView are the example rows of one verdict.
type exampleView struct {
	Verdict, Label string
	Files          []exampleFile
}

// exampleFile are the example rows of one file, which is named once.
type exampleFile struct {
	reports.Address
	Rows []reports.Example
}

func byFile(rows []reports.Example) []exampleFile {
	var out []exampleFile
	for _, e := range rows {
		last := len(out) - 1
		if last < 0 || out[last].File != e.File || out[last].Sheet != e.Sheet {
			out = append(out, exampleFile{Address: e.Address})
			last++
		}
		out[last].Rows = append(out[last].Rows, e)
	}
	return out
}

// Examples are rows by address, the verdicts to act on first.
func (p page) Examples() []exampleView {
	order := []schemas.Verdict{
		schemas.Contradicted, schemas.Corrected, schemas.Review, schemas.Ambiguous,
		schemas.NotFound, schemas.Rejected, schemas.Verified,
	}
	var out []exampleView
	for _, v := range order {
		if rows := p.R.Examples[v.String()]; len(rows) > 0 {
			out = append(out, exampleView{v.String(), schemas.VerdictLabel(v, p.Lang), byFile(rows)})
		}
	}
	return out
}

// FieldName names a field of an example, whether compared or cleaned.
func (p page) FieldName(field string) string {
	for f := range schemas.MismatchFields {
		if f.String() == field {
			return schemas.FieldText(f, p.Lang)
		}
	}
	return reports.ColumnText(field, p.Lang)
}

// FailedGates are the quality limits that the run did not keep.
func (p page) FailedGates() []reports.Gate {
	var out []reports.Gate
	for _, g := range p.R.Facts.Gates {
		if g.Failed {
			out = append(out, g)
		}
	}
	return out
}

// GateText names a quality limit.
func (p page) GateText(name string) string {
	if name == "max_rejected" {
		return p.T("Tỷ lệ dòng không tra cứu được", "Share of rows that cannot be looked up")
	}
	switch name {
	case "max_slipped":
		return p.T("Tỷ lệ dòng bị lệch cột", "Share of rows whose columns slipped")
	case "controls_precision":
		return p.T("Dòng kiểm soát: độ chính xác", "Control rows: precision")
	case "controls_recall":
		return p.T("Dòng kiểm soát: độ bao phủ", "Control rows: recall")
	}
	return name
}

// GateBound says on which side of its limit a value must stay.
func (p page) GateBound(name string) string {
	if strings.HasPrefix(name, "controls_") {
		return p.T("ít nhất phải là", "at least")
	}
	return p.T("cho phép", "allowed")
}

// Files are the files read, the first few.
func (p page) Files() []reports.File {
	return p.R.Facts.Files[:min(len(p.R.Facts.Files), shownFiles)]
}

// MoreFiles is how many files are not listed.
func (p page) MoreFiles() int { return len(p.R.Facts.Files) - len(p.Files()) }

// Disclosure says in words what of the register may stand in the output.
func (p page) Disclosure() string {
	switch p.R.Facts.Disclosure {
	case "values":
		return p.T("Có giá trị của dữ liệu dân cư", "Values of the register may be shown")
	case "fields":
		return p.T("Chỉ nêu trường nào khác, không nêu giá trị", "Fields that differ are named, values are not shown")
	case "verdict":
		return p.T("Chỉ nêu kết luận", "Verdicts only")
	}
	return p.R.Facts.Disclosure
}
