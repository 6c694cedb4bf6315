package sandbox

import (
	"errors"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// Confine takes rights away from this process, for good, and says which. It
// goes as far as the system lets it. keep is the first descriptor that is
// closed if it came from outside.
func Confine(l Limits, keep int) Rights {
	// The filter below must be laid on by one thread for all of them.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	closeInherited(keep)
	var got Rights
	if unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == nil {
		got |= NoPrivilege
	}
	core := limit(unix.RLIMIT_CORE, 0) == nil
	if unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) == nil && core {
		got |= NoCore
	}
	var signal int32
	if unix.Prctl(unix.PR_GET_PDEATHSIG, pointer(&signal), 0, 0, 0) == nil && signal == int32(unix.SIGKILL) {
		got |= NoOrphan
	}
	_ = limit(unix.RLIMIT_FSIZE, 0)
	_ = limit(unix.RLIMIT_NOFILE, uint64(l.Files))
	if limitMemory(l.Memory) == nil {
		got |= NoMemory
	}
	if filter() == nil {
		got |= NoSystem
	}
	return got
}

// limitMemory bounds the private memory that can be written (RLIMIT_DATA): the
// Go runtime reserves large ranges without a right to them, which an
// RLIMIT_AS would count. What the program has at its start comes on top.
func limitMemory(bytes int64) error {
	had := statusBytes("self", "VmData:")
	if had == 0 {
		had = 64 << 20 // more than any program of ours has at its start
	}
	return limit(unix.RLIMIT_DATA, uint64(had+bytes))
}

func limit(resource int, n uint64) error {
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: n, Max: n})
}

// closeInherited closes descriptors from keep on that the parent's own parent
// left open: what this program opened itself would be closed on exec, and is
// what its runtime needs.
func closeInherited(keep int) {
	dir, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return
	}
	for _, entry := range dir {
		fd, err := strconv.Atoi(entry.Name())
		if err != nil || fd < keep {
			continue
		}
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			_ = unix.Close(fd)
		}
	}
}

// ReadOnly says whether a descriptor can only be read.
func ReadOnly(fd uintptr) bool {
	flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
	return err == nil && flags&unix.O_ACCMODE == unix.O_RDONLY
}

// Offers says what this system would take from a child.
func Offers() Rights {
	got := NoMemory | NoPrivilege | NoCore | NoOrphan
	if allowed != nil && !errors.Is(probeFilter(), unix.ENOSYS) {
		got |= NoSystem
	}
	return got
}
