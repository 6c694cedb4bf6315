//go:build unix

package register

import (
	"os"
	"syscall"
)

// hold marks a file as being written; the system takes the mark away when the
// process ends, however it ends.
func hold(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// held says whether a process is writing a file.
func held(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return true
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil
}
