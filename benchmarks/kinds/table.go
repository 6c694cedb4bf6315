package main

import (
	"fmt"
	"strings"

	"lamsach/matchers/evaluate"
	"lamsach/schemas"
)

// heading stands above the lines of a table, which is one in Markdown too.
var heading = func() string {
	head, rule := "| dataset | rows |", "|---|---:|"
	for v := range schemas.Verdicts {
		head, rule = head+" "+v.String()+" |", rule+"---:|"
	}
	return head + " wrong links | precision | recall | right or shown | rows/s |\n" + rule + "---:|---|---|---:|---:|\n"
}()

// line is a file in the table.
func (f *figures) line() string {
	var b strings.Builder
	r := f.Result
	fmt.Fprintf(&b, "| %s | %d |", f.Dataset, r.Rows)
	for v := range schemas.Verdicts {
		fmt.Fprintf(&b, " %d |", r.Verdicts[v.String()].Rows)
	}
	fmt.Fprintf(&b, " %d | %s | %s | %.4f | %.0f |\n", r.Wrong, share(r.Precision), share(r.Recall), r.Found.Share, float64(r.Rows)/f.Sample.Wall())
	return b.String()
}

// share is a share with its 95 % interval.
func share(s evaluate.Share) string { return fmt.Sprintf("%.5f (%.5f–%.5f)", s.Share, s.Low, s.High) }
