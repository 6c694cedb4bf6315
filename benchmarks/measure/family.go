package measure

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Family is the most memory that a process and all its descendants held at one
// time, as /proc says ten times a second, at first more often: a page that two
// of them share counts twice, a page of a mapped file counts while it is in
// memory.
type Family struct {
	PeakBytes    int64 `json:"peak_bytes"`
	OwnBytes     int64 `json:"own_bytes"`     // of that: memory of their own
	MappedBytes  int64 `json:"mapped_bytes"`  // of that: pages of mapped files
	SharedBytes  int64 `json:"shared_bytes"`  // of that: memory shared between processes
	Processes    int   `json:"processes"`     // at that time
	LargestBytes int64 `json:"largest_bytes"` // high mark of the largest process, at any time
}

// A family is looked at every twentieth of its age.
const soonest, latest = 5 * time.Millisecond, 100 * time.Millisecond

// familyWatch looks at a family until its end.
type familyWatch struct {
	root  int
	limit int64
	peak  Family
	ended atomic.Bool // because of the limit
	stop  chan struct{}
	done  chan struct{}
}

func watchFamily(root int, limit int64) *familyWatch {
	w := &familyWatch{root: root, limit: limit, stop: make(chan struct{}), done: make(chan struct{})}
	go w.watch()
	return w
}

func (w *familyWatch) watch() {
	defer close(w.done)
	began := time.Now()
	for {
		now := familyOf(w.root)
		now.LargestBytes = max(now.LargestBytes, w.peak.LargestBytes)
		if now.PeakBytes > w.peak.PeakBytes {
			w.peak = now
		}
		w.peak.LargestBytes = now.LargestBytes
		if w.limit > 0 && now.PeakBytes > w.limit && !w.ended.Swap(true) {
			_ = syscall.Kill(-w.root, syscall.SIGKILL) // the group that Run made; gone already is as good
		}
		select {
		case <-w.stop:
			return
		case <-time.After(min(max(time.Since(began)/20, soonest), latest)):
		}
	}
}

func (w *familyWatch) end() *Family {
	close(w.stop)
	<-w.done
	return &w.peak
}

// familyOf adds up a process and its descendants; nothing where there is no
// /proc.
func familyOf(root int) (f Family) {
	parents := map[int]int{}
	entries, _ := filepath.Glob("/proc/[0-9]*")
	for _, entry := range entries {
		pid, err := strconv.Atoi(filepath.Base(entry))
		if err == nil {
			parents[pid] = parentOf(entry)
		}
	}
	for pid := range parents {
		if descends(pid, root, parents) {
			f.add(pid)
		}
	}
	return f
}

func descends(pid, root int, parents map[int]int) bool {
	for pid > 1 {
		if pid == root {
			return true
		}
		pid = parents[pid]
	}
	return false
}

// parentOf reads the parent from /proc/N/stat, behind the name in brackets.
func parentOf(entry string) int {
	text, err := os.ReadFile(filepath.Join(entry, "stat"))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 2 {
		return 0
	}
	parent, _ := strconv.Atoi(fields[1])
	return parent
}

// add adds one process; one that has just ended adds nothing.
func (f *Family) add(pid int) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return
	}
	f.Processes++
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(line, ":")
		kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		var part *int64
		switch key {
		case "VmHWM":
			f.LargestBytes = max(f.LargestBytes, kib*1024)
			continue
		case "RssAnon":
			part = &f.OwnBytes
		case "RssFile":
			part = &f.MappedBytes
		case "RssShmem":
			part = &f.SharedBytes
		default:
			continue
		}
		*part += kib * 1024
		f.PeakBytes += kib * 1024
	}
}
