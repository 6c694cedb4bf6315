package quality

import (
	"bytes"
	"fmt"
	"testing"

	"lamsach/matchers/evaluate"
)

// What must become of rows with somebody else's number: this share at least is
// contradicted, and no more than that is linked to the number's owner or to
// anybody who is not described.
const leastContradicted, mostLinked = 0.99, 0.005

// borrowedClasses are the ways of having somebody else's number.
var borrowedClasses = []string{"number_relative", "number_twin", "number_stranger", "number_agent"}

// borrowed writes what became of them, and fails if they miss the goal. It holds
// for all of them together, and for each class as far as one row does not decide.
func borrowed(t *testing.T, title string, r *evaluate.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s: somebody else's number\n\n%-20s %8s %12s %8s %8s\n", title, "class", "rows", "contradicted", "linked", "wrong")
	var all evaluate.Counts
	line := func(name string, c *evaluate.Counts) {
		fmt.Fprintf(&b, "%-20s %8d %12d %8d %8d\n", name, c.Rows, c.SaidOther, c.Linked, c.Wrong)
		if slack := int64(1); c.SaidOther+slack < share(leastContradicted, c.Rows) || c.Linked-slack > share(mostLinked, c.Rows) {
			t.Errorf("%s: %s: of %d rows %d are contradicted and %d linked", title, name, c.Rows, c.SaidOther, c.Linked)
		}
	}
	for _, name := range borrowedClasses {
		for i := range r.Classes {
			if c := &r.Classes[i]; c.Name == name {
				line(name, &c.Counts)
				all.Rows, all.SaidOther, all.Linked, all.Wrong = all.Rows+c.Rows, all.SaidOther+c.SaidOther, all.Linked+c.Linked, all.Wrong+c.Wrong
			}
		}
	}
	if all.Rows == 0 {
		t.Fatalf("%s: nobody has somebody else's number", title)
	}
	line("all", &all)
	return b.Bytes()
}

// share is a share of rows, in whole rows.
func share(of float64, rows int64) int64 { return int64(of * float64(rows)) }
