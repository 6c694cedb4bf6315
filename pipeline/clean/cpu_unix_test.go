//go:build unix

package clean

import (
	"syscall"
	"time"
)

// cpuTime is what the process has computed so far, which on a busy machine says
// more than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
