package main

import (
	"os"
	"syscall"
)

// dontNeed is POSIX_FADV_DONTNEED of Linux.
const dontNeed = 4

// forget puts the pages of a file out of memory.
func forget(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil { // only clean pages go
		return err
	}
	if _, _, errno := syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0); errno != 0 {
		return errno
	}
	return nil
}
