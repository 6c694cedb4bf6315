package store

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// renameNew renames to a name that must be free.
func renameNew(half, name string) error {
	err := unix.Renameat2(unix.AT_FDCWD, half, unix.AT_FDCWD, name, unix.RENAME_NOREPLACE)
	if errors.Is(err, os.ErrExist) {
		return ErrPrecondition
	}
	return err
}
