package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lamsach/internal/store"
	"lamsach/internal/store/cache"
	"lamsach/register"
)

// Snapshot is an open snapshot of the register, wherever it is kept.
type Snapshot struct {
	*register.Snapshot
	release func()
}

// Close closes the snapshot; a copy of it in the cache may then be removed.
func (s *Snapshot) Close() error {
	err := s.Snapshot.Close()
	s.release()
	return err
}

// OpenSnapshot opens a snapshot by its path or URL. One in another store is
// copied into the cache of this machine first, unless it is there.
func OpenSnapshot(ctx context.Context, location string) (*Snapshot, error) {
	path, release, err := localSnapshot(ctx, location)
	if err == nil {
		people, openErr := register.Open(path)
		if openErr == nil {
			return &Snapshot{people, release}, nil
		}
		release()
		err = openErr
	}
	bucket := new(store.BucketError)
	switch {
	case errors.As(err, &bucket):
		return nil, failf(ExitGiven, "register %s: %w", location, err)
	case errors.Is(err, fs.ErrNotExist):
		return nil, failf(ExitGiven, "register %s: no such snapshot; build it with lamsach register build", location)
	case errors.Is(err, context.Canceled), ofStorage(err):
		return nil, fmt.Errorf("register %s: %w", location, err)
	}
	return nil, fail(ExitGiven, fmt.Errorf("register %s: %w", location, err))
}

// openFitting opens the register of a job and refuses one that was cleaned by
// other rules: its names would not be those of the rows.
func openFitting(ctx context.Context, location string) (*Snapshot, error) {
	people, err := OpenSnapshot(ctx, location)
	if err != nil {
		return nil, err
	}
	if people.Rules() != CleaningRules() {
		defer people.Close()
		return nil, failf(ExitGiven, "register %s was cleaned by rules %s, this program has %s; build it again with lamsach register build",
			location, RulesText(people.Rules()), RulesText(CleaningRules()))
	}
	return people, nil
}

// SnapshotFits says whether a job of this program could use a snapshot.
func SnapshotFits(ctx context.Context, location string) bool {
	people, err := openFitting(ctx, location)
	if err != nil {
		return false
	}
	people.Close()
	return true
}

// locate gives the store and the key of one object.
func locate(location string) (store.Store, string, error) {
	at := strings.LastIndexByte(location, '/')
	s, prefix, err := store.Resolve(location[:at+1] + ".")
	if at < 0 || !strings.Contains(location, "://") {
		s, prefix, err = store.Resolve(filepath.Dir(location))
	}
	if err != nil {
		return nil, "", unresolved(err)
	}
	return s, prefix + filepath.Base(location), nil
}

// localSnapshot is the file of this machine that holds a snapshot.
func localSnapshot(ctx context.Context, location string) (path string, release func(), err error) {
	s, key, err := locate(location)
	if err != nil {
		return "", nil, err
	}
	if local, ok := s.(store.Local); ok {
		path, err = local.Path(key)
		return path, func() {}, err
	}
	dir, err := cacheFolder()
	if err != nil {
		return "", nil, fail(ExitStorage, err)
	}
	return cache.Fetch(ctx, s, key, cache.Options{Dir: filepath.Join(dir, "registers")})
}

// keepSnapshot makes a snapshot with build, which is given a path of this
// machine, and puts it where it belongs.
func keepSnapshot(ctx context.Context, location string, build func(path string) error) error {
	s, key, err := locate(location)
	if err != nil {
		return err
	}
	if local, ok := s.(store.Local); ok {
		path, err := local.Path(key)
		if err != nil {
			return fail(ExitUsage, err)
		}
		return build(path)
	}
	dir, err := cacheFolder()
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err == nil {
		dir, err = os.MkdirTemp(dir, "build-*")
	}
	if err != nil {
		return fail(ExitStorage, err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "snapshot")
	if err := build(path); err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return fail(ExitStorage, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fail(ExitStorage, err)
	}
	_, err = s.PutFile(ctx, key, file, info.Size(), store.PutOptions{})
	return err
}
