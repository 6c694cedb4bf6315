package jobs

import (
	"fmt"
	"io"
	"strconv"

	"lamsach/reports"
)

// writeEstimates tells people in two lines which errors the run itself expects.
func writeEstimates(w io.Writer, e *reports.Estimates) {
	if e == nil {
		return
	}
	now, next := e.Accept(), e.Stricter()
	fmt.Fprintf(w, "estimated false links: %s of %s (%s in 10,000)", expected(now.FalseLinks), Thousands(now.Links), inTenThousand(now.FalseInTenThousand()))
	if next != nil {
		fmt.Fprintf(w, "; at accept %g: %s, and %s rows more for people", next.Threshold, expected(next.FalseLinks), Thousands(next.ToPeople-now.ToPeople))
	}
	fmt.Fprintf(w, "\nestimated missed links: %s (%.2f %%) of rows that name somebody; %s rows name nobody\n",
		expected(now.MissedLinks), 100*now.MissedLinkRate, Thousands(e.NoCandidate))
}

// inTenThousand writes a rate: of a small one the first digit that is not 0.
func inTenThousand(n float64) string {
	switch {
	case n == 0 || n >= 0.1:
		return expected(n)
	case n < 0.001:
		return "under 0.001"
	}
	return strconv.FormatFloat(n, 'g', 1, 64)
}

// expected writes an expected number: few with a digit behind the point.
func expected(n float64) string {
	switch {
	case n == 0:
		return "0"
	case n < 0.1:
		return "under 0.1"
	case n < 9.95:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return Thousands(int64(n + 0.5))
}
