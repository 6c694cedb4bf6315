package reports

import (
	"cmp"
	"slices"
	"strings"

	"lamsach/schemas"
)

// When a unit is said to be the source of an error. The limits are those of a
// reader's patience, not of statistics: with them a unit that is merely a
// little worse than the others is never accused (see TestCauses).
const (
	minCauseRows  = 30  // fewer rows are no cause but accidents
	minCauseShare = 50  // at least one row in so many of the unit has the error
	minCauseRatio = 3   // at least so many times as often as elsewhere
	minCauseSigma = 6   // standard deviations above what elsewhere lets expect
	maxCauses     = 40  // causes kept in the report
	maxCauseUnits = 10  // units named for one cause
	fileWideShare = 200 // an error without a unit is told if at least one row in so many has it
)

// Cause is one error that explains many rows: at units where it is far more
// frequent than elsewhere, or (Units empty) spread over the whole input.
type Cause struct {
	Subject
	Rows      int64       `json:"rows"`                 // rows with it, at these units
	Of        int64       `json:"of"`                   // all rows of these units
	Elsewhere Rate        `json:"elsewhere"`            // how frequent it is outside
	Units     []UnitShare `json:"units,omitempty"`      // most rows first, at most ten
	MoreUnits int         `json:"more_units,omitempty"` // units not named
	Example   *Address    `json:"example,omitempty"`
}

// Rate is Rows of Of.
type Rate struct {
	Rows int64 `json:"rows"`
	Of   int64 `json:"of"`
}

// UnitShare says in how many of its rows a unit has an error.
type UnitShare struct {
	Unit string `json:"unit"`
	Rows int64  `json:"rows"`
	Of   int64  `json:"of"`
}

// causeReasons are the reasons that have a cause at the submitter's and no
// mismatch or issue that says the same. A duplicate is no error: a customer
// with two loans stands in a credit file twice.
const causeReasons = schemas.ReasonSet(1<<schemas.ReasonBlankRow | 1<<schemas.ReasonTestRow | 1<<schemas.ReasonTotalRow |
	1<<schemas.ReasonRepeatedHeader | 1<<schemas.ReasonOrganisation | 1<<schemas.ReasonNoLookupKey |
	1<<schemas.ReasonPaperDiffers | 1<<schemas.ReasonDeceased | 1<<schemas.ReasonEventAfterDeath | 1<<schemas.ReasonNumberShared | 1<<schemas.ReasonPersonClaimed)

// quietCodes are notes that are no error of anybody: harmless habits of
// writing, and gaps that are usual.
var quietCodes = codeSet(
	schemas.NoCode, schemas.RepairNumberSeparators, schemas.RepairNameComposed, schemas.RepairDateFormat, schemas.RepairGenderCoded,
	schemas.RepairPhoneForm, schemas.RepairPhoneSeveral, schemas.RepairAddressForm, schemas.RepairAddressUnit, schemas.IssueDateMaybeYearOnly,
)

// quietMechanisms say again what an issue of the same row says.
var quietMechanisms = mechanismSet(
	schemas.NoMechanism, schemas.MechanismYearOnlyRow, schemas.MechanismNumberAbsent, schemas.MechanismAbsent,
)

// Causes finds the errors that explain most rows, most rows first.
func (t *Tally) Causes() []Cause {
	out := []Cause{}
	for cell := range t.total {
		if !t.causal(cell) || t.total[cell] < minCauseRows {
			continue
		}
		spread := t.total[cell]
		if c, ok := t.concentrated(cell); ok {
			out = append(out, c)
			spread -= min(spread, uint64(c.Rows))
		}
		if c, ok := t.spread(cell, spread); ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Cause) int { return cmp.Compare(b.Rows, a.Rows) })
	return out[:min(len(out), maxCauses)]
}

// causal says whether a cell counts something that has a cause worth naming.
func (t *Tally) causal(cell int) bool {
	switch {
	case cell >= firstNote:
		column, code := t.columns[(cell-firstNote)/columnWidth], (cell-firstNote)%columnWidth
		if column == "cmnd" && code == int(schemas.IssueNumberMissing) {
			return false // people who never had an old card
		}
		return !quietCodes[code]
	case cell >= firstMismatch:
		return !quietMechanisms[(cell-firstMismatch)%int(schemas.Mechanisms)]
	case cell >= firstReason && cell < firstResult:
		return causeReasons.Has(schemas.Reason(cell - firstReason))
	}
	return false
}

// concentrated gathers the units in which a cell is far above its usual rate.
func (t *Tally) concentrated(cell int) (Cause, bool) {
	usual, known := t.usualRate(cell)
	var c Cause
	var found []*unit
	for _, u := range t.units {
		elsewhere := Rate{int64(t.total[cell] - u.cells.at(cell)), int64(t.total[rowsCell] - u.cells[rowsCell])}
		if known && usual.less(elsewhere) {
			elsewhere = usual // several bad units must not excuse one another
		}
		if stands(Rate{int64(u.cells.at(cell)), int64(u.cells[rowsCell])}, elsewhere) {
			found = append(found, u)
			c.Rows += int64(u.cells.at(cell))
			c.Of += int64(u.cells[rowsCell])
		}
	}
	if len(found) == 0 {
		return c, false
	}
	slices.SortFunc(found, func(a, b *unit) int {
		return cmp.Or(cmp.Compare(b.cells.at(cell), a.cells.at(cell)), strings.Compare(a.name, b.name))
	})
	for _, u := range found[:min(len(found), maxCauseUnits)] {
		c.Units = append(c.Units, UnitShare{u.name, int64(u.cells.at(cell)), int64(u.cells[rowsCell])})
	}
	c.MoreUnits = len(found) - len(c.Units)
	c.Subject, _ = t.subject(cell)
	c.Elsewhere = Rate{int64(t.total[cell]) - c.Rows, int64(t.total[rowsCell]) - c.Of}
	c.Example = found[0].exampleOf(cell)
	return c, true
}

// spread is the part of a cell that no unit explains. Only what keeps rows
// from being verified is told of a whole input; the rest stands in the charts.
func (t *Tally) spread(cell int, rows uint64) (Cause, bool) {
	if rows < minCauseRows || rows*fileWideShare < t.total[rowsCell] || !t.decisive(cell) {
		return Cause{}, false
	}
	c := Cause{Rows: int64(rows), Of: int64(t.total[rowsCell])}
	c.Subject, _ = t.subject(cell)
	if len(t.examples[cell]) > 0 {
		c.Example = &t.examples[cell][0]
	}
	return c, true
}

// decisive says whether a cell is about a number, a name, a birth date or a
// whole row.
func (t *Tally) decisive(cell int) bool {
	s, _ := t.subject(cell)
	switch s.Kind {
	case KindMismatch:
		return s.Field == schemas.FieldID.String() || s.Field == schemas.FieldName.String() || s.Field == schemas.FieldBirthDate.String()
	case KindIssue, KindRepair:
		return strings.HasPrefix(s.Code, "number_") || strings.HasPrefix(s.Code, "name_") ||
			strings.HasPrefix(s.Code, "birth_date_") || strings.HasPrefix(s.Code, "date_")
	}
	return true
}

// usualRate is the median rate of a cell over the units that are large enough
// to have one; false if there are fewer than three.
func (t *Tally) usualRate(cell int) (Rate, bool) {
	var rates []Rate
	for _, u := range t.units {
		if u.cells[rowsCell] >= minCauseRows {
			rates = append(rates, Rate{int64(u.cells.at(cell)), int64(u.cells[rowsCell])})
		}
	}
	if len(rates) < 3 {
		return Rate{}, false
	}
	slices.SortFunc(rates, func(a, b Rate) int {
		switch {
		case a.less(b):
			return -1
		case b.less(a):
			return 1
		}
		return 0
	})
	return rates[(len(rates)-1)/2], true
}

// less compares two rates without rounding.
func (r Rate) less(o Rate) bool { return r.Rows*o.Of < o.Rows*r.Of }

// stands says whether a unit's rate stands out from the rate elsewhere. All in
// integers, so that the answer is the same on every machine.
func stands(in, out Rate) bool {
	if out.Of <= 0 || in.Rows < minCauseRows || in.Rows*minCauseShare < in.Of {
		return false
	}
	if in.Rows*out.Of < minCauseRatio*in.Of*out.Rows {
		return false
	}
	expected := in.Of * out.Rows / out.Of
	excess := in.Rows - expected
	return excess > 0 && excess*excess > minCauseSigma*minCauseSigma*(expected+1)
}

func (u *unit) exampleOf(cell int) *Address {
	for _, h := range u.hits {
		if h.cell == cell {
			return &h.at
		}
	}
	return nil
}

func codeSet(codes ...schemas.Code) (set [schemas.Codes]bool) {
	for _, c := range codes {
		set[c] = true
	}
	return set
}

func mechanismSet(mechanisms ...schemas.Mechanism) (set [schemas.Mechanisms]bool) {
	for _, m := range mechanisms {
		set[m] = true
	}
	return set
}
