package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"lamsach/internal/store"
)

// Options say where copies are kept and how much of them.
type Options struct {
	Dir   string // default: LAMSACH_CACHE, or lamsach in the user's cache folder
	Limit int64  // bytes of all copies; default 64 GiB
}

// usualLimit holds some rounds of a country's register.
const usualLimit = 64 << 30

// Fetch gives the path of a file that holds an object as it is now. The file
// stays until release is called. An object of a local store is its own copy.
func Fetch(ctx context.Context, s store.Store, key string, o Options) (path string, release func(), err error) {
	if local, ok := s.(store.Local); ok {
		if _, err := s.Stat(ctx, key); err != nil {
			return "", nil, err
		}
		path, err := local.Path(key)
		return path, func() {}, err
	}
	f, err := newFolder(o)
	if err != nil {
		return "", nil, &store.Unavailable{Op: "open", Key: key, Err: err}
	}
	for range 3 { // the object may be replaced while we fetch it
		info, err := s.Stat(ctx, key)
		if err != nil {
			return "", nil, err
		}
		copied, err := f.copyOf(ctx, s, info)
		if changed := new(store.ChangedError); errors.As(err, &changed) && !changed.Gone {
			continue
		}
		if err != nil {
			return "", nil, typed(key, err)
		}
		var once sync.Once
		return copied.Name(), func() { once.Do(func() { copied.Close() }) }, nil
	}
	return "", nil, &store.ChangedError{Key: key}
}

// typed gives an error of the local folder the type that callers expect.
func typed(key string, err error) error {
	var pathError *os.PathError
	var linkError *os.LinkError
	if errors.As(err, &pathError) || errors.As(err, &linkError) {
		return &store.Unavailable{Op: "open", Key: key, Err: fmt.Errorf("cache: %w", err)}
	}
	return err
}

// folder is the place of copies.
type folder struct {
	dir   string
	limit int64
}

func newFolder(o Options) (*folder, error) {
	f := &folder{dir: o.Dir, limit: o.Limit}
	if f.dir == "" {
		f.dir = os.Getenv("LAMSACH_CACHE")
	}
	if f.dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("no folder for copies; set LAMSACH_CACHE: %w", err)
		}
		f.dir = filepath.Join(user, "lamsach")
	}
	if f.limit <= 0 {
		f.limit = usualLimit
	}
	return f, os.MkdirAll(f.dir, 0o700)
}

// name is the path of an object's copy.
func (f *folder) name(s store.Store, info store.Info) string {
	id := sha256.Sum256(fmt.Appendf(nil, "%v\x00%s\x00%s\x00%s\x00%d", s, info.Key, info.Version, info.Pin, info.Size))
	return filepath.Join(f.dir, hex.EncodeToString(id[:16]))
}

// copyOf gives the open, locked copy of an object.
func (f *folder) copyOf(ctx context.Context, s store.Store, info store.Info) (*os.File, error) {
	name := f.name(s, info)
	for {
		if copied, err := f.lookUp(ctx, name, info.Size); copied != nil || err != nil {
			return copied, err
		}
		part, err := lockPart(name + ".part")
		if err != nil {
			return nil, err
		}
		if part == nil { // someone else fetches it
			if err := pause(ctx); err != nil {
				return nil, err
			}
			continue
		}
		// It may have got its name between the look and the lock.
		if copied, err := f.lookUp(ctx, name, info.Size); copied != nil || err != nil {
			os.Remove(part.Name())
			part.Close()
			return copied, err
		}
		named, err := f.fill(ctx, s, info, part, name)
		if err != nil {
			os.Remove(part.Name())
			part.Close()
		}
		return named, err
	}
}

func pause(ctx context.Context) error {
	select {
	case <-time.After(50 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
