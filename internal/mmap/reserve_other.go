//go:build !linux

package mmap

import "os"

// reserve gives the file its size; blocks cannot be promised everywhere.
func reserve(f *os.File, size int64) error { return f.Truncate(size) }
