package jobs

import (
	"context"
	"errors"
	"fmt"

	"lamsach/pipeline/source/table"
	"lamsach/reports"
)

// damageOf is what is told of a file that cannot be read; nil when the error
// is not about the file.
func damageOf(name string, err error) *reports.Damage {
	bad := new(table.FormatError)
	if !errors.As(err, &bad) {
		return nil
	}
	return &reports.Damage{File: name, Place: bad.Place(), Problem: bad.Err.Error()}
}

// inputFault is the error of a command whose only input cannot be read.
func inputFault(in found, err error) error {
	if d := damageOf(in.Rel, err); d != nil {
		return failf(ExitGiven, "%s: %s%s", d.File, d.Problem, prefixed(" at ", d.Place))
	}
	return passing(changed(in.Rel, err))
}

// table opens the table of a planned file and makes sure that it is the one
// that was planned. release must be called after the last use.
func (o *opened) table(f *PlannedFile) (t table.Table, release func(), err error) {
	file, release, err := o.get(&f.found)
	if err != nil {
		return nil, nil, changed(f.File, err)
	}
	tables := file.Tables()
	if f.table >= len(tables) || tables[f.table].Sheet() != f.Sheet || tables[f.table].Rows() != f.Rows {
		release()
		return nil, nil, failf(ExitStorage, "input %s has changed since the run began; run the job again", f.File)
	}
	return tables[f.table], release, nil
}

// unchanged says whether every input is what it was when the run began.
func (p *Plan) unchanged(ctx context.Context) error {
	for _, f := range p.Files {
		info, err := f.found.Store.Stat(ctx, f.found.Key)
		if err != nil {
			return passing(changed(f.File, fmt.Errorf("input %s: %w", f.File, err)))
		}
		if was := f.found.Info; info.Size != was.Size || info.Pin != was.Pin || !info.Modified.Equal(was.Modified) ||
			info.Version != "" && info.Version != was.Version {
			return failf(ExitStorage, "input %s has changed since the run began; run the job again", f.File)
		}
	}
	return nil
}
