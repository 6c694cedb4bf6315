package mmap

import (
	"errors"
	"fmt"
	"math"
	"os"
)

// ErrClosed says that a mapping was closed twice.
var ErrClosed = errors.New("mmap: mapping is closed")

// Mapping is a file that lies in memory. It is safe for concurrent readers;
// nobody may touch a slice of it after Close.
type Mapping struct {
	data     []byte
	writable bool
	closed   bool
}

// Map maps a file read-only. The mapping stays valid when the file is renamed
// or removed, but not when somebody cuts it short: only map files that are
// written once. A missing file gives an error that is fs.ErrNotExist.
func Map(path string) (*Mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("mmap: %s is not a regular file", path)
	}
	if info.Size() == 0 {
		return &Mapping{}, nil
	}
	if info.Size() > math.MaxInt {
		return nil, fmt.Errorf("mmap: %s: %d bytes do not fit in the address space", path, info.Size())
	}
	data, err := mapFile(f, int(info.Size()), false)
	if err != nil {
		return nil, &os.PathError{Op: "mmap", Path: path, Err: err}
	}
	return &Mapping{data: data}, nil
}

// Create makes a file of size bytes, all zero, and maps it read-write. The
// bytes reach the file by themselves; Sync waits until they are on disk. Space
// is reserved first, so a full disk is an error here and not a fault later.
// An existing file is replaced. Mode 0600: it may hold people.
func Create(path string, size int64) (*Mapping, error) {
	if size < 0 || size > math.MaxInt {
		return nil, fmt.Errorf("mmap: %s: size %d out of range", path, size)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size == 0 {
		return &Mapping{writable: true}, nil
	}
	if err := reserve(f, size); err != nil {
		os.Remove(path)
		return nil, &os.PathError{Op: "reserve", Path: path, Err: err}
	}
	data, err := mapFile(f, int(size), true)
	if err != nil {
		os.Remove(path)
		return nil, &os.PathError{Op: "mmap", Path: path, Err: err}
	}
	return &Mapping{data: data, writable: true}, nil
}

// Bytes is the file. Writing into a read-only mapping ends the process.
func (m *Mapping) Bytes() []byte { return m.data }

// Sync waits until what was written into a mapping of Create is on disk.
func (m *Mapping) Sync() error {
	if m.closed {
		return ErrClosed
	}
	if !m.writable || len(m.data) == 0 {
		return nil
	}
	return syncMap(m.data)
}

// Random tells the system that the mapping will be read here and there, so
// that it does not read ahead.
func (m *Mapping) Random() {
	if len(m.data) > 0 {
		adviseRandom(m.data)
	}
}

// Close ends the mapping. It does not wait for the disk: call Sync before.
func (m *Mapping) Close() error {
	if m.closed {
		return ErrClosed
	}
	m.closed = true
	data := m.data
	m.data = nil
	if len(data) == 0 {
		return nil
	}
	return unmap(data)
}
