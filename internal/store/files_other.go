//go:build !unix

package store

import "sync"

var folders sync.Mutex

// lockFolder excludes other writers of this process only.
func lockFolder(string) (unlock func(), err error) {
	folders.Lock()
	return folders.Unlock, nil
}

func syncFolder(string) error { return nil }
