package synth

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"
	"github.com/sourcegraph/conc/stream"
)

// table is a kind of output: files of one shape in one folder.
type table struct {
	dir, prefix string
	schema      *parquet.Schema
	metadata    map[string]string
}

// fileName is the name of the n-th file.
func (t table) fileName(file int) string { return fmt.Sprintf("%s-%05d.parquet", t.prefix, file) }

// removeFrom removes what an earlier, larger run has left under this table's
// names, from the n-th file on.
func (t table) removeFrom(file int) error {
	for {
		err := os.Remove(filepath.Join(t.dir, t.fileName(file)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("synth: cannot remove an older output file: %w", err)
		}
		file++
	}
}

// writeGroups makes row groups on several workers and commits them in order, so
// many to a file. Every group goes into one row group of each table.
func writeGroups(ctx context.Context, groups, workers, perFile int, tables []table, make func(group int, out []*parquet.ConcurrentRowGroupWriter) error) error {
	for _, t := range tables {
		if err := t.removeFrom((groups + perFile - 1) / perFile); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s := stream.New().WithMaxGoroutines(workers)
	var files []*outFile
	for group := range groups {
		if group%perFile == 0 {
			if context.Cause(ctx) != nil {
				break
			}
			if files = openAll(tables, group/perFile, cancel); files == nil {
				break
			}
		}
		current, last := files, group%perFile == perFile-1 || group == groups-1
		s.Go(func() stream.Callback {
			out := beginAll(current)
			err := context.Cause(ctx)
			if err == nil {
				err = make(group, out)
			}
			return func() {
				if err == nil {
					err = commitAll(out)
				}
				if last {
					err = errors.Join(err, closeAll(current))
				}
				if err != nil {
					cancel(fmt.Errorf("synth: row group %d: %w", group, err))
				}
			}
		})
	}
	s.Wait()
	return context.Cause(ctx)
}

// openAll begins the n-th file of every table, or cancels and returns nil.
func openAll(tables []table, file int, cancel context.CancelCauseFunc) (files []*outFile) {
	for _, t := range tables {
		f, err := createFile(filepath.Join(t.dir, t.fileName(file)), t.schema, t.metadata)
		if err != nil {
			cancel(errors.Join(fmt.Errorf("synth: cannot create output file %d: %w", file, err), closeAll(files)))
			return nil
		}
		files = append(files, f)
	}
	return files
}

func beginAll(files []*outFile) (out []*parquet.ConcurrentRowGroupWriter) {
	for _, f := range files {
		out = append(out, f.writer.BeginRowGroup())
	}
	return out
}

func commitAll(out []*parquet.ConcurrentRowGroupWriter) error {
	for _, group := range out {
		if _, err := group.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func closeAll(files []*outFile) (err error) {
	for _, f := range files {
		err = errors.Join(err, f.close())
	}
	return err
}
