package sandbox

import (
	"bytes"
	"os"
	"strconv"
)

// Peak is the most memory the child has had at once so far, in bytes, the
// shared memory it touched counted in; 0 when the system does not tell.
func (c *Child) Peak() int64 { return statusBytes(strconv.Itoa(c.p.Pid), "VmHWM:") }

// statusBytes reads a number of /proc/<pid>/status.
func statusBytes(pid, name string) int64 {
	data, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(data) {
		if fields := bytes.Fields(line); len(fields) == 3 && string(fields[0]) == name {
			n, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			return n << 10
		}
	}
	return 0
}
