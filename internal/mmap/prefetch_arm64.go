package mmap

import "unsafe"

// Prefetch asks the processor to bring the cache line at p near. It does not wait
// for it, and nothing happens where p is not mapped.
//
//go:noescape
func Prefetch(p unsafe.Pointer)
