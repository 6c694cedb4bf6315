package sandbox

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Share makes memory of a fixed size that this program and its children see.
// Nobody can shrink it under another's hands. It takes no room before it is
// touched. Unshare gives it back; the file is closed by the caller.
func Share(size int) (mem []byte, file *os.File, err error) {
	fd, err := unix.MemfdCreate("batches", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	if err != nil {
		return nil, nil, fmt.Errorf("sandbox: shared memory: %w", err)
	}
	file = os.NewFile(uintptr(fd), "batches")
	err = file.Truncate(int64(size))
	if err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, unix.F_SEAL_SHRINK|unix.F_SEAL_GROW|unix.F_SEAL_SEAL)
	}
	if err == nil {
		mem, err = MapShared(fd, size)
	}
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("sandbox: shared memory: %w", err)
	}
	return mem, file, nil
}

// MapShared maps the shared memory under a descriptor.
func MapShared(fd, size int) ([]byte, error) {
	return unix.Mmap(fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
}

// Unshare unmaps shared memory.
func Unshare(mem []byte) { _ = unix.Munmap(mem) }
