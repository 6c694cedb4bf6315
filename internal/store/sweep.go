package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Leftover is what a killed writer left behind: a half-written file, or an
// upload in several pieces that was never completed. No listing shows it.
type Leftover struct {
	Key      string    // of the half file, or of the object it was to become
	Upload   string    // the store's name of the upload; empty for files
	Size     int64     // bytes it takes
	Modified time.Time // last written (files) or begun (uploads)
}

// Sweeper is implemented by stores that may hold leftovers. Only their age
// tells a leftover from what another process is writing this minute.
type Sweeper interface {
	// Leftovers lists what lies below prefix and is older than age, by key.
	Leftovers(ctx context.Context, prefix string, age time.Duration) ([]Leftover, error)
	// Abort removes one of them; one that is gone already is no error.
	Abort(ctx context.Context, l Leftover) error
}

// Leftovers implements Sweeper.
func (s *Files) Leftovers(ctx context.Context, prefix string, age time.Duration) ([]Leftover, error) {
	var out []Leftover
	err := filepath.WalkDir(s.root, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if errors.Is(absent(err), ErrNotExist) {
				return nil
			}
			return err
		}
		if d.IsDir() || !strings.HasPrefix(d.Name(), tempPrefix) {
			return nil
		}
		rel, err := filepath.Rel(s.root, name)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || time.Since(info.ModTime()) <= age {
			return nil // removed meanwhile, or perhaps still being written
		}
		if key := filepath.ToSlash(rel); strings.HasPrefix(key, prefix) {
			out = append(out, Leftover{Key: key, Size: info.Size(), Modified: info.ModTime()})
		}
		return nil
	})
	if err != nil {
		return nil, fail("list", prefix, err)
	}
	slices.SortFunc(out, func(a, b Leftover) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// Abort implements Sweeper.
func (s *Files) Abort(ctx context.Context, l Leftover) error {
	dir, base := path.Split(l.Key)
	if !strings.HasPrefix(base, tempPrefix) {
		return &KeyError{l.Key, "names no half-written file"}
	}
	if err := CheckKey(dir + "x"); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := os.Remove(filepath.Join(s.root, filepath.FromSlash(l.Key)))
	if err != nil && !errors.Is(absent(err), ErrNotExist) {
		return fail("delete", l.Key, err)
	}
	return nil
}

// Sweep removes half-written files that a killed process left behind, if they
// are older than age, and says how many. Younger ones may still be written.
func (s *Files) Sweep(ctx context.Context, age time.Duration) (int, error) {
	left, err := s.Leftovers(ctx, "", age)
	if err != nil {
		return 0, err
	}
	for i, l := range left {
		if err := s.Abort(ctx, l); err != nil {
			return i, err
		}
	}
	return len(left), nil
}
