package mmap

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// reserve gives the file its size and its blocks.
func reserve(f *os.File, size int64) error {
	for {
		err := unix.Fallocate(int(f.Fd()), 0, 0, size)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.ENOSYS):
			return f.Truncate(size) // this file system cannot promise blocks
		}
		return err
	}
}
