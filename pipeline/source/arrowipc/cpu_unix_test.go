//go:build unix

package arrowipc_test

import (
	"syscall"
	"time"
)

// processorTime is what this process has used of the processors; unlike the
// time on the wall it does not count what others do.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
