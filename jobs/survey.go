package jobs

import (
	"context"

	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/strict"
	"lamsach/pipeline"
	"lamsach/pipeline/clean"
	"lamsach/pipeline/source/table"
	"lamsach/reports"
)

// survey asks all rows of a table what its sample is too small to tell, before
// any part is cleaned, so that all parts are cleaned alike. A table that proves
// damaged keeps the profile of its sample: its parts will say where.
func (f *PlannedFile) survey(ctx context.Context, in table.Table, kept *keptParts, workers int) error {
	s := clean.NewSurvey(f.layout.clean, f.Rows)
	spans := make([]clean.Span, len(f.cuts))
	for i, c := range f.cuts {
		spans[i] = clean.Span{FirstRow: c.FirstRow, Rows: c.Rows}
	}
	read := func(spans []clean.Span, each func(w *clean.Surveyor, i int, b *pipeline.Batch)) error {
		return f.ask(ctx, in, kept, s, spans, workers, each)
	}
	err := read(spans, func(w *clean.Surveyor, _ int, b *pipeline.Batch) { w.Add(b) })
	if err == nil {
		again, all := s.Again()
		err = read(again, func(w *clean.Surveyor, i int, b *pipeline.Batch) { w.Locate(i, b) })
		if err == nil && all {
			err = read(spans, func(w *clean.Surveyor, _ int, b *pipeline.Batch) { w.Count(b) })
		}
	}
	switch {
	case damageOf(f.File, err) != nil:
	case err != nil:
		return err
	default:
		f.profile = s.Profile(f.profile)
	}
	return nil
}

// ask reads runs of rows on several goroutines, and keeps those that are parts.
func (f *PlannedFile) ask(ctx context.Context, in table.Table, kept *keptParts, s *clean.Survey, spans []clean.Span, workers int, each func(w *clean.Surveyor, i int, b *pipeline.Batch)) error {
	workers = max(1, min(workers, len(spans)))
	crew := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for first := range workers {
		crew.Go(func(ctx context.Context) (err error) {
			defer func() { err = recovered(recover(), "the survey of "+f.Name(), err) }()
			w, b := s.Surveyor(), new(pipeline.Batch)
			defer w.Done()
			for i := first; i < len(spans); i += workers {
				if was := kept.of(f, spans[i].FirstRow, spans[i].Rows); was != nil {
					each(w, i, was)
					continue
				}
				part := pipeline.Part{FirstRow: spans[i].FirstRow, Rows: spans[i].Rows, Sheet: f.Sheet}
				if err := in.Read(ctx, part, f.layout.read, b); err != nil {
					return err
				}
				if each(w, i, b); kept.keep(f, b) {
					b = new(pipeline.Batch)
				}
			}
			return nil
		})
	}
	return crew.Wait()
}

// findings are what the profile of a file says of it as a whole, with its
// columns by name.
func (f *PlannedFile) findings() (list []reports.Finding) {
	for _, x := range f.profile.Findings {
		r := reports.Finding{
			Kind: string(x.Kind), File: f.File, Sheet: f.Sheet, Unit: x.Unit, Encoding: x.Encoding, Coding: x.Coding,
			By: x.By, Row: x.Row, Rows: x.Rows, Of: x.Of, Values: x.Values,
		}
		for _, c := range x.Columns {
			r.Columns = append(r.Columns, strict.Printable(f.Columns[f.layout.read[c]].Name))
		}
		list = append(list, r)
	}
	return list
}
