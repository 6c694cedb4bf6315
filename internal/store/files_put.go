package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// Put implements Store. The bytes go into a half-written file beside the
// target, reach the disk, and then get their name in one step: a link when
// the object must be new, a rename otherwise.
func (s *Files) Put(ctx context.Context, key string, data []byte, o PutOptions) (Info, error) {
	return s.PutFile(ctx, key, bytes.NewReader(data), int64(len(data)), o)
}

// PutFile implements Store.
func (s *Files) PutFile(ctx context.Context, key string, data io.ReaderAt, size int64, o PutOptions) (Info, error) {
	name, err := s.Path(key)
	if err != nil {
		return Info{}, err
	}
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	if o.IfAbsent {
		// Spares the writing; the link below is what decides.
		if _, err := os.Lstat(name); err == nil {
			return Info{}, fail("put", key, ErrPrecondition)
		}
	}
	info, err := s.put(ctx, key, name, io.NewSectionReader(data, 0, size), o)
	if err == nil && info.Size != size {
		err = fmt.Errorf("%d bytes were written, %d were promised", info.Size, size)
	}
	if errors.Is(err, ErrNotExist) {
		return Info{}, &Unavailable{Op: "put", Key: key, Err: err} // a folder that cannot be made
	}
	if err != nil {
		return Info{}, fail("put", key, err)
	}
	return info, nil
}

func (s *Files) put(ctx context.Context, key, name string, data *io.SectionReader, o PutOptions) (Info, error) {
	dir := filepath.Dir(name)
	if err := makeFolder(dir); err != nil {
		return Info{}, err
	}
	half, info, err := s.writeHalf(ctx, dir, data)
	if err != nil {
		return Info{}, err
	}
	info.Key = key
	defer os.Remove(half) // gone already after a rename
	switch {
	case o.IfAbsent:
		err = nameNew(half, name)
	case o.IfMatch != "":
		err = s.replace(ctx, key, half, name, o.IfMatch)
	default:
		err = os.Rename(half, name)
	}
	if err != nil {
		return Info{}, err
	}
	if s.behind {
		return info, nil
	}
	return info, syncFolder(dir)
}

// makeFolder makes a folder and those above it, and sees to it that the new
// entries survive a power cut.
func makeFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s: %w", dir, syscall.ENOTDIR)
		}
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncFolder(parent)
}

// writeHalf writes data into a new file of the folder, waits for the disk if
// that is asked for, and describes the file.
func (s *Files) writeHalf(ctx context.Context, dir string, data *io.SectionReader) (string, Info, error) {
	f, err := os.CreateTemp(dir, tempPrefix+"*") // mode 0600
	if err != nil {
		return "", Info{}, err
	}
	version := newVersion()
	var info Info
	_, err = io.CopyBuffer(io.MultiWriter(f, version), whileAlive{ctx, data}, make([]byte, min(128<<10, data.Size()+1)))
	if err == nil && data.Size() != version.size {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && !s.behind {
		err = f.Sync()
	}
	if err == nil {
		var there os.FileInfo
		if there, err = f.Stat(); err == nil {
			info = infoOf("", there)
			info.Version = version.String()
		}
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		os.Remove(f.Name())
		return "", Info{}, err
	}
	return f.Name(), info, nil
}

// whileAlive reads until its context is cancelled.
type whileAlive struct {
	ctx context.Context
	r   io.Reader
}

func (w whileAlive) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.r.Read(p)
}

// nameNew gives a half-written file its name, which must be free.
func nameNew(half, name string) error {
	err := os.Link(half, name)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrExist):
		return ErrPrecondition
	case errors.Is(err, syscall.EPERM), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS):
		return renameNew(half, name) // a file system without links
	}
	return err
}

// replace renames over an object that has the wanted version. Writers that use
// IfMatch exclude one another by a lock on the folder.
func (s *Files) replace(ctx context.Context, key, half, name, version string) error {
	unlock, err := lockFolder(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer unlock()
	there, err := s.Version(ctx, key)
	if errors.Is(err, ErrNotExist) || (err == nil && there != version) {
		return ErrPrecondition
	}
	if err != nil {
		return err
	}
	return os.Rename(half, name)
}
