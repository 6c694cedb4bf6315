package cache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lamsach/internal/store"
)

// lookUp opens and locks a copy; nil when there is none.
func (f *folder) lookUp(ctx context.Context, name string, size int64) (*os.File, error) {
	unlock, err := f.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	copied, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	info, err := copied.Stat()
	if err == nil && info.Size() != size {
		copied.Close() // somebody meddled with it
		return nil, os.Remove(name)
	}
	if err == nil {
		err = hold(copied)
	}
	if err == nil {
		now := time.Now()
		err = os.Chtimes(name, now, now)
	}
	if err != nil {
		copied.Close()
		return nil, err
	}
	return copied, nil
}

// lock excludes other users of the folder for a moment.
func (f *folder) lock(ctx context.Context) (unlock func(), err error) {
	l, err := os.OpenFile(filepath.Join(f.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		ok, err := seize(l)
		if err != nil {
			l.Close()
			return nil, err
		}
		if ok {
			return func() { l.Close() }, nil
		}
		if err := pause(ctx); err != nil {
			l.Close()
			return nil, err
		}
	}
}

// lockPart opens the file of a fetch for this process alone; nil when another
// one has it.
func lockPart(name string) (*os.File, error) {
	part, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	ok, err := seize(part)
	if err == nil && ok {
		// Whoever had it may have renamed or removed it under us.
		here, e1 := part.Stat()
		there, e2 := os.Stat(name)
		ok = e1 == nil && e2 == nil && os.SameFile(here, there)
	}
	if err != nil || !ok {
		part.Close()
		return nil, err
	}
	return part, nil
}

// makeRoom removes copies until the object fits, those not used for longest
// first, and claims its place by making part as long as it will be.
func (f *folder) makeRoom(ctx context.Context, info store.Info, part *os.File) error {
	unlock, err := f.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return err
	}
	var copies []fs.FileInfo
	total := info.Size
	for _, e := range entries {
		there, err := e.Info()
		if err != nil || !ours(e.Name()) || e.Name() == filepath.Base(part.Name()) {
			continue
		}
		copies = append(copies, there)
		total += there.Size()
	}
	slices.SortFunc(copies, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, c := range copies {
		dead := strings.HasSuffix(c.Name(), ".part") // unless it is locked
		if (total > f.limit || dead) && removeUnused(filepath.Join(f.dir, c.Name())) {
			total -= c.Size()
		}
	}
	if total > f.limit {
		return &store.Unavailable{Op: "open", Key: info.Key, Err: fmt.Errorf(
			"cache: %s may hold %d bytes; the copies in use and this object need %d; raise the limit or end the other runs", f.dir, f.limit, total)}
	}
	return part.Truncate(info.Size)
}

// ours says whether a file of the folder is a copy or one on its way.
func ours(name string) bool {
	id := strings.TrimSuffix(name, ".part")
	return len(id) == 32 && strings.Trim(id, "0123456789abcdef") == ""
}

// removeUnused removes a file that nobody holds.
func removeUnused(name string) bool {
	c, err := os.Open(name)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer c.Close()
	ok, err := seize(c)
	return err == nil && ok && os.Remove(name) == nil
}
