//go:build !amd64 && !arm64

package mmap

import "unsafe"

// Prefetch would bring the cache line at p near; it is a hint.
func Prefetch(unsafe.Pointer) {}
