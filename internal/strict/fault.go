package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong in a text that people write, with its place.
type Fault struct {
	Line, Column int    // from 1; columns count letters
	Message      string // one line
}

// String is "line:column: message".
func (f Fault) String() string { return fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Message) }

// FaultsError is everything that is wrong in one file, in the order of its lines.
type FaultsError struct {
	File   string
	Faults []Fault
}

// Error has one line for each fault, each beginning with file:line:column.
func (e *FaultsError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = e.File + ":" + f.String()
	}
	return strings.Join(lines, "\n")
}

// sortFaults puts faults in reading order; of the same place in the order found.
func sortFaults(faults []Fault) {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
