package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"lamsach/internal/store"
	"lamsach/reports"
	"lamsach/reports/html"
)

// AcrossManifestVersion is raised whenever the fields of the manifest of a job
// over runs change meaning.
const AcrossManifestVersion = 1

// AcrossManifest is the commit point of a job over runs. Like a run's it holds
// no time. The format is described in docs/formats/across.md.
type AcrossManifest struct {
	Version int             `json:"version"`
	RunID   string          `json:"run_id"`
	Program string          `json:"program"`
	Job     AcrossJob       `json:"job"`
	Report  *reports.Across `json:"report"` // as summary.json
	Objects []Object        `json:"objects"`
}

// AcrossJob is the part of the job that a reader of the run must know.
type AcrossJob struct {
	Kind       string `json:"kind"`
	Name       string `json:"name,omitempty"`
	Disclosure string `json:"disclosure"`
}

// readAcross reads the manifest of a job over runs; nil when it was never
// committed, or is damaged: the work writes it anew.
func readAcross(ctx context.Context, r run) (*AcrossManifest, error) {
	data, err := store.Read(ctx, r.store, r.key(manifestName), maxManifest)
	if errors.Is(err, store.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m := new(AcrossManifest)
	if json.Unmarshal(data, m) != nil || m.Version != AcrossManifestVersion || m.Report == nil {
		return nil, nil
	}
	return m, nil
}

// acrossPages are a report as the page and as the summary.
func acrossPages(report *reports.Across) (page, summary []byte, err error) {
	var p, s bytes.Buffer
	if err := html.WriteAcross(&p, report); err != nil {
		return nil, nil, err
	}
	if err := reports.WriteAcross(&s, report); err != nil {
		return nil, nil, err
	}
	return p.Bytes(), s.Bytes(), nil
}

// Event is the outcome as an event.
func (o *AcrossOutcome) Event() Event {
	code := ExitPublished
	e := Event{Event: EventPublished, RunID: o.Manifest.RunID, Path: o.Folder, Seconds: o.Seconds, Across: o.Manifest.Report, Exit: &code}
	for _, r := range o.Manifest.Report.Runs {
		e.Rows += r.Rows
	}
	if o.Again {
		e.Event = EventUnchanged
	} else if o.Seconds > 0 {
		e.RowsPerSecond = float64(e.Rows) / o.Seconds
	}
	return e
}

// WriteText tells people what the runs say together.
func (o *AcrossOutcome) WriteText(w io.Writer) {
	r := o.Manifest.Report
	fmt.Fprintf(w, "%s people in %d runs\n", Thousands(r.People.All), len(r.Runs))
	if len(r.Steps) > 0 {
		fmt.Fprintf(w, "  %-20s %12s %12s %12s %12s\n", "step", "found", "in doubt", "missing", "so far")
		for _, s := range r.Steps {
			fmt.Fprintf(w, "  %-20s %12s %12s %12s %12s\n", s.Name, Thousands(s.Found), Thousands(s.InDoubt), Thousands(s.Missing), Thousands(s.SoFar))
		}
	} else {
		fmt.Fprintf(w, "  %-20s %12s %12s\n", "run", "found", "in doubt")
		for _, s := range r.Runs {
			fmt.Fprintf(w, "  %-20s %12s %12s\n", s.Name, Thousands(s.Found), Thousands(s.InDoubt))
		}
	}
	fmt.Fprintf(w, "  found in all without a difference %s, missing in a step %s, in doubt %s, disagreeing %s\n",
		Thousands(r.People.Complete), Thousands(r.People.Incomplete), Thousands(r.People.InDoubt), Thousands(r.People.Disagreeing))
	fmt.Fprintf(w, "  suspected errors of the register %s, numbers of several people %s\n", Thousands(r.RegisterErrors.All), Thousands(r.Numbers))
	if o.Report != "" {
		fmt.Fprintf(w, "report %s\n", o.Report)
	}
}
