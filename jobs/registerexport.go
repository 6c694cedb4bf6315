package jobs

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/store"
	"lamsach/register"
)

// RegisterExport says which snapshot to write out.
type RegisterExport struct {
	Snapshot string
	Out      string // folder: gets part-00000.parquet and on
	Workers  int    // 0: one for each CPU; the bytes do not depend on it
	Voice    Voice
}

// RegisterExported is what an export wrote.
type RegisterExported struct {
	ID      string  `json:"id"` // of the snapshot
	People  int     `json:"people"`
	Files   int     `json:"files"`
	Bytes   int64   `json:"bytes"`
	Out     string  `json:"out"`
	Seconds float64 `json:"seconds"`
}

// exportPeople is how many people a file has.
const exportPeople = 1 << 18

// ExportRegister writes a snapshot as Parquet files in the layout of the
// register input. A build from them gives the same snapshot. The snapshot is
// checked whole first; a folder that holds something is refused; nothing stays
// behind when the export fails.
func ExportRegister(ctx context.Context, o RegisterExport) (*RegisterExported, error) {
	began := time.Now()
	if o.Voice == nil {
		o.Voice = Silent{}
	}
	people, err := OpenSnapshot(ctx, o.Snapshot)
	if err != nil {
		return nil, err
	}
	defer people.Close()
	if err := people.Verify(ctx); err != nil {
		return nil, fail(ExitGiven, err)
	}
	to, prefix, err := store.Resolve(o.Out)
	if err != nil {
		return nil, unresolved(err)
	}
	there, err := to.List(ctx, prefix)
	switch {
	case err != nil:
		return nil, passing(err)
	case len(there) > 0:
		return nil, failf(ExitUsage, "%s is not empty: an export beside other files would be read together with them; give a new folder", o.Out)
	}
	e := exporter{people: people.Snapshot, to: to, prefix: prefix}
	m := measure(o.Voice, "export", int64(people.People()), 0)
	done, err := e.all(ctx, workersOf(&Spec{Limits: Limits{Workers: o.Workers}}), m)
	m.done(err)
	if err != nil {
		return nil, passing(err)
	}
	done.ID, done.People, done.Out, done.Seconds = people.ID(), people.People(), o.Out, time.Since(began).Seconds()
	return done, nil
}

// WriteText tells people what an export wrote.
func (r *RegisterExported) WriteText(w io.Writer) {
	fmt.Fprintf(w, "exported %s people of snapshot %s\n  to    %s, %s files\n  size  %s\n  time  %.1f s\n",
		Thousands(int64(r.People)), r.ID, r.Out, Thousands(int64(r.Files)), sizeText(r.Bytes), r.Seconds)
}

// exporter writes the files of an export.
type exporter struct {
	people *register.Snapshot
	to     store.Store
	prefix string
}

// all writes every file, at least one, or none.
func (e *exporter) all(ctx context.Context, workers int, m *meter) (*RegisterExported, error) {
	files := max((e.people.People()+exportPeople-1)/exportPeople, 1)
	crew := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError().WithMaxGoroutines(workers)
	var mu sync.Mutex
	out := &RegisterExported{Files: files}
	idle := sync.Pool{New: func() any { return newExportTable() }}
	for i := range files {
		crew.Go(func(ctx context.Context) (err error) {
			defer func() { err = recovered(recover(), fmt.Sprintf("file %d", i), err) }()
			if err := ctx.Err(); err != nil {
				return err
			}
			t := idle.Get().(*exportTable)
			defer idle.Put(t)
			from := i * exportPeople
			to := min(from+exportPeople, e.people.People())
			data := t.write(e.people, from, to)
			if _, err := e.to.Put(ctx, e.key(i), data, store.PutOptions{}); err != nil {
				return err
			}
			m.add(to - from)
			mu.Lock()
			defer mu.Unlock()
			out.Bytes += int64(len(data))
			return nil
		})
	}
	err := crew.Wait()
	if err == nil {
		return out, nil
	}
	for i := range files {
		_ = e.to.Delete(context.WithoutCancel(ctx), e.key(i)) // the first fault is what is told
	}
	return nil, err
}

func (e *exporter) key(i int) string { return fmt.Sprintf("%spart-%05d.parquet", e.prefix, i) }
