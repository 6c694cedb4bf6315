//go:build unix

package mmap

import (
	"os"

	"golang.org/x/sys/unix"
)

func mapFile(f *os.File, size int, write bool) ([]byte, error) {
	prot := unix.PROT_READ
	if write {
		prot |= unix.PROT_WRITE
	}
	return unix.Mmap(int(f.Fd()), 0, size, prot, unix.MAP_SHARED)
}

func unmap(data []byte) error   { return unix.Munmap(data) }
func syncMap(data []byte) error { return unix.Msync(data, unix.MS_SYNC) }
func adviseRandom(data []byte)  { _ = unix.Madvise(data, unix.MADV_RANDOM) } // advice only
