//go:build !unix

package mmap

import (
	"errors"
	"io"
	"os"
)

// Without mmap a read-only mapping is a copy; a writable one does not exist.
func mapFile(f *os.File, size int, write bool) ([]byte, error) {
	if write {
		return nil, errors.ErrUnsupported
	}
	data := make([]byte, size)
	_, err := io.ReadFull(f, data)
	return data, err
}

func unmap([]byte) error   { return nil }
func syncMap([]byte) error { return nil }
func adviseRandom([]byte)  {}
