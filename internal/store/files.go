package store

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/cespare/xxhash/v2"
)

// Files is a store over a folder. Folders are made as keys need them, with
// mode 0700; files have mode 0600. Symbolic links are the operator's and are
// followed, except that a listing does not descend into linked folders.
type Files struct {
	root   string
	behind bool // see Behind
}

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

// String names the folder.
func (s *Files) String() string { return s.root }

// Open implements Store.
func (s *Files) Open(ctx context.Context, key string) (Object, error) {
	f, err := s.open(ctx, key)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// OpenSame implements Store: same size, same time of change, same file.
func (s *Files) OpenSame(ctx context.Context, info Info) (Object, error) {
	f, err := s.open(ctx, info.Key)
	if errors.Is(err, ErrNotExist) {
		return nil, &ChangedError{Key: info.Key, Gone: true}
	}
	if err != nil {
		return nil, err
	}
	if !sameFile(f.info, info) {
		f.Close()
		return nil, &ChangedError{Key: info.Key}
	}
	f.info = info
	return f, nil
}

func sameFile(a, b Info) bool {
	return a.Size == b.Size && a.Pin == b.Pin && a.Modified.Equal(b.Modified)
}

func (s *Files) open(ctx context.Context, key string) (*file, error) {
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
	return &file{File: f, info: infoOf(key, info)}, nil
}

// infoOf describes a file. Version stays empty: it would cost a read.
func infoOf(key string, info fs.FileInfo) Info {
	return Info{Key: key, Size: info.Size(), Modified: info.ModTime(), Pin: pinOf(info)}
}

// file is an open file as an object.
type file struct {
	*os.File
	info Info
}

func (f *file) Size() int64 { return f.info.Size }
func (f *file) Info() Info  { return f.info }

// Descriptor implements Descriptor.
func (f *file) Descriptor() *os.File { return f.File }

// unchanged is an error if the open file was written to since it was opened.
func (f *file) unchanged() error {
	now, err := f.File.Stat()
	if err != nil {
		return err
	}
	if !sameFile(infoOf(f.info.Key, now), f.info) {
		return &ChangedError{Key: f.info.Key}
	}
	return nil
}

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
	return infoOf(key, info), nil
}

// Version implements Store: 24 hex digits, xxHash64 and CRC-32C of the content.
func (s *Files) Version(ctx context.Context, key string) (string, error) {
	version := newVersion()
	if _, err := stream(ctx, s, key, version); err != nil {
		return "", err
	}
	return version.String(), nil
}

// fileVersion computes the version of a file's content as it is written to it.
type fileVersion struct {
	hash *xxhash.Digest
	crc  uint32
	size int64
}

func newVersion() *fileVersion { return &fileVersion{hash: xxhash.New()} }

func (v *fileVersion) Write(p []byte) (int, error) {
	v.hash.Write(p) // never fails
	v.crc = crc32.Update(v.crc, castagnoli, p)
	v.size += int64(len(p))
	return len(p), nil
}

func (v *fileVersion) String() string { return fmt.Sprintf("%016x%08x", v.hash.Sum64(), v.crc) }

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
		out = append(out, infoOf(key, info))
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

// absent turns "a file stands where a folder should be" into ErrNotExist: for
// a reader the key is simply not there.
func absent(err error) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return ErrNotExist
	}
	return err
}
