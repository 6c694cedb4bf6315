package jobs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"lamsach/reports"
	"lamsach/schemas"
)

// Event is the outcome of a run as an event.
func (o *Outcome) Event() Event {
	e := Event{
		Event: EventPublished, RunID: o.Manifest.RunID, Path: o.Folder, Rows: o.Manifest.Rows,
		Verdicts: o.Manifest.Verdicts, Exit: &o.Manifest.Exit, Seconds: o.Seconds,
	}
	if m := o.Manifest; m.Tally != nil {
		if all := m.Tally.Estimate(m.Job.Thresholds.told()); all != nil {
			e.Expected = all.Accept()
		}
	}
	if o.Again {
		e.Event = EventUnchanged
	} else if o.Seconds > 0 {
		e.RowsPerSecond = float64(o.Manifest.Rows) / o.Seconds
	}
	return e
}

// WriteText tells people what a run came to: the verdicts, what must be looked
// at, and where the report is.
func (o *Outcome) WriteText(w io.Writer) {
	m := o.Manifest
	WriteVerdicts(w, m.Rows, m.Verdicts)
	if !o.Again && o.Seconds > 0 {
		fmt.Fprintf(w, "%s rows in %.1f s: %s rows/s\n", Thousands(m.Rows), o.Seconds, Thousands(int64(float64(m.Rows)/o.Seconds)))
	}
	for _, d := range m.SetAside {
		fmt.Fprintf(w, "warning: set aside: %s: %s%s\n", d.File, d.Problem, prefixed(" at ", d.Place))
	}
	for _, g := range m.Gates {
		if g.Failed {
			fmt.Fprintf(w, "warning: %s\n", gateText(g))
		}
	}
	if c := m.Controls; c != nil {
		fmt.Fprintf(w, "controls %s rows beside them: precision %.4f, recall %.4f\n", Thousands(c.Rows), c.Precision.Share, c.Recall.Share)
	}
	if m.Tally != nil {
		writeEstimates(w, m.Tally.Estimate(m.Job.Thresholds.told()))
	}
	if o.Report != "" {
		fmt.Fprintf(w, "report %s\n", o.Report)
	}
}

// gateText says which limit was not kept.
func gateText(g reports.Gate) string {
	if what, is := strings.CutPrefix(g.Name, controlGate); is {
		return fmt.Sprintf("%s: the %s of the control rows is %.4f, the job asks for %g at least", g.Name, what, g.Value, g.Limit)
	}
	if g.Name == slippedGate {
		return fmt.Sprintf("%s: in %.1f %% of the rows columns have slipped (see above from which row on), the job allows %.1f %%; mend the file and run again", g.Name, 100*g.Value, 100*g.Limit)
	}
	return fmt.Sprintf("%s: %.1f %% of the rows were rejected, the job allows %.1f %%", g.Name, 100*g.Value, 100*g.Limit)
}

// WriteVerdicts writes the verdict table.
func WriteVerdicts(w io.Writer, rows int64, verdicts map[string]int64) {
	for v := range schemas.Verdicts {
		n := verdicts[v.String()]
		share := 0.0
		if rows > 0 {
			share = 100 * float64(n) / float64(rows)
		}
		fmt.Fprintf(w, "  %-13s %13s  %6.2f %%\n", v, Thousands(n), share)
	}
	fmt.Fprintf(w, "  %-13s %13s\n", "rows", Thousands(rows))
}

// PlainFault gives an error of a maker of files its exit code: what the file
// system refuses may pass, the rest is wrong usage.
func PlainFault(err error) error {
	if err == nil || ExitOf(err) != ExitInternal {
		return err
	}
	if bad := new(fs.PathError); errors.As(err, &bad) {
		return fail(ExitStorage, err)
	}
	return fail(ExitUsage, err)
}
