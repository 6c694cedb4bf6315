package jobs

import (
	"cmp"
	"fmt"
	"io"

	"lamsach/reports"
)

// writeEstimates tells people in a few lines which errors the run itself expects.
func writeEstimates(w io.Writer, e *reports.Estimates) {
	if e == nil {
		return
	}
	now, next := e.Accept(), e.Stricter()
	fmt.Fprintf(w, "estimated false links: %s of %s (%s in 10,000)", expected(now.FalseLinks), Thousands(now.Links), inTenThousand(now.FalseInTenThousand()))
	if next != nil {
		fmt.Fprintf(w, "; at accept %g: %s, and %s rows more for people", next.Threshold, expected(next.FalseLinks), Thousands(next.ToPeople-now.ToPeople))
	}
	if now.Borrowed > 0 {
		fmt.Fprintf(w, "\nof these under a relative's number that nothing gives away: %s; %s rows are seen to bear one", expected(now.Borrowed), Thousands(e.FoundOut))
	}
	fmt.Fprintf(w, "\nestimated missed links: %s (%.2f %%) of rows that name somebody; %s rows name nobody\n",
		expected(now.MissedLinks), 100*now.MissedLinkRate, Thousands(e.NoCandidate))
}

// inTenThousand writes a rate.
func inTenThousand(n float64) string { return cmp.Or(reports.Small(n), expected(n)) }

// expected writes an expected number of rows.
func expected(n float64) string { return cmp.Or(reports.Few(n), Thousands(int64(n+0.5))) }
