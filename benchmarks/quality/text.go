package quality

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"lamsach/schemas"
)

// JSON writes the result as one JSON object. Maps come out sorted by key, so
// equal results are equal bytes.
func (r *Result) JSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }

// Text writes the result for people: the figures, the verdict table, the
// classes of error.
func (r *Result) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "rows                       %12d   without an outcome %d\n", r.Rows, r.Unanswered)
	for _, line := range []struct {
		what  string
		share float64
		of    string
	}{
		{"precision", r.Precision, "of linked rows, linked to the person described"},
		{"false links", r.FalseLinks, "of linked rows"},
		{"recall", r.Recall, "of rows of kind match, linked to the right person"},
		{"recall, all", r.RecallAll, "the same with contradicted rows counted in"},
		{"found", r.Found, "of rows of kind match, right person linked or candidate"},
		{"left to people", r.LeftToPeople, "of all rows, review or ambiguous"},
		{"absent linked", r.AbsentLinked, "of rows about nobody in the register"},
		{"contradicted", r.Contradicted, "of rows under somebody else's number, said so"},
	} {
		fmt.Fprintf(&b, "%-26s %12.6f   %s\n", line.what, line.share, line.of)
	}
	r.tableText(&b)
	r.classText(&b)
	r.calibrationText(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Result) tableText(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-14s", "verdict")
	for k := match; k < kinds; k++ {
		fmt.Fprintf(b, " %12s", kindNames[k])
	}
	fmt.Fprintf(b, " %12s %12s %12s\n", "right", "wrong", "candidate")
	for v := range schemas.Verdicts {
		fmt.Fprintf(b, "%-14s", v)
		for k := match; k < kinds; k++ {
			fmt.Fprintf(b, " %12d", r.Table[kindNames[k]][v.String()])
		}
		c := r.Verdicts[v.String()]
		fmt.Fprintf(b, " %12d %12d %12d\n", c.Right, c.Wrong, c.Candidate)
	}
}

func (r *Result) classText(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-26s %10s %10s %10s %8s %8s\n", "class", "rows", "right", "wrong", "recall", "found")
	for _, c := range r.Classes {
		fmt.Fprintf(b, "%-26s %10d %10d %10d %8.4f %8.4f\n", c.Name, c.Rows, c.Right, c.Wrong, c.Recall, c.Found)
	}
}

func (r *Result) calibrationText(b *strings.Builder) {
	fmt.Fprintf(b, "\nmatch_probability of rows without an agreeing number\n%-12s %10s %8s %8s\n", "from", "rows", "said", "right")
	for _, bin := range r.Calibration {
		fmt.Fprintf(b, "%-12.1f %10d %8.4f %8.4f\n", bin.From, bin.Rows, bin.Said, bin.Right)
	}
}
