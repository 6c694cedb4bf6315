package jobs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"lamsach/dedupe"
	"lamsach/pipeline/sink"
)

// replayAll does the whole run again up to its outcomes: links every row, settles
// them, and gives those that differ from what was published, by part. Spills lie
// in a folder of the cache meanwhile, about 40 bytes a row.
func (r *Reopened) replayAll(ctx context.Context, todo []chosen, workers int) ([][]Difference, error) {
	dir, err := cacheFolder()
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		dir, err = os.MkdirTemp(dir, "replay-*")
	}
	if err != nil {
		return nil, fail(ExitStorage, err)
	}
	defer os.RemoveAll(dir)
	spills := make([]dedupe.Spill, len(todo))
	for i, c := range todo {
		spills[i] = dedupe.Spill{Part: c.part, Path: filepath.Join(dir, fmt.Sprintf("part-%05d.spill", c.part.Index))}
	}
	err = r.onEach(ctx, todo, workers, func(ctx context.Context, at int, reader *Reader, w *teller) error {
		if err := reader.Read(ctx, todo[at].part); err != nil {
			return err
		}
		return fail(ExitStorage, w.spiller.Write(spills[at].Path, reader.Linker.Link(reader.Rows).Outcomes))
	})
	if err != nil {
		return nil, err
	}
	settled, err := dedupe.Settle(ctx, spills, dedupe.Options{Workers: workers, Memory: defaultMemory / 4})
	if err != nil {
		return nil, fail(ExitStorage, fmt.Errorf("settle: %w", err))
	}
	differences := make([][]Difference, len(todo))
	columns := append(linkedColumns[:len(linkedColumns):len(linkedColumns)], settledColumns...)
	err = r.onEach(ctx, todo, workers, func(ctx context.Context, at int, _ *Reader, w *teller) error {
		out, err := w.spiller.Read(spills[at].Path)
		if err != nil {
			return fail(ExitStorage, err)
		}
		again, err := r.relinked(ctx, todo[at].part, out, settled, w)
		if err == nil {
			differences[at], err = r.compare(ctx, todo[at], again, columns, 0)
		}
		return err
	})
	return differences, err
}

// startsOf are the numbers of the first rows of the inputs over the whole run.
// Files that were set aside while they were read are not counted, so they are
// not those of the run; but they ascend alike, and that is all settling asks.
func startsOf(m *Manifest) (first []int64) {
	next := int64(0)
	for i := range m.Inputs {
		first = append(first, next)
		next += m.Inputs[i].Rows
	}
	return first
}

// origins are where the inputs begin among the rows of the whole run.
func (r *Reopened) origins() (all []sink.Origin) {
	for i, start := range r.starts {
		if in := &r.Manifest.Inputs[i]; in.Rows > 0 {
			all = append(all, sink.Origin{Start: start, Source: sink.Source{File: in.File, Sheet: in.Sheet}})
		}
	}
	return all
}
