package reports

import "lamsach/schemas"

// Kind is what a count is about.
type Kind string

// The kinds of subjects.
const (
	KindMismatch Kind = "mismatch" // Field and Mechanism
	KindIssue    Kind = "issue"    // Field (the column) and Code
	KindRepair   Kind = "repair"   // Field (the column) and Code
	KindReason   Kind = "reason"   // Code
)

// Subject names what is counted: the mechanism by which a field disagrees, an
// issue or repair of a column, or a reason.
type Subject struct {
	Kind  Kind   `json:"kind"`
	Field string `json:"field,omitempty"`
	Code  string `json:"code"`
}

// subject says what a cell counts; false for cells that are not about errors.
func (t *Tally) subject(cell int) (Subject, bool) {
	switch {
	case cell >= firstNote:
		column, code := (cell-firstNote)/columnWidth, schemas.Code((cell-firstNote)%columnWidth)
		kind := KindRepair
		if code.IsIssue() {
			kind = KindIssue
		}
		return Subject{kind, t.columns[column], code.String()}, code != schemas.NoCode
	case cell >= firstMismatch:
		f := schemas.Field((cell - firstMismatch) / int(schemas.Mechanisms))
		m := schemas.Mechanism((cell - firstMismatch) % int(schemas.Mechanisms))
		return Subject{KindMismatch, f.String(), m.String()}, m != schemas.NoMechanism
	case cell >= firstReason && cell < firstResult:
		return Subject{KindReason, "", schemas.Reason(cell - firstReason).String()}, true
	}
	return Subject{}, false
}
