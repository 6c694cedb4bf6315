//go:build !unix

package jobs

import "os"

// lockFile marks the folder as in use; on this system two processes on one run
// are kept apart only by the store's conditions.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	return f, fail(ExitStorage, err)
}
