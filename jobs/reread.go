package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"lamsach/internal/store"
	"lamsach/reports"
)

// errNoRun says that an output folder holds no published run.
var errNoRun = errors.New("no published run here")

// openRun opens a published run: location is a job's output folder, which then
// means its latest run, or the folder of one run in it.
func openRun(ctx context.Context, location string) (run, *Manifest, error) {
	location = strings.TrimRight(location, "/")
	if base := path.Base(filepath.ToSlash(location)); strings.HasPrefix(base, runPrefix) {
		out, err := openOutput(cmp.Or(strings.TrimSuffix(location, base), "."))
		if err != nil {
			return run{}, nil, err
		}
		return published(ctx, run{out, strings.TrimPrefix(base, runPrefix)}, location)
	}
	out, err := openOutput(location)
	if err != nil {
		return run{}, nil, err
	}
	latest, _, err := out.latest(ctx)
	if err != nil {
		return run{}, nil, err
	}
	if latest == nil {
		return run{}, nil, failf(ExitGiven, "%s: %w: it holds no latest.json that can be read", location, errNoRun)
	}
	return published(ctx, run{out, latest.RunID}, location)
}

func published(ctx context.Context, r run, location string) (run, *Manifest, error) {
	m, err := r.published(ctx)
	switch {
	case err != nil:
		return r, nil, fail(ExitGiven, fmt.Errorf("%s: %w", location, err))
	case m == nil:
		return r, nil, failf(ExitGiven, "%s: %w: %s has no manifest.json", location, errNoRun, r.path())
	}
	return r, m, nil
}

// Rewritten is what Report wrote.
type Rewritten struct {
	RunID  string `json:"run_id"`
	Report string `json:"report"` // index.html
	Rows   int64  `json:"rows"`
}

// Report writes the page and the summary of a published run again, from its
// manifest and the values that its summary shows. The workbook stays as it is:
// it is a table of the run's rows, not of the program's words.
func Report(ctx context.Context, location string) (*Rewritten, error) {
	r, m, err := openRun(ctx, location)
	if err != nil {
		return nil, err
	}
	report := reports.Build(m.Tally, m.facts())
	before, err := r.summary(ctx)
	if err != nil {
		return nil, err
	}
	if before != nil {
		report.Attach(valuesOf(before))
	}
	page, summary, err := pages(report)
	if err != nil {
		return nil, err
	}
	for _, o := range []named{{reportPage, page}, {reportSummary, summary}} {
		if _, err := r.store.Put(ctx, r.key(o.name), o.data, store.PutOptions{}); err != nil {
			return nil, err
		}
	}
	return &Rewritten{RunID: r.id, Report: r.place(path.Join(r.path(), reportPage)), Rows: m.Rows}, nil
}

// summary reads the report of a run as it was written; nil when it has none or
// none that can be read.
func (r run) summary(ctx context.Context) (*reports.Report, error) {
	data, err := store.Read(ctx, r.store, r.key(reportSummary), maxManifest)
	if errors.Is(err, store.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	report, err := reports.ReadSummary(strings.NewReader(string(data)))
	if err != nil {
		return nil, nil // damaged: it is written anew, without the values it showed
	}
	return report, nil
}

// valuesOf are the values that a report shows beside its example rows.
func valuesOf(r *reports.Report) map[reports.Address][]reports.Value {
	values := map[reports.Address][]reports.Value{}
	for _, examples := range r.Examples {
		for _, e := range examples {
			if len(e.Values) > 0 {
				values[e.Address] = e.Values
			}
		}
	}
	return values
}
