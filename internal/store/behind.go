package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Syncer is implemented by stores whose Put may be told not to wait for stable
// storage.
type Syncer interface {
	// Sync waits until what was put under a key is on stable storage. An object
	// that is gone needs nothing any more.
	Sync(ctx context.Context, key string) error
}

// Behind is the store with a Put that does not wait for stable storage, where
// the store is a Syncer: whoever relies on an object after a power cut must
// call Sync first. Other processes, and those that come after one that was
// killed, see the object whole all the same. Other stores are given back as
// they are.
func Behind(s Store) Store {
	if f, ok := s.(*Files); ok {
		return &Files{root: f.root, behind: true}
	}
	return s
}

// Sync implements Syncer.
func (s *Files) Sync(ctx context.Context, key string) error {
	name, err := s.Path(key)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(absent(err), ErrNotExist) {
		return nil
	}
	if err == nil {
		err = f.Sync()
		if e := f.Close(); err == nil {
			err = e
		}
	}
	if err == nil {
		err = syncFolder(filepath.Dir(name))
	}
	if err != nil {
		return fail("sync", key, err)
	}
	return nil
}
