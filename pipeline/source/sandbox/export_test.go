//go:build linux

package sandbox

import (
	"runtime"
	"syscall"
	"time"

	"lamsach/internal/sandbox"
	"lamsach/pipeline/source/table"
)

// SetOpen gives children another reader.
func SetOpen(open func(fallback Opener) Opener) { openSource = open(openSource) }

// Opener is source.Open and its like.
type Opener = opener

// Rights are what the child of a file has given up.
func Rights(f table.File) sandbox.Rights { return sandbox.Rights(f.(*file).child.rights.Load()) }

// Signal sends a signal to the child of a file.
func Signal(f table.File, s syscall.Signal) { f.(*file).child.process.Signal(s) }

// Pid is the process of the child of a file.
func Pid(f table.File) int { return f.(*file).child.process.Pid() }

// Lanes is how many calls a child takes at once.
func Lanes() int { return usualGeometry(defaultMemory).Lanes }

// Shout sends raw bytes to the parent, from a child.
func Shout(raw []byte) { _, _ = syscall.Write(fdSays, raw) }

// Frame is a frame in bytes.
func Frame(k byte, half uint8, lane, gen uint16, n uint32, arg int64, body []byte) []byte {
	return appendFrame(nil, frame{kind: kind(k), half: half, lane: lane, gen: gen, n: n, arg: arg, body: body})
}

// Kinds of frames from a child.
const (
	KindReady = byte(kindReady)
	KindPiece = byte(kindPiece)
	KindDone  = byte(kindDone)
	KindWant  = byte(kindWant)
	KindAsk   = byte(kindAsk)
)

// Busy is how many calls the child of a file has.
func Busy(f table.File) (n int) {
	for _, l := range f.(*file).child.lanes {
		l.mu.Lock()
		if l.busy {
			n++
		}
		l.mu.Unlock()
	}
	return n
}

// Routines is how many goroutines run.
func Routines() int { return runtime.NumGoroutine() }

// CPU is the processor time of the child of a file so far; 0 if it has none.
func CPU(f table.File) time.Duration {
	b, ok := f.(*file)
	if !ok {
		return 0
	}
	used, _ := b.child.process.CPU()
	return time.Duration(used)
}
