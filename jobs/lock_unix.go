//go:build unix

package jobs

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the lock of a folder; the system lets it go when the process
// ends, however it ends.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fail(ExitStorage, err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, failf(ExitStorage, "another process is doing this run; wait for it or try again later")
	}
	return nil, fail(ExitStorage, err)
}
