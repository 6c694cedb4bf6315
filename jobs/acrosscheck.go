package jobs

import (
	"context"
	"fmt"
	"io"

	"lamsach/reports"
	"lamsach/schemas"
)

// AcrossCheck is what a job over runs would do, found out from the manifests.
type AcrossCheck struct {
	Name     string                  `json:"name"`
	Chain    []string                `json:"chain,omitempty"`
	Runs     []AcrossCheckedOf       `json:"runs"`
	Rows     int64                   `json:"rows"`
	Parts    int                     `json:"parts"`
	Passes   int                     `json:"passes"` // over the outcomes, for the people
	Warnings []reports.AcrossWarning `json:"warnings,omitempty"`
	Faults   []string                `json:"faults,omitempty"`
}

// AcrossCheckedOf is a run of a check.
type AcrossCheckedOf struct {
	Name    string `json:"name"`
	RunID   string `json:"run_id"`
	Dataset string `json:"dataset"`
	Rows    int64  `json:"rows"`
}

// CheckAcross opens the runs of a job and reads nothing of their tables.
func CheckAcross(ctx context.Context, spec *AcrossSpec) (*AcrossCheck, error) {
	c := &AcrossCheck{Name: spec.Title(), Chain: spec.Chain}
	out, err := openOutput(spec.Output)
	var runs []acrossRun
	if err == nil {
		runs, err = openRuns(ctx, spec, out)
	}
	if err == nil {
		_, _, err = out.latest(ctx)
	}
	if err != nil {
		if ctx.Err() == nil {
			c.Faults = append(c.Faults, err.Error())
		}
		return c, err
	}
	a := newAcross(spec, runs, out, 0)
	for i := range runs {
		m := runs[i].m
		c.Runs = append(c.Runs, AcrossCheckedOf{runs[i].name, m.RunID, m.Job.Dataset, m.Rows})
	}
	c.Rows, c.Parts, c.Warnings = a.rows, len(a.parts), warningsOf(runs)
	c.Passes = a.peopleDivision().Passes()
	return c, nil
}

// WriteText tells people what was found.
func (c *AcrossCheck) WriteText(w io.Writer) {
	fmt.Fprintf(w, "job %s, over %d runs\n", c.Name, len(c.Runs))
	for _, r := range c.Runs {
		fmt.Fprintf(w, "  %-20s %-20s %13s rows  run=%s\n", r.Name, r.Dataset, Thousands(r.Rows), r.RunID)
	}
	fmt.Fprintf(w, "%s rows in %d parts, read %d times for the people\n", Thousands(c.Rows), c.Parts, c.Passes)
	for _, m := range c.Warnings {
		fmt.Fprintf(w, "warning: %s\n", m.Text(schemas.English))
	}
	for _, f := range c.Faults {
		fmt.Fprintf(w, "fault: %s\n", f)
	}
	if len(c.Faults) == 0 {
		fmt.Fprintln(w, "no fault found")
	}
}
