//go:build !unix

package cache

import "os"

// Without locks between processes, one process may use the folder at a time;
// its file system refuses to remove open files.
func seize(*os.File) (bool, error) { return true, nil }

func hold(*os.File) error { return nil }
