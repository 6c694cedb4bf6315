// Package mmap maps files into memory: read-only for snapshots that several
// processes share, read-write for files that are written in place.
//
// May import: nothing
package mmap
