package store

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cespare/xxhash/v2"
)

// Files is a store over a folder. Folders are made as keys need them, with
// mode 0700; files have mode 0600. Symbolic links are the operator's and are
// followed, except that a listing does not descend into linked folders.
type Files struct{ root string }

// NewFiles is the store below a folder, which need not exist yet.
func NewFiles(root string) *Files { return &Files{root: filepath.Clean(root)} }

// Root is the folder of the store.
func (s *Files) Root() string { return s.root }

// Path implements Local.
func (s *Files) Path(key string) (string, error) {
	if err := CheckKey(key); err != nil {
		return "", err
	}
	return filepath.Join(s.root, filepath.FromSlash(key)), nil
}

// Open implements Store.
func (s *Files) Open(ctx context.Context, key string) (Object, error) {
	name, err := s.Path(key)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fail("open", key, absent(err))
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotExist
	}
	if err != nil {
		f.Close()
		return nil, fail("open", key, err)
	}
	return &file{File: f, info: Info{Key: key, Size: info.Size()}}, nil
}

// file is an open file as an object.
type file struct {
	*os.File
	info Info
}

func (f *file) Size() int64 { return f.info.Size }
func (f *file) Info() Info  { return f.info }

// Stat implements Store. Version stays empty: it would cost a read.
func (s *Files) Stat(ctx context.Context, key string) (Info, error) {
	name, err := s.Path(key)
	if err != nil {
		return Info{}, err
	}
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotExist
	}
	if err != nil {
		return Info{}, fail("stat", key, absent(err))
	}
	return Info{Key: key, Size: info.Size()}, nil
}

// Version implements Store: 24 hex digits, xxHash64 and CRC-32C of the content.
func (s *Files) Version(ctx context.Context, key string) (string, error) {
	hash, crc := xxhash.New(), crc32.New(castagnoli)
	if _, err := stream(ctx, s, key, io.MultiWriter(hash, crc)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%016x%08x", hash.Sum64(), crc.Sum32()), nil
}

// versionOf is Version of bytes in memory.
func versionOf(data []byte) string {
	return fmt.Sprintf("%016x%08x", xxhash.Sum64(data), crc32.Checksum(data, castagnoli))
}

// List implements Store.
func (s *Files) List(ctx context.Context, prefix string) ([]Info, error) {
	if prefix != "" {
		if err := CheckKey(strings.TrimSuffix(prefix, "/") + "x"); err != nil {
			return nil, &KeyError{prefix, "cannot begin a key"}
		}
	}
	var out []Info
	// Only the folder part of the prefix can be skipped to.
	top := filepath.Join(s.root, filepath.FromSlash(path.Dir(prefix+"x")))
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if errors.Is(absent(err), ErrNotExist) {
				return nil // never there, or removed meanwhile
			}
			return err
		}
		rel, err := filepath.Rel(s.root, name)
		if err != nil {
			return err
		}
		key := filepath.ToSlash(rel)
		if d.IsDir() {
			if key != "." && !strings.HasPrefix(key+"/", prefix) && !strings.HasPrefix(prefix, key+"/") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasPrefix(key, prefix) || CheckKey(key) != nil {
			return nil
		}
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return nil // a broken link, a socket, removed meanwhile
		}
		out = append(out, Info{Key: key, Size: info.Size()})
		return nil
	})
	if err != nil {
		return nil, fail("list", prefix, err)
	}
	slices.SortFunc(out, func(a, b Info) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// Delete implements Store. Folders stay.
func (s *Files) Delete(ctx context.Context, key string) error {
	name, err := s.Path(key)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Remove(name); err != nil && !errors.Is(absent(err), ErrNotExist) {
		return fail("delete", key, err)
	}
	return nil
}

// Sweep removes half-written files that a killed process left behind, if they
// are older than age, and says how many. Younger ones may still be written.
func (s *Files) Sweep(ctx context.Context, age time.Duration) (int, error) {
	n := 0
	err := filepath.WalkDir(s.root, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if errors.Is(err, ErrNotExist) {
				return nil
			}
			return err
		}
		if d.IsDir() || !strings.HasPrefix(d.Name(), tempPrefix) {
			return nil
		}
		if info, err := d.Info(); err == nil && time.Since(info.ModTime()) > age && os.Remove(name) == nil {
			n++
		}
		return nil
	})
	return n, fail("delete", "", err)
}

// absent turns "a file stands where a folder should be" into ErrNotExist: for
// a reader the key is simply not there.
func absent(err error) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return ErrNotExist
	}
	return err
}
